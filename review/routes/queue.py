"""The queue of questions, and the screen on which they are answered one after the other."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from extractors.reading import UNKNOWN_FORM
from extractors.titles import field_title, form_title
from review import asking
from review.door import Officer, officer_with, station_of, warehouse_of
from review.pages import page, words_of
from review.paging import place_in, place_told
from review.routes.questions import Worker
from review.shapes import Filters
from review.showing.asked import kind_key, kind_title
from review.statics import statics
from review.texts import Words
from storage.question import Origin
from storage.review import questions
from storage.review.questions import QueueItem
from storage.staff.posts import StaffRole

router = APIRouter()
Anybody = Annotated[Officer, officer_with()]
_PAGE = 25
_KEYS = (
    ("Enter", "enter"), ("F2", "f2"), ("F4", "f4"), ("F8", "f8"), ("F9", "f9"), ("Alt+0", "alt0"),
    ("Alt+1 … Alt+9", "alt1"), ("Alt+C", "altc"), ("Ctrl+Z", "ctrlz"), ("Ctrl+Enter", "ctrlenter"),
    ("Alt+↑ Alt+↓", "altup"), ("Alt+R", "altr"), ("Alt+← Alt+→", "altleft"), ("Alt+PgUp Alt+PgDn", "altpage"),
    ("Alt+H", "alth"),
)  # fmt: skip


@router.get("/")
def show_queue(request: Request, officer: Anybody, filters: Annotated[Filters, Query()]) -> Response:
    """Codes and ids only: nothing here is about anybody, so nothing is written down."""
    station, t = station_of(request), words_of(request)
    wanted = asking.wanted_of(officer, filters.wish)
    now = station.clock()
    with warehouse_of(request).looking() as connection:
        counts = questions.counts(connection, wanted, today=station.today, now=now)
        rows = questions.queue(connection, wanted, place_in(filters.after), _PAGE + 1, now=now)
    more = place_told(rows[_PAGE - 1].place) if len(rows) > _PAGE else ""
    return page(
        request,
        "queue.html",
        counts=counts,
        rows=[_row(one, officer, t) for one in rows[:_PAGE]],
        filters=filters,
        offices=[one for one in officer.offices if one != "*"],
        may_answer=bool(officer.roles - {StaffRole.AUDITOR}),
        ask="/ask" + _query(filters, after=""),
        more=_query(filters, after=more) if more else "",
        today=station.today,
        kind_title=partial(kind_title, t),
    )


@router.get("/ask")
def show_ask(request: Request, officer: Worker, filters: Annotated[Filters, Query()]) -> Response:
    """The screen; the questions come to it by `/q/next`."""
    wish = filters.wish.model_dump_json(exclude={"tab", "skip"})
    scripts = [name for name in statics().files if name in _SCRIPTS]
    return page(request, "ask.html", wanted=wish, task=filters.task or "", keys=_KEYS, scripts=scripts)


_SCRIPTS = (
    "ahead.js", "ask_keys.js", "choice_card.js", "dialogs.js", "elements.js", "field_card.js", "keys.js", "outbox.js",
    "paper_card.js", "picture.js", "sealed.js", "wire.js",
)  # fmt: skip


def _row(one: QueueItem, officer: Officer, t: Words) -> dict[str, Any]:
    held = "held_mine" if one.held_by == officer.staff_id else "held" if one.held_by else "free_one"
    return {"item": one, "about": _about(one, t), "held": t(f"queue.{held}"), "free": not one.held_by}


def _about(one: QueueItem, t: Words) -> str:
    form = one.form or UNKNOWN_FORM
    title = f"{field_title(form, one.field)} · {form_title(form)}" if one.field else None
    if not Origin[one.origin].holds:
        return title or t("queue.kind_of.sample")
    if title:
        return title
    key = kind_key(one.kind)
    return t(f"queue.kind_of.{key if key in ('file', 'paper') else 'person'}")


def _query(filters: Filters, **other: str) -> str:
    told: Sequence[tuple[str, Any]] = [
        (name, value) for name, value in (filters.model_dump() | other).items() if value and name != "task"
    ]
    return "?" + urlencode(told, doseq=True) if told else ""
