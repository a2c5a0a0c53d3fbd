"""Clients of the reuse service: systems of organisations, with their public keys. No shared secret is kept anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.postgresql import insert

from errors import ClientRefused, DossierError, NotHeld
from storage.change import Change
from storage.schema_service import SERVICE_CLIENT, SERVICE_CLIENT_KEY


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much a client may ask for. Defaults are those of a one-stop counter of a commune."""

    reads_per_day: int = 20_000
    reads_per_subject: int = 60
    reads_per_purpose: int = 120
    subjects_alert: int = 2_000
    requests_per_minute: int = 1_200


@dataclass(frozen=True, slots=True)
class ClientKey:
    """One public key; it counts from `valid_from` until before `valid_to`."""

    kid: str
    jwk: Mapping[str, Any]
    algorithm: str  # "ES256"
    valid_from: datetime
    valid_to: datetime | None = None

    def valid(self, at: datetime) -> bool:
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


@dataclass(frozen=True, slots=True)
class Client:
    id: str
    organisation: str
    offices: tuple[str, ...]
    procedures: tuple[str, ...]
    scopes: tuple[str, ...]
    keys: tuple[ClientKey, ...]
    allowance: Allowance = Allowance()
    proof_needed: bool = False  # tokens only to who proves to hold a key at each request (DPoP)
    revoked_at: datetime | None = None

    def key(self, kid: str, at: datetime) -> ClientKey | None:
        """The key of that name, if it counts at that time."""
        return next((one for one in self.keys if one.kid == kid and one.valid(at)), None)


def add(change: Change, client: Client) -> None:
    """Register a client. Raises ClientRefused where the name is taken: a revoked name is never given again."""
    row = _row(client) | {"id": client.id, "made_at": change.now, "changed_at": change.now}
    made = insert(SERVICE_CLIENT).values(row).on_conflict_do_nothing().returning(SERVICE_CLIENT.c.id)
    if change.connection.execute(made).first() is None:
        raise ClientRefused(f"a client is called {client.id} already, or was: another name")
    _put_keys(change, client.id, client.keys)
    kids = [one.kid for one in client.keys]
    change.note("client.add", client.id, scopes=list(client.scopes), offices=list(client.offices), keys=kids)


def set_scopes(change: Change, client_id: str, scopes: Sequence[str]) -> None:
    """What the client may from now on; tokens that are out lose at once what is taken away. Raises NotHeld."""
    _update(change, client_id, {"scopes": list(scopes)})
    change.note("client.scopes", client_id, scopes=list(scopes))


def rotate(change: Change, client_id: str, keys: Sequence[ClientKey], until: datetime) -> None:
    """Add keys; those of before count until a day only. Raises NotHeld, and DossierError for a name of a key that
    stands already."""
    before = client(change.connection, client_id)
    taken = {one.kid for one in before.keys} & {one.kid for one in keys}
    if taken:
        raise DossierError(f"client {client_id} has a key of that name already: give the new key a name of its own")
    table = SERVICE_CLIENT_KEY.c
    ending = (table.valid_to.is_(None)) | (table.valid_to > until)
    change.connection.execute(
        update(SERVICE_CLIENT_KEY).where(table.client_id == client_id, ending).values(valid_to=until)
    )
    _put_keys(change, client_id, keys)
    _update(change, client_id, {})
    change.note("client.rotate", client_id, keys=[one.kid for one in keys], until=until.isoformat())


def revoke(change: Change, client_id: str, reason: str) -> None:
    """The client may nothing more, from this moment on. Raises NotHeld. `reason`: a code or short sentence without
    any personal value."""
    _update(change, client_id, {"revoked_at": change.now})
    change.note("client.revoke", client_id, reason=reason)


def client(connection: Connection, client_id: str) -> Client:
    """Raises NotHeld."""
    found = clients(connection, client_id)
    if not found:
        raise NotHeld("no client is registered under this name")
    return found[0]


def clients(connection: Connection, client_id: str | None = None) -> tuple[Client, ...]:
    """All, also revoked ones, by name; or the one of a name."""
    chosen = select(SERVICE_CLIENT).order_by(SERVICE_CLIENT.c.id)
    keys = select(SERVICE_CLIENT_KEY).order_by(SERVICE_CLIENT_KEY.c.valid_from, SERVICE_CLIENT_KEY.c.kid)
    if client_id is not None:
        chosen = chosen.where(SERVICE_CLIENT.c.id == client_id)
        keys = keys.where(SERVICE_CLIENT_KEY.c.client_id == client_id)
    found = [_client(row) for row in connection.execute(chosen)]
    held: dict[str, list[ClientKey]] = {}
    for row in connection.execute(keys) if found else ():
        one = ClientKey(row.kid, row.jwk, row.algorithm, row.valid_from, row.valid_to)
        held.setdefault(row.client_id, []).append(one)
    return tuple(replace(one, keys=tuple(held.get(one.id, ()))) for one in found)


def _update(change: Change, client_id: str, values: Mapping[str, Any]) -> None:
    chosen = update(SERVICE_CLIENT).where(SERVICE_CLIENT.c.id == client_id)
    if not change.connection.execute(chosen.values(changed_at=change.now, **values)).rowcount:
        raise NotHeld("no client is registered under this name")


def _put_keys(change: Change, client_id: str, keys: Sequence[ClientKey]) -> None:
    for one in keys:
        row = {
            "client_id": client_id,
            "kid": one.kid,
            "jwk": dict(one.jwk),
            "algorithm": one.algorithm,
            "valid_from": one.valid_from,
            "valid_to": one.valid_to,
            "made_at": change.now,
        }
        change.connection.execute(SERVICE_CLIENT_KEY.insert().values(row))


def _row(client: Client) -> dict[str, Any]:
    may = client.allowance
    return {
        "organisation": client.organisation,
        "offices": list(client.offices),
        "procedures": list(client.procedures),
        "scopes": list(client.scopes),
        "proof_needed": client.proof_needed,
        **{name: getattr(may, name) for name in Allowance.__slots__},
    }


def _client(row: Row[Any]) -> Client:
    return Client(
        row.id,
        row.organisation,
        tuple(row.offices),
        tuple(row.procedures),
        tuple(row.scopes),
        (),
        Allowance(**{name: getattr(row, name) for name in Allowance.__slots__}),
        row.proof_needed,
        row.revoked_at,
    )
