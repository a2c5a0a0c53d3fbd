"""Looking at what is about a person: each view is in the audit before anything of it is shown."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from fastapi import Request

from review.door import Officer, station_of, warehouse_of
from storage.audit.reading import ReadPurpose, note_reads, reading

_NO_PROCEDURE = "none"  # of a dossier that names none


def purpose_of(procedure: str, dossier_id: str = "") -> ReadPurpose:
    """Of one who checks a dossier of this procedure (its code in the national list, "" where it names none)."""
    return ReadPurpose(f"review:{procedure or _NO_PROCEDURE}", dossier_id)


def viewing(
    request: Request,
    officer: Officer,
    kind: str,
    subject: str,
    *,
    procedure: str = "",
    dossier_id: str = "",
    fields: Sequence[str] = (),
) -> AbstractContextManager[Any]:
    """Writes down that the officer looks at one thing, then gives the connection by which it is read.

    `kind`: "dossier", "question", "page", "record"; `subject`: its id of ours. Raises ReadNotLogged: then nothing is
    shown.
    """
    purpose = purpose_of(procedure, dossier_id)
    return reading(warehouse_of(request), purpose, kind, subject, reader=officer.staff_id, fields=fields)


def note_views(
    request: Request,
    officer: Officer,
    action: str,
    subjects: Iterable[str],
    *,
    procedure: str = "",
    dossier_id: str = "",
) -> None:
    """The same for many things that one page shows: a row each, before any of them is shown. Raises ReadNotLogged."""
    warehouse = station_of(request).warehouse
    note_reads(warehouse, purpose_of(procedure, dossier_id), action, subjects, reader=officer.staff_id)
