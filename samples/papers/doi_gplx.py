"""Đơn đề nghị đổi, cấp lại giấy phép lái xe (Thông tư 12/2017/TT-BGTVT, 35/2024/TT-BGTVT, 12/2025/TT-BCA)."""

from datetime import date, timedelta
from random import Random

from samples.papers.blank_form import Ask, Filled, Line, Say, Ticks
from samples.papers.blanks import day_first
from samples.papers.somebody import somebody

FORM = "doi_gplx"
_ISSUERS = (
    "Sở GTVT Thái Nguyên",
    "Sở Giao thông vận tải Lâm Đồng",
    "Sở GTVT Hà Nam",
    "Phòng CSGT Công an tỉnh An Giang",
)
_CARD = ("Cục Cảnh sát QLHC về TTXH", "Bộ Công an", "Cục Cảnh sát quản lý hành chính về trật tự xã hội")
_REASONS = ("Giấy phép lái xe sắp hết hạn", "Bị mất", "Đổi từ giấy bìa sang thẻ PET", "Giấy phép lái xe bị hỏng")
_SCHOOLS = ("Trung tâm đào tạo lái xe Đông Đô", "Trường Cao đẳng nghề số 5", "Trung tâm GDNN Tân Lập")


def paper(dice: Random) -> Filled:
    """An application in the wording of before or since March 2025."""
    day = date(2018, 3, 1) + timedelta(days=dice.randint(0, 3100))
    one, new = somebody(dice, day, 1955, 2003), day >= date(2025, 3, 1)
    old = not new and day < date(2021, 6, 1) and dice.random() < 0.5
    grade, wanted = dice.choice((("B2", "B2"), ("C", "C"), ("A1", "A1"), ("D", "D"), ("B", "B"), ("A1", "A")))
    wanted = wanted if new else grade
    licence = "".join(str(dice.randrange(10)) for _ in range(12))
    issued = day - timedelta(days=dice.randint(900, 3600))
    school, year = dice.choice(_SCHOOLS), str(issued.year)
    paper_number, paper_day = one.old_number if old else one.number, one.issued
    issuer, by, reason = dice.choice(_CARD), dice.choice(_ISSUERS), dice.choice(_REASONS)
    number = (
        ("Số định danh cá nhân", "Số căn cước hoặc số định danh cá nhân")
        if new
        else (
            "Số Giấy CMND hoặc thẻ CCCD",
            "Số Căn cước công dân",
            "Số giấy chứng minh nhân dân hoặc căn cước công dân",
        )
    )
    to = f"Phòng Cảnh sát giao thông Công an {one.province}" if new else f"Sở Giao thông vận tải {one.province}"
    return Filled(
        form=FORM,
        titles=(
            ("ĐƠN ĐỀ NGHỊ ĐỔI, CẤP LẠI GIẤY PHÉP LÁI XE", "ĐƠN ĐỀ NGHỊ\nĐỔI (CẤP LẠI) GIẤY PHÉP LÁI XE")
            if new
            else ("ĐƠN ĐỀ NGHỊ ĐỔI (CẤP LẠI) GIẤY PHÉP LÁI XE", "ĐƠN ĐỀ NGHỊ ĐỔI GIẤY PHÉP LÁI XE")
        ),
        codes=("Phụ lục XII Thông tư số 12/2025/TT-BCA",) if new else (),
        addressed=to,
        parts=(
            Line(
                (
                    Ask(("Tôi là", "Họ và tên"), "ho_ten", one.name, one.name.upper()),
                    Ask(("Quốc tịch",), "quoc_tich", "Việt Nam", "Việt Nam"),
                ),
                False,
            ),
            Line(
                (
                    Ask(
                        ("Ngày, tháng, năm sinh", "Sinh ngày", "Ngày tháng năm sinh"),
                        "ngay_sinh",
                        one.born.isoformat(),
                        day_first(one.born),
                    ),
                ),
                False,
            ),
            Line(
                (
                    Ask(
                        ("Nơi đăng ký hộ khẩu thường trú", "Nơi cư trú", "Nơi thường trú"),
                        "noi_cu_tru",
                        one.address,
                        one.address,
                    ),
                ),
                False,
            ),
            Line(
                (
                    Ask(number, "so_dinh_danh", paper_number, paper_number),
                    Ask(("Ngày cấp", "cấp ngày"), "ngay_cap", paper_day.isoformat(), day_first(paper_day)),
                    Ask(("Nơi cấp", "nơi cấp"), "noi_cap", issuer, issuer),
                ),
                False,
            ),
            Line(
                (
                    Ask(("Đã học lái xe tại",), "hoc_lai_tai", school, school),
                    Ask(("năm", "Năm"), "nam_hoc", year, year),
                ),
                False,
            ),
            Line(
                (
                    Ask(("Hiện đã có giấy phép lái xe hạng", "Đã có giấy phép lái xe hạng"), "hang", grade, grade),
                    Ask(("số", "Số"), "so_gplx", licence, licence),
                ),
                False,
            ),
            Line(
                (
                    Ask(("do", "Do"), "noi_cap_gplx", by, by),
                    Ask(("cấp ngày",), "ngay_cap_gplx", issued.isoformat(), day_first(issued)),
                ),
                False,
            ),
            Line(
                (
                    Ask(
                        (
                            "Đề nghị cho tôi được đổi, cấp lại giấy phép lái xe hạng",
                            "Đề nghị đổi (cấp lại) giấy phép lái xe hạng",
                            "Đề nghị cấp giấy phép lái xe hạng",
                        ),
                        "hang_de_nghi",
                        wanted,
                        wanted,
                    ),
                ),
                False,
            ),
            Line((Ask(("Lý do", "Lý do xin đổi, cấp lại"), "ly_do", reason, reason),), False),
            Ticks("Đang bị tước quyền sử dụng giấy phép lái xe", ("Có", "Không"), dice.randrange(2), "vi_pham", 2),
            Say(
                "Tôi xin cam đoan những điều ghi trên đây là đúng sự thật, nếu sai tôi xin hoàn toàn chịu trách nhiệm."
            ),
        ),
        place=one.province.partition(" ")[2],
        day=day,
        signer=one.name,
        capacity=("NGƯỜI LÀM ĐƠN", "Người làm đơn", "NGƯỜI ĐỀ NGHỊ"),
    )
