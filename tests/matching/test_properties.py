"""What may never change a decision, and in which direction what is missing may: properties over many claims.

No rule is switched off by missing data. Taking a datum away may turn a review into a link in one case only: the datum
spoke against the person, that is, its own comparison with the person weighed less than silence would.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_town import NEW, claim, khanh, operators, people_records, rows, town

from extractors.reading import PartialDate
from matching.comparing.rules import Background, compare
from matching.people import Claim, LifeStatus, Person, Sex
from matching.phones.finding import look_up
from matching.reasons import Reason
from matching.registers import Candidate, Why
from matching.resolution import Level, Outcome, Resolution
from matching.trace import trace
from matching.weighing.posterior import hypothesis, prior_bits, ranked
from matching.weighing.weights import standard_weights

TOWN, OPERATORS = town(), operators()
FOUND = (Why.NAME_AND_BIRTH,)
PEOPLE = tuple(person for record in people_records()[:10] if (person := TOWN.person(record["cccd"])) is not None)

NUMBERS = [
    "",
    "099087000101",
    "099087000107",
    "099087000181",
    "09908700101",
    "099214000304",
    "990000101",
    "0990870001?1",
]
NAMES = ["", "Nguyễn Văn Khánh", "NGUYEN VAN KHANH", "Nguyễn Khánh", "Nguyễn Văn Khanh", "Nguyễn Minh Trí", "Đỗ Hữu Lạ"]
DAYS = [None, PartialDate(1987, 3, 12), PartialDate(1987, 12, 3), PartialDate(1987), PartialDate(2014, 6, 9)]
PHONES = ["", "0391000001", "0391000002", "0391000006", "0391000007"]
FATHERS = ["", "Nguyễn Văn Khánh", "Nguyễn Văn Khang"]
HOMES = ["", f"Thôn 1, {NEW}", "xã Mỹ Sơn, tỉnh Giả Định"]

CLAIMS = st.builds(
    Claim,
    dossier_id=st.just("D1"),
    full_name=st.sampled_from(NAMES),
    id_number=st.sampled_from(NUMBERS),
    birth_date=st.sampled_from(DAYS),
    sex=st.sampled_from([None, Sex.MALE, Sex.FEMALE]),
    phone=st.sampled_from(PHONES),
    address=st.sampled_from(HOMES),
    father_name=st.sampled_from(FATHERS),
    confidence=st.sampled_from([{}, {"id_number": 0.4, "full_name": 0.99}]),
)
# each datum of a claim, what stands when it is missing, and the rules that it feeds
SILENCE: dict[str, tuple[Any, tuple[str, ...]]] = {
    "full_name": ("", ("full_name",)),
    "id_number": ("", ("id_number",)),
    "birth_date": (None, ("birth_date", "id_number")),  # the prefix of a number is held against the birth year
    "sex": (None, ("sex", "id_number")),
    "phone": ("", ("phone_owner",)),
    "address": ("", ("address",)),
    "father_name": ("", ("parents",)),
    "confidence": ({}, ()),
}


@dataclass
class Fixed:
    """A register that gives these people, whatever is asked."""

    people: tuple[Person, ...]
    searches_by_name: bool = True

    def candidates(self, claim: Claim) -> tuple[Candidate, ...]:
        return tuple(Candidate(person, FOUND) for person in self.people)

    def person(self, id_number: str) -> Person | None:
        return next((person for person in self.people if person.id_number == id_number), None)


def decided(asked: Claim, people: Sequence[Person] = PEOPLE) -> Resolution:
    return trace(asked, Fixed(tuple(people)), OPERATORS, TOWN.frequencies)


def weight_of(asked: Claim, person: Person, rules: Sequence[str]) -> float:
    """What these rules say of a person, in bits."""
    background = Background(TOWN.frequencies, standard_weights(), look_up(asked, OPERATORS).subscriber)
    return sum(row.weight for row in compare(asked, person, background) if row.rule in rules)


@given(CLAIMS, st.permutations(PEOPLE))
@settings(max_examples=40, deadline=None)
def test_the_order_of_candidates_does_not_matter(asked: Claim, people: list[Person]) -> None:
    assert decided(asked, people) == decided(asked)


@given(CLAIMS, st.sampled_from(sorted(SILENCE)))
@settings(max_examples=150, deadline=None)
def test_a_missing_datum_links_nobody_unless_it_was_a_contradiction(asked: Claim, datum: str) -> None:
    nothing, rules = SILENCE[datum]
    less = replace(asked, **{datum: nothing})
    rich, poor = decided(asked), decided(less)
    if rich.outcome is Outcome.LINKED or poor.outcome is not Outcome.LINKED:
        return
    linked = next(person for person in PEOPLE if person.person_id == poor.person_id)
    against = weight_of(asked, linked, rules) < weight_of(less, linked, rules)
    for_another = any(weight_of(asked, one, rules) > weight_of(asked, linked, rules) for one in PEOPLE)
    assert against or for_another, "taking away what spoke for the person, or for nobody, linked somebody"


def test_a_contradiction_taken_away_is_no_longer_one() -> None:
    """The one direction in which less may decide more, stated by an example."""
    strange = khanh(id_number="099301555555")
    assert decided(strange).outcome is Outcome.CLERICAL_REVIEW
    assert decided(replace(strange, id_number="")).outcome is Outcome.LINKED


@given(CLAIMS)
@settings(max_examples=60, deadline=None)
def test_nobody_is_linked_without_a_name_or_a_birth_date(asked: Claim) -> None:
    assert decided(replace(asked, full_name="")).outcome is not Outcome.LINKED
    assert decided(replace(asked, birth_date=None)).outcome is not Outcome.LINKED


# what is taken away of the person's own entry; the register then knows less, and may not decide more
UNKNOWN: dict[str, Any] = {
    "old_numbers": (),
    "other_name": "",
    "sex": None,
    "household": "",
    "father_name": "",
    "father_id": "",
    "mother_name": "",
    "id_issued_on": None,
    "address": "",
    "address_old": "",
}
_SPOKE = {
    "sex": ("sex",),
    "father_name": ("parents",),
    "mother_name": ("parents",),
    "id_issued_on": ("card_issued_on",),
    "address": ("address",),
    "address_old": ("address",),
}


@given(CLAIMS, st.sampled_from(sorted(set(UNKNOWN) - {"household", "father_id"})))
@settings(max_examples=80, deadline=None)
def test_a_register_that_knows_less_of_the_person_decides_no_more(asked: Claim, field: str) -> None:
    rich = decided(asked)
    if rich.outcome is not Outcome.CLERICAL_REVIEW or rich.person_id is None:
        return
    person = next(one for one in PEOPLE if one.person_id == rich.person_id)
    less = replace(person, **{field: UNKNOWN[field]})
    poor = decided(asked, [less if one is person else one for one in PEOPLE])
    spoke = _SPOKE.get(field, ("id_number", "full_name", "parents", "phone_owner"))
    against = weight_of(asked, person, spoke) < weight_of(asked, less, spoke)
    if not against:
        assert poor.outcome is not Outcome.LINKED or poor.person_id != person.person_id


@given(CLAIMS, st.sampled_from(PEOPLE))
@settings(max_examples=80, deadline=None)
def test_another_candidate_who_fits_no_better_links_nobody(asked: Claim, added: Person) -> None:
    few = [one for one in PEOPLE if one is not added]
    before, after = decided(asked, few), decided(asked)
    if before.outcome is not Outcome.LINKED and after.outcome is Outcome.LINKED:
        assert after.person_id == added.person_id


@given(CLAIMS)
@settings(max_examples=40, deadline=None)
def test_a_double_of_the_linked_person_is_never_decided_between(asked: Claim) -> None:
    """Two entries that agree alike: a person must look, whichever stands first in the register."""
    found = decided(asked)
    if found.outcome is not Outcome.LINKED:
        return
    person = next(one for one in PEOPLE if one.person_id == found.person_id)
    for key in ("A00", "Z99"):
        assert decided(asked, [*PEOPLE, replace(person, person_id=key)]).outcome is Outcome.CLERICAL_REVIEW


def test_equal_candidates_stand_in_order_of_the_registers_key() -> None:
    background = Background(TOWN.frequencies, standard_weights())
    prior = prior_bits(TOWN.frequencies, standard_weights())
    doubles = [replace(PEOPLE[0], person_id=key) for key in ("C", "A", "B")]
    rated = [hypothesis(Candidate(one, FOUND), compare(khanh(), one, background), prior) for one in doubles]
    assert [one.candidate.person.person_id for one in ranked(rated)] == ["A", "B", "C"]


NOTHING = """
name             | number | born       | phone
                 |        |            |
                 |        |            | 0391000001
Nguyễn Văn Khánh |        |            |
                 |        | 12/03/1987 | 0391000001
                 | ???    |            | 0391000001
"""


@pytest.mark.parametrize(("name", "number", "born", "phone"), rows(NOTHING))
def test_a_claim_of_nearly_nothing_links_nobody(name: str, number: str, born: str, phone: str) -> None:
    assert decided(claim(name, number, born, phone=phone)).outcome is Outcome.CLERICAL_REVIEW


@given(CLAIMS, st.sampled_from([LifeStatus.DECEASED, LifeStatus.CANCELLED]))
@settings(max_examples=40, deadline=None)
def test_nothing_that_is_written_links_who_does_not_live(asked: Claim, status: LifeStatus) -> None:
    gone = [replace(one, status=status) for one in PEOPLE]
    assert decided(asked, gone).outcome is not Outcome.LINKED


@cache
def _gone_wrong() -> tuple[Claim, ...]:
    return (
        khanh(full_name="Nguyễn Minh Trí"),
        khanh(birth_date=PartialDate(1970, 11, 25)),
        khanh(id_number="099214000304"),
    )


@pytest.mark.parametrize("number", range(3))
def test_nothing_beside_lifts_a_conflict(number: int) -> None:
    """Phone, home and parents all speak for the person; name, birth date or number is somebody else's all the same."""
    asked = replace(_gone_wrong()[number], phone="0391000001", address=f"Thôn 1, {NEW}", sex=Sex.MALE)
    found = decided(asked)
    assert found.outcome is Outcome.CLERICAL_REVIEW
    assert any(row.level is Level.DIFFERENT for row in found.comparisons) or Reason.TWIN in found.reasons
