"""Giấy chứng nhận đăng ký hộ kinh doanh (Thông tư 01/2021/TT-BKHĐT, 68/2025/TT-BTC): what the office issues."""

from datetime import date, timedelta
from random import Random

from samples.papers.blank_form import Ask, Filled, Line, Part
from samples.papers.blanks import day_first
from samples.papers.dk_hkd import AMOUNTS, TRADES
from samples.papers.somebody import somebody

FORM = "giay_phep"


def paper(dice: Random) -> Filled:
    """A certificate of before or since July 2025."""
    new = dice.random() < 0.5
    first, span = (date(2025, 7, 2), 400) if new else (date(2019, 5, 2), 2200)
    day = first + timedelta(days=dice.randint(0, span))
    one, shop, head = somebody(dice, day, 1955, 2004), somebody(dice, day), somebody(dice, day, 1968, 1988)
    unit = shop.commune.split(", ")[-1]
    name = f"HỘ KINH DOANH {one.name.split()[-1].upper()} {dice.choice(('PHÁT', 'THỊNH', 'LỘC', 'AN'))}"
    trade, (amount, words) = dice.choice(TRADES)[0], dice.choice(AMOUNTS)
    capital = f"{amount:,}".replace(",", ".") + f" đồng ({words})"
    code = (
        f"8{dice.randrange(10**9):09d}"
        if new
        else f"{dice.choice('1234')}{dice.randrange(10)}A8{dice.randrange(10**6):06d}"
    )
    card: tuple[Part, ...] = (
        ()
        if new
        else (
            Line(
                (
                    Ask(("Ngày cấp",), "ngay_cap", one.issued.isoformat(), day_first(one.issued)),
                    Ask(("Nơi cấp",), "", "", "Cục Cảnh sát QLHC về TTXH"),
                ),
                False,
            ),
        )
    )
    return Filled(
        form=FORM,
        titles=("GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH", "GIẤY CHỨNG NHẬN\nĐĂNG KÝ HỘ KINH DOANH"),
        codes=(),
        addressed="",
        agency=(f"UBND {unit.upper()}", "PHÒNG KINH TẾ" if new else "PHÒNG TÀI CHÍNH - KẾ HOẠCH"),
        number=Ask(("Số", "Mã số hộ kinh doanh", "Mã số đăng ký hộ kinh doanh"), "so", code, code),
        parts=(
            Line(
                (
                    Ask(
                        ("Đăng ký lần đầu, ngày", "Đăng ký lần đầu ngày"),
                        "ngay_cap_giay",
                        day.isoformat(),
                        day_first(day),
                    ),
                ),
                False,
            ),
            Line(
                (
                    Ask(
                        ("Tên hộ kinh doanh", "Tên hộ kinh doanh (ghi bằng chữ in hoa)"),
                        "ten_ho_kinh_doanh",
                        name,
                        name,
                    ),
                )
            ),
            Line(
                (
                    Ask(
                        ("Địa điểm kinh doanh", "Địa chỉ trụ sở hộ kinh doanh", "Địa chỉ trụ sở"),
                        "dia_diem",
                        shop.address,
                        shop.address,
                    ),
                )
            ),
            Line(
                (
                    Ask(("Điện thoại",), "dien_thoai", one.phone, one.phone),
                    Ask(("Email", "Thư điện tử"), "email", one.email, one.email),
                ),
                False,
            ),
            Line((Ask(("Ngành, nghề kinh doanh",), "nganh_nghe", trade, trade),)),
            Line((Ask(("Vốn kinh doanh",), "von", str(amount), capital),)),
            Line(
                (
                    Ask(
                        ("Họ và tên chủ hộ kinh doanh", "Họ và tên"),
                        "ho_ten",
                        one.name,
                        one.name.upper(),
                    ),
                )
            ),
            Line(
                (
                    Ask(("Giới tính",), "gioi_tinh", one.sex, one.sex),
                    Ask(("Sinh ngày", "Ngày, tháng, năm sinh"), "ngay_sinh", one.born.isoformat(), day_first(one.born)),
                ),
                False,
            ),
            Line((Ask(("Dân tộc",), "", "", one.ethnicity), Ask(("Quốc tịch",), "", "", "Việt Nam")), False),
            Line(
                (
                    Ask(
                        ("Số định danh cá nhân", "Số định danh cá nhân/Căn cước công dân")
                        if new
                        else ("Số giấy tờ pháp lý của cá nhân", "Số CCCD"),
                        "so_dinh_danh",
                        one.number,
                        one.number,
                    ),
                ),
                False,
            ),
            *card,
            Line(
                (
                    Ask(
                        ("Địa chỉ thường trú", "Nơi thường trú", "Nơi đăng ký hộ khẩu thường trú"),
                        "dia_chi_thuong_tru",
                        one.address,
                        one.address,
                    ),
                ),
                False,
            ),
        ),
        place="",
        day=None,
        signer=head.name,
        signer_field="nguoi_ky",
        capacity=("TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG", "CHỦ TỊCH"),
        stamp=("ỦY BAN NHÂN DÂN", "PHÒNG KINH TẾ"),
    )
