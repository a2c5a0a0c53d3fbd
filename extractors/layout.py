"""The words of a page as rows of tokens: what stands beside what, whatever order the engine read it in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from extractors.folded import fold
from ocr.page import Box, Line, Page, Word

# Leaders are no text: "Nam.....", "…………", "____"; engines also read them as runs of dashes, pluses and colons
_LEADER = re.compile(r"(?:[.·•…‥]\s?){3,}|…+|_{2,}|[-–—.+*=~:;>¬^'_…]{4,}|([A-Za-z])\1{4,}")
_DIGITS_ONLY = re.compile(r"(?:\d\W*){6,}")
_PIECES = re.compile(r"[^:|]*:+|[^:|]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or the part of one up to its colon, without leaders."""

    text: str
    folded: str  # "" for a token of signs only
    box: Box
    confidence: float
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
    """The smallest box around tokens; raises IndexError for none."""
    box = tokens[0].box
    for token in tokens[1:]:
        box = box.with_(token.box)
    return box


def text_of(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


def rows_of(page: Page) -> tuple[Row, ...]:
    """The rows of a page, top to bottom. Lines side by side, as of two columns or two fields, become one row."""
    lines = sorted((line for line in page.lines if line.words), key=lambda line: line.box.middle[1])
    groups: list[list[Line]] = []
    for line in lines:
        home = next((group for group in reversed(groups[-3:]) if _beside(group, line)), None)
        if home is None:
            groups.append([line])
        else:
            home.append(line)
    rows = []
    for group in groups:
        words = sorted((word for line in group for word in line.words), key=lambda word: word.box.left)
        tokens = _tokens(words)
        if tokens:
            rows.append(Row(page.number, tokens))
    return tuple(sorted(rows, key=lambda row: row.box.middle[1]))


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
                tokens.append(Token(text, fold(text), _part(word, left, right), word.confidence, leads))
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
