"""Yes, no or unknown, and never a value."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest
from held_cases import BORN, NAME, NUMBER, ON, person, rows, said

from extractors.reading import PartialDate
from matching.people import Claim
from matching.reasons import Reason
from reuse.predicates import Answer, Predicate, Why, is_same_person, over_18, phone_owned_by

AGE = """
born       | on         | answer  | why
2008-11-23 | 2026-11-22 | NO      | BORN_AFTER
2008-11-23 | 2026-11-23 | YES     | BORN_BEFORE
2008-02-29 | 2026-02-28 | NO      | BORN_AFTER
2008-02-29 | 2026-03-01 | YES     | BORN_BEFORE
2008       | 2025-12-31 | NO      | BORN_AFTER
2008       | 2026-01-01 | UNKNOWN | YEAR_ONLY
2008       | 2026-12-30 | UNKNOWN | YEAR_ONLY
2008       | 2026-12-31 | YES     | BORN_BEFORE
2008-02    | 2026-01-31 | NO      | BORN_AFTER
2008-02    | 2026-02-15 | UNKNOWN | YEAR_ONLY
2008-02    | 2026-03-01 | YES     | BORN_BEFORE
-          | 2026-03-01 | UNKNOWN | NOT_VERIFIED
"""


@pytest.mark.parametrize(("born", "on", "answer", "why"), rows(AGE))
def test_of_full_age(born, on, answer, why):
    found = over_18([person(birth_date=born)], date.fromisoformat(on))
    assert (found.answer, found.why) == (Answer[answer], Why[why])
    assert found.records == (("person-1",) if born else ())


def test_two_verified_birth_dates_that_differ_answer_nothing():
    found = over_18([person(), person(id="person-2", birth_date="2015-01-01")], ON)
    assert (found.answer, found.why, found.records) == (Answer.UNKNOWN, Why.RECORDS_DIFFER, ("person-1", "person-2"))


def test_data_that_is_doubted_answers_nothing_and_that_is_said():
    doubted = replace(person(), doubted_on=date(2026, 11, 20))
    claim = Claim("", NAME, NUMBER, birth_date=PartialDate(1987, 3, 12))
    for found in (
        over_18([doubted], ON),
        is_same_person(claim, [doubted], ON),
        phone_owned_by("0912345678", [doubted], ON),
    ):
        assert (found.answer, found.why) == (Answer.UNKNOWN, Why.DOUBTED)
    assert over_18([doubted, person(id="person-2")], ON).answer is Answer.YES


SAME = """
number       | name               | born       | answer  | why
099187000123 | Đặng Thị Hồng Thử  | 1987-03-12 | YES     | ALL_AGREE
099187000123 | ĐẶNG THỊ HỒNG THỬ  | 1987       | YES     | ALL_AGREE
099187000123 | Dang Thi Hong Thu  | 1987-03-12 | UNKNOWN | NUMBER_ONLY
099187000123 | Đặng Thị Hồng Thử  | 1987-12-03 | UNKNOWN | NUMBER_ONLY
099187000124 | Đặng Thị Hồng Thử  | 1987-03-12 | UNKNOWN | NUMBER_DIFFERS
099187000124 | Đặng Thị Hồng Thử  | 1988-03-12 | NO      | NOTHING_AGREES
099112233    | Đặng Thị Hồng Thử  | 1987-03-12 | UNKNOWN | TOO_LITTLE_TOLD
09918700012? | Đặng Thị Hồng Thử  | 1987-03-12 | UNKNOWN | TOO_LITTLE_TOLD
099187000123 | -                  | 1987-03-12 | UNKNOWN | TOO_LITTLE_TOLD
099187000123 | Đặng Thị Hồng Thử  | -          | UNKNOWN | TOO_LITTLE_TOLD
"""


@pytest.mark.parametrize(("number", "name", "born", "answer", "why"), rows(SAME))
def test_the_same_person(number, name, born, answer, why):
    birth = PartialDate(*map(int, born.split("-"))) if born else None
    found = is_same_person(Claim("d", name, number, birth_date=birth), [person()], ON)
    assert (found.answer, found.why) == (Answer[answer], Why[why])


def test_what_no_register_confirmed_answers_nothing():
    unverified = replace(person(), fields=tuple(replace(one, verified_against=None) for one in person().fields))
    claim = Claim("d", NAME, NUMBER, birth_date=PartialDate(1987, 3, 12))
    assert is_same_person(claim, [unverified], ON).why is Why.NOT_VERIFIED
    assert is_same_person(claim, [], ON).answer is Answer.UNKNOWN
    assert over_18([unverified], ON).why is Why.NOT_VERIFIED


PHONES = """
held       | against | reason             | on         | answer  | why
0912345678 | telco   | -                  | 2026-11-23 | YES     | TELCO_CONFIRMS
0912345678 | telco   | PHONE_STALE_NUMBER | 2026-11-23 | YES     | TELCO_CONFIRMS
0912345678 | telco   | -                  | 2027-04-30 | YES     | TELCO_CONFIRMS
0912345678 | telco   | -                  | 2027-05-01 | UNKNOWN | VERIFIED_LONG_AGO
0912345678 | -       | PHONE_OF_SPOUSE    | 2026-11-23 | NO      | TELCO_DENIES
0912345678 | -       | PHONE_RECYCLED     | 2026-11-23 | NO      | TELCO_DENIES
0912345678 | -       | PHONE_OF_OTHER     | 2027-04-30 | NO      | TELCO_DENIES
0912345678 | -       | PHONE_OF_OTHER     | 2027-05-01 | UNKNOWN | VERIFIED_LONG_AGO
0912345678 | -       | PHONE_NOT_FOUND    | 2026-11-23 | UNKNOWN | PHONE_NOT_VERIFIED
0912345678 | -       | -                  | 2026-11-23 | UNKNOWN | PHONE_NOT_VERIFIED
0987654321 | telco   | -                  | 2026-11-23 | UNKNOWN | ANOTHER_NUMBER
-          | -       | -                  | 2026-11-23 | UNKNOWN | NO_PHONE
"""


@pytest.mark.parametrize(("held", "against", "reason", "on", "answer", "why"), rows(PHONES))
def test_whose_phone(held, against, reason, on, answer, why):
    phone = said("phone", held, against or None, reason=Reason[reason] if reason else None) if held else None
    found = phone_owned_by("0912345678", [person(phone=phone)], date.fromisoformat(on))
    assert (found.answer, found.why) == (Answer[answer], Why[why])


def test_confirmed_in_one_dossier_and_denied_in_another_is_unknown():
    one = person(phone=said("phone", "0912345678", "telco"))
    other = person(id="person-2", phone=said("phone", "0912345678", reason=Reason.PHONE_OF_OTHER))
    assert phone_owned_by("0912345678", [one, other], ON).why is Why.RECORDS_DIFFER


def test_an_old_denial_does_not_gainsay_for_ever_what_the_operator_says_now():
    sold = person(phone=said("phone", "0912345678", reason=Reason.PHONE_OF_OTHER))
    bought = said("phone", "0912345678", "telco", verified_at=datetime(2027, 11, 1, tzinfo=UTC))
    found = phone_owned_by("0912345678", [sold, person(id="person-2", phone=bought)], date(2027, 11, 2))
    assert (found.answer, found.why) == (Answer.YES, Why.TELCO_CONFIRMS)


def test_an_answer_has_no_room_for_a_value_and_cites_the_law_of_the_day():
    found = phone_owned_by("0912345678", [person(phone=said("phone", "0912345678", "telco"))], ON)
    assert {one.name for one in fields(Predicate)} == {"answer", "why", "records", "basis"}
    assert not {"0912345678", NAME, NUMBER, BORN} & set(repr(found).split("'"))
    assert [law.code for law in found.basis] == ["TT08-2026-BKHCN", "L91-2025"]
