"""Scanning at the counter: files come in one by one, are looked at while the citizen is present, and are handed in."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Header, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from errors import ErasedBefore, HandInRefused, ScanRefused
from ocr.verdict.thumbnail import thumbnail
from review.door import Officer, officer_with, station_of
from review.pages import page
from review.problems import Kind, Problem, hidden
from review.receiving import arriving, pages
from review.receiving.handing_in import Into, Wish, hand_in
from review.receiving.looking import Judges
from review.receiving.shown import NOT_LOOKED, shown
from storage.plain import DIGEST
from storage.staff.posts import StaffRole
from storage.staging import Staging, open_staging

router = APIRouter(prefix="/counter")
Clerk = Annotated[Officer, officer_with(StaffRole.CLERK, StaffRole.SECOND_READER, StaffRole.SUPERVISOR)]
_KEPT_BY_BROWSER = {"Cache-Control": "private, max-age=600, immutable"}
_MOST_BASKETS = 20  # of one person, that wait to be handed in
TOO_MANY_BASKETS = "Bạn có quá nhiều hồ sơ đang dở. Hãy nộp hoặc bỏ bớt rồi bắt đầu hồ sơ mới."


@dataclass(frozen=True, slots=True)
class Counter:
    """What the counter of one process works with."""

    staging: Staging
    judges: Judges


class Order(BaseModel):
    model_config = ConfigDict(extra="forbid")
    digests: list[Annotated[str, Field(max_length=64)]] = Field(max_length=arriving.MOST_FILES)


class HandIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    office: str = Field(max_length=120)
    procedure: str = Field(max_length=40)
    dossier_code: str = Field("", max_length=60)
    anyway: bool = False


@router.get("")
def show_counter(request: Request, officer: Clerk) -> Response:
    station, counter = station_of(request), counter_of(request)
    counter.staging.sweep(station.clock())
    waiting = counter.staging.of(officer.staff_id)
    return page(request, "counter.html", **pages.of_counter(station, officer, waiting))


@router.post("/find", response_model=None)
def find_receipt(request: Request, officer: Clerk, said: Annotated[str, Form(max_length=200)] = "") -> Response:
    found = pages.found(station_of(request), officer, said.replace("\0", ""))
    if found is not None:
        return RedirectResponse(f"/counter/{found.number}", 303)
    station, waiting = station_of(request), counter_of(request).staging.of(officer.staff_id)
    told = pages.of_counter(station, officer, waiting) | {"not_found": True}
    return page(request, "counter.html", status=404, **told)


# --- the basket


@router.post("/baskets")
def begin_basket(request: Request, officer: Clerk) -> dict[str, Any]:
    staging = counter_of(request).staging
    if len(staging.of(officer.staff_id)) >= _MOST_BASKETS:
        raise Problem(Kind.TAKEN, TOO_MANY_BASKETS)
    return shown(staging.begin(officer.staff_id, station_of(request).clock()))


@router.get("/baskets/{basket_id}")
def show_basket(request: Request, officer: Clerk, basket_id: str) -> dict[str, Any]:
    return shown(counter_of(request).staging.basket(basket_id, officer.staff_id))


@router.delete("/baskets/{basket_id}", status_code=204)
def drop_basket(request: Request, officer: Clerk, basket_id: str) -> None:
    counter = counter_of(request)
    counter.staging.drop(basket_id, officer.staff_id)
    counter.judges.forget(basket_id)


@router.put("/baskets/{basket_id}/order")
def arrange(request: Request, officer: Clerk, basket_id: str, order: Order) -> dict[str, Any]:
    return shown(counter_of(request).staging.arrange(basket_id, officer.staff_id, order.digests))


@router.put("/baskets/{basket_id}/files/{digest}")
async def bring(
    request: Request,
    officer: Clerk,
    basket_id: str,
    digest: str,
    x_hoso_name: Annotated[str, Header(max_length=3000)] = "",
    x_hoso_instead: Annotated[str, Header(max_length=64)] = "",
) -> dict[str, Any]:
    """One file, its bytes as the body. The name comes in a header, percent-encoded: addresses are written down, and
    names of files may be names of people."""
    counter = counter_of(request)
    basket = await run_in_threadpool(counter.staging.basket, basket_id, officer.staff_id)
    if not DIGEST.fullmatch(digest):
        raise hidden()
    if not basket.files and len(await run_in_threadpool(counter.staging.of, officer.staff_id)) >= _MOST_BASKETS:
        raise Problem(Kind.TAKEN, TOO_MANY_BASKETS)
    with _told():
        content = await _body(request)
        brought = {"name": arriving.named(x_hoso_name), "digest": digest, "instead_of": x_hoso_instead}
        return shown(await run_in_threadpool(arriving.arrive, counter.staging, basket, content, **brought))


@router.post("/baskets/{basket_id}/files/{digest}/look")
def look(request: Request, officer: Clerk, basket_id: str, digest: str) -> dict[str, Any]:
    """What is told of a file's pages."""
    counter = counter_of(request)
    basket = counter.staging.basket(basket_id, officer.staff_id)
    try:
        return shown(counter.judges.look(counter.staging, basket, basket.file(digest)))
    except ScanRefused:
        raise Problem(Kind.NOT_UNDERSTOOD, NOT_LOOKED, field="file") from None


@router.delete("/baskets/{basket_id}/files/{digest}")
def take_out(request: Request, officer: Clerk, basket_id: str, digest: str) -> dict[str, Any]:
    return shown(counter_of(request).staging.remove(basket_id, officer.staff_id, digest))


@router.get("/baskets/{basket_id}/files/{digest}/{number}.webp")
def show_page(
    request: Request, officer: Clerk, basket_id: str, digest: str, number: int, large: bool = False
) -> Response:
    """A page's picture, small or to look at."""
    content = counter_of(request).staging.content(basket_id, officer.staff_id, digest)
    try:
        return Response(thumbnail(content, number, large=large), media_type="image/webp", headers=_KEPT_BY_BROWSER)
    except ScanRefused:
        raise hidden() from None


@router.post("/baskets/{basket_id}/hand-in")
def hand_in_basket(request: Request, officer: Clerk, basket_id: str, wish: HandIn) -> dict[str, Any]:
    """Its receipt. Sent again, the same."""
    station, counter = station_of(request), counter_of(request)
    basket = counter.staging.basket(basket_id, officer.staff_id)
    if not pages.serves(station, officer, wish.office):
        raise Problem(Kind.NOT_YOURS, field="office")
    into = Into(station.seen_from((wish.office,)), station.objects, station.settings.trust_anchors)
    with _told():
        wanted = Wish(wish.office, wish.procedure, wish.dossier_code, wish.anyway)
        done = hand_in(basket, wanted, into, counter.staging)
    counter.judges.forget(basket_id)
    return {"receipt": done.receipt.number, "again": not done.new}


# --- the receipt


@router.get("/{number}/qr.svg")
def show_qr(request: Request, officer: Clerk, number: str) -> Response:
    return Response(pages.qr(pages.receipt(station_of(request), officer, number)), media_type="image/svg+xml")


@router.get("/{number}")
def show_receipt(request: Request, officer: Clerk, number: str, new: bool = False, again: bool = False) -> Response:
    station = station_of(request)
    receipt = pages.receipt(station, officer, number)
    return page(request, "receipt.html", new=new, again=again, **pages.of_receipt(station, officer, receipt))


# --- what all of them need


def counter_of(request: Request) -> Counter:
    """One for each process, begun with the first page that asks for it."""
    state = request.app.state
    with _BEGINNING:
        if not hasattr(state, "counter"):
            station = station_of(request)
            state.counter = Counter(open_staging(station.settings.state / "counter", station.warehouse), Judges())
    counter: Counter = state.counter
    return counter


@contextmanager
def _told() -> Iterator[None]:
    """What the counter refuses, as the page shows it: a sentence, and beside which field."""
    try:
        yield
    except HandInRefused as refused:
        raise Problem(Kind.NOT_UNDERSTOOD, refused.sentence, field=refused.field) from None
    except ScanRefused as refused:
        reason = getattr(refused.reason, "name", "")
        raise Problem(Kind.NOT_UNDERSTOOD, refused.sentence, field="file", reason=reason) from None
    except ErasedBefore as erased:
        raise Problem(Kind.ERASED, erased.sentence, field="files") from None


async def _body(request: Request) -> bytes:
    """The whole file. Raises HandInRefused as soon as it is known to be too much."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > arriving.MOST_FILE:
        raise HandInRefused(arriving.TOO_LARGE, "file")
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > arriving.MOST_FILE:
            raise HandInRefused(arriving.TOO_LARGE, "file")
    return bytes(content)


_BEGINNING = threading.Lock()
