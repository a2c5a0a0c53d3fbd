"""The figures of a period for the whole, for each office, for each month and for each dossier."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from reuse.indicators import Figures, Indicator, answer, figures, indicators
from reuse.office_day import Period, received_on
from storage.reuse_counted import Counted
from storage.vietnam_time import day_of

NO_FORMULA = "Vào ngày cuối của kỳ chưa có công thức nào có hiệu lực: không tính chỉ số QĐ 766."
UNNAMED = "(hồ sơ không ghi nơi tiếp nhận)"


@dataclass(frozen=True, slots=True)
class Part:
    """The dossiers of one office, or of one month."""

    name: str
    told: Figures


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier: to which indicators it counts. Holds no personal value."""

    counted: Counted
    received_on: date
    answers: Mapping[str, tuple[bool | None, bool | None]]  # by id of indicator: (numerator, denominator)


@dataclass(frozen=True, slots=True)
class Report:
    period: Period
    office: str  # "" for all
    formulas_on: date  # the day whose formulas are used: the last of the period
    made_at: datetime
    indicators: tuple[Indicator, ...]
    whole: Figures
    offices: tuple[Part, ...]  # in order of names
    months: tuple[Part, ...]  # "2026-11", in order; those with a dossier
    lines: tuple[Line, ...]  # in order of reception


def report(dossiers: Iterable[Counted], period: Period, office: str, made_at: datetime) -> Report:
    """Of the dossiers received in this period (by one office, where it is named)."""
    on = min(period.last or day_of(made_at), day_of(made_at))
    formulas = indicators(on)
    dated = ((received_on(one.code, one.received_at), one) for one in dossiers)
    found = [(day, one) for day, one in dated if day in period and (not office or one.office == office.strip())]
    found.sort(key=lambda pair: (pair[0], pair[1].received_at, pair[1].dossier_id))
    by_office: dict[str, list[Counted]] = {}
    by_month: dict[str, list[Counted]] = {}
    for day, one in found:
        by_office.setdefault(one.office or UNNAMED, []).append(one)
        by_month.setdefault(f"{day:%Y-%m}", []).append(one)
    return Report(
        period,
        office,
        on,
        made_at,
        formulas,
        figures([one for _, one in found], on),
        tuple(Part(name, figures(by_office[name], on)) for name in sorted(by_office)),
        tuple(Part(name, figures(by_month[name], on)) for name in sorted(by_month)),
        tuple(Line(one, day, {each.id: answer(each, one) for each in formulas}) for day, one in found),
    )
