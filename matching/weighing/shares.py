"""How much an agreement by chance costs: the u of record linkage, whoever counted them."""

from typing import Protocol

from matching.people import Sex


class Shares(Protocol):
    """Shares of the terms of a register as bits: -log2 of the share, the rarer the higher."""

    @property
    def persons(self) -> int:
        """In the register, or in all the country where it cannot be counted."""
        ...

    def surname_bits(self, key: str) -> float: ...

    def middle_bits(self, key: str) -> float: ...

    def given_bits(self, key: str, sex: Sex | None, year: int | None) -> float: ...

    def name_bits(self, key: str, sex: Sex | None, year: int | None) -> float: ...

    def number_bits(self, number: str) -> float: ...

    def year_bits(self, year: int) -> float: ...

    def commune_bits(self, key: str) -> float: ...
