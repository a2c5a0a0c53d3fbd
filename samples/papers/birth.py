"""What both papers of a birth say: the child and the parents."""

from dataclasses import dataclass
from datetime import date

from samples.papers.blanks import day_first, entry
from samples.papers.sheet import Manner, Sheet
from samples.papers.words import day_in_words


@dataclass(frozen=True, slots=True)
class Parent:
    full_name: str
    birth_year: int
    residence: str
    ethnicity: str = "Kinh"
    nationality: str = "Việt Nam"


@dataclass(frozen=True, slots=True)
class Child:
    full_name: str
    birth_date: date
    sex: str
    birth_place: str
    origin: str  # quê quán
    ethnicity: str = "Kinh"
    nationality: str = "Việt Nam"


def child_block(sheet: Sheet, manner: Manner, child: Child, y: float, x0: float, x1: float, in_words: str) -> float:
    """The child's own lines, from name to place of origin; `in_words` is a printed label. Gives the last y."""
    day, words = child.birth_date, day_in_words(child.birth_date)
    step = 7.8
    name = ("ho_ten", child.full_name, child.full_name.upper())
    y = entry(sheet, manner, y, "Họ, chữ đệm, tên:", name, x0, x1)
    y = entry(sheet, manner, y + step, "Ngày, tháng, năm sinh:", ("ngay_sinh", day.isoformat(), day_first(day)), x0, x1)
    y = entry(sheet, manner, y + step, in_words, ("ngay_sinh_bang_chu", words, words), x0, x1)
    y = _triple(sheet, manner, y + step, x0, x1, ("gioi_tinh", child.sex), child.ethnicity, child.nationality)
    y = entry(sheet, manner, y + step, "Nơi sinh:", ("noi_sinh", child.birth_place, child.birth_place), x0, x1)
    return entry(sheet, manner, y + step, "Quê quán:", ("que_quan", child.origin, child.origin), x0, x1)


def _triple(
    sheet: Sheet, manner: Manner, y: float, x0: float, x1: float, sex: tuple[str, str], ethnicity: str, nationality: str
) -> float:
    first, second = x0 + (x1 - x0) * 0.28, x0 + (x1 - x0) * 0.6
    entry(sheet, manner, y, "Giới tính:", (sex[0], sex[1], sex[1]), x0, first)
    entry(sheet, manner, y, "Dân tộc:", ("dan_toc", ethnicity, ethnicity), first + 2, second)
    entry(sheet, manner, y, "Quốc tịch:", ("quoc_tich", nationality, nationality), second + 2, x1)
    return y


def parent_block(
    sheet: Sheet, manner: Manner, parent: Parent, who: str, y: float, x0: float, x1: float, upper: bool
) -> float:
    """The lines of "me" or "cha". Gives the last y."""
    label = {"me": "Họ, chữ đệm, tên người mẹ:", "cha": "Họ, chữ đệm, tên người cha:"}[who]
    written = parent.full_name.upper() if upper else parent.full_name
    y = entry(sheet, manner, y, label, (f"ho_ten_{who}", parent.full_name, written), x0, x1) + 7.8
    born, first, second = str(parent.birth_year), x0 + (x1 - x0) * 0.28, x0 + (x1 - x0) * 0.6
    entry(sheet, manner, y, "Năm sinh:", (f"nam_sinh_{who}", born, born), x0, first)
    entry(sheet, manner, y, "Dân tộc:", ("", "", parent.ethnicity), first + 2, second)
    entry(sheet, manner, y, "Quốc tịch:", ("", "", parent.nationality), second + 2, x1)
    residence = (f"noi_cu_tru_{who}", parent.residence, parent.residence)
    return entry(sheet, manner, y + 7.8, "Nơi cư trú:", residence, x0, x1)
