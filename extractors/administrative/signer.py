"""Who signed an official paper: the name at the right below the lines that tell by what right, at the paper's end."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractors.folded import fold
from extractors.geometry.layout import Row, Token, segments, text_of
from extractors.language.words import word_lists, word_set
from extractors.values.surnames import surnames
from extractors.values.syllables import syllable_share

_SIGNS = " .,:;-_'\"|~*+=^“”‘’`/\\()[]<>«»"
_RANK = re.compile(
    r"^(?:(?:ths|ts|pgs|gs|bs|bsckii|bscki|ks|cn|ls)\.?\s*)+|^(?:thieu|trung|thuong|dai) (?:uy|ta|tuong)\s+",
    re.IGNORECASE,
)
_DIGITAL = re.compile(r"^(?:ky boi|nguoi ky|co quan|thoi gian|email|ky ngay|chuc vu|ngay ky|digitally|signed)")
_OFFICE = re.compile(r"\b(?:nhan dan|uy ban|van phong|phong|ubnd|tinh|huyen|xa|phuong|thanh pho)\b")
REACH = 34  # heights of print from the capacity down to the name


@dataclass(frozen=True, slots=True)
class Signature:
    """The name of who signed."""

    name: list[Token]
    doubtful: (
        bool  # no line of capacity over it, no known surname, or so far off that line's middle that a word is lost
    )


def signer_of(rows: tuple[Row, ...]) -> Signature | None:
    """The lowest name under the last line of capacity; without such a line, a name that ends the page at its right."""
    width = max(row.box.right for row in rows)
    at, column = _capacity(rows, width)
    if at >= 0:
        found: list[Token] = []
        for row in rows[at + 1 :]:
            if row.page != rows[at].page or row.box.top - rows[at].box.bottom > REACH * rows[at].height:
                break
            found = _name_in(row, column, width) or found
        return Signature(found, _doubtful(found, column)) if found else None
    here = [row for row in rows if row.page == rows[-1].page]
    for row in reversed(here[-6:]):
        if (found := _name_in(row, (0.52 * width, width), width)) and _lone(row, found):
            return Signature(found, True)
    return None


def _doubtful(name: list[Token], column: tuple[float, float]) -> bool:
    """Names are set in the middle under the capacity; one without its surname lies to the right of it."""
    left, right = name[0].box.left, name[-1].box.right
    shift = abs((left + right) / 2 - (column[0] + column[1]) / 2) / max(1, right - left)
    if without_rank(name)[0].folded not in surnames():
        return True
    return shift > (0.18 if len(name) == 2 else 0.45)


def has_capacity(rows: tuple[Row, ...]) -> bool:
    """Whether somebody's right to sign is told at the right of the rows."""
    return _capacity(rows, max(row.box.right for row in rows))[0] >= 0


def _lone(row: Row, name: list[Token]) -> bool:
    """Whether a name is all that stands on its row, but for the end of the list of receivers."""
    rest = " ".join(token.folded for token in row.tokens if token not in name and token.folded)
    return len(rest) < 3 or bool(re.match(r"luu|nhu|vt\b|ubnd|so \w+$", rest))


def _capacity(rows: tuple[Row, ...], width: int) -> tuple[int, tuple[float, float]]:
    """The last row with a line of capacity in its right part, and that line's left and right edge; -1: none."""
    for index in range(len(rows) - 1, -1, -1):
        for part in segments(rows[index]):
            letters = text_of(part)
            middle = (part[0].box.left + part[-1].box.right) / 2
            if middle < 0.59 * width or part[0].box.left < 0.38 * width:  # who decides stands in the middle
                continue
            if sum(sign.isupper() for sign in letters) < 0.6 * _letters(letters):
                continue
            if is_capacity(fold(letters)):
                return index, (part[0].box.left, part[-1].box.right)
    return -1, (0.0, 0.0)


def _letters(text: str) -> int:
    return max(1, sum(sign.isalpha() for sign in text))


def is_capacity(folded: str) -> bool:
    """Whether a line tells by what right somebody signs: "KT. CHỦ TỊCH", "GIÁM ĐỐC"."""
    for words in word_lists()["capacity"]:
        if folded == words or folded.startswith(f"{words} "):
            return True
        if len(words) >= 12 and fuzz.ratio(words, folded[: len(words) + 1]) >= 84:
            return True
    return False


def _name_in(row: Row, column: tuple[float, float], width: int) -> list[Token]:
    """The name on a row under the column; its centre lies near the column's."""
    middle = (column[0] + column[1]) / 2
    parts = segments(row, 1.5)
    tokens = [token for part in parts for token in part if part[-1].box.right > 0.5 * width]
    tokens = [token for token in tokens if token.folded]
    if not tokens or _DIGITAL.match(" ".join(token.folded for token in tokens)):
        return []
    if is_capacity(" ".join(token.folded for token in tokens)):
        return []
    best: list[Token] = []
    for first in range(len(tokens)):
        for last in range(len(tokens), first + 1, -1):
            stretch = tokens[first:last]
            centre = (stretch[0].box.left + stretch[-1].box.right) / 2
            if len(stretch) > len(best) and abs(centre - middle) < 0.14 * width and _is_name(stretch):
                best = stretch
    return _with_rank(best, tokens) if best and _whole(best, tokens, row.height) else []


def _with_rank(name: list[Token], tokens: list[Token]) -> list[Token]:
    """The name with the degree or rank before it, which belongs to the line that is set in the middle."""
    at = tokens.index(name[0])
    for count in (2, 1):
        before = tokens[max(0, at - count) : at]
        if before and _RANK.fullmatch(" ".join(token.folded for token in before) + " "):
            return [*before, *name]
    return name


def _is_name(tokens: list[Token]) -> bool:
    """Two to six words with a capital each, none of them of an office; a rank before them is no part of the name."""
    name = without_rank(tokens)
    text = " ".join(token.text.strip(_SIGNS) for token in name)
    folded = fold(text)
    words = folded.split()
    if not 2 <= len(words) <= 6 or not all(word[0].isupper() for word in text.split()) or re.search(r"[\d(),:/]", text):
        return False
    if " ".join(words[:2]) in word_set("no_name") or "hoa xa hoi" in folded or "tu do" in folded:
        return False
    known = words[0] in surnames()
    if is_capacity(folded) or (_OFFICE.search(folded) and text.isupper() and not known):
        return False
    return known or (syllable_share(text) == 1.0 and len(words) > 2)


def _whole(name: list[Token], tokens: list[Token], height: int) -> bool:
    """Whether nothing of the name is lost to noise beside it: a word of letters that touches it may be its surname."""
    at = tokens.index(name[0])
    if at == 0:
        return True
    before = tokens[at - 1]
    near = name[0].box.left - before.box.right < 0.9 * height and len(before.folded) > 2
    return not near or _RANK.match(f"{before.folded} ") is not None or (name[0].folded in surnames() and len(name) > 2)


def without_rank(tokens: list[Token]) -> list[Token]:
    """The name without degree or rank before it: "ThS. Nguyễn Văn A", "Thượng tá Trần B"."""
    while len(tokens) > 2:
        match = _RANK.match(" ".join(token.folded for token in tokens) + " ")
        if not match or not match[0].strip():
            break
        tokens = tokens[len(match[0].split()) :]
    return tokens
