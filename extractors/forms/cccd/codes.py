"""What the QR code and the machine-readable zone of a Vietnamese identity card say. Anybody can print one: no proof."""

from dataclasses import dataclass
from datetime import date

from ocr.page import Box, Code, CodeKind, Page

FIELDS = 7  # of the QR code of 2021; the one of 2024 (TT 16/2024/TT-BCA) has more, whose order is not verified


@dataclass(frozen=True, slots=True)
class CardCode:
    """The parts of one code; "" or None for what it does not tell."""

    page: int
    box: Box
    number: str
    old_number: str = ""
    name: str = ""  # MRZ: capitals without marks
    born: date | None = None
    sex: str = ""
    address: str = ""
    issued: date | None = None
    expires: date | None = None


def qr_of(page: Page) -> CardCode | None:
    """The first card QR on a page: number|old number|name|ddMMyyyy|sex|address|ddMMyyyy, then an opaque tail."""
    found = (_qr(page.number, code) for code in page.codes if code.kind is CodeKind.QR)
    return next((one for one in found if one), None)


def mrz_of(page: Page) -> CardCode | None:
    """The first Vietnamese TD1 zone on a page whose check digits are right."""
    found = (_mrz(page.number, code) for code in page.codes if code.kind is CodeKind.MRZ)
    return next((one for one in found if one), None)


def is_card(page: Page) -> bool:
    return qr_of(page) is not None or mrz_of(page) is not None


def _qr(page: int, code: Code) -> CardCode | None:
    parts = [part.strip() for part in code.text.split("|")]
    if len(parts) < FIELDS or len(parts[0]) != 12 or not parts[0].isdigit():
        return None
    number, old, name, born, sex, address, issued = parts[:FIELDS]
    sex = sex if sex in ("Nam", "Nữ") else ""
    old = old if old.isdigit() and len(old) == 9 else ""
    return CardCode(page, code.box, number, old, name, _day(born), sex, address, _day(issued))


def _day(text: str) -> date | None:
    """ddMMyyyy."""
    try:
        return date(int(text[4:8]), int(text[2:4]), int(text[:2])) if len(text) == 8 else None
    except ValueError:
        return None


def _mrz(page: int, code: Code) -> CardCode | None:
    """ICAO 9303 TD1: nine last digits of the number as document number, all twelve as optional data."""
    lines = code.text.split("\n")
    if len(lines) != 3 or any(len(line) != 30 for line in lines) or lines[0][2:5] != "VNM":
        return None
    first, second, third = lines
    number = first[15:27]
    checks = ((first[5:14], first[14]), (second[:6], second[6]))
    if not number.isdigit() or number[3:] != first[5:14] or any(check_digit(a) != b for a, b in checks):
        return None
    expires = _short_day(second[8:14], 2000) if check_digit(second[8:14]) == second[14] else None
    born = _short_day(second[:6], 1900 + 100 * (int(number[3]) // 2))
    sex = {"M": "Nam", "F": "Nữ"}.get(second[7], "")
    name = " ".join(third.replace("<", " ").split())
    return CardCode(page, code.box, number, name=name, born=born, sex=sex, expires=expires)


def _short_day(text: str, century: int) -> date | None:
    """yyMMdd; the century of a birth is told by the number, for the zone has two digits only."""
    try:
        return date(century + int(text[:2]), int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None


def check_digit(text: str) -> str:
    """ICAO 9303: weights 7, 3, 1; digits as they are, A = 10 ... Z = 35, "<" = 0."""
    values = (0 if sign == "<" else int(sign, 36) for sign in text)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)
