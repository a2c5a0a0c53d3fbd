"""What answers do to a dossier, in one transaction, once nothing of it is open any more: each is a revision beside what
the machine read, with the places that were looked at and its row in the audit. Done again, it does nothing.

From then on nobody takes an answer back, and the dossier stands where the machine goes on with it; a run that is killed
in between leaves it there, to be taken up by the next.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, literal, select

from extractors.keyed import Fault, keyed
from extractors.reading import UNKNOWN_FORM, Problem
from extractors.sorting.told import ToldPaper, to_content, told_of
from storage import dossiers, readings
from storage.change import Change, Stage, done
from storage.personal import Private
from storage.question import Origin
from storage.readings import StoredDocument, as_text
from storage.review.answers import Decided, decided, mark_gone_on
from storage.review.given import Action
from storage.review.standing import opened_as
from storage.schema import DOSSIER, REVIEW_TASK, SCAN
from storage.schema_review import PERSON_CHOICE, TOLD_PAPER
from storage.sealing.owner import OwnerKind, of_dossier
from storage.sealing.shut import none_destroyed
from storage.states import DossierState, TaskState
from storage.tasks import ask_more, question_in

GRACE = timedelta(seconds=20)  # after the last answer: in which it may still be taken back
PATIENCE = timedelta(minutes=5)  # between two tries at a register that did not answer
GOES_ON = "Cán bộ đã trả lời xong; hệ thống đang chạy tiếp."
_PROBLEMS = {Action.UNREADABLE: Problem.UNREADABLE, Action.BLANK: Problem.BLANK}
_HOLDING = [one.name for one in Origin if one.holds]
_ON_THE_WAY = (DossierState.EXTRACTED, DossierState.RESOLVED)
_STAYS = (DossierState.RECEIVED, DossierState.READ, DossierState.QUARANTINED, DossierState.CLOSED)
_TASK = REVIEW_TASK.c


# --- which dossiers


def ready(connection: Connection, now: datetime, grace: timedelta = GRACE, most: int = 500) -> tuple[str, ...]:
    """Ids of dossiers with answers that are not in effect, and no question that they wait for; the longest waiting
    first. `grace`: since the last answer; it is not waited for where somebody said that the dossier is finished."""
    last = func.max(_TASK.changed_at)
    held = none_destroyed(OwnerKind.DOSSIER, _TASK.dossier_id)
    chosen = select(_TASK.dossier_id, last).where(*_unheeded(), ~_open_of(_TASK.dossier_id).exists(), held)
    rows = connection.execute(chosen.group_by(_TASK.dossier_id).order_by(last, _TASK.dossier_id).limit(most)).all()
    return tuple(
        dossier_id
        for dossier_id, at in rows
        if at <= now - grace or done(connection, dossier_id, Stage.FINISHED, at.isoformat())
    )


def interrupted(connection: Connection, now: datetime) -> tuple[str, ...]:
    """Ids of dossiers whose answers are in effect and with which the machine did not come to an end."""
    waiting = (DOSSIER.c.state == DossierState.WAITING_FOR_REGISTER.name) & (DOSSIER.c.changed_at <= now - PATIENCE)
    on_the_way = DOSSIER.c.state.in_([one.name for one in _ON_THE_WAY])
    heeded = select(_TASK.id).where(_TASK.dossier_id == DOSSIER.c.id, _TASK.went_on_at.is_not(None)).exists()
    held = none_destroyed(OwnerKind.DOSSIER, DOSSIER.c.id)
    chosen = select(DOSSIER.c.id).where(on_the_way | waiting, heeded, held).order_by(DOSSIER.c.changed_at, DOSSIER.c.id)
    return tuple(connection.execute(chosen).scalars())


def finish(change: Change, dossier_id: str) -> bool:
    """Somebody says that all is answered: the dossier goes on at once. False where a question is open still."""
    last = select(func.max(_TASK.changed_at)).where(_TASK.dossier_id == dossier_id, *_unheeded())
    at = change.connection.scalar(last)
    if at is None or _is_open(change.connection, dossier_id):
        return False
    if change.first(dossier_id, Stage.FINISHED, at.isoformat()):
        change.note("dossier.finished", dossier_id)
    return True


def _unheeded() -> tuple[Any, ...]:
    return (_TASK.state == TaskState.SETTLED.name, _TASK.went_on_at.is_(None), _TASK.origin.in_(_HOLDING))


def _open_of(dossier_id: Any) -> Any:
    other = REVIEW_TASK.alias("other")
    ours = (other.c.dossier_id == dossier_id, other.c.state == TaskState.OPEN.name, other.c.origin.in_(_HOLDING))
    return select(other.c.id).where(*ours)


def _is_open(connection: Connection, dossier_id: str) -> bool:
    return connection.scalar(select(_open_of(literal(dossier_id, DOSSIER.c.id.type)).exists())) is True


# --- what they do


def apply(change: Change, dossier_id: str) -> int:
    """Put the answers of a dossier into effect; how many. 0: there are none, or a question is open still. NotHeld."""
    stood = dossiers.lock(change, [dossier_id])
    found = [one for one in decided(change.connection, dossier_id) if one.origin.holds]
    if dossier_id not in stood or not found or _is_open(change.connection, dossier_id):
        return 0
    papers = readings.documents(change.connection, dossier_id)
    left = [one for one in found if not _heed(replace(change, actor=one.answer.person), one, papers)]
    mark_gone_on(change, (one.task_id for one in found))
    change.note("dossier.answered", dossier_id, answers=len(found), left=[one.task_id for one in left])
    for one in left:
        _ask_again(change, one, papers)
    if stood[dossier_id].state not in _STAYS:
        dossiers.move(change, dossier_id, DossierState.EXTRACTED, GOES_ON)
    return len(found)


def _heed(change: Change, one: Decided, papers: Sequence[StoredDocument]) -> bool:
    """False where an answer leads nowhere: its paper is found no more, or no parser takes its value."""
    action = one.answer.action
    if one.field is not None:
        return _of_field(change, one, papers)
    if action in (Action.CHOOSE, Action.NONE_OF_THESE):
        return _of_person(change, one)
    if action in (Action.PAPER, *_PROBLEMS):
        return _of_paper(change, one, papers)
    return action in (Action.USABLE, Action.NOT_USABLE)


def _ask_again(change: Change, one: Decided, papers: Sequence[StoredDocument]) -> None:
    """The machine learns nothing from such an answer, so its steps would not ask: the dossier would wait in silence.
    Of a paper that is found no more they ask by themselves."""
    if one.document_id is not None and _paper_of(change.connection, one, papers) is None:
        return
    row = change.connection.execute(select(REVIEW_TASK).where(_TASK.id == one.task_id)).one()
    origin = opened_as(one.origin, row.rounds)
    asked = replace(question_in(row), origin=Origin.STEP if origin is Origin.DISAGREEMENT else origin)
    ask_more(change, one.dossier_id, f"again {one.answer.id}", [asked])


def _of_field(change: Change, one: Decided, papers: Sequence[StoredDocument]) -> bool:
    paper, answer = _paper_of(change.connection, one, papers), one.answer
    if paper is None or one.field is None or not (answer.value or answer.action in _PROBLEMS):
        return False
    value: str | None = None
    if answer.value is not None:
        read = keyed(paper.document.form, one.field, answer.value, date.max)
        if isinstance(read, Fault) and answer.action is not Action.ACCEPT:
            change.note("answer.refused", one.dossier_id, answer=answer.id, fault=read.code)
            return False
        value = answer.value if isinstance(read, Fault) else as_text(read.value)
    machine = paper.document.reading(one.field)
    seen = machine.evidence if machine else ()
    readings.correct(
        change, paper.id, one.field, readings.Given(value, _PROBLEMS.get(answer.action), tuple(seen), answer.id)
    )
    return True


def _paper_of(connection: Connection, one: Decided, papers: Sequence[StoredDocument]) -> StoredDocument | None:
    """The paper as it is found now: it may have been read anew since the question was asked."""
    same = next((each for each in papers if each.id == one.document_id), None)
    if same is not None or one.document_id is None:
        return same
    asked = readings.document(connection, one.document_id)
    alike = [each for each in papers if (each.scan_id, each.document.form) == (asked.scan_id, asked.document.form)]
    there = [each for each in alike if each.document.pages == asked.document.pages] or alike
    return there[0] if len(there) == 1 else None


def _of_person(change: Change, one: Decided) -> bool:
    answer, table = one.answer, PERSON_CHOICE.c
    if answer.action is Action.CHOOSE and not answer.value:
        return False
    last = select(func.coalesce(func.max(table.number), 0)).where(table.dossier_id == one.dossier_id)
    person = answer.value if answer.action is Action.CHOOSE else None
    number = int(change.connection.scalar(last) or 0) + 1
    row = {
        "dossier_id": one.dossier_id,
        "number": number,
        "person": None if person is None else Private(person, of_dossier(one.dossier_id)),
        "answer_id": answer.id,
        "by": answer.person,
        "made_at": change.now,
    }
    change.connection.execute(PERSON_CHOICE.insert().values(row))
    change.note("person.chosen", one.dossier_id, answer=answer.id, said=answer.action.name, number=number)
    return True


def _of_paper(change: Change, one: Decided, papers: Sequence[StoredDocument]) -> bool:
    paper = _paper_of(change.connection, one, papers)
    if paper is None:
        return False
    last_page = change.connection.scalar(select(SCAN.c.page_count).where(SCAN.c.id == paper.scan_id))
    try:
        told = told_in(one.answer.value, paper, last_page)
    except ValueError:
        change.note("answer.refused", one.dossier_id, answer=one.answer.id, fault="PAPER")
        return False
    table = TOLD_PAPER.c
    ours = (table.dossier_id == one.dossier_id, table.scan_id == paper.scan_id)
    number = int(change.connection.scalar(select(func.coalesce(func.max(table.number), 0)).where(*ours)) or 0) + 1
    row = {
        "dossier_id": one.dossier_id,
        "scan_id": paper.scan_id,
        "number": number,
        "content": to_content(told),
        "answer_id": one.answer.id,
        "by": one.answer.person,
        "made_at": change.now,
    }
    change.connection.execute(TOLD_PAPER.insert().values(row))
    change.note("paper.told", one.dossier_id, scan=paper.scan_id, number=number, answer=one.answer.id)
    return True


def told_in(value: str | None, paper: StoredDocument, last_page: int | None = None) -> tuple[ToldPaper, ...]:
    """The papers that an answer tells: the code of a form, for the pages of the paper asked about; or which pages of
    its scan are which papers, as JSON. None: no paper that is known. Raises ValueError."""
    text = (value or UNKNOWN_FORM).strip()
    if not text.startswith(("[", "{")):
        return told_of([{"form": text, "pages": list(paper.document.pages)}], last_page)
    content = json.loads(text)
    held = [content] if isinstance(content, dict) else content
    pages = {"pages": list(paper.document.pages)}
    return told_of([{**pages, **one} if isinstance(one, dict) else one for one in held], last_page)
