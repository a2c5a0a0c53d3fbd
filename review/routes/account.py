"""Oneself: what one may do and where, one's password, where one is logged in."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from errors import StaffRefused
from review.door import Officer, officer_with, station_of
from review.pages import page, words_of
from review.problems import Kind, Problem
from storage.staff import sessions
from storage.staff.log_in import change_password, proven_again
from storage.staff.passwords import SHORTEST, checked_password
from storage.staff.tries import From, TooManyTries

router = APIRouter()
Anybody = Annotated[Officer, officer_with()]
_MOST = 200  # characters


@router.get("/account")
def show_account(request: Request, officer: Anybody, done: str = "") -> Response:
    posts: dict[str, list[str]] = {}
    for post in officer.posts:
        posts.setdefault(post.office, []).append(post.role)
    shown = done if done in ("password", "everywhere") else ""
    return page(request, "account.html", posts=posts, done=shown, staff=officer.session.staff)


@router.get("/account/password")
def show_password(request: Request, officer: Anybody) -> Response:
    return _password_page(request, officer)


@router.post("/account/password")
def post_password(
    request: Request,
    officer: Anybody,
    old: Annotated[str, Form(max_length=_MOST)] = "",
    new: Annotated[str, Form(max_length=_MOST)] = "",
    again: Annotated[str, Form(max_length=_MOST)] = "",
) -> Response:
    """All other sessions end: whoever knew the old one is out."""
    station, t = station_of(request), words_of(request)
    staff = officer.session.staff
    if not staff.has_password:
        raise Problem(Kind.HIDDEN)
    here = From("", officer.session.digest.hex())
    try:
        proven = proven_again(station.warehouse, station.passwords, staff, old, here)
    except TooManyTries as tried:
        told = t("problem.too-fast.wait", minutes=-(-tried.wait_s // 60))
        raise Problem(Kind.TOO_FAST, told, retry_after=tried.wait_s) from None
    wrong: tuple[str, str] | None = None
    if not proven:
        wrong = "old", t("account.password.old-wrong")
    elif new != again:
        wrong = "again", t("account.password.differ")
    elif new == old:
        wrong = "new", t("account.password.same")
    else:
        try:
            change_password(station.warehouse, station.passwords, staff, checked_password(new, staff.account))
        except StaffRefused as refused:
            wrong = "new", refused.sentence
    if wrong:
        return _password_page(request, officer, wrong)
    with station.warehouse.changing(officer.staff_id) as change:
        sessions.end_all(change, officer.staff_id, but=officer.session)
    return RedirectResponse("/account?done=password", 303)


@router.post("/account/everywhere")
def post_everywhere(request: Request, officer: Anybody) -> Response:
    """Log out everywhere else."""
    with station_of(request).warehouse.changing(officer.staff_id) as change:
        sessions.end_all(change, officer.staff_id, but=officer.session)
    return RedirectResponse("/account?done=everywhere", 303)


def _password_page(request: Request, officer: Officer, wrong: tuple[str, str] | None = None) -> Response:
    return page(
        request,
        "password.html",
        status=422 if wrong else 200,
        wrong=dict([wrong]) if wrong else {},
        once=officer.session.staff.password_once,
        shortest=SHORTEST,
    )
