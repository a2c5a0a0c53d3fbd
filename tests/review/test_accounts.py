"""Accounts of staff: who may come in by which password, and what the warehouse keeps of it."""

import unicodedata

import pytest
import review_makers as make
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from errors import NotHeld, StaffRefused
from review.station import Station
from storage.staff import accounts
from storage.staff.accounts import NewStaff
from storage.staff.log_in import LogInRefused, log_in
from storage.staff.passwords import Passwords, checked_password, random_password
from storage.staff.posts import Post, StaffRole, offices_in, posts_of
from storage.staff.tries import PER_ACCOUNT, PER_BROWSER, PER_PAIR, PER_PLACE, WINDOW, From, TooManyTries

WRONG = "không phải mật khẩu này"
HERE, THERE = From("10.0.0.7"), From("10.0.0.8")

MAY_BE_ONE = """
typed                     | account  | may
con cò bay lả bay la      | can-bo-1 | yes
quá ngắn                  | can-bo-1 | no
aaaaaaaaaaaaaaaa          | can-bo-1 | no
MatKhau@12345             | can-bo-1 | no
can-bo-1 thì vào đây      | can-bo-1 | no
CAN-BO-1 thì vào đây      | can-bo-1 | no
trời mưa nhớ mang áo tơi  | can-bo-1 | yes
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize(("typed", "account", "may"), rows(MAY_BE_ONE))
def test_what_may_be_a_password(typed: str, account: str, may: str) -> None:
    if may == "yes":
        assert checked_password(typed, account) == typed
    else:
        with pytest.raises(StaffRefused) as refused:
            checked_password(typed, account)
        assert typed not in str(refused.value) + refused.value.sentence


def test_a_password_is_the_same_however_its_letters_are_composed() -> None:
    passwords = Passwords(make.CHEAP)
    composed, apart = (unicodedata.normalize(form, "trường học làng tôi") for form in ("NFC", "NFD"))
    assert composed != apart
    assert passwords.fits(passwords.hash(composed), apart)


def test_the_house_hashes_by_argon2id_as_rfc_9106_says() -> None:
    kept = Passwords().hash(make.PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_made_password_may_be_one() -> None:
    made = random_password()
    assert checked_password(made, "can-bo-1") == made
    assert made != random_password()


@given(st.text(max_size=40), st.text(max_size=130))
def test_no_text_breaks_a_post(role: str, office: str) -> None:
    try:
        held = Post(role, office)
    except StaffRefused:
        return
    assert held.role in StaffRole.__members__


def test_a_role_counts_only_where_it_is_held() -> None:
    posts = (*posts_of([StaffRole.CLERK], ["A", "B"]), *posts_of([StaffRole.SUPERVISOR], ["B", "C"]))
    assert offices_in(posts, [StaffRole.SUPERVISOR]) == ("B", "C")
    assert set(offices_in(posts)) == {"A", "B", "C"}


@pytest.mark.contract
def test_names_and_passwords_are_sealed(station: Station) -> None:
    known = make.new_staff(station)
    with station.warehouse.looking() as connection:
        held = str(connection.exec_driver_sql("SELECT * FROM staff").mappings().all())
        assert accounts.names(connection, [known.id, "hoso"]) == {known.id: known.name}
    assert known.name not in held
    assert known.account not in held
    assert "argon2" not in held


@pytest.mark.contract
def test_an_account_is_one_however_it_is_written(station: Station) -> None:
    known = make.new_staff(station)
    with station.warehouse.changing("tests") as change:
        assert accounts.by_account(change.connection, f" {known.account.upper()} ").id == known.id
        with pytest.raises(StaffRefused):
            accounts.add(change, NewStaff(known.account.upper(), "Người Khác"))


@pytest.mark.contract
def test_nobody_is_named_by_a_text_that_is_no_id(station: Station) -> None:
    with station.warehouse.changing("tests") as change, pytest.raises(NotHeld):
        accounts.set_password(change, "1' OR 1=1", "x", once=True)


@pytest.mark.contract
def test_a_hash_of_older_parameters_is_made_anew_at_log_in(station: Station) -> None:
    known = make.new_staff(station)
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    log_in(station.warehouse, stronger, known.account, make.PASSWORD, HERE)
    with station.warehouse.looking() as connection:
        kept = accounts.password_of(connection, known.id)
    assert kept is not None
    assert "m=16,t=2" in kept
    log_in(station.warehouse, stronger, known.account, make.PASSWORD, HERE)


@pytest.mark.contract
def test_who_guesses_learns_nothing_of_who_there_is(station: Station) -> None:
    """Neither from what is said nor from how often a password is hashed."""
    counted = _Counting()
    station = make.replaced(station, passwords=Passwords(counted))
    shut = make.new_staff(station)
    with station.warehouse.changing("tests") as change:
        accounts.disable(change, shut.id)
    known, answers, hashed = make.new_staff(station), [], []
    for account, password in [
        (known.account, WRONG), ("khong-co-ai", WRONG), (shut.account, WRONG), (shut.account, make.PASSWORD)
    ]:  # fmt: skip
        before = counted.verified
        answer = make.browser(station).log_in(password, account)
        answers.append((answer.status_code, {**answer.json(), "request": ""}))
        hashed.append(counted.verified - before)
    assert all(one == answers[0] for one in answers)
    assert hashed == [1, 1, 1, 1]


class _Counting:
    """Counts how often a password is compared."""

    def __init__(self) -> None:
        self.verified = 0

    def hash(self, password: str | bytes) -> str:
        return make.CHEAP.hash(password)

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:
        self.verified += 1
        return make.CHEAP.verify(hash, password)

    def check_needs_rehash(self, hash: str | bytes) -> bool:
        return False


def guess(station: Station, account: str, place: From, times: int) -> int:
    """How many of these guesses were looked at."""
    for number in range(times):
        try:
            log_in(station.warehouse, station.passwords, account, WRONG, place)
        except LogInRefused:
            continue
        except TooManyTries:
            return number
    return times


@pytest.mark.contract
def test_guessing_is_slowed_down_and_then_let_in_again(station: Station, clock: make.Clock) -> None:
    known = make.new_staff(station)
    assert guess(station, known.account, HERE, PER_PAIR + 3) == PER_PAIR
    with pytest.raises(TooManyTries):
        log_in(station.warehouse, station.passwords, known.account, make.PASSWORD, HERE)
    clock.now += WINDOW
    assert log_in(station.warehouse, station.passwords, known.account, make.PASSWORD, HERE).staff.id == known.id


@pytest.mark.contract
def test_guesses_from_many_addresses_count_together(station: Station) -> None:
    known = make.new_staff(station)
    looked_at = [guess(station, known.account, From(f"192.0.2.{one}"), PER_PAIR) for one in range(10)]
    assert sum(looked_at) == PER_ACCOUNT


@pytest.mark.contract
def test_a_whole_network_of_ipv6_is_one_address(station: Station) -> None:
    known = make.new_staff(station)
    said = [
        make.browser(station, known.account, f"2001:db8:ff::{one:x}").log_in(WRONG).status_code
        for one in range(PER_PAIR + 1)
    ]
    assert said == [401] * PER_PAIR + [429]


@pytest.mark.contract
def test_one_address_that_guesses_at_everybody_is_slowed_down(station: Station) -> None:
    place = From("198.51.100.1")
    assert sum(guess(station, f"khong-co-{one}", place, 1) for one in range(PER_PLACE + 5)) == PER_PLACE


@pytest.mark.contract
def test_nobody_can_shut_a_colleague_out_of_their_own_browser(station: Station) -> None:
    known = make.new_staff(station)
    theirs = make.browser(station, known.account, HERE.address)
    assert theirs.log_in().status_code == 200
    for one in range(5):
        guess(station, known.account, From(f"203.0.113.{one}"), PER_PAIR)
    guess(station, known.account, HERE, PER_PAIR + 1)
    assert make.browser(station, known.account, HERE.address).log_in().status_code == 429
    assert theirs.log_in().status_code == 200


@pytest.mark.contract
def test_a_known_browser_guesses_no_faster_at_others(station: Station) -> None:
    """Its mark is of one account; for another one it is a stranger's."""
    known, other = make.new_staff(station), make.new_staff(station)
    theirs = make.browser(station, known.account, "10.0.0.9")
    theirs.log_in()
    said = [theirs.log_in(WRONG, other.account).status_code for _ in range(PER_PAIR + 1)]
    assert said == [401] * PER_PAIR + [429]
    said = [theirs.log_in(WRONG).status_code for _ in range(PER_BROWSER + 1)]
    assert said == [401] * PER_BROWSER + [429]


@pytest.mark.contract
def test_a_refusal_says_for_how_long_and_names_nobody(station: Station) -> None:
    known = make.new_staff(station)
    guess(station, known.account, THERE, PER_PAIR)
    answer = make.browser(station, known.account, THERE.address).log_in()
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= WINDOW.total_seconds()
    assert known.account not in answer.text
    assert "15 phút" in answer.json()["detail"]
