"""Values as staff read and type them, and which of them is shown before the person has looked.

A date is kept as yyyy-mm-dd, or as far as it is known, and shown as 12/03/1987; groups of digits are for reading only
and are never put into a field.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from extractors.confidence.signals import ValueKind, kind_of
from extractors.reading import FieldReading

HELPS_FROM = 0.94
RATHER_RIGHT = 0.5
"""0..1: the share of characters that must be right for correcting to beat typing (Cushman et al., CHI '90)."""
_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_DATE_FIELD = re.compile(r"(?:^|_)ngay_|(?:^|_)nam_sinh|_ngay$")
_WORD_FIELD = re.compile(r"dan_toc|quoc_tich|gioi_tinh|quan_he|ton_giao")
_PHONE_FIELD = re.compile(r"dien_thoai|(?:^|_)sdt")
_NAME_FIELD = re.compile(r"(?:^|_)(?:ho_ten|nguoi_ky)|^(?:chu_ho|nguoi_yeu_cau)$")


class Shown(Enum):
    """What stands in the field when a question appears."""

    EMPTY = "ô để trống"
    PREFILLED = "giá trị máy đọc"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a value that is held against another."""

    text: str
    differs: bool


def as_read(value: str | None) -> str:
    """A kept value as it is read and typed: 1987-03-12 is 12/03/1987, 1987-03 is 03/1987. "" for none."""
    found = _ISO.fullmatch(value or "")
    if not found:
        return value or ""
    return "/".join(part for part in reversed(found.groups()) if part)


def grouped(value: str, kind: ValueKind) -> str:
    """For the eye only: 001 187 000 123 and 0912 345 678; anything else as it is."""
    if not value.isdigit():
        return value
    if kind is ValueKind.ID and len(value) == 12:
        return " ".join(value[at : at + 3] for at in range(0, 12, 3))
    if kind is ValueKind.ID and len(value) == 9:
        return " ".join(value[at : at + 3] for at in range(0, 9, 3))
    if kind is ValueKind.PHONE and len(value) == 10:
        return f"{value[:4]} {value[4:7]} {value[7:]}"
    return value


def kind_of_field(field: str, reading: FieldReading | None) -> ValueKind:
    """What is to be typed: told by the field's name, else by what was read."""
    if _DATE_FIELD.search(field) and not field.endswith("_bang_chu"):
        return ValueKind.DATE
    if _PHONE_FIELD.search(field):
        return ValueKind.PHONE
    if _NAME_FIELD.search(field):
        return ValueKind.NAME
    if _WORD_FIELD.search(field):
        return ValueKind.WORD
    return kind_of(reading) if reading else ValueKind.TEXT


def helps(value: str | None, probability: float) -> bool:
    """Whether a prefilled value saves work: below HELPS_FROM of its characters right, typing anew is quicker and surer.

    `probability`: 0..1, calibrated, that the whole value is right; taken as that of every character being so, each by
    itself: 12 digits of which 94 in 100 are right are whole 47 times in 100. Letters of a long value are wrong
    together, though, and what is rather wrong than right invites to be accepted: below one half nothing is filled in.
    """
    letters = len(re.sub(r"\W", "", value or ""))
    return bool(letters) and probability >= RATHER_RIGHT and probability ** (1 / letters) >= HELPS_FROM


def parts(value: str, other: str) -> tuple[Part, ...]:
    """The value, cut where it differs from the other; a difference of case only is none."""
    one, two = value.casefold(), other.casefold()
    if len(one) != len(value) or not other:
        return (Part(value, bool(other) and one != two),) if value else ()
    found = [
        Part(value[first:last], kind != "equal")
        for kind, first, last, _, _ in SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
        if last > first
    ]
    return tuple(found)
