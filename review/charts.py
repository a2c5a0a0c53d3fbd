"""Charts as inline SVG, without script and without styles of their own: colours come from static/supervisor.css.

Each says in words what it shows, for who does not see it; the figures stand in a table beside it, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from storage.review.forecast import Point

_WIDTH, _HEIGHT = 560, 200  # px
_LEFT, _RIGHT, _TOP, _FOOT = 46, 12, 10, 26


@dataclass(frozen=True, slots=True)
class Mark:
    """One lot: at most which share of it is wrong."""

    day: date
    bound: float  # 0..1
    good: bool  # accepted


def backlog(points: Sequence[Point], label: str, day: str, today: str) -> Markup:
    """The questions that will wait: a line, and around it the range. Steps lie as far apart as their labels need.

    `day`: "+{} ngày", below each point but the first, which is `today`."""
    highest = max([point.high for point in points] + [1])
    across = [_across(place / max(len(points) - 1, 1)) for place in range(len(points))]

    def along(heights: Sequence[int]) -> list[tuple[float, float]]:
        return [(x, _down(height / highest)) for x, height in zip(across, heights, strict=True)]

    upper, lower = along([point.high for point in points]), along([point.low for point in points])
    middle = along([point.middle for point in points])
    parts = [_begin(label), *_scale(highest, "{:.0f}")]
    parts.append(Markup('<path d="{}Z" class="range"/>').format(_path([*upper, *reversed(lower)])))
    parts.append(Markup('<path d="{}" class="line"/>').format(_path(middle)))
    for point, (x, y) in zip(points, middle, strict=True):
        title = Markup("<title>{}–{}</title>").format(point.low, point.high)
        parts.append(Markup('<circle cx="{:.1f}" cy="{:.1f}" r="4" class="dot">{}</circle>').format(x, y, title))
        parts.append(_text(x, _HEIGHT - 8, "middle", day.format(point.days) if point.days else today))
        parts.append(_text(x, y - 8, "middle", str(point.middle)))
    return Markup("").join(parts) + Markup("</svg>")


def bounds(marks: Sequence[Mark], limit: float, label: str) -> Markup:
    """A mark for each lot, in order of days; the line is the share from which a lot is not accepted."""
    highest = max([mark.bound for mark in marks] + [limit]) * 1.1
    parts = [_begin(label), *_scale(highest * 100, "{:.1f}%")]
    y = _down(limit / highest)
    parts.append(Markup('<path d="M{} {:.1f}H{}" class="limit"/>').format(_LEFT, y, _WIDTH - _RIGHT))
    for place, mark in enumerate(marks):
        x = _across(place / max(len(marks) - 1, 1)) if len(marks) > 1 else _across(0.5)
        shape = _good(x, _down(mark.bound / highest)) if mark.good else _bad(x, _down(mark.bound / highest))
        parts.append(shape.format(f"{mark.day:%d/%m}: {mark.bound * 100:.2f}%".replace(".", ",")))
    for place in {0, len(marks) - 1} if marks else ():
        x = _across(place / (len(marks) - 1)) if len(marks) > 1 else _across(0.5)
        parts.append(_text(x, _HEIGHT - 8, "middle", f"{marks[place].day:%d/%m}"))
    return Markup("").join(parts) + Markup("</svg>")


def _good(x: float, y: float) -> Markup:
    """A disc; told from the other by its shape, too."""
    return Markup(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="good"><title>{{}}</title></circle>')


def _bad(x: float, y: float) -> Markup:
    """A diamond."""
    return Markup(f'<path d="M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7 -7z" class="bad"><title>{{}}</title></path>')


def _begin(label: str) -> Markup:
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}" class="chart">').format(_WIDTH, _HEIGHT, label)


def _scale(highest: float, form: str) -> list[Markup]:
    parts = []
    for step in (0.0, 0.5, 1.0):
        y = _down(step)
        parts.append(Markup('<path d="M{} {:.1f}H{}" class="grid"/>').format(_LEFT, y, _WIDTH - _RIGHT))
        parts.append(_text(_LEFT - 6, y + 4, "end", form.format(highest * step).replace(".", ",")))
    return parts


def _text(x: float, y: float, anchor: str, text: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(x, y, anchor, text)


def _path(places: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)


def _across(share: float) -> float:
    room = _WIDTH - _LEFT - _RIGHT - 40
    return _LEFT + 20 + room * share


def _down(share: float) -> float:
    return _TOP + 12 + (_HEIGHT - _TOP - _FOOT - 12) * (1 - share)
