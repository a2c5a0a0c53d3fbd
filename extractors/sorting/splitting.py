"""Several papers on one page: two small forms copied on a sheet, the cards of two people. Where one ends, and why.

A page is cut only where both sides stand as papers by themselves: two papers of different kinds, each with its title
and its labels; or twice the same, by the same title and labels on both sides or by two different holders. Front and
back of one card are one paper. Everything else stays whole: a wrong cut tears values from their labels.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from extractors.folded import fold
from extractors.form import Form, forms
from extractors.geometry.layout import Row, Token, around, rows_of, segments, text_of
from extractors.sorting.classify import SURE_TITLE, clues_on, label_share, likeness
from ocr.page import Box, Line, Page

STANDING = 0.3  # share of a form's clues that a part of a page must show to stand by itself
REPEATED = 0.6  # share of the labels of the poorer part that the other one repeats
FEWEST = 3  # labels that must repeat
SHORTEST = 7  # letters of such a label
ALIKE = 88  # likeness, 0..100, at which it is taken as there
GUTTER = (0.3, 0.7)  # of the page's width: where the space between two papers side by side may lie
MOST_PARTS = 4

_NUMBER = re.compile(r"(?<!\d)\d{12}(?!\d)")


@dataclass(frozen=True, slots=True)
class Part:
    """A page, or the part of one that holds one paper."""

    page: Page
    rows: tuple[Row, ...]
    region: Box | None = None  # px of the page; None: the whole page


def parts_of_page(page: Page) -> tuple[Part, ...]:
    """The papers on a page, left before right and top before bottom; one part without a region when it is one paper."""
    whole = Part(page, rows_of(page))
    if not _may_hold_several(whole):
        return (whole,)
    cut = _cut(replace(whole, region=Box(0, 0, page.width, page.height)))
    return tuple(cut[:MOST_PARTS]) if 1 < len(cut) <= MOST_PARTS else (whole,)


def numbers_on(part: Part) -> frozenset[str]:
    """The personal numbers that stand on a part, in print or in a code."""
    texts = [token.text for row in part.rows for token in row.tokens]
    texts += [re.sub(r"<+", " ", code.text) for code in part.page.codes]
    found = {number for text in texts for number in _NUMBER.findall(text)}
    zones = (re.search(r"^IDVNM\d{10}(\d{12})", code.text) for code in part.page.codes)
    return frozenset(found | {zone[1] for zone in zones if zone})


def _may_hold_several(part: Part) -> bool:
    """Cheap: titles of papers stand apart, or labels of one card repeat beside two numbers."""
    text = " ".join(row.folded for row in part.rows)
    titled = Counter(code for code, _ in _titles_on(part))
    if max(titled.values(), default=0) > 1:
        return True
    if sum(_labelled(_form(code), text) for code in titled) > 1:
        return True
    cards = (form for form in forms() if form.own_codes)
    return len(numbers_on(part)) > 1 and any(
        sum(text.count(clue) > 1 for clue in clues_on(form, text)) >= FEWEST for form in cards
    )


def _form(code: str) -> Form:
    return next(form for form in forms() if form.code == code)


def _titles_on(part: Part) -> list[tuple[str, Box]]:
    """Code of the form and place of every line that is a title, the same title in two languages or lines once."""
    lines = [piece for row in part.rows for piece in _pieces(row)]
    texts = [fold(text_of(line)) for line in lines]
    if not texts:
        return []
    titles, codes = _named()
    found: dict[int, tuple[float, str]] = {}
    for at, line in zip(
        *process.cdist(titles, texts, scorer=fuzz.ratio, score_cutoff=SURE_TITLE).nonzero(), strict=True
    ):
        sure = likeness(titles[at], texts[line])
        if sure >= SURE_TITLE:
            found[line] = max(found.get(line, (0.0, "")), (sure, codes[at]))
    met: list[tuple[str, Box]] = []
    for line in sorted(found):
        code, box = found[line][1], around(lines[line])
        if not any(one == code and _near(box, other) for one, other in met):
            met.append((code, box))
    return met


def _pieces(row: Row) -> list[Sequence[Token]]:
    """A row, and its parts where it has several: titles of two papers may stand side by side."""
    parts = segments(row)
    return [row.tokens, *parts] if len(parts) > 1 else [row.tokens]


def _near(box: Box, other: Box) -> bool:
    """Whether two lines belong to one heading: one over the other, close together."""
    beside = min(box.right, other.right) - max(box.left, other.left)
    return beside > 0 and box.top - other.bottom < 3 * max(box.height, other.height)


@cache
def _named() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All folded titles, and beside each the code of its form."""
    pairs = [(fold(title), form.code) for form in forms() for title in form.titles]
    return tuple(title for title, _ in pairs), tuple(code for _, code in pairs)


def _cut(part: Part) -> list[Part]:
    """The part cut at its best place, and again; the part alone when it holds one paper."""
    best: tuple[float, Part, Part] | None = None
    for first, second in _halves(part):
        worth = _worth(first, second)
        if worth > (best[0] if best else 0.0):
            best = (worth, first, second)
    return [*_cut(best[1]), *_cut(best[2])] if best else [part]


def _halves(part: Part) -> Iterator[tuple[Part, Part]]:
    """Every way to cut a part: at wide spaces between its rows and above its titles, and at its gutter."""
    region = part.region or Box(0, 0, part.page.width, part.page.height)
    for y in _heights(part):
        yield (
            _inside(part, Box(region.left, region.top, region.right, y)),
            _inside(part, Box(region.left, y, region.right, region.bottom)),
        )
    x = _gutter(part, region)
    if x:
        yield (
            _inside(part, Box(region.left, region.top, x, region.bottom)),
            _inside(part, Box(x, region.top, region.right, region.bottom)),
        )


def _heights(part: Part) -> list[int]:
    """Where a paper may end, px from the top: the eight widest spaces between rows, and the space above each title."""
    spaces = [(lower.box.top - upper.box.bottom, upper, lower) for upper, lower in pairwise(part.rows)]
    widest = sorted(spaces, key=lambda space: space[0], reverse=True)[:8]
    tops = [box.top for _, box in _titles_on(part)]
    above = [space for space in spaces if any(abs(space[2].box.top - top) < space[2].height for top in tops)]
    return sorted({(upper.box.bottom + lower.box.top) // 2 for _, upper, lower in (*widest, *above)})


def _gutter(part: Part, region: Box) -> int | None:
    """The middle of the widest upright strip about the middle of a part that no word stands in."""
    spans = sorted((token.box.left, token.box.right) for row in part.rows for token in row.tokens)
    low, high = (region.left + round(share * region.width) for share in GUTTER)
    at, best = region.left, (0, 0)
    for left, right in spans:
        if left > at and low <= (left + at) // 2 <= high:
            best = max(best, (left - at, (left + at) // 2))
        at = max(at, right)
    return best[1] or None


def _inside(part: Part, region: Box) -> Part:
    """What of a part lies within a region; a line that runs over its edge is parted between words."""
    page = part.page
    lines = (tuple(word for word in line.words if _holds(region, word.box)) for line in page.lines)
    cut = replace(
        page,
        lines=tuple(Line(words) for words in lines if words),
        codes=tuple(code for code in page.codes if _holds(region, code.box)),
        cells=tuple(cell for cell in page.cells if _holds(region, cell)),
        ticks=tuple(tick for tick in page.ticks if _holds(region, tick.box)),
    )
    return Part(cut, rows_of(cut), region)


def _holds(region: Box, box: Box) -> bool:
    x, y = box.middle
    return region.left <= x < region.right and region.top <= y < region.bottom


def _worth(first: Part, second: Part) -> float:
    """How surely two parts are two papers, 0 when they are not; the cut that tears no label apart is worth most."""
    one, other = _Side.of(first), _Side.of(second)
    if not (one.text and other.text):
        return 0.0
    twice = max((_worth_twice(form, one, other) for form in forms()), default=0.0)
    return twice or _worth_apart(one, other)


@dataclass(frozen=True, slots=True)
class _Side:
    text: str  # folded
    titles: frozenset[str]  # codes of the forms whose titles it bears
    heads: frozenset[str]  # those of them that stand in its upper half
    numbers: frozenset[str]

    @classmethod
    def of(cls, part: Part) -> "_Side":
        titles = _titles_on(part)
        middle = part.rows[len(part.rows) // 2].box.bottom if part.rows else 0
        heads = frozenset(code for code, box in titles if box.top < middle)
        text = " ".join(row.folded for row in part.rows)
        return cls(text, frozenset(code for code, _ in titles), heads, numbers_on(part))


def _worth_apart(one: _Side, other: _Side) -> float:
    """Two papers of different kinds: each has its title above its labels, and few labels that only the other has."""
    return max(
        (
            label_share(first, one.text) + label_share(second, other.text) + STANDING
            for first in _standing(one)
            for second in _standing(other)
            if first is not second
            and label_share(first, other.text) < STANDING
            and label_share(second, one.text) < STANDING
        ),
        default=0.0,
    )


def _standing(side: _Side) -> list[Form]:
    """The forms as which a part stands by itself: their title is at its head and enough of their labels follow."""
    return [form for code in side.heads if _labelled(form := _form(code), side.text)]


def _labelled(form: Form, text: str) -> bool:
    labels = sum(bool(field.labels) for field in form.fields)
    return label_share(form, text) >= STANDING or len(_labels_on(form, text)) >= max(FEWEST, STANDING * labels)


def _worth_twice(form: Form, one: _Side, other: _Side) -> float:
    """Twice the same paper: by title and labels, or, of a card, by its labels and two holders."""
    titled = form.code in one.titles and form.code in other.titles
    holders = form.own_codes and one.numbers and other.numbers and not one.numbers & other.numbers
    if not (titled or holders):
        return 0.0
    seen, again = _labels_on(form, one.text), _labels_on(form, other.text)
    repeated, poorer = seen & again, min(len(seen), len(again))
    enough = len(repeated) >= FEWEST and len(repeated) >= REPEATED * poorer
    return len(seen) + len(again) + len(repeated) if enough else 0.0


def _labels_on(form: Form, text: str) -> set[str]:
    """The fields of a form of which a label stands in a folded text, nearly as printed."""
    return {
        field.name
        for field in form.fields
        if any(
            len(label) >= SHORTEST and (label in text or fuzz.partial_ratio(label, text, score_cutoff=ALIKE))
            for label in map(fold, field.labels)
        )
    }
