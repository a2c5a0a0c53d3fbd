"""Keeps, while a claim is traced, what the registers answer and which shares are looked up, in the order of asking."""

from collections.abc import Callable
from typing import Any, TypeVar

from errors import QueryBudgetSpent
from matching.decision import Asked, Chance
from matching.people import Claim, Person, Sex, Subscriber
from matching.registers import Candidate, PopulationRegister, TelcoRegister
from matching.weighing.shares import Shares

T = TypeVar("T")


class _Recorder:
    """Each different question once: a register that is asked again gives what it gave."""

    def __init__(self, register: str, asked: list[Asked]) -> None:
        self._register = register
        self._asked = asked

    def _kept(self, question: Callable[..., T], *given: object) -> T:
        name = question.__name__
        try:
            answer = question(*given)
        except QueryBudgetSpent:
            self._asked.append(Asked(self._register, name, given, None, spent=True))
            raise
        row = Asked(self._register, name, given, answer)
        if row not in self._asked:
            self._asked.append(row)
        return answer


class RecordingPopulation(_Recorder):
    """A `PopulationRegister` that keeps what another one answers."""

    def __init__(self, inner: PopulationRegister, asked: list[Asked]) -> None:
        super().__init__("population", asked)
        self._inner = inner

    @property
    def searches_by_name(self) -> bool:
        return self._inner.searches_by_name

    def candidates(self, claim: Claim) -> tuple[Candidate, ...]:
        return self._kept(self._inner.candidates, claim)

    def person(self, id_number: str) -> Person | None:
        return self._kept(self._inner.person, id_number)


class RecordingTelco(_Recorder):
    """A `TelcoRegister` that keeps what another one answers."""

    def __init__(self, inner: TelcoRegister, asked: list[Asked]) -> None:
        super().__init__("telco", asked)
        self._inner = inner

    def subscriber(self, phone: str) -> Subscriber | None:
        return self._kept(self._inner.subscriber, phone)

    def near(self, phone: str) -> tuple[Subscriber, ...]:
        return self._kept(self._inner.near, phone)


class RecordingShares:
    """`Shares` that keep which of them were looked up."""

    def __init__(self, inner: Shares) -> None:
        self._inner = inner
        self._chances: dict[tuple[str, tuple[Any, ...]], float] = {}

    @property
    def persons(self) -> int:
        return self._inner.persons

    @property
    def chances(self) -> tuple[Chance, ...]:
        """In the order of looking up."""
        return tuple(Chance(term, given, bits) for (term, given), bits in self._chances.items())

    def surname_bits(self, key: str) -> float:
        return self._kept(self._inner.surname_bits, key)

    def middle_bits(self, key: str) -> float:
        return self._kept(self._inner.middle_bits, key)

    def given_bits(self, key: str, sex: Sex | None, year: int | None) -> float:
        return self._kept(self._inner.given_bits, key, sex, year)

    def name_bits(self, key: str, sex: Sex | None, year: int | None) -> float:
        return self._kept(self._inner.name_bits, key, sex, year)

    def number_bits(self, number: str) -> float:
        return self._kept(self._inner.number_bits, number)

    def year_bits(self, year: int) -> float:
        return self._kept(self._inner.year_bits, year)

    def commune_bits(self, key: str) -> float:
        return self._kept(self._inner.commune_bits, key)

    def _kept(self, term: Callable[..., float], *given: object) -> float:
        bits = term(*given)
        self._chances[(term.__name__, given)] = bits
        return bits
