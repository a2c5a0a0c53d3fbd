"""Legal holds on a person, a dossier or an object: while one stands, nothing of theirs is erased, whatever its term."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Select, or_, select

from errors import NotHeld
from storage.change import Change
from storage.plain import DIGEST, is_id
from storage.schema_retention import LEGAL_HOLD, LEGAL_HOLD_RELEASE
from storage.sealing.owner import Owner, OwnerKind

BASIS = re.compile(r"[0-9A-Za-zĐđƯưÔô][0-9A-Za-zĐđƯưÔô./-]{0,39}")  # number of a paper: no words, so no name
_NUMBER = re.compile(r"\d{9,}")  # as a personal number would stand
HELD_KINDS = (OwnerKind.PERSON, OwnerKind.DOSSIER, OwnerKind.OBJECT)


@dataclass(frozen=True, slots=True)
class Hold:
    id: str
    what: str  # an owner as text
    basis: str
    until: date | None  # last day; None: until it is released
    since: datetime
    by: str


def owner_in(text: str) -> Owner:
    """ "dossier:<id>" as an owner. Raises ValueError for what cannot be held or erased."""
    kind, _, name = text.partition(":")
    found = next((one for one in HELD_KINDS if one.value == kind), None)
    fits = DIGEST.fullmatch(name) if found is OwnerKind.OBJECT else is_id(name)
    if found is None or not fits:
        raise ValueError("person:<id>, dossier:<id> or object:<digest>")
    return Owner(found, name)


def checked_basis(basis: str) -> str:
    """Raises ValueError for what is not the number of a paper."""
    if not BASIS.fullmatch(basis) or _NUMBER.search(basis):
        raise ValueError("the number of a decision or letter: letters, digits, / . - only")
    return basis


def hold(change: Change, what: Owner, reason: str, until: date | None = None) -> str:
    """Its id. `reason`: number of the decision or letter that asks for it; `until`: the last day."""
    hold_id = str(uuid.uuid4())
    row = {"id": hold_id, "what": str(what), "basis": checked_basis(reason), "until": until}
    change.connection.execute(LEGAL_HOLD.insert().values(**row, by=change.actor, made_at=change.now))
    change.note("hold.set", str(what), hold=hold_id, basis=reason, until=until.isoformat() if until else None)
    return hold_id


def release(change: Change, hold_id: str, reason: str) -> None:
    """End one hold; those beside it stand. Raises NotHeld where none of this id stands."""
    chosen = _standing(change.today).where(LEGAL_HOLD.c.id == hold_id).with_for_update(of=LEGAL_HOLD)
    row = change.connection.execute(chosen).first()
    if row is None:
        raise NotHeld(f"no hold {hold_id} stands")
    values = {"hold_id": hold_id, "basis": checked_basis(reason), "by": change.actor, "made_at": change.now}
    change.connection.execute(LEGAL_HOLD_RELEASE.insert().values(values))
    change.note("hold.released", row.what, hold=hold_id, basis=reason)


def holds(connection: Connection, on: date, what: Iterable[Owner] | None = None) -> tuple[Hold, ...]:
    """Those that stand on a day, the oldest first: of these owners, or all."""
    chosen = _standing(on)
    if what is not None:
        chosen = chosen.where(LEGAL_HOLD.c.what.in_([str(one) for one in what]))
    rows = connection.execute(chosen.order_by(LEGAL_HOLD.c.made_at, LEGAL_HOLD.c.id))
    return tuple(Hold(row.id, row.what, row.basis, row.until, row.made_at, row.by) for row in rows)


def _standing(on: date) -> Select[tuple[object, ...]]:
    released = select(LEGAL_HOLD_RELEASE.c.hold_id).where(LEGAL_HOLD_RELEASE.c.hold_id == LEGAL_HOLD.c.id).exists()
    return select(LEGAL_HOLD).where(~released, or_(LEGAL_HOLD.c.until.is_(None), LEGAL_HOLD.c.until >= on))
