"""How sensitive a paper or a field of it is, on a day: one of four labels, from dated data (`data/sensitivity.toml`).

Not knowing never makes anything less sensitive: an unknown paper and all that is on it have the strictest label, an
unknown field of a known paper that of the paper.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import Any

from storage.dated import Dated
from storage.vietnam_time import today


class Label(IntEnum):
    """QCVN 12:2026/BCA, 3.5.2.1.2; the number is the level: from 3 on, kept apart and guarded against leaving."""

    CONG_KHAI = 1
    NOI_BO = 2
    HAN_CHE = 3
    BI_MAT = 4

    @property
    def said(self) -> str:
        return _SAID[self]

    @property
    def kept_apart(self) -> bool:
        """Levels 3 and 4 lie apart from 1 and 2 (3.5.2.2.7)."""
        return self >= Label.HAN_CHE


_SAID = {
    Label.CONG_KHAI: "công khai",
    Label.NOI_BO: "nội bộ",
    Label.HAN_CHE: "hạn chế",
    Label.BI_MAT: "bí mật",
}
STRICTEST = max(Label)


@dataclass(frozen=True, slots=True)
class Grading(Dated):
    """One row of the data."""

    kinds: tuple[str, ...]  # papers; none: all
    names: tuple[str, ...]  # fields, * for anything; none: the paper as a whole
    label: Label
    valid_from: date
    valid_to: date | None  # the last day
    source: str
    verified: bool  # False: this project's own reading of the source

    def grades(self, kind: str, field: str | None) -> bool:
        if (field is None) != (not self.names) or (self.kinds and kind not in self.kinds):
            return False
        return field is None or any(fnmatchcase(field, name) for name in self.names)


def label_of(kind: str, field: str | None = None, on: date | None = None) -> Label:
    """Of a paper (`kind`: its form's code, or "person"), or of the value of one of its fields.

    `on`: a day; None: today. A day before any row is in force has the label of the first: the law grew stricter, not
    the paper.
    """
    paper = max((row.label for row in gradings(kind, None, on)), default=STRICTEST)
    known = field is not None and bool(gradings(kind, None, on))
    return max((row.label for row in gradings(kind, field, on)), default=paper) if known else paper


def gradings(kind: str, field: str | None = None, on: date | None = None) -> tuple[Grading, ...]:
    """The rows that grade it, for who asks why; none where it is unknown."""
    day = on or today()
    fitting = [row for row in _rows() if row.grades(kind, field) and (row.valid_to is None or day <= row.valid_to)]
    return tuple([row for row in fitting if row.in_force(day)] or fitting)


@cache
def _rows() -> tuple[Grading, ...]:
    return parsed(resources.files("storage").joinpath("data/sensitivity.toml").read_text(encoding="utf-8"))


def parsed(text: str) -> tuple[Grading, ...]:
    """Raises ValueError for a row that is not understood."""
    held = tomllib.loads(text)
    if held.keys() - {"paper", "field"}:
        raise ValueError("sensitivity: only papers and fields are graded")
    papers, fields = held.get("paper", ()), held.get("field", ())
    return (*_parsed(papers, {"kinds"}), *_parsed(fields, {"names"}))


def _parsed(rows: Iterable[dict[str, Any]], needed: set[str]) -> Iterable[Grading]:
    needed = needed | {"label", "valid_from", "source", "verified"}
    for row in rows:
        if (
            not needed <= row.keys()
            or row.keys() - needed - {"kinds", "valid_to"}
            or row["label"] not in Label.__members__
        ):
            raise ValueError(f"sensitivity, {row.get('names') or row.get('kinds')}: not understood")
        yield Grading(
            kinds=tuple(row.get("kinds", ())),
            names=tuple(row.get("names", ())),
            label=Label[row["label"]],
            valid_from=row["valid_from"],
            valid_to=row.get("valid_to"),
            source=row["source"],
            verified=row["verified"],
        )
