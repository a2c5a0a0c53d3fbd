"""CT01, tờ khai thay đổi thông tin cư trú (Mẫu CT01, Thông tư 53/2025/TT-BCA; also the printing of 66/2023/TT-BCA)."""

from dataclasses import dataclass
from datetime import date

from samples.lettering import Face
from samples.papers.blanks import Cell, day_first, digit_boxes, entry, national_heading, signing_day, table
from samples.papers.marks import signature
from samples.papers.sheet import BLUE, Manner, Pen, Sheet

FORM = "ct01"
_LEFT, _RIGHT = 25.0, 193.0
_PRINTED = {
    2023: ("Mẫu CT01 ban hành kèm theo Thông tư số 66/2023/TT-BCA", "ngày 17/11/2023 của Bộ trưởng Bộ Công an"),
    2025: ("Mẫu CT01 ban hành kèm theo Thông tư số 53/2025/TT-BCA", "ngày 01/7/2025 của Bộ trưởng Bộ Công an"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the household who moves along."""

    full_name: str
    birth_date: date
    sex: str
    id_number: str
    relation: str


@dataclass(frozen=True, slots=True)
class Ct01:
    """What is filled in. Numbers stand as the applicant wrote them, right or wrong."""

    addressed_to: str
    full_name: str
    birth_date: date
    sex: str
    id_number: str
    phone: str
    email: str
    head: str  # chủ hộ
    relation: str  # to the head of the household
    head_id: str
    request: str
    members: tuple[Member, ...]
    place: str  # where signed
    signed_on: date

    @property
    def edition(self) -> int:
        """The printing in force on the day of signing."""
        return 2025 if self.signed_on >= date(2025, 7, 1) else 2023


def draw(paper: Ct01, manner: Manner) -> Sheet:
    """The form on one page, filled in."""
    sheet = Sheet(manner.dpi, manner.dice)
    small = Face.SERIF_ITALIC if manner.face is Face.SERIF else manner.face
    for number, line in enumerate(_PRINTED[paper.edition]):
        sheet.text(_RIGHT, 13 + number * 4.3, line, small, 9.5, anchor="rs")
    national_heading(sheet, manner, 109, 27)
    sheet.text(109, 45, "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ", manner.face.bold, 14, anchor="ms")
    y = _person(sheet, manner, paper)
    y = _members(sheet, manner, paper, y)
    _signatures(sheet, manner, paper, y + 9)
    return sheet


def _person(sheet: Sheet, manner: Manner, paper: Ct01) -> float:
    """Items 1 to 10. Gives the last y."""
    day = day_first(paper.birth_date)
    y = entry(sheet, manner, 55, "Kính gửi (1):", ("kinh_gui", paper.addressed_to, paper.addressed_to), 45, 175, 45)
    name = ("ho_ten", paper.full_name, paper.full_name.upper())
    y = entry(sheet, manner, y + 10, "1. Họ, chữ đệm và tên:", name, _LEFT, _RIGHT)
    y += 8
    entry(sheet, manner, y, "2. Ngày, tháng, năm sinh:", ("ngay_sinh", paper.birth_date.isoformat(), day), _LEFT, 122)
    entry(sheet, manner, y, "3. Giới tính:", ("gioi_tinh", paper.sex, paper.sex), 126, _RIGHT)
    y = _number(sheet, manner, y + 9.5, "4. Số định danh cá nhân:", ("so_dinh_danh", paper.id_number, paper.id_number))
    y += 9.5
    entry(sheet, manner, y, "5. Số điện thoại liên hệ:", ("dien_thoai", paper.phone, paper.phone), _LEFT, 106)
    entry(sheet, manner, y, "6. Email:", ("email", paper.email, paper.email), 109, _RIGHT)
    y += 8
    entry(sheet, manner, y, "7. Họ, chữ đệm và tên chủ hộ:", ("chu_ho", paper.head, paper.head.upper()), _LEFT, _RIGHT)
    relation = ("quan_he_chu_ho", paper.relation, paper.relation)
    y = entry(sheet, manner, y + 8, "8. Mối quan hệ với chủ hộ:", relation, _LEFT, _RIGHT)
    head = ("so_dinh_danh_chu_ho", paper.head_id, paper.head_id)
    y = _number(sheet, manner, y + 9.5, "9. Số định danh cá nhân của chủ hộ:", head)
    request = ("noi_dung_de_nghi", paper.request, paper.request)
    return entry(sheet, manner, y + 9.5, "10. Nội dung đề nghị (2):", request, _LEFT, _RIGHT)


def _number(sheet: Sheet, manner: Manner, y: float, label: str, field: Cell) -> float:
    sheet.text(_LEFT, y, label, manner.face, 12.5)
    digit_boxes(sheet, Pen(manner.pen.face, 13, manner.pen.ink, unsteady=manner.pen.unsteady / 2), 104, y, field)
    return y


def _members(sheet: Sheet, manner: Manner, paper: Ct01, y: float) -> float:
    """Item 11. Gives the table's bottom edge."""
    sheet.text(_LEFT, y + 8.5, "11. Những thành viên trong hộ gia đình cùng thay đổi:", manner.face, 12.5)
    head = (
        "TT",
        "Họ, chữ đệm\nvà tên",
        "Ngày, tháng,\nnăm sinh",
        "Giới\ntính",
        "Số định danh\ncá nhân",
        "Mối quan hệ\nvới chủ hộ",
    )
    rows: list[tuple[Cell, ...]] = []
    for number, member in enumerate(paper.members, 1):
        of, day = f"thanh_vien_{number}_", member.birth_date
        rows.append(
            (
                ("", "", str(number)),
                (of + "ho_ten", member.full_name, member.full_name.upper()),
                (of + "ngay_sinh", day.isoformat(), day_first(day)),
                ("", "", member.sex),
                (of + "so_dinh_danh", member.id_number, member.id_number),
                ("", "", member.relation),
            )
        )
    rows += [(("", "", ""),) * 6] * max(0, 3 - len(rows))
    return table(sheet, manner, _LEFT, y + 12, (9, 52, 26, 13, 37, 31), head, rows)


def _signatures(sheet: Sheet, manner: Manner, paper: Ct01, y: float) -> None:
    """The four columns of consent; the applicant dates and signs the last."""
    columns = (
        ("Ý KIẾN CỦA\nCHỦ HỘ (3)", ""),
        ("Ý KIẾN CỦA CHỦ SỞ\nHỮU CHỖ Ở HỢP PHÁP (4)", ""),
        ("Ý KIẾN CỦA CHA, MẸ\nHOẶC NGƯỜI GIÁM HỘ (5)", ""),
        ("NGƯỜI KÊ KHAI (6)\n", paper.full_name),
    )
    signing_day(sheet, manner, 160, y, "ngay_ky", paper.place, paper.signed_on)
    for number, (title, name) in enumerate(columns):
        middle = _LEFT + 18.5 + number * 43.5
        for row, part in enumerate(title.split("\n")):
            sheet.text(middle, y + 7 + row * 4.4, part, manner.face.bold, 8.5, anchor="ms")
        italic = Face.SERIF_ITALIC if manner.face is Face.SERIF else manner.face
        sheet.text(middle, y + 16.5, "(Ký, ghi rõ họ tên)", italic, 9, anchor="ms")
        if name:
            pen = Pen(manner.pen.face, 11, manner.pen.ink, unsteady=manner.pen.unsteady)
            signature(sheet, middle, y + 27, 26, BLUE)
            sheet.write(middle - sheet.wide(name, pen.face, 11) / 2, y + 39, name, pen)
