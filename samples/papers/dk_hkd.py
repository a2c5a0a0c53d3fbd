"""Giấy đề nghị đăng ký hộ kinh doanh (Mẫu số 1, Phụ lục II, Thông tư 68/2025/TT-BTC; 01/2021/TT-BKHĐT)."""

from datetime import date, timedelta
from random import Random

from samples.papers.blank_form import Ask, Filled, Grid, Head, Line, Part, Say, Ticks
from samples.papers.blanks import day_first
from samples.papers.somebody import Somebody, somebody

FORM = "dk_hkd"
TRADES = (
    ("Bán lẻ lương thực, thực phẩm", "4711"),
    ("Cắt tóc, gội đầu", "9631"),
    ("Dịch vụ ăn uống", "5610"),
    ("Sửa chữa mô tô, xe máy", "4542"),
    ("May trang phục", "1410"),
    ("Bán lẻ hàng tạp hóa", "4719"),
)
AMOUNTS = (
    (50_000_000, "Năm mươi triệu đồng"),
    (100_000_000, "Một trăm triệu đồng"),
    (30_000_000, "Ba mươi triệu đồng"),
    (200_000_000, "Hai trăm triệu đồng"),
    (15_000_000, "Mười lăm triệu đồng"),
)


def paper(dice: Random) -> Filled:
    """A request in the wording of before or since July 2025."""
    new = dice.random() < 0.6
    first, span = (date(2025, 7, 2), 400) if new else (date(2021, 5, 2), 1500)
    day = first + timedelta(days=dice.randint(0, span))
    one, shop = somebody(dice, day, 1955, 2004), somebody(dice, day)
    given = one.name.split()[-1].upper()
    name = dice.choice(
        (
            f"HỘ KINH DOANH {one.name.upper()}",
            f"TẠP HÓA {given}",
            f"QUÁN ĂN {given} PHÚC",
            f"HỘ KINH DOANH {given} THỊNH",
        )
    )
    trade, code = dice.choice(TRADES)
    amount, words = dice.choice(AMOUNTS)
    number = f"{amount:,}".replace(",", ".") + dice.choice((" đồng", " VNĐ", ""))
    return Filled(
        form=FORM,
        titles=("GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH",),
        codes=("Mẫu số 1", "(Ban hành kèm theo Thông tư số 68/2025/TT-BTC)")
        if new
        else ("Phụ lục III-1", "(Thông tư số 01/2021/TT-BKHĐT)"),
        addressed=f"Phòng Kinh tế {one.commune}"
        if new
        else f"Phòng Tài chính - Kế hoạch {one.commune.split(', ')[-1]}",
        parts=(
            *_owner(one, new, dice),
            Head(
                (
                    "Đăng ký hộ kinh doanh do tôi làm chủ với các nội dung sau:",
                    "Đăng ký hộ kinh doanh với các nội dung sau:",
                )
            ),
            Line(
                (
                    Ask(
                        (
                            "Tên hộ kinh doanh",
                            "Tên hộ kinh doanh viết bằng tiếng Việt (ghi bằng chữ in hoa)",
                            "Tên hộ kinh doanh (ghi bằng chữ in hoa)",
                        ),
                        "ten_ho_kinh_doanh",
                        name,
                        name,
                    ),
                )
            ),
            *(
                (
                    Line(
                        (
                            Ask(
                                ("Tên hộ kinh doanh viết bằng tiếng nước ngoài (nếu có)",),
                            ),
                        ),
                        False,
                    ),
                )
                if dice.random() < 0.6
                else ()
            ),
            *(
                (
                    Line(
                        (
                            Ask(
                                ("Tên hộ kinh doanh viết tắt (nếu có)",),
                            ),
                        ),
                        False,
                    ),
                )
                if dice.random() < 0.6
                else ()
            ),
            *_address(
                shop, ("Địa chỉ trụ sở hộ kinh doanh", "Địa điểm kinh doanh", "Địa chỉ trụ sở"), "dia_diem", dice
            ),
            Head(("Ngành, nghề kinh doanh:",)),
            Grid(
                (12, 100, 30, 30),
                ("STT", "Tên ngành", "Mã ngành", "Ngành, nghề\nkinh doanh chính"),
                ((("", "", "1"), ("nganh_nghe", trade, trade), ("", "", code), ("", "", "X")),),
            ),
            Line(
                (
                    Ask(
                        ("Vốn kinh doanh", "Vốn kinh doanh (bằng số; VNĐ)", "Vốn kinh doanh (bằng số)"),
                        "von",
                        str(amount),
                        number,
                    ),
                )
            ),
            Line((Ask(("Vốn kinh doanh (bằng chữ)", "Bằng chữ"), "von_bang_chu", words, words),), False),
            Ticks(
                "Chủ thể thành lập hộ kinh doanh",
                ("Cá nhân", "Các thành viên hộ gia đình"),
                dice.randrange(2),
                "chu_the",
                2,
            ),
            Say("Tôi xin cam kết không thuộc diện pháp luật cấm kinh doanh; không là chủ hộ kinh doanh khác."),
        ),
        place=one.commune.split(", ")[0].partition(" ")[2].title(),
        day=day,
        signer=one.name,
        capacity=("CHỦ HỘ KINH DOANH", "Chủ hộ kinh doanh", "NGƯỜI ĐĂNG KÝ"),
    )


def _owner(one: Somebody, new: bool, dice: Random) -> tuple[Part, ...]:
    number = ("Số định danh cá nhân",) if new else ("Số giấy tờ pháp lý của cá nhân", "Số CCCD/CMND")
    rest = (
        ()
        if new
        else (
            Line(
                (
                    Ask(("Ngày cấp",), "ngay_cap", one.issued.isoformat(), day_first(one.issued)),
                    Ask(("Nơi cấp",), "noi_cap", "Cục Cảnh sát QLHC về TTXH", "Cục Cảnh sát QLHC về TTXH"),
                ),
                False,
            ),
        )
    )
    return (
        Line(
            (
                Ask(
                    (
                        "Tôi là (ghi họ tên bằng chữ in hoa)",
                        "Tôi là",
                        "Họ và tên chủ hộ kinh doanh (ghi bằng chữ in hoa)",
                    ),
                    "ho_ten",
                    one.name,
                    one.name.upper(),
                ),
            ),
            False,
        ),
        Line(
            (
                Ask(
                    ("Sinh ngày", "Ngày, tháng, năm sinh", "Ngày sinh"),
                    "ngay_sinh",
                    one.born.isoformat(),
                    day_first(one.born),
                ),
                Ask(("Giới tính",), "gioi_tinh", one.sex, one.sex),
            ),
            False,
        ),
        Line((Ask(number, "so_dinh_danh", one.number, one.number, 12 if new else 0),), False),
        *rest,
        Line(
            (
                Ask(("Điện thoại", "Điện thoại (nếu có)", "Số điện thoại"), "dien_thoai", one.phone, one.phone),
                Ask(("Email", "Email (nếu có)", "Thư điện tử"), "email", one.email, one.email),
            ),
            False,
        ),
        *_address(one, ("Nơi thường trú", "Địa chỉ thường trú"), "noi_thuong_tru", dice),
        *_address(one, ("Nơi ở hiện tại", "Địa chỉ liên lạc", "Nơi ở hiện nay"), "noi_o_hien_tai", dice),
    )


def _address(one: Somebody, labels: tuple[str, ...], name: str, dice: Random) -> tuple[Part, ...]:
    """An address on one line, or in the parts that the form of 2025 asks for, one under the other."""
    if dice.random() < 0.35:
        return (Line((Ask(labels, name, one.address, one.address),), False),)
    return (
        Head((f"{dice.choice(labels)}:",)),
        Line(
            (
                Ask(
                    ("Số nhà, đường phố/tổ/xóm/ấp/thôn", "Số nhà, ngách, hẻm, ngõ, đường phố/tổ/xóm/ấp/thôn"),
                    f"{name}:so_nha",
                    one.spot,
                    one.spot,
                ),
            ),
            False,
        ),
        Line((Ask(("Xã/Phường/Đặc khu", "Xã/Phường/Thị trấn"), f"{name}:xa", one.commune, one.commune),), False),
        Line(
            (
                Ask(
                    ("Tỉnh/Thành phố trực thuộc trung ương", "Tỉnh/Thành phố"),
                    f"{name}:tinh",
                    one.province,
                    one.province,
                ),
            ),
            False,
        ),
    )
