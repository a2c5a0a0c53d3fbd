"""A decision made again from its record: the same engine and rates give the same bytes, without asking any register."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from errors import NotSetUp, QueryBudgetSpent
from matching.codec import to_json
from matching.decision import Asked, Decision
from matching.people import Claim, Person, Sex, Subscriber
from matching.registers import Candidate
from matching.trace import decide
from matching.weighing.weights import Weights, digest_of, standard_weights


class ReplayRefused(NotSetUp):
    """A decision that cannot be made again here: the message names the version that it was made with."""


class AskedOtherwise(Exception):
    """The engine asks for something that was not asked then: it is no longer the same engine."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What became of making a decision again."""

    same: bool  # to the byte
    again: Decision | None  # None when the engine asked for what is not in the record
    differs_in: tuple[str, ...]  # parts of `Decision` that differ, "grounds" when other things were asked


def replay(stored: Decision, weights: Weights | None = None) -> Replay:
    """Decide again from what was kept. Raises ReplayRefused when these are not the rates that it was made with."""
    rates = weights or standard_weights()
    if digest_of(rates) != stored.weights_digest:
        made_with = stored.resolution.version
        raise ReplayRefused(
            f"quyết định này dùng bộ trọng số khác ({made_with}); chỉ ra tệp trọng số của bản đó bằng --weights"
        )
    record = stored.grounds
    try:
        again = decide(
            stored.claim,
            _RecordedPopulation(record.asked, record.searches_by_name),
            _RecordedTelco(record.asked),
            _RecordedShares(stored),
            rates,
            record.doubts,
            index=stored.index,
            choice=record.choice,
        )
    except AskedOtherwise:
        return Replay(False, None, ("grounds",))
    before, after = _parts(stored), _parts(again)
    differs = tuple(name for name in before if before[name] != after[name])
    return Replay(to_json(stored) == to_json(again), again, differs)


def _parts(decision: Decision) -> dict[str, Any]:
    parts: dict[str, Any] = json.loads(to_json(decision))["Decision"]
    return parts


class _Recorded:
    """Answers from a record, by question; what is not in it was not asked."""

    def __init__(self, asked: Sequence[Asked], register: str) -> None:
        rows = (row for row in asked if row.register == register)
        self._rows = {_key(row.question, row.given): row for row in rows}

    def _told(self, question: str, *given: object) -> Any:
        row = self._rows.get(_key(question, given))
        if row is None:
            raise AskedOtherwise(question)
        if row.spent:
            raise QueryBudgetSpent("all queries of the dossier were used up when it was decided")
        return row.answer


def _key(question: str, given: tuple[Any, ...]) -> str:
    return to_json((question, given))


class _RecordedPopulation(_Recorded):
    def __init__(self, asked: Sequence[Asked], searches_by_name: bool) -> None:
        super().__init__(asked, "population")
        self.searches_by_name = searches_by_name

    def candidates(self, claim: Claim) -> tuple[Candidate, ...]:
        found: tuple[Candidate, ...] = self._told("candidates", claim)
        return found

    def person(self, id_number: str) -> Person | None:
        found: Person | None = self._told("person", id_number)
        return found


class _RecordedTelco(_Recorded):
    def __init__(self, asked: Sequence[Asked]) -> None:
        super().__init__(asked, "telco")

    def subscriber(self, phone: str) -> Subscriber | None:
        found: Subscriber | None = self._told("subscriber", phone)
        return found

    def near(self, phone: str) -> tuple[Subscriber, ...]:
        found: tuple[Subscriber, ...] = self._told("near", phone)
        return found


class _RecordedShares:
    """`Shares` from a record."""

    def __init__(self, stored: Decision) -> None:
        self.persons = stored.grounds.persons
        self._bits = {_key(row.term, row.given): row.bits for row in stored.grounds.chances}

    def surname_bits(self, key: str) -> float:
        return self._told("surname_bits", key)

    def middle_bits(self, key: str) -> float:
        return self._told("middle_bits", key)

    def given_bits(self, key: str, sex: Sex | None, year: int | None) -> float:
        return self._told("given_bits", key, sex, year)

    def name_bits(self, key: str, sex: Sex | None, year: int | None) -> float:
        return self._told("name_bits", key, sex, year)

    def number_bits(self, number: str) -> float:
        return self._told("number_bits", number)

    def year_bits(self, year: int) -> float:
        return self._told("year_bits", year)

    def commune_bits(self, key: str) -> float:
        return self._told("commune_bits", key)

    def _told(self, term: str, *given: object) -> float:
        bits = self._bits.get(_key(term, given))
        if bits is None:
            raise AskedOtherwise(term)
        return bits
