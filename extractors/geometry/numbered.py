"""Labels of which too little was read, told by the numbers of their items: between "3." and "5." stands "4."."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractors.folded import fold
from extractors.form import Form, Place
from extractors.geometry.labels import Hit
from extractors.geometry.layout import Row

_NUMBER = re.compile(r"(\d{1,2})[.,)]")
LIKE = 56  # likeness, 0..100, of what is left of such a label: it must not be quite another text
WIDE = 1.2  # heights of print before an item in the middle of a row
SURENESS = 0.0  # of a label told by its number alone: its value is worth less than that of one that was read


@dataclass(frozen=True, slots=True)
class _Item:
    number: int
    row: int
    at: int  # index of the number among the row's tokens
    hit: Hit | None


def with_numbered(form: Form, rows: tuple[Row, ...], hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The hits, and one more for each field that the numbers of the items before and after it leave no choice for.

    The items must follow each other on the paper as their fields do in the form, and a colon must end what is left of
    the label.
    """
    items = [item for index, row in enumerate(rows) for item in _items(index, row, hits)]
    order = [tuple(map(fold, one.labels)) for one in form.fields if one.place is Place.RIGHT and not one.side]
    met = {hit.label for hit in hits}
    more = []
    for before, item, after in zip(items, items[1:], items[2:], strict=False):
        if item.hit or not before.hit or not after.hit or not before.number + 1 == item.number == after.number - 1:
            continue
        first, last = _place_of(order, before.hit), _place_of(order, after.hit)
        if first is None or last is None or last - first != 2 or met & set(order[first + 1]):
            continue
        found = _rest_of_label(rows[item.row], item, order[first + 1])
        if found:
            more.append(found)
    return tuple(sorted((*hits, *more), key=lambda hit: (hit.row, hit.first)))


def _items(index: int, row: Row, hits: tuple[Hit, ...]) -> list[_Item]:
    found = []
    for at, token in enumerate(row.tokens):
        number = _NUMBER.fullmatch(token.text)
        begins = at == 0 or token.box.left - row.tokens[at - 1].box.right > WIDE * row.height
        if number and begins:
            hit = next((one for one in hits if one.row == index and one.first in (at, at + 1)), None)
            found.append(_Item(int(number[1]), index, at, hit))
    return found


def _place_of(order: list[tuple[str, ...]], hit: Hit) -> int | None:
    """Which field of the form a label belongs to; None where several have it."""
    places = [place for place, labels in enumerate(order) if hit.label in labels]
    return places[0] if len(places) == 1 else None


def _rest_of_label(row: Row, item: _Item, labels: tuple[str, ...]) -> Hit | None:
    for last in range(item.at + 1, len(row.tokens)):
        if not row.tokens[last].text.endswith(":"):
            continue
        left = " ".join(token.folded for token in row.tokens[item.at + 1 : last + 1] if token.folded)
        if labels and max(fuzz.ratio(label, left) for label in labels) >= LIKE:
            return Hit(item.row, item.at + 1, last + 1, labels[0], SURENESS, True)
        return None
    return None
