"""How good what was accepted is: lots with what their samples prove, and each kind of field over some weeks."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from extractors.titles import field_title, form_title
from review.charts import Mark, bounds
from review.door import Officer, officer_with, station_of, warehouse_of
from review.pages import page, words_of
from storage.quality import lots, stating
from storage.quality.acceptance import LotState
from storage.quality.lots import Lot
from storage.quality.policy import policy
from storage.quality.stating import percent
from storage.staff.posts import EVERYWHERE, StaffRole

router = APIRouter()
Overseer = Annotated[Officer, officer_with(StaffRole.SUPERVISOR, StaffRole.AUDITOR)]
_MOST_LOTS = 60
_DAYS = 90


@router.get("/quality")
def show_quality(request: Request, officer: Overseer, office: Annotated[str, Query(max_length=120)] = "") -> Response:
    station, t = station_of(request), words_of(request)
    rule = policy(station.today)
    allowed = () if EVERYWHERE in officer.offices else officer.offices
    chosen = (office,) if office and (not allowed or office in allowed) else allowed
    with warehouse_of(request).looking() as connection:
        found = lots.lots(connection, chosen, _MOST_LOTS)
        since = station.today - timedelta(days=_DAYS)
        fields = stating.by_field(connection, since, rule.confidence, chosen)
    marks = _marks(found)
    label = t("quality.chart-told", lots=len(marks), limit=percent(rule.most_wrong))
    return page(
        request,
        "quality.html",
        lots=found,
        rows=[(one, form_title(one.form), field_title(one.form, one.field)) for one in fields],
        rule=rule,
        chart=bounds(marks, rule.most_wrong, label) if marks else "",
        percent=percent,
        office=office,
        offices=allowed,
        waiting=sum(one.state is LotState.OPEN for one in found),
        days=_DAYS,
    )


def _marks(found: Sequence[Lot]) -> list[Mark]:
    """The earliest first; a lot of which nothing was looked at yet has no mark."""
    known = [one for one in reversed(found) if one.bound is not None]
    return [Mark(one.day, one.bound or 0.0, one.state.accepted) for one in known]
