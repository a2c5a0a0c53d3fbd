"""What somebody is told of a question that was theirs."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from review.door import warehouse_of
from review.routes.questions import Worker
from storage.review import notices

router = APIRouter()


@router.get("/notices")
def unread(request: Request, officer: Worker) -> JSONResponse:
    """What is not read yet; the screen says with `read` that it showed them."""
    with warehouse_of(request).looking() as connection:
        found = notices.unread(connection, officer.staff_id)
    told = [{"id": one.id, "task": one.task_id, "sentence": one.kind.value} for one in found]
    return JSONResponse({"notices": told})


@router.post("/notices/{notice}/read")
def read(request: Request, officer: Worker, notice: str) -> JSONResponse:
    with warehouse_of(request).changing(officer.staff_id) as change:
        return JSONResponse({"done": notices.read(change, officer.staff_id, notice)})
