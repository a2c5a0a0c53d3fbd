"""Pages: a template, the words of the screen's language, and who is logged in."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from review import texts
from review.menu import entries
from review.statics import statics
from review.texts import Words, locale_of, words
from storage.vietnam_time import VIETNAM

LOCALE_COOKIE, THEME_COOKIE = "hoso-locale", "hoso-theme"
TEMPLATES = Path(__file__).with_name("templates")
_THEMES = ("light", "dark")


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """`values`: for the template. It also finds t (words), officer (None before the log-in), form (token of the
    session's forms), menu, here (the path) and static (address of a file of static/).
    """
    t = words_of(request)
    officer = getattr(request.state, "officer", None)
    theme = request.cookies.get(THEME_COOKIE)
    given = {
        "t": t,
        "lang": t.locale.value,
        "texts_url": f"/texts/{texts.digest()}/{t.locale.value}.json",
        "static": statics().address,
        "theme": theme if theme in _THEMES else "",
        "officer": officer,
        "form": officer.form if officer else "",
        "menu": entries(request.app, officer),
        "here": request.url.path,
    }
    text = _environment().get_template(template).render(given | values)
    return HTMLResponse(text, status)


def words_of(request: Request) -> Words:
    """In the language of this request."""
    return words(locale_of(request.cookies.get(LOCALE_COOKIE)))


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["moment"] = _moment
    made.filters["day"] = _day
    return made


def _moment(when: datetime) -> str:
    """22/11/2026 14:05, in Vietnam."""
    return f"{when.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def _day(when: datetime) -> str:
    return f"{when.astimezone(VIETNAM):%d/%m/%Y}"
