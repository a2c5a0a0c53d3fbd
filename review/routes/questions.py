"""Questions for the screen: the next one, one that is named, and who holds them."""

import base64
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from review import asking
from review.door import Officer, officer_with, station_of, warehouse_of
from review.pages import words_of
from review.refusing import told
from review.shapes import HeldBy, Living, TaskId, Wish
from review.showing.item import item_out
from review.viewing import seen_mark
from storage.review import claims, questions
from storage.review.questions import Item
from storage.staff.posts import StaffRole

router = APIRouter()
Worker = Annotated[Officer, officer_with(StaffRole.CLERK, StaffRole.SECOND_READER, StaffRole.SUPERVISOR)]


@router.get("/q/me")
def me(request: Request, officer: Worker) -> JSONResponse:
    """Who is logged in, the token of this session's changes, and the key under which this person's drafts lie in the
    browser: the same for every session of theirs, and told to nobody else."""
    station = station_of(request)
    key = base64.b64encode(bytes.fromhex(station.mark("drafts", officer.staff_id))).decode()
    return JSONResponse({"staff": officer.staff_id, "form": officer.form, "draft_key": key})


@router.post("/q/next")
def next_question(request: Request, officer: Worker, wish: Wish) -> Response:
    """Held for this tab from now on; 204 when there is none."""
    wanted = asking.wanted_of(officer, wish)
    with told(), warehouse_of(request).changing(officer.staff_id) as change:
        item = claims.claim_next(change, officer.staff_id, wish.tab, wanted, wish.skip)
    return Response(status_code=204) if item is None else shown(request, officer, item)


@router.post("/q/beat")
def beat(request: Request, officer: Worker, living: Living) -> JSONResponse:
    """Which of these questions the tab still holds."""
    with told(), warehouse_of(request).changing(officer.staff_id) as change:
        held = claims.beat_all(change, officer.staff_id, living.tab, living.tasks)
    return JSONResponse({"held": list(held)})


@router.get("/q/{task}")
def one_question(request: Request, officer: Worker, task: TaskId) -> Response:
    """As it stands now, held or not."""
    with warehouse_of(request).looking() as connection:
        item = questions.item(connection, task)
    return shown(request, officer, item)


@router.post("/q/{task}/claim")
def claim(request: Request, officer: Worker, task: TaskId, by: HeldBy) -> Response:
    with told(), warehouse_of(request).changing(officer.staff_id) as change:
        claims.claim(change, task, officer.staff_id, by.tab, asking.wanted_of(officer))
        item = questions.item(change.connection, task)
    return shown(request, officer, item)


@router.post("/q/{task}/steal")
def steal(request: Request, officer: Worker, task: TaskId, by: HeldBy) -> Response:
    """Whoever held it is told."""
    with told(), warehouse_of(request).changing(officer.staff_id) as change:
        claims.steal(change, task, officer.staff_id, by.tab, asking.wanted_of(officer))
        item = questions.item(change.connection, task)
    return shown(request, officer, item)


@router.post("/q/{task}/release")
def release(request: Request, officer: Worker, task: TaskId, by: HeldBy) -> Response:
    with told(), warehouse_of(request).changing(officer.staff_id) as change:
        claims.release(change, task, officer.staff_id, by.tab)
    return Response(status_code=204)


def shown(request: Request, officer: Officer, item: Item) -> Response:
    """The question, once it is written down that it is looked at."""
    warehouse, station = warehouse_of(request), station_of(request)
    asking.note_view(warehouse, item, officer)
    with warehouse.looking() as connection:
        out = item_out(asking.known(connection, item, station.today), words_of(request))
    out = out.marked(seen_mark(request, officer, item.task_id))
    return Response(out.model_dump_json(), media_type="application/json", headers={"ETag": f'"{item.version}"'})
