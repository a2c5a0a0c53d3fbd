"""For who sees to it that nothing lies: who waits for what and since when, what will wait, how the work goes.

Codes, states and counts only. Nothing here is about an applicant, and no figure is about one member of staff.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from extractors.reading import UNKNOWN_FORM
from extractors.titles import field_title, form_title
from review.charts import backlog
from review.door import Officer, officer_with, station_of, warehouse_of
from review.pages import page, words_of
from review.problems import Kind, Problem
from review.texts import Words
from storage.plain import is_id
from storage.review import measures, waiting
from storage.review.forecast import Day, Forecast, forecast
from storage.review.own_figures import own_figures
from storage.review.waiting import HandedOn, Sought, Waiting
from storage.staff.posts import EVERYWHERE, StaffRole
from storage.states import DossierState

router = APIRouter()
Overseer = Annotated[Officer, officer_with(StaffRole.SUPERVISOR, StaffRole.AUDITOR)]
Anybody = Annotated[Officer, officer_with()]
_PAGE = 40


class Search(BaseModel):
    """As it stands in an address. A field that was left empty seeks nothing."""

    model_config = ConfigDict(frozen=True)

    code: str = Field("", max_length=60)
    office: str = Field("", max_length=120)
    state: str = Field("", max_length=40)
    overdue: bool = False
    after: str = Field("", max_length=80)

    @property
    def sought(self) -> Sought:
        """Raises Problem NOT_UNDERSTOOD for a state that is none."""
        if self.state and self.state not in DossierState.__members__:
            raise Problem(Kind.NOT_UNDERSTOOD, faults=["state"])
        state = DossierState[self.state] if self.state else None
        return Sought(self.code.strip(), self.office, state, self.overdue)

    def again(self, after: str) -> str:
        """The same, from a line on."""
        told = [(name, value) for name, value in (self.model_dump() | {"after": after}).items() if value]
        return "?" + urlencode(told)


@router.get("/supervisor")
def show_waiting(request: Request, officer: Overseer, search: Annotated[Search, Query()]) -> Response:
    station = station_of(request)
    today, now = station.today, station.clock()
    with warehouse_of(request).looking() as connection:
        rows = waiting.waiting(connection, search.sought, today, _place_in(search.after), _PAGE + 1)
        seen = waiting.offices(connection)
        handed_on = waiting.handed_on(connection, limit=_PAGE)
        standing = _forecasts(connection, now, search.office)
    more = search.again(_place(rows[_PAGE - 1])) if len(rows) > _PAGE else ""
    t = words_of(request)
    return page(
        request,
        "supervisor.html",
        rows=rows[:_PAGE],
        search=search,
        offices=seen,
        states=[one for one in DossierState if not one.final],
        more=more,
        today=today,
        handed_on=[(*_line(one, t), _answers(officer, one.office)) for one in handed_on],
        forecasts=[(office, told, _chart(office, told, t)) for office, told in standing],
    )


@router.get("/supervisor/fields")
def show_fields(request: Request, officer: Overseer, office: Annotated[str, Query(max_length=120)] = "") -> Response:
    """How the work goes, field by field; of fewer than three people nothing is told."""
    with warehouse_of(request).looking() as connection:
        found = measures.by_field(connection, station_of(request).clock(), office)
        seen = waiting.offices(connection)
    rows = [(one, form_title(one.form), field_title(one.form, one.field)) for one in found]
    told = {"days": measures.DAYS, "least": measures.LEAST_PEOPLE}
    return page(request, "fields.html", rows=rows, offices=seen, office=office, **told)


@router.get("/me")
def show_me(request: Request, officer: Anybody) -> Response:
    """One's own figures; nobody else may open them."""
    offices = () if EVERYWHERE in officer.offices else officer.offices
    with warehouse_of(request).looking() as connection:
        own = own_figures(connection, officer.staff_id, offices, station_of(request).clock())
    return page(request, "me.html", own=own, days=measures.DAYS)


def _forecasts(connection: Any, now: Any, office: str) -> list[tuple[str, Forecast | None]]:
    """Of the offices with the most questions first; of one, where it is named."""
    standing = measures.open_by_office(connection)
    days: dict[str, Sequence[Day]] = dict(measures.days_by_office(connection, now))
    names = [one for one in measures.offices_seen(standing, days) if not office or one == office]
    names.sort(key=lambda name: (-standing.get(name, 0), name))
    return [(name, forecast(standing.get(name, 0), days.get(name, ()))) for name in names[:_MOST_CHARTS]]


_MOST_CHARTS = 6


def _chart(office: str, told: Forecast | None, t: Words) -> Any:
    if told is None:
        return ""
    last = told.points[-1]
    label = t("supervisor.forecast-told", office=office, now=told.open, days=last.days, low=last.low, high=last.high)
    return backlog(told.points, label, t("supervisor.days-on"), t("supervisor.today"))


def _answers(officer: Officer, office: str | None) -> bool:
    """Whether what was handed on there is this officer's to answer, and not only to see."""
    supervises = officer.offices_as(StaffRole.SUPERVISOR)
    return EVERYWHERE in supervises or office in supervises


def _line(one: HandedOn, t: Words) -> tuple[HandedOn, str]:
    form = one.form or UNKNOWN_FORM
    if one.field:
        return one, f"{field_title(form, one.field)} · {form_title(form)}"
    return one, t("supervisor.about-paper" if one.form else "supervisor.about-dossier")


def _place(row: Waiting) -> str:
    return f"{row.deadline or date.max}~{row.dossier_id}"


def _place_in(text: str) -> tuple[date, str] | None:
    """Raises Problem for what was not made by `_place`."""
    if not text:
        return None
    day, _, dossier_id = text.partition("~")
    try:
        found = date.fromisoformat(day)
    except ValueError:
        raise Problem(Kind.NOT_UNDERSTOOD) from None
    if not is_id(dossier_id):
        raise Problem(Kind.NOT_UNDERSTOOD)
    return found, dossier_id
