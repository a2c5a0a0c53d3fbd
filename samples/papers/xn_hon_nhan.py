"""Giấy xác nhận tình trạng hôn nhân (TT 15/2015, 04/2020 and 04/2024/TT-BTP): of an invented person."""

from dataclasses import replace
from random import Random

from samples.names import FEMALE, MALE
from samples.papers.civil import Blank, CivilPaper, Flaw, Issued, Part, Signature, Words
from samples.papers.civil_people import bare, citizen, commune_of, home_blank, official, person_blanks, some_day

FORM = "xn_hon_nhan"
_STATES = (
    "Chưa đăng ký kết hôn với ai",
    "Hiện tại chưa đăng ký kết hôn với ai",
    "Chưa kết hôn",
    "Độc thân",
    "Đã ly hôn theo Bản án số 15/2019/HNGĐ-ST ngày 12/6/2019 của Tòa án nhân dân huyện, "
    "hiện tại chưa đăng ký kết hôn với ai",
    "Có vợ đã chết, hiện tại chưa đăng ký kết hôn với ai",
)
_PURPOSES = (
    "Đăng ký kết hôn",
    "làm thủ tục đăng ký kết hôn",
    "Làm thủ tục chuyển nhượng quyền sử dụng đất",
    "bổ túc hồ sơ vay vốn ngân hàng",
    "mua bán nhà ở tại tỉnh Đồng Nai, không có giá trị sử dụng để đăng ký kết hôn",
)
_CAPACITIES = (
    ("CHỦ TỊCH",),
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ("Người ký Giấy xác nhận",),
    ("NGƯỜI KÝ GIẤY XÁC NHẬN", "TÌNH TRẠNG HÔN NHÂN"),
)
_VALID = "Giấy này có giá trị đến thời điểm thay đổi tình trạng hôn nhân hoặc 6 tháng kể từ ngày cấp"


def paper(dice: Random, flaw: Flaw | None = None) -> CivilPaper:
    """A certificate by dice, with the flaw asked for."""
    day = some_day(dice)
    sex = dice.choice((MALE, FEMALE))
    one = citizen(dice, sex, day=day)
    commune = commune_of(one, day)
    lead = "ông" if sex == MALE else "bà"
    lead = dice.choice(("ông/bà", lead, "ông (bà)"))
    asked = f"Xét đề nghị của {lead}: {one.name}, về việc cấp Giấy xác nhận tình trạng hôn nhân"
    purpose = dice.choice(_PURPOSES)
    used = Blank(
        "muc_dich", (f"{_VALID}, được sử dụng để", "Giấy này được cấp để", "Mục đích sử dụng"), purpose, note="(9)"
    )
    number = f"{dice.randint(2, 900)}/{dice.choice(('UBND-XNTTHN', 'XNHN', 'GXN-UBND', 'XNTTHN', 'UBND-XN'))}"
    capacity = dice.choice(
        (
            ("CHỦ TỊCH",),
            ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
            ("Người ký Giấy xác nhận",),
        )
    )
    told = person_blanks(one, dice, flaw)
    rows = (
        (told["ho_ten"],),
        (told["ngay_sinh"],),
        (told["gioi_tinh"], told["dan_toc"], told["quoc_tich"]),
        (told["so_giay_to"],),
        (home_blank("noi_cu_tru", one.lives(day)),),
        (Blank("tinh_trang", ("Tình trạng hôn nhân",), dice.choice(_STATES), note="(8)"),),
        (replace(used, value="") if flaw is Flaw.BLANKS else used,),
    )
    office = ("ỦY BAN NHÂN DÂN", commune.upper())
    return CivilPaper(
        form=FORM,
        title=("Giấy xác nhận tình trạng hôn nhân", "Giấy xác nhận\ntình trạng hôn nhân"),
        body=(Words(asked), Words("XÁC NHẬN:", True, True), Part("", rows)),
        signatures=(Signature(capacity, official(dice), "nguoi_ky", True),),
        issued=Issued(office, number, bare(commune), day.isoformat(), "ngay_cap_giay"),
    )
