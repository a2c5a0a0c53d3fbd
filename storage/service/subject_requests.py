"""What a person asks to have put right in what is held about them, with the law's clocks. Rows are written once.

A request names one value: the field of a record and the revision that is said to be wrong. It stands where its last
step says. When it is accepted, the new value is a further revision of that field, written in the same transaction;
who read the old one is then told (`storage.service.recalls`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select
from sqlalchemy.dialects.postgresql import insert

from errors import MoveRefused, NotHeld
from storage.change import Change, id_from
from storage.descriptions import Describe
from storage.personal import Private
from storage.plain import plain
from storage.readings import Method
from storage.record_writing import revise
from storage.records import RecordField
from storage.schema import RECORD, RECORD_FIELD
from storage.schema_subjects import SUBJECT_REQUEST, SUBJECT_STEP
from storage.sealing.owner import of_person
from storage.service.subject_states import RequestState, clocks_on
from storage.vietnam_time import day_of

_S = RequestState
WHY = "Hãy ghi lý do, vì người yêu cầu được biết."


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What is wrong, and what should stand there."""

    person_id: str
    record_id: str
    field: str
    shows: str = attribute(repr=False)
    why: str = attribute(repr=False)  # in the person's own words


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a request, with the days by which it is to be answered and done."""

    number: int
    state: RequestState
    answer_by: date
    done_by: date
    others: bool  # a processor or a third party has to act
    extended: bool
    note: str | None = attribute(repr=False)  # what the person is told
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SubjectRequest:
    id: str
    asked: NewRequest
    revision: int  # of the value that is said to be wrong
    by: str  # the client or member of staff through whom it came
    received_at: datetime
    standing: Step  # the last one

    @property
    def state(self) -> RequestState:
        return self.standing.state

    @property
    def due(self) -> date | None:
        """The next day by which something has to be said or done; None: it is done with."""
        if self.state.final:
            return None
        return self.standing.answer_by if self.state is _S.RECEIVED else self.standing.done_by


def receive(change: Change, new: NewRequest, today: date) -> str:
    """Write a request down; its id. Raises NotHeld where the record is not this person's or lacks the field."""
    revision = _revision(change.connection, new)
    change.connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(new.person_id, 18))))
    ours = select(func.count()).select_from(SUBJECT_REQUEST).where(SUBJECT_REQUEST.c.person_id == new.person_id)
    number = int(change.connection.scalar(ours) or 0) + 1
    request_id = id_from("subject request", new.person_id, number)
    owner = of_person(new.person_id)
    row = {
        "id": request_id,
        "person_id": new.person_id,
        "number": number,
        "record_id": new.record_id,
        "field": new.field,
        "revision": revision,
        "shows": Private(new.shows, owner),
        "why": Private(new.why, owner),
        "by": change.actor,
        "made_at": change.now,
    }
    change.connection.execute(SUBJECT_REQUEST.insert().values(row))
    clocks = clocks_on(today)
    last = clocks.answer.last_day(today), clocks.done_by(today, others=False)
    _write(change, request_id, new.person_id, Step(1, _S.RECEIVED, *last, False, False, None, change.actor, change.now))
    return request_id


def move(change: Change, request_id: str, state: RequestState, note: str = "", *, others: bool = False) -> bool:
    """Set where a request stands; False when it stands there already.

    `note`: what its person is told; a refusal must have one. `others`: a processor or a third party has to act, which
    lengthens the term. Raises NotHeld, MoveRefused with the sentence why.
    """
    held = request(change.connection, request_id)
    was = held.standing
    if was.state is state and was.others == (others or was.others):
        return False
    if was.state is not state and not was.state.may_become(state):
        raise MoveRefused(f"{was.state.name} may not become {state.name}", was.state.sentence)
    if state is _S.REFUSED and not note.strip():
        raise MoveRefused("refused without a reason", WHY)
    received = day_of(held.received_at)
    longer = others and not was.others
    done_by = max(was.done_by, clocks_on(received).done_by(received, others=True)) if longer else was.done_by
    step = replace(was, number=was.number + 1, state=state, done_by=done_by, others=others or was.others)
    _write(change, request_id, held.asked.person_id, replace(step, note=note.strip() or None))
    return True


def accept(change: Change, request_id: str, note: str = "", describe: Describe | None = None) -> int:
    """Write what it should be as a further revision of the value, and close the request; the revision's number.

    `describe` as for `revise`. Raises as `move`.
    """
    held = request(change.connection, request_id)
    if not held.state.may_become(_S.CORRECTED):
        raise MoveRefused(f"{held.state.name} may not become CORRECTED", held.state.sentence)
    said = held.asked
    keyed = RecordField(said.field, said.shows, Method.KEYED, verified_by=change.actor, verified_at=change.now)
    number = revise(change, said.record_id, keyed, describe)
    move(change, request_id, _S.CORRECTED, note)
    return number


def extend(change: Change, request_id: str, days: int, note: str) -> date:
    """Lengthen the term once, with the reason that its person is told; the new last day. Raises as `move`."""
    held = request(change.connection, request_id)
    was = held.standing
    longest = clocks_on(day_of(held.received_at)).extension
    if was.state.final:
        raise MoveRefused(f"{was.state.name} is final", was.state.sentence)
    if was.extended:
        raise MoveRefused("extended before", "Chỉ được gia hạn một lần.")
    if not 1 <= days <= longest.days:
        raise MoveRefused("too many days", f"Chỉ được gia hạn từ 1 đến {longest.days} ngày.")
    if not note.strip():
        raise MoveRefused("extended without a reason", WHY)
    done_by = replace(longest, days=days).last_day(was.done_by)
    step = replace(was, number=was.number + 1, done_by=done_by, extended=True, note=note.strip())
    _write(change, request_id, held.asked.person_id, step)
    return done_by


def _write(change: Change, request_id: str, person_id: str, step: Step) -> None:
    """Two who move a request at once would write the same number: the second is refused."""
    row = {
        "request_id": request_id,
        "number": step.number,
        "state": step.state.name,
        "answer_by": step.answer_by,
        "done_by": step.done_by,
        "others": step.others,
        "extended": step.extended,
        "note": None if step.note is None else Private(step.note, of_person(person_id)),
        "by": change.actor,
        "made_at": change.now,
    }
    written = insert(SUBJECT_STEP).values(row).on_conflict_do_nothing().returning(SUBJECT_STEP.c.number)
    if change.connection.execute(written).first() is None:
        raise MoveRefused("moved by another meanwhile", "Người khác vừa xử lý yêu cầu này. Hãy xem lại.")
    details: dict[str, Any] = {"request": request_id, "number": step.number, "state": step.state.name}
    change.note("subject.moved", plain(person_id), **details, done_by=step.done_by.isoformat())


def _revision(connection: Connection, new: NewRequest) -> int:
    ours = (RECORD.c.id == new.record_id) & (RECORD.c.person_id == new.person_id)
    held = select(func.max(RECORD_FIELD.c.revision)).join(RECORD, RECORD.c.id == RECORD_FIELD.c.record_id)
    revision = connection.scalar(held.where(ours, RECORD_FIELD.c.field == new.field))
    if revision is None:
        raise NotHeld("no such value of this person is held")
    return int(revision)


# --- looking


def request(connection: Connection, request_id: str) -> SubjectRequest:
    """Raises NotHeld."""
    row = connection.execute(_all().where(SUBJECT_REQUEST.c.id == request_id)).first()
    if row is None:
        raise NotHeld(f"no request {request_id} is held")
    return _request(row)


def requests(
    connection: Connection,
    person_id: str | None = None,
    states: Sequence[RequestState] = (),
    overdue_on: date | None = None,
) -> tuple[SubjectRequest, ...]:
    """Those that are due first come first, the final ones last. `overdue_on`: only those whose day passed before."""
    chosen = _all() if person_id is None else _all().where(SUBJECT_REQUEST.c.person_id == person_id)
    if states:
        chosen = chosen.where(SUBJECT_STEP.c.state.in_([one.name for one in states]))
    found = [_request(row) for row in connection.execute(chosen)]
    if overdue_on is not None:
        found = [one for one in found if one.due is not None and one.due < overdue_on]
    return tuple(sorted(found, key=lambda one: (one.due or date.max, one.received_at, one.id)))


def steps(connection: Connection, request_id: str) -> tuple[Step, ...]:
    """Every move, in order."""
    chosen = select(SUBJECT_STEP).where(SUBJECT_STEP.c.request_id == request_id).order_by(SUBJECT_STEP.c.number)
    return tuple(_step(row) for row in connection.execute(chosen))


def _all() -> Select[Any]:
    """Each request beside its last step."""
    last = select(func.max(SUBJECT_STEP.c.number)).where(SUBJECT_STEP.c.request_id == SUBJECT_REQUEST.c.id)
    stands = (SUBJECT_STEP.c.request_id == SUBJECT_REQUEST.c.id) & (
        SUBJECT_STEP.c.number == last.correlate(SUBJECT_REQUEST).scalar_subquery()
    )
    asked = [SUBJECT_REQUEST.c[name] for name in ("id", "person_id", "record_id", "field", "shows", "why", "revision")]
    came = SUBJECT_REQUEST.c.by.label("through"), SUBJECT_REQUEST.c.made_at.label("received_at")
    return select(*asked, *came, SUBJECT_STEP).join(SUBJECT_STEP, stands)


def _request(row: Row[Any]) -> SubjectRequest:
    asked = NewRequest(row.person_id, row.record_id, row.field, row.shows, row.why)
    return SubjectRequest(row.id, asked, row.revision, row.through, row.received_at, _step(row))


def _step(row: Row[Any]) -> Step:
    state = RequestState[row.state]
    clocks = row.answer_by, row.done_by, row.others, row.extended
    return Step(row.number, state, *clocks, row.note, row.by, row.made_at)
