"""What came of each page, and its record: JSON without a value, by which two runs are held against each other."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.measures import Outcome, TextTally
from benchmarks.processes import Cost
from benchmarks.truth import PageTruth
from errors import NotSetUp

RECORD = 1  # format of the record


class RecordRefused(NotSetUp):
    """A file is no record of a run, or one of another format; remedy: make it again by --json."""


@dataclass(frozen=True, slots=True)
class PageResult:
    """One page as one reader read it."""

    truth: PageTruth
    tally: TextTally
    cost: Cost
    failed: bool
    form: str = ""  # as it was taken for; "" for a reader that knows no forms
    fields: tuple[Outcome, ...] = ()  # in the order of the truth's fields
    scan: str = ""  # path below the folder of scans
    turned: int | None = None  # degrees clockwise by which it was turned; None: the reader turns nothing
    number: Outcome | None = None  # of a card's number; None where it has none
    qr_exact: bool = False
    mrz_exact: bool = False
    steps: Mapping[str, float] = field(default_factory=dict)  # CPU s


@dataclass(frozen=True, slots=True)
class Side:
    """One reader and what came of its pages."""

    name: str
    pages: Sequence[PageResult]
    peak: int  # bytes
    speeds: Mapping[int, float] = field(default_factory=dict)  # pages a minute by number of workers

    @property
    def gives_fields(self) -> bool:
        return any(one.form for one in self.pages)


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What is kept of a page: counts and outcomes."""

    scan: str
    number: int  # 1..
    difficulty: str
    form: str
    told: str  # the form it was taken for
    failed: bool
    upright: bool | None  # was it turned as it ought to be; None: the reader turns nothing
    tally: TextTally
    cpu: float  # s
    wall: float  # s
    fields: dict[str, Outcome]

    @property
    def place(self) -> tuple[str, int]:
        return self.scan, self.number


def record_of(result: PageResult) -> PageRecord:
    truth = result.truth
    names = (one.name for one in truth.fields)
    return PageRecord(
        result.scan,
        truth.number,
        truth.difficulty,
        truth.form,
        result.form,
        result.failed,
        None if result.turned is None else result.turned == truth.turned,
        result.tally,
        round(result.cost.cpu, 3),
        round(result.cost.wall, 3),
        dict(zip(names, result.fields, strict=True)) if result.form else {},
    )


def write_records(path: Path, facts: Sequence[tuple[str, str]], sides: Sequence[Side]) -> None:
    readers = {side.name: [_row(record_of(one)) for one in side.pages] for side in sides}
    held = {"record": RECORD, "facts": dict(facts), "readers": readers}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(held, indent=1), encoding="utf-8")


def _row(page: PageRecord) -> dict[str, Any]:
    return {**asdict(page), "fields": {name: outcome.name for name, outcome in page.fields.items()}}


def read_records(path: Path, reader: str) -> dict[tuple[str, int], PageRecord]:
    """The pages of one reader by scan and number. Raises RecordRefused."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held["record"] != RECORD:
            raise RecordRefused(f"{path.name} is a record of format {held['record']}, not {RECORD}")
        pages = (_page(row) for row in held["readers"][reader])
        return {page.place: page for page in pages}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordRefused(f"{path.name} is no record with pages of {reader!r} ({type(error).__name__})") from error


def _page(row: dict[str, Any]) -> PageRecord:
    fields = {name: Outcome[outcome] for name, outcome in row["fields"].items()}
    return PageRecord(**{**row, "tally": TextTally(**row["tally"]), "fields": fields})
