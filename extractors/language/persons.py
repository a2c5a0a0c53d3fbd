"""Names of persons in running text: after a word of address or a label, or by their surname."""

import re
from collections.abc import Iterator

from extractors.language.finds import Find, Words
from extractors.language.words import word_set
from extractors.values.surnames import surnames
from extractors.values.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*['’]?")
_BEFORE = {":", "(", ")", ",", "/", "ba", "ong", "co", "ten", "la", "sau", "day", "co ten", "."}
_NO_LEAD = {"dia", "can", "cham"}  # "địa chỉ", "căn bà"...: with its marks lost the word is no address of a person
_UNITS = {"xã", "phường", "thôn", "ấp", "tổ", "khu", "huyện", "quận", "tỉnh", "thành", "thị", "số"}
LONGEST = 6  # words of a name


def persons_in(words: Words) -> Iterator[Find]:
    """Names, in order. Rules: after_label, after_lead ("ông"), by_surname; the last is the weakest."""
    at = 0
    while at < len(words.texts):
        found = _introduced(words, at, "label", "after_label") or _introduced(words, at, "lead", "after_lead")
        found = found or _by_surname(words, at)
        if found:
            yield found
        at = found.last if found else at + 1


def _introduced(words: Words, at: int, introduced_by: str, rule: str) -> Find | None:
    width = words.listed(at, introduced_by)
    if not width or (at and words.folded[at - 1] in _NO_LEAD):
        return None
    first, signs = at + width, 0
    while first < len(words.texts) and words.folded[first] in _BEFORE and signs < 6:
        first, signs = first + 1, signs + 1
    last = _name_end(words, first)
    return Find(first, last, "PERSON", rule) if last - first >= 2 else None


def _by_surname(words: Words, at: int) -> Find | None:
    """A capitalised run that begins with a surname and does not name a place, a street or an agency."""
    if words.folded[at] not in surnames() or not words.texts[at][:1].isupper():
        return None
    if at and (words.texts[at - 1][:1].isupper() or _names_a_place(words, at)):
        return None
    last = _name_end(words, at)
    return Find(at, last, "PERSON", "by_surname") if last - at >= 3 else None


def _names_a_place(words: Words, at: int) -> bool:
    before = " ".join(words.folded[max(0, at - 2) : at]).split()
    return any(" ".join(before[-count:]) in word_set(name) for count in (1, 2) for name in ("unit", "road"))


def _name_end(words: Words, first: int) -> int:
    """Where a name that begins at a word ends: capitals of one manner, no word of a form or an office."""
    last = first
    while last < min(first + LONGEST, len(words.texts)) and _goes_on(words, first, last):
        if last > first and last in words.breaks:
            break
        last += 1
    return last


def _goes_on(words: Words, first: int, at: int) -> bool:
    text = words.texts[at]
    if not _WORD.fullmatch(text) or not text[0].isupper():
        return False
    pair = " ".join(words.folded[at : at + 2])
    if pair in word_set("after_name") or (at == first and pair in word_set("no_name")):
        return False
    if at == first and text.lower() in _UNITS:
        return False
    if at == first:
        return is_syllable(text) or "'" in text or text.isupper()
    capitals = words.texts[first].isupper() and len(words.texts[first]) > 1
    return capitals == text.isupper() or len(text) == 1
