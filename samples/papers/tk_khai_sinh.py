"""Tờ khai đăng ký khai sinh (Thông tư 04/2024/TT-BTP, in the order of lines of the printings before it)."""

from dataclasses import dataclass
from datetime import date

from samples.lettering import Face
from samples.papers.birth import Child, Parent, child_block, parent_block
from samples.papers.blanks import day_first, entry, national_heading, run, signing_day, wrapped
from samples.papers.marks import signature
from samples.papers.sheet import BLACK, BLUE, Manner, Pen, Sheet

FORM = "tk_khai_sinh"
_LEFT, _RIGHT = 26.0, 192.0


@dataclass(frozen=True, slots=True)
class Application:
    """What is filled in."""

    addressed_to: str
    applicant: str
    applicant_residence: str
    paper_number: str  # of the applicant's card, as written
    paper_issuer: str
    paper_issued_on: date
    relation: str  # to the child
    child: Child
    mother: Parent
    father: Parent
    place: str
    signed_on: date


def draw(paper: Application, manner: Manner) -> Sheet:
    """The form on one page, filled in."""
    sheet = Sheet(manner.dpi, manner.dice)
    national_heading(sheet, manner, 109, 18)
    sheet.text(109, 35, "TỜ KHAI ĐĂNG KÝ KHAI SINH", manner.face.bold, 15, anchor="ms")
    addressed = ("kinh_gui", paper.addressed_to, paper.addressed_to)
    y = entry(sheet, manner, 44.5, "Kính gửi: (1)", addressed, 45, 178, 45)
    y = _applicant(sheet, manner, paper, y + 9.5)
    asked = "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:"
    sheet.text(_LEFT, y + 8, asked, manner.face.bold, 12.5)
    y = child_block(sheet, manner, paper.child, y + 16, _LEFT, _RIGHT, "Ghi bằng chữ:")
    y = parent_block(sheet, manner, paper.mother, "me", y + 8.4, _LEFT, _RIGHT, True)
    y = parent_block(sheet, manner, paper.father, "cha", y + 8.4, _LEFT, _RIGHT, True)
    _foot(sheet, manner, paper, y + 7.4)
    return sheet


def _applicant(sheet: Sheet, manner: Manner, paper: Application, y: float) -> float:
    name = ("nguoi_yeu_cau", paper.applicant, paper.applicant.upper())
    y = entry(sheet, manner, y, "Họ, chữ đệm, tên người yêu cầu:", name, _LEFT, _RIGHT)
    residence = ("nguoi_yeu_cau_noi_cu_tru", paper.applicant_residence, paper.applicant_residence)
    y = entry(sheet, manner, y + 7.8, "Nơi cư trú: (2)", residence, _LEFT, _RIGHT)
    y = _identity_paper(sheet, manner, paper, y + 7.8)
    relation = ("quan_he", paper.relation, paper.relation)
    return entry(sheet, manner, y + 7.8, "Quan hệ với người được khai sinh:", relation, _LEFT, _RIGHT)


def _identity_paper(sheet: Sheet, manner: Manner, paper: Application, y: float) -> float:
    """Kind, number, issuer and day of issue as one free text over two lines (note 3 of the form). Gives the last y."""
    label = "Giấy tờ tùy thân: (3)"
    sheet.text(_LEFT, y, label, manner.face, 12.5)
    x = _LEFT + sheet.wide(label, manner.face, 12.5) + 1.4
    kind = "CMND" if len(paper.paper_number) == 9 else "CCCD"
    number = ("so_giay_to", paper.paper_number, paper.paper_number)
    x = run(sheet, manner, x, y, (("", "", f"{kind} số"), number, ("", "", ", do")))
    issuer = wrapped(sheet, paper.paper_issuer, manner.pen, _RIGHT - x - 6, _RIGHT - _LEFT)
    x = run(sheet, manner, x, y, (("", "", issuer[0]),))
    sheet.dots(x, _RIGHT, y)
    day = paper.paper_issued_on
    rest = (("", "", " ".join(issuer[1:])), ("", "", "cấp ngày"), ("ngay_cap", day.isoformat(), day_first(day)))
    x = run(sheet, manner, _LEFT, y + 7.6, rest)
    sheet.dots(x, _RIGHT, y + 7.6)
    return y + 7.6


def _foot(sheet: Sheet, manner: Manner, paper: Application, y: float) -> None:
    """The assurance, the request for copies, day and signature."""
    italic = Face.SERIF_ITALIC if manner.face is Face.SERIF else manner.face
    sure = (
        "Tôi cam đoan những nội dung khai trên đây là đúng sự thật, được sự thỏa thuận nhất trí",
        "của các bên liên quan theo quy định pháp luật.",
    )
    for row, line in enumerate(sure):
        sheet.text(_LEFT + (6 if row == 0 else 0), y + row * 5.2, line, manner.face, 11.5)
    signing_day(sheet, manner, 150, y + 12.4, "ngay_ky", paper.place, paper.signed_on, "Làm tại:")
    sheet.text(150, y + 18, "Người yêu cầu", manner.face.bold, 12, anchor="ms")
    sheet.text(150, y + 22.6, "(Ký, ghi rõ họ, chữ đệm, tên)", italic, 10, anchor="ms")
    x = _LEFT
    for words in ("Đề nghị cấp bản sao(4):  Có", "Không"):
        x = sheet.behind(sheet.text(x, y + 20, words, manner.face, 11)) + 2
        corners = (*sheet.at(x, y + 16.8), *sheet.at(x + 3.6, y + 20.4))
        sheet.draw.rectangle(corners, outline=BLACK, width=sheet.px(0.25))
        x += 9
    sheet.text(_LEFT, y + 26, "Số lượng: ........ bản", manner.face, 11)
    signature(sheet, 150, y + 30, 28, BLUE)
    pen = Pen(manner.pen.face, 11.5, manner.pen.ink, unsteady=manner.pen.unsteady)
    sheet.write(150 - sheet.wide(paper.applicant, pen.face, 11.5) / 2, y + 39.5, paper.applicant, pen)
