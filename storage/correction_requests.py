"""Requests to put a register right: what the paper shows, what the register holds, and how far the request has come.

The machine only drafts; a person sends. A request that ends as CORRECTED has its dossier matched again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from errors import MoveRefused, NotHeld
from matching.reasons import Reason
from ocr.page import Box
from storage import asked_again
from storage.asked_again import Cause
from storage.change import Change, id_from
from storage.correction_states import CorrectionState
from storage.personal import Private, private
from storage.schema import DOSSIER
from storage.schema_followup import CORRECTION_REQUEST, CORRECTION_STEP
from storage.sealing.owner import of_dossier
from storage.states import due

_S = CorrectionState
NOT_SO = "Không chuyển được đề nghị sang trạng thái này. Hiện nay:"
WHY = "Hãy ghi lý do mà cơ quan quản lý dữ liệu nêu khi không sửa."


@dataclass(frozen=True, slots=True)
class NewCorrection:
    """What is to be put right in which register, and the paper that shows it."""

    register: str  # "population" or "telco"
    field: str  # of `matching.people.Claim`
    reason: Reason
    about: str = attribute(repr=False)  # under what the register keeps it: a personal number, or a phone
    shows: str = attribute(repr=False)  # what the paper shows
    holds: str | None = attribute(default=None, repr=False)  # what the register answered
    document_id: str | None = None
    page: int | None = None  # 1.. within the scan
    box: Box | None = None  # px of the upright page


@dataclass(frozen=True, slots=True)
class CorrectionStep:
    """One move of a request."""

    state: CorrectionState
    by: str
    note: str | None = attribute(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    id: str
    dossier_id: str
    asked: NewCorrection
    state: CorrectionState
    by: str  # who drafted it
    deadline: date | None
    drafted_at: datetime


def draft(change: Change, dossier_id: str, new: NewCorrection) -> str:
    """Write a request down, not yet sent; its id. Raises NotHeld for an unknown dossier."""
    _lock(change, dossier_id)
    ours = select(func.count()).select_from(CORRECTION_REQUEST).where(CORRECTION_REQUEST.c.dossier_id == dossier_id)
    number = int(change.connection.scalar(ours) or 0) + 1
    request_id = id_from("correction", dossier_id, number)
    row = {
        "id": request_id,
        "dossier_id": dossier_id,
        "number": number,
        "register": new.register,
        "field": new.field,
        "reason": new.reason.name,
        "about": new.about,
        "shows": new.shows,
        "holds": new.holds,
        "document_id": new.document_id,
        "page": new.page,
        "box": [new.box.left, new.box.top, new.box.right, new.box.bottom] if new.box else None,
        "by": change.actor,
        "made_at": change.now,
        **_standing(change, _S.DRAFTED),
    }
    sealed = private(row, ("about", "shows", "holds"), of_dossier(dossier_id))
    change.connection.execute(CORRECTION_REQUEST.insert().values(sealed))
    _step(change, dossier_id, request_id, _S.DRAFTED, None)
    change.note("correction.drafted", dossier_id, correction=request_id, register=new.register, reason=new.reason.name)
    return request_id


def propose(change: Change, dossier_id: str, found: Sequence[NewCorrection]) -> int:
    """Draft what the machine found to be wrong in a register, and take back its drafts that it finds no more.

    What was proposed before with the same value is not proposed again, whatever became of it. The number of new drafts.
    """
    _lock(change, dossier_id)
    before = requests(change.connection, dossier_id)
    wanted = {_essence(one): one for one in found}
    for one in before:
        if one.state is _S.DRAFTED and one.by == change.actor and _essence(one.asked) not in wanted:
            move(change, one.id, _S.WITHDRAWN)
    taken_back = [one.id for one in before if one.state is _S.WITHDRAWN and _withdrawn_by(change, one) == one.by]
    known = {_essence(one.asked) for one in before if one.id not in taken_back}
    new = [one for essence, one in wanted.items() if essence not in known]
    for each in new:
        draft(change, dossier_id, each)
    return len(new)


def _essence(one: NewCorrection) -> tuple[str, ...]:
    return one.register, one.field, one.reason.name, one.about, one.shows


def _withdrawn_by(change: Change, one: CorrectionRequest) -> str:
    return steps(change.connection, one.id)[-1].by


def move(change: Change, request_id: str, state: CorrectionState, note: str = "") -> bool:
    """Set where a request stands; False when it stands there already.

    `note`: the reason of a refusal, which must be given; else the number under which it was sent, or the like. Raises
    NotHeld, MoveRefused with the sentence why. CORRECTED has the dossier matched again.
    """
    chosen = select(CORRECTION_REQUEST).where(CORRECTION_REQUEST.c.id == request_id).with_for_update()
    row = change.connection.execute(chosen).first()
    if row is None:
        raise NotHeld(f"no correction request {request_id} is held")
    was = CorrectionState[row.state]
    if was is state:
        return False
    if not was.may_become(state):
        raise MoveRefused(f"{was.name} may not become {state.name}", f"{NOT_SO} {was.sentence}")
    if state is _S.REFUSED and not note.strip():
        raise MoveRefused("refused without a reason", WHY)
    ours = CORRECTION_REQUEST.c.id == request_id
    change.connection.execute(CORRECTION_REQUEST.update().where(ours).values(_standing(change, state)))
    _step(change, row.dossier_id, request_id, state, note.strip() or None)
    change.note("correction.moved", row.dossier_id, correction=request_id, before=was.name, after=state.name)
    if state is _S.CORRECTED:
        asked_again.ask(change, row.dossier_id, Cause.CORRECTED, request_id)
    return True


def _standing(change: Change, state: CorrectionState) -> dict[str, Any]:
    return {"state": state.name, "deadline": due(state.days, change.today), "changed_at": change.now}


def _step(change: Change, dossier_id: str, request_id: str, state: CorrectionState, note: str | None) -> None:
    row = {
        "correction_id": request_id,
        "number": len(steps(change.connection, request_id)) + 1,
        "state": state.name,
        "by": change.actor,
        "note": Private(note, of_dossier(dossier_id)),
        "made_at": change.now,
    }
    change.connection.execute(CORRECTION_STEP.insert().values(row))


def _lock(change: Change, dossier_id: str) -> None:
    """One writer at a time numbers the requests of a dossier. Raises NotHeld."""
    held = select(DOSSIER.c.id).where(DOSSIER.c.id == dossier_id).with_for_update()
    if change.connection.scalar(held) is None:
        raise NotHeld(f"no dossier {dossier_id} is held")


def requests(
    connection: Connection, dossier_id: str | None = None, states: Sequence[CorrectionState] = ()
) -> tuple[CorrectionRequest, ...]:
    """Those that are due first come first, the final ones last; of all dossiers and states where none is named."""
    table = CORRECTION_REQUEST.c
    chosen = select(CORRECTION_REQUEST).order_by(table.deadline.nulls_last(), table.made_at, table.id)
    if dossier_id is not None:
        chosen = chosen.where(table.dossier_id == dossier_id)
    if states:
        chosen = chosen.where(table.state.in_([state.name for state in states]))
    return tuple(_request(row) for row in connection.execute(chosen))


def request(connection: Connection, request_id: str) -> CorrectionRequest:
    """Raises NotHeld."""
    row = connection.execute(select(CORRECTION_REQUEST).where(CORRECTION_REQUEST.c.id == request_id)).first()
    if row is None:
        raise NotHeld(f"no correction request {request_id} is held")
    return _request(row)


def steps(connection: Connection, request_id: str) -> tuple[CorrectionStep, ...]:
    """Every move, in order."""
    chosen = select(CORRECTION_STEP).where(CORRECTION_STEP.c.correction_id == request_id)
    rows = connection.execute(chosen.order_by(CORRECTION_STEP.c.number))
    return tuple(CorrectionStep(CorrectionState[row.state], row.by, row.note, row.made_at) for row in rows)


def _request(row: Row[Any]) -> CorrectionRequest:
    asked = NewCorrection(
        row.register,
        row.field,
        Reason[row.reason],
        row.about,
        row.shows,
        row.holds,
        row.document_id,
        row.page,
        Box(*row.box) if row.box else None,
    )
    state = CorrectionState[row.state]
    return CorrectionRequest(row.id, row.dossier_id, asked, state, row.by, row.deadline, row.made_at)
