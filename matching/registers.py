"""The two doors of matching. A register that is down raises; only a register that answered can say "nobody"."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from matching.people import Claim, Person, Subscriber


class Why(Enum):
    """By which look-up a candidate was found."""

    NUMBER = "số định danh đúng như trên giấy"
    OLD_NUMBER = "số CMND cũ"
    NUMBER_NEAR = "số định danh khác một chữ số"
    NUMBER_MASKED = "số định danh có chữ số không đọc được"
    NAME_AND_BIRTH = "họ tên và ngày sinh"
    NAME_AND_SWAPPED_BIRTH = "họ tên và ngày sinh đảo ngày với tháng"
    NAME_AND_YEAR = "họ tên và năm sinh"
    SHORT_NAME_AND_BIRTH = "họ, tên và ngày sinh (thiếu chữ đệm)"
    FORMER_NAME = "họ tên cũ và ngày sinh"
    PHONE_OWNER = "chủ thuê bao của số điện thoại"
    KIN_OF_NUMBER = "người thân của chủ số định danh"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A registered person who may be meant, and by which look-ups the register gave that person."""

    person: Person
    found_by: tuple[Why, ...]


class PopulationRegister(Protocol):
    """A way to the population register: an extract in memory, or the gateway with its all-or-nothing answers."""

    @property
    def searches_by_name(self) -> bool:
        """Whether people are found by name and birth date alone; else a miss means: not found by these questions."""
        ...

    def candidates(self, claim: Claim) -> tuple[Candidate, ...]:
        """Everybody whom the claim may mean, each person once, in order of the register's key.

        Raises RegisterUnavailable when the register did not answer, RegisterRefused when the query may not be made.
        """
        ...

    def person(self, id_number: str) -> Person | None:
        """The holder of a 12-digit or old 9-digit number, where this way to the register can tell; else None."""
        ...


class TelcoRegister(Protocol):
    def subscriber(self, phone: str) -> Subscriber | None:
        """To whom a 10-digit number is registered; None when the operators have no such number.

        Raises RegisterUnavailable when the register did not answer.
        """
        ...

    def near(self, phone: str) -> tuple[Subscriber, ...]:
        """Subscribers whose number is one edit away, where this way to the register can tell; else none."""
        ...
