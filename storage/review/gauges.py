"""What of the questions and lots stands at this moment, as Prometheus reads it (text format 0.0.4).

Labels are states and origins of ours; never a person, a dossier or an office.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, select

from storage.question import Origin
from storage.schema import REVIEW_TASK
from storage.schema_quality import QUALITY_LOT, QUALITY_VERDICT
from storage.states import TaskState
from storage.vietnam_time import day_of

_TASK = REVIEW_TASK.c
_LIKE = {Origin.GOLD.name: Origin.DOUBLE.name, Origin.PREFILL_TEST.name: Origin.STEP.name}


def gauge_lines(connection: Connection, now: datetime) -> str:
    """Of the dossiers that this connection sees."""
    lines = [*_questions(connection, now), *_lots(connection), *_verdicts(connection)]
    return "\n".join(lines) + "\n"


def _questions(connection: Connection, now: datetime) -> Iterator[str]:
    """A question of known answer is counted among those that it looks like: nobody can tell it by the sum."""
    late = func.count().filter(_TASK.deadline < day_of(now))
    origin = case(_LIKE, value=_TASK.origin, else_=_TASK.origin).label("origin")
    counts = (func.count().label("open"), late.label("late"), func.min(_TASK.made_at).label("oldest"))
    chosen = select(origin, _TASK.round, _TASK.owner, *counts).where(_TASK.state == TaskState.OPEN.name)
    order = (origin, _TASK.round, _TASK.owner)
    rows = connection.execute(chosen.group_by(*order).order_by(*order)).all()
    labels = [f'origin="{row.origin}",round="{row.round}",owner="{row.owner}"' for row in rows]
    yield from _gauge("hoso_review_open_questions", zip(labels, (row.open for row in rows), strict=True))
    yield from _gauge("hoso_review_overdue_questions", zip(labels, (row.late for row in rows), strict=True))
    oldest = min((row.oldest for row in rows), default=now)
    yield from _gauge("hoso_review_oldest_question_seconds", [("", max(0.0, (now - oldest).total_seconds()))])


def _lots(connection: Connection) -> Iterator[str]:
    chosen = select(QUALITY_LOT.c.state, func.count()).group_by(QUALITY_LOT.c.state).order_by(QUALITY_LOT.c.state)
    found = [(f'state="{state}"', count) for state, count in connection.execute(chosen)]
    yield from _gauge("hoso_quality_lots", found)
    worst = connection.scalar(select(func.max(QUALITY_LOT.c.running_bound)).where(_is_last()))
    if worst is not None:
        yield from _gauge("hoso_quality_worst_running_bound", [("", worst)])


def _is_last() -> Any:
    """The last lot of its office."""
    later = QUALITY_LOT.alias("later")
    after = (later.c.day > QUALITY_LOT.c.day) | (
        (later.c.day == QUALITY_LOT.c.day) & (later.c.number > QUALITY_LOT.c.number)
    )
    return ~select(later.c.id).where(later.c.office == QUALITY_LOT.c.office, after).exists()


def _verdicts(connection: Connection) -> Iterator[str]:
    verdict = QUALITY_VERDICT.c.verdict
    chosen = select(verdict, func.count()).group_by(verdict).order_by(verdict)
    found = [(f'verdict="{name}"', count) for name, count in connection.execute(chosen)]
    yield from _gauge("hoso_quality_verdicts", found)


def _gauge(name: str, values: Iterable[tuple[str, float]]) -> Iterator[str]:
    yield f"# TYPE {name} gauge"
    for labels, value in values:
        yield f"{name}{{{labels}}} {value:g}" if labels else f"{name} {value:g}"
