"""Where clients have their events sent, and how far each has got. Nothing is skipped: a subscription moves on only
over events that its receiver has taken, and waits where it stands for as long as the receiver is away.

A deliverer takes a lease before it sends and marks afterwards. One that is killed between leaves its lease to run out;
the next one sends the same events again, under the same ids.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Row, func, select, tuple_, update

from errors import MoveRefused, NotHeld
from storage.change import Change
from storage.outbox import Cursor
from storage.schema_subjects import WEBHOOK

LEASE = timedelta(seconds=120)  # longer than any one delivery may take


class WebhookState(Enum):
    """The value is what the operator reads."""

    ACTIVE = "Đang gửi sự kiện."
    PAUSED = "Tạm dừng: nơi nhận không nhận được. Không mất sự kiện nào; mở lại thì gửi tiếp từ chỗ đã dừng."
    ENDED = "Đã hủy."


@dataclass(frozen=True, slots=True)
class Webhook:
    id: str
    client_id: str
    address: str
    kinds: tuple[str, ...]  # names of `EventKind`
    batch: int  # events of one delivery
    state: WebhookState
    reason: str  # a code: why it is paused
    after: Cursor  # all up to here is delivered
    delivered: int
    attempts: int  # in vain since the last delivery
    failing_since: datetime | None
    next_at: datetime
    made_at: datetime


def subscribe(
    change: Change, client_id: str, address: str, kinds: Sequence[str], after: Cursor, *, batch: int = 1
) -> str:
    """Have the events after this one sent to an address; the subscription's id. The address has been checked."""
    webhook_id = str(uuid.uuid4())
    row = {
        "id": webhook_id,
        "client_id": client_id,
        "address": address,
        "kinds": list(kinds),
        "batch": batch,
        "state": WebhookState.ACTIVE.name,
        "after_xid": after.xid,
        "after_seq": after.seq,
        "next_at": change.now,
        "by": change.actor,
        "made_at": change.now,
        "changed_at": change.now,
    }
    change.connection.execute(WEBHOOK.insert().values(row))
    change.note("webhook.subscribed", webhook_id, client=client_id, kinds=list(kinds))
    return webhook_id


def resume(change: Change, webhook_id: str, client_id: str, after: Cursor | None = None) -> None:
    """Send again from where it stood, or from another place. Raises NotHeld, MoveRefused for one that is ended."""
    held = webhook(change.connection, webhook_id, client_id)
    if held.state is WebhookState.ENDED:
        raise _ended()
    place = {} if after is None else {"after_xid": after.xid, "after_seq": after.seq}
    _set(change, webhook_id, **_well(change.now), **place)
    change.note("webhook.resumed", webhook_id, client=client_id, elsewhere="yes" if after else None)


def end(change: Change, webhook_id: str, client_id: str) -> None:
    """No more is sent. Raises NotHeld, MoveRefused."""
    if webhook(change.connection, webhook_id, client_id).state is WebhookState.ENDED:
        raise _ended()
    _set(change, webhook_id, state=WebhookState.ENDED.name, lease=None, leased_until=None)
    change.note("webhook.ended", webhook_id, client=client_id)


def _ended() -> MoveRefused:
    return MoveRefused("the subscription is ended", WebhookState.ENDED.value)


def webhook(connection: Connection, webhook_id: str, client_id: str | None = None) -> Webhook:
    """`client_id`: whose it must be. Raises NotHeld."""
    chosen = select(WEBHOOK).where(WEBHOOK.c.id == webhook_id)
    row = connection.execute(chosen if client_id is None else chosen.where(WEBHOOK.c.client_id == client_id)).first()
    if row is None:
        raise NotHeld(f"no subscription {webhook_id} is held")
    return _webhook(row)


def webhooks(connection: Connection, client_id: str | None = None) -> tuple[Webhook, ...]:
    """In order of making."""
    chosen = select(WEBHOOK).order_by(WEBHOOK.c.made_at, WEBHOOK.c.id)
    if client_id is not None:
        chosen = chosen.where(WEBHOOK.c.client_id == client_id)
    return tuple(_webhook(row) for row in connection.execute(chosen))


def slowest(connection: Connection) -> Cursor | None:
    """Up to where every subscription that goes on has got: no event after it may be taken away. None: there is none."""
    chosen = select(WEBHOOK.c.after_xid, WEBHOOK.c.after_seq).where(WEBHOOK.c.state != WebhookState.ENDED.name)
    row = connection.execute(chosen.order_by(WEBHOOK.c.after_xid, WEBHOOK.c.after_seq).limit(1)).first()
    return None if row is None else Cursor(row.after_xid, row.after_seq)


# --- the deliverer


def due(connection: Connection, now: datetime) -> tuple[Webhook, ...]:
    """Those whose turn it is and that nobody is at, the longest waiting first."""
    free = (WEBHOOK.c.leased_until.is_(None)) | (WEBHOOK.c.leased_until <= now)
    chosen = select(WEBHOOK).where(WEBHOOK.c.state == WebhookState.ACTIVE.name, WEBHOOK.c.next_at <= now, free)
    return tuple(_webhook(row) for row in connection.execute(chosen.order_by(WEBHOOK.c.next_at, WEBHOOK.c.id)))


def take(connection: Connection, held: Webhook, now: datetime) -> str | None:
    """A lease; None where another was quicker or where it no longer stands as seen."""
    lease = str(uuid.uuid4())
    free = (WEBHOOK.c.leased_until.is_(None)) | (WEBHOOK.c.leased_until <= now)
    same = tuple_(WEBHOOK.c.after_xid, WEBHOOK.c.after_seq) == (held.after.xid, held.after.seq)
    ours = (WEBHOOK.c.id == held.id) & (WEBHOOK.c.state == WebhookState.ACTIVE.name) & free & same
    taken = update(WEBHOOK).where(ours).values(lease=lease, leased_until=now + LEASE).returning(WEBHOOK.c.id)
    return lease if connection.execute(taken).first() else None


def delivered(
    connection: Connection,
    webhook_id: str,
    lease: str,
    upto: Cursor,
    events: int,
    now: datetime,
    keep: str | None = None,
) -> bool:
    """The receiver has taken all up to here; False where the lease had run out or the subscription was changed.

    `keep`: the lease goes on, for something is still to be written under it.
    """
    values = _well(now) | {"after_xid": upto.xid, "after_seq": upto.seq, "delivered": WEBHOOK.c.delivered + events}
    del values["state"], values["changed_at"]
    if keep is not None:
        values |= {"lease": keep, "leased_until": now + LEASE}
    if not events:
        values = {name: values[name] for name in ("after_xid", "after_seq", "lease", "leased_until")}
    return _mark(connection, webhook_id, lease, values)


def failed(change: Change, held: Webhook, lease: str, reason: str, next_at: datetime, pause: bool) -> bool:
    """The receiver has not taken them. `reason`: a code. `pause`: tried for long enough, a person has to look."""
    values: dict[str, Any] = {
        "attempts": WEBHOOK.c.attempts + 1,
        "failing_since": func.coalesce(WEBHOOK.c.failing_since, change.now),
        "reason": reason,
        "next_at": next_at,
        "lease": None,
        "leased_until": None,
    }
    if pause:
        values |= {"state": WebhookState.PAUSED.name, "changed_at": change.now}
    marked = _mark(change.connection, held.id, lease, values)
    if marked and pause:
        change.note("webhook.paused", held.id, client=held.client_id, reason=reason)
    return marked


def _mark(connection: Connection, webhook_id: str, lease: str, values: dict[str, Any]) -> bool:
    ours = (WEBHOOK.c.id == webhook_id) & (WEBHOOK.c.lease == lease)
    marked = update(WEBHOOK).where(ours).values(values).returning(WEBHOOK.c.id)
    return connection.execute(marked).first() is not None


def _well(now: datetime) -> dict[str, Any]:
    well: dict[str, Any] = {"state": WebhookState.ACTIVE.name, "reason": "", "attempts": 0, "failing_since": None}
    return well | {"next_at": now, "lease": None, "leased_until": None, "changed_at": now}


def _set(change: Change, webhook_id: str, **values: Any) -> None:
    new = {"changed_at": change.now} | values
    change.connection.execute(update(WEBHOOK).where(WEBHOOK.c.id == webhook_id).values(new))


def _webhook(row: Row[Any]) -> Webhook:
    return Webhook(
        row.id,
        row.client_id,
        row.address,
        tuple(row.kinds),
        row.batch,
        WebhookState[row.state],
        row.reason,
        Cursor(row.after_xid, row.after_seq),
        row.delivered,
        row.attempts,
        row.failing_since,
        row.next_at,
        row.made_at,
    )
