"""The words of a page as rows of tokens: what stands beside what, whatever order the engine read it in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from extractors.folded import fold
from extractors.geometry.digit_boxes import numbers_apart
from ocr.page import Box, Line, Page, Tick, Word

# Leaders are no text: "Nam.....", "…………", "____"; engines also read them as runs of dashes, pluses and colons
_LEADER = re.compile(r"(?:[.·•…‥]\s?){3,}|…+|_{2,}|[-–—.+*=~:;>¬^'_…]{4,}|([A-Za-z])\1{4,}")
_DIGITS_ONLY = re.compile(r"(?:\d\W*){6,}")
_PIECES = re.compile(r"[^:|]*:+|[^:|]+")

# Tick boxes stand among the tokens of their row as signs.
EMPTY, TICKED, DOUBTED = "☐", "☑", "▣"
INKED = 0.1  # share of a tick box's inside that a tick inks
UNINKED = 0.04  # share that specks and what is left of the walls may ink


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or the part of one up to its colon, without leaders."""

    text: str
    folded: str  # "" for a token of signs only
    box: Box
    confidence: float
    cell: Box | None = None  # the smallest ruled cell of the page that it stands in
    leads: bool = False  # whether a leader runs from it to the right: what follows is another thing, or noise


@dataclass(frozen=True)
class Row:
    """Tokens at one height of one page, left to right; never empty."""

    page: int
    tokens: tuple[Token, ...]

    @cached_property
    def folded(self) -> str:
        return " ".join(token.folded for token in self.tokens if token.folded)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each token begins in `folded`; a token of signs only begins where the next one does."""
        starts, at = [], 0
        for token in self.tokens:
            starts.append(at)
            at += len(token.folded) + 1 if token.folded else 0
        return tuple(starts)

    @cached_property
    def box(self) -> Box:
        return around(self.tokens)

    @cached_property
    def height(self) -> int:
        """Median height of the tokens that have letters, px: the size of the print."""
        heights = sorted(token.box.height for token in self.tokens if token.folded) or [self.box.height]
        return max(1, heights[len(heights) // 2])


def around(tokens: Sequence[Token]) -> Box:
    """The smallest box around tokens; raises ValueError for none."""
    boxes = [token.box for token in tokens]
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def text_of(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


def rows_of(page: Page) -> tuple[Row, ...]:
    """The rows of a page, top to bottom. Lines side by side, as of two columns or two fields, become one row."""
    lines = sorted(_without_boxes(page), key=lambda line: line.box.middle[1])
    groups: list[list[Line]] = []
    for line in lines:
        home = next((group for group in reversed(groups[-3:]) if _beside(group, line)), None)
        if home is None:
            groups.append([line])
        else:
            home.append(line)
    rows = []
    for group in groups:
        held = (piece for line in group for word in line.words for piece in numbers_apart(word, page.cells))
        words = sorted(held, key=lambda word: word.box.left)
        tokens = _tokens(words)
        if tokens:
            rows.append(Row(page.number, tokens))
    for tick in page.ticks:
        if not any(_is_letter(tick, word) for line in page.lines for word in line.words):
            _put(tick, rows)
    return tuple(_in_cells(row, page.cells) for row in sorted(rows, key=lambda row: row.box.middle[1]))


def _without_boxes(page: Page) -> list[Line]:
    """The lines of a page without words that are but a tick box, as an engine sees it."""
    if not page.ticks:
        return [line for line in page.lines if line.words]
    kept = (
        tuple(
            word for word in line.words if not (len(word.text) < 4 and any(_covers(tick, word) for tick in page.ticks))
        )
        for line in page.lines
    )
    return [Line(words) for words in kept if words]


def _is_letter(tick: Tick, word: Word) -> bool:
    """Whether what looks like a tick box is a letter of a word: the D of a title."""
    x, y = tick.box.middle
    inside = word.box.left <= x < word.box.right and word.box.top <= y < word.box.bottom
    return inside and sum(map(str.isalnum, word.text)) > 2


def _covers(tick: Tick, word: Word) -> bool:
    """Whether most of a word lies in a tick box."""
    box, other = tick.box, word.box
    across = min(box.right, other.right) - max(box.left, other.left)
    down = min(box.bottom, other.bottom) - max(box.top, other.top)
    return across > 0 and down > 0 and across * down > 0.5 * max(1, other.width * other.height)


def _put(tick: Tick, rows: list[Row]) -> None:
    """The sign of a tick box into the row at its height, if there is one."""
    x, y = tick.box.middle
    level = [at for at, row in enumerate(rows) if any(one.box.top <= y < one.box.bottom for one in row.tokens)]
    if not level:
        return
    at = min(level, key=lambda number: min(_distance(one.box, x, y) for one in rows[number].tokens))
    sign = TICKED if tick.inked >= INKED else EMPTY if tick.inked <= UNINKED else DOUBTED
    tokens = (*rows[at].tokens, Token(sign, "", tick.box, 1.0))
    rows[at] = replace(rows[at], tokens=tuple(sorted(tokens, key=lambda one: one.box.middle[0])))


def _distance(box: Box, x: float, y: float) -> float:
    return max(box.left - x, x - box.right, 0.0) + abs(box.middle[1] - y)


def _in_cells(row: Row, cells: tuple[Box, ...]) -> Row:
    """The row, each token told the cell that it stands in."""
    top, bottom = row.box.top, row.box.bottom
    near = sorted((cell for cell in cells if cell.top < bottom and top < cell.bottom), key=_area)
    if not near:
        return row
    return replace(row, tokens=tuple(replace(token, cell=_cell_of(token.box, near)) for token in row.tokens))


def _area(box: Box) -> int:
    return box.width * box.height


def _cell_of(box: Box, cells: Sequence[Box]) -> Box | None:
    """The first of the cells in which the middle of a box lies."""
    x, y = box.middle
    return next((cell for cell in cells if cell.left <= x < cell.right and cell.top <= y < cell.bottom), None)


def _beside(group: list[Line], line: Line) -> bool:
    """Whether a line stands at the height of its nearest neighbour in the group, and beside all of it."""
    box = line.box
    near = min(group, key=lambda other: _gap(other.box, box)).box
    overlap = min(near.bottom, box.bottom) - max(near.top, box.top)
    # Digits of boxes sit higher or lower than the print before them.
    needed = 0.3 if _boxed(line) or all(map(_boxed, group)) else 0.5
    if overlap < needed * min(near.height, box.height):
        return False
    return all(_gap(other.box, box) > -0.3 * min(other.box.height, box.height) * 2 for other in group)


def _boxed(line: Line) -> bool:
    return bool(_DIGITS_ONLY.fullmatch(line.text))


def _gap(one: Box, other: Box) -> int:
    """Horizontal space between two boxes, px; negative when they overlap."""
    return max(one.left, other.left) - min(one.right, other.right)


def _tokens(words: list[Word]) -> tuple[Token, ...]:
    """The tokens of a row; a word that is all leader marks the token before it."""
    tokens: list[Token] = []
    for word in words:
        found = tokens_of(word)
        if not found and tokens and len(word.text) > 2:
            tokens[-1] = replace(tokens[-1], leads=True)
        tokens += found
    return tuple(tokens)


def tokens_of(word: Word) -> list[Token]:
    """A word without leaders, parted after colons and at cell rules: "sinh:1990" is a label's end and a value."""
    tokens = []
    for start, end in _kept(word.text):
        for piece in _PIECES.finditer(word.text[start:end]):
            text = piece[0].strip()
            if text:
                left, right = start + piece.start(), start + piece.end()
                leads = right == end and end < len(word.text)
                tokens.append(Token(text, fold(text), _part(word, left, right), word.confidence, None, leads))
    return tokens


def _kept(text: str) -> list[tuple[int, int]]:
    """Spans of a word between its leaders; a lone sign of a leader is dropped too."""
    if re.fullmatch(r"[.·•_…‥\s|~]+", text):
        return []
    cuts = [0, *(edge for match in _LEADER.finditer(text) for edge in match.span()), len(text)]
    spans = [(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=True)]
    return [(start, end) for start, end in spans if start < end]


def _part(word: Word, start: int, end: int) -> Box:
    """The share of a word's box that some of its letters take, letters taken as equally wide."""
    count = len(word.text)
    if start == 0 and end == count:
        return word.box
    box, step = word.box, word.box.width / count
    return Box(round(box.left + start * step), box.top, round(box.left + end * step), box.bottom)


def segments(row: Row, heights: float = 2.0) -> list[list[Token]]:
    """A row cut at its wide spaces, wider than so many heights of print."""
    parts: list[list[Token]] = []
    for token in row.tokens:
        if parts and token.box.left - parts[-1][-1].box.right <= heights * row.height:
            parts[-1].append(token)
        else:
            parts.append([token])
    return parts


def parts_of(row: Row, heights: float = 2.0) -> list[list[Token]]:
    """A row cut at its wide spaces, and where another cell begins."""
    parts: list[list[Token]] = []
    for segment in segments(row, heights):
        for token in segment:
            if token is segment[0] or token.cell != parts[-1][-1].cell:
                parts.append([])
            parts[-1].append(token)
    return parts
