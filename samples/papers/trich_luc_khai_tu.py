"""Trích lục khai tử: the original of a death's registration."""

from datetime import timedelta
from random import Random

from samples.names import FEMALE, MALE
from samples.papers.blanks import day_first
from samples.papers.civil import Blank, CivilPaper, Flaw, Issued, Part, Signature
from samples.papers.civil_people import bare, citizen, commune_of, home_blank, official, person_blanks, some_day
from samples.papers.tk_khai_tu import CAUSES

FORM = "trich_luc_khai_tu"


def paper(dice: Random, flaw: Flaw | None = None) -> CivilPaper:
    """An extract by dice, with the flaw asked for."""
    day = some_day(dice)
    died = day - timedelta(days=dice.randint(1, 15))
    dead = citizen(dice, dice.choice((MALE, FEMALE)), 1925, 1960, day)
    commune = commune_of(dead, day)
    told = person_blanks(dead, dice, flaw)
    hour = f"{dice.randint(0, 23):02d} giờ {dice.randint(0, 59):02d} phút, "
    moment = f"{hour}ngày {died.day:02d} tháng {died.month:02d} năm {died.year}"
    capacity = dice.choice((("Người ký trích lục",), ("CHỦ TỊCH",)))
    rows = (
        (told["ho_ten"],),
        (told["ngay_sinh"],),
        (told["gioi_tinh"], told["dan_toc"], told["quoc_tich"]),
        (told["so_giay_to"],),
        (home_blank("noi_cu_tru_cuoi_cung", dead.lives(day), ("Nơi cư trú cuối cùng",)),),
        (Blank("ngay_chet", ("Đã chết vào lúc",), died.isoformat(), moment),),
        (Blank("noi_chet", ("Nơi chết",), f"Tại nhà riêng, {commune}"),),
        (Blank("nguyen_nhan_chet", ("Nguyên nhân chết",), dice.choice(CAUSES)),),
        (Blank("noi_dang_ky", ("Nơi đăng ký khai tử", "Đăng ký khai tử tại"), f"Ủy ban nhân dân {commune}"),),
        (
            Blank(
                "ngay_dang_ky",
                ("Ngày, tháng, năm đăng ký", "Ngày, tháng, năm đăng ký khai tử"),
                day.isoformat(),
                day_first(day),
            ),
        ),
    )
    head = ("ỦY BAN NHÂN DÂN", commune.upper())
    return CivilPaper(
        form=FORM,
        title=("Trích lục khai tử",),
        body=(Part("", rows),),
        signatures=(Signature(capacity, official(dice), "nguoi_ky", True),),
        issued=Issued(head, f"{dice.randint(2, 300)}/TLKT", bare(commune), day.isoformat(), ""),
    )
