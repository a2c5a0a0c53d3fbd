"""Tờ khai đăng ký kết hôn (TT 15/2015, 04/2020 and 04/2024/TT-BTP): an invented couple."""

from dataclasses import replace
from datetime import date
from random import Random

from samples.papers.civil import Blank, CivilPaper, Flaw, Side, Sides, Signature, Words
from samples.papers.civil_people import Citizen, bare, commune_of, some_day, two

FORM = "tk_ket_hon"
_SWORN = (
    "Chúng tôi cam đoan những lời khai trên đây là đúng sự thật, việc kết hôn của chúng tôi là hoàn toàn tự nguyện, "
    "không vi phạm quy định của Luật hôn nhân và gia đình Việt Nam. Chúng tôi chịu hoàn toàn trách nhiệm trước pháp "
    "luật về nội dung cam đoan của mình."
)


def paper(dice: Random, flaw: Flaw | None = None) -> CivilPaper:
    """A declaration by dice; the flaw is the bride's."""
    day = some_day(dice)
    bride, groom = two(dice, day)
    commune = commune_of(groom if dice.random() < 0.5 else bride, day)
    nu, nam = _side(bride, "ben_nu", day, dice, flaw), _side(groom, "ben_nam", day, dice, None)
    return CivilPaper(
        form=FORM,
        title=("Tờ khai đăng ký kết hôn",),
        body=(
            Sides(
                (
                    Side(("Bên nữ", "BÊN NỮ", "Phần khai về bên nữ"), nu),
                    Side(("Bên nam", "BÊN NAM", "Phần khai về bên nam"), nam),
                )
            ),
            Words(_SWORN),
            Words("Đề nghị Quý cơ quan đăng ký."),
        ),
        signatures=(Signature(("Bên nam",), groom.name), Signature(("Bên nữ",), bride.name)),
        addressed=f"Ủy ban nhân dân {commune}",
        signed_at=("Làm tại:", bare(commune), day.isoformat()),
        foot="Đề nghị cấp bản sao: Có      Không      Số lượng: ....... bản",
    )


def _side(one: Citizen, side: str, day: date, dice: Random, flaw: Flaw | None) -> tuple[Blank, ...]:
    number = "" if flaw is Flaw.SHORT_ID else one.number
    written = one.id_paper(dice, flaw)
    born = "" if flaw is Flaw.NO_SUCH_DAY else one.born.isoformat()
    blanks = (
        Blank(f"{side}_ho_ten", ("Họ, chữ đệm, tên", "Họ và tên", "Họ, chữ đệm và tên"), one.name),
        Blank(f"{side}_ngay_sinh", ("Ngày, tháng, năm sinh", "Ngày sinh"), born, one.born_as_written(flaw)),
        Blank(f"{side}_dan_toc", ("Dân tộc",), one.ethnicity),
        Blank("", ("Quốc tịch",), "Việt Nam"),
        Blank(f"{side}_noi_cu_tru", ("Nơi cư trú", "Nơi thường trú/tạm trú"), one.lives(day), note="(2)"),
        Blank(f"{side}_so_giay_to", ("Giấy tờ tùy thân", "Giấy tờ tùy thân", "Số CCCD/CMND"), number, written, "(3)"),
        Blank("", ("Kết hôn lần thứ mấy", "Kết hôn lần thứ"), dice.choice(("Lần thứ nhất", "01", "Thứ nhất"))),
    )
    if flaw is Flaw.BLANKS:
        return tuple(replace(blank, value="", written="") if at in (2, 5) else blank for at, blank in enumerate(blanks))
    return blanks
