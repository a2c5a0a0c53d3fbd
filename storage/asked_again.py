"""Dossiers that are to be matched again because what they were matched against has changed.

Each asking is a number that goes into the key of the dossier's matching, so the step is new although the papers are
not. The next run takes the dossier up; what it decides is a resolution more beside the earlier one, and a dossier whose
result stays the same is not moved.
"""

from enum import Enum

from sqlalchemy import Connection, Text, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from matching.resolution import Outcome, PhoneStatus
from storage.change import Change, Stage
from storage.schema import DOSSIER, RESOLUTION, STEP
from storage.schema_followup import ASKED_AGAIN
from storage.states import DossierState


class Cause(Enum):
    """Why a dossier is matched again. The value is what the clerk reads."""

    CORRECTED = "Cơ quan quản lý dữ liệu báo đã sửa theo đề nghị."
    NEW_EXTRACT = "Bản trích của cơ sở dữ liệu vừa được nạp lại."
    ASKED_BY_STAFF = "Cán bộ yêu cầu đối chiếu lại."


class AskingState(Enum):
    OPEN = "Chờ lần chạy tới."
    DONE = "Đã đối chiếu lại."


_IN_DOUBT = (
    PhoneStatus.OWNER_STALE, PhoneStatus.UNKNOWN_SUBSCRIBER, PhoneStatus.NOT_FOUND, PhoneStatus.OTHER_PERSON,
    PhoneStatus.ORGANISATION,
)  # fmt: skip
_SET_ASIDE = (DossierState.QUARANTINED, DossierState.CLOSED)


def ask(change: Change, dossier_id: str, cause: Cause, key: str) -> bool:
    """Have a dossier matched again. False when it was asked for the same change before.

    `key`: what changed: id of a correction request, digest of an extract. No personal value.
    """
    change.connection.execute(select(DOSSIER.c.id).where(DOSSIER.c.id == dossier_id).with_for_update())
    ours = select(ASKED_AGAIN.c.reason, ASKED_AGAIN.c.key).where(ASKED_AGAIN.c.dossier_id == dossier_id)
    known = [(reason, held) for reason, held in change.connection.execute(ours)]
    if (cause.name, key) in known:
        return False
    row = {
        "dossier_id": dossier_id,
        "number": len(known) + 1,
        "reason": cause.name,
        "key": key,
        "state": AskingState.OPEN.name,
        "by": change.actor,
        "made_at": change.now,
        "changed_at": change.now,
    }
    change.connection.execute(ASKED_AGAIN.insert().values(row))
    change.note("dossier.asked_again", dossier_id, cause=cause.name, key=key, number=len(known) + 1)
    return True


def ask_all(change: Change, register: str, cause: Cause, key: str) -> int:
    """Have every dossier matched again whose result hangs on this register; how many were asked."""
    return sum(ask(change, one, cause, key) for one in hanging_on(change.connection, register))


def hanging_on(connection: Connection, register: str) -> tuple[str, ...]:
    """Ids of dossiers that a change of the register may decide otherwise: not linked ("population"), or with a phone
    that is not surely the person's ("telco"). What waits for a register is taken up by the next run anyway."""
    last = distinct_on(STEP.c.subject)
    steps = select(STEP.c.subject, STEP.c.key).where(STEP.c.stage == Stage.RESOLVE.value).ext(last)
    steps_last = steps.order_by(STEP.c.subject, STEP.c.seq.desc()).subquery()
    ours = (RESOLUTION.c.dossier_id.cast(Text) == steps_last.c.subject) & (RESOLUTION.c.key == steps_last.c.key)
    doubtful = {
        "population": RESOLUTION.c.outcome != Outcome.LINKED.name,
        "telco": RESOLUTION.c.phone_status.in_([status.name for status in _IN_DOUBT]),
    }
    chosen = select(DOSSIER.c.id).join(RESOLUTION, RESOLUTION.c.dossier_id == DOSSIER.c.id).join(steps_last, ours)
    chosen = chosen.where(DOSSIER.c.state.not_in([state.name for state in _SET_ASIDE]), doubtful[register])
    return tuple(connection.execute(chosen.order_by(DOSSIER.c.made_at, DOSSIER.c.id)).scalars())


def number(connection: Connection, dossier_id: str) -> int:
    """How often a dossier was asked for again; 0 for most."""
    chosen = select(func.count()).select_from(ASKED_AGAIN).where(ASKED_AGAIN.c.dossier_id == dossier_id)
    return int(connection.scalar(chosen) or 0)


def waiting(connection: Connection) -> tuple[str, ...]:
    """Ids of the dossiers that the next run has to match again, the longest waiting first."""
    chosen = select(ASKED_AGAIN.c.dossier_id).where(ASKED_AGAIN.c.state == AskingState.OPEN.name)
    return tuple(dict.fromkeys(connection.execute(chosen.order_by(ASKED_AGAIN.c.seq)).scalars()))


def answered(change: Change, dossier_id: str, *, changed: bool | None) -> bool:
    """The dossier was matched again; False when nobody had asked. `changed`: whether the result is another; None: it
    was matched before, and only this note was missing."""
    still_open = (ASKED_AGAIN.c.dossier_id == dossier_id) & (ASKED_AGAIN.c.state == AskingState.OPEN.name)
    numbers = change.connection.execute(select(ASKED_AGAIN.c.number).where(still_open)).scalars().all()
    if not numbers:
        return False
    values = {"state": AskingState.DONE.name, "changed_at": change.now}
    change.connection.execute(ASKED_AGAIN.update().where(still_open).values(values))
    told = {} if changed is None else {"result": "changed" if changed else "same"}
    change.note("dossier.matched_again", dossier_id, number=max(numbers), **told)
    return True
