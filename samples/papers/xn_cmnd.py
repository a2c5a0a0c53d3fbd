"""Giấy xác nhận số chứng minh nhân dân, by a police office: an old number and the personal number of one person."""

from random import Random

from samples.names import FEMALE, MALE
from samples.papers.civil import Blank, CivilPaper, Flaw, Issued, Part, Signature, Words
from samples.papers.civil_people import bare, citizen, commune_of, home_blank, official, person_blanks, some_day

FORM = "xn_cmnd"


def paper(dice: Random, flaw: Flaw | None = None) -> CivilPaper:
    """A certificate by dice, with the flaw asked for."""
    day = some_day(dice)
    one = citizen(dice, dice.choice((MALE, FEMALE)))
    commune = commune_of(one, day)
    told = person_blanks(one, dice, flaw)
    number = one.number[:-1] if flaw is Flaw.SHORT_ID else one.number
    old = f"9{dice.randrange(10**8):08d}"
    rows = (
        (told["ho_ten"],),
        (told["ngay_sinh"], told["gioi_tinh"]),
        (told["dan_toc"], told["quoc_tich"]),
        (home_blank("noi_thuong_tru", one.lives(day), ("Nơi thường trú", "Nơi đăng ký thường trú")),),
        (Blank("so_cmnd_cu", ("Số chứng minh nhân dân", "Số CMND", "Đã được cấp CMND số"), old),),
        (Blank("so_dinh_danh", ("Số định danh cá nhân", "Số CCCD"), "" if flaw is Flaw.SHORT_ID else number, number),),
    )
    head = ("CÔNG AN", commune.upper())
    return CivilPaper(
        form=FORM,
        title=("Giấy xác nhận số chứng minh nhân dân", "Giấy xác nhận số CMND"),
        body=(Words("Công an xác nhận công dân có thông tin dưới đây:"), Part("", rows)),
        signatures=(Signature(("TRƯỞNG CÔNG AN",), official(dice), "nguoi_ky", True),),
        issued=Issued(
            head,
            f"{dice.randint(2, 300)}/XN-CA",
            bare(commune),
            day.isoformat(),
            "ngay_cap_giay",
        ),
    )
