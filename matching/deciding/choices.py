"""Whom a person chose among the candidates: that stands, and the machine's weights and gates are kept beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.comparing.rules import Background, compare
from matching.people import Claim
from matching.reasons import Reason
from matching.registers import Candidate, PopulationRegister, Why
from matching.resolution import Outcome
from matching.weighing.posterior import Hypothesis, hypothesis


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decided about whom a dossier is about."""

    person_id: str | None  # the register's key; None: none of the candidates
    refused: tuple[str, ...] = ()  # keys of those candidates, where none of them was meant

    def stands(self, found: Sequence[Hypothesis]) -> bool:
        """Whether it decides about these candidates: who refused some has said nothing of whom a register found
        since."""
        return self.person_id is not None or all(self.refuses(one) for one in found)

    def refuses(self, one: Hypothesis) -> bool:
        return _key(one) in self.refused


def chosen_first(
    choice: Choice,
    found: Sequence[Hypothesis],
    claim: Claim,
    population: PopulationRegister,
    background: Background,
    prior: float,
) -> tuple[Hypothesis, ...]:
    """The candidates with the chosen one before all others, asked for by number where the claim leads there no more."""
    if choice.person_id is None:
        return tuple(found)
    ours = [one for one in found if _key(one) == choice.person_id]
    if not ours and choice.person_id.isdecimal():
        person = population.person(choice.person_id)
        if person is not None and person.person_id == choice.person_id:
            ours = [hypothesis(Candidate(person, (Why.NUMBER,)), compare(claim, person, background), prior)]
    return (*ours, *(one for one in found if _key(one) != choice.person_id))


def outcome_of(choice: Choice, found: Sequence[Hypothesis]) -> tuple[Outcome, Reason]:
    """What the choice makes of the candidates, the chosen one being the first where the register has that one still."""
    if choice.person_id is None:
        return Outcome.UNLINKED, Reason.NONE_OF_CANDIDATES
    if found and _key(found[0]) == choice.person_id:
        return Outcome.LINKED, Reason.CHOSEN_BY_PERSON
    return Outcome.CLERICAL_REVIEW, Reason.CHOSEN_NOT_FOUND


def _key(one: Hypothesis) -> str:
    return one.candidate.person.person_id
