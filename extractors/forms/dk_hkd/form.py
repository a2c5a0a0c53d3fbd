"""Giấy đề nghị đăng ký hộ kinh doanh: a person asks that a household business be registered."""

from datetime import date

from extractors.form import Edition, Field, Form, Holder, Place, Section
from extractors.forms.dk_hkd.whole import PARTS, completed
from extractors.sorting.following import ends_with
from extractors.values.addresses import parse_address_text
from extractors.values.agencies import parse_agency
from extractors.values.dates import parse_birth_date, parse_date
from extractors.values.id_papers import parse_issuer, parse_paper_issued, parse_paper_kind, parse_paper_number
from extractors.values.money import parse_money_words
from extractors.values.names import parse_name
from extractors.values.phones import parse_phone
from extractors.values.texts import (
    parse_email,
    parse_ethnic_group,
    parse_money,
    parse_nationality,
    parse_sex,
    parse_text,
)

_OWNER, _HOME, _STAY, _SEAT, _BUSINESS = "chu_ho", "noi_thuong_tru", "noi_o_hien_tai", "dia_diem", "kinh_doanh"
_ADDRESSES = {
    _HOME: ("Nơi thường trú", "Địa chỉ thường trú", "Nơi đăng ký thường trú", "Nơi đăng ký hộ khẩu thường trú"),
    _STAY: ("Nơi ở hiện tại", "Nơi ở hiện nay", "Chỗ ở hiện tại", "Địa chỉ liên lạc"),
    _SEAT: (
        "Địa chỉ trụ sở hộ kinh doanh",
        "Địa chỉ trụ sở",
        "Trụ sở hộ kinh doanh",
        "Địa điểm kinh doanh",
        "Địa chỉ kinh doanh",
    ),
}

FORM = Form(
    code="dk_hkd",
    titles=("Giấy đề nghị đăng ký hộ kinh doanh", "Giấy đề nghị đăng ký thành lập hộ kinh doanh"),
    editions=(
        Edition("TT 02/2019/TT-BKHĐT", date(2019, 2, 25), "Thông tư 02/2019/TT-BKHĐT", ("02/2019/TT-BKHĐT",)),
        Edition(
            "TT 01/2021/TT-BKHĐT", date(2021, 5, 1), "Thông tư 01/2021/TT-BKHĐT, Phụ lục III-1", ("01/2021/TT-BKHĐT",)
        ),
        Edition(
            "TT 68/2025/TT-BTC", date(2025, 7, 1), "Thông tư 68/2025/TT-BTC, Phụ lục II, mẫu 1", ("68/2025/TT-BTC",)
        ),
    ),
    fields=(
        Field("kinh_gui", ("Kính gửi",), parse_agency, lines=2),
        Field(
            "ho_ten",
            (
                "Tôi là",
                "Tôi là (ghi họ tên bằng chữ in hoa)",
                "Tên tôi là",
                "Họ và tên chủ hộ kinh doanh",
                "Họ và tên chủ hộ kinh doanh (ghi bằng chữ in hoa)",
                "Họ và tên (ghi bằng chữ in hoa)",
                "Họ và tên",
                "Họ, chữ đệm và tên",
            ),
            parse_name,
        ),
        Field("ngay_sinh", ("Sinh ngày", "Ngày, tháng, năm sinh", "Ngày sinh"), parse_birth_date),
        Field("gioi_tinh", ("Giới tính",), parse_sex, options=("Nam", "Nữ")),
        Field("dan_toc", ("Dân tộc",), parse_ethnic_group),
        Field("quoc_tich", ("Quốc tịch",), parse_nationality),
        Field("loai_giay_to", ("Loại giấy tờ pháp lý của cá nhân", "Loại giấy tờ"), parse_paper_kind),
        Field(
            "so_dinh_danh",
            (
                "Số định danh cá nhân",
                "Số giấy tờ pháp lý của cá nhân",
                "Số CCCD/CMND",
                "Số CMND/CCCD",
                "Số Căn cước công dân",
                "Số CCCD",
                "Số ĐDCN",
                "Số giấy chứng thực cá nhân",
            ),
            parse_paper_number,
        ),
        Field("ngay_cap", ("Ngày cấp", "Cấp ngày"), parse_paper_issued, by_date=True),
        Field("noi_cap", ("Nơi cấp", "Cơ quan cấp"), parse_issuer, lines=2),
        Field(
            "dien_thoai",
            ("Điện thoại", "Điện thoại (nếu có)", "Số điện thoại", "Điện thoại liên hệ"),
            parse_phone,
            by_date=True,
        ),
        Field("email", ("Email", "Email (nếu có)", "Thư điện tử", "E-mail"), parse_email),
        *(Field(name, labels, parse_address_text, lines=3) for name, labels in _ADDRESSES.items()),
        *(
            Field(f"{name}_{part}", labels, parse_text, name, lines=2)
            for name in _ADDRESSES
            for part, labels in PARTS.items()
        ),
        Field(
            "ten_ho_kinh_doanh",
            (
                "Tên hộ kinh doanh",
                "Tên hộ kinh doanh (ghi bằng chữ in hoa)",
                "Tên hộ kinh doanh viết bằng tiếng Việt (ghi bằng chữ in hoa)",
                "Tên hộ kinh doanh viết bằng tiếng Việt",
            ),
            parse_text,
            lines=2,
        ),
        Field("nganh_nghe", ("Ngành, nghề kinh doanh",), parse_text, lines=3),
        Field(
            "von",
            ("Vốn kinh doanh", "Vốn kinh doanh (bằng số; VNĐ)", "Vốn kinh doanh (bằng số)", "Tổng số vốn kinh doanh"),
            parse_money,
            lines=2,
        ),
        Field(
            "von_bang_chu",
            ("Vốn kinh doanh (bằng chữ)", "Bằng chữ", "(bằng chữ)", "Ghi bằng chữ"),
            parse_money_words,
            lines=2,
        ),
        Field(
            "chu_the",
            ("Chủ thể thành lập hộ kinh doanh", "Chủ thể thành lập"),
            parse_text,
            lines=2,
            options=("Cá nhân", "Các thành viên hộ gia đình", "Thành viên hộ gia đình"),
        ),
        Field("ngay_ky", (), parse_date, place=Place.LAST_DATE_LINE),
    ),
    sections=(
        Section(_OWNER, ()),
        *(Section(name, labels) for name, labels in _ADDRESSES.items()),
        Section(_BUSINESS, ("Ngành, nghề kinh doanh", "Vốn kinh doanh")),
    ),
    stops=(
        "Đăng ký hộ kinh doanh do tôi làm chủ với các nội dung sau",
        "Tên hộ kinh doanh viết bằng tiếng nước ngoài (nếu có)",
        "Tên hộ kinh doanh viết bằng tiếng nước ngoài",
        "Tên hộ kinh doanh viết tắt (nếu có)",
        "Tên hộ kinh doanh viết tắt",
        "Hộ kinh doanh không kinh doanh tại trụ sở",
        "Thông tin đăng ký thuế",
        "Số lượng lao động",
        "Tên ngành",
        "Mã ngành",
        "Fax",
        "Website",
        "Tôi xin cam kết",
    ),
    clues=(
        "do tôi làm chủ với các nội dung sau",
        "Tên hộ kinh doanh viết bằng tiếng",
        "Chủ thể thành lập hộ kinh doanh",
        "Vốn kinh doanh",
        "Các thành viên hộ gia đình",
        "Tên ngành",
        "Mã ngành",
    ),
    holders=(Holder("so_dinh_danh", "ngay_sinh", "gioi_tinh"),),
    dated_by="ngay_ky",
    further=completed,
    goes_on=ends_with("Vốn kinh doanh", "Chủ thể thành lập hộ kinh doanh", "Tên ngành", "Thông tin đăng ký thuế"),
)
