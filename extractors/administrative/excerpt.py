"""The title of an official paper and its excerpt (trích yếu): the lines below, down to authority or grounds."""

import re

from rapidfuzz import fuzz

from extractors.folded import fold
from extractors.geometry.layout import Row, Token, segments, text_of
from extractors.language.words import word_lists

LONGEST = 7  # lines of an excerpt
_GROUND = ("can cu", "xet de nghi", "xet don", "xet to trinh", "theo de nghi", "thuc hien", "kinh gui", "dieu 1")
_SURE = 0.45
_APART = 4.0  # heights of print: a larger step ends the excerpt


def title_row(rows: tuple[Row, ...], kind: str) -> int:
    """Index of the row that is the name of the kind ("quyet dinh"), letters spaced or not; -1: not found."""
    bare = kind.replace(" ", "")
    best, likeness = -1, 79.0
    for index, row in enumerate(rows):
        near = max(fuzz.ratio(bare, tight) for tight in _pieces(row))
        if row.page == rows[0].page and near > likeness + (4 if best >= 0 else 0):
            best, likeness = index, near
        if best >= 0 and index > best + 12:
            break
    return best


def _pieces(row: Row) -> list[str]:
    """A row, and what wide spaces part on it, folded without spaces: the title may stand beside a stamp."""
    parts = ["".join(token.folded for token in part) for part in segments(row)]
    return [row.folded.replace(" ", ""), *parts]


def excerpt_of(rows: tuple[Row, ...], title: int) -> tuple[Token, ...]:
    """The tokens of the excerpt below the title; () when nothing stands between title and authority."""
    found: list[Token] = []
    before = rows[title]
    last = segments(before)[-1]
    middle = (last[0].box.left + last[-1].box.right) / 2
    for row in rows[title + 1 : title + 1 + LONGEST + 3]:
        tokens = [token for token in _without_stamp(_in_middle(row, middle)) if token.folded or token.text in "-–,"]
        if not any(len(token.folded) > 1 for token in tokens):
            continue  # a rule
        if _noise(tokens):
            continue
        step = row.box.bottom - before.box.bottom
        ends = _opens_ground(row.folded) or (_capitals(tokens) and _ends_in_capitals(row.folded, found))
        if (
            ends
            or row.page != before.page
            or (found and step > _APART * row.height)
            or fold(row.folded) == "quyet dinh"
        ):
            break
        found += _trimmed(tokens)
        before = row
    return tuple(found)


def _in_middle(row: Row, middle: float) -> list[Token]:
    """The part of a row that lies under the title; all of it when wide spaces part nothing off."""
    parts = [part for part in segments(row, 3.0) if part[0].box.left < middle < part[-1].box.right]
    return parts[0] if parts else list(row.tokens)


def _without_stamp(tokens: list[Token]) -> list[Token]:
    """Without the number or day of a receiver's stamp at the left of the line."""
    while tokens and (tokens[0].text == "ĐẾN" or not tokens[0].folded):
        tokens = tokens[1:]
    if len(tokens) > 1 and tokens[0].folded in ("so", "ngay", "den") and tokens[0].text[-1] in ":.":
        return tokens[2:]
    return tokens


def _noise(tokens: list[Token]) -> bool:
    return max(token.confidence for token in tokens) < _SURE and sum(len(token.folded) for token in tokens) < 12


def _trimmed(tokens: list[Token]) -> list[Token]:
    """Without unsure scraps at the ends."""
    while len(tokens) > 1 and len(tokens[-1].folded) < 2 and tokens[-1].confidence < _SURE:
        tokens = tokens[:-1]
    while len(tokens) > 1 and len(tokens[0].folded) < 2 and tokens[0].confidence < _SURE:
        tokens = tokens[1:]
    return tokens


def _opens_ground(folded: str) -> bool:
    return any(fuzz.ratio(words, folded[: len(words)]) >= 84 for words in _GROUND)


def _capitals(tokens: list[Token]) -> bool:
    letters = [sign for sign in text_of(tokens) if sign.isalpha()]
    return sum(sign.isupper() for sign in letters) > 0.8 * len(letters)


def _ends_in_capitals(folded: str, found: list[Token]) -> bool:
    """A line in capitals names who decides, unless the excerpt itself is set in capitals."""
    if not found:
        return _opens_authority(folded) and not re.match(r"ve viec|v v\b", folded)
    return not _capitals(found) or _opens_authority(folded)


def _opens_authority(folded: str) -> bool:
    return any(
        fuzz.ratio(words, folded[: len(words)]) >= 85 if len(words) > 8 else folded.startswith(f"{words} ")
        for words in word_lists()["authority"]
    )
