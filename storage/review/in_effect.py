"""What people's answers have made true of a dossier: its papers, whom it is about, and what of it may be used."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, func, select

from extractors.sorting.told import ToldPaper, in_force, told_of
from storage.review.given import Action
from storage.schema import REVIEW_TASK
from storage.schema_review import PERSON_CHOICE, TOLD_PAPER
from storage.states import TaskState

_TASK = REVIEW_TASK.c


@dataclass(frozen=True, slots=True)
class ChosenPerson:
    """Whom a dossier is about, as a person decided."""

    person_id: str | None = field(repr=False)  # the register's key; None: none of the candidates
    by: str  # staff id
    at: datetime
    number: int  # 1.. within the dossier


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said about a file, or about a paper as a whole; it is asked once only."""

    kind: str
    scan_id: str | None  # None: about every file of which the same is asked
    pages: tuple[int, ...]  # 1.. within the scan; none: the file as a whole
    usable: bool


def told_papers(connection: Connection, dossier_id: str) -> dict[str, tuple[ToldPaper, ...]]:
    """By id of the scan: which papers its pages are, as people told last."""
    chosen = select(TOLD_PAPER.c.scan_id, TOLD_PAPER.c.content).where(TOLD_PAPER.c.dossier_id == dossier_id)
    tellings: dict[str, list[tuple[ToldPaper, ...]]] = {}
    for row in connection.execute(chosen.order_by(TOLD_PAPER.c.scan_id, TOLD_PAPER.c.number)):
        tellings.setdefault(row.scan_id, []).append(told_of(row.content))
    return {scan_id: in_force(told) for scan_id, told in tellings.items()}


def tellings(connection: Connection, dossier_id: str) -> dict[str, int]:
    """By id of the scan: how often people told which papers its pages are; what was told before may be told again."""
    table = TOLD_PAPER.c
    chosen = select(table.scan_id, func.max(table.number).label("number")).where(table.dossier_id == dossier_id)
    return {row.scan_id: row.number for row in connection.execute(chosen.group_by(table.scan_id))}


def chosen_person(connection: Connection, dossier_id: str) -> ChosenPerson | None:
    """As decided last; None where nobody was asked."""
    ours = select(PERSON_CHOICE).where(PERSON_CHOICE.c.dossier_id == dossier_id)
    row = connection.execute(ours.order_by(PERSON_CHOICE.c.number.desc()).limit(1)).first()
    return None if row is None else ChosenPerson(row.person, row.by, row.made_at, row.number)


def said_of_files(connection: Connection, dossier_id: str) -> tuple[Said, ...]:
    """About files and papers, not about what stands in a field; in order of time. Only what is in effect counts."""
    ours = (_TASK.dossier_id == dossier_id, _TASK.state == TaskState.SETTLED.name, _TASK.went_on_at.is_not(None))
    chosen = select(_TASK.kind, _TASK.told, _TASK.answer).where(*ours, _TASK.field.is_(None))
    found = []
    for row in connection.execute(chosen.order_by(_TASK.changed_at, _TASK.id)):
        told = row.told or {}
        usable = row.answer != Action.NOT_USABLE.name
        found.append(Said(row.kind, told.get("scan"), tuple(told.get("pages", ())), usable))
    return tuple(found)


def said_of(said: Sequence[Said], kind: str, scan_id: str, pages: Sequence[int] = ()) -> Said | None:
    """What was said last of this, None where nobody was asked."""
    place = (scan_id, tuple(pages))
    about = [one for one in said if one.kind == kind and (one.scan_id is None or (one.scan_id, one.pages) == place)]
    return about[-1] if about else None
