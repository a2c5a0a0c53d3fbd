"""Giấy khai sinh: the original in its frame, and the copy from the register (bản sao) with a second signer."""

from dataclasses import dataclass
from datetime import date

from samples.lettering import Face
from samples.papers.birth import Child, Parent, child_block, parent_block
from samples.papers.blanks import day_first, entry, national_heading, run
from samples.papers.marks import round_stamp, signature
from samples.papers.sheet import BLACK, BLUE, RED, Manner, Pen, Sheet

FORM = "giay_khai_sinh"
_LEFT, _RIGHT = 27.0, 186.0


@dataclass(frozen=True, slots=True)
class Copied:
    """What stands at the foot of a copy: its own number, day and signer, which are not those of the registration."""

    number: str  # "512/GKS-BS"
    day: date
    signer: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the paper says."""

    number: str  # "361/2023"
    child: Child
    child_number: str  # số định danh cá nhân, "" on old records
    mother: Parent
    father: Parent
    office: str  # nơi đăng ký khai sinh
    registered_on: date
    signer: str
    signer_office: str  # "PHÓ CHỦ TỊCH"
    copied: Copied | None = None


def draw(paper: Certificate, manner: Manner) -> Sheet:
    """The paper on one page. It is always typed: an office makes it."""
    manner = Manner(manner.dpi, Pen(manner.face, 12.5), manner.dice, manner.face)
    sheet = Sheet(manner.dpi, manner.dice)
    _frame(sheet)
    national_heading(sheet, manner, 105, 25)
    title = "GIẤY KHAI SINH"
    sheet.text(105, 44, title, manner.face.bold, 20, RED, "ms")
    if paper.copied:
        sheet.text(105, 50.5, "(BẢN SAO)", manner.face.bold, 13, anchor="ms")
    number_at = 120 - sheet.wide(f"Số: {paper.number}", manner.face, 12.5) / 2 + 25
    sheet.text(number_at, 57, "Số:", manner.face, 12.5)
    run(sheet, manner, number_at + 8, 57, (("so", paper.number, paper.number),))
    y = child_block(sheet, manner, paper.child, 67, _LEFT, _RIGHT, "Ghi bằng chữ:")
    number = ("so_dinh_danh", paper.child_number, paper.child_number) if paper.child_number else None
    y = entry(sheet, manner, y + 7.8, "Số định danh cá nhân:", number, _LEFT, _RIGHT)
    y = parent_block(sheet, manner, paper.mother, "me", y + 9.4, _LEFT, _RIGHT, False)
    y = parent_block(sheet, manner, paper.father, "cha", y + 9.4, _LEFT, _RIGHT, False)
    office = ("noi_dang_ky", paper.office, paper.office)
    y = entry(sheet, manner, y + 9.4, "Nơi đăng ký khai sinh:", office, _LEFT, _RIGHT)
    day = ("ngay_dang_ky", paper.registered_on.isoformat(), day_first(paper.registered_on))
    y = entry(sheet, manner, y + 7.8, "Ngày, tháng, năm đăng ký:", day, _LEFT, _RIGHT)
    _signers(sheet, manner, paper, y + 9)
    return sheet


def _frame(sheet: Sheet) -> None:
    """The ornamental border, in two rules and a row of small lozenges."""
    for inset, thick in ((12.0, 0.9), (15.5, 0.3)):
        corners = (*sheet.at(inset, inset), *sheet.at(210 - inset, 297 - inset))
        sheet.draw.rectangle(corners, outline=(176, 84, 60), width=sheet.px(thick))
    small = sheet.px(0.75)
    for step in range(62):
        for at in (sheet.at(13.75 + step * 2.99, 13.75), sheet.at(13.75 + step * 2.99, 283.25)):
            sheet.draw.regular_polygon((at, small), 4, rotation=45, fill=(206, 140, 110))
    for step in range(91):
        for at in (sheet.at(13.75, 13.75 + step * 2.99), sheet.at(196.25, 13.75 + step * 2.99)):
            sheet.draw.regular_polygon((at, small), 4, rotation=45, fill=(206, 140, 110))


def _signers(sheet: Sheet, manner: Manner, paper: Certificate, y: float) -> None:
    italic = Face.SERIF_ITALIC if manner.face is Face.SERIF else manner.face
    if paper.copied is None:
        sheet.text(66, y, "NGƯỜI ĐI KHAI SINH", manner.face.bold, 11.5, anchor="ms")
        sheet.text(66, y + 5, "(Ký, ghi rõ họ tên)", italic, 10, anchor="ms")
        signature(sheet, 66, y + 16, 24, BLUE)
        sheet.text(144, y, "NGƯỜI KÝ GIẤY KHAI SINH", manner.face.bold, 11.5, anchor="ms")
        sheet.text(144, y + 5, paper.signer_office, manner.face.bold, 11, anchor="ms")
        signature(sheet, 148, y + 16, 27, BLUE)
        round_stamp(sheet, 131, y + 16, _stamp_words(paper), 15)
        _signed(sheet, manner, paper.signer, 144, y + 30)
        return
    entry(sheet, manner, y - 1.2, "Người ký Giấy khai sinh:", ("nguoi_ky", paper.signer, paper.signer), _LEFT, _RIGHT)
    y += 8.4
    sheet.text(66, y, "SAO TỪ SỔ ĐĂNG KÝ KHAI SINH", manner.face.bold, 11, anchor="ms")
    sheet.text(66, y + 5.4, f"Số: {paper.copied.number}", manner.face, 11.5, anchor="ms")
    day = paper.copied.day
    written = f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"
    sheet.text(144, y, written, italic, 11.5, anchor="ms")
    sheet.text(144, y + 5.4, "NGƯỜI KÝ BẢN SAO", manner.face.bold, 11.5, anchor="ms")
    sheet.text(144, y + 10, paper.signer_office, manner.face.bold, 10.5, anchor="ms")
    signature(sheet, 148, y + 20, 26, BLUE)
    round_stamp(sheet, 131, y + 20, _stamp_words(paper), 14)
    sheet.text(144, y + 32, paper.copied.signer, manner.face.bold, 12, BLACK, "ms")


def _stamp_words(paper: Certificate) -> tuple[str, str]:
    return "ỦY BAN NHÂN DÂN", paper.office.split(",")[0].removeprefix("Ủy ban nhân dân ").upper()


def _signed(sheet: Sheet, manner: Manner, name: str, middle: float, y: float) -> None:
    sheet.filled("nguoi_ky", name, name, sheet.text(middle, y, name, manner.face.bold, 12, BLACK, "ms"))
