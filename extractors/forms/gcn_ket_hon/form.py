"""Giấy chứng nhận kết hôn and trích lục kết hôn: wife and husband side by side, the registration below."""

from extractors.form import Columns, Field, Form, Holder, Place, Side
from extractors.forms.civil_status import BORN, EDITIONS, ETHNICITY, HOME, ID_PAPER, NAME, NATIONALITY, SIGNER
from extractors.values.addresses import parse_address_text
from extractors.values.dates import parse_birth_date, parse_first_date
from extractors.values.id_papers import parse_paper_number
from extractors.values.names import parse_name
from extractors.values.texts import parse_document_number, parse_ethnic_group, parse_nationality, parse_text

_WIFE = ("Họ, chữ đệm, tên vợ", "Họ, chữ đệm và tên vợ", "Họ và tên vợ", "Họ tên vợ")
_HUSBAND = ("Họ, chữ đệm, tên chồng", "Họ, chữ đệm và tên chồng", "Họ và tên chồng", "Họ tên chồng")
_REGISTERED = (
    "Nơi đăng ký kết hôn",
    "Đăng ký kết hôn tại",
    "Đã đăng ký kết hôn tại",
    "Ngày, tháng, năm đăng ký",
    "Ngày, tháng, năm đăng ký kết hôn",
    "Ngày đăng ký kết hôn",
    "Ngày đăng ký",
)
_SIDES = Columns(
    sides=(
        Side("vo", (*_WIFE, "Vợ", "Bên nữ", "Người vợ")),
        Side("chong", (*_HUSBAND, "Chồng", "Bên nam", "Người chồng")),
    ),
    each=(
        Field("ho_ten", (*NAME, *_WIFE, *_HUSBAND), parse_name, lines=2),
        Field("ngay_sinh", BORN, parse_birth_date),
        Field("dan_toc", ETHNICITY, parse_ethnic_group),
        Field("quoc_tich", NATIONALITY, parse_nationality),
        Field("noi_cu_tru", HOME, parse_address_text, lines=5),
        Field("so_giay_to", ID_PAPER, parse_paper_number, lines=4),
    ),
    ends=(*_REGISTERED, "Giấy chứng nhận này", "Người ký giấy chứng nhận kết hôn"),
)

FORM = Form(
    code="gcn_ket_hon",
    titles=(
        "Giấy chứng nhận kết hôn",
        "Giấy chứng nhận đăng ký kết hôn",
        "Trích lục kết hôn",
        "Trích lục kết hôn (bản sao)",
        "Giấy chứng nhận kết hôn (bản sao)",
    ),
    editions=EDITIONS,
    fields=(
        Field("so", ("Số",), parse_document_number),
        *_SIDES.fields,
        Field("noi_dang_ky", _REGISTERED[:3], parse_text, lines=2),
        Field("ngay_dang_ky", _REGISTERED[3:], parse_first_date, lines=2),
        Field(
            "nguoi_ky",
            (
                "Người ký giấy chứng nhận kết hôn",
                "Người ký trích lục kết hôn",
                "Người ký trích lục",
                "Người ký",
                *SIGNER,
            ),
            parse_name,
            place=Place.SIGNATURE,
        ),
    ),
    columns=_SIDES,
    stops=("Thực hiện trích lục từ", "Sao từ Sổ đăng ký kết hôn", "Người thực hiện", "Quyển số"),
    clues=(
        "Nơi đăng ký kết hôn",
        "Ngày, tháng, năm đăng ký",
        "Họ, chữ đệm, tên chồng",
        "Người ký giấy chứng nhận kết hôn",
        "Giấy chứng nhận kết hôn này được cấp",
    ),
    holders=(Holder("vo_so_giay_to", "vo_ngay_sinh"), Holder("chong_so_giay_to", "chong_ngay_sinh")),
    dated_by="ngay_dang_ky",
)
