"""How long a dossier is kept because of what is in it: terms as dated data (`data/retention.toml`), from values to
values. A term that nobody verified binds as much as one that was: it is only said beside it.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any

from storage.dated import Dated

ANY = "*"
_NEEDED = {"kinds", "from", "valid_from", "source", "verified"}


class Start(Enum):
    """From when the years count. The value is what the clerk reads."""

    YEAR_CLOSED = "từ đầu năm sau năm giải quyết xong"
    CLOSED = "từ ngày giải quyết xong"
    RECEIVED = "từ ngày tiếp nhận"


@dataclass(frozen=True, slots=True)
class Term(Dated):
    """One rule of retention."""

    kinds: tuple[str, ...]  # papers; "*": every dossier
    years: int | None  # None: for ever
    start: Start
    valid_from: date
    valid_to: date | None  # the last day
    source: str
    verified: bool
    note: str = ""  # what of it is not verified

    def ended(self, received: date, closed: date | None) -> date | None:
        """The first day on which it binds no more; None while that cannot be told, or for ever."""
        start = received if self.start is Start.RECEIVED else closed
        if self.years is None or start is None:
            return None
        if self.start is Start.YEAR_CLOSED:
            return date(start.year + 1 + self.years, 1, 1)
        return _years_later(start, self.years)

    @property
    def said(self) -> str:
        """ "20 năm, từ đầu năm sau năm giải quyết xong (Thông tư ...; chưa kiểm chứng)"."""
        length = "vĩnh viễn" if self.years is None else f"{self.years} năm, {self.start.value}"
        return f"{length} ({self.source}{'' if self.verified else '; chưa kiểm chứng'})"


@dataclass(frozen=True, slots=True)
class Binding:
    """What keeps a dossier the longest."""

    term: Term
    until: date | None  # the first day on which nothing binds; None: for ever, or as long as it is not settled

    def runs(self, on: date) -> bool:
        return self.until is None or on < self.until


def binding(kinds: Iterable[str], received: date, closed: date | None, on: date) -> Binding:
    """Of all terms in force on a day that fit one of these papers, that which ends last."""
    found = [Binding(term, term.ended(received, closed)) for term in terms_of(kinds, on)]
    return max(found, key=lambda one: (one.until is None, one.term.years is None, one.until or date.min))


def terms_of(kinds: Iterable[str], on: date) -> tuple[Term, ...]:
    """Those in force on a day that fit one of these papers; never none: one stands for every dossier."""
    wanted = {ANY, *kinds}
    return tuple(term for term in terms(on) if wanted.intersection(term.kinds))


def terms(on: date) -> tuple[Term, ...]:
    """All in force on a day; before the first, those of the first: what is old is not kept for less."""
    held = _terms()
    if not any(ANY in term.kinds and term.in_force(on) for term in held):
        return held
    return tuple(term for term in held if term.in_force(on))


@cache
def _terms() -> tuple[Term, ...]:
    return parsed(resources.files("storage").joinpath("data/retention.toml").read_text(encoding="utf-8"))


def parsed(text: str) -> tuple[Term, ...]:
    """Raises ValueError for a row that is not understood, and where none stands for every dossier."""
    held = tuple(_parsed(row) for row in tomllib.loads(text).get("term", ()))
    if not any(ANY in term.kinds for term in held):
        raise ValueError("retention: no term stands for every dossier")
    return held


def _parsed(row: dict[str, Any]) -> Term:
    where = f"retention, {row.get('kinds')}"
    length = {"years", "permanent"} & row.keys()
    if not row.keys() >= _NEEDED or row.keys() - _NEEDED - {"years", "permanent", "valid_to", "note"}:
        raise ValueError(f"{where}: a key is missing or not known")
    if len(length) != 1 or row.get("permanent") is False or row.get("years", 1) < 1:
        raise ValueError(f"{where}: give years, or permanent = true")
    if row["verified"] == bool(row.get("note")):
        raise ValueError(f"{where}: unverified and note go together")
    try:
        start = Start[row["from"].upper()]
    except KeyError:
        raise ValueError(f"{where}: years do not count from {row['from']}") from None
    return Term(
        kinds=tuple(row["kinds"]),
        years=row.get("years"),
        start=start,
        valid_from=row["valid_from"],
        valid_to=row.get("valid_to"),
        source=row["source"],
        verified=row["verified"],
        note=row.get("note", ""),
    )


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
