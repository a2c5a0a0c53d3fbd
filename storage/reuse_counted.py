"""One line a dossier for the indicators: what the warehouse knows of it, counted in the database. No personal value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, ScalarSelect, Select, Subquery, Text, case, func, literal, select, union
from sqlalchemy.dialects.postgresql import distinct_on

from matching.gateway.inquiry import InquiryOutcome
from storage.change import Stage
from storage.reuse_ledger import Source, What, standing_rows
from storage.schema import DOSSIER, RECORD, RECORD_FIELD, REGISTER_ANSWER, REVIEW_TASK, SCAN, STEP
from storage.schema_reuse import OUTSIDE_DOSSIER
from storage.states import DossierState, ScanState, TaskState
from storage.told_facts import ToldFact, told

EXTRACT = "replica"  # the service by which an agency's own extract was asked: no connection to the register itself
_AT_ONCE = 2_000  # rows


@dataclass(frozen=True, slots=True)
class Counted:
    """What is known of one dossier. The three flags of QĐ 766 are kept apart: digitised, reused, from the store."""

    dossier_id: str
    code: str  # as the one-stop system gave it; "" where it gave none
    procedure_code: str
    channel: str  # "counter", "online", "post"; "" where the dossier does not say
    office: str  # that received it; "" where the dossier does not say
    received_at: datetime
    state: DossierState | None  # None: a dossier of another system, never scanned here
    files_kept: int  # scans that were taken in and can be opened: each one has DuocSoHoa = 1
    components_reused: int  # each has DuocTaiSuDung = 1, or 2 where it came from the result of another dossier
    components_from_store: int  # each has DuocLayTuKhoDMQG = 1
    fields_reused: int
    fields_needed: int  # of its papers: loaded, asked about, or reused
    minutes_saved: float
    minutes_assumed: float  # of those, the minutes that rest on no published source
    population_hits: int  # answers of the population register with a person in it
    population_mocked: int  # of those, by a mocked register
    told: Mapping[ToldFact, bool] = field(default_factory=dict)  # what is not in it is not known


def counted(connection: Connection) -> Iterator[Counted]:
    """Every dossier once: those scanned here in order of arrival, then those that only a client told of."""
    yield from _scanned(connection)
    reused = _reused()
    counts = [func.coalesce(one, 0).label(one.name) for one in reused.c if one.name != _ID]
    chosen: Select[Any] = select(OUTSIDE_DOSSIER, *counts)
    chosen = chosen.outerjoin(reused, reused.c.dossier_id == OUTSIDE_DOSSIER.c.id)
    chosen = chosen.where(_twin(OUTSIDE_DOSSIER.c.id).is_(None))
    ordered = chosen.order_by(OUTSIDE_DOSSIER.c.made_at, OUTSIDE_DOSSIER.c.id)
    for row in connection.execute(ordered.execution_options(yield_per=_AT_ONCE)):
        yield _counted_outside(row)


def _scanned(connection: Connection) -> Iterator[Counted]:
    known = told(connection)
    parts = [_files(), _reused(), _fields(), _population()]
    held = (DOSSIER.c.id, DOSSIER.c.code, DOSSIER.c.procedure_code, DOSSIER.c.channel, DOSSIER.c.receiving_office)
    chosen: Select[Any] = select(*held, DOSSIER.c.made_at, DOSSIER.c.state)
    for part in parts:
        chosen = chosen.outerjoin(part, part.c.dossier_id == DOSSIER.c.id)
        chosen = chosen.add_columns(*(func.coalesce(one, 0).label(one.name) for one in part.c if one.name != _ID))
    rows = connection.execute(chosen.order_by(DOSSIER.c.made_at, DOSSIER.c.id).execution_options(yield_per=_AT_ONCE))
    for row in rows:
        yield _counted(row, known.get(row.id, {}))


_ID = "dossier_id"


def _counted(row: Row[Any], known: Mapping[ToldFact, bool]) -> Counted:
    return Counted(
        dossier_id=row.id,
        code=row.code or "",
        procedure_code=row.procedure_code or "",
        channel=row.channel or "",
        office=(row.receiving_office or "").strip(),
        received_at=row.made_at,
        state=DossierState[row.state],
        files_kept=int(row.files_kept),
        components_reused=int(row.components_reused),
        components_from_store=int(row.components_from_store),
        fields_reused=int(row.fields_reused),
        fields_needed=int(row.fields_needed),
        minutes_saved=float(row.minutes_saved),
        minutes_assumed=float(row.minutes_assumed),
        population_hits=int(row.population_hits),
        population_mocked=int(row.population_mocked),
        told=known,
    )


def _counted_outside(row: Row[Any]) -> Counted:
    """Nothing is known of its files, fields and answers: what nobody told counts against the rate."""
    return Counted(
        dossier_id=row.id,
        code=row.code,
        procedure_code=row.procedure_code,
        channel=row.channel or "",
        office=row.office,
        received_at=row.made_at,
        state=None,
        files_kept=0,
        components_reused=int(row.components_reused),
        components_from_store=int(row.components_from_store),
        fields_reused=0,
        fields_needed=0,
        minutes_saved=float(row.minutes_saved),
        minutes_assumed=float(row.minutes_assumed),
        population_hits=0,
        population_mocked=0,
    )


def _twin(outside_id: Any) -> ScalarSelect[Any]:
    """Id of the dossier of the same code that was scanned here, the latest of several; NULL: there is none."""
    outside = OUTSIDE_DOSSIER.alias()
    same = select(DOSSIER.c.id).join(outside, outside.c.code == DOSSIER.c.code).where(outside.c.id == outside_id)
    latest = same.order_by(DOSSIER.c.made_at.desc(), DOSSIER.c.id).limit(1)
    return latest.correlate_except(DOSSIER, outside).scalar_subquery()


def _files() -> Subquery:
    kept = select(SCAN.c.dossier_id, func.count().label("files_kept")).where(SCAN.c.state == ScanState.ACCEPTED.name)
    return kept.group_by(SCAN.c.dossier_id).subquery("files")


def _reused() -> Subquery:
    """What two sources could have given was not asked for once: it counts once."""
    standing = standing_rows().subquery("standing")
    outside = func.coalesce(_twin(standing.c.outside_id), standing.c.outside_id)
    placed = case((standing.c.dossier_id.is_(None), outside), else_=standing.c.dossier_id).label("place")
    row = select(standing, placed).subquery("row")
    thing = (row.c.place, row.c.what, row.c.component, row.c.field, row.c.document_id)
    from_store = func.bool_or(row.c.source == Source.NATIONAL_STORE.name)
    saved = func.max(row.c.minutes)
    assumed = func.max(case((row.c.assumed, row.c.minutes), else_=0))
    once = select(*thing, from_store.label("from_store"), saved.label("saved"), assumed.label("assumed"))
    each = once.group_by(*thing).subquery("each_once")
    component = each.c.what == What.COMPONENT.name
    counts = (
        func.count().filter(component).label("components_reused"),
        func.count().filter(component & each.c.from_store).label("components_from_store"),
        func.sum(each.c.saved).label("minutes_saved"),
        func.sum(each.c.assumed).label("minutes_assumed"),
    )
    return select(each.c.place.label(_ID), *counts).group_by(each.c.place).subquery("reused")


def _fields() -> Subquery:
    """Fields of papers: those loaded last, those that people are asked about, and those reused; each counted once."""
    loaded = select(RECORD.c.dossier_id, _paper(RECORD.c.document_id), RECORD_FIELD.c.field, literal(False).label("us"))
    loaded = loaded.join(RECORD_FIELD, RECORD_FIELD.c.record_id == RECORD.c.id)
    last = _last_load()
    loaded = loaded.join(last, (last.c.subject == RECORD.c.dossier_id.cast(Text)) & (last.c.key == RECORD.c.key))
    loaded = loaded.where(RECORD.c.document_id.is_not(None))
    asked = select(REVIEW_TASK.c.dossier_id, _paper(REVIEW_TASK.c.document_id), REVIEW_TASK.c.field, literal(False))
    asked = asked.where(REVIEW_TASK.c.field.is_not(None), REVIEW_TASK.c.state != TaskState.WITHDRAWN.name)
    row = standing_rows().subquery("field_row")
    ours = select(row.c.dossier_id, _paper(row.c.document_id), row.c.field, literal(True))
    ours = ours.where(row.c.what == What.FIELD.name)
    each = union(loaded, asked, ours).subquery("each")
    place = func.concat(each.c.paper, " ", each.c.field)
    return (
        select(
            each.c.dossier_id,
            func.count(place.distinct()).label("fields_needed"),
            func.count(case((each.c.us, place)).distinct()).label("fields_reused"),
        )
        .group_by(each.c.dossier_id)
        .subquery("fields")
    )


def _paper(document_id: Any) -> Any:
    return func.coalesce(document_id.cast(Text), "").label("paper")


def _last_load() -> Subquery:
    steps: Select[Any] = select(STEP.c.subject, STEP.c.key).where(STEP.c.stage == Stage.LOAD.value)
    steps = steps.order_by(STEP.c.subject, STEP.c.seq.desc())
    return steps.ext(distinct_on(STEP.c.subject)).subquery("last_load")


def _population() -> Subquery:
    hit = (REGISTER_ANSWER.c.register == "population") & (REGISTER_ANSWER.c.outcome == InquiryOutcome.HIT.name)
    counts = (
        func.count().label("population_hits"),
        func.count(case((REGISTER_ANSWER.c.mock, 1))).label("population_mocked"),
    )
    chosen = select(REGISTER_ANSWER.c.dossier_id, *counts).where(hit, REGISTER_ANSWER.c.service != EXTRACT)
    return chosen.group_by(REGISTER_ANSWER.c.dossier_id).subquery("population")
