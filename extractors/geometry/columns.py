"""Persons set side by side, as bride and groom are: where their columns stand on the paper."""

from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from rapidfuzz import fuzz

from extractors.folded import fold
from extractors.form import Columns, Form, Section, Side
from extractors.geometry.column_values import NARROW, Strip, Taken, by_common_labels, by_own_labels
from extractors.geometry.labels import Hit, find_labels, label_texts
from extractors.geometry.layout import Row, Token, around, parts_of

HEADING = 86  # likeness, 0..100, of a heading
MISREAD = 60  # likeness of the only heading that is missing on a row with all others
LONGER = 4  # words that a heading may have beside those that the form names: "Phần khai về bên nữ (1)"
FEWEST = 2  # labels below headings, for these to be headings of columns and not of signatures


@dataclass(frozen=True, slots=True)
class Found:
    """The columns of a paper: their rows, from `first` up to `last`, and what each field has there."""

    first: int
    last: int
    values: tuple[Taken, ...]


def columns_of(form: Form, rows: tuple[Row, ...]) -> Found | None:
    """The columns with their values; None where the form has none or the paper does not set the persons so."""
    if form.columns is None:
        return None
    texts = label_texts(form)
    for first, heads in _heading_rows(form.columns, rows):
        last = _end(form, rows, first, heads)
        body = rows[first + (0 if _are_labels(form.columns, rows[first]) else 1) : last]
        hits = find_labels(body, texts, form.titles)
        if len({hit.label for hit in hits}) >= FEWEST:
            return Found(first, last, tuple(_values(form, body, hits, heads)))
    return None


def in_sections(form: Form) -> Form:
    """The form as a paper fills it in that sets its persons one below the other: each side opens a section."""
    if form.columns is None:
        return form
    sections = tuple(Section(side.name, side.headings) for side in form.columns.sides)
    fields = tuple(replace(one, section=one.side) if one.side else one for one in form.fields)
    return replace(form, fields=fields, sections=(*form.sections, *sections, Section("", form.columns.ends)))


def _heading_rows(columns: Columns, rows: tuple[Row, ...]) -> list[tuple[int, list[tuple[Side, list[Token]]]]]:
    """Rows that name all sides beside each other, with the words that do."""
    found = []
    for index, row in enumerate(rows):
        heads: dict[str, tuple[Side, list[Token]]] = {}
        rest: list[list[Token]] = []
        for part in parts_of(row, 1.5):
            side = _side_named(columns, part)
            if side and side.name not in heads:
                heads[side.name] = (side, part)
            else:
                rest.append(part)
        missing = [side for side in columns.sides if side.name not in heads]
        if heads and len(missing) == 1:
            misread = max(rest, key=lambda part: _likeness(missing[0], part), default=None)
            if misread and _likeness(missing[0], misread) >= MISREAD:
                heads[missing[0].name] = (missing[0], misread)
        if len(heads) == len(columns.sides):
            found.append((index, sorted(heads.values(), key=lambda head: head[1][0].box.left)))
    return found


def _are_labels(columns: Columns, row: Row) -> bool:
    """Whether the headings of a row are themselves labels with values: "Họ, chữ đệm, tên vợ: ..."."""
    labels = {fold(text) for one in columns.each for text in one.labels}
    headings = {fold(text) for side in columns.sides for text in side.headings} & labels
    return any(hit.colon or hit.likeness > 0.9 for hit in find_labels((row,), headings))


def _likeness(side: Side, part: list[Token]) -> float:
    """How like a side's heading some words are, 0..100: the last side of a row may be told by little."""
    text = " ".join(token.folded for token in part if token.folded)
    return max(fuzz.ratio(fold(heading), text) for heading in side.headings)


def _side_named(columns: Columns, part: list[Token]) -> Side | None:
    """The side whose heading these words are; None where they are no heading, or as much one side's as another's."""
    words = [word for token in part for word in token.folded.split() if not word.isdigit()]
    alike = [max(_as_heading(fold(text), words) for text in side.headings) for side in columns.sides]
    best = max(alike)
    return columns.sides[alike.index(best)] if best and alike.count(best) == 1 else None


def _as_heading(heading: str, words: list[str]) -> float:
    """How like a heading the likest stretch of some words is, 0..100; 0 where they are not that heading."""
    count = len(heading.split())
    if not count <= len(words) <= count + LONGER:
        return 0.0
    needed = HEADING if len(heading) > 4 else 100
    stretches = (" ".join(words[at : at + count]) for at in range(len(words) - count + 1))
    likeness = max(fuzz.ratio(heading, stretch) for stretch in stretches)
    return likeness if likeness >= needed else 0.0


def _end(form: Form, rows: tuple[Row, ...], first: int, heads: list[tuple[Side, list[Token]]]) -> int:
    """The row below the columns: print that ends them, another part of the form, its page, the headings once more."""
    assert form.columns is not None
    inside = {fold(text) for one in form.columns.each for text in one.labels} | set(map(fold, form.columns.stops))
    again = [index for index, _ in _heading_rows(form.columns, rows) if index > first]
    page_end = next((i for i in range(first, len(rows)) if rows[i].page != rows[first].page), len(rows))
    hits = [hit for hit in find_labels(rows[first + 1 : page_end], label_texts(form)) if hit.label not in inside]
    others = [first + 1 + hit.row for hit in hits if hit.colon or hit.likeness > 0.9]
    return min([*again, *others, page_end])


def _values(
    form: Form, body: tuple[Row, ...], hits: tuple[Hit, ...], heads: list[tuple[Side, list[Token]]]
) -> list[Taken]:
    borders = _borders(body, heads)
    second = [hit for hit in hits if body[hit.row].tokens[hit.first].box.left >= borders[0] - body[hit.row].height]
    own_labels = len(second) >= max(FEWEST, len(hits) / 4)
    edges = [float("-inf"), *borders, float("inf")]
    strips = [Strip(side, edges[number], edges[number + 1]) for number, (side, _) in enumerate(heads)]
    if own_labels:
        return [one for strip in strips for one in by_own_labels(form, body, strip)]
    return by_common_labels(form, body, hits, heads, strips)


def _borders(body: tuple[Row, ...], heads: list[tuple[Side, list[Token]]]) -> list[float]:
    """Where one column ends and the next begins, px: the rule between them, or the clearest space."""
    borders: list[float] = []
    for (_, before), (_, after) in pairwise(heads):
        one, other = before[-1].cell, after[0].cell
        if one and other and one.right <= other.left + 4:
            borders.append((one.right + other.left) / 2)
        else:
            borders.append(_clearest(body, around(before).middle[0], around(after).middle[0]))
    return borders


def _clearest(body: tuple[Row, ...], left: float, right: float) -> float:
    """The place between two headings that the fewest words cross; of several the one where the right column begins."""
    step = max(2, round(median(row.height for row in body) / 4)) if body else 2
    places = range(round(left), round(right), step)
    if not places:
        return (left + right) / 2
    gaps = [gap for row in body for gap in _gaps(row)]
    open_at = [sum(start < place < end for start, end in gaps) for place in places]
    most = max(open_at)
    return float(max(place for place, count in zip(places, open_at, strict=True) if count == most))


def _gaps(row: Row) -> list[tuple[float, float]]:
    """The spaces of a row wider than those between words; before its first and behind its last word too."""
    edges = [(token.box.left, token.box.right) for token in row.tokens]
    starts = [float("-inf"), *(right for _, right in edges)]
    ends = [*(left for left, _ in edges), float("inf")]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end - start > NARROW * row.height]
