"""Whether a record still holds: closed words, the moves between them, and each move as a row that stays.

A paper ends by what somebody does (it is revoked, another takes its place), by its own last day, or by law. The first
is written; the others follow from its days. MOVES is the whole table of what may be written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Row, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY

from errors import NotHeld, StateRefused
from storage.change import Change
from storage.descriptions import Days, days_of
from storage.outbox import EventKind, announce
from storage.schema import RECORD
from storage.schema_records import RECORD_STATE


class RecordState(Enum):
    """The value is what the clerk reads. No law names a closed list; these are the words of the laws on each paper."""

    VALID = "còn giá trị"
    EXPIRED = "đã hết thời hạn ghi trên giấy"
    REVOKED = "đã bị thu hồi hoặc hủy bỏ"
    REPLACED = "đã được đổi, cấp lại hoặc cải chính; giấy khác thay thế"
    SUPERSEDED_BY_LAW = "loại giấy tờ này đã hết giá trị theo luật"
    UNKNOWN = "chưa rõ còn giá trị hay không"


class StateReason(Enum):
    """Why a state was written. The value is what the clerk reads."""

    WITHDRAWN_BY_ISSUER = "cơ quan cấp đã thu hồi"
    CANCELLED_BY_AUTHORITY = "cơ quan có thẩm quyền đã hủy bỏ"
    COURT_DECISION = "theo bản án, quyết định của Tòa án"
    NOT_GENUINE = "giấy tờ bị xác định là không thật"
    LOADED_IN_ERROR = "lưu vào kho do nhầm"
    EXCHANGED = "cấp đổi"
    ISSUED_AGAIN = "cấp lại"
    CIVIL_STATUS_CORRECTED = "cải chính, thay đổi, bổ sung hộ tịch"
    LAW_CHANGED = "luật không còn dùng loại giấy tờ này"
    DOUBTED = "có căn cứ nghi ngờ, chờ cơ quan cấp trả lời"
    CONFIRMED_BY_ISSUER = "cơ quan cấp xác nhận còn giá trị"
    MARKED_IN_ERROR = "ghi nhận trước đó là nhầm"


_S, _R = RecordState, StateReason
REASONS: dict[RecordState, frozenset[StateReason]] = {
    _S.VALID: frozenset({_R.CONFIRMED_BY_ISSUER, _R.MARKED_IN_ERROR}),
    _S.EXPIRED: frozenset(),  # follows from its last day, never written
    _S.REVOKED: frozenset(
        {_R.WITHDRAWN_BY_ISSUER, _R.CANCELLED_BY_AUTHORITY, _R.COURT_DECISION, _R.NOT_GENUINE, _R.LOADED_IN_ERROR}
    ),
    _S.REPLACED: frozenset({_R.EXCHANGED, _R.ISSUED_AGAIN, _R.CIVIL_STATUS_CORRECTED}),
    _S.SUPERSEDED_BY_LAW: frozenset({_R.LAW_CHANGED}),
    _S.UNKNOWN: frozenset({_R.DOUBTED}),
}
MOVES: dict[RecordState, frozenset[RecordState]] = {
    _S.VALID: frozenset({_S.REVOKED, _S.REPLACED, _S.SUPERSEDED_BY_LAW, _S.UNKNOWN}),
    _S.EXPIRED: frozenset({_S.REVOKED, _S.REPLACED, _S.SUPERSEDED_BY_LAW, _S.UNKNOWN}),
    _S.UNKNOWN: frozenset({_S.VALID, _S.REVOKED, _S.REPLACED, _S.SUPERSEDED_BY_LAW}),
    _S.REPLACED: frozenset({_S.REVOKED, _S.VALID}),
    _S.SUPERSEDED_BY_LAW: frozenset({_S.REVOKED, _S.VALID}),
    _S.REVOKED: frozenset({_S.VALID}),
}
_CHANGES = (
    select(RECORD_STATE)
    .where(RECORD_STATE.c.record_id == any_(bindparam("record_ids", type_=ARRAY(RECORD_STATE.c.record_id.type))))
    .order_by(RECORD_STATE.c.record_id, RECORD_STATE.c.number)
)
_CHANGES_KNOWN = _CHANGES.where(RECORD_STATE.c.made_at <= bindparam("known_at"))
_EVENTS = {_S.REVOKED: EventKind.REVOKED, _S.REPLACED: EventKind.SUPERSEDED}


@dataclass(frozen=True, slots=True)
class StateChange:
    """One row: from a day on it is so, as somebody wrote down at a moment."""

    state: RecordState
    reason: StateReason
    effective: date  # first day
    successor_id: str | None
    by: str
    at: datetime
    number: int = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """How a record stands on a day."""

    state: RecordState
    since: date | None = None  # first day on which it is so; None: not known
    successor_id: str | None = None
    reason: StateReason | None = None  # of what was written; None: it follows from the record's days


def standing_of(days: Days | None, changes: Sequence[StateChange], on: date) -> Standing:
    """What was written and has taken effect rules; else the record's own days."""
    last = _ruling(changes, on)
    if last and last.state is not RecordState.VALID:
        return Standing(last.state, last.effective, last.successor_id, last.reason)
    if days is None:
        return Standing(RecordState.VALID if last else RecordState.UNKNOWN, last.effective if last else None)
    if days.void_from and days.void_from <= on:
        return Standing(RecordState.SUPERSEDED_BY_LAW, days.void_from)
    if days.valid_to and days.valid_to < on:
        return Standing(RecordState.EXPIRED, days.valid_to + timedelta(days=1))
    if last or days.known:
        return Standing(RecordState.VALID, days.valid_from, None, last.reason if last else None)
    return Standing(RecordState.UNKNOWN)


def _ruling(changes: Sequence[StateChange], on: date) -> StateChange | None:
    """Of two changes that have taken effect that which was written later: but one that takes effect earlier undoes a
    later one only where that state may become this one, and never by calling the record valid."""
    last = None
    for one in sorted(changes, key=lambda each: each.number):
        if one.effective <= on and (last is None or one.effective >= last.effective or _reaches(one, last)):
            last = one
    return last


def _reaches(one: StateChange, last: StateChange) -> bool:
    return one.state is last.state or (one.state is not RecordState.VALID and one.state in MOVES[last.state])


def revoke(change: Change, record_id: str, reason: StateReason, on: date) -> int:
    """Its issuer, or a court, takes it back from a day on; the number of the row. Raises NotHeld, StateRefused."""
    return move(change, record_id, RecordState.REVOKED, reason, on)


def supersede(change: Change, record_id: str, successor_id: str, reason: StateReason, on: date) -> int:
    """Another record of the same person takes its place from a day on. Raises NotHeld, StateRefused."""
    return move(change, record_id, RecordState.REPLACED, reason, on, successor_id)


def move(
    change: Change,
    record_id: str,
    state: RecordState,
    reason: StateReason,
    on: date,
    successor_id: str | None = None,
) -> int:
    """Write a state. Raises NotHeld; StateRefused where the state it has on that day may not become this one."""
    connection = change.connection
    held = select(RECORD.c.person_id, RECORD.c.dossier_id, RECORD.c.kind).where(RECORD.c.id == record_id)
    row = connection.execute(held.with_for_update()).first()
    if row is None:
        raise NotHeld(f"no record {record_id} is held")
    before = changes_of(connection, [record_id]).get(record_id, ())
    now = standing_of(days_of(connection, [record_id]).get(record_id), before, on)
    _allowed(record_id, now.state, state, reason)
    _fitting(connection, record_id, row.person_id, state, successor_id)
    number = len(before) + 1
    connection.execute(
        RECORD_STATE.insert().values(
            record_id=record_id,
            number=number,
            state=state.name,
            reason=reason.name,
            effective=on,
            successor_id=successor_id,
            by=change.actor,
            made_at=change.now,
        )
    )
    kind = _EVENTS.get(state, EventKind.STATE_CHANGED)
    codes = {"kind": row.kind, "dossier": row.dossier_id, "state": state.name, "reason": reason.name}
    announce(change, kind, row.person_id, record_id, **codes, **({"successor": successor_id} if successor_id else {}))
    change.note(kind.value, record_id, state=state.name, reason=reason.name, on=on.isoformat(), successor=successor_id)
    return number


def _allowed(record_id: str, now: RecordState, state: RecordState, reason: StateReason) -> None:
    if state not in MOVES[now]:
        raise StateRefused(f"record {record_id} is {now.name} on that day and may not become {state.name}")
    if reason not in REASONS[state]:
        raise StateRefused(f"{reason.name} is no reason for {state.name}")


def _fitting(
    connection: Connection, record_id: str, person_id: str | None, state: RecordState, successor_id: str | None
) -> None:
    """A record is replaced by another one of the same person, and never in a circle."""
    if (state is RecordState.REPLACED) != (successor_id is not None):
        raise StateRefused("a record that is replaced, and no other, has a successor")
    follower = successor_id
    while follower is not None:
        if follower == record_id:
            raise StateRefused(f"record {record_id} would take its own place")
        owner = connection.execute(select(RECORD.c.person_id).where(RECORD.c.id == follower)).first()
        if owner is None:
            raise NotHeld(f"no record {follower} is held")
        if owner.person_id != person_id or person_id is None:
            raise StateRefused(f"record {follower} is about somebody else")
        last = _ruling(changes_of(connection, [follower]).get(follower, ()), date.max)  # also of a day to come
        follower = last.successor_id if last else None


def changes_of(
    connection: Connection, record_ids: Iterable[str], known_at: datetime | None = None
) -> dict[str, tuple[StateChange, ...]]:
    """What was written of each record, in order; as far as it was known at a moment."""
    found: dict[str, tuple[StateChange, ...]] = {}
    asked = {"record_ids": list(record_ids), "known_at": known_at}
    for row in connection.execute(_CHANGES if known_at is None else _CHANGES_KNOWN, asked):
        found[row.record_id] = (*found.get(row.record_id, ()), _change(row))
    return found


def _change(row: Row[Any]) -> StateChange:
    state, reason = RecordState[row.state], StateReason[row.reason]
    return StateChange(state, reason, row.effective, row.successor_id, row.by, row.made_at, row.number)
