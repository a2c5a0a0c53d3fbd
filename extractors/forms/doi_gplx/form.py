"""Đơn đề nghị đổi, cấp lại giấy phép lái xe: a driver asks for a new licence in place of the one that he holds."""

from datetime import date

from extractors.form import Edition, Field, Form, Holder, Place, Section
from extractors.forms.doi_gplx.licence import with_licence
from extractors.sorting.following import ends_with
from extractors.values.addresses import parse_address_text
from extractors.values.agencies import parse_agency
from extractors.values.codes import parse_licence_class, parse_licence_number
from extractors.values.dates import parse_birth_date, parse_date, parse_year
from extractors.values.id_papers import parse_issuer, parse_paper_issued, parse_paper_number
from extractors.values.names import parse_name
from extractors.values.phones import parse_phone
from extractors.values.texts import parse_nationality, parse_sex, parse_text

_PAPER, _LICENCE = "giay_to", "gplx"
_HELD = (
    "Hiện đã có giấy phép lái xe hạng",
    "Hiện đã có giấy phép lái xe cơ giới đường bộ hạng",
    "Đã có giấy phép lái xe hạng",
    "Hiện có giấy phép lái xe hạng",
)
_WANTED = (
    "Đề nghị cho tôi được đổi, cấp lại giấy phép lái xe hạng",
    "Đề nghị cho tôi được đổi, cấp lại giấy phép lái xe cơ giới đường bộ hạng",
    "Đề nghị cho tôi được đổi giấy phép lái xe cơ giới đường bộ hạng",
    "Đề nghị cho tôi được cấp lại giấy phép lái xe cơ giới đường bộ hạng",
    "Đề nghị cho tôi được đổi giấy phép lái xe hạng",
    "Đề nghị cho tôi được cấp lại giấy phép lái xe hạng",
    "Đề nghị đổi (cấp lại) giấy phép lái xe hạng",
    "Đề nghị đổi, cấp lại giấy phép lái xe hạng",
    "Đề nghị cấp giấy phép lái xe hạng",
    "Đề nghị đổi giấy phép lái xe hạng",
    "Đề nghị cấp lại giấy phép lái xe hạng",
    "Xin đổi giấy phép lái xe hạng",
)

FORM = Form(
    code="doi_gplx",
    titles=(
        "Đơn đề nghị đổi, cấp lại giấy phép lái xe",
        "Đơn đề nghị đổi (cấp lại) giấy phép lái xe",
        "Đơn đề nghị đổi giấy phép lái xe",
        "Đơn đề nghị cấp lại giấy phép lái xe",
        "Đơn đề nghị cấp, đổi, cấp lại giấy phép lái xe",
        "Giấy đề nghị đổi, cấp lại giấy phép lái xe",
        "Đổi (cấp lại) giấy phép lái xe",
    ),
    editions=(
        Edition(
            "TT 12/2017/TT-BGTVT", date(2017, 6, 1), "Thông tư 12/2017/TT-BGTVT, Phụ lục 19", ("12/2017/TT-BGTVT",)
        ),
        Edition("TT 35/2024/TT-BGTVT", date(2025, 1, 1), "Thông tư 35/2024/TT-BGTVT", ("35/2024/TT-BGTVT",)),
        Edition("TT 12/2025/TT-BCA", date(2025, 3, 1), "Thông tư 12/2025/TT-BCA, Phụ lục XII", ("12/2025/TT-BCA",)),
        Edition(
            "TT 108/2026/TT-BCA", date(2026, 7, 1), "Thông tư 108/2026/TT-BCA; form not verified", ("108/2026/TT-BCA",)
        ),
    ),
    fields=(
        Field("kinh_gui", ("Kính gửi",), parse_agency, lines=2),
        Field("ho_ten", ("Tôi là", "Họ và tên", "Họ, chữ đệm và tên", "Tên tôi là", "Họ tên"), parse_name),
        Field("quoc_tich", ("Quốc tịch",), parse_nationality),
        Field("gioi_tinh", ("Giới tính",), parse_sex, options=("Nam", "Nữ")),
        Field("ngay_sinh", ("Ngày, tháng, năm sinh", "Sinh ngày", "Ngày sinh"), parse_birth_date),
        Field(
            "noi_cu_tru",
            ("Nơi cư trú", "Nơi đăng ký hộ khẩu thường trú", "Nơi thường trú", "Địa chỉ thường trú", "Nơi ở hiện tại"),
            parse_address_text,
            lines=3,
        ),
        Field(
            "so_dinh_danh",
            (
                "Số định danh cá nhân",
                "Số ĐDCN",
                "Số căn cước hoặc số định danh cá nhân",
                "Số định danh cá nhân hoặc Hộ chiếu số",
                "Số căn cước",
                "Số thẻ căn cước",
                "Số Giấy CMND hoặc thẻ CCCD",
                "Số giấy chứng minh nhân dân hoặc căn cước công dân",
                "Số giấy chứng minh nhân dân",
                "Số CMND/CCCD",
                "Số CMND/Thẻ CCCD",
                "Số CMND/Thẻ CCCD (hoặc Hộ chiếu)",
                "Số CMND/CCCD/Hộ chiếu",
                "Số CMND, thẻ CCCD hoặc Hộ chiếu",
                "Số CMND hoặc CCCD",
                "Số Căn cước công dân",
                "Căn cước công dân số",
                "Số Căn cước công dân hoặc Giấy chứng minh nhân dân",
                "Số hộ chiếu",
            ),
            parse_paper_number,
            _PAPER,
        ),
        Field("ngay_cap", ("Ngày cấp", "Cấp ngày"), parse_paper_issued, _PAPER, by_date=True),
        Field("noi_cap", ("Nơi cấp", "Cơ quan cấp"), parse_issuer, _PAPER, lines=2),
        Field("dien_thoai", ("Số điện thoại", "Điện thoại", "Số điện thoại liên hệ"), parse_phone, by_date=True),
        Field("hoc_lai_tai", ("Đã học lái xe tại", "Đã học lái xe ở", "Học lái xe tại"), parse_text, lines=2),
        Field("hang", (*_HELD, "Hạng"), parse_licence_class, _LICENCE),
        Field("so_gplx", ("Số", "Số GPLX"), parse_licence_number, _LICENCE),
        Field(
            "noi_cap_gplx",
            ("Do", "Cơ quan cấp", "Nơi cấp", "Nơi cấp giấy phép lái xe"),
            parse_agency,
            _LICENCE,
            lines=2,
        ),
        Field("ngay_cap_gplx", ("Cấp ngày", "Ngày cấp", "Ngày cấp giấy phép lái xe"), parse_date, _LICENCE),
        Field("nam_hoc", ("Năm", "Năm học", "Năm tốt nghiệp"), parse_year),
        Field("hang_de_nghi", _WANTED, parse_licence_class, by_date=True),
        Field("ly_do", ("Lý do", "Lý do xin đổi, cấp lại", "Lý do đề nghị", "Lý do đổi, cấp lại"), parse_text, lines=2),
        Field(
            "vi_pham",
            (
                "Đang bị tước quyền sử dụng giấy phép lái xe",
                "tước quyền sử dụng giấy phép lái xe",
                "với hình thức tước quyền sử dụng giấy phép lái xe",
            ),
            parse_text,
            options=("Có", "Không"),
        ),
        Field("ngay_ky", (), parse_date, place=Place.LAST_DATE_LINE),
    ),
    sections=(Section(_PAPER, ()), Section(_LICENCE, _HELD)),
    stops=(
        "Đăng ký tích hợp giấy phép lái xe",
        "Vi phạm hành chính trong lĩnh vực giao thông đường bộ",
        "Xin gửi kèm theo",
        "Tôi xin cam đoan",
        "Người làm đơn",
        "Người đề nghị",
    ),
    clues=(
        "giấy phép lái xe hạng",
        "Đã học lái xe tại",
        "Hiện đã có giấy phép lái xe hạng",
        "Đề nghị cho tôi được đổi, cấp lại giấy phép lái xe hạng",
        "tước quyền sử dụng giấy phép lái xe",
    ),
    holders=(Holder("so_dinh_danh", "ngay_sinh", "gioi_tinh"),),
    dated_by="ngay_ky",
    further=with_licence,
    goes_on=ends_with(*_HELD, *_WANTED, "Lý do xin đổi, cấp lại"),
)
