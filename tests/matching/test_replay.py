"""A decision is kept with all that it rests on, and comes out the same to the byte when it is made again."""

from dataclasses import replace

import pytest
from matching_town import khanh, operators, town

from errors import QueryBudgetSpent
from extractors.reading import PartialDate
from matching.codec import decision_from_json, from_json, to_json
from matching.decision import Decision
from matching.people import Claim, Sex
from matching.registers import Candidate
from matching.replay import ReplayRefused, replay
from matching.trace import decide, trace
from matching.weighing.weights import standard_weights

CLAIMS = [
    khanh(),
    khanh(full_name="NGUYEN VAN KHANH", id_number="990000101", phone="0935550128", sex=Sex.FEMALE),
    khanh(full_name="Đỗ Hữu Lạ", birth_date=PartialDate(1987)),
    khanh(phone="0391000007"),
    Claim("D9", "Bạch Thị Không Có", "099399000001", birth_date=PartialDate(1999, 5, 5)),
    Claim("D10"),
]


def decided(claim: Claim) -> Decision:
    population = town()
    return decide(claim, population, operators(), population.frequencies, index="town")


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_decision_survives_storage_and_is_made_again_to_the_byte(claim: Claim) -> None:
    decision = decided(claim)
    text = to_json(decision)
    stored = decision_from_json(text)
    assert stored == decision
    assert to_json(stored) == text
    again = replay(stored)
    assert (again.same, again.differs_in) == (True, ())
    assert again.again is not None
    assert to_json(again.again) == text


@pytest.mark.parametrize("claim", CLAIMS)
def test_recording_changes_nothing_of_what_is_decided(claim: Claim) -> None:
    population = town()
    assert decided(claim).resolution == trace(claim, population, operators(), population.frequencies)


def test_a_changed_claim_comes_out_otherwise_and_is_told() -> None:
    stored = replace(decided(khanh()), claim=khanh(full_name="Lê Văn Khác"))
    assert replay(stored).differs_in == ("grounds",)


def test_a_changed_answer_comes_out_otherwise_and_is_told() -> None:
    decision = decided(khanh())
    none_found = tuple(
        replace(row, answer=()) if row.question == "candidates" else row for row in decision.grounds.asked
    )
    found = replay(replace(decision, grounds=replace(decision.grounds, asked=none_found)))
    assert not found.same
    assert {"resolution", "explanations", "certainty"} <= set(found.differs_in)


def test_other_rates_are_refused_unless_they_are_those_of_then() -> None:
    stored = decided(khanh())
    others = replace(standard_weights(), most_doubt=0.5, version="other")
    with pytest.raises(ReplayRefused, match="trọng số"):
        replay(stored, others)
    assert replay(stored, standard_weights()).same


class _OneQuestion:
    """A register whose budget is used up by the first question."""

    searches_by_name = False

    def __init__(self) -> None:
        self._asked = False

    def candidates(self, claim: Claim) -> tuple[Candidate, ...]:
        if self._asked:
            raise QueryBudgetSpent("spent")
        self._asked = True
        return ()

    def person(self, id_number: str) -> None:
        return None


def test_a_budget_that_was_used_up_is_used_up_again() -> None:
    decision = decide(khanh(phone="0391000009"), _OneQuestion(), operators())
    assert any(row.spent for row in decision.grounds.asked)
    assert replay(decision_from_json(to_json(decision))).same


def test_a_text_that_is_no_decision_is_refused() -> None:
    text = to_json(decided(khanh()))
    with pytest.raises(TypeError):
        decision_from_json(text.replace('"prior"', '"surprise"'))
    with pytest.raises(TypeError):
        decision_from_json(to_json(khanh()))
    with pytest.raises(KeyError):
        from_json('{"Stranger":{}}')
