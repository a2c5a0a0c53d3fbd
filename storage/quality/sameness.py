"""Whether two values of one field say the same, and else in what they differ: what a person keyed blindly, held against
what was accepted. From values to values.

The same are spellings that a paper leaves open to whoever copies it: capitals, spaces, the place of the tone in oa, oe,
uy, punctuation between words, the way in which a date is set. Every letter, mark and digit counts.
"""

import re
import unicodedata
from enum import Enum

from extractors.folded import plain
from extractors.values.name_keys import name_keys

_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_BETWEEN = re.compile(r"(?<!\d)[.,;:'’\"“”-]+|[.,;:'’\"“”-]+(?!\d)")  # between two digits a sign is part of the number


class Difference(Enum):
    """In what two values differ. The value is what a clerk reads."""

    MISSING = "một bên để trống"
    MARK = "khác dấu chữ hoặc dấu thanh"
    DIGIT = "khác một chữ số"
    SWAPPED = "đảo hai ký tự liền nhau"
    LETTER = "khác một chữ cái"
    LENGTH = "thừa hoặc thiếu ký tự"
    OTHER = "khác nhiều chỗ"


def key_of(value: str | None) -> str:
    """What of a value counts; "" for none."""
    text = unicodedata.normalize("NFKC", value or "").strip()
    day = _DAY.fullmatch(text)
    if day:
        return f"{day[3]}-{int(day[2]):02d}-{int(day[1]):02d}"
    if re.fullmatch(r"[\d\s]+", text):
        return re.sub(r"\s", "", text)
    if re.fullmatch(r"\d{4}(-\d{2}){1,2}", text):
        return text
    return " ".join(_BETWEEN.sub(" ", name_keys(text).k1).split())


def same(one: str | None, other: str | None) -> bool:
    return key_of(one) == key_of(other)


def difference(one: str | None, other: str | None) -> Difference | None:
    """None: they say the same."""
    ours, theirs = key_of(one), key_of(other)
    if ours == theirs:
        return None
    if not (ours and theirs):
        return Difference.MISSING
    if plain(ours) == plain(theirs):
        return Difference.MARK
    if len(ours) != len(theirs):
        return Difference.LENGTH if abs(len(ours) - len(theirs)) == 1 else Difference.OTHER
    places = [place for place, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    if len(places) == 1:
        return Difference.DIGIT if (ours[places[0]] + theirs[places[0]]).isdigit() else Difference.LETTER
    if len(places) == 2 and places[1] == places[0] + 1 and _crossed(ours, theirs, places[0]):
        return Difference.SWAPPED
    return Difference.OTHER


def _crossed(one: str, other: str, at: int) -> bool:
    return one[at] == other[at + 1] and one[at + 1] == other[at]
