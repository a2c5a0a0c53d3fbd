"""Answers from the screen: given once, looked at before, taken back, and a dossier that is done."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import JSONResponse

from extractors.keyed import Fault, keyed_value
from extractors.reading import UNKNOWN_FORM
from review import asking
from review.choosing import chosen_person, told_papers
from review.door import station_of, warehouse_of
from review.pages import words_of
from review.problems import Kind, Problem
from review.refusing import VALUE, slip, told
from review.routes.questions import Worker, shown
from review.shapes import AnswerIn, Ask, Checked, OutcomeOut, TaskId, Typed, Undo
from review.showing.asked import ACTIONS, ask_of, start_of
from review.showing.values import as_read
from storage.readings import as_text
from storage.review import answers, effects, questions, sight
from storage.review.given import Action, Given, Outcome, Shown
from storage.review.questions import Item

router = APIRouter()
_LONGEST_VERSION = 9  # digits


@router.put("/q/{task}/answer")
def answer(
    request: Request,
    officer: Worker,
    task: TaskId,
    said: AnswerIn,
    if_match: Annotated[str, Header()] = "",
) -> OutcomeOut:
    """The same answer sent twice is one answer, and is told the same twice."""
    version = if_match.strip('"')
    if not version.isdecimal() or len(version) > _LONGEST_VERSION:
        raise Problem(Kind.IF_MATCH_MISSING)
    warehouse, station = warehouse_of(request), station_of(request)
    with told(), warehouse.changing(officer.staff_id) as change:
        item = questions.item(change.connection, task)
        given = Given(
            answer_id=said.answer_id,
            task_id=task,
            version=int(version),
            action=said.action,
            value=_value(change.connection, item, said, station.today),
            reason=said.reason,
            shown=_shown(item, said),
            keys=said.keys,
            milliseconds=said.milliseconds,
        )
        outcome = answers.give(change, given, officer.staff_id, said.tab, asking.wanted_of(officer))
    key = _outcome(outcome)
    t = words_of(request)
    return OutcomeOut(outcome=key, message=t(f"ask.outcome.{key}"), version=outcome.version)


@router.post("/q/undo")
def undo(request: Request, officer: Worker, by: Undo) -> Response:
    """The question of the latest answer, open again and held by this tab."""
    with told(), warehouse_of(request).changing(officer.staff_id) as change:
        item = answers.undo(change, officer.staff_id, by.tab, by.undo_id)
    return shown(request, officer, item)


@router.post("/q/{task}/check")
def check(request: Request, officer: Worker, task: TaskId, typed: Typed) -> Checked:
    """What is typed into a field, read by the parser that reads the same field off the paper. Nothing is kept."""
    with warehouse_of(request).looking() as connection:
        item = questions.item(connection, task)
    if ask_of(item.question) is not Ask.FIELD:
        raise Problem(Kind.NOT_UNDERSTOOD)
    found = keyed_value(_form(item), item.question.field or "", typed.value, station_of(request).today)
    if isinstance(found, Fault):
        return Checked(ok=False, value=typed.value, message=found.sentence)
    return Checked(ok=True, value=as_read(as_text(found)), message="")


@router.post("/dossiers/{dossier}/finish")
def finish(request: Request, officer: Worker, dossier: TaskId) -> JSONResponse:
    """Nothing more is added to this dossier now: it need not wait for a further thought."""
    t, warehouse = words_of(request), warehouse_of(request)
    with told(), warehouse.changing(officer.staff_id) as change:
        done = effects.finish(change, dossier)
    return JSONResponse({"done": done, "message": t("ask.finished" if done else "ask.not_finished")})


def _value(connection: Any, item: Item, said: AnswerIn, today: date) -> str | None:
    """What is kept of an answer. Raises Problem NOT_UNDERSTOOD beside the field."""
    ask = ask_of(item.question)
    if said.action not in ACTIONS[ask]:
        raise Problem(Kind.NOT_UNDERSTOOD, field=VALUE)
    if said.action is Action.ACCEPT:
        start = start_of(item)
        if start.shown is Shown.EMPTY:
            raise Problem(Kind.NOT_UNDERSTOOD, field=VALUE)
        return start.kept
    if said.action is Action.EDIT:
        found = keyed_value(_form(item), item.question.field or "", said.value or "", today)
        if isinstance(found, Fault):
            raise slip(found.sentence)
        return as_text(found)
    if said.action is Action.PAPER:
        return told_papers(said.value or "", asking.shown_pages(connection, item))
    if said.action is Action.CHOOSE:
        return chosen_person(said.value or "", sight.decision(connection, item.dossier_id))
    return said.value


def _form(item: Item) -> str:
    return item.document.document.form if item.document else UNKNOWN_FORM


def _shown(item: Item, said: AnswerIn) -> Shown:
    """What truly stood there; the screen is not told that a value was put there on purpose."""
    return start_of(item).shown if ask_of(item.question) is Ask.FIELD else said.shown


def _outcome(outcome: Outcome) -> str:
    """Whether somebody else is asked the same is told to nobody: by that a test could be told from what is none."""
    return "escalated" if outcome.escalated else "saved"
