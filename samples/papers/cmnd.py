"""The photocopy of a giấy chứng minh nhân dân of nine digits, front and back, as police issued it until 2020."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples.lettering import Face
from samples.papers.blanks import wrapped
from samples.papers.cccd import HIGH, WIDE, _emblem, _finger, _ground, _photo
from samples.papers.marks import round_stamp, signature
from samples.papers.sheet import BLACK, BLUE, RED, Manner, Pen, Sheet
from samples.papers.somebody import Somebody, somebody

FORM = "cmnd"


@dataclass(frozen=True, slots=True)
class Cmnd:
    """What the card says."""

    holder: Somebody
    issued_on: date
    chief: str

    @property
    def sex(self) -> str:
        return self.holder.sex


def card(dice: Random) -> Cmnd:
    """A card by dice, fifteen years valid and mostly long since void."""
    issued = date(2005, 1, 5) + timedelta(days=dice.randint(0, 5400))
    return Cmnd(somebody(dice, issued, 1945, 1990), issued, somebody(dice, issued).name)


def draw(paper: Cmnd, manner: Manner, magnified: float = 1.45) -> Sheet:
    """Both sides on one page, the front above the back."""
    sheet = Sheet(manner.dpi, manner.dice)
    left = (210 - WIDE * magnified) / 2 + manner.dice.uniform(-8, 8)
    for number, side in enumerate((_front, _back)):
        top = 30 + number * (HIGH * magnified + manner.dice.uniform(12, 30))
        with sheet.part(left + manner.dice.uniform(-2, 2), top, magnified):
            _ground(sheet, manner)
            side(sheet, paper, manner)
    return sheet


def _front(sheet: Sheet, paper: Cmnd, manner: Manner) -> None:
    one, bold = paper.holder, Face.SERIF_BOLD
    _emblem(sheet, 12.5, 10.5)
    sheet.text(54, 6.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold, 6.4, BLACK, "ms")
    sheet.text(54, 9.4, "Độc lập - Tự do - Hạnh phúc", bold, 6.4, BLACK, "ms")
    sheet.text(54, 15.0, "GIẤY CHỨNG MINH NHÂN DÂN", bold, 8.8, RED, "ms")
    sheet.text(36, 20.2, "SỐ", bold, 8.4, RED)
    box = sheet.text(43, 20.2, one.old_number, Face.SANS_BOLD, 9.2, RED)
    sheet.filled("so_cmnd", one.old_number, one.old_number, box)
    _photo(sheet, paper, manner)  # type: ignore[arg-type]
    day = one.born
    _line(sheet, 25.6, "Họ tên:", "ho_ten", one.name, one.name.upper())
    _line(sheet, 31.0, "Sinh ngày:", "ngay_sinh", day.isoformat(), f"{day.day:02d}-{day.month:02d}-{day.year}")
    _line(sheet, 36.4, "Nguyên quán:", "que_quan", one.origin, one.origin)
    _line(sheet, 44.8, "Nơi ĐKHK thường trú:", "noi_thuong_tru", one.address, one.address)


def _line(sheet: Sheet, y: float, label: str, name: str, value: str, written: str) -> None:
    """A label with its dotted leader, the writing on one or two lines."""
    sheet.text(28, y, label, Face.SERIF, 6.4)
    x = 29.4 + sheet.wide(label, Face.SERIF, 6.4)
    pen = Pen(Face.SERIF, 6.6)
    boxes = []
    for number, text in enumerate(wrapped(sheet, written, pen, WIDE - 2 - x, WIDE - 31)[:2]):
        left = x if number == 0 else 29.0
        boxes.append(sheet.text(left, y + 4.2 * number, text, Face.SERIF, 6.6))
        sheet.dots(left, WIDE - 2, y + 4.2 * number + 0.6)
    whole = boxes[0] if len(boxes) == 1 else boxes[0].with_(boxes[1])
    sheet.filled(name, value, written, whole)


def _back(sheet: Sheet, paper: Cmnd, manner: Manner) -> None:
    one, serif, dice, day = paper.holder, Face.SERIF, manner.dice, paper.issued_on
    told = ((4, "Dân tộc:", "dan_toc", one.ethnicity), (44, "Tôn giáo:", "ton_giao", one.religion))
    for x, label, name, text in told:
        sheet.text(x, 6, label, serif, 6.4)
        box = sheet.text(x + 1.4 + sheet.wide(label, serif, 6.4), 6, text, serif, 6.6)
        sheet.filled(name, text, text, box)
    sheet.text(54, 12, "DẤU VẾT RIÊNG VÀ DỊ HÌNH", Face.SERIF_BOLD, 5.8, BLACK, "ms")
    mark = f"Nốt ruồi C: {dice.randint(1, 4)}cm sau mép {dice.choice(('trái', 'phải'))}"
    sheet.text(34, 17, mark, serif, 6.4)
    for number, finger in enumerate(("NGÓN TRỎ TRÁI", "NGÓN TRỎ PHẢI")):
        _finger(sheet, 14, 16 + number * 20, manner)
        sheet.text(14, 25.6 + number * 20, finger, serif, 3.8, BLACK, "ms")
    written = f"Ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"
    box = sheet.text(57, 26, written, Face.SERIF_ITALIC, 6.4, BLACK, "ms")
    sheet.filled("ngay_cap", day.isoformat(), written, box)
    province = one.province.partition(" ")[2] if one.province.startswith("tỉnh") else one.province
    chief = sheet.text(57, 30, f"GIÁM ĐỐC CA TỈNH {province.upper()}", Face.SERIF_BOLD, 5.8, BLACK, "ms")
    sheet.filled("noi_cap", f"CA TỈNH {province.upper()}", f"CA TỈNH {province.upper()}", chief)
    round_stamp(sheet, 47, 38, ("CÔNG AN TỈNH", "GIÁM ĐỐC"), 6.4, RED)
    signature(sheet, 60, 38, 16, BLUE)
    sheet.text(57, 48, paper.chief, Face.SERIF_BOLD, 6.2, BLACK, "ms")


def draw_by(dice: Random, manner: Manner) -> list[Sheet]:
    """A copy by dice."""
    return [draw(card(dice), manner, dice.uniform(1.35, 1.6))]
