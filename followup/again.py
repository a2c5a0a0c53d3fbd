"""Matching again by itself: which dossiers a changed register may decide otherwise, and what an equal result is."""

from dataclasses import replace

from matching.codec import to_json
from matching.resolution import Resolution
from storage import asked_again
from storage.asked_again import Cause
from storage.warehouse import Warehouse


def register_changed(register: str, key: str, warehouse: Warehouse) -> int:
    """Have every dossier matched again by the next run whose result hangs on this register; how many.

    `register`: "population" or "telco". `key`: what it holds now: version or digest of the extract; the same again asks
    for nothing.
    """
    with warehouse.changing() as change:
        return asked_again.ask_all(change, register, Cause.NEW_EXTRACT, key)


def match_again(dossier_id: str, key: str, person: str, warehouse: Warehouse) -> bool:
    """A member of staff has one dossier matched again. `key`: of the wish; the same again asks for nothing."""
    with warehouse.changing(person) as change:
        return asked_again.ask(change, dossier_id, Cause.ASKED_BY_STAFF, key)


def asked_again_parts(dossier_id: str, warehouse: Warehouse) -> tuple[str, ...]:
    """What goes into the key of a dossier's matching beside its claim: nothing, as long as nobody asked again."""
    with warehouse.looking() as connection:
        number = asked_again.number(connection, dossier_id)
    return (f"asked again {number}",) if number else ()


def waiting(warehouse: Warehouse) -> tuple[str, ...]:
    """Ids of the dossiers that the next run has to match again."""
    with warehouse.looking() as connection:
        return asked_again.waiting(connection)


def note_answered(dossier_id: str, warehouse: Warehouse, changed: bool | None = None) -> None:
    """A dossier that was asked for was matched again. `changed`: whether its result is another; None: not known."""
    with warehouse.changing() as change:
        asked_again.answered(change, dossier_id, changed=changed)


def result_of(resolution: Resolution) -> str:
    """All of a resolution that anything follows from, as text; without its weights, which move with the register's
    size. It holds personal values."""
    return to_json(replace(resolution, comparisons=(), weight=0.0))
