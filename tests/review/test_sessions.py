"""Being logged in: how long, what ends it, and that what one may do counts at this moment."""

import hashlib

import pytest
import review_makers as make

from review.station import Station
from storage.staff import accounts, sessions
from storage.staff.posts import StaffRole, posts_of
from storage.staff.sessions import IDLE, LONGEST, Ending, Session, Way

pytestmark = pytest.mark.contract


def said_of(one: make.Browser) -> str:
    """Why it is closed; "" where it is open."""
    answer = one.http.get("/session")
    return "" if answer.status_code == 200 else str(answer.json().get("ending", "nobody"))


def test_who_logs_in_sees_their_own_page(station: Station) -> None:
    one = make.logged_in(station)
    shown = one.look("/account")
    assert shown.status_code == 200
    assert "Đặng Thị Mẫu" in shown.text


def test_the_cookie_is_for_this_host_and_for_no_script(station: Station) -> None:
    set_cookie = make.logged_in(station).log_in().headers.get_list("set-cookie")[0]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(set_cookie.split("; "))
    assert "Domain" not in set_cookie


def test_over_tls_the_cookie_is_bound_to_the_host(opened: Station, clock: make.Clock) -> None:
    station = make.station_with(opened, clock, origin="https://station.test")
    account = make.new_staff(station).account
    sent = make.browser(station).http.post(
        "/login", data={"account": account, "password": make.PASSWORD}, headers={"Origin": "https://station.test"}
    )
    first = sent.headers.get_list("set-cookie")[0]
    assert first.startswith("__Host-hoso-session=")
    assert "Secure" in first.split("; ")
    assert sent.headers["strict-transport-security"]


def test_only_a_digest_of_the_token_is_kept(station: Station) -> None:
    one = make.logged_in(station)
    token = one.http.cookies["hoso-session"]
    with station.warehouse.looking() as connection:
        found = sessions.look(connection, token, station.clock())
    assert isinstance(found, Session)
    assert found.digest == hashlib.sha256(token.encode()).digest()


def test_half_an_hour_without_an_action_ends_it(station: Station, clock: make.Clock) -> None:
    one = make.logged_in(station)
    clock.pass_by(seconds=IDLE.total_seconds() - 1)
    assert said_of(one) == ""
    clock.pass_by(seconds=IDLE.total_seconds() - 1)
    assert said_of(one) == ""
    clock.pass_by(seconds=IDLE.total_seconds())
    assert said_of(one) == "idle"


def test_what_a_page_asks_by_itself_is_no_action(station: Station, clock: make.Clock) -> None:
    one = make.logged_in(station)
    clock.pass_by(minutes=20)
    assert one.http.get("/session", headers={"X-Hoso-Background": "1"}).status_code == 200
    clock.pass_by(minutes=10)
    assert said_of(one) == "idle"


def test_eight_hours_end_it_however_busy(station: Station, clock: make.Clock) -> None:
    one = make.logged_in(station)
    for _ in range(int(LONGEST.total_seconds() // 1200)):
        assert said_of(one) == ""
        clock.pass_by(minutes=20)
    assert said_of(one) == "long"


def test_a_page_leads_to_the_log_in_and_back(station: Station, clock: make.Clock) -> None:
    one = make.logged_in(station)
    clock.pass_by(hours=9)
    sent = one.look("/account")
    assert (sent.status_code, sent.headers["location"]) == (303, "/login?to=/account&ended=long")
    assert "8 giờ" in one.look(sent.headers["location"]).text


def test_log_out_ends_it_here_and_nowhere_else(station: Station) -> None:
    here = make.logged_in(station)
    there = make.browser(station, here.account)
    there.log_in()
    token = here.http.cookies["hoso-session"]
    here.send("POST", "/logout", follow_redirects=False)
    here.http.cookies.set("hoso-session", token, domain="station.test", path="/")
    assert said_of(here) == "logged_out"
    assert said_of(there) == ""


def test_log_out_everywhere_leaves_only_this_one(station: Station) -> None:
    here = make.logged_in(station)
    there = make.browser(station, here.account)
    there.log_in()
    assert here.send("POST", "/account/everywhere", follow_redirects=False).status_code == 303
    assert (said_of(here), said_of(there)) == ("", "logged_out")


def test_roles_and_offices_count_at_once(station: Station) -> None:
    one = make.logged_in(station, StaffRole.SUPERVISOR)
    with station.warehouse.changing("tests") as change:
        known = accounts.by_account(change.connection, one.account)
        accounts.set_posts(change, known.id, posts_of([StaffRole.CLERK], ["H56.12"]))
    assert one.http.get("/session").json()["roles"] == ["CLERK"]


def test_who_is_shut_out_is_out_at_once(station: Station) -> None:
    one = make.logged_in(station)
    with station.warehouse.changing("tests") as change:
        accounts.disable(change, accounts.by_account(change.connection, one.account).id)
    assert said_of(one) == "disabled"
    with station.warehouse.changing("tests") as change:
        accounts.enable(change, accounts.by_account(change.connection, one.account).id)
    assert said_of(one) == "logged_out"


def test_a_token_that_was_made_up_opens_nothing(station: Station) -> None:
    one = make.browser(station)
    one.http.cookies.set("hoso-session", "made-up", domain="station.test", path="/")
    assert said_of(one) == "unknown"


def test_a_session_of_before_is_taken_away(station: Station, clock: make.Clock) -> None:
    one = make.logged_in(station)
    token = one.http.cookies["hoso-session"]
    clock.pass_by(hours=33)
    with station.warehouse.changing("tests") as change:
        sessions.begin(change, make.new_staff(station).id, Way.PASSWORD)
        assert sessions.look(change.connection, token, clock()) is Ending.UNKNOWN


def test_log_ins_and_log_outs_are_in_the_audit(station: Station) -> None:
    one = make.logged_in(station)
    one.log_in("not this one")
    one.send("POST", "/logout", follow_redirects=False)
    with station.warehouse.looking() as connection:
        staff_id = accounts.by_account(connection, one.account).id
    assert make.audited(station, staff_id) == [
        "staff.added", "staff.posts", "session.begun", "session.refused", "session.ended"
    ]  # fmt: skip
