"""How many minutes a thing not asked again saves: dated data, each row with its source or marked as an assumption."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from storage.reuse_ledger import What

ANY = "*"


@dataclass(frozen=True, slots=True)
class Minutes:
    what: What
    name: str  # field of a claim or of a paper, code of a component, or "*" for every other
    minutes: float
    valid_from: date
    assumed: bool  # no published source
    source: str  # Vietnamese

    @property
    def basis(self) -> str:
        """Names this row in the ledger."""
        return f"{self.what.name}/{self.name}@{self.valid_from.isoformat()}"


@cache
def minutes_table() -> tuple[Minutes, ...]:
    held = tomllib.loads(resources.files("reuse").joinpath("data/minutes.toml").read_text(encoding="utf-8"))
    return tuple(Minutes(**{**row, "what": What[row["what"]]}) for row in held["minutes"])


def minutes_for(what: What, names: tuple[str, ...], on: date) -> Minutes:
    """The row that is valid on this day for the first of these names that has one, else for every other.

    A day before the first row takes the first: the figure is an estimate, not a rule of law.
    """
    for name in (*names, ANY):
        rows = sorted((one for one in minutes_table() if (one.what, one.name) == (what, name)), key=_valid_from)
        if rows:
            return next((one for one in reversed(rows) if one.valid_from <= on), rows[0])
    raise LookupError(f"no minutes for {what.name}")


def _valid_from(row: Minutes) -> date:
    return row.valid_from
