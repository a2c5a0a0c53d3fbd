"""Looking at what is about a person: each view is in the audit before anything of it is shown."""

import hmac
import re
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from fastapi import Request

from review.door import Officer, station_of, warehouse_of
from storage.audit.reading import ReadPurpose, note_reads, reading

_NO_PROCEDURE, _NO_CODE = "none", "no-code"  # of a dossier that names none, or names it otherwise than by its code
_CODE = re.compile(r"\d{1,2}\.\d{6}(\.[0-9A-Z]{1,3}){0,5}", re.ASCII)


def purpose_of(procedure: str, dossier_id: str = "") -> ReadPurpose:
    """Of one who checks a dossier of this procedure (its code in the national list, "" where it names none). What was
    sent as a code and is none does not go into the audit: the dossier says it."""
    told = procedure if _CODE.fullmatch(procedure) else _NO_CODE if procedure else _NO_PROCEDURE
    return ReadPurpose(f"review:{told}", dossier_id)


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


def seen_mark(request: Request, officer: Officer, subject: str) -> str:
    """Stands in the addresses of the pictures of what was just written down as looked at, for this session alone:
    whoever comes without it is written down anew."""
    return station_of(request).mark("seen", officer.session.digest.hex(), subject)[:32]


def was_seen(request: Request, officer: Officer, subject: str, told: str) -> bool:
    return hmac.compare_digest(told.encode(), seen_mark(request, officer, subject).encode())


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
