"""Pictures of the paper: the crop of a marked place in the original's own pixels, and whole pages."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from review import asking
from review.crops import Cut, crop, small
from review.door import station_of, warehouse_of
from review.problems import hidden
from review.routes.questions import Worker
from review.shapes import TaskId
from review.viewing import was_seen
from storage.review import questions, sight

router = APIRouter()
Seen = Annotated[str, Query(max_length=40)]
# for a while, by this person's browser only: the address holds a digest of what is shown
_KEPT = {"Cache-Control": "private, max-age=900"}


@router.get("/q/{task}/crop/{number}")
def one_crop(request: Request, officer: Worker, task: TaskId, number: int, seen: Seen = "") -> Response:
    """WebP of the marked place with one line of print around it. `seen`: the question was looked at, and that is
    written down with it; else it is now."""
    station, warehouse = station_of(request), warehouse_of(request)
    with warehouse.looking() as connection:
        item = questions.item(connection, task)
        places = asking.places_in(connection, item)
        if not 0 <= number < len(places):
            raise hidden()
        digest, page_number = places[number].at
        page = sight.read_page(connection, digest, page_number)
        picture = sight.picture_of(connection, digest, page_number)
    if page is None:
        raise hidden()
    if not was_seen(request, officer, task, seen):
        asking.note_view(warehouse, item, officer, "crop.read")
    cut = Cut(digest, page_number, page, picture, places[number].crop.region)
    return Response(crop(station.objects, cut), media_type="image/webp", headers=_KEPT)


@router.get("/q/{task}/page/{number}")
def one_page(
    request: Request,
    officer: Worker,
    task: TaskId,
    number: int,
    little: Annotated[bool, Query(alias="small")] = False,
    mark: Annotated[str, Query(alias="seen", max_length=40)] = "",
) -> Response:
    """The upright page as it was kept when it was read; `small`: for a list of pages."""
    station, warehouse = station_of(request), warehouse_of(request)
    with warehouse.looking() as connection:
        item = questions.item(connection, task)
        pages = asking.shown_pages(connection, item)
    seen = next((page.seen for page in pages if page.number == number), None)
    if seen is None:
        raise hidden()
    if not little or not was_seen(request, officer, task, mark):
        asking.note_view(warehouse, item, officer, "page.read")
    content = station.objects.get(seen.picture)
    if little:
        return Response(small(content), media_type="image/webp", headers=_KEPT)
    return Response(content, media_type="image/jpeg", headers=_KEPT)
