"""Erasure by destroying a key: whatever was sealed under it is gone, in every row, object, copy and replica.

The row of the key stays, without the key, and says when. Who may be erased is not asked here: see retention.
"""

from dataclasses import dataclass

from sqlalchemy import event, select

from errors import NotHeld
from storage.change import Change
from storage.plain import plain
from storage.schema_keys import DATA_KEY
from storage.sealing import key_rows, late
from storage.sealing.master import Master
from storage.sealing.owner import LOOKUP, Owner
from storage.sealing.sealer import vault_of


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was destroyed."""

    owner: str
    keys: int  # versions; 0: all of them had been destroyed before


def erase(change: Change, owner: Owner, reason: str) -> Erasure:
    """Destroy every key of the owner when this change is committed; not to be undone.

    `reason`: a code, of the rule or the order that wants it; it goes into the audit. Values then raise Erased, here at
    once and in other processes within `storage.sealing.vault.KEY_LIFE_S`; nothing more is written under the key by
    anybody (`storage.sealing.late`). Raises NotHeld where nothing was ever sealed for the owner,
    ValueError for a reason that is no code.
    """
    if owner == LOOKUP:
        raise ValueError("the key of the look-ups is no owner's")
    reason = plain(reason)
    ours = DATA_KEY.c.owner == str(owner)
    known = change.connection.execute(select(DATA_KEY.c.id).where(ours).with_for_update()).all()
    if not known:
        raise NotHeld("nothing was ever sealed for this owner")
    late.erases(change.connection)
    gone = DATA_KEY.update().where(ours, DATA_KEY.c.wrapped.is_not(None))
    count = change.connection.execute(gone.values(wrapped=None, erased_at=change.now)).rowcount
    change.note("keys.erased", str(owner), reason=reason, keys=count)
    _forget_when_committed(change, owner)
    return Erasure(str(owner), count)


def begin_again(change: Change, master: Master, owner: Owner, reason: str) -> None:
    """Give an owner whose keys were destroyed a new one, for what is new; what was erased stays erased."""
    ours = DATA_KEY.c.owner == str(owner)
    rows = change.connection.execute(select(DATA_KEY).where(ours).with_for_update()).all()
    if not rows or any(row.wrapped is not None for row in rows):
        return
    key_rows.make(change.connection, master, [str(owner)], max(row.version for row in rows) + 1)
    change.note("keys.begun_again", str(owner), reason=reason)
    _forget_when_committed(change, owner)


def _forget_when_committed(change: Change, owner: Owner) -> None:
    """And at once: whoever fetched the key in between must lose it too."""
    vault = vault_of(change.connection.dialect)
    vault.forget([owner])

    @event.listens_for(change.connection, "commit", once=True)
    def forget_again(_: object) -> None:
        vault.forget([owner])
