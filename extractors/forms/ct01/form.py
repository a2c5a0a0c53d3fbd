"""CT01, Tờ khai thay đổi thông tin cư trú: what a citizen declares to move, join or leave a household."""

from datetime import date

from extractors.form import Edition, Field, Form, Holder, Members, Place
from extractors.sorting.following import ends_with
from extractors.values.addresses import parse_address_text
from extractors.values.agencies import parse_agency
from extractors.values.dates import parse_birth_date, parse_date
from extractors.values.names import parse_name
from extractors.values.personal_id import parse_personal_id
from extractors.values.phones import parse_phone
from extractors.values.texts import parse_email, parse_kinship, parse_sex, parse_text

FORM = Form(
    code="ct01",
    titles=("Tờ khai thay đổi thông tin cư trú",),
    editions=(
        Edition(
            "TT 56/2021/TT-BCA",
            date(2021, 7, 1),
            "Thông tư 56/2021/TT-BCA",
            ("56/2021/TT-BCA", "nghề nghiệp, nơi làm việc"),
        ),
        Edition("TT 66/2023/TT-BCA", None, "Thông tư 66/2023/TT-BCA, 17/11/2023", ("66/2023/TT-BCA",)),
        Edition("TT 53/2025/TT-BCA", None, "Thông tư 53/2025/TT-BCA", ("53/2025/TT-BCA",)),
    ),
    fields=(
        Field("kinh_gui", ("Kính gửi",), parse_agency, lines=2),
        Field(
            "ho_ten",
            ("Họ, chữ đệm và tên", "Họ, chữ đệm và tên khai sinh", "Họ, chữ đệm, tên", "Họ và tên"),
            parse_name,
        ),
        Field("ngay_sinh", ("Ngày, tháng, năm sinh", "Ngày sinh"), parse_birth_date),
        Field("gioi_tinh", ("Giới tính",), parse_sex),
        Field(
            "so_dinh_danh",
            ("Số định danh cá nhân", "Số định danh cá nhân/CMND", "Số ĐDCN/CMND", "Số ĐDCN/CCCD", "Số ĐDCN", "Số CCCD"),
            parse_personal_id,
        ),
        Field("dien_thoai", ("Số điện thoại liên hệ", "Số điện thoại", "Điện thoại"), parse_phone, by_date=True),
        Field("email", ("Email", "E-mail", "Địa chỉ email"), parse_email),
        Field("chu_ho", ("Họ, chữ đệm và tên chủ hộ", "Họ và tên chủ hộ", "Họ, chữ đệm, tên chủ hộ"), parse_name),
        Field("quan_he_chu_ho", ("Mối quan hệ với chủ hộ", "Quan hệ với chủ hộ"), parse_kinship),
        Field(
            "so_dinh_danh_chu_ho",
            ("Số định danh cá nhân của chủ hộ", "Số định danh cá nhân/CMND của chủ hộ", "Số ĐDCN của chủ hộ"),
            parse_personal_id,
        ),
        Field("noi_thuong_tru", ("Nơi thường trú",), parse_address_text, lines=3),
        Field("noi_tam_tru", ("Nơi tạm trú",), parse_address_text, lines=3),
        Field("noi_o_hien_tai", ("Nơi ở hiện tại",), parse_address_text, lines=3),
        Field("nghe_nghiep", ("Nghề nghiệp, nơi làm việc", "Nghề nghiệp"), parse_text, lines=2),
        Field("noi_dung_de_nghi", ("Nội dung đề nghị", "Nội dung yêu cầu"), parse_text, lines=4),
        Field("ngay_ky", (), parse_date, place=Place.LAST_DATE_LINE),
    ),
    stops=(
        "Những thành viên trong hộ gia đình cùng thay đổi",
        "Ý kiến của chủ hộ",
        "Ý kiến của chủ sở hữu",
        "Ý kiến của cha, mẹ hoặc người giám hộ",
        "Người kê khai",
    ),
    clues=(
        "Họ, chữ đệm và tên chủ hộ",
        "Mối quan hệ với chủ hộ",
        "Số định danh cá nhân của chủ hộ",
        "Số điện thoại liên hệ",
        "Nội dung đề nghị",
        "Những thành viên trong hộ gia đình cùng thay đổi",
    ),
    members=Members(
        "thanh_vien",
        ("Những thành viên trong hộ gia đình cùng thay đổi",),
        ("Ý kiến của chủ hộ", "Ý kiến của chủ sở hữu", "Người kê khai"),
    ),
    holders=(Holder("so_dinh_danh", "ngay_sinh", "gioi_tinh"),),
    dated_by="ngay_ky",
    goes_on=ends_with("Những thành viên trong hộ gia đình cùng thay đổi", "Ý kiến của chủ hộ", "Người kê khai"),
)
