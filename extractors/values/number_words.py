"""Numbers written in words, as dates and amounts have them, with their regional variants."""

import re
from collections.abc import Sequence
from functools import cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from extractors.folded import fold
from extractors.values.signs import LOOKALIKES
from extractors.values.tables import rows_of

_NEAR = 66  # likeness, 0..100, of a misread word to a number word
_OF_AMOUNTS = {"triệu", "tỷ", "tỉ", "đồng", "chẵn"}  # in no date
_WORD = re.compile(r"[^\W\d_]+|[,.;]")


@cache
def _meanings() -> dict[str, str]:
    """Word in right spelling -> what it means, as in data/number_words.csv."""
    return {row["word"]: row["means"] for row in rows_of("number_words")}


@cache
def _spellings(amounts: bool) -> dict[str, str]:
    """Folded -> as spelled. Where two words fold to one, the commoner; their neighbours decide on mươi."""
    found: dict[str, str] = {}
    for word in _meanings():
        if amounts or word not in _OF_AMOUNTS:
            found.setdefault(fold(word), word)
    return found


def spelled_words(text: str, amounts: bool = False) -> tuple[list[str], bool]:
    """The words of a phrase in right spelling, and whether any had to be corrected; no words when one is unknown.

    Commas, full stops and semicolons are kept as words. `amounts`: also triệu, tỷ, đồng.
    """
    words: list[str] = []
    corrected = False
    for raw in _WORD.findall(text.translate(LOOKALIKES)):
        word = raw if raw in ",.;" else _nearest(raw, words, _spellings(amounts))
        if word is None:
            return [], False
        corrected |= word.lower() != raw.lower()
        words.append(word)
    return words, corrected


def _nearest(raw: str, before: Sequence[str], spellings: dict[str, str]) -> str | None:
    lower = raw.lower()
    if lower in _meanings() and fold(lower) in spellings:
        return lower
    folded = fold(lower)
    if folded not in spellings:
        near = process.extractOne(folded, list(spellings), scorer=fuzz.ratio, score_cutoff=_NEAR)
        folded = near[0] if near else _one_letter_off(folded, spellings)
        if not folded:
            return None
    if folded == "muoi" and before and _meanings().get(before[-1], "") in {*"23456789", "nam"}:
        return "mươi"
    if folded == "mot" and before and fold(before[-1]) in ("muoi", "ham") and before[-1] != "mười":
        return "mốt"
    return spellings[folded]


def _one_letter_off(folded: str, spellings: dict[str, str]) -> str:
    """The one word of the same length that a single misread letter made this; "" when there are several or none."""
    near = [one for one in spellings if len(one) == len(folded) > 1 and Levenshtein.distance(one, folded) == 1]
    return near[0] if len(near) == 1 else ""


def meaning(word: str) -> str:
    """What a spelled word means: a number, "x10", "x100"..., "-", "ngay", "thang", "nam"; "" for none."""
    return _meanings().get(word.lower(), "")


def number_said(words: Sequence[str]) -> int | None:
    """The number that spelled words say; None when they say none. "năm" is five here.

    Digits named one after the other are read as such: "một chín tám bảy" is 1987, "ba mốt" is 31.
    """
    total, group, digits, seen = 0, 0, "", False
    for word in words:
        means = "5" if meaning(word) == "nam" else meaning(word)
        if means == "-" or word in ",.;":
            continue
        if not means.lstrip("x").isdigit():
            return None
        seen = True
        if not means.startswith("x"):
            group, digits = (group + int(means), digits) if len(means) > 1 else (group, digits + means)
            continue
        scale, said = int(means[1:]), int(digits or 0)
        digits = ""
        if scale < 1000:
            group += scale * (said if said or scale == 100 else 1)
        else:
            group += said
            total, group = (total + group * scale, 0) if group else (total * scale, 0)
    return total + group + int(digits or 0) if seen else None
