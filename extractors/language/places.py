"""Places in running text: a unit's kind and its capitalised name, several parted by commas taken as one."""

from collections.abc import Iterator

from extractors.language.finds import Find, Words

_NUMBERED = {"phường", "quận", "thôn", "ấp", "xóm", "khóm", "buôn", "phố"}  # kinds of unit that a number may name
_LONGEST = 5  # words of one unit's name


def places_in(words: Words) -> Iterator[Find]:
    """ "thôn Đoài, xã Yên Lãng, tỉnh Thái Nguyên" as one place."""
    at = 0
    while at < len(words.texts):
        last = _unit_end(words, at)
        if last == at:
            at += 1
            continue
        first = at
        while last + 1 < len(words.texts) and words.texts[last] in {",", "-"} and _unit_end(words, last + 1) > last + 1:
            last = _unit_end(words, last + 1)
        yield Find(first, last, "PLACE", "unit")
        at = last


def _unit_end(words: Words, at: int) -> int:
    """Where a unit that begins at a word ends; the same word when none does."""
    width = words.listed(at, "unit")
    last = at + width
    if not width or not words.texts[last - 1].isalpha():
        return at
    numbered = words.texts[last - 1].lower() in _NUMBERED
    while last < min(at + width + _LONGEST, len(words.texts)) and last not in words.breaks:
        if not (words.texts[last][0].isupper() or (numbered and words.texts[last].isdigit())):
            break
        last += 1
    return last if last > at + width else at
