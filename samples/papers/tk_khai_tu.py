"""Tờ khai đăng ký khai tử: a child of the dead declares."""

from datetime import timedelta
from random import Random

from samples.names import FEMALE, MALE
from samples.papers.blanks import day_first
from samples.papers.civil import Blank, CivilPaper, Flaw, Part, Signature, Words
from samples.papers.civil_people import bare, citizen, commune_of, home_blank, person_blanks, some_day

FORM = "tk_khai_tu"
_SWORN = (
    "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật về cam đoan của "
    "mình."
)
CAUSES = ("Già yếu", "Bệnh già", "Tai nạn giao thông", "Bệnh tim mạch")


def paper(dice: Random, flaw: Flaw | None = None) -> CivilPaper:
    """A declaration by dice, with the flaw asked for."""
    day = some_day(dice)
    died = day - timedelta(days=dice.randint(1, 15))
    dead = citizen(dice, dice.choice((MALE, FEMALE)), 1925, 1960, day)
    asker = citizen(dice, dice.choice((MALE, FEMALE)), 1962, 1995, day)
    commune = commune_of(dead, day)
    told = person_blanks(dead, dice, flaw)
    hour = f"{dice.randint(0, 23):02d} giờ {dice.randint(0, 59):02d} phút, "
    moment = f"{hour}ngày {died.day:02d} tháng {died.month:02d} năm {died.year}"
    asked = (
        (Blank("nguoi_yeu_cau", ("Họ, chữ đệm, tên người yêu cầu", "Họ và tên người yêu cầu"), asker.name),),
        (home_blank("nguoi_yeu_cau_noi_cu_tru", asker.lives(day)),),
        (Blank("nguoi_yeu_cau_so_giay_to", ("Giấy tờ tùy thân",), asker.number, asker.id_paper(dice), "(3)"),),
        (Blank("quan_he", ("Quan hệ với người đã chết",), dice.choice(("Con đẻ", "Con trai", "Con gái"))),),
    )
    notice = dice.randint(2, 90)
    about = (
        (told["ho_ten"],),
        (told["ngay_sinh"],),
        (told["gioi_tinh"], told["dan_toc"], told["quoc_tich"]),
        (home_blank("noi_cu_tru_cuoi_cung", dead.lives(day), ("Nơi cư trú cuối cùng",)),),
        (told["so_giay_to"],),
        (Blank("ngay_chet", ("Đã chết vào lúc", "Đã chết vào lúc", "Chết vào lúc"), died.isoformat(), moment),),
        (Blank("noi_chet", ("Nơi chết",), f"Tại nhà riêng, {commune}"),),
        (Blank("nguyen_nhan_chet", ("Nguyên nhân chết",), dice.choice(CAUSES)),),
        (
            Blank(
                "so_giay_bao_tu",
                ("Số Giấy báo tử/Giấy tờ thay thế Giấy báo tử", "Giấy báo tử số"),
                f"{notice}/{died.year}",
                f"{notice}/{died.year} do Trạm Y tế {commune} cấp ngày {day_first(died)}",
                also=(("ngay_cap_giay_bao_tu", died.isoformat()),),
            ),
        ),
    )
    return CivilPaper(
        form=FORM,
        title=("Tờ khai đăng ký khai tử",),
        body=(
            Part("", asked),
            Part("Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây:", about),
            Words(_SWORN),
        ),
        signatures=(Signature(("Người yêu cầu",), asker.name),),
        addressed=f"Ủy ban nhân dân {commune}",
        signed_at=("Làm tại:", bare(commune), day.isoformat()),
    )
