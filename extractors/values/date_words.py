"""Dates written in words: "Ngày mồng chín, tháng mười hai, năm hai nghìn không trăm hai mươi ba"."""

import re
from datetime import date

from rapidfuzz import fuzz, process

from extractors.findings import Finding
from extractors.folded import fold
from extractors.reading import Problem
from extractors.values.parsed import Parsed

_DIGITS = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7,
    "bay_": 7, "tam": 8, "chin": 9, "gieng": 1, "chap": 12, "ram": 15,
}  # fmt: skip
# folded -> as spelled; where two words fold to one, the engine's own spelling or the neighbours decide
_SPELLING = {
    "ngay": "ngày", "thang": "tháng", "nam": "năm", "mong": "mồng", "mung": "mùng", "khong": "không", "mot": "một",
    "hai": "hai", "ba": "ba", "bon": "bốn", "tu": "tư", "lam": "lăm", "nham": "nhăm", "sau": "sáu", "bay": "bảy",
    "tam": "tám", "chin": "chín", "muoi": "mười", "tram": "trăm", "nghin": "nghìn", "ngan": "ngàn", "linh": "linh",
    "le": "lẻ", "gieng": "giêng", "chap": "chạp", "ram": "rằm", "ruoi": "rưỡi",
}  # fmt: skip
_RIGHT = set(_SPELLING.values()) | {"mươi", "mốt", "bẩy", "nhăm", "lẽ"}
_UNITS = {"mot", "hai", "ba", "bon", "tu", "nam", "lam", "sau", "bay", "tam", "chin"}


def parse_date_words(text: str) -> Parsed | Problem:
    """Read the phrase as text, each word spelled as the list of number words has it; the date is `words_to_date`.

    A word that is only near to a number word is corrected with SPELLING_FROM_LIST; one that is far makes it UNREADABLE.
    """
    if not re.search(r"\w", text):
        return Problem.BLANK
    spelled, corrected = spelled_words(text)
    if not spelled:
        return Problem.UNREADABLE
    phrase = re.sub(r"\s+([,.;])", r"\1", " ".join(spelled)).strip(" .;,")
    phrase = phrase[:1].upper() + phrase[1:]
    findings = (Finding.SPELLING_FROM_LIST,) if corrected else ()
    whole = words_to_date(phrase) is not None
    return Parsed(phrase, (1.0 if whole else 0.4) * (0.9 if corrected else 1.0), findings)


def words_to_date(text: str) -> date | None:
    """The date that a phrase of number words says; None when it says none, or only a part of one."""
    words, _ = spelled_words(text)
    folded = [fold(word) for word in words if fold(word)]
    try:
        month_at = folded.index("thang")
        # "năm" is five as well as year: the year begins at the last "nam" before a thousand
        year_at = max(
            i for i, word in enumerate(folded) if word == "nam" and "nghin" in _thousands(folded[i + 1 : i + 3])
        )
    except ValueError:
        return None
    day = _number([word for word in folded[:month_at] if word not in ("ngay", "mong", "mung")])
    month = _number(folded[month_at + 1 : year_at])
    year = _number(folded[year_at + 1 :])
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def spelled_words(text: str) -> tuple[list[str], bool]:
    """The words of a phrase in right spelling, and whether any had to be corrected; no words when one is unknown."""
    words: list[str] = []
    corrected = False
    for raw in re.findall(r"[^\W\d_]+|[,.;]", text):
        word = raw if raw in ",.;" else _nearest(raw, words)
        if word is None:
            return [], False
        corrected |= word.lower() != raw.lower()
        words.append(word)
    return words, corrected


def _nearest(raw: str, before: list[str]) -> str | None:
    lower = raw.lower()
    if lower in _RIGHT:
        return lower
    folded = fold(lower)
    if folded not in _SPELLING:
        near = process.extractOne(folded, list(_SPELLING), scorer=fuzz.ratio, score_cutoff=66)
        if not near:
            return None
        folded = near[0]
    if folded == "muoi" and before and fold(before[-1]) in _UNITS:
        return "mươi"
    return _SPELLING[folded]


def _thousands(words: list[str]) -> list[str]:
    return ["nghin" if word == "ngan" else word for word in words]


def _number(words: list[str]) -> int | None:
    """The number that folded number words say, up to 9999; None when they say none."""
    total, pending, seen = 0, None, False
    for word in _thousands(words):
        if word in ("linh", "le"):
            continue
        if word == "muoi":
            total, pending = total + 10 * (1 if pending is None else pending), None
        elif word in ("tram", "nghin"):
            scale = 100 if word == "tram" else 1000
            total, pending = total + scale * (pending or 0), None
        elif word in _DIGITS:
            pending = _DIGITS[word]
        else:
            return None
        seen = True
    return total + (pending or 0) if seen else None
