"""A read that cannot be logged is refused: the row of the audit is committed before a value is given out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from errors import DossierError, ReadNotLogged
from storage.change import Change
from storage.plain import plain
from storage.warehouse import Warehouse

Read = TypeVar("Read")


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
    note_reads(warehouse, purpose, f"{kind}.read", [subject], reader=reader, fields=fields)
    with warehouse.looking(purpose.procedure) as connection:
        yield connection


def read_logged(
    warehouse: Warehouse,
    purpose: ReadPurpose,
    kind: str,
    subject: str,
    load: Callable[[Connection], Read],
    *,
    reader: str,
    fields: Sequence[str] = (),
) -> Read:
    """What `load` reads, given out once the row about it is committed: both are of one transaction.

    The rest is as for `reading`, which is for what is read bit by bit. Where `load` itself raises, nothing was given
    out, and no row says so.
    """
    loading = False
    try:
        with warehouse.changing(reader, purpose.procedure) as change:
            _note(change, purpose, f"{kind}.read", [subject], fields)
            loading = True
            found = load(change.connection)
            loading = False
    except DossierError as error:
        if loading:
            raise
        raise _unlogged(error) from error
    return found


def note_reads(
    warehouse: Warehouse,
    purpose: ReadPurpose,
    action: str,
    subjects: Iterable[str],
    *,
    reader: str,
    fields: Sequence[str] = (),
) -> None:
    """Writes down the read of many before any of it is shown: a row each, all of them or none.

    `action`: "dossier.read", or what is done with what is read, "letter.written". Raises as `reading` does.
    """
    try:
        with warehouse.changing(reader) as change:
            _note(change, purpose, action, subjects, fields)
    except DossierError as error:
        raise _unlogged(error) from error


def _note(change: Change, purpose: ReadPurpose, action: str, subjects: Iterable[str], fields: Sequence[str]) -> None:
    details: dict[str, str | list[str] | None] = {
        "procedure": purpose.procedure,
        "dossier": purpose.dossier_id or None,
        "basis": purpose.basis or None,
        "fields": [plain(field) for field in fields],
    }
    named = [plain(subject) for subject in dict.fromkeys(subjects)]
    change.note_all([change.noted(plain(action), subject, **details) for subject in named])


def _unlogged(error: DossierError) -> ReadNotLogged:
    return ReadNotLogged(f"the audit took no row ({type(error).__name__}), so nothing is shown: {error}")
