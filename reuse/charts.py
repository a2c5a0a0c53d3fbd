"""Charts as inline SVG: bars of rates against the rate of full marks, and lines over months. Values in, markup out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

from reuse.indicators import NO_DOSSIER, Figure
from reuse.tables import number

COLOURS = ("#1b5e9b", "#b45309", "#2e7d32")  # told apart by eyes that see no red or green, too
DASHES = ("", "7 4", "2 4")  # and on a black and white print
_WIDTH = 640  # px
_ROW = 44
_LEFT, _RIGHT = 8, 150  # of the figures at the right of a bar
_HEIGHT, _FOOT, _EDGE = 236, 24, 50


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    rates: tuple[Decimal | None, ...]  # percent, one for each month; None: nothing to count


def bars(figures: Sequence[Figure]) -> Markup:
    """A bar for each indicator: what counts, what is not known (hatched), and a mark where all points are given."""
    height = _ROW * len(figures) + 6
    rows = Markup("").join(_bar(one, place * _ROW) for place, one in enumerate(figures))
    label = "; ".join(f"{one.indicator.id} {one.indicator.short}: {_rate(one.rate)}" for one in figures)
    return _svg(height, label) + _HATCH + rows + Markup("</svg>")


def lines(months: Sequence[str], series: Sequence[Series]) -> Markup:
    """A line for each series, broken where a month has nothing to count. `months`: "2026-11", at most twelve."""
    across = [_across(place, len(months)) for place in range(len(months))]
    label = "; ".join(f"{one.name}: {_rate(one.rates[-1])}" for one in series if one.rates)
    parts = [_svg(_HEIGHT, label), *_grid()]
    parts += [
        _TEXT.format(x, _HEIGHT - 8, "middle", f"{month[5:]}/{month[2:4]}")
        for x, month in zip(across, months, strict=True)
    ]
    for place, one in enumerate(series):
        parts.append(_line(one, one.rates, across, place))
    return Markup("").join(parts) + Markup("</svg>")


def share(rate: Decimal | None) -> Markup:
    """A small bar for a cell of a table."""
    if rate is None:
        return Markup('<span class="none" title="{}">–</span>').format(NO_DOSSIER)
    shown = '<span class="share"><i style="width:{}%"></i></span> {}%'
    return Markup(shown).format(f"{min(rate, Decimal(100)):.0f}", number(rate))


_TEXT = Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>')
_HATCH = Markup(
    '<defs><pattern id="unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#eef1f4"/><rect width="2" height="6" fill="#8a94a0"/></pattern></defs>'
)


def _svg(height: int, label: str) -> Markup:
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">').format(_WIDTH, height, label)


def _bar(one: Figure, top: int) -> Markup:
    whole = _WIDTH - _LEFT - _RIGHT
    met = _part(one.numerator, one.denominator, whole)
    unknown = _part(one.unknown, one.denominator, whole)
    full = _LEFT + whole * float(one.indicator.full_at) / 100
    head = Markup('<text x="{}" y="{}" class="name"><tspan class="id">{}</tspan> {}</text>').format(
        _LEFT, top + 15, one.indicator.id, one.indicator.name
    )
    boxes = Markup(
        '<rect x="{0}" y="{1}" width="{2}" height="16" fill="#eef1f4"/>'
        '<rect x="{0}" y="{1}" width="{3:.1f}" height="16" fill="#1b5e9b"/>'
        '<rect x="{4:.1f}" y="{1}" width="{5:.1f}" height="16" fill="url(#unknown)"/>'
        '<path d="M{6:.1f} {7}v22" class="full"/>'
    ).format(_LEFT, top + 21, whole, met, _LEFT + met, unknown, full, top + 18)
    at_right = _LEFT + whole + 10
    counts = f"{one.numerator}/{one.denominator}" if one.denominator else ""
    points = f" · {number(one.points)}/{one.indicator.weight} điểm" if one.denominator else ""
    told = Markup('<text x="{}" y="{}" class="rate">{}</text><text x="{}" y="{}" class="small">{}{}</text>')
    return head + boxes + told.format(at_right, top + 22, _rate(one.rate), at_right, top + 37, counts, points)


def _part(count: int, of: int, whole: int) -> float:
    return whole * count / of if of else 0.0


def _grid() -> list[Markup]:
    lines = []
    for percent in (0, 20, 40, 60, 80, 100):
        y = _down(Decimal(percent))
        kind = "full" if percent == 80 else "grid"
        lines.append(Markup('<path d="M{} {:.1f}H{}" class="{}"/>').format(_EDGE, y, _WIDTH - 8, kind))
        lines.append(_TEXT.format(_EDGE - 6, f"{y + 4:.1f}", "end", f"{percent}%"))
    return lines


def _line(one: Series, rates: Sequence[Decimal | None], across: Sequence[float], place: int) -> Markup:
    """Broken where a month has nothing to count."""
    path, pen = [], "M"
    dots = Markup("")
    colour = COLOURS[place % len(COLOURS)]
    for x, rate in zip(across, rates, strict=True):
        if rate is None:
            pen = "M"
            continue
        y = _down(min(rate, Decimal(100)))
        path.append(f"{pen}{x:.1f} {y:.1f}")
        title = Markup("<title>{}: {}</title>").format(one.name, _rate(rate))
        dots += Markup('<circle cx="{:.1f}" cy="{:.1f}" r="4" fill="{}">{}</circle>').format(x, y, colour, title)
        pen = "L"
    drawn = '<path d="{}" fill="none" stroke="{}" stroke-width="2.5" stroke-dasharray="{}"/>'
    return Markup(drawn).format("".join(path), colour, DASHES[place % len(DASHES)]) + dots


def _across(place: int, count: int) -> float:
    room = _WIDTH - _EDGE - 40
    return _EDGE + 16 + (room * place / (count - 1) if count > 1 else room / 2)


def _down(percent: Decimal) -> float:
    return 8 + (_HEIGHT - _FOOT - 16) * (1 - float(percent) / 100)


def _rate(rate: Decimal | None) -> str:
    return NO_DOSSIER if rate is None else f"{escape(number(rate))}%"
