"""The quality that is stated with a record: of which lots its fields are, and what their samples prove."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from sqlalchemy import Connection, select

from storage.quality.acceptance import LotState
from storage.quality.bounds import upper
from storage.quality.verdicts import Verdict
from storage.schema import DOSSIER, RECORD
from storage.schema_quality import QUALITY_LOAD, QUALITY_LOT, QUALITY_SAMPLE, QUALITY_VERDICT


@dataclass(frozen=True, slots=True)
class Quality:
    """Of one lot that fields of a record are of. Bounds are 0..1, and hold with `confidence`."""

    lot_id: str
    day: date  # on which it was loaded
    state: LotState
    size: int  # fields of the lot
    looked: int
    wrong: int
    bound: float | None  # at most this share of the lot is wrong
    running_bound: float | None  # of what the office loaded in the days up to the lot's
    confidence: float

    @property
    def said(self) -> str:
        """In one line, as a clerk reads it."""
        found = f"kiểm {self.looked}/{self.size} mục, sai {self.wrong}"
        bound = "" if self.bound is None else f"; tỷ lệ sai của lô ≤ {percent(self.bound)}"
        running = "" if self.running_bound is None else f"; của đơn vị ≤ {percent(self.running_bound)}"
        return f"{self.state.value} ({found}{bound}{running}; tin cậy {percent(self.confidence)})"


@dataclass(frozen=True, slots=True)
class FieldQuality:
    """Of one kind of field, over all samples of some days."""

    form: str
    field: str
    looked: int
    wrong: int
    bound: float  # 0..1, by Clopper and Pearson


def percent(share: float) -> str:
    """ "1,23%" or "5%", as Vietnamese papers write it; never rounded down."""
    text = f"{ceil(round(share * 10_000, 6)) / 100:.2f}"
    return text.removesuffix(".00").replace(".", ",") + "%"


def qualities_of(connection: Connection, record_ids: Iterable[str]) -> dict[str, tuple[Quality, ...]]:
    """By record: the lots of the loads of its dossier up to its own, the latest first. () while it is in none.

    A field that stayed as an earlier load had it was a part of that load's lot.
    """
    upto = QUALITY_LOAD.c.load_number <= RECORD.c.load_number
    chosen = select(RECORD.c.id.label("record_id"), QUALITY_LOT).select_from(
        RECORD.join(QUALITY_LOAD, (QUALITY_LOAD.c.dossier_id == RECORD.c.dossier_id) & upto).join(
            QUALITY_LOT, QUALITY_LOT.c.id == QUALITY_LOAD.c.lot_id
        )
    )
    ours = chosen.where(RECORD.c.id.in_(list(record_ids)), QUALITY_LOT.c.size > 0)
    found: dict[str, list[Quality]] = defaultdict(list)
    for row in connection.execute(ours.order_by(RECORD.c.id, QUALITY_LOAD.c.load_number.desc())):
        names = [name for name in Quality.__dataclass_fields__ if name not in ("lot_id", "state")]
        values = {name: getattr(row, name) for name in names}
        found[row.record_id].append(Quality(lot_id=row.id, state=LotState[row.state], **values))
    return {record_id: tuple(rows) for record_id, rows in found.items()}


def quality_of(connection: Connection, record_id: str) -> tuple[Quality, ...]:
    """Of one record."""
    return qualities_of(connection, [record_id]).get(record_id, ())


def by_field(
    connection: Connection, since: date, confidence: float, offices: Sequence[str] = ()
) -> tuple[FieldQuality, ...]:
    """What the samples of lots since a day show of each kind of field, that of the highest bound first."""
    sure = QUALITY_VERDICT.c.verdict.in_([Verdict.RIGHT.name, Verdict.WRONG.name])
    joined = QUALITY_SAMPLE.join(QUALITY_VERDICT, QUALITY_VERDICT.c.task_id == QUALITY_SAMPLE.c.task_id)
    joined = joined.join(QUALITY_LOT, QUALITY_LOT.c.id == QUALITY_SAMPLE.c.lot_id)
    joined = joined.join(DOSSIER, DOSSIER.c.id == QUALITY_SAMPLE.c.dossier_id)
    columns = (QUALITY_SAMPLE.c.form, QUALITY_SAMPLE.c.field, QUALITY_VERDICT.c.verdict)
    counted = (QUALITY_SAMPLE.c.counted.is_(True), QUALITY_LOT.c.day >= since, sure)
    chosen = select(*columns).select_from(joined).where(*counted)
    if offices:
        chosen = chosen.where(DOSSIER.c.receiving_office.in_(offices))
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in connection.execute(chosen):
        counts[row.form, row.field][0] += 1
        counts[row.form, row.field][1] += row.verdict == Verdict.WRONG.name
    found = (FieldQuality(*what, n, wrong, upper(wrong, n, confidence)) for what, (n, wrong) in counts.items())
    return tuple(sorted(found, key=lambda one: (-one.bound, one.form, one.field)))
