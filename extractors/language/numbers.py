"""Numbers of identity papers, also torn apart by reading, with the kind of paper; and birth dates."""

import re
from collections.abc import Iterator

from extractors.language.finds import Find, Words

_KINDS = ("id_citizen_card", "id_old_card", "id_passport", "id_personal_number")
_FIGURE = re.compile(r"[0-9OoQDIlSB|]*[0-9][0-9OoQDIlSB|.]*")
_PART = re.compile(r"\d{2,}")  # a lone digit is the number of the next item
_PASSPORT = re.compile(r"[A-Z][0-9]{7,8}")
_BETWEEN = {"so", "so.", "la", "ca", "nhan", "cong", "dan", "cmnd", "cccd", "ho", "chieu", "the", *":.,()/-;"}
_REACH = 9  # words between the kind and its number
_DATE = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|(?:19|20)\d\d")
_DATE_WORDS = {"ngay", "thang", "nam"}


def numbers_in(words: Words) -> Iterator[Find]:
    """Numbers after the name of their kind, and twelve digits that stand alone."""
    at = 0
    while at < len(words.texts):
        kind, width = next(((one, wide) for one in _KINDS if (wide := words.listed(at, one))), ("", 0))
        if kind:
            found = _after(words, at + width, kind)
            if found:
                yield found
                at = found.last
                continue
        elif re.fullmatch(r"\d{12}", words.texts[at]):
            yield Find(at, at + 1, "ID", "personal_number")
        at += max(1, width)


def _after(words: Words, at: int, kind: str) -> Find | None:
    """The figures within reach behind a kind; parts of one number that were read apart belong together."""
    for first in range(at, min(at + _REACH, len(words.texts))):
        text = words.texts[first]
        if kind == "id_passport" and _PASSPORT.fullmatch(text):
            return Find(first, first + 1, "ID", "passport")
        if _FIGURE.fullmatch(text) and len(text) > 1:
            last = first + 1
            while _digits(words, first, last) < 12 and _PART.fullmatch(words.at(last)) and last not in words.breaks:
                last += 1
            count = _digits(words, first, last)
            return Find(first, last, "ID", kind.removeprefix("id_")) if 8 <= count <= 14 else None
        if words.folded[first] not in _BETWEEN and text[:1].isalnum():
            return None
    return None


def _digits(words: Words, first: int, last: int) -> int:
    return sum(sign.isalnum() for text in words.texts[first:last] for sign in text)


def births_in(words: Words) -> Iterator[Find]:
    """Dates and years that a text says somebody was born on."""
    at = 0
    while at < len(words.texts):
        width = words.listed(at, "birth")
        if width:
            first = at + width
            while first < len(words.texts) and words.texts[first] in {":", ",", "."}:
                first += 1
            last = _date_end(words, first)
            if last > first:
                yield Find(first, last, "BIRTH", "born")
                width = last - at
        at += max(1, width)


def _date_end(words: Words, first: int) -> int:
    """Where a date that begins at a word ends; the same word when none does."""
    if first < len(words.texts) and _DATE.fullmatch(words.texts[first]):
        return first + 1
    last, seen = first, 0
    while words.at(last).isdigit() or (words.at(last) and words.folded[last] in _DATE_WORDS):
        seen += words.texts[last].isdigit()
        last += 1
        if seen == 3:
            return last
    return first
