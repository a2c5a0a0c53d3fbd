"""One's own work, told to oneself alone: beside it stands the office as a whole, never anybody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from storage.quality.verdicts import Verdict
from storage.question import Origin
from storage.review.given import Action, Shown
from storage.review.measures import DAYS, LEAST_PEOPLE
from storage.schema import DOSSIER, REVIEW_TASK
from storage.schema_quality import QUALITY_SAMPLE, QUALITY_VERDICT
from storage.schema_review import REVIEW_ANSWER

_TASK, _ANSWER = REVIEW_TASK.c, REVIEW_ANSWER.c
_KNOWN = (Origin.GOLD.name, Origin.PREFILL_TEST.name)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some days. Rates are 0..1; None: nothing to count."""

    answers: int
    median_seconds: float | None
    keys: float | None  # a question
    accepted: float | None  # of prefilled values, as they were
    undone: int


@dataclass(frozen=True, slots=True)
class Tests:
    """Questions whose answer was known."""

    right: int
    wrong: int
    slips_met: int
    slips_taken: int


@dataclass(frozen=True, slots=True)
class Own:
    mine: Figures
    office: Figures | None  # None: fewer than three people worked there
    tests: Tests


def own_figures(connection: Connection, person: str, offices: Sequence[str], now: datetime, days: int = DAYS) -> Own:
    """`offices`: where the person works; none named: everywhere."""
    since = now - timedelta(days=days)
    mine, _ = _figures(connection, since, person=person)
    everybody, people = _figures(connection, since, offices=offices)
    return Own(mine, everybody if people >= LEAST_PEOPLE else None, _tests(connection, since, person))


def _figures(
    connection: Connection, since: datetime, person: str = "", offices: Sequence[str] = ()
) -> tuple[Figures, int]:
    """And of how many people."""
    undone = aliased(REVIEW_ANSWER)
    taken_back = select(undone.c.id).where(undone.c.undoes == _ANSWER.id).correlate(REVIEW_ANSWER).exists()
    prefilled = _ANSWER.shown == Shown.PREFILLED.name
    columns = (
        func.count().label("answers"),
        func.count(_ANSWER.person.distinct()).label("people"),
        func.percentile_cont(0.5).within_group(_ANSWER.milliseconds).label("median"),
        func.avg(_ANSWER["keys"]).label("keys"),
        func.count().filter(prefilled).label("prefilled"),
        func.count().filter(prefilled, _ANSWER.action == Action.ACCEPT.name).label("accepted"),
        func.count().filter(taken_back).label("undone"),
    )
    joined = REVIEW_ANSWER.join(REVIEW_TASK, _TASK.id == _ANSWER.task_id)
    joined = joined.join(DOSSIER, DOSSIER.c.id == _TASK.dossier_id)
    says = _ANSWER.action.in_([one.name for one in Action if one.answers])
    chosen = select(*columns).select_from(joined).where(says, _ANSWER.made_at >= since, _TASK.origin.not_in(_KNOWN))
    if person:
        chosen = chosen.where(_ANSWER.person == person)
    if offices:
        chosen = chosen.where(DOSSIER.c.receiving_office.in_(offices))
    row = connection.execute(chosen).one()
    accepted = row.accepted / row.prefilled if row.prefilled else None
    figures = Figures(
        row.answers,
        None if row.median is None else float(row.median) / 1000,
        None if row.keys is None else float(row.keys),
        accepted,
        row.undone,
    )
    return figures, row.people


def _tests(connection: Connection, since: datetime, person: str) -> Tests:
    """Whose answer a verdict is about stands with the answers: who else answered them, this does not ask."""
    mine = select(_ANSWER.id).where(_ANSWER.task_id == QUALITY_VERDICT.c.task_id, _ANSWER.person == person).exists()
    joined = QUALITY_VERDICT.join(QUALITY_SAMPLE, QUALITY_SAMPLE.c.task_id == QUALITY_VERDICT.c.task_id)
    chosen = select(QUALITY_SAMPLE.c.origin, QUALITY_VERDICT.c.verdict, func.count()).select_from(joined)
    ours = (mine, QUALITY_VERDICT.c.made_at >= since, QUALITY_SAMPLE.c.origin.in_(_KNOWN))
    grouped = chosen.where(*ours).group_by(QUALITY_SAMPLE.c.origin, QUALITY_VERDICT.c.verdict)
    counts = {(origin, verdict): count for origin, verdict, count in connection.execute(grouped)}
    slips = sum(count for (origin, _), count in counts.items() if origin == Origin.PREFILL_TEST.name)
    return Tests(
        right=sum(count for (_, verdict), count in counts.items() if verdict == Verdict.RIGHT.name),
        wrong=sum(count for (_, verdict), count in counts.items() if verdict == Verdict.WRONG.name),
        slips_met=slips,
        slips_taken=sum(count for (_, verdict), count in counts.items() if verdict == Verdict.TOOK_THE_SLIP.name),
    )
