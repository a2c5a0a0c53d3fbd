"""Removing the bytes of objects whose keys were destroyed, as far as their stores let go of them.

The erased key suffices: bytes that a store still locks are noise, and go when their lock ends.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from errors import NotGranted, NotHeld, ObjectProtected
from storage.erasure import holders_of
from storage.fixity_rows import forget
from storage.objects import ObjectStore
from storage.sealing.owner import of_object
from storage.sealing.shut import shut
from storage.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Removed:
    removed: int  # objects of which no byte is left anywhere
    locked: int  # that a store still keeps, unreadable


def remove_erased(warehouse: Warehouse, stores: Sequence[ObjectStore], digests: Iterable[str]) -> Removed:
    """`digests`: of objects that were erased. Safe to run again, also years later: what was handed in anew since then
    has another key, and stays.
    """
    with warehouse.looking() as connection:
        wanted = sorted(one.id for one in shut(connection, map(of_object, digests)))
    locked = {digest for store in stores for digest in wanted if not _let_go(store, digest)}
    gone = [digest for digest in wanted if digest not in locked]
    with warehouse.changing() as change:
        named = holders_of(change.connection, gone)
        change.note("objects.removed", "erased", removed=len(gone), locked=len(locked))
    # what the warehouse still names stays known as erased, or it would be missed at the next look; and so does all
    # of it where this is not the owner, who alone deletes
    with suppress(NotGranted), warehouse.changing() as change:
        forget(change, [digest for digest in gone if not named[digest]])
    return Removed(len(gone), len(locked))


def _let_go(store: ObjectStore, digest: str) -> bool:
    try:
        store.remove(digest)
    except NotHeld:
        return True
    except ObjectProtected:
        return False
    return True
