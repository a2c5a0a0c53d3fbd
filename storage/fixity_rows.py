"""What every stored object was last found to be: one row for each object in each site, in `object_fixity`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, Select, delete, func, literal, select, union, update
from sqlalchemy.dialects.postgresql import insert

from storage.change import Change
from storage.objects import ALGORITHM
from storage.schema import DELIVERY, DOSSIER, PAGE, SCAN
from storage.schema_fixity import OBJECT_FIXITY

ROWS_AT_ONCE = 1000


class Site(Enum):
    """Where objects are kept."""

    ORIGINALS = "kho tệp"
    COPY = "bản sao thứ hai"


class Condition(Enum):
    """What an object was last found to be."""

    UNSEEN = "chưa kiểm lần nào"
    WHOLE = "nguyên vẹn"
    DAMAGED = "hỏng (sai mã băm)"
    MISSING = "mất"
    ERASED = "đã hủy khóa, không đọc được nữa"


BAD = (Condition.DAMAGED, Condition.MISSING)
KEPT = tuple(one for one in Condition if one is not Condition.ERASED)


@dataclass(frozen=True, slots=True)
class Known:
    digest: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a site was found whole of late. What was erased on purpose counts in none but `erased`."""

    objects: int
    whole: int  # found whole within the days asked for, and not found otherwise since
    damaged: int
    missing: int
    overdue: int  # known for longer than that, and not found whole within it
    erased: int = 0  # their keys were destroyed

    @property
    def share(self) -> float | None:
        """0..1; None while there is nothing to look at."""
        return self.whole / self.objects if self.objects else None


def enrol(change: Change, site: Site, digests: Iterable[str]) -> None:
    """Make known what is there. What is known already stays as it is."""
    left = iter(digests)
    while some := list(islice(left, ROWS_AT_ONCE)):
        rows = [_new(site, digest, change.now) for digest in some]
        change.connection.execute(insert(OBJECT_FIXITY).values(rows).on_conflict_do_nothing())


def enrol_named(change: Change) -> None:
    """Make known every object that the warehouse names, whether or not its bytes are there."""
    columns = (SCAN.c.digest, DOSSIER.c.manifest_object, DELIVERY.c.archive_object, PAGE.c.picture)
    named = union(*(select(column.label("digest")).where(column.is_not(None)) for column in columns)).subquery()
    values = _new(Site.ORIGINALS, "", change.now) | {"digest": named.c.digest}
    chosen = select(*(value if name == "digest" else _typed(name, value) for name, value in values.items()))
    change.connection.execute(insert(OBJECT_FIXITY).from_select(list(values), chosen).on_conflict_do_nothing())


def found(change: Change, site: Site, before: Known, now: Condition, size: int | None = None) -> None:
    """Write what an object was found to be; an audit row when it turned bad, or whole again."""
    values: dict[str, Any] = {"state": now.name, "changed_at": change.now}
    if now is Condition.WHOLE:
        values |= {"verified_at": change.now, "size": size}
    here = (OBJECT_FIXITY.c.site == site.name) & (OBJECT_FIXITY.c.digest == before.digest)
    change.connection.execute(update(OBJECT_FIXITY).where(here).values(values))
    if now is not before.condition and (now in BAD or before.condition in BAD):
        change.note(f"object.{now.name.lower()}", before.digest, site=site.name, algorithm=ALGORITHM)


def forget(change: Change, digests: Iterable[str], site: Site | None = None) -> None:
    """What was removed from a site, or from all, is looked for no more."""
    gone = OBJECT_FIXITY.c.digest.in_(list(digests))
    change.connection.execute(delete(OBJECT_FIXITY).where(gone & (OBJECT_FIXITY.c.site == site.name) if site else gone))


def erased(change: Change, digests: Iterable[str]) -> None:
    """Their keys were destroyed: told at every site where they are known, and missed at none."""
    wanted = list(digests)
    enrol(change, Site.ORIGINALS, wanted)
    here = OBJECT_FIXITY.c.digest.in_(wanted)
    values = {"state": Condition.ERASED.name, "changed_at": change.now}
    change.connection.execute(update(OBJECT_FIXITY).where(here).values(values))


def count(connection: Connection, site: Site, *conditions: Condition) -> int:
    """How many are known, or were last found to be one of these."""
    chosen = select(func.count()).where(OBJECT_FIXITY.c.site == site.name)
    if conditions:
        chosen = chosen.where(OBJECT_FIXITY.c.state.in_([each.name for each in conditions]))
    return connection.scalar(chosen) or 0


def oldest(connection: Connection, site: Site, before: datetime, most: int) -> tuple[Known, ...]:
    """Those not looked at since, the longest first; never looked at before all others."""
    looked, digest = OBJECT_FIXITY.c.changed_at, OBJECT_FIXITY.c.digest
    rows = connection.execute(_known(site).where(looked.is_(None)).order_by(digest).limit(most)).all()
    if len(rows) < most:  # two questions, for one over both could not go along the index
        earlier = _known(site).where(looked < before).order_by(looked, digest)
        rows = [*rows, *connection.execute(earlier.limit(most - len(rows)))]
    return tuple(Known(row.digest, Condition[row.state]) for row in rows)


def one(connection: Connection, site: Site, digest: str) -> Known | None:
    row = connection.execute(_known(site).where(OBJECT_FIXITY.c.digest == digest)).first()
    return None if row is None else Known(row.digest, Condition[row.state])


def in_order(connection: Connection, site: Site, *conditions: Condition) -> Iterator[str]:
    """The digests, in order, a page at a time: of all known objects, or of those last found to be one of these."""
    chosen = _known(site)
    if conditions:
        chosen = chosen.where(OBJECT_FIXITY.c.state.in_([each.name for each in conditions]))
    digest, last = OBJECT_FIXITY.c.digest, ""
    while page := connection.execute(chosen.where(digest > last).order_by(digest).limit(ROWS_AT_ONCE)).all():
        yield from (row.digest for row in page)
        last = page[-1].digest


def coverage(connection: Connection, site: Site, since: datetime) -> Coverage:
    """As far as is known at the last look."""
    state, whole_at = OBJECT_FIXITY.c.state, OBJECT_FIXITY.c.verified_at
    late = func.coalesce(whole_at, OBJECT_FIXITY.c.made_at) < since
    kept = state != Condition.ERASED.name
    each = {
        "objects": func.count().filter(kept),
        "whole": func.count().filter((state == Condition.WHOLE.name) & (whole_at >= since)),
        "damaged": func.count().filter(state == Condition.DAMAGED.name),
        "missing": func.count().filter(state == Condition.MISSING.name),
        "overdue": func.count().filter(late & kept),
        "erased": func.count().filter(state == Condition.ERASED.name),
    }
    chosen = select(*(value.label(name) for name, value in each.items())).where(OBJECT_FIXITY.c.site == site.name)
    return Coverage(**connection.execute(chosen).one()._mapping)


def dossiers_with(connection: Connection, digest: str) -> tuple[str, ...]:
    """Ids of the dossiers to which an object belongs, in order."""
    pictured = select(SCAN.c.dossier_id).join(PAGE, PAGE.c.scan_digest == SCAN.c.digest)
    chosen = union(
        select(SCAN.c.dossier_id).where(SCAN.c.digest == digest),
        select(DOSSIER.c.id).where(DOSSIER.c.manifest_object == digest),
        select(DELIVERY.c.dossier_id).where(DELIVERY.c.archive_object == digest),
        pictured.where(PAGE.c.picture == digest),
    )
    return tuple(sorted(str(row[0]) for row in connection.execute(chosen)))


def _new(site: Site, digest: str, now: datetime) -> dict[str, Any]:
    return {
        "site": site.name,
        "digest": digest,
        "algorithm": ALGORITHM,
        "state": Condition.UNSEEN.name,
        "made_at": now,
    }


def _typed(name: str, value: object) -> Any:
    column: Column[Any] = OBJECT_FIXITY.c[name]
    return literal(value, column.type).label(name)


def _known(site: Site) -> Select[Any]:
    return select(OBJECT_FIXITY.c.digest, OBJECT_FIXITY.c.state).where(OBJECT_FIXITY.c.site == site.name)
