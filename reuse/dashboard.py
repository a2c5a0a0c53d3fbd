"""The report as one page: for a screen of 1366 by 768 and for A4 across. No script, nothing from elsewhere."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from followup.printing import day
from reuse.charts import COLOURS, DASHES, Series, bars, lines, share
from reuse.facts import Fact
from reuse.indicators import Figures
from reuse.report import NO_FORMULA, Report
from reuse.tables import FINER, minutes_text, number
from storage.vietnam_time import VIETNAM

_OVER_MONTHS = ("4.2", "4.3")
MOST_MONTHS = 12
MOST_OFFICES = 200  # rows of the table; the CSV has them all


def dashboard(told: Report) -> str:
    """The whole page. It names offices, and no person."""
    months = _last_months(told)
    series = _series(told, months)
    return (
        _environment()
        .get_template("dashboard.html.jinja")
        .render(
            told=told,
            whole=told.whole,
            made=f"{told.made_at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}",
            bars=bars(told.whole.figures),
            lines=lines(months, series),
            legend=list(zip((one.name for one in series), COLOURS, DASHES, strict=False)),
            offices=told.offices[:MOST_OFFICES],
            left_out=max(0, len(told.offices) - MOST_OFFICES),
            flags=_flags(told),
            mocked=told.whole.mocked,
            finer=FINER,
            no_formula=NO_FORMULA,
        )
    )


def _last_months(told: Report) -> list[str]:
    """Up to twelve, without a gap, the last of them the last in which a dossier was received."""
    if not told.months:
        return []
    first, last = (int(name[:4]) * 12 + int(name[5:]) - 1 for name in (told.months[0].name, told.months[-1].name))
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(max(first, last - MOST_MONTHS + 1), last + 1)]


def _series(told: Report, months: Sequence[str]) -> tuple[Series, ...]:
    of_month = {part.name: part.told for part in told.months}
    held = [of_month.get(month) for month in months]
    found = [
        Series(f"{one.id} {one.short}", tuple(_rate(part, one.id) for part in held))
        for one in told.indicators
        if one.id in _OVER_MONTHS
    ]
    return (*found, Series(FINER, tuple(part.fields.rate if part else None for part in held)))


def _rate(part: Figures | None, indicator: str) -> Decimal | None:
    figures = part.figures if part else ()
    return next((one.rate for one in figures if one.indicator.id == indicator), None)


def _flags(told: Report) -> list[tuple[str, str, int]]:
    """(flag, what it says, dossiers that have it): three different things, never added up."""
    counted = [line.counted for line in told.lines]
    return [
        ("DuocSoHoa", Fact.COMPONENT_ATTACHED.value, sum(one.files_kept > 0 for one in counted)),
        ("DuocTaiSuDung", Fact.COMPONENT_REUSED.value, sum(one.components_reused > 0 for one in counted)),
        ("DuocLayTuKhoDMQG", Fact.FROM_NATIONAL_STORE.value, sum(one.components_from_store > 0 for one in counted)),
    ]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(loader=PackageLoader("reuse", "."), autoescape=True, undefined=StrictUndefined)
    environment.filters.update(day=day, number=number, share=share, points=_points, minutes=minutes_text)
    return environment


def _points(held: Figures) -> str:
    return "–" if held.points is None else number(held.points)
