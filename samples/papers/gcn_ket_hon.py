"""Giấy chứng nhận kết hôn: wife and husband side by side, without a heading over their columns."""

from random import Random

from samples.papers.blanks import day_first
from samples.papers.civil import Blank, CivilPaper, Flaw, Issued, Part, Side, Sides, Signature
from samples.papers.civil_people import Citizen, bare, commune_of, home_blank, official, person_blanks, some_day, two

FORM = "gcn_ket_hon"


def paper(dice: Random, flaw: Flaw | None = None) -> CivilPaper:
    """A certificate by dice; the flaw is the wife's."""
    day = some_day(dice)
    wife, husband = two(dice, day)
    commune = commune_of(husband, day)

    def blanks(one: Citizen, side: str, who: str, its: Flaw | None) -> tuple[Blank, ...]:
        told = person_blanks(one, dice, its, f"{side}_")
        name = Blank(f"{side}_ho_ten", (f"Họ, chữ đệm, tên {who}", f"Họ và tên {who}"), one.name)
        home = home_blank(f"{side}_noi_cu_tru", one.lives(day))
        return (name, told["ngay_sinh"], told["dan_toc"], told["quoc_tich"], home, told["so_giay_to"])

    rows = (
        (Blank("noi_dang_ky", ("Nơi đăng ký kết hôn",), f"Ủy ban nhân dân {commune}"),),
        (Blank("ngay_dang_ky", ("Ngày, tháng, năm đăng ký",), day.isoformat(), day_first(day)),),
    )
    sides = (
        Side(("Vợ",), blanks(wife, "vo", "vợ", flaw)),
        Side(("Chồng",), blanks(husband, "chong", "chồng", None)),
    )
    head = ("ỦY BAN NHÂN DÂN", commune.upper())
    return CivilPaper(
        form=FORM,
        title=("Giấy chứng nhận kết hôn",),
        body=(Sides(sides, headless=True), Part("", rows)),
        signatures=(Signature(("Người ký Giấy chứng nhận kết hôn",), official(dice), "nguoi_ky", True),),
        issued=Issued(
            head,
            f"{dice.randint(2, 300)}/{day.year}",
            bare(commune),
            day.isoformat(),
            "",
        ),
    )
