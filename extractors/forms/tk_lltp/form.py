"""Tờ khai yêu cầu cấp Phiếu lý lịch tư pháp: the form that asks for the birth dates of parents and spouse."""

from extractors.form import Edition, Field, Form, Holder, Place, Section
from extractors.forms.tk_lltp.stays import with_stays
from extractors.sorting.following import ends_with
from extractors.values.addresses import parse_address_text
from extractors.values.agencies import parse_agency
from extractors.values.codes import parse_count
from extractors.values.dates import parse_birth_date, parse_date
from extractors.values.id_papers import parse_issuer, parse_paper_issued, parse_paper_number
from extractors.values.names import parse_name
from extractors.values.phones import parse_phone
from extractors.values.texts import parse_email, parse_ethnic_group, parse_nationality, parse_sex, parse_text

_SELF, _FATHER, _MOTHER, _SPOUSE, _STAYS, _REQUEST = "ban_than", "cha", "me", "vo_chong", "cu_tru", "yeu_cau"
_BORN = ("Ngày, tháng, năm sinh", "Ngày sinh", "Sinh ngày", "Năm sinh")
_OF_FATHER = ("Họ và tên cha", "Họ tên cha", "Họ, chữ đệm, tên cha", "Họ, chữ đệm và tên cha", "Họ và tên bố")
_OF_MOTHER = ("Họ và tên mẹ", "Họ tên mẹ", "Họ, chữ đệm, tên mẹ", "Họ, chữ đệm và tên mẹ")
_OF_SPOUSE = (
    "Họ và tên vợ/chồng",
    "Họ và tên vợ (chồng)",
    "Họ tên vợ/chồng",
    "Họ và tên vợ hoặc chồng",
    "Họ, chữ đệm, tên vợ/chồng",
    "Họ, chữ đệm và tên vợ/chồng",
)

FORM = Form(
    code="tk_lltp",
    titles=(
        "Tờ khai yêu cầu cấp Phiếu lý lịch tư pháp",
        "Tờ khai đề nghị cấp Phiếu lý lịch tư pháp",
    ),
    editions=(
        Edition("03/2013/TT-LLTP", None, "Thông tư 16/2013/TT-BTP, mẫu 03/2013/TT-LLTP", ("03/2013/TT-LLTP",)),
        Edition("04/2013/TT-LLTP", None, "Thông tư 16/2013/TT-BTP, mẫu 04/2013/TT-LLTP", ("04/2013/TT-LLTP",)),
        Edition("NĐ 216/2026/NĐ-CP", None, "Nghị định 216/2026/NĐ-CP; form not verified", ("216/2026/NĐ-CP",)),
    ),
    fields=(
        Field("kinh_gui", ("Kính gửi",), parse_agency, lines=2),
        Field(
            "ho_ten", ("Tên tôi là", "Họ và tên", "Họ, chữ đệm và tên", "Họ, chữ đệm, tên", "Tôi là"), parse_name, _SELF
        ),
        Field("ten_goi_khac", ("Tên gọi khác (nếu có)", "Tên gọi khác"), parse_name, _SELF),
        Field("ngay_sinh", _BORN, parse_birth_date, _SELF),
        Field("gioi_tinh", ("Giới tính",), parse_sex, _SELF, options=("Nam", "Nữ")),
        Field("noi_sinh", ("Nơi sinh", "Nơi sinh (tỉnh/thành phố)"), parse_address_text, _SELF, lines=3),
        Field("quoc_tich", ("Quốc tịch",), parse_nationality, _SELF),
        Field("dan_toc", ("Dân tộc",), parse_ethnic_group, _SELF),
        Field("noi_thuong_tru", ("Nơi thường trú", "Nơi đăng ký thường trú"), parse_address_text, _SELF, lines=3),
        Field("noi_tam_tru", ("Nơi tạm trú", "Nơi đăng ký tạm trú"), parse_address_text, _SELF, lines=3),
        Field(
            "so_giay_to",
            (
                "Giấy CMND/Hộ chiếu số",
                "Giấy CMND/Hộ chiếu",
                "Giấy CMND/Thẻ CCCD/Hộ chiếu số",
                "Giấy chứng minh nhân dân/Hộ chiếu số",
                "CMND/CCCD/Hộ chiếu số",
                "CCCD/Hộ chiếu số",
                "Số định danh cá nhân/Căn cước công dân",
                "Số định danh cá nhân",
                "Số định danh cá nhân/Hộ chiếu",
                "Số CMND/CCCD",
                "Căn cước công dân số",
            ),
            parse_paper_number,
            _SELF,
        ),
        Field("ngay_cap", ("Cấp ngày", "Ngày cấp"), parse_paper_issued, _SELF, by_date=True),
        Field("noi_cap", ("Nơi cấp", "Tại", "Cơ quan cấp"), parse_issuer, _SELF, lines=2),
        Field(
            "dien_thoai",
            ("Số điện thoại/e-mail", "Số điện thoại", "Điện thoại", "Điện thoại liên hệ", "Số điện thoại liên hệ"),
            parse_phone,
            _SELF,
            by_date=True,
        ),
        Field("email", ("E-mail", "Địa chỉ email", "Số điện thoại/e-mail"), parse_email, _SELF),
        Field("ho_ten_cha", _OF_FATHER, parse_name),
        Field("ngay_sinh_cha", _BORN, parse_birth_date, _FATHER),
        Field("ho_ten_me", _OF_MOTHER, parse_name),
        Field("ngay_sinh_me", _BORN, parse_birth_date, _MOTHER),
        Field("ho_ten_vo_chong", _OF_SPOUSE, parse_name),
        Field("ngay_sinh_vo_chong", _BORN, parse_birth_date, _SPOUSE),
        Field(
            "loai_phieu",
            (
                "Yêu cầu cấp Phiếu lý lịch tư pháp",
                "Yêu cầu cấp Phiếu lý lịch tư pháp số",
                "Loại Phiếu lý lịch tư pháp yêu cầu cấp",
                "Loại phiếu yêu cầu cấp",
            ),
            parse_text,
            options=(
                "Số 1",
                "Số 2",
                "Phiếu số 1",
                "Phiếu số 2",
                "Phiếu lý lịch tư pháp số 1",
                "Phiếu lý lịch tư pháp số 2",
            ),
        ),
        Field(
            "muc_dich",
            (
                "Mục đích yêu cầu cấp Phiếu lý lịch tư pháp",
                "Mục đích yêu cầu cấp Phiếu",
                "Mục đích sử dụng",
                "Mục đích",
            ),
            parse_text,
            lines=2,
        ),
        Field(
            "so_luong",
            ("Số lượng Phiếu lý lịch tư pháp yêu cầu cấp", "Số lượng phiếu yêu cầu cấp", "Số lượng Phiếu", "Số lượng"),
            parse_count,
        ),
        Field("ngay_ky", (), parse_date, place=Place.LAST_DATE_LINE),
    ),
    sections=(
        Section(_SELF, ()),
        Section(_FATHER, (*_OF_FATHER, "Phần khai về cha")),
        Section(_MOTHER, (*_OF_MOTHER, "Phần khai về mẹ")),
        Section(_SPOUSE, (*_OF_SPOUSE, "Phần khai về vợ/chồng")),
        Section(_STAYS, ("Quá trình cư trú của bản thân", "Quá trình cư trú")),
        Section(_REQUEST, ("Phần khai về án tích",)),
    ),
    stops=(
        "Phần khai về cha, mẹ, vợ/chồng",
        "Phần khai về bản thân",
        "Phần khai về án tích",
        "Từ tháng, năm đến tháng, năm",
        "Nơi thường trú/Tạm trú",
        "Nghề nghiệp, nơi làm việc",
        "Yêu cầu xác nhận về nội dung cấm đảm nhiệm chức vụ",
        "Tôi xin cam đoan",
        "Người khai",
        "Người yêu cầu",
    ),
    clues=(
        "Quá trình cư trú của bản thân",
        "Phần khai về án tích",
        "Họ và tên vợ/chồng",
        "nội dung cấm đảm nhiệm chức vụ",
        "Nghề nghiệp, nơi làm việc",
    ),
    holders=(Holder("so_giay_to", "ngay_sinh", "gioi_tinh"),),
    dated_by="ngay_ky",
    further=with_stays,
    goes_on=ends_with(
        "Quá trình cư trú của bản thân",
        "Phần khai về án tích",
        "Mục đích yêu cầu cấp Phiếu",
        "Yêu cầu xác nhận về nội dung cấm đảm nhiệm chức vụ",
        "Nghề nghiệp, nơi làm việc",
    ),
)
