"""Giấy tiếp nhận hồ sơ và hẹn trả kết quả (Thông tư 01/2018/TT-VPCP, 03/2025/TT-VPCP): the counter's slip."""

from datetime import date, timedelta
from random import Random

from samples.papers.blank_form import Ask, Filled, Line
from samples.papers.somebody import somebody

FORM = "bien_nhan"
_MATTERS = (
    "Đăng ký thường trú",
    "Đăng ký khai sinh",
    "Cấp bản sao trích lục hộ tịch",
    "Đăng ký kết hôn",
    "Đăng ký biến động quyền sử dụng đất",
    "Đăng ký thành lập hộ kinh doanh",
)


def paper(dice: Random) -> Filled:
    """A slip in the wording of before or since September 2025."""
    new = dice.random() < 0.5
    day = (date(2025, 9, 16) if new else date(2019, 1, 5)) + timedelta(days=dice.randint(0, 350 if new else 2300))
    one, clerk = somebody(dice, day, 1950, 2004), somebody(dice, day, 1975, 2000)
    unit = one.commune.split(", ")[0]
    code = f"H{dice.randint(10, 64)}.{dice.randint(10, 99)}-{day:%y%m%d}-{dice.randint(1, 400):04d}"
    number = f"{dice.randint(10, 9000)}/TNHS"
    back = day + timedelta(days=dice.randint(3, 25))
    matter, hour = dice.choice(_MATTERS), f"{dice.randint(7, 16):02d} giờ {dice.choice((0, 15, 30)):02d}"
    said, due = (
        f"{hour}, ngày {one_day.day:02d} tháng {one_day.month:02d} năm {one_day.year}" for one_day in (day, back)
    )
    return Filled(
        form=FORM,
        titles=("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "GIẤY TIẾP NHẬN HỒ SƠ\nVÀ HẸN TRẢ KẾT QUẢ"),
        codes=("Mẫu số 01 - Thông tư số 03/2025/TT-VPCP",) if new else ("Mẫu số 01 - Thông tư số 01/2018/TT-VPCP",),
        addressed="",
        agency=(f"UBND {unit.upper()}", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG" if new else "BỘ PHẬN MỘT CỬA"),
        number=Ask(("Số",), "so", number, number),
        parts=(
            Line((Ask(("Mã hồ sơ", "Mã số hồ sơ"), "ma_ho_so", code, code),), False),
            Line(
                (
                    Ask(
                        ("Tiếp nhận hồ sơ của", "Tiếp nhận hồ sơ của Ông/Bà", "Tiếp nhận hồ sơ của ông (bà)"),
                        "ho_ten",
                        one.name,
                        one.name,
                    ),
                ),
                False,
            ),
            Line(
                (Ask(("Số CCCD", "Số định danh cá nhân", "Số CMND/CCCD"), "so_dinh_danh", one.number, one.number),),
                False,
            ),
            Line((Ask(("Địa chỉ",), "dia_chi", one.address, one.address),), False),
            Line(
                (
                    Ask(("Số điện thoại", "Điện thoại"), "dien_thoai", one.phone, one.phone),
                    Ask(("Email",), "", "", one.email),
                ),
                False,
            ),
            Line((Ask(("Nội dung yêu cầu giải quyết", "Về việc"), "noi_dung", matter, matter),), False),
            Line(
                (
                    Ask(
                        (
                            "Thành phần hồ sơ, yêu cầu và số lượng mỗi loại giấy tờ gồm",
                            "Thành phần, số lượng hồ sơ gồm",
                        ),
                        "",
                        "",
                        "1. Tờ khai: 01 bản",
                    ),
                ),
                False,
            ),
            Line((Ask(("Số lượng hồ sơ",), "", "", "01", tail="(bộ)"),), False),
            Line(
                (
                    Ask(
                        ("Thời gian giải quyết hồ sơ theo quy định là",),
                        "",
                        "",
                        f"{dice.randint(3, 20):02d}",
                        tail="ngày",
                    ),
                ),
                False,
            ),
            Line((Ask(("Thời gian nhận hồ sơ", "Ngày nhận hồ sơ"), "ngay_nhan", day.isoformat(), said),), False),
            Line(
                (
                    Ask(
                        ("Thời gian trả kết quả giải quyết hồ sơ", "Thời gian trả kết quả", "Ngày hẹn trả kết quả"),
                        "ngay_hen_tra",
                        back.isoformat(),
                        due,
                    ),
                ),
                False,
            ),
            Line((Ask(("Đăng ký nhận kết quả tại",), "", "", "Bộ phận Một cửa"),), False),
        ),
        place=unit.partition(" ")[2],
        day=None,
        signer=clerk.name,
        signer_field="nguoi_tiep_nhan",
        capacity=("NGƯỜI TIẾP NHẬN HỒ SƠ", "CÁN BỘ TIẾP NHẬN"),
    )
