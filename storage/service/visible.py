"""Which events a client is told of: those of its own offices' dossiers, of people whose data it has read, and recalls
of what it has read itself; and of these only the kinds that its scopes reach."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from storage.offices import among
from storage.outbox import Event, EventKind
from storage.schema import AUDIT, DOSSIER
from storage.schema_service import SERVICE_CLIENT

EVENTS, RECORDS = "events:read", "records:read"


@dataclass(frozen=True, slots=True)
class Listener:
    """A client, as far as events need to know it."""

    client_id: str
    offices: frozenset[str]
    scopes: frozenset[str]

    @property
    def listens(self) -> bool:
        return EVENTS in self.scopes

    def reaches(self, kind: str) -> bool:
        """Whether it may see anything of such a record at all."""
        prefix = "person." if kind == "person" else f"document.{kind}."
        return RECORDS in self.scopes or any(one.startswith(prefix) for one in self.scopes)

    def of_office(self, office: str) -> bool:
        return among(office, self.offices)


def listener(connection: Connection, client_id: str) -> Listener | None:
    """As it is registered now; None for one that is not, or no more."""
    table = SERVICE_CLIENT.c
    chosen = select(table.offices, table.scopes).where(table.id == client_id, table.revoked_at.is_(None))
    row = connection.execute(chosen).first()
    return None if row is None else Listener(client_id, frozenset(row.offices), frozenset(row.scopes))


def organisations(connection: Connection, client_ids: Iterable[str]) -> Mapping[str, str]:
    """Of which organisation each client is; nothing of who is no client."""
    table = SERVICE_CLIENT.c
    rows = connection.execute(select(table.id, table.organisation).where(table.id.in_(set(client_ids))))
    return {row.id: row.organisation for row in rows}


def visible(connection: Connection, to: Listener, events: Sequence[Event], kinds: Sequence[str] = ()) -> list[Event]:
    """In their order. `kinds`: names of EventKind that are wanted; none: all."""
    wanted = [one for one in events if not kinds or one.kind.name in kinds]
    recalls = [one for one in wanted if one.kind is EventKind.RECALLED and one.codes.get("client") == to.client_id]
    others = [one for one in wanted if one.kind is not EventKind.RECALLED and to.reaches(one.codes.get("kind", ""))]
    offices = _offices(connection, others)
    read = _read(connection, to.client_id, others)
    shown = {one.cursor for one in recalls}
    for one in others:
        ours = to.of_office(offices.get(one.codes.get("dossier", ""), ""))
        if ours or one.person_id in read or one.record_id in read:
            shown.add(one.cursor)
    return [one for one in wanted if one.cursor in shown]


def _offices(connection: Connection, events: Sequence[Event]) -> dict[str, str]:
    ids = {one.codes["dossier"] for one in events if "dossier" in one.codes}
    if not ids:
        return {}
    rows = connection.execute(select(DOSSIER.c.id, DOSSIER.c.receiving_office).where(DOSSIER.c.id.in_(ids)))
    return {row.id: row.receiving_office or "" for row in rows}


def _read(connection: Connection, client_id: str, events: Sequence[Event]) -> set[str]:
    """Of these people and records those that the client has read."""
    ids = {one for event in events for one in (event.person_id, event.record_id) if one}
    if not ids:
        return set()
    ours = (AUDIT.c.actor == client_id) & AUDIT.c.action.like("%.read") & AUDIT.c.subject.in_(ids)
    return set(connection.execute(select(AUDIT.c.subject).where(ours).distinct()).scalars())
