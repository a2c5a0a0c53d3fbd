"""The thẻ căn cước of 2024, front, back, or both; and by dice it or the chip CCCD of 2021 before it."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples.lettering import Face
from samples.papers.blanks import day_first
from samples.papers.cccd import HIGH, WIDE, Cccd, _emblem, _ground, _label, _photo, _qr, _value, expiry
from samples.papers.cccd import draw as draw_chip_card
from samples.papers.codes import mrz, qr_payload
from samples.papers.marks import round_stamp
from samples.papers.sheet import BLACK, RED, Manner, Sheet
from samples.papers.somebody import Somebody, somebody

FORM = "cccd"
_FIRST = date(2024, 7, 1)  # Luật Căn cước 26/2023/QH15


@dataclass(frozen=True, slots=True)
class CanCuoc:
    """What the card of 2024 says."""

    holder: Somebody
    registered_at: str  # nơi đăng ký khai sinh
    issued_on: date
    expires_on: date

    @property
    def qr(self) -> str:
        one = self.holder
        return qr_payload(one.number, one.old_number, one.name, one.born, one.sex, one.address, self.issued_on)

    @property
    def old_number(self) -> str:
        return self.holder.old_number

    @property
    def sex(self) -> str:
        return self.holder.sex


def card(dice: Random) -> CanCuoc:
    """A card by dice, of a person whose card runs out one day."""
    issued = _FIRST + timedelta(days=dice.randint(5, 800))
    one = somebody(dice, issued, 1972, 2006)
    return CanCuoc(one, one.origin, issued, expiry(one.born, issued))


def draw(paper: CanCuoc, manner: Manner, sides: str = "both", magnified: float = 1.45, coded: bool = True) -> Sheet:
    """The photocopy; `sides` is "front", "back" or "both", `coded` whether its QR code came out."""
    sheet = Sheet(manner.dpi, manner.dice)
    left = (210 - WIDE * magnified) / 2 + manner.dice.uniform(-8, 8)
    wanted = {"front": (_front,), "back": (_back,), "both": (_front, _back)}[sides]
    for number, side in enumerate(wanted):
        top = 30 + number * (HIGH * magnified + manner.dice.uniform(12, 30))
        with sheet.part(left + manner.dice.uniform(-2, 2), top, magnified):
            _ground(sheet, manner)
            side(sheet, paper, manner, coded)
    return sheet


def _front(sheet: Sheet, paper: CanCuoc, manner: Manner, coded: bool) -> None:
    one, sans, bold = paper.holder, Face.SANS, Face.SANS_BOLD
    _emblem(sheet, 9.5, 9.5)
    for y, text, points in (
        (5.4, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 5.6),
        (8.2, "Độc lập - Tự do - Hạnh phúc", 5.4),
        (10.8, "SOCIALIST REPUBLIC OF VIET NAM", 4.4),
        (13.1, "Independence - Freedom - Happiness", 4.4),
    ):
        sheet.text(46, y, text, bold if y < 9 else sans, points, BLACK, "ms")
    sheet.text(46, 17.8, "CĂN CƯỚC", bold, 8.6, RED, "ms")
    sheet.text(46, 20.4, "IDENTITY CARD", bold, 4.8, RED, "ms")
    _photo(sheet, paper, manner)  # type: ignore[arg-type]
    _label(sheet, 28, 24.4, "Số định danh cá nhân / Personal identification number:")
    _value(sheet, 28, 28.2, "", "so_dinh_danh", one.number, one.number, 9.2, bold)
    _label(sheet, 28, 31.6, "Họ, chữ đệm và tên khai sinh / Full name:")
    _value(sheet, 28, 34.9, "", "ho_ten", one.name, one.name.upper(), 7.2)
    _value(sheet, 28, 38.6, "Ngày, tháng, năm sinh / Date of birth:", "ngay_sinh", *_day(one.born))
    _value(sheet, 28, 42.2, "Giới tính / Sex:", "gioi_tinh", one.sex, one.sex)
    _value(sheet, 52, 42.2, "Quốc tịch / Nationality:", "quoc_tich", "Việt Nam", "Việt Nam")


def _back(sheet: Sheet, paper: CanCuoc, manner: Manner, coded: bool) -> None:
    one = paper.holder
    if coded:
        _qr(sheet, paper, 66.5, 3.0, 15.2)  # type: ignore[arg-type]
    _label(sheet, 4, 5.2, "Nơi cư trú / Place of residence:")
    _value(sheet, 4, 8.2, "", "noi_thuong_tru", one.address, one.address, 5.6, room=60)
    _label(sheet, 4, 12.0, "Nơi đăng ký khai sinh / Place of birth registration:")
    _value(sheet, 4, 15.0, "", "noi_dang_ky_khai_sinh", paper.registered_at, paper.registered_at, 5.6, room=60)
    _value(sheet, 4, 20.6, "Ngày, tháng, năm cấp / Date of issue:", "ngay_cap", *_day(paper.issued_on), points=5.6)
    until = _day(paper.expires_on)
    _value(sheet, 4, 24.2, "Ngày, tháng, năm hết hạn / Date of expiry:", "gia_tri_den", *until, points=5.6)
    sheet.text(58, 29, "BỘ CÔNG AN", Face.SANS_BOLD, 5.2, BLACK, "ms")
    sheet.text(58, 31.4, "MINISTRY OF PUBLIC SECURITY", Face.SANS, 3.6, BLACK, "ms")
    round_stamp(sheet, 74, 29.0, ("BỘ CÔNG AN", "CỤC CẢNH SÁT QLHC VỀ TTXH"), 5.2)
    zone = mrz(one.number, one.name, one.born, one.sex, paper.expires_on)
    for row, line in enumerate(zone):
        sheet.text(4.6, 39.5 + row * 5.0, line, Face.MONO, 12.0)
    sheet.mrz = zone


def _day(day: date) -> tuple[str, str]:
    return day.isoformat(), day_first(day)


def _chip_card(dice: Random) -> Cccd:
    """The card of 2021 of a person by dice."""
    issued = date(2021, 3, 1) + timedelta(days=dice.randint(0, 1200))
    one = somebody(dice, issued, 1972, 2003)
    until = expiry(one.born, issued)
    origin, home = one.origin, one.address
    return Cccd(one.number, one.old_number, one.name, one.born, one.sex, origin, home, until, issued)


def draw_by(dice: Random, manner: Manner) -> list[Sheet]:
    """A copy by dice: both sides on a page, or a page a side; one card of 2024 in three without its QR code."""
    if dice.random() < 0.4:
        return [draw_chip_card(_chip_card(dice), manner, dice.uniform(1.4, 1.6))]
    paper, coded, big = card(dice), dice.random() < 0.66, dice.uniform(1.35, 1.6)
    if dice.random() < 0.6:
        return [draw(paper, manner, "both", big, coded)]
    return [draw(paper, manner, side, big, coded) for side in ("front", "back")]
