"""Which dossiers go on because people answered what was asked of them, and the moment from which the answers count."""

from datetime import UTC, datetime, timedelta

from followup.put_aside import put_aside
from storage.quality.judging import judge
from storage.review import effects
from storage.warehouse import Warehouse

GRACE = effects.GRACE


def heed(dossier_id: str, warehouse: Warehouse) -> bool:
    """Put the answers of a dossier into effect; nothing where a question is open still. False where that breaks: the
    dossier is put aside, its answers are kept, and the next run tries again."""
    with put_aside("go_on", dossier_id, warehouse), warehouse.changing() as change:
        effects.apply(change, dossier_id)
        return True
    return False  # what broke is put aside


def heed_all(warehouse: Warehouse) -> None:
    """Of every dossier of which all is answered, and nobody answered within the grace."""
    with warehouse.looking() as connection:
        ids = effects.ready(connection, datetime.now(UTC))
    for dossier_id in ids:
        heed(dossier_id, warehouse)


def to_go_on(warehouse: Warehouse, grace: timedelta = GRACE) -> tuple[str, ...]:
    """Ids of those dossiers, and of those with whose answers a run was killed or a register did not answer.

    Before that the answers to questions of control are judged: of a sample that proves wrong the answer counts, too.
    """
    with warehouse.changing() as change:
        judge(change, grace)
    now = datetime.now(UTC)
    with warehouse.looking() as connection:
        return tuple(dict.fromkeys((*effects.ready(connection, now, grace), *effects.interrupted(connection, now))))
