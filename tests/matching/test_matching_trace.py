"""Whom a claim is about: gates, decisions, corrections, and what may not change them."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_town import NEW, claim, khanh, operators, people_records, rows, town

from errors import QueryBudgetSpent, RegisterUnavailable
from extractors.reading import PartialDate
from matching.people import Claim, LifeStatus, Person, Sex, Subscriber
from matching.reasons import Reason
from matching.registers import Candidate, Why
from matching.resolution import Outcome, PhoneStatus
from matching.trace import trace

TOWN, OPERATORS = town(), operators()

DECISIONS = """
name               | number       | born       | outcome         | person | reason
Nguyễn Văn Khánh   | 099087000101 | 12/03/1987 | LINKED          | P01    | ALL_AGREES
NGUYEN VAN KHANH   | 099087000101 | 12/03/1987 | LINKED          | P01    | NAME_NO_MARKS
Nguyễn Văn Khánh   | 990000101    | 12/03/1987 | LINKED          | P01    | OLD_CMND
Nguyễn Văn Khánh   | 099087000107 | 12/03/1987 | LINKED          | P01    | ID_OCR_DIGIT
Nguyễn Văn Khánh   | 09908700?101 | 12/03/1987 | LINKED          | P01    | ID_DIGITS_UNREADABLE
Nguyễn Văn Khánh   | 099087000101 | 03/12/1987 | LINKED          | P01    | DATE_SWAPPED
Nguyễn Khánh       | 099087000101 | 12/03/1987 | LINKED          | P01    | NAME_MIDDLE_DROPPED
Lê Thị Sương       | 099160000505 | 14/07/1960 | LINKED          | P05    | REGISTER_YEAR_ONLY
Võ Thị Bưởi        | 099178000707 | 28/02/1978 | LINKED          | P07    | FORMER_NAME
Nguyễn Văn Khánh   |              | 12/03/1987 | LINKED          | P01    |
Phạm Quang Vinh    | 099055000606 | 17/08/1955 | CLERICAL_REVIEW | P06    | DECEASED
Đỗ Hữu Lạ          | 099087000101 | 12/03/1987 | CLERICAL_REVIEW | P01    | NAME_CONFLICT
Nguyễn Văn Khánh   | 099087000101 | 25/11/1970 | CLERICAL_REVIEW | P01    | DATE_CONFLICT
Nguyễn Minh Triết  | 099087000101 | 09/06/2014 | CLERICAL_REVIEW | P03    | RELATIVES_NUMBER
Trần Thị Diệu Hiền | 099087000101 | 25/11/1989 | CLERICAL_REVIEW | P02    | SPOUSES_NUMBER
Nguyễn Minh Triết  | 099214000304 | 09/06/2014 | CLERICAL_REVIEW |        | RELATIVES_NUMBER
Võ Thị Ngọc Lan    | 099091000809 | 28/02/1978 | CLERICAL_REVIEW | P07    | NUMBER_OF_OTHER
Hoàng Đức Thiện    |              | 01/01/1991 | CLERICAL_REVIEW |        | NAMESAKE
Nguyễn Văn Khánh   | 099087000101 |            | CLERICAL_REVIEW | P01    | DATE_MISSING
                   | 099087000101 | 12/03/1987 | CLERICAL_REVIEW | P01    | NAME_MISSING
Nguyen Khanh       | 099087000107 | 12/03/1987 | CLERICAL_REVIEW | P01    | TWO_FIELDS_DIFFER
Nguyễn Văn Khánh   | 099301555555 | 12/03/1987 | CLERICAL_REVIEW | P01    | UNEXPLAINED_NUMBER
Nguyễn Văn Khạnh   |              | 12/03/1987 | CLERICAL_REVIEW | P01    | NO_FIRM_NUMBER
                   |              |            | CLERICAL_REVIEW |        | NOTHING_TO_ASK_BY
Bạch Thị Không Có  | 099399000001 | 05/05/1999 | UNLINKED        |        | NOT_IN_REGISTER
"""


@pytest.mark.parametrize(("name", "number", "born", "outcome", "person", "reason"), rows(DECISIONS))
def test_decisions(name: str, number: str, born: str, outcome: str, person: str, reason: str) -> None:
    found = trace(claim(name, number, born), TOWN, OPERATORS, TOWN.frequencies)
    assert found.outcome is Outcome[outcome], found.reasons
    if person:
        assert found.person_id == person
    if reason:
        assert Reason[reason] in found.reasons


def test_a_number_misread_into_a_strangers_is_put_right() -> None:
    asked = replace(claim("Nguyễn Văn Khánh", "099087000181", "12/03/1987", "Nam"), address=f"Thôn 1, {NEW}")
    found = trace(asked, TOWN, OPERATORS, TOWN.frequencies)
    assert (found.outcome, found.person_id) == (Outcome.LINKED, "P01"), found.reasons
    assert Reason.ID_OCR_DIGIT in found.reasons


def test_the_phone_of_the_person_lifts_two_small_differences() -> None:
    asked = claim("Nguyễn Khánh", "099087000107", "12/03/1987")
    assert trace(asked, TOWN, OPERATORS, TOWN.frequencies).outcome is Outcome.CLERICAL_REVIEW
    known = replace(asked, phone="0391000001")
    assert trace(known, TOWN, OPERATORS, TOWN.frequencies).outcome is Outcome.LINKED


def test_the_phone_of_the_person_lifts_no_conflict() -> None:
    fraud = khanh(full_name="Đỗ Hữu Lạ", phone="0391000001")
    assert trace(fraud, TOWN, OPERATORS, TOWN.frequencies).outcome is Outcome.CLERICAL_REVIEW


def test_corrections_keep_both_values_source_and_reason() -> None:
    asked = khanh(full_name="NGUYEN VAN KHANH", sex=Sex.FEMALE, phone="01232345678")
    found = {row.field: row for row in trace(asked, TOWN, OPERATORS, TOWN.frequencies).corrections}
    assert (found["full_name"].written, found["full_name"].value) == ("NGUYEN VAN KHANH", "Nguyễn Văn Khánh")
    assert found["sex"].value is Sex.MALE
    assert (found["phone"].value, found["phone"].reason) == ("0832345678", Reason.PHONE_OLD_PREFIX)
    assert found["full_name"].source == "population"
    assert "id_number" not in found


@dataclass
class Fixed:
    """A register that gives the same candidates, in the order it was told."""

    people: tuple[Person, ...]
    searches_by_name: bool = False

    def candidates(self, claim: Claim) -> tuple[Candidate, ...]:
        return tuple(Candidate(person, (Why.NAME_AND_BIRTH,)) for person in self.people)

    def person(self, id_number: str) -> Person | None:
        return next((person for person in self.people if person.id_number == id_number), None)


class Down:
    """A register that does not answer."""

    searches_by_name = False

    def candidates(self, claim: Claim) -> tuple[Candidate, ...]:
        raise RegisterUnavailable("population")

    def person(self, id_number: str) -> Person | None:
        raise RegisterUnavailable("population")

    def subscriber(self, phone: str) -> Subscriber | None:
        raise RegisterUnavailable("telco")

    def near(self, phone: str) -> tuple[Subscriber, ...]:
        raise RegisterUnavailable("telco")


_NUMBERS = [record["cccd"] for record in people_records()[:10]]
EVERYBODY = tuple(person for person in map(TOWN.person, _NUMBERS) if person is not None)


@given(st.permutations(EVERYBODY))
@settings(max_examples=15, deadline=None)
def test_the_order_of_candidates_does_not_matter(people: list[Person]) -> None:
    asked = claim("Hoàng Đức Thiện", "", "01/01/1991")
    told = trace(asked, Fixed(tuple(people)), OPERATORS, TOWN.frequencies)
    assert told == trace(asked, Fixed(EVERYBODY), OPERATORS, TOWN.frequencies)


CLAIMS = st.sampled_from([claim(*row[:3]) for row in rows(DECISIONS)])
SUPPORT = {"phone": "", "address": "", "father_name": "", "mother_name": "", "id_issued_on": None, "sex": None}
NEEDED = {"full_name": "", "birth_date": None}


@given(CLAIMS, st.sets(st.sampled_from(sorted(SUPPORT)), min_size=1))
@settings(max_examples=40, deadline=None)
def test_missing_support_never_lifts_a_gate(asked: Claim, dropped: set[str]) -> None:
    full = replace(asked, phone="0391000001", address=f"Thôn 1, {NEW}", father_name="Nguyễn Văn Khánh")
    less = replace(full, **{field: SUPPORT[field] for field in dropped})
    rich, poor = (trace(each, TOWN, OPERATORS, TOWN.frequencies) for each in (full, less))
    if rich.outcome is not Outcome.LINKED:
        assert poor.outcome is not Outcome.LINKED


@given(CLAIMS, st.sampled_from(sorted(NEEDED)))
@settings(max_examples=30, deadline=None)
def test_nobody_is_linked_without_name_or_birth_date(asked: Claim, dropped: str) -> None:
    less = replace(asked, **{dropped: NEEDED[dropped]})
    assert trace(less, TOWN, OPERATORS, TOWN.frequencies).outcome is not Outcome.LINKED


WRITTEN = st.text(max_size=14) | st.text("0123456789?²٣ -", max_size=13)


@given(WRITTEN, WRITTEN, WRITTEN, WRITTEN)
@settings(max_examples=25, deadline=None)
def test_whatever_stands_on_paper_is_no_error(name: str, number: str, phone: str, home: str) -> None:
    asked = Claim("D1", name, number, number[:9], PartialDate(1987, 3, 12), phone=phone, address=home, father_name=name)
    found = trace(asked, TOWN, OPERATORS, TOWN.frequencies)
    assert found.outcome in Outcome


@pytest.mark.parametrize("status", [LifeStatus.DECEASED, LifeStatus.CANCELLED])
def test_only_the_living_are_linked(status: LifeStatus) -> None:
    gone = replace(EVERYBODY[0], status=status)
    assert trace(khanh(phone="0391000001"), Fixed((gone,)), OPERATORS).outcome is Outcome.CLERICAL_REVIEW


def test_a_person_as_the_gateway_gives_it_is_linked_by_number_name_and_date() -> None:
    bare = Person("099087000101", "099087000101", (), "NGUYỄN VĂN KHÁNH", PartialDate(1987, 3, 12), None)
    found = trace(khanh(), Fixed((bare,)), OPERATORS)
    assert (found.outcome, found.person_id) == (Outcome.LINKED, "099087000101")


def test_a_hit_of_the_gateway_does_not_prove_the_spelling() -> None:
    other = replace(EVERYBODY[0], full_name="Nguyễn Văn Khanh")
    found = trace(khanh(), Fixed((other,)), OPERATORS)
    assert [row.field for row in found.corrections] == ["full_name"]


def test_a_register_that_is_down_is_never_not_found() -> None:
    with pytest.raises(RegisterUnavailable):
        trace(khanh(), Down(), OPERATORS)
    with pytest.raises(RegisterUnavailable):
        trace(khanh(phone="0391000001"), TOWN, Down())


class Spent(Fixed):
    """A gateway whose budget was used up by the claim itself."""

    def candidates(self, claim: Claim) -> tuple[Candidate, ...]:
        if not claim.dossier_id:
            raise QueryBudgetSpent("population")
        return super().candidates(claim)


def test_a_spent_budget_hides_the_phones_holder_and_nothing_else() -> None:
    found = trace(khanh(phone="0391000006"), Spent((EVERYBODY[0],)), OPERATORS)
    assert (found.outcome, found.phone.status) == (Outcome.LINKED, PhoneStatus.OTHER_PERSON)
    assert Reason.PHONE_HOLDER_NOT_ASKED in found.phone.reasons
    assert trace(khanh(phone="0391000006"), Spent(()), OPERATORS).person_id is None


def test_a_miss_of_a_register_without_search_is_no_absence_and_goes_to_people() -> None:
    found = trace(khanh(), Fixed(()), OPERATORS)
    assert (found.outcome, found.person_id) == (Outcome.CLERICAL_REVIEW, None)
    assert found.reasons == (Reason.ASKED_BY_NUMBER_ONLY,)
    assert Reason.NOT_IN_REGISTER in trace(khanh(), Fixed((), searches_by_name=True), OPERATORS).reasons


def test_papers_that_disagree_keep_the_machine_from_deciding() -> None:
    found = trace(khanh(), TOWN, OPERATORS, TOWN.frequencies, doubts=(Reason.PAPERS_DISAGREE,))
    assert found.outcome is Outcome.CLERICAL_REVIEW
    assert Reason.PAPERS_DISAGREE in found.reasons


def test_a_decision_is_the_same_each_time() -> None:
    asked = khanh(id_number="099087000107", phone="0391000006")
    assert trace(asked, TOWN, OPERATORS, TOWN.frequencies) == trace(
        asked, town.__wrapped__(), OPERATORS, TOWN.frequencies
    )
