"""Do probabilities keep their word? Of values called 90 % sure, nine in ten ought to be right."""

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 12  # of equally many values each


@dataclass(frozen=True, slots=True)
class Bin:
    number: int
    said: float  # 0..1, mean of the probabilities
    right: float  # 0..1, share of values that are


@dataclass(frozen=True, slots=True)
class Reliability:
    bins: tuple[Bin, ...]  # by rising probability

    @property
    def error(self) -> float:
        """ECE, 0..1: the mean difference between what was said and what is, weighted by number."""
        total = sum(one.number for one in self.bins)
        return sum(one.number * abs(one.said - one.right) for one in self.bins) / max(1, total)


def reliability(values: Sequence[tuple[float, bool]], bins: int = BINS) -> Reliability:
    """`values`: (probability, whether right). Values of one probability are never parted between bins."""
    ordered = sorted(values)
    found: list[list[tuple[float, bool]]] = []
    for value in ordered:
        full = found and len(found[-1]) >= len(ordered) / bins and found[-1][-1][0] != value[0]
        if not found or full:
            found.append([])
        found[-1].append(value)
    return Reliability(tuple(_bin(one) for one in found))


def _bin(values: Sequence[tuple[float, bool]]) -> Bin:
    number = len(values)
    return Bin(number, sum(said for said, _ in values) / number, sum(good for _, good in values) / number)


def picture(curve: Reliability, title: str = "reliability") -> str:
    """The curve as SVG: what was said to the right, what is upwards; on the diagonal both are the same."""
    side, edge = 360, 40

    def place(said: float, right: float) -> tuple[float, float]:
        return edge + said * side, edge + (1 - right) * side

    points = [place(one.said, one.right) for one in curve.bins]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1d4ed8"/>' for x, y in points)
    marks = "".join(
        f'<text x="{place(at, 0)[0]:.0f}" y="{side + edge + 16}" text-anchor="middle">{at:.1f}</text>'
        f'<text x="{edge - 6}" y="{place(0, at)[1] + 4:.0f}" text-anchor="end">{at:.1f}</text>'
        for at in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    )
    whole = side + 2 * edge
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif" '
        f'font-size="11" role="img"><title>{title}</title>'
        f'<rect width="{whole}" height="{whole}" fill="#fff"/>'
        f'<rect x="{edge}" y="{edge}" width="{side}" height="{side}" fill="none" stroke="#999"/>'
        f'<path d="M{edge} {edge + side}L{edge + side} {edge}" stroke="#999" stroke-dasharray="4 4"/>'
        f'<polyline points="{line}" fill="none" stroke="#1d4ed8" stroke-width="2"/>{dots}{marks}'
        f'<text x="{whole / 2}" y="{whole - 6}" text-anchor="middle">probability said</text>'
        f'<text transform="translate(12 {whole / 2}) rotate(-90)" text-anchor="middle">share right</text></svg>\n'
    )
