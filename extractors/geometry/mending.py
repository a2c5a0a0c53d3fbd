"""Labels that are set on two lines, as in a narrow cell, put together on the first of them."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from rapidfuzz import fuzz

from extractors.geometry.labels import is_bullet
from extractors.geometry.layout import Row, Token, parts_of

ALIKE = 88  # likeness, 0..100, of a label put together of two pieces: less would join a label to its value
LEAST = 5  # letters of the first piece, and of a label worth being put together
WORDS = 6  # of the second piece
UNDER = 3.0  # heights of print by which the pieces may begin apart
REACH = 3  # rows below: values in other columns may stand between the two lines of a label
CLOSE = 2.2  # heights of print from line to line


def mended(rows: tuple[Row, ...], labels: Iterable[str]) -> tuple[Row, ...]:
    """The rows, the second half of each broken label behind its first half; its boxes stay where they are.

    `labels` are folded. A row of which nothing is left is dropped.
    """
    by_start: dict[str, list[str]] = {}
    for label in labels:
        if " " in label and len(label) > LEAST + 2:
            by_start.setdefault(label[:2], []).append(label)
    whole = set(labels)
    held: list[Row | None] = list(rows)
    for at, row in enumerate(rows):
        for part in parts_of(row, 1.5):
            for under in range(at + 1, min(at + 1 + REACH, len(rows))):
                upper, below = held[at], held[under]
                if upper is None or below is None or not _close(row, below):
                    continue
                part = [token for token in part if token in upper.tokens]
                tail = _tail(part, below, by_start, whole) if part else []
                if tail:
                    held[at], held[under] = _joined(upper, below, part, tail)
                    break
    return tuple(row for row in held if row)


def _close(row: Row, below: Row) -> bool:
    apart = below.box.middle[1] - row.box.middle[1]
    return row.page == below.page and apart < CLOSE * max(row.height, below.height)


def _tail(part: list[Token], below: Row, by_start: dict[str, list[str]], whole: set[str]) -> list[Token]:
    """The tokens of the row below with which a part of a row makes a label; [] for none."""
    words = [token for token in part if not is_bullet(token)]
    head = " ".join(token.folded for token in words if token.folded)
    if len(head) < LEAST or head in whole or any(token.text.endswith(":") for token in part):
        return []
    wanted = [label for label in by_start.get(head[:2], ()) if len(label) > len(head) + 1]
    if not wanted:
        return []
    alone = max(fuzz.ratio(label, head) for label in wanted)  # one word less than printed may be a label already
    best: tuple[float, list[Token]] = (max(alone, ALIKE - 0.1), [])
    for under in parts_of(below, 1.5):
        if not _under(part, words, under, below.height):
            continue
        for count in range(1, min(WORDS, len(under)) + 1):
            text = " ".join((head, *(token.folded for token in under[:count] if token.folded)))
            likeness = max(fuzz.ratio(label, text) for label in wanted)
            if likeness > best[0] and under[count - 1].folded:
                best = (likeness, [*under[:count], *takewhile(is_bullet, under[count:])])  # "(2)" behind a label
    return best[1]


def _under(part: list[Token], words: list[Token], under: list[Token], height: int) -> bool:
    """Whether a part stands right below another: begins where it begins, or is centred under it."""
    starts = (part[0].box.left, words[0].box.left)
    if min(abs(under[0].box.left - start) for start in starts) < UNDER * height:
        return True
    middle = (part[0].box.left + part[-1].box.right) / 2
    return abs((under[0].box.left + under[-1].box.right) / 2 - middle) < height


def _joined(row: Row, below: Row, part: list[Token], tail: list[Token]) -> tuple[Row, Row | None]:
    """Both rows with the tail moved up behind the part."""
    moved = set(map(id, tail))
    at = next(number for number, token in enumerate(row.tokens) if token is part[-1]) + 1
    upper = replace(row, tokens=(*row.tokens[:at], *tail, *row.tokens[at:]))
    rest = tuple(token for token in below.tokens if id(token) not in moved)
    return upper, replace(below, tokens=rest) if rest else None
