"""The second copy: bring there what is missing, and bring back from there what was damaged or lost.

Both may be killed and run again at any time: an object is there whole or not at all, and nothing is done twice. Bytes
are proven against their digest before they go anywhere.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import groupby

from sqlalchemy import Connection

from errors import Erased, NotHeld, ObjectDamaged
from storage.fixity_rows import BAD, KEPT, Condition, Known, Site, count, enrol, enrol_named, found, in_order, one
from storage.objects import ObjectStore
from storage.warehouse import Warehouse

Progress = Callable[[int, int], None]
"""Called with the objects done and the objects in all."""


@dataclass(frozen=True, slots=True)
class Brought:
    copied: int
    unsound: tuple[str, ...]  # digests that could not be copied: damaged or lost where they should come from
    erased: int = 0  # were not, for their keys were destroyed


@dataclass(frozen=True, slots=True)
class Restored:
    restored: tuple[str, ...]  # digests, in order
    lost: tuple[str, ...]  # digests whose bytes are whole nowhere; those erased on purpose are not among them


def absent(ours: Iterable[str], theirs: Iterable[str]) -> Iterator[str]:
    """What is among ours and not among theirs; both in order, read once and at the same pace."""
    others = iter(theirs)
    other = next(others, None)
    for mine in ours:
        while other is not None and other < mine:
            other = next(others, None)
        if other != mine:
            yield mine


def bring_copies(
    warehouse: Warehouse, store: ObjectStore, copy: ObjectStore, progress: Progress = lambda done, total: None
) -> Brought:
    """Put into the second copy what it lacks, legal holds with it. What is damaged there is `restore`'s, once a fixity
    run has found it."""
    total = sum(1 for _ in absent(store, copy))
    copied, erased, unsound = 0, 0, list[str]()
    for digest in absent(store, copy):
        try:
            copy.put(store.get(digest))
            _hold_as(store, copy, digest)
            copied += 1
        except Erased:
            erased += 1
        except (ObjectDamaged, NotHeld) as error:
            _note_unsound(warehouse, digest, error)
            unsound.append(digest)
        progress(copied + erased + len(unsound), total)
    if copied or unsound:
        with warehouse.changing() as change:
            change.note("objects.copied", Site.COPY.name, copied=copied, unsound=len(unsound))
    return Brought(copied, tuple(unsound), erased)


def restore(
    warehouse: Warehouse,
    store: ObjectStore,
    other: ObjectStore,
    site: Site,
    progress: Progress = lambda done, total: None,
) -> Restored:
    """Bring back into `store`, which is `site`, what is damaged or lost there, from the other site.

    Damaged is what a fixity run found so; lost is also what is known, or held by the other, and not there now.
    """
    with warehouse.changing() as change:
        if site is Site.ORIGINALS:
            enrol_named(change)
            enrol(change, site, other)
    restored, lost = list[str](), list[str]()
    with warehouse.looking() as connection:
        total = sum(1 for _ in _wanting(connection, site, store))
        for digest in _wanting(connection, site, store):
            now = _brought_back(warehouse, store, other, site, digest)
            {Condition.WHOLE: restored, Condition.MISSING: lost}.get(now, []).append(digest)
            progress(len(restored) + len(lost), total)
    if restored or lost:
        with warehouse.changing() as change:
            change.note("objects.restored", site.name, restored=len(restored), lost=len(lost))
    return Restored(tuple(restored), tuple(lost))


def known_bad(warehouse: Warehouse, site: Site) -> int:
    """How many were last found damaged or missing."""
    with warehouse.looking() as connection:
        return count(connection, site, *BAD)


def _wanting(connection: Connection, site: Site, store: ObjectStore) -> Iterator[str]:
    """What was last found damaged or missing, and what is known and not there: in order, each once."""
    gone = absent(in_order(connection, site, *KEPT), store)
    return (digest for digest, _ in groupby(merge(in_order(connection, site, *BAD), gone)))


def _brought_back(warehouse: Warehouse, store: ObjectStore, other: ObjectStore, site: Site, digest: str) -> Condition:
    """WHOLE where it was; MISSING where its bytes are whole nowhere; ERASED where nobody can open them any more."""
    content = _sound_bytes(digest, store, other)
    if isinstance(content, bytes):
        store.mend(content)
        _hold_as(other, store, digest)
    with warehouse.changing() as change:
        before = one(change.connection, site, digest) or Known(digest, Condition.UNSEEN)
        if isinstance(content, bytes):
            found(change, site, before, Condition.WHOLE, len(content))
            change.note("object.restored", digest, site=site.name)
        elif content is Condition.ERASED or before.condition not in BAD:
            found(change, site, before, content)
    return Condition.WHOLE if isinstance(content, bytes) else content


def _sound_bytes(digest: str, *stores: ObjectStore) -> bytes | Condition:
    """From the first that has them: a store that locks may keep an earlier version of what was written over."""
    why = Condition.MISSING
    for each in stores:
        try:
            return each.get(digest)
        except (NotHeld, ObjectDamaged):
            continue
        except Erased:
            why = Condition.ERASED
    return why


def _hold_as(source: ObjectStore, target: ObjectStore, digest: str) -> None:
    """A legal hold goes wherever its object goes."""
    if source.on_hold(digest):
        target.hold(digest)


def _note_unsound(warehouse: Warehouse, digest: str, error: Exception) -> None:
    now = Condition.DAMAGED if isinstance(error, ObjectDamaged) else Condition.MISSING
    with warehouse.changing() as change:
        enrol(change, Site.ORIGINALS, (digest,))
        before = one(change.connection, Site.ORIGINALS, digest) or Known(digest, Condition.UNSEEN)
        found(change, Site.ORIGINALS, before, now)
