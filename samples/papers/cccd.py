"""The photocopy of a chip căn cước công dân (2021), front and back on one A4 page, as counters ask for it."""

from dataclasses import dataclass
from datetime import date

from PIL import Image

from samples.lettering import Face
from samples.papers.blanks import day_first
from samples.papers.codes import mrz, qr_image, qr_payload
from samples.papers.marks import round_stamp, signature
from samples.papers.sheet import BLACK, BLUE, GREY, RED, Ink, Manner, Sheet

FORM = "cccd"
WIDE, HIGH = 85.6, 53.98  # mm, ID-1
_PRINTED: Ink = (40, 60, 90)


@dataclass(frozen=True, slots=True)
class Cccd:
    """What the card says."""

    number: str
    old_number: str  # CMND for the QR code, or ""
    full_name: str
    birth_date: date
    sex: str
    origin: str  # quê quán
    residence: str  # nơi thường trú
    expires_on: date
    issued_on: date

    @property
    def qr(self) -> str:
        return qr_payload(
            self.number, self.old_number, self.full_name, self.birth_date, self.sex, self.residence, self.issued_on
        )


def expiry(birth_date: date, issued_on: date) -> date:
    """Cards run to the 25th, 40th or 60th birthday; issued in the two years before it, to the next (Luật 26/2023 Đ21).

    ValueError for the card of an older person, which never expires.
    """
    for age in (25, 40, 60):
        day = date(birth_date.year + age, birth_date.month, min(birth_date.day, 28 if birth_date.month == 2 else 31))
        if (day - issued_on).days > 2 * 365:
            return day
    raise ValueError("the card never expires: how its machine-readable zone shows that is not known")


def draw(paper: Cccd, manner: Manner, magnified: float = 1.45) -> Sheet:
    """Both sides on one page, the front above the back."""
    sheet = Sheet(manner.dpi, manner.dice)
    left = (210 - WIDE * magnified) / 2 + manner.dice.uniform(-8, 8)
    for side, top in ((_front, 30.0), (_back, 30 + HIGH * magnified + manner.dice.uniform(12, 30))):
        with sheet.part(left + manner.dice.uniform(-2, 2), top, magnified):
            _ground(sheet, manner)
            side(sheet, paper, manner)
    return sheet


def _ground(sheet: Sheet, manner: Manner) -> None:
    """The card's outline and its pale guilloche."""
    corners = (*sheet.at(0, 0), *sheet.at(WIDE, HIGH))
    sheet.draw.rounded_rectangle(corners, sheet.px(3.2), fill=(233, 242, 240), outline=GREY, width=sheet.px(0.2))
    for number in range(8):
        grow = 6 + number * 4.4
        middle_x, middle_y = WIDE * 0.55, HIGH * 0.55
        ring = (*sheet.at(middle_x - grow, middle_y - grow * 0.55), *sheet.at(middle_x + grow, middle_y + grow * 0.55))
        sheet.draw.ellipse(ring, outline=(222, 234, 230), width=sheet.px(0.25))


def _front(sheet: Sheet, paper: Cccd, manner: Manner) -> None:
    _emblem(sheet, 9.5, 9.5)
    sans, bold = Face.SANS, Face.SANS_BOLD
    sheet.text(41, 5.4, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold, 5.6, BLACK, "ms")
    sheet.text(41, 8.2, "Độc lập - Tự do - Hạnh phúc", bold, 5.4, BLACK, "ms")
    sheet.text(41, 10.8, "SOCIALIST REPUBLIC OF VIET NAM", sans, 4.4, BLACK, "ms")
    sheet.text(41, 13.1, "Independence - Freedom - Happiness", sans, 4.4, BLACK, "ms")
    sheet.text(43, 17.6, "CĂN CƯỚC CÔNG DÂN", bold, 8.6, RED, "ms")
    sheet.text(43, 20.2, "Citizen Identity Card", bold, 4.8, RED, "ms")
    _qr(sheet, paper, 68.2, 2.6, 15.2)
    _photo(sheet, paper, manner)
    _value(sheet, 28, 24.4, "Số / No.:", "so_dinh_danh", paper.number, paper.number, 9.6, bold)
    _label(sheet, 28, 27.8, "Họ và tên / Full name:")
    _value(sheet, 28, 31.0, "", "ho_ten", paper.full_name, paper.full_name.upper(), 7.2)
    _value(sheet, 28, 34.3, "Ngày sinh / Date of birth:", "ngay_sinh", *_day(paper.birth_date))
    _value(sheet, 28, 37.4, "Giới tính / Sex:", "gioi_tinh", paper.sex, paper.sex)
    _value(sheet, 52, 37.4, "Quốc tịch / Nationality:", "quoc_tich", "Việt Nam", "Việt Nam")
    _label(sheet, 28, 40.4, "Quê quán / Place of origin:")
    _value(sheet, 28, 43.2, "", "que_quan", paper.origin, paper.origin, 5.8)
    _residence(sheet, paper.residence)
    _label(sheet, 3.5, 46.6, "Có giá trị đến:")
    _label(sheet, 3.5, 51.4, "Date of expiry")
    _value(sheet, 3.5, 49.2, "", "gia_tri_den", *_day(paper.expires_on), 5.6)


def _day(day: date) -> tuple[str, str]:
    return day.isoformat(), day_first(day)


def _label(sheet: Sheet, x: float, y: float, text: str) -> float:
    """A bilingual label. Gives the x behind it."""
    sheet.text(x, y, text, Face.SANS, 4.9, _PRINTED)
    return x + sheet.wide(text, Face.SANS, 4.9) + 0.9


def _value(
    sheet: Sheet,
    x: float,
    y: float,
    label: str,
    name: str,
    value: str,
    written: str,
    points: float = 6.2,
    face: Face = Face.SANS,
    room: float = WIDE,
) -> None:
    if label:
        x = _label(sheet, x, y, label)
    while sheet.wide(written, face, points) > room - 1.5 - x:
        points -= 0.1
    sheet.filled(name, value, written, sheet.text(x, y, written, face, points))


def _residence(sheet: Sheet, residence: str) -> None:
    """The address begins behind its label and ends on the next line."""
    x = _label(sheet, 28, 46.2, "Nơi thường trú / Place of residence:")
    words, first = residence.split(" "), 0
    while first < len(words) and sheet.wide(" ".join(words[: first + 1]), Face.SANS, 5.8) < WIDE - 1.5 - x:
        first += 1
    head, tail = " ".join(words[:first]), " ".join(words[first:])
    boxes = [sheet.text(x, 46.2, head, Face.SANS, 5.8)] if head else []
    points = 5.8
    while tail and sheet.wide(tail, Face.SANS, points) > WIDE - 29.5:
        points -= 0.1
    boxes += [sheet.text(28, 49.2, tail, Face.SANS, points)] if tail else []
    box = boxes[0].with_(boxes[-1])
    sheet.filled("noi_thuong_tru", residence, residence, box)


def _qr(sheet: Sheet, paper: Cccd, x: float, y: float, side: float) -> None:
    code = qr_image(paper.qr)
    size = sheet.px(side)
    (left, top), quiet = sheet.at(x, y), sheet.px(0.7)
    sheet.draw.rectangle((left - quiet, top - quiet, left + size + quiet, top + size + quiet), fill=(255, 255, 255))
    sharp = code.resize((code.width * 12, code.height * 12), Image.Resampling.NEAREST)
    sheet.image.paste(sharp.resize((size, size), Image.Resampling.BOX).convert("RGB"), (left, top))
    sheet.qr = paper.qr


def _emblem(sheet: Sheet, x: float, y: float) -> None:
    for grow, ink in ((6.0, (190, 40, 40)), (5.0, (214, 168, 60)), (4.2, (190, 40, 40))):
        sheet.draw.ellipse((*sheet.at(x - grow, y - grow), *sheet.at(x + grow, y + grow)), fill=ink)
    sheet.draw.regular_polygon((sheet.at(x, y), sheet.px(2.4)), 3, fill=(240, 210, 90))
    sheet.draw.regular_polygon((sheet.at(x, y), sheet.px(2.4)), 3, rotation=60, fill=(240, 210, 90))


def _photo(sheet: Sheet, paper: Cccd, manner: Manner) -> None:
    """A drawn bust in the place of the portrait: no face of anybody."""
    sheet.draw.rectangle((*sheet.at(3.5, 17.5), *sheet.at(25, 43.5)), fill=(196, 208, 218))
    hair = (40, 36, 34)
    wide = 6.4 if paper.sex == "Nữ" else 5.2
    sheet.draw.ellipse(
        (*sheet.at(14.2 - wide, 21.5), *sheet.at(14.2 + wide, 34 if paper.sex == "Nữ" else 31)), fill=hair
    )
    sheet.draw.ellipse((*sheet.at(10.2, 23.5), *sheet.at(18.2, 34)), fill=(214, 178, 150))
    sheet.draw.pieslice((*sheet.at(5, 34), *sheet.at(23.5, 53)), 180, 360, fill=(70, 84, 110))


def _back(sheet: Sheet, paper: Cccd, manner: Manner) -> None:
    dice = manner.dice
    _label(sheet, 4, 5.4, "Đặc điểm nhận dạng / Personal identification:")
    kind, under, side = (dice.choice(two) for two in (("Nốt ruồi", "Sẹo chấm"), ("đuôi mắt", "mép"), ("trái", "phải")))
    mark = f"{kind} C: {dice.randint(1, 4)}cm dưới sau {under} {side}"
    sheet.text(4, 8.6, mark, Face.SANS, 5.8)
    sheet.draw.rounded_rectangle(
        (*sheet.at(6, 12.5), *sheet.at(18, 22)), sheet.px(1.2), fill=(212, 180, 96), outline=(150, 120, 50)
    )
    for step in range(1, 4):
        sheet.rule(6, 12.5 + step * 2.4, 18, 12.5 + step * 2.4, (150, 120, 50), 0.15)
    for number, (finger, english) in enumerate(
        (("Ngón trỏ trái", "Left index finger"), ("Ngón trỏ phải", "Right index finger"))
    ):
        _finger(sheet, 67.5 + number * 10.6, 10.2, manner)
        sheet.text(67.5 + number * 10.6, 19.4, finger, Face.SANS, 3.4, _PRINTED, "ms")
        sheet.text(67.5 + number * 10.6, 21.0, english, Face.SANS, 3.0, _PRINTED, "ms")
    _issuer(sheet, paper)
    zone = mrz(paper.number, paper.full_name, paper.birth_date, paper.sex, paper.expires_on)
    for row, line in enumerate(zone):
        sheet.text(4.6, 39.5 + row * 5.0, line, Face.MONO, 12.0)
    sheet.mrz = zone


def _issuer(sheet: Sheet, paper: Cccd) -> None:
    """Day of issue, and the issuing office with its stamp and signature."""
    sans, middle = Face.SANS, 39.0
    _value(sheet, 21, 14.2, "Ngày, tháng, năm / Date, month, year:", "ngay_cap", *_day(paper.issued_on), 5.4)
    for row, line in enumerate(("CỤC TRƯỞNG CỤC CẢNH SÁT", "QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI")):
        sheet.text(middle, 17.6 + row * 2.6, line, Face.SANS_BOLD, 4.6, BLACK, "ms")
    sheet.text(middle, 22.6, "DIRECTOR GENERAL OF THE POLICE DEPARTMENT", sans, 3.4, _PRINTED, "ms")
    sheet.text(middle, 24.4, "FOR ADMINISTRATIVE MANAGEMENT OF SOCIAL ORDER", sans, 3.4, _PRINTED, "ms")
    round_stamp(sheet, 31, 29.5, ("BỘ CÔNG AN", "CỤC CẢNH SÁT QLHC VỀ TTXH"), 5.6)
    signature(sheet, 44, 28.0, 14, BLUE)
    sheet.text(44, 33.8, "Đàm Hữu Khởi", Face.SANS_BOLD, 4.6, BLACK, "ms")


def _finger(sheet: Sheet, x: float, y: float, manner: Manner) -> None:
    """A fingerprint's place, with ridges of nobody."""
    sheet.draw.rectangle((*sheet.at(x - 4.6, y - 6.5), *sheet.at(x + 4.6, y + 6.5)), fill=(250, 250, 248))
    for number in range(1, 9):
        grow, lean = number * 0.5, manner.dice.uniform(-0.3, 0.3)
        ring = (*sheet.at(x - grow + lean, y - grow * 1.35), *sheet.at(x + grow + lean, y + grow * 1.35))
        sheet.draw.arc(
            ring, manner.dice.uniform(0, 90), manner.dice.uniform(200, 360), fill=(60, 60, 60), width=sheet.px(0.16)
        )
