"""Who holds a question: a lease that a living browser keeps up, that can be let go, and that can be taken with notice.

A lease that has run out binds nobody, but its holder may still answer as long as nobody else took the question: a
network that was away for some minutes loses no answer.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, or_, select, true
from sqlalchemy.dialects.postgresql import insert

from errors import NotHeld
from storage.change import Change
from storage.plain import plain
from storage.question import Round
from storage.review.notices import NoticeKind, tell
from storage.review.questions import Item, Wanted, answered_by, conditions, in_order, item
from storage.review.refusals import ClaimedByAnother, ClaimLost, NotYours, VersionGone
from storage.schema import DOSSIER, REVIEW_TASK
from storage.schema_review import REVIEW_CLAIM
from storage.states import Owner, TaskState

LEASE = timedelta(seconds=120)
BEAT = timedelta(seconds=30)  # how often a browser says that it lives
LET_GO = ""  # stands for the tab of a question that was released or answered
_TASK, _CLAIM = REVIEW_TASK.c, REVIEW_CLAIM.c


@dataclass(frozen=True, slots=True)
class Claim:
    """That a person holds a question, in one tab of a browser."""

    task_id: str
    person: str
    tab: str
    until: datetime
    stolen_from: str | None


def claim(change: Change, task_id: str, person: str, tab: str, may: Wanted | None = None) -> Claim:
    """Hold this question. `may`: rounds and owners that the person may answer; what else it says does not count.

    Raises NotHeld, VersionGone where it is open no more, NotYours, ClaimedByAnother.
    """
    _lock_open(change, task_id, person, may or Wanted())
    taken = _take(change, task_id, person, tab)
    if taken is None:
        held = _held(change, task_id)
        raise ClaimedByAnother(held.until if held else change.now, own=held is not None and held.person == person)
    return taken


def claim_next(change: Change, person: str, tab: str, wanted: Wanted, skip: Collection[str] = ()) -> Item | None:
    """The first question of the queue that nobody else holds, held from now on; None when there is none.

    What this tab holds already counts too, so that a page which was loaded again goes on where it was. `skip`: ids of
    questions that the browser has. Who answered a question is never asked it in a later round.
    """
    mine = replace(wanted, person=person)
    skipped = set(skip)
    while True:
        task_id = _first_free(change, mine, tab, skipped)
        if task_id is None:
            return None
        if _take(change, task_id, person, tab) is not None:
            if not _has_answered(change, task_id, person):
                return item(change.connection, task_id)
            release(change, task_id, person, tab)  # answered in another tab since the look
        skipped.add(task_id)  # else taken between the look and the lock: its holder has just begun


def _has_answered(change: Change, task_id: str, person: str) -> bool:
    return change.connection.scalar(select(_TASK.id).where(_TASK.id == task_id, answered_by(person))) is not None


def _first_free(change: Change, wanted: Wanted, tab: str, skip: Collection[str]) -> str | None:
    """Its row is locked; what others are about to take is passed over."""
    own = and_(_CLAIM.person == wanted.person, _CLAIM.tab == tab)
    free = or_(_CLAIM.until.is_(None), _CLAIM.until <= change.now, own)
    joined = REVIEW_TASK.join(DOSSIER, DOSSIER.c.id == _TASK.dossier_id)
    joined = joined.outerjoin(REVIEW_CLAIM, _CLAIM.task_id == _TASK.id)
    chosen = select(_TASK.id).select_from(joined).where(*conditions(change.connection, wanted, change.now), free)
    if skip:
        chosen = chosen.where(_TASK.id.not_in(sorted(skip)))
    first = in_order(chosen).limit(1).with_for_update(of=REVIEW_TASK, skip_locked=True)
    return change.connection.scalar(first)


def _lock_open(change: Change, task_id: str, person: str, may: Wanted) -> Row[Any]:
    """Raises NotHeld, VersionGone, NotYours."""
    office = select(DOSSIER.c.receiving_office).where(DOSSIER.c.id == _TASK.dossier_id).scalar_subquery()
    columns = (_TASK.state, _TASK.round, _TASK.owner, answered_by(person).label("answered"), office.label("office"))
    chosen = select(*columns).where(_TASK.id == task_id).with_for_update(of=REVIEW_TASK)
    row = change.connection.execute(chosen).first()
    if row is None:
        raise NotHeld(f"no question {task_id} is held")
    if row.state != TaskState.OPEN.name:
        raise VersionGone(f"question {task_id} is {row.state}")
    if row.answered or not may.may_have(Round[row.round], Owner[row.owner], row.office):
        raise NotYours(f"question {task_id} stands in round {row.round} and waits for {row.owner}")
    return row


def _take(change: Change, task_id: str, person: str, tab: str, *, by_force: bool = False) -> Claim | None:
    """None where somebody else, or another tab, holds it. Who held it before and did not let go is remembered."""
    row = {
        "task_id": task_id,
        "person": plain(person),
        "tab": plain(tab),
        "taken_at": change.now,
        "until": change.now + LEASE,
    }
    row["stolen_from"] = _lost_by(_held(change, task_id), person)
    free = or_(_CLAIM.until <= change.now, and_(_CLAIM.person == person, _CLAIM.tab == tab))
    values = {name: value for name, value in row.items() if name != "task_id"}
    new = insert(REVIEW_CLAIM).values(row)
    taken = new.on_conflict_do_update(index_elements=["task_id"], set_=values, where=true() if by_force else free)
    found = change.connection.execute(taken.returning(REVIEW_CLAIM)).first()
    return None if found is None else _claim(found)


def _lost_by(before: Claim | None, person: str) -> str | None:
    """Who held it and did not let it go, and so is to be told of the answer."""
    if before is None or before.tab == LET_GO:
        return None
    return before.stolen_from if before.person == person else before.person


def beat(change: Change, task_id: str, person: str, tab: str) -> datetime:
    """The browser lives: until when the question is held now. Raises ClaimLost where somebody else took it."""
    held = _held(change, task_id, lock=True)
    if held is None or (held.person, held.tab) != (person, tab):
        raise ClaimLost(f"question {task_id} is not held by this tab any more")
    until = change.now + LEASE
    change.connection.execute(REVIEW_CLAIM.update().where(_CLAIM.task_id == task_id).values(until=until))
    return until


def beat_all(change: Change, person: str, tab: str, task_ids: Sequence[str]) -> tuple[str, ...]:
    """The same for all that a tab has at hand; those that it still holds. What was lost is left out, not told."""
    wanted = set(task_ids)
    ours = (_CLAIM.person == person) & (_CLAIM.tab == tab) & _CLAIM.task_id.in_(sorted(wanted))
    values = {"until": change.now + LEASE}
    kept = REVIEW_CLAIM.update().where(ours).values(values).returning(_CLAIM.task_id)
    return tuple(sorted(change.connection.execute(kept).scalars())) if wanted else ()


def release(change: Change, task_id: str, person: str, tab: str) -> bool:
    """Let it go, for anybody to take; False when this tab did not hold it."""
    ours = (_CLAIM.task_id == task_id) & (_CLAIM.person == person) & (_CLAIM.tab == tab)
    values = {"until": change.now, "tab": LET_GO, "stolen_from": None}
    return change.connection.execute(REVIEW_CLAIM.update().where(ours).values(values)).rowcount > 0


def steal(change: Change, task_id: str, person: str, tab: str, may: Wanted | None = None) -> Claim:
    """Hold it from now on, whoever holds it; that person is told. Between tabs of one person nobody is.

    Raises as `claim` does, save ClaimedByAnother.
    """
    _lock_open(change, task_id, person, may or Wanted())
    before = _held(change, task_id)
    taken = _take(change, task_id, person, tab, by_force=True)
    if taken is None:
        raise ClaimLost(f"question {task_id} could not be taken")
    if before is not None and before.person != person and before.until > change.now:
        tell(change, before.person, NoticeKind.STOLEN, task_id)
        change.note("task.stolen", dossier_of(change, task_id), task=task_id, held_by=before.person)
    return taken


def take_back(change: Change, task_id: str, person: str, tab: str) -> None:
    """Hold a question whose answer was just taken back, whoever has it."""
    _take(change, task_id, person, tab, by_force=True)


def holder(change: Change, task_id: str) -> Claim | None:
    """Who held it last, whether or not the lease still runs; None where nobody ever did. Its row is locked."""
    return _held(change, task_id, lock=True)


def end(change: Change, task_id: str) -> None:
    """It is answered: nobody holds it any more."""
    values = {"until": change.now, "tab": LET_GO, "stolen_from": None}
    change.connection.execute(REVIEW_CLAIM.update().where(_CLAIM.task_id == task_id).values(values))


def dossier_of(change: Change, task_id: str) -> str:
    """Raises NotHeld."""
    dossier_id = change.connection.scalar(select(_TASK.dossier_id).where(_TASK.id == task_id))
    if dossier_id is None:
        raise NotHeld(f"no question {task_id} is held")
    return str(dossier_id)


def _held(change: Change, task_id: str, *, lock: bool = False) -> Claim | None:
    chosen = select(REVIEW_CLAIM).where(_CLAIM.task_id == task_id)
    row = change.connection.execute(chosen.with_for_update() if lock else chosen).first()
    return None if row is None else _claim(row)


def _claim(row: Row[Any]) -> Claim:
    return Claim(row.task_id, row.person, row.tab, row.until, row.stolen_from)
