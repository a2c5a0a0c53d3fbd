"""A read that cannot be logged is refused: the row of the audit is committed before a value is given out."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from errors import DossierError, ReadNotLogged
from storage.warehouse import Warehouse

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:/-]{0,99}")
_PERSONAL = re.compile(r"(?<!\d)\d{9,12}(?!\d)")  # as a personal number or a phone would stand


@dataclass(frozen=True, slots=True)
class ReadPurpose:
    """Why somebody may see a value. Codes and ids only: they go into the audit as they are."""

    procedure: str  # its code in the national list
    dossier_id: str = ""  # the open dossier that needs it
    basis: str = ""  # legal basis, as a code: "ND-61-2018:23"

    def __post_init__(self) -> None:
        for value in (self.procedure, *filter(None, (self.dossier_id, self.basis))):
            plain(value)


@contextmanager
def reading(
    warehouse: Warehouse,
    purpose: ReadPurpose,
    kind: str,
    subject: str,
    *,
    reader: str,
    fields: Sequence[str] = (),
) -> Iterator[Connection]:
    """Writes down who reads what and why; only when that is committed is there a connection to read by.

    `kind`: of what is read, "record"; `subject`: its id of ours, never a personal value; `reader`: staff or client id;
    `fields`: names of those read, none meaning all. Raises ReadNotLogged when the row could not be written: then
    nothing may be given out. Raises ValueError for a subject that is no id.
    """
    try:
        with warehouse.changing(reader) as change:
            change.note(
                f"{plain(kind)}.read",
                plain(subject),
                procedure=purpose.procedure,
                dossier=purpose.dossier_id or None,
                basis=purpose.basis or None,
                fields=[plain(field) for field in fields],
            )
    except DossierError as error:
        raise ReadNotLogged(f"the audit took no row ({type(error).__name__}), so nothing is shown: {error}") from error
    with warehouse.looking() as connection:
        yield connection


def plain(value: str) -> str:
    """The value, when it is a code or an id of ours. Raises ValueError, without it, for what may be personal."""
    if not _CODE.fullmatch(value) or (not _is_id(value) and _PERSONAL.search(value)):
        raise ValueError("what goes into the audit is a code or an id of ours")
    return value


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return bool(re.fullmatch(r"[0-9a-f]{64}", value))  # digest
    return True
