"""What letters and lists are made from: dossiers of the warehouse, opened for one command."""

import getpass
from collections.abc import Iterable, Iterator, Sequence
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


def note_reads(system: "System", action: str, subjects: Iterable[str]) -> None:
    """Write down what who sits here is about to be shown, or takes out on paper: "dossier.read" of these ids.

    Raises ReadNotLogged: then nothing may be shown.
    """
    from storage.audit import reading

    purpose = reading.ReadPurpose(system.settings.procedure)
    reading.note_reads(system.warehouse, purpose, action, subjects, reader=getpass.getuser())


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
