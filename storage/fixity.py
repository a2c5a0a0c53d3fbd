"""A fixity run: read stored objects again, those looked at longest ago first, and write down what each was found to be.

A damaged or missing object is told and never deleted; `storage.copies.restore` brings it back. What was looked at is
written every few objects, so a run that was killed has lost little, and the next one goes on where it stopped.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from errors import Erased, NotHeld, ObjectDamaged, StorageUnavailable
from storage.fixity_rows import (
    BAD,
    KEPT,
    Condition,
    Known,
    Site,
    count,
    dossiers_with,
    enrol,
    enrol_named,
    found,
    oldest,
)
from storage.objects import ObjectStore
from storage.warehouse import Warehouse

OBJECTS_AT_ONCE = 32

Progress = Callable[[int, int], None]
"""Called with the objects done and the objects in all."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Where a run ends at the latest."""

    share: float = 1.0  # 0..1 of all objects of the site, rounded up
    seconds: float = math.inf


@dataclass(frozen=True, slots=True)
class Trouble:
    digest: str
    condition: Condition  # DAMAGED or MISSING
    dossier_ids: tuple[str, ...]  # to which it belongs


@dataclass(frozen=True, slots=True)
class FixityRun:
    objects: int  # of the site
    looked: int
    size: int  # plain bytes read of whole objects
    troubles: tuple[Trouble, ...]  # of this run
    erased: int = 0  # of those looked at: their keys were destroyed, which is no trouble


def fixity_run(
    warehouse: Warehouse, store: ObjectStore, site: Site, bound: Bound, progress: Progress = lambda done, total: None
) -> FixityRun:
    """Look at as many objects as the bound lets. Raises StorageUnavailable when the store as a whole is away."""
    with warehouse.changing() as change:
        if site is Site.ORIGINALS:
            enrol_named(change)
        enrol(change, site, store)
        started, objects = change.now, count(change.connection, site)
        kept = count(change.connection, site, *KEPT)
    _refuse_empty(store, kept)
    due, end = math.ceil(bound.share * objects), time.monotonic() + bound.seconds
    looked, size, erased, bad = 0, 0, 0, list[Known]()
    while looked < due and (time.monotonic() < end or not looked):
        with warehouse.looking() as connection:
            some = oldest(connection, site, started, min(OBJECTS_AT_ONCE, due - looked))
        if not some:
            break
        seen = [(one, *_judged(one, *look(store, one.digest))) for one in some]
        with warehouse.changing() as change:
            for before, now, bytes_read in seen:
                found(change, site, before, now, bytes_read)
        looked, size = looked + len(seen), size + sum(bytes_read for *_, bytes_read in seen)
        erased += sum(now is Condition.ERASED for _, now, _ in seen)
        bad += [Known(before.digest, now) for before, now, _ in seen if now in BAD]
        progress(looked, due)
    return replace(_told(warehouse, site, bad, objects, looked, size), erased=erased)


def look(store: ObjectStore, digest: str) -> tuple[Condition, int]:
    """What an object is, and its bytes when it is whole. A store that does not answer tells nothing: it raises."""
    try:
        return Condition.WHOLE, store.check(digest)
    except ObjectDamaged:
        return Condition.DAMAGED, 0
    except NotHeld:
        return Condition.MISSING, 0
    except Erased:
        return Condition.ERASED, 0


def _judged(before: Known, now: Condition, size: int) -> tuple[Condition, int]:
    """What was erased is not missed when its bytes are removed as well."""
    gone = now is Condition.MISSING and before.condition is Condition.ERASED
    return (Condition.ERASED, 0) if gone else (now, size)


def _refuse_empty(store: ObjectStore, objects: int) -> None:
    """A disk that is not mounted would make every object a lost one."""
    if objects and next(iter(store), None) is None:
        raise StorageUnavailable(
            f"{objects} objects are known and the store holds none: mount it, or `hoso objects restore` if it is lost"
        )


def _told(warehouse: Warehouse, site: Site, bad: Sequence[Known], objects: int, looked: int, size: int) -> FixityRun:
    with warehouse.changing() as change:
        numbers = {each.name.lower(): sum(one.condition is each for one in bad) for each in BAD}
        change.note("objects.checked", site.name, objects=objects, looked=looked, **numbers)
        troubles = tuple(
            Trouble(one.digest, one.condition, dossiers_with(change.connection, one.digest)) for one in bad
        )
    return FixityRun(objects, looked, size, troubles)
