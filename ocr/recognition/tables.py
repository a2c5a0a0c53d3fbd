"""Tesseract's table of words, which its program writes and its library gives alike: columns parted by tabs."""

import unicodedata
from collections.abc import Iterable

from ocr.page import Box, Line, Word

COLUMNS = 12
_WORD = "5"  # level of a row that holds a word


def lines_in(table: str) -> dict[int, tuple[Line, ...]]:
    """Lines in reading order by page number, which counts from 1."""
    words: dict[tuple[int, ...], list[Word]] = {}
    for row in table.split("\n"):
        level, *rest = row.rstrip("\r").split("\t", COLUMNS - 1)
        if level != _WORD or len(rest) != COLUMNS - 1:
            continue  # the heading, or a page, block, paragraph or line
        *numbers, confidence, text = rest
        text = unicodedata.normalize("NFC", text.strip())
        if text:
            page, block, paragraph, line, _, left, top, width, height = map(int, numbers)
            belief = min(1.0, max(0.0, float(confidence) / 100))
            word = Word(text, Box(left, top, left + width, top + height), belief)
            words.setdefault((page, block, paragraph, line), []).append(word)
    pages: dict[int, list[Line]] = {}
    for (page, *_), found in words.items():
        pages.setdefault(page, []).append(Line(tuple(found)))
    return {page: tuple(lines) for page, lines in pages.items()}


def joined(lines: Iterable[Line]) -> Line | None:
    """One line of what was found on one crop; None when it is nothing."""
    words = tuple(word for line in lines for word in line.words)
    return Line(words) if words else None
