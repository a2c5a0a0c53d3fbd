"""Invented claims: their truth is that of the register, and each goes wrong in the way its type says."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from rapidfuzz.distance import Levenshtein

from matching.claims import RowRefused, read_claims
from samples.claims import DOSSIERS, TRUTH, Claims, mixes, write_claims
from samples.claims_case import case_of
from samples.claims_register import Entry, Register
from samples.claims_slips import (
    ID_SLIPS,
    NAME_SLIPS,
    day_swapped,
    digits_unreadable,
    middle_abbreviated,
    tone_moved,
    y_as_i,
)
from samples.claims_strangers import Strangers
from samples.claims_verdict import judge
from samples.world_telco import unmarked
from samples.worlds import write_world

Row = dict  # a row of one of the two files


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("country")
    write_world(folder, 41, 1500)
    return Register(folder)


@pytest.fixture(scope="module")
def claims(register: Register, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Row, Row]]:
    return _made(tmp_path_factory.mktemp("claims"), register, "usual", 600)


def _made(folder: Path, register: Register, mix: str, count: int) -> list[tuple[Row, Row]]:
    write_claims(folder, register, 5, count, mixes()[mix])
    files = [(folder / name).read_text("utf-8").splitlines() for name in (DOSSIERS, TRUTH)]
    return [(json.loads(dossier), json.loads(truth)) for dossier, truth in zip(*files, strict=True)]


def _person(register: Register, truth: Row) -> Entry:
    return register.entry(int(truth["person_id"][1:]))


def test_a_seed_names_the_claims_to_the_byte(register: Register, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        write_claims(tmp_path / folder, register, 3, 60, mixes()["hard"])
    for name in (DOSSIERS, TRUTH):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_matching_understands_every_row(claims: list[tuple[Row, Row]]) -> None:
    read = list(read_claims(json.dumps(dossier) for dossier, _ in claims))
    assert len(read) == 600
    assert not [row for row in read if isinstance(row, RowRefused)]


def test_every_type_of_the_mix_is_made(claims: list[tuple[Row, Row]]) -> None:
    made = Counter(truth["type"] for _, truth in claims)
    missing = set(mixes()["usual"].types) - set(made)
    assert len(missing) <= 4  # the rarest may be absent of six hundred
    assert {truth["dossier_id"] for _, truth in claims} == {dossier["dossier_id"] for dossier, _ in claims}


def test_the_register_holds_what_a_clean_claim_says(register: Register, claims: list[tuple[Row, Row]]) -> None:
    clean = [(dossier, truth) for dossier, truth in claims if truth["type"] == "clean"]
    read = {claim.dossier_id: claim for claim in read_claims(json.dumps(dossier) for dossier, _ in clean)}  # type: ignore[union-attr]
    for _, truth in clean:
        claim, one = read[truth["dossier_id"]], _person(register, truth)
        assert not isinstance(claim, RowRefused)
        assert (truth["decision"], truth["auto"]) == ("auto_verify", "ok")
        assert claim.id_number == one.cccd
        assert claim.full_name.casefold() == one.full_name.casefold()
        assert claim.birth_date is not None
        assert claim.birth_date.year == int(one.dob[:4])
        assert set(truth["corrections"]) <= {"phone"}


def test_gold_is_what_the_register_holds_and_corrections_agree_with_it(
    register: Register, claims: list[tuple[Row, Row]]
) -> None:
    for _, truth in claims:
        if truth["person_id"] is None:
            assert (truth["auto"], truth["gold"], truth["corrections"], truth["phone_status"]) == (
                "forbidden",
                {},
                {},
                "n/a",
            )
            continue
        one = _person(register, truth)
        assert truth["gold"].items() >= {"full_name": one.full_name, "id_number": one.cccd, "dob": one.dob}.items()
        assert truth["corrections"].items() <= truth["gold"].items()
        assert (truth["auto"] == "ok") == truth["decision"].startswith("auto")
        assert (one.status == "da_chet") == (truth["type"] == "deceased")


def test_phones_are_whose_the_truth_says(register: Register, claims: list[tuple[Row, Row]]) -> None:
    seen: Counter[str] = Counter()
    for _, truth in claims:
        status = truth["phone_status"]
        if status in ("n/a", "missing", "invalid"):
            continue
        one, phone = _person(register, truth), truth["gold"]["phone"]
        holder = register.holder(phone)
        seen[status] += 1
        assert register.has_phone(phone) == (status != "not_found")
        if status in ("owner", "owner_stale", "misread"):
            assert holder == one.index
        elif status in ("relative", "other_person"):
            linked = register.entry(holder).cccd in one.kin_numbers
            assert holder != one.index
            assert linked == (status == "relative")
    assert set(seen) >= {"owner", "owner_stale", "relative", "other_person", "misread", "not_found", "organisation"}


def test_a_number_that_hits_another_is_anothers(register: Register, claims: list[tuple[Row, Row]]) -> None:
    hits = [(dossier, truth) for dossier, truth in claims if truth["type"] == "id_hit_other"]
    assert hits
    for dossier, truth in hits:
        other = register.by_number(dossier["id_number"].replace(" ", ""))
        assert other is not None
        assert other.person_id != truth["person_id"]


def test_nobody_registered_is_meant_by_a_claim_of_a_stranger(register: Register, claims: list[tuple[Row, Row]]) -> None:
    strangers = [dossier for dossier, truth in claims if truth["type"].startswith("nomatch")]
    assert strangers
    for dossier in strangers:
        assert register.by_number(dossier["id_number"].replace(" ", "")) is None


@pytest.mark.parametrize("mix", ["hard", "natural"])
def test_mixes_differ(register: Register, tmp_path: Path, mix: str) -> None:
    rows = _made(tmp_path, register, mix, 120)
    clean = sum(truth["type"] == "clean" for _, truth in rows)
    empty = sum(not dossier["phone"] for dossier, _ in rows)
    assert (clean > 60) == (mix == "natural")
    assert (empty > 25) == (mix == "hard")


ME = Entry(
    index=0, person_id="P00000000", cccd="003187000123", cmnd="930000001", full_name="Lê Thị Hoa", other_name="",
    dob="1987-03-12", gender="Nữ", address="xã A, tỉnh B", address_old="xã C, huyện D, tỉnh B", household_no="H1",
    father_name="Lê Văn Nam", father_cccd="", mother_name="Vũ Thị Cúc", mother_cccd="", spouse_cccd="",
    cccd_issued_on="2021-05-04", status="song",
)  # fmt: skip
NAMESAKE = replace(ME, index=1, cccd="005187000777", cmnd="", father_name="Lê Văn Năm", mother_name="Trần Thị Lụa")


class TwoOfOneName:
    """A register of two persons with one name and birth date."""

    def __init__(self, *others: Entry) -> None:
        self._all = (ME, *others)

    def namesakes(self, name: str, day: str) -> list[Entry]:
        return [one for one in self._all if unmarked(one.full_name) == unmarked(name) and one.dob.startswith(day)]


@pytest.mark.parametrize(
    ("written", "auto"),
    [
        ({}, "forbidden"),  # the commune alone tells nobody apart
        ({"mother_name": "Vũ Thị Cúc"}, "tolerated"),
        ({"mother_name": "Vu Thi Cue"}, "tolerated"),  # misread, and still not the namesake's mother
        ({"father_name": "Lê Văn Nam"}, "forbidden"),  # the namesake's father is one mark away
        ({"issued_on": "2021-05-04"}, "forbidden"),  # both cards of one day
        ({"issued_on": "2021-05-14"}, "forbidden"),  # misread
        ({"phone_status": "owner"}, "tolerated"),
        ({"phone_status": "relative"}, "forbidden"),
        ({"phone_status": "misread"}, "forbidden"),
        ({"number": "930000001"}, "ok"),  # her old number
        ({"number": "930000007"}, "ok"),  # and that with a digit misread
        ({"number": "939999999"}, "forbidden"),  # an old number that is on no file
        ({"number": "003187000128"}, "ok"),
    ],
)
def test_without_a_number_of_her_own_a_namesake_is_left_to_a_person(written: dict[str, str], auto: str) -> None:
    assert _verdict(written, NAMESAKE) == auto


def test_an_entry_that_was_given_up_is_no_namesake_but_a_dead_person_is() -> None:
    assert _verdict({}, replace(NAMESAKE, status="da_huy")) == "tolerated"
    assert _verdict({}, replace(NAMESAKE, status="da_chet")) == "forbidden"


def _verdict(written: dict[str, str], *others: Entry) -> str:
    case = case_of("id_missing", ME)
    blank = {"number": "", "father_name": "", "mother_name": "", "issued_on": "", "phone_status": "missing"}
    for what, value in (blank | written).items():
        setattr(case, what, value)
    case.correct("id_number", ME.cccd)
    judge(case, TwoOfOneName(*others))  # type: ignore[arg-type]
    return case.auto


def test_former_names_come_as_near_as_chance_brings_them(register: Register) -> None:
    strangers = Strangers(Random(2), register)
    former = [strangers.former_name("Nguyễn Thị Hoa", "Nữ", "1972-04-05") for _ in range(300)]
    away = [Levenshtein.distance("nguyen thi hoa", unmarked(name).casefold()) for name in former]
    assert 0 < sum(letters in (1, 2) for letters in away) < 150
    assert sum(name.startswith("Nguyễn ") for name in former) > 200


def test_a_third_error_is_left_to_a_person(register: Register) -> None:
    mix = replace(mixes()["hard"], types={"compound": 1.0}, third_error=1.0)
    truths = [truth for _, truth in Claims(register, 6, mix).make(40)]
    assert {len(truth["labels"]) for truth in truths} == {3, 4}  # some can go wrong no further  # type: ignore[arg-type]
    assert all(truth["auto"] != "ok" for truth in truths if len(truth["labels"]) == 4)  # type: ignore[arg-type]
    assert any(truth["auto"] == "ok" for truth in truths)


@pytest.mark.parametrize("kind", [*ID_SLIPS, *NAME_SLIPS])
def test_a_slip_changes_something_or_says_that_it_cannot(kind: str) -> None:
    right, slip = ("003087000123", ID_SLIPS[kind]) if kind in ID_SLIPS else ("Nguyễn Thị Thúy Hòa", NAME_SLIPS[kind])
    wrong = {slip(Random(seed), right) for seed in range(30)}
    assert right not in wrong
    assert wrong - {None} or kind == "name_yi"


def test_slips_by_example() -> None:
    random = Random(1)
    assert tone_moved(random, "Lê Thị Hòa") == "Lê Thị Hoà"
    assert tone_moved(random, "Lê Quý") is None
    assert y_as_i(random, "Lý Thị Mỹ") == "Lí Thị Mĩ"
    assert y_as_i(random, "Trần Thúy Vy") is None
    assert middle_abbreviated(random, "Nguyễn Thị Hồng") == "Nguyễn T. Hồng"
    assert day_swapped(random, "1987-03-12") == "1987-12-03"
    assert day_swapped(random, "1987-03-13") is None
    assert 1 <= str(digits_unreadable(random, "003087000123")).count("?") <= 4
