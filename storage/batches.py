"""Batches: dossiers that are read together, bounded by their pages, for Airflow counts batches and not pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from errors import NotHeld
from storage.change import Change, id_from
from storage.schema import BATCH, BATCH_DOSSIER


@dataclass(frozen=True, slots=True)
class Batch:
    id: str
    dossier_ids: tuple[str, ...]
    pages: int


def parted(dossier_ids: Sequence[str], pages: Mapping[str, int], most: int) -> tuple[Batch, ...]:
    """Dossiers in their order, as many as fit `most` pages; one that is larger makes a batch of its own."""
    groups: list[list[str]] = []
    filled = 0
    for dossier_id in dict.fromkeys(dossier_ids):
        size = pages.get(dossier_id, 0)
        if not groups or filled + size > most:
            groups.append([])
            filled = 0
        groups[-1].append(dossier_id)
        filled += size
    return tuple(
        Batch(id_from("batch", *group), tuple(group), sum(pages.get(each, 0) for each in group)) for group in groups
    )


def save(change: Change, batches: Sequence[Batch]) -> None:
    """A batch of the same dossiers is the same batch."""
    for batch in batches:
        row = {"id": batch.id, "pages": batch.pages, "made_at": change.now}
        new = insert(BATCH).values(row).on_conflict_do_nothing().returning(BATCH.c.id)
        if change.connection.execute(new).first() is None:
            continue
        for position, dossier_id in enumerate(batch.dossier_ids, start=1):
            place = {"batch_id": batch.id, "position": position, "dossier_id": dossier_id}
            change.connection.execute(BATCH_DOSSIER.insert().values(place))
        change.note("batch.planned", batch.id, dossiers=len(batch.dossier_ids), pages=batch.pages)


def dossier_ids(connection: Connection, batch_id: str) -> tuple[str, ...]:
    """Raises NotHeld."""
    chosen = select(BATCH_DOSSIER.c.dossier_id).where(BATCH_DOSSIER.c.batch_id == batch_id)
    found = tuple(connection.execute(chosen.order_by(BATCH_DOSSIER.c.position)).scalars())
    if not found:
        raise NotHeld(f"no batch {batch_id} is held")
    return found
