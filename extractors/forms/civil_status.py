"""What the papers of civil status print alike: labels of a person in every wording, and the editions of the forms."""

from datetime import date

from extractors.form import Edition, Field
from extractors.values.addresses import parse_address_text
from extractors.values.dates import parse_birth_date
from extractors.values.id_papers import parse_paper_number
from extractors.values.names import parse_name

NAME = ("Họ, chữ đệm, tên", "Họ, chữ đệm và tên", "Họ và tên", "Họ tên", "Họ, tên", "Họ và tên khai sinh")
BORN = (
    "Ngày, tháng, năm sinh",
    "Ngày tháng năm sinh",
    "Ngày, tháng, năm sinh (hoặc năm sinh)",
    "Ngày sinh",
    "Sinh ngày",
    "Năm sinh",
)
SEX = ("Giới tính",)
ETHNICITY = ("Dân tộc",)
NATIONALITY = ("Quốc tịch",)
HOME = (
    "Nơi cư trú",
    "Nơi thường trú/tạm trú",
    "Nơi thường trú, tạm trú",
    "Nơi thường trú/Nơi tạm trú",
    "Nơi thường trú",
    "Nơi đăng ký thường trú",
    "Nơi đăng ký thường trú/tạm trú",
    "Nơi cư trú hiện tại",
    "Nơi ở hiện tại",
    "Địa chỉ cư trú",
    "Địa chỉ thường trú",
    "Chỗ ở hiện nay",
)
ID_PAPER = (
    "Giấy tờ tùy thân",
    "Giấy tờ tuỳ thân",
    "Số giấy tờ tùy thân",
    "Loại giấy tờ tùy thân",
    "Giấy tờ tùy thân số",
    "Giấy tờ tùy thân/Số định danh cá nhân",
    "Số định danh cá nhân/Giấy tờ tùy thân",
    "Số định danh cá nhân",
    "Số định danh",
    "Số ĐDCN",
    "Số CMND/CCCD",
    "Số CCCD/CMND",
    "Số CMND/CCCD/Hộ chiếu",
    "Số căn cước",
    "Số CCCD",
    "Số CMND",
    "Giấy CMND/Hộ chiếu số",
    "Giấy CMND/CCCD/Hộ chiếu",
    "CMND/CCCD/Hộ chiếu số",
    "CMND/CCCD/Hộ chiếu",
    "Hộ chiếu/CMND/CCCD",
    "Giấy tờ nhân thân",
)
SWORN = (
    "Tôi cam đoan",
    "Chúng tôi cam đoan",
    "Tôi xin cam đoan",
    "Chúng tôi xin cam đoan",
    "Tôi cam đoan nội dung đề nghị",
    "Tôi cam đoan những nội dung khai trên đây",
    "Chúng tôi cam đoan những lời khai trên đây",
    "Đề nghị Quý cơ quan",
    "Đề nghị Quý cơ quan đăng ký",
    "Làm tại",
)
COPIES = ("Đề nghị cấp bản sao", "Đề nghị cấp bản sao trích lục", "Số lượng")
# Over the name of who signs for a people's committee; "TM. Ủy ban nhân dân" is none: it stands at the head too.
SIGNER = (
    "Chủ tịch",
    "Phó chủ tịch",
    "KT. Chủ tịch",
    "Trưởng phòng",
    "Phó trưởng phòng",
    "Người có thẩm quyền",
    "Thủ trưởng đơn vị",
)
EDITIONS = (
    Edition("TT 15/2015/TT-BTP", date(2016, 1, 2), "Thông tư 15/2015/TT-BTP", ("15/2015/TT-BTP",)),
    Edition("TT 04/2020/TT-BTP", date(2020, 7, 16), "Thông tư 04/2020/TT-BTP", ("04/2020/TT-BTP",)),
    Edition("TT 04/2024/TT-BTP", date(2024, 6, 6), "Thông tư 04/2024/TT-BTP", ("04/2024/TT-BTP",)),
)

ASKER = (
    Field(
        "nguoi_yeu_cau",
        ("Họ, chữ đệm, tên người yêu cầu", "Họ, chữ đệm và tên người yêu cầu", "Họ và tên người yêu cầu"),
        parse_name,
    ),
    Field("nguoi_yeu_cau_ngay_sinh", BORN, parse_birth_date, "nguoi_yeu_cau"),
    Field("nguoi_yeu_cau_noi_cu_tru", HOME, parse_address_text, "nguoi_yeu_cau", lines=3),
    Field("nguoi_yeu_cau_so_giay_to", ID_PAPER, parse_paper_number, "nguoi_yeu_cau", lines=3),
)
"""Who asks for the paper: name, birth, home and identity paper, in the section "nguoi_yeu_cau" of the form."""
