"""Styles, scripts and texts of the screen, and in which language and light one wants to see it. Open to all."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from review import texts
from review.pages import LOCALE_COOKIE, THEME_COOKIE
from review.problems import Kind, Problem
from review.routes.login import within
from review.statics import statics
from review.texts import Locale, words

router = APIRouter()
_FOR_EVER = "public, max-age=31536000, immutable"
_YEAR = 365 * 24 * 3600  # s
_THEMES = ("light", "dark", "auto")


@router.get("/static/{digest}/{name:path}")
def get_static(request: Request, digest: str, name: str) -> Response:
    """Under an address of before, what there is now, but not to be kept."""
    held = statics()
    file = held.files.get(name)
    if file is None:
        raise Problem(Kind.NO_SUCH_PAGE)
    headers = {"Cache-Control": _FOR_EVER if digest == held.digest else "no-cache", "Vary": "Accept-Encoding"}
    if file.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, media_type=file.kind, headers=headers | {"Content-Encoding": "gzip"})
    return Response(file.content, media_type=file.kind, headers=headers)


@router.get("/texts/{digest}/{locale}.json")
def get_texts(digest: str, locale: Locale) -> Response:
    kept = _FOR_EVER if digest == texts.digest() else "no-cache"
    return Response(words(locale).for_scripts, media_type="application/json", headers={"Cache-Control": kept})


@router.post("/look")
def post_look(
    request: Request,
    to: Annotated[str, Form(max_length=2000)] = "/",
    locale: Annotated[str, Form(max_length=10)] = "",
    theme: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Language and light are the browser's, not the account's: a shared desk keeps them."""
    response = RedirectResponse(within(to), 303)
    secure = request.app.state.station.secure
    if locale in {one.value for one in Locale}:
        response.set_cookie(LOCALE_COOKIE, locale, max_age=_YEAR, path="/", secure=secure, samesite="strict")
    if theme in _THEMES:
        response.set_cookie(THEME_COOKIE, theme, max_age=_YEAR, path="/", secure=secure, samesite="strict")
    return response
