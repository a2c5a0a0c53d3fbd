"""What letters and lists are made from: dossiers of the warehouse, opened for one command."""

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from errors import NotHeld

if TYPE_CHECKING:
    from followup.cases import Case
    from pipeline import System


@contextmanager
def opened() -> "Iterator[System]":
    """The system of the settings, with whatever has to be started for it."""
    import pipeline
    from cli.embedded import embedded
    from settings import read_settings

    with embedded(read_settings()) as settings, pipeline.open_system(settings) as system:
        yield system


def cases(system: "System", wanted: Sequence[str] = ()) -> "list[Case]":
    """The dossiers of these codes or ids, in their order; all of them where none is named. Raises NotHeld."""
    from followup.cases import Case
    from pipeline import fused_claim

    return [
        Case(system.warehouse.dossier(one), fused_claim(one, system).claim, system.warehouse.resolution(one))
        for one in ids_of(wanted, system)
    ]


def note_use(system: "System", action: str, dossier_ids: Sequence[str]) -> None:
    """Write down that personal data left the warehouse on paper: who, when, of which dossiers."""
    with system.warehouse.changing(getpass.getuser()) as change:
        for one in dict.fromkeys(dossier_ids):
            change.note(action, one)


def ids_of(wanted: Sequence[str], system: "System") -> list[str]:
    """Ids of the dossiers meant. Raises NotHeld for a name that no dossier has."""
    held = system.warehouse.dossiers()
    if not wanted:
        return [one.id for one in held]
    found = []
    for name in wanted:
        meant = [one.id for one in held if name in (one.id, one.manifest.dossier_code)]
        if not meant:
            raise NotHeld("no dossier is held under one of the codes or ids given")
        found += meant
    return list(dict.fromkeys(found))
