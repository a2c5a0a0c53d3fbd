"""DC02, Phiếu đề nghị giải quyết thủ tục về căn cước: what a citizen asks for since CC01 is the officer's own paper."""

from datetime import date

from extractors.form import Edition, Field, Form, Holder, Place, Section
from extractors.sorting.following import ends_with
from extractors.values.addresses import parse_address_text
from extractors.values.agencies import parse_agency
from extractors.values.dates import parse_birth_date, parse_date
from extractors.values.names import parse_name
from extractors.values.personal_id import parse_personal_id
from extractors.values.phones import parse_phone
from extractors.values.texts import parse_sex, parse_text

_ASKER, _AGENT, _REQUEST = "nguoi_de_nghi", "nguoi_dai_dien", "noi_dung"
_NAME = ("Họ, chữ đệm và tên", "Họ, chữ đệm và tên khai sinh", "Họ, chữ đệm, tên", "Họ và tên", "Họ tên")
_BORN = ("Ngày, tháng, năm sinh", "Ngày sinh", "Sinh ngày")
_SEX = ("Giới tính",)
_NUMBER = (
    "Số định danh cá nhân",
    "Số định danh cá nhân/CMND",
    "Số ĐDCN",
    "Số ĐDCN/CMND",
    "Số căn cước",
    "Số căn cước/CCCD",
    "Số CCCD",
)
# Boxes 1 to 9, each in the wordings of printed and electronic forms
REQUESTS = (
    "Cấp, đổi, cấp lại thẻ căn cước",
    "Cấp thẻ căn cước",
    "Đổi thẻ căn cước",
    "Cấp đổi thẻ căn cước",
    "Cấp lại thẻ căn cước",
    "Cấp giấy chứng nhận căn cước",
    "Xác nhận số định danh cá nhân với số CMND 9 số",
    "Xác nhận số định danh cá nhân với số chứng minh nhân dân 09 số",
    "Xác nhận số chứng minh nhân dân 9 số với số định danh cá nhân",
    "Xác nhận số định danh cá nhân đã hủy",
    "Xác nhận số định danh cá nhân đã hủy với số định danh cá nhân",
    "Hủy, xác lập lại số định danh cá nhân",
    "Khai thác thông tin trong Cơ sở dữ liệu quốc gia về dân cư",
    "Khai thác thông tin trong Cơ sở dữ liệu căn cước",
    "Điều chỉnh thông tin trong Cơ sở dữ liệu quốc gia về dân cư",
    "Tích hợp thông tin vào thẻ căn cước",
    "Tích hợp thông tin vào căn cước",
    "Tích hợp thông tin vào thẻ căn cước, căn cước điện tử",
    "Thu thập, cập nhật thông tin vào Cơ sở dữ liệu căn cước",
    "Thu thập, cập nhật thông tin vào Cơ sở dữ liệu quốc gia về dân cư",
)

FORM = Form(
    code="dc02",
    titles=(
        "Phiếu đề nghị giải quyết thủ tục về căn cước",
        "Phiếu đề nghị giải quyết thủ tục căn cước",
        "Giải quyết thủ tục về căn cước",
    ),
    editions=(
        Edition("TT 17/2024/TT-BCA", date(2024, 7, 1), "Thông tư 17/2024/TT-BCA, mẫu DC02", ("17/2024/TT-BCA",)),
        Edition("TT 53/2025/TT-BCA", None, "Thông tư 53/2025/TT-BCA", ("53/2025/TT-BCA",)),
    ),
    fields=(
        Field("kinh_gui", ("Kính gửi",), parse_agency, lines=2),
        Field("ho_ten", (*_NAME, "Họ, chữ đệm và tên người đề nghị"), parse_name, _ASKER),
        Field("ngay_sinh", _BORN, parse_birth_date, _ASKER),
        Field("gioi_tinh", _SEX, parse_sex, _ASKER, options=("Nam", "Nữ")),
        Field("so_dinh_danh", _NUMBER, parse_personal_id, _ASKER),
        Field("dien_thoai", ("Số điện thoại", "Điện thoại", "Số điện thoại liên hệ"), parse_phone, by_date=True),
        Field(
            "noi_cu_tru",
            ("Nơi cư trú", "Nơi thường trú", "Nơi thường trú/tạm trú", "Nơi ở hiện tại"),
            parse_address_text,
            _ASKER,
            lines=3,
        ),
        Field("nguoi_dai_dien_ho_ten", (*_NAME, "Họ, chữ đệm và tên người đại diện"), parse_name, _AGENT),
        Field("nguoi_dai_dien_ngay_sinh", _BORN, parse_birth_date, _AGENT),
        Field("nguoi_dai_dien_gioi_tinh", _SEX, parse_sex, _AGENT, options=("Nam", "Nữ")),
        Field("nguoi_dai_dien_so_dinh_danh", _NUMBER, parse_personal_id, _AGENT),
        Field("noi_dung_de_nghi", (), parse_text, options=REQUESTS),
        Field("noi_dung_cu_the", ("Nội dung cụ thể", "Nội dung đề nghị cụ thể", "Cụ thể"), parse_text, lines=4),
        Field(
            "dia_chi_tra_the",
            ("Địa chỉ trả thẻ", "Địa chỉ nhận thẻ", "Địa chỉ trả thẻ căn cước", "Địa chỉ trả kết quả"),
            parse_address_text,
            lines=3,
        ),
        Field("ngay_ky", (), parse_date, place=Place.LAST_DATE_LINE),
    ),
    sections=(
        Section(_ASKER, ()),
        Section(
            _AGENT,
            (
                "Thông tin người đại diện hợp pháp",
                "Thông tin của người đại diện",
                "Thông tin người đại diện",
                "Người đại diện hợp pháp",
                "Họ, chữ đệm và tên người đại diện",
            ),
        ),
        Section(_REQUEST, ("Nội dung đề nghị", "Nội dung đề nghị giải quyết", "Nội dung yêu cầu giải quyết")),
    ),
    stops=(
        *REQUESTS,
        "Thông tin người đề nghị",
        "Thông tin của người đề nghị giải quyết thủ tục",
        "Mối quan hệ với người được đại diện",
        "Người đề nghị",
        "Người làm đơn",
        "Tôi xin cam đoan",
        "Email",
    ),
    clues=(
        "giải quyết thủ tục về căn cước",
        "Xác nhận số định danh cá nhân đã hủy",
        "Hủy, xác lập lại số định danh cá nhân",
        "Khai thác thông tin trong Cơ sở dữ liệu căn cước",
        "Tích hợp thông tin vào thẻ căn cước",
        "Địa chỉ trả thẻ",
        "Nội dung cụ thể",
    ),
    holders=(
        Holder("so_dinh_danh", "ngay_sinh", "gioi_tinh"),
        Holder("nguoi_dai_dien_so_dinh_danh", "nguoi_dai_dien_ngay_sinh", "nguoi_dai_dien_gioi_tinh"),
    ),
    dated_by="ngay_ky",
    goes_on=ends_with(*REQUESTS, "Nội dung cụ thể", "Địa chỉ trả thẻ", "Địa chỉ nhận thẻ"),
)
