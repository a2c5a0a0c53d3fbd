"""Tờ khai đăng ký kết hôn: bride and groom declare themselves, each in a column; which stands first varies."""

from extractors.form import Columns, Field, Form, Holder, Place, Section, Side
from extractors.forms.civil_status import BORN, COPIES, EDITIONS, ETHNICITY, HOME, ID_PAPER, NAME, NATIONALITY, SWORN
from extractors.values.addresses import parse_address_text
from extractors.values.agencies import parse_agency
from extractors.values.dates import parse_birth_date, parse_date
from extractors.values.id_papers import parse_paper_number
from extractors.values.names import parse_name
from extractors.values.words import parse_ethnic_group

_TIMES = ("Kết hôn lần thứ mấy", "Kết hôn lần thứ", "Lần kết hôn", "Số lần kết hôn")
_SIDES = Columns(
    sides=(
        Side("ben_nu", ("Bên nữ", "Người nữ", "Vợ")),
        Side("ben_nam", ("Bên nam", "Người nam", "Chồng")),
    ),
    each=(
        Field("ho_ten", NAME, parse_name, lines=2),
        Field("ngay_sinh", BORN, parse_birth_date),
        Field("dan_toc", ETHNICITY, parse_ethnic_group),
        Field("noi_cu_tru", HOME, parse_address_text, lines=5),
        Field("so_giay_to", ID_PAPER, parse_paper_number, lines=4),
    ),
    stops=(
        *NATIONALITY,
        *_TIMES,
        "Giới tính",
        "Nghề nghiệp",
        "Quê quán",
        "Nơi sinh",
        "Tôn giáo",
        "Ảnh",
        "Số điện thoại",
    ),
    ends=(*SWORN, *COPIES),
)

FORM = Form(
    code="tk_ket_hon",
    titles=("Tờ khai đăng ký kết hôn", "Tờ khai đăng ký lại kết hôn"),
    editions=EDITIONS,
    fields=(
        Field("kinh_gui", ("Kính gửi",), parse_agency, lines=2),
        *_SIDES.fields,
        Field("ngay_ky", (), parse_date, place=Place.LAST_DATE_LINE),
    ),
    columns=_SIDES,
    sections=(  # headings where the persons stand one below the other
        Section("ben_nu", ("Phần khai về bên nữ", "Thông tin về bên nữ", "Thông tin bên nữ")),
        Section("ben_nam", ("Phần khai về bên nam", "Thông tin về bên nam", "Thông tin bên nam")),
    ),
    clues=(
        "Kết hôn lần thứ mấy",
        "Chúng tôi cam đoan những lời khai trên đây là đúng sự thật",
        "việc kết hôn của chúng tôi là hoàn toàn tự nguyện",
        "không vi phạm quy định của Luật hôn nhân và gia đình",
        "Bên nam (ký, ghi rõ họ, chữ đệm, tên)",
        "Đề nghị Quý cơ quan đăng ký",
    ),
    holders=(Holder("ben_nu_so_giay_to", "ben_nu_ngay_sinh"), Holder("ben_nam_so_giay_to", "ben_nam_ngay_sinh")),
    dated_by="ngay_ky",
)
