"""TK1-TS, tờ khai tham gia, điều chỉnh thông tin bảo hiểm xã hội, bảo hiểm y tế (items [01] to [16])."""

from datetime import date, timedelta
from random import Random

from samples.papers.blank_form import Ask, Filled, Line, Say
from samples.papers.blanks import day_first
from samples.papers.somebody import somebody

FORM = "tk1_ts"
_CLINICS = ("Trạm Y tế xã Tân Lập", "Bệnh viện đa khoa huyện Đông Hải", "Trung tâm Y tế thị xã Phú Mỹ")


def paper(dice: Random) -> Filled:
    """A declaration of a person by dice."""
    day = date(2020, 8, 5) + timedelta(days=dice.randint(0, 2200))
    one, clinic = somebody(dice, day, 1955, 2006), dice.choice(_CLINICS)
    code = f"{dice.randrange(10**10):010d}"
    number = ("Số CCCD/ĐDCN/Hộ chiếu", "Số CMND/CCCD/Hộ chiếu", "Số CMND/ Hộ chiếu/ Thẻ căn cước")
    return Filled(
        form=FORM,
        titles=(
            "TỜ KHAI\nTHAM GIA, ĐIỀU CHỈNH THÔNG TIN BẢO HIỂM XÃ HỘI, BẢO HIỂM Y TẾ",
            "TỜ KHAI THAM GIA, ĐIỀU CHỈNH THÔNG TIN\nBẢO HIỂM XÃ HỘI, BẢO HIỂM Y TẾ",
        ),
        codes=("Mẫu TK1-TS", "(Ban hành kèm theo QĐ số 490/QĐ-BHXH)"),
        addressed=f"Bảo hiểm xã hội {one.province}",
        parts=(
            Line((Ask(("Họ và tên", "Họ và tên (viết chữ in hoa)"), "ho_ten", one.name, one.name.upper()),)),
            Line(
                (
                    Ask(("Giới tính",), "gioi_tinh", one.sex, one.sex),
                    Ask(("Ngày, tháng, năm sinh",), "ngay_sinh", one.born.isoformat(), day_first(one.born)),
                )
            ),
            Line(
                (
                    Ask(("Quốc tịch",), "quoc_tich", "Việt Nam", "Việt Nam"),
                    Ask(("Dân tộc",), "dan_toc", one.ethnicity, one.ethnicity),
                )
            ),
            Line((Ask(number, "so_dinh_danh", one.number, one.number),)),
            Line(
                (
                    Ask(("Điện thoại", "Số điện thoại"), "dien_thoai", one.phone, one.phone),
                    Ask(("Email", "Email (nếu có)"), "email", one.email, one.email),
                )
            ),
            Line((Ask(("Nơi đăng ký khai sinh",), "noi_dang_ky_khai_sinh", one.origin, one.origin),)),
            Line((Ask(("Địa chỉ nhận kết quả", "Địa chỉ nhận hồ sơ"), "dia_chi", one.address, one.address),)),
            Line((Ask(("Mã số BHXH", "Mã số BHXH (đã cấp)"), "ma_so_bhxh", code, code),)),
            Line((Ask(("Nơi đăng ký khám bệnh, chữa bệnh ban đầu",), "noi_kham_benh", clinic, clinic),)),
            Say("Tôi cam đoan những nội dung kê khai là đúng và chịu trách nhiệm trước pháp luật."),
        ),
        place=one.province.partition(" ")[2],
        day=day,
        signer=one.name,
        capacity=("Người kê khai", "NGƯỜI KÊ KHAI"),
    )
