"""What was erased and is handed in again: refused, until an officer lets it come, and then a dossier of its own."""

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import Connection, text

from errors import ErasedBefore, StorageUnavailable
from storage.change import Change, id_from
from storage.sealing.owner import of_dossier, of_object
from storage.sealing.sealer import vault_of
from storage.sealing.shut import begun_again, shut

_INTAKE_LOCK = 7203002


class Overtaken(StorageUnavailable):
    """Files of a dossier were erased with another dossier while it was taken in: take it in again."""


def identity(connection: Connection, digest: str) -> str:
    """Under which digest content is taken in: its own. Where its dossier was erased and an officer lets it come again,
    another one, made from it and the number of the key that was begun: what was erased stays what it is.

    Raises ErasedBefore where nobody let it come.
    """
    dossier_id = id_from("dossier", digest)
    number = begun_again(connection, of_dossier(dossier_id))
    if number is None:
        raise ErasedBefore(dossier_id)
    return identity(connection, sha256(f"{digest}\n{number}".encode()).hexdigest()) if number else digest


def note_refused(change: Change, dossier_id: str) -> None:
    """Write down that an erased dossier was handed in again and not taken in."""
    change.note("dossier.refused", dossier_id, why="ERASED")


def alone_with_intakes(connection: Connection) -> None:
    """Until the transaction ends no dossier is taken in."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _INTAKE_LOCK})


def refuse_overtaken(connection: Connection, files: Iterable[str | None]) -> None:
    """Raises Overtaken where one of these objects can no longer be opened, and forgets every key that is remembered."""
    if shut(connection, (of_object(one) for one in files if one)):
        vault_of(connection.dialect).forget()
        raise Overtaken("files of this dossier were erased with another while it was taken in: run it again")
