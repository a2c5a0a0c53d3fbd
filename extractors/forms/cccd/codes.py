"""What the QR code and the machine-readable zone of a Vietnamese identity card say. Anybody can print one: no proof."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from extractors.payloads import insurance_code
from extractors.reading import PartialDate
from ocr.codes import mrz
from ocr.page import Box, Code, CodeKind, Page

FEWEST_FIELDS = 7  # the QR code of 2021 has so many; that of 2024 (TT 16/2024/TT-BCA) may have more
NEVER = "Không thời hạn"  # as it stands on the cards of the oldest holders
SEXES = ("Nam", "Nữ")

_NAME = re.compile(r"[^\W\d_]+(?:[ '\-][^\W\d_]+)+")


@dataclass(frozen=True, slots=True)
class CardCode:
    """The parts of one code; "" or None for what it does not tell."""

    page: int
    box: Box
    raw: str  # the whole code as read
    number: str
    old_number: str = ""
    cancelled: str = ""  # a personal number that this one replaced
    name: str = ""  # MRZ: capitals without marks
    born: date | PartialDate | None = None
    sex: str = ""
    address: str = ""
    issued: date | None = None
    expires: date | str | None = None  # NEVER, or a day
    tail: tuple[str, ...] = ()  # parts of a QR code whose meaning is not known


def qrs_of(page: Page) -> tuple[CardCode, ...]:
    """Every identity card's QR code on a page."""
    return tuple(one for code in page.codes if code.kind is CodeKind.QR and (one := _qr(page.number, code)))


def mrzs_of(page: Page) -> tuple[CardCode, ...]:
    """Every Vietnamese TD1 zone on a page whose check digits are right."""
    return tuple(one for code in page.codes if code.kind is CodeKind.MRZ and (one := _mrz(page.number, code)))


def is_card(page: Page) -> bool:
    return bool(qrs_of(page) or mrzs_of(page))


def _qr(page: int, code: Code) -> CardCode | None:
    """number|old number|name|ddMMyyyy|sex|address|ddMMyyyy and a tail (2021), or the same parts in another order.

    Where the order is not that of 2021, which is not verified for 2024, a part is taken by its shape.
    """
    parts = [part.strip() for part in unicodedata.normalize("NFC", code.text).split("|")]
    if len(parts) < FEWEST_FIELDS or not _is_number(parts[0], 12) or insurance_code(code.text):
        return None
    return _as_of_2021(page, code, parts) or _by_shape(page, code, parts)


def _as_of_2021(page: int, code: Code, parts: list[str]) -> CardCode | None:
    number, old, name, birth, sex, address, issue, *tail = parts
    born, issued = _birth(birth), _day(issue)
    if old and not (_is_number(old, 9) or _is_number(old, 12)):
        return None
    if not _NAME.fullmatch(name) or sex not in SEXES or not (born and issued):
        return None
    spare = [old, *tail] if old else tail
    olds, cancelled, rest = _numbers(number, spare)
    return CardCode(
        page, code.box, code.text, number, olds, cancelled, name, born, sex, address, issued, tail=tuple(rest)
    )


def _by_shape(page: int, code: Code, parts: list[str]) -> CardCode | None:
    """A birth date is the day of the number's own year; the holder's name stands before anybody else's."""
    number, *others = parts
    old, cancelled, rest = _numbers(number, others)
    year = 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])
    births = [part for part in rest if (day := _birth(part)) and day.year == year]
    names = [part for part in rest if part not in SEXES and _NAME.fullmatch(part)]
    if not births or not names:
        return None
    born = _birth(births[0])
    days = [part for part in rest if part != births[0] and _day(part)]
    sexes = [part for part in rest if part in SEXES]
    addresses = [part for part in rest if "," in part and any(map(str.isalpha, part))]
    one_of_each = {births[0], names[0], *(one[0] for one in (days, sexes, addresses) if len(one) == 1)}
    return CardCode(
        page,
        code.box,
        code.text,
        number,
        old,
        cancelled,
        names[0],
        born,
        sexes[0] if len(sexes) == 1 else "",
        addresses[0] if len(addresses) == 1 else "",
        _day(days[0]) if len(days) == 1 else None,
        tail=tuple(part for part in rest if part and (part not in one_of_each or rest.count(part) > 1)),
    )


def _numbers(number: str, parts: list[str]) -> tuple[str, str, list[str]]:
    """(old nine digits, cancelled twelve digits, the other parts); "" unless there is one such number only."""
    olds = [part for part in parts if _is_number(part, 9)]
    cancelled = [part for part in parts if _is_number(part, 12) and part != number]
    known = {one[0] for one in (olds, cancelled) if len(one) == 1}
    rest = [part for part in parts if part not in known and part != number]
    return olds[0] if len(olds) == 1 else "", cancelled[0] if len(cancelled) == 1 else "", rest


def _is_number(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def _birth(text: str) -> date | PartialDate | None:
    """ddMMyyyy; 0000yyyy where the year only is known."""
    if _is_number(text, 8) and text.startswith("0000") and text[4:6] in ("18", "19", "20"):
        return PartialDate(int(text[4:]))
    return _day(text)


def _day(text: str) -> date | None:
    """ddMMyyyy."""
    try:
        return date(int(text[4:]), int(text[2:4]), int(text[:2])) if _is_number(text, 8) else None
    except ValueError:
        return None


def _mrz(page: int, code: Code) -> CardCode | None:
    """Nine last digits of the number as document number, all twelve as optional data (ICAO 9303 part 5, TD1)."""
    holder = mrz.holder(code.text.split("\n"))
    if holder is None:
        return None
    century = 1900 + 100 * (int(holder.number[3]) // 2)  # told by the number: the zone's years have two digits
    sex = {"M": "Nam", "F": "Nữ"}.get(holder.sex, "")
    expires = NEVER if holder.never_expires else _short_day(holder.until, 2000)
    born = _short_day(holder.born, century)
    return CardCode(page, code.box, code.text, holder.number, name=holder.name, born=born, sex=sex, expires=expires)


def _short_day(text: str, century: int) -> date | None:
    """yyMMdd."""
    try:
        return date(century + int(text[:2]), int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None
