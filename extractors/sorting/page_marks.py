"""What a page tells of its place in its paper: "Trang 2/3", "2/3" at its edge, and the numbers of its items."""

import re
from dataclasses import dataclass

from extractors.geometry.layout import Row

_SAID = re.compile(r"\b(?:trang|page)(?: so)? (\d{1,2})(?: ?(?:/|tren|of|trong) ?(\d{1,2}))?$")
_BARE = re.compile(r"\W*(\d{1,2})\s*/\s*(\d{1,2})\W*")
_ITEM = re.compile(r"(\d{1,2})[.)]")
_EDGE = 2  # rows at the top and at the bottom in which a bare "2/3" is a page number
_STEP = 3  # items between which no number is missing but for what was not recognised
_FEWEST_ITEMS = 2


@dataclass(frozen=True, slots=True)
class PageMark:
    """Which page of its paper a page is."""

    number: int = 0  # 1..; 0: not told
    of: int = 0  # how many pages the paper has; 0: not told
    first_item: int = 0  # number of the first item on the page; 0: no numbered items
    last_item: int = 0

    def follows(self, other: "PageMark") -> bool:
        """The page numbers, else the item numbers, say that this page comes right after the other."""
        if self.number and other.number:
            return self.number == other.number + 1 and not self._another_length(other)
        if self.number or other.number:
            return False
        return bool(self.first_item and other.last_item and 0 < self.first_item - other.last_item <= _STEP)

    def denies(self, other: "PageMark") -> bool:
        """The page numbers say that this page does not come after the other in one paper."""
        if self.number == 1 or self._another_length(other):
            return True
        return bool(self.number and other.number and self.number <= other.number)

    def _another_length(self, other: "PageMark") -> bool:
        return bool(self.of and other.of and self.of != other.of)


def mark_of(rows: tuple[Row, ...]) -> PageMark:
    """The mark of a page. What is not there, or not well formed ("Trang 4/3"), is not told."""
    number, of = _page_number(rows)
    items = _items(rows)
    return PageMark(number, of, items[0] if items else 0, items[-1] if items else 0)


def _page_number(rows: tuple[Row, ...]) -> tuple[int, int]:
    """(number, of how many) of the last page number at an edge; (0, 0) when none is there."""
    edges = (*rows[:_EDGE], *rows[max(_EDGE, len(rows) - _EDGE) :])
    found = []
    for row in edges:
        text = " ".join(token.text for token in row.tokens)
        told = _SAID.search(row.folded.replace("/", " / ")) or _SAID.search(_spaced(text)) or _BARE.fullmatch(text)
        if told:
            number, of = int(told[1]), int(told[2] or 0)
            if number and (not of or number <= of):
                found.append((number, of))
    return found[-1] if found else (0, 0)


def _spaced(text: str) -> str:
    """ "- Trang 2/3 -" as the pattern of a page number wants it."""
    return re.sub(r"\s+", " ", re.sub(r"[^0-9a-z/]+", " ", text.casefold())).strip()


def _items(rows: tuple[Row, ...]) -> list[int]:
    """The numbers at the beginnings of rows, as long as they rise; [] when there are too few to say anything."""
    found: list[int] = []
    for row in rows:
        told = _ITEM.fullmatch(row.tokens[0].text)
        if told and (not found or found[-1] < int(told[1]) <= found[-1] + _STEP):
            found.append(int(told[1]))
    return found if len(found) >= _FEWEST_ITEMS else []
