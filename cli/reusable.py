"""What of one dossier's person need not be asked for again, for the demonstration's page."""

from dataclasses import dataclass
from datetime import date

from pipeline import System
from reuse.catalogue import catalogue, procedure
from reuse.held import held_of
from reuse.prefill import Filled, prefill
from reuse.sufficiency import sufficiency
from storage.of_person import of_person

SHOWN = ("1.004222", "1.000894")  # thường trú, kết hôn: what people come for next


@dataclass(frozen=True, slots=True)
class Reusable:
    """Of one procedure. Names components and labels, and holds no value."""

    code: str
    procedure: str
    not_asked: tuple[str, ...]  # components
    filled: tuple[str, ...]  # labels of fields of the form
    fields: int  # of the form


def reusable(dossier_id: str, system: System, on: date) -> tuple[Reusable, ...]:
    """Nothing as long as nobody knows whose dossier it is."""
    person_id = next((one.person_id for one in system.warehouse.records(dossier_id) if one.person_id), None)
    if person_id is None:
        return ()
    with system.warehouse.looking() as connection:
        held = held_of(of_person(connection, person_id, stands_on=on), catalogue().papers)
    found = []
    for code in SHOWN:
        chosen = procedure(code, on)
        fields = prefill(chosen, held, on)
        found.append(
            Reusable(
                code,
                chosen.name,
                tuple(one.component.name for one in sufficiency(chosen, on, held, {}).not_asked_again),
                tuple(one.field.label for one in fields if one.state is Filled.HELD),
                len(fields),
            )
        )
    return tuple(found)
