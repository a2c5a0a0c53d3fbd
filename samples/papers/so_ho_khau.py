"""Sổ hộ khẩu (HK08): the page of one member."""

from random import Random

from samples.names import FEMALE, MALE
from samples.papers.blanks import day_first
from samples.papers.civil import Blank, CivilPaper, Flaw, Part, Signature
from samples.papers.civil_people import citizen, home_blank, official, person_blanks, some_day

FORM = "so_ho_khau"


def paper(dice: Random, flaw: Flaw | None = None) -> CivilPaper:
    """A member's page by dice, with the flaw asked for."""
    day = some_day(dice)
    one = citizen(dice, dice.choice((MALE, FEMALE)), 1940, 2003, day)
    told = person_blanks(one, dice, flaw)
    number = one.number[:-1] if flaw is Flaw.SHORT_ID else one.number
    moved = some_day(dice)
    rows = (
        (Blank("ho_ten", ("Họ và tên",), one.name),),
        (Blank("", ("Họ và tên gọi khác (nếu có)",), ""),),
        (
            Blank("ngay_sinh", ("Ngày, tháng, năm sinh",), told["ngay_sinh"].value, told["ngay_sinh"].written),
            told["gioi_tinh"],
        ),
        (home_blank("que_quan", ", ".join(one.residence.address_old.split(", ")[1:]), ("Quê quán",)),),
        (told["dan_toc"], told["quoc_tich"]),
        (
            Blank("so_giay_to", ("CMND số",), "" if flaw is Flaw.SHORT_ID else number, number),
            Blank("", ("Hộ chiếu số",), ""),
        ),
        (Blank("nghe_nghiep", ("Nghề nghiệp, nơi làm việc",), dice.choice(("Làm ruộng", "Giáo viên", "Công nhân"))),),
        (
            Blank("ngay_chuyen_den", ("Chuyển đến ngày",), moved.isoformat(), day_first(moved)),
            Blank("quan_he_chu_ho", ("Quan hệ với chủ hộ",), dice.choice(("Chủ hộ", "Vợ", "Con"))),
        ),
    )
    return CivilPaper(
        form=FORM,
        title=("Chủ hộ hoặc người\ncó quan hệ với chủ hộ", "Sổ hộ khẩu"),
        body=(Part("", rows),),
        signatures=(
            Signature(("CÁN BỘ ĐĂNG KÝ",), official(dice)),
            Signature(("TRƯỞNG CÔNG AN",), official(dice), "", True),
        ),
    )
