"""The two columns at the head of an official paper: the agency's at the left, the country's at the right."""

from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz

from extractors.geometry.layout import Row, Token

NATION = "cong hoa xa hoi chu nghia viet nam"
MOTTO = "doc lap tu do hanh phuc"
NEAR = 74  # likeness, 0..100, of misread words of the country's head
DEEPEST = 16  # rows of a page within which its head stands
_REACH = 0.16  # of the text's width: how far from the columns' border a space may part them


@dataclass(frozen=True, slots=True)
class Half:
    """What stands in one column at one height."""

    row: int  # index into the rows of the document
    tokens: tuple[Token, ...]

    @property
    def folded(self) -> str:
        return " ".join(token.folded for token in self.tokens if token.folded)


@dataclass(frozen=True, slots=True)
class Halves:
    """The head of a paper in its columns, top to bottom."""

    left: tuple[Half, ...]
    right: tuple[Half, ...]
    nation: int  # index of the row with the country's name, -1 when it was not found
    border: float  # px: where the columns part


def halves_of(rows: tuple[Row, ...], end: int) -> Halves:
    """The rows before `end` parted in columns. The country's name and motto are left out; they name no agency."""
    found = [(index, span) for index in range(end) if (span := _national(rows[index]))]
    border = _border(rows[:end], [span for _, span in found])
    lefts, rights = [], []
    national = dict(found)
    for index in range(end):
        row = rows[index]
        first, last = national.get(index, (0, 0))
        if first < last:
            left, right = (*row.tokens[:first], *_unglued(row, first)), row.tokens[last:]
        else:
            left, right = _parted(row, border)
        if any(token.folded for token in left):
            lefts.append(Half(index, tuple(left)))
        if any(token.folded for token in right):
            rights.append(Half(index, tuple(right)))
    return Halves(tuple(lefts), tuple(rights), found[0][0] if found else -1, border)


def _national(row: Row) -> tuple[int, int] | None:
    """Which tokens of a row are the country's name or motto."""
    for words in (NATION, MOTTO):
        match = fuzz.partial_ratio_alignment(words, row.folded, score_cutoff=NEAR)
        if match is None or len(row.folded) < 0.7 * len(words):
            continue
        inside = [
            number
            for number, start in enumerate(row.starts)
            if row.tokens[number].folded
            and start + len(row.tokens[number].folded) > match.dest_start + 1
            and start < match.dest_end - 1
        ]
        if inside:
            return inside[0], inside[-1] + 1
    return None


def _unglued(row: Row, first: int) -> tuple[Token, ...]:
    """The beginning of the country's first word, when the agency's last word ran into it: "LONGCỘNG"."""
    token = row.tokens[first]
    opening = next((word for word in ("cong", "doc") if word in token.folded[2:]), "")
    at = token.folded.find(opening, 2) if opening else -1
    if at < 2 or len(token.text) != len(token.folded):
        return ()
    edge = token.box.left + round(token.box.width * at / len(token.text))
    return (replace(token, text=token.text[:at], folded=token.folded[:at], box=replace(token.box, right=edge)),)


def _border(rows: tuple[Row, ...], spans: list[tuple[int, int] | None]) -> float:
    """Where the country's column begins; the middle of the text where it stands over all its width, or is not read."""
    left, right = min(row.box.left for row in rows), max(row.box.right for row in rows)
    middle = (left + right) / 2
    starts = [row.tokens[span[0]].box.left for row in rows if (span := _national(row))]
    if not spans or not starts or min(starts) < left + 0.3 * (right - left):
        return middle
    return float(min(starts))


def _parted(row: Row, border: float) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """A row cut at its widest space near the border; without such a space, each token on the side of its middle."""
    reach = _REACH * 2.2 * border
    gaps = [
        (after.box.left - before.box.right, number)
        for number, (before, after) in enumerate(pairwise(row.tokens), start=1)
        if abs((after.box.left + before.box.right) / 2 - border) < reach
    ]
    widest = max(gaps, default=(0, 0))
    if widest[0] > 1.3 * row.height:
        return row.tokens[: widest[1]], row.tokens[widest[1] :]
    if row.box.left >= border - 0.5 * reach and row.box.right > border + reach:
        return (), row.tokens
    if row.box.right <= border + 0.5 * reach and row.box.left < border - reach:
        return row.tokens, ()
    cut = sum(token.box.middle[0] < border for token in row.tokens)
    return row.tokens[:cut], row.tokens[cut:]
