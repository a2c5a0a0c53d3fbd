"""Tờ khai cấp giấy xác nhận tình trạng hôn nhân: an invented person asks, mostly for themselves."""

from random import Random

from samples.names import FEMALE, MALE
from samples.papers.civil import Blank, CivilPaper, Flaw, Part, Signature, Words
from samples.papers.civil_people import bare, citizen, commune_of, home_blank, person_blanks, some_day

FORM = "tk_xn_hon_nhan"
_SWORN = (
    "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật về cam đoan của "
    "mình."
)


def paper(dice: Random, flaw: Flaw | None = None) -> CivilPaper:
    """A declaration by dice, with the flaw asked for."""
    day = some_day(dice)
    one = citizen(dice, dice.choice((MALE, FEMALE)), day=day)
    asker, relation = one, "Bản thân"
    if dice.random() < 0.4:
        asker, relation = citizen(dice, dice.choice((MALE, FEMALE)), 1950, 1970, day), "Con đẻ"
    commune = commune_of(one, day)
    told = person_blanks(one, dice, flaw)
    asked = (
        (Blank("nguoi_yeu_cau", ("Họ, chữ đệm, tên người yêu cầu", "Họ và tên người yêu cầu"), asker.name),),
        (home_blank("nguoi_yeu_cau_noi_cu_tru", asker.lives(day)),),
        (Blank("nguoi_yeu_cau_so_giay_to", ("Giấy tờ tùy thân",), asker.number, asker.id_paper(dice), "(3)"),),
        (Blank("quan_he", ("Quan hệ với người được cấp Giấy xác nhận tình trạng hôn nhân",), relation),),
    )
    about = (
        (told["ho_ten"],),
        (told["ngay_sinh"],),
        (told["gioi_tinh"], told["dan_toc"], told["quoc_tich"]),
        (home_blank("noi_cu_tru", one.lives(day)),),
        (told["so_giay_to"],),
        (Blank("tinh_trang", ("Tình trạng hôn nhân",), "Chưa đăng ký kết hôn với ai", note="(5)"),),
        (
            Blank(
                "muc_dich",
                ("Mục đích sử dụng Giấy xác nhận tình trạng hôn nhân", "Mục đích sử dụng"),
                dice.choice(("Đăng ký kết hôn", "Bổ túc hồ sơ vay vốn ngân hàng")),
                note="(6)",
            ),
        ),
    )
    below = "Đề nghị cấp Giấy xác nhận tình trạng hôn nhân cho người có tên dưới đây:"
    return CivilPaper(
        form=FORM,
        title=("Tờ khai\ncấp giấy xác nhận tình trạng hôn nhân", "Tờ khai cấp giấy xác nhận tình trạng hôn nhân"),
        body=(Part("", asked), Part(below, about), Words(_SWORN)),
        signatures=(Signature(("Người yêu cầu",), asker.name),),
        addressed=f"Ủy ban nhân dân {commune}",
        signed_at=("Làm tại:", bare(commune), day.isoformat()),
    )
