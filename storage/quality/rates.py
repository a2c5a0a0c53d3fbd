"""How closely each person's accepted answers are looked at again: raised by signs, lowered again without them.

A rate is kept for the planning of samples alone. Nobody reads anybody's, and it says nothing of anybody.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from storage.change import Change
from storage.quality.choosing import is_drawn
from storage.quality.lots import Accepted, Lot, members
from storage.quality.policy import SignLimits
from storage.quality.signs import Met, next_factor, share_for, signs_of
from storage.question import Origin
from storage.review.given import Action, Shown
from storage.schema import DOCUMENT, DOSSIER, RECORD, RECORD_FIELD, REVIEW_TASK
from storage.schema_quality import QUALITY_RATE
from storage.schema_review import REVIEW_ANSWER
from storage.states import TaskState
from storage.vietnam_time import day_of

_TASK, _ANSWER, _RATE = REVIEW_TASK.c, REVIEW_ANSWER.c, QUALITY_RATE.c
_PREFILLED = (Shown.PREFILLED.name, Shown.WRONG_PREFILL.name)


@dataclass(frozen=True, slots=True)
class Taken:
    """A prefilled value that somebody accepted, and that settled its question."""

    of: Accepted
    person: str


def renew(change: Change, limits: SignLimits) -> int:
    """Once a day for each person who met prefilled values of late; how many rates changed."""
    before = _latest(change.connection)
    changed = 0
    signs = {person: found for met in _met(change, limits).values() for person, found in signs_of(met, limits).items()}
    for person in sorted({*signs, *(name for name, row in before.items() if row[1] > 1)}):
        number, factor, day = before.get(person, (0, 1, None))
        new = next_factor(factor, signs.get(person, ()), limits)
        if day == change.today or new == factor:
            continue
        row = {"person": person, "number": number + 1, "factor": new, "made_at": change.now}
        told = [sign.name for sign in signs.get(person, ())]
        change.connection.execute(QUALITY_RATE.insert().values(**row, signs=told))
        changed += 1
    return changed


def _latest(connection: Connection) -> dict[str, tuple[int, int, object]]:
    """(number, factor, day) of each person."""
    last = select(QUALITY_RATE).order_by(_RATE.person, _RATE.number.desc()).ext(distinct_on(_RATE.person))
    return {row.person: (row.number, row.factor, day_of(row.made_at)) for row in connection.execute(last)}


def _met(change: Change, limits: SignLimits) -> Mapping[str, Mapping[str, list[Met]]]:
    """By office and person: the prefilled values of late, in order of time. Who works at two offices is met at both."""
    office = func.coalesce(DOSSIER.c.receiving_office, "").label("office")
    columns = (office, _ANSWER.person, _ANSWER.action, _ANSWER.milliseconds, _TASK.origin)
    joined = REVIEW_ANSWER.join(REVIEW_TASK, _TASK.id == _ANSWER.task_id)
    joined = joined.join(DOSSIER, DOSSIER.c.id == _TASK.dossier_id)
    since = _ANSWER.made_at > change.now - timedelta(days=limits.days)
    did = _ANSWER.action.in_([Action.ACCEPT.name, Action.EDIT.name, Action.UNREADABLE.name, Action.BLANK.name])
    chosen = select(*columns).select_from(joined).where(since, did, _ANSWER.shown.in_(_PREFILLED))
    found: dict[str, dict[str, list[Met]]] = defaultdict(lambda: defaultdict(list))
    for row in change.connection.execute(chosen.order_by(_ANSWER.made_at, _ANSWER.id)):
        slipped = row.origin == Origin.PREFILL_TEST.name
        one = Met(row.action == Action.ACCEPT.name, row.milliseconds, slipped)
        found[row.office][row.person].append(one)
    return found


def drawn_from_people(connection: Connection, key: bytes, lot: Lot, limits: SignLimits) -> Iterator[Taken]:
    """Of a lot the accepted answers of people that are keyed again beside its own sample."""
    factors = {person: row[1] for person, row in _latest(connection).items() if row[1] > 1}
    if not factors:
        return
    for taken in _taken(connection, lot, sorted(factors)):
        if is_drawn(key, f"{lot.id} {taken.person}", taken.of.name, share_for(factors[taken.person], limits)):
            yield taken


def _taken(connection: Connection, lot: Lot, people: list[str]) -> Iterator[Taken]:
    """What these people accepted as it was shown, and what came of it into the records of the lot."""
    loads = dict(members(connection, lot.id))
    columns = (_TASK.dossier_id, _TASK.document_id, _TASK.field, DOCUMENT.c.form, _ANSWER.person)
    record = (RECORD.c.id.label("record_id"), RECORD.c.load_number, RECORD_FIELD.c.method)
    joined = REVIEW_TASK.join(REVIEW_ANSWER, _ANSWER.task_id == _TASK.id)
    joined = joined.join(DOCUMENT, DOCUMENT.c.id == _TASK.document_id)
    joined = joined.join(RECORD, RECORD.c.document_id == _TASK.document_id)
    joined = joined.join(
        RECORD_FIELD, (RECORD_FIELD.c.record_id == RECORD.c.id) & (RECORD_FIELD.c.field == _TASK.field)
    )
    accepted = (_ANSWER.action == Action.ACCEPT.name, _ANSWER.shown == Shown.PREFILLED.name)
    ours = (_TASK.dossier_id.in_(list(loads)), _TASK.state == TaskState.SETTLED.name, _ANSWER.person.in_(people))
    counting = (_TASK.settled_by == _ANSWER.person, _TASK.origin == Origin.STEP.name)
    chosen = select(*columns, *record).select_from(joined).where(*ours, *accepted, *counting).distinct()
    for row in connection.execute(chosen.order_by(_TASK.dossier_id, _TASK.document_id, _TASK.field)):
        if loads[row.dossier_id] == row.load_number:
            form = Accepted(row.dossier_id, row.record_id, row.document_id, row.form, row.field, row.method)
            yield Taken(form, row.person)
