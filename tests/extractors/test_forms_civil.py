"""Papers of civil status in several wordings and layouts: what a clerk would read off them."""

import pytest
from paper_makers import page_of
from tables import rows

from extractors.papers import extract
from extractors.reading import Document, Problem

TITLES = """
the title on the page                                     | the form
TỜ KHAI ĐĂNG KÝ KẾT HÔN                                   | tk_ket_hon
TÒ KHAI ĐĂNG KÝ KÊT HÔN                                   | tk_ket_hon
GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN                         | xn_hon_nhan
TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN             | tk_xn_hon_nhan
TỜ KHAI ĐĂNG KÝ KHAI TỬ                                   | tk_khai_tu
TRÍCH LỤC KHAI TỬ                                         | trich_luc_khai_tu
TRÍCH LỤC KHAI TỬ (BẢN SAO)                               | trich_luc_khai_tu
GIẤY CHỨNG NHẬN KẾT HÔN                                   | gcn_ket_hon
SỔ HỘ KHẨU                                                | so_ho_khau
GIẤY XÁC NHẬN SỐ CHỨNG MINH NHÂN DÂN                      | xn_cmnd
ĐƠN ĐỀ NGHỊ XÁC NHẬN SỐ CHỨNG MINH NHÂN DÂN               | xn_cmnd
GIẤY BÁO TỬ                                               | giay_bao_tu
GIẤY CHỨNG SINH                                           | giay_chung_sinh
TỜ KHAI ĐĂNG KÝ KHAI SINH                                 | tk_khai_sinh
TRÍCH LỤC KHAI SINH                                       | giay_khai_sinh
"""


@pytest.mark.parametrize(("title", "form"), rows(TITLES))
def test_the_title_tells_the_form(title: str, form: str) -> None:
    (document,) = extract([page_of(f"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n{title}\nNgày 3 tháng 5")])
    assert document.form == form


def values(document: Document) -> dict[str, str]:
    return {one.field: str(one.value) for one in document.readings if one.value is not None}


BRIDE_FIRST = """
TỜ KHAI ĐĂNG KÝ KẾT HÔN
Kính gửi: (1) Ủy ban nhân dân xã Quỳnh Lưu
                                  Bên nữ                        Bên nam
Họ, chữ đệm, tên                  LƯƠNG THỊ MINH KHUÊ           TÔ VĂN BÁCH
Ngày, tháng, năm sinh             07/11/1998                    21/03/1995
Dân tộc                           Tày                           Kinh
Quốc tịch                         Việt Nam                      Việt Nam
Nơi cư trú (2)                    Xã Quỳnh Đôi, tỉnh Nghệ An    Xã Quỳnh Lưu, tỉnh Nghệ An
Giấy tờ tùy thân (3)              CCCD số 003198004512          CCCD số 003095007731
Kết hôn lần thứ mấy               Lần thứ nhất                  Lần thứ nhất
Chúng tôi cam đoan những lời khai trên đây là đúng sự thật
Làm tại: xã Quỳnh Lưu, ngày 05 tháng 10 năm 2025
      Bên nam                                        Bên nữ
"""
GROOM_FIRST = """
TỜ KHAI ĐĂNG KÝ KẾT HÔN
Kính gửi: Ủy ban nhân dân xã Quỳnh Lưu
              BÊN NAM                                       BÊN NỮ
Họ và tên: TÔ VĂN BÁCH                        Họ và tên: LƯƠNG THỊ MINH KHUÊ
Ngày sinh: 21/03/1995                         Ngày sinh: 07/11/1998
Dân tộc: Kinh                                 Dân tộc: Tày
Nơi thường trú: Xã Quỳnh Lưu, tỉnh Nghệ An    Nơi thường trú: Xã Quỳnh Đôi, tỉnh Nghệ An
Số CCCD/CMND: 003095007731                    Số CCCD/CMND: 003198004512
Kết hôn lần thứ: 01                           Kết hôn lần thứ: 01
Chúng tôi xin cam đoan lời khai là đúng
Làm tại: xã Quỳnh Lưu, ngày 05 tháng 10 năm 2025
"""
ONE_BELOW_THE_OTHER = """
TỜ KHAI ĐĂNG KÝ KẾT HÔN
Kính gửi: Ủy ban nhân dân xã Quỳnh Lưu
I. Phần khai về bên nữ
1. Họ, chữ đệm, tên: LƯƠNG THỊ MINH KHUÊ
2. Ngày, tháng, năm sinh: 07/11/1998
3. Dân tộc: Tày     4. Quốc tịch: Việt Nam
5. Nơi cư trú: Xã Quỳnh Đôi, tỉnh Nghệ An
6. Giấy tờ tùy thân: 003198004512
II. Phần khai về bên nam
1. Họ, chữ đệm, tên: TÔ VĂN BÁCH
2. Ngày, tháng, năm sinh: 21/03/1995
3. Dân tộc: Kinh     4. Quốc tịch: Việt Nam
5. Nơi cư trú: Xã Quỳnh Lưu, tỉnh Nghệ An
6. Giấy tờ tùy thân: 003095007731
Chúng tôi cam đoan những lời khai trên đây là đúng sự thật
Làm tại: xã Quỳnh Lưu, ngày 05 tháng 10 năm 2025
"""
COUPLE = {
    "kinh_gui": "Ủy ban nhân dân xã Quỳnh Lưu",
    "ben_nu_ho_ten": "LƯƠNG THỊ MINH KHUÊ",
    "ben_nam_ho_ten": "TÔ VĂN BÁCH",
    "ben_nu_ngay_sinh": "1998-11-07",
    "ben_nam_ngay_sinh": "1995-03-21",
    "ben_nu_dan_toc": "Tày",
    "ben_nam_dan_toc": "Kinh",
    "ben_nu_noi_cu_tru": "Xã Quỳnh Đôi, tỉnh Nghệ An",
    "ben_nam_noi_cu_tru": "Xã Quỳnh Lưu, tỉnh Nghệ An",
    "ben_nu_so_giay_to": "003198004512",
    "ben_nam_so_giay_to": "003095007731",
    "ngay_ky": "2025-10-05",
}


@pytest.mark.parametrize("paper", [BRIDE_FIRST, GROOM_FIRST, ONE_BELOW_THE_OTHER], ids=["table", "columns", "below"])
def test_bride_and_groom_keep_their_own(paper: str) -> None:
    (document,) = extract([page_of(paper)])
    assert (document.form, values(document)) == ("tk_ket_hon", COUPLE)


def test_an_empty_column_is_blank_and_takes_nothing_from_the_other() -> None:
    paper = BRIDE_FIRST.replace("CCCD số 003198004512", " " * 20).replace("Tày ", "    ")
    (document,) = extract([page_of(paper)])
    read = values(document)
    assert "ben_nu_so_giay_to" not in read
    assert "ben_nu_dan_toc" not in read
    assert (read["ben_nam_so_giay_to"], read["ben_nam_dan_toc"]) == ("003095007731", "Kinh")


CERTIFICATE = """
     ỦY BAN NHÂN DÂN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
      XÃ QUỲNH LƯU                     Độc lập - Tự do - Hạnh phúc
   Số: 118/UBND-XNTTHN              Quỳnh Lưu, ngày 05 tháng 10 năm 2025
GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN
Xét đề nghị của ông/bà: TÔ VĂN BÁCH, về việc cấp Giấy xác nhận tình trạng hôn nhân
XÁC NHẬN:
Họ, chữ đệm, tên: LƯƠNG THỊ MINH KHUÊ
Ngày, tháng, năm sinh: 07/11/1998
Giới tính: Nữ          Dân tộc: Tày          Quốc tịch: Việt Nam
Giấy tờ tùy thân: (6) CCCD số 003198004512, do Bộ Công an cấp ngày 19/05/2025
Nơi cư trú: (7) Xã Quỳnh Đôi, tỉnh Nghệ An
Tình trạng hôn nhân: (8) Hiện tại chưa đăng ký kết hôn với ai
Giấy này có giá trị đến thời điểm thay đổi tình trạng hôn nhân hoặc 6 tháng kể từ ngày
cấp, được sử dụng để: (9) Đăng ký kết hôn với ông Tô Văn Bách
                                                   KT. CHỦ TỊCH
                                                   PHÓ CHỦ TỊCH

                                                  Cao Xuân Lực
"""
CERTIFIED = {
    "so": "118/UBND-XNTTHN",
    "ho_ten": "LƯƠNG THỊ MINH KHUÊ",
    "ngay_sinh": "1998-11-07",
    "gioi_tinh": "Nữ",
    "dan_toc": "Tày",
    "quoc_tich": "Việt Nam",
    "noi_cu_tru": "Xã Quỳnh Đôi, tỉnh Nghệ An",
    "tinh_trang": "Hiện tại chưa đăng ký kết hôn với ai",
    "muc_dich": "Đăng ký kết hôn với ông Tô Văn Bách",
    "nguoi_ky": "Cao Xuân Lực",
    "so_giay_to": "003198004512",
    "ngay_cap_giay": "2025-10-05",
}


def test_a_certificate_of_marital_status() -> None:
    (document,) = extract([page_of(CERTIFICATE)])
    assert (document.form, values(document)) == ("xn_hon_nhan", CERTIFIED)


WORDINGS = """
printed                                                    | instead of                 | still told
Họ và tên:                                                 | Họ, chữ đệm, tên:          | ho_ten
Sinh ngày:                                                 | Ngày, tháng, năm sinh:     | ngay_sinh
Nơi thường trú/tạm trú:                                    | Nơi cư trú: (7)            | noi_cu_tru
Số định danh cá nhân/Giấy tờ tùy thân:                     | Giấy tờ tùy thân: (6)      | so_giay_to
"""


@pytest.mark.parametrize(("printed", "instead", "field"), rows(WORDINGS))
def test_other_wordings_of_a_label(printed: str, instead: str, field: str) -> None:
    (document,) = extract([page_of(CERTIFICATE.replace(instead, printed))])
    assert values(document)[field] == CERTIFIED[field]


def test_the_paper_s_day_is_not_that_of_the_identity_paper() -> None:
    undated = CERTIFICATE.replace("Quỳnh Lưu, ngày 05 tháng 10 năm 2025", "")
    (document,) = extract([page_of(undated)])
    assert document.reading("ngay_cap_giay") is None
    assert values(document)["so_giay_to"] == "003198004512"


DEATH = """
TỜ KHAI ĐĂNG KÝ KHAI TỬ
Kính gửi: Ủy ban nhân dân xã Quỳnh Lưu
Họ, chữ đệm, tên người yêu cầu: TÔ VĂN BÁCH
Nơi cư trú: Xã Quỳnh Lưu, tỉnh Nghệ An
Giấy tờ tùy thân: CCCD số 003095007731
Quan hệ với người đã chết: Con đẻ
Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây:
Họ, chữ đệm, tên: TÔ ĐÌNH KHẢI
Ngày, tháng, năm sinh: 1941
Giới tính: Nam          Dân tộc: Kinh          Quốc tịch: Việt Nam
Nơi cư trú cuối cùng: Xã Quỳnh Đôi, tỉnh Nghệ An
Giấy tờ tùy thân: CMND số 912345678
Đã chết vào lúc: 07 giờ 30 phút, ngày 02 tháng 10 năm 2025
Nơi chết: Xã Quỳnh Đôi, tỉnh Nghệ An
Nguyên nhân chết: Già yếu
Số Giấy báo tử/Giấy tờ thay thế Giấy báo tử: 14/2025 do Trạm Y tế xã Quỳnh Đôi cấp ngày 03/10/2025
Tôi cam đoan những nội dung khai trên đây là đúng sự thật
Làm tại: xã Quỳnh Lưu, ngày 05 tháng 10 năm 2025
"""


def test_who_asks_and_who_died_are_kept_apart() -> None:
    (document,) = extract([page_of(DEATH)])
    read = values(document)
    assert (document.form, read["nguoi_yeu_cau"], read["ho_ten"]) == ("tk_khai_tu", "TÔ VĂN BÁCH", "TÔ ĐÌNH KHẢI")
    assert (read["nguoi_yeu_cau_so_giay_to"], read["so_giay_to"]) == ("003095007731", "912345678")
    assert (read["ngay_sinh"], read["ngay_chet"], read["ngay_ky"]) == ("1941", "2025-10-02", "2025-10-05")
    assert (read["so_giay_bao_tu"], read["ngay_cap_giay_bao_tu"]) == ("14/2025", "2025-10-03")
    assert read["noi_cu_tru_cuoi_cung"] == "Xã Quỳnh Đôi, tỉnh Nghệ An"


BLANK_FORM = """
TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN
Kính gửi: ................................
Họ, chữ đệm, tên người yêu cầu: ..........................
Nơi cư trú: ................................
Giấy tờ tùy thân: ................................
Họ, chữ đệm, tên: ................................
Ngày, tháng, năm sinh: ................................
Tình trạng hôn nhân: ................................
"""


def test_a_blank_form_says_blank() -> None:
    (document,) = extract([page_of(BLANK_FORM)])
    assert document.form == "tk_xn_hon_nhan"
    assert {one.problem for one in document.readings} == {Problem.BLANK}


SIDE_BY_SIDE = """
GIẤY CHỨNG NHẬN KẾT HÔN
Số: 21/2025
Họ, chữ đệm, tên chồng: TÔ VĂN BÁCH           Họ, chữ đệm, tên vợ: LƯƠNG THỊ KHUÊ
Ngày, tháng, năm sinh: 21/03/1995             Ngày, tháng, năm sinh: 07/11/1998
Dân tộc: Kinh                                 Dân tộc: Tày
Quốc tịch: Việt Nam                           Quốc tịch: Việt Nam
Nơi cư trú: Xã Quỳnh Lưu, tỉnh Nghệ An        Nơi cư trú: Xã Quỳnh Đôi, tỉnh Nghệ An
Giấy tờ tùy thân: 003095007731                Giấy tờ tùy thân: 003198004512
Nơi đăng ký kết hôn: Ủy ban nhân dân xã Quỳnh Lưu
Ngày, tháng, năm đăng ký: 05/10/2025
                                              Người ký Giấy chứng nhận kết hôn

                                                    Cao Xuân Lực
"""


def test_husband_and_wife_without_headings_over_them() -> None:
    (document,) = extract([page_of(SIDE_BY_SIDE)])
    assert (document.form, values(document)) == (
        "gcn_ket_hon",
        {
            "so": "21/2025",
            "vo_ho_ten": "LƯƠNG THỊ KHUÊ",
            "chong_ho_ten": "TÔ VĂN BÁCH",
            "vo_ngay_sinh": "1998-11-07",
            "chong_ngay_sinh": "1995-03-21",
            "vo_dan_toc": "Tày",
            "chong_dan_toc": "Kinh",
            "vo_quoc_tich": "Việt Nam",
            "chong_quoc_tich": "Việt Nam",
            "vo_noi_cu_tru": "Xã Quỳnh Đôi, tỉnh Nghệ An",
            "chong_noi_cu_tru": "Xã Quỳnh Lưu, tỉnh Nghệ An",
            "vo_so_giay_to": "003198004512",
            "chong_so_giay_to": "003095007731",
            "noi_dang_ky": "Ủy ban nhân dân xã Quỳnh Lưu",
            "ngay_dang_ky": "2025-10-05",
            "nguoi_ky": "Cao Xuân Lực",
        },
    )


def test_the_heading_of_the_signature_is_no_title_of_another_paper() -> None:
    paper = CERTIFICATE.replace("KT. CHỦ TỊCH", "").replace(
        "PHÓ CHỦ TỊCH", "Người ký Giấy xác nhận tình trạng hôn nhân"
    )
    (document,) = extract([page_of(paper)])
    assert values(document)["nguoi_ky"] == "Cao Xuân Lực"


def test_a_number_s_own_word_does_not_end_the_line_that_it_stands_in() -> None:
    paper = CERTIFICATE.replace("CCCD số 003198004512, do", "Căn cước công dân số: 003198004512; nơi cấp:")
    (document,) = extract([page_of(paper)])
    assert values(document)["so_giay_to"] == "003198004512"


def test_a_day_set_apart_below_is_no_part_of_what_stands_above() -> None:
    dated = "Quỳnh Lưu, ngày 05 tháng 10 năm 2025"
    purpose = "Làm thủ tục chuyển nhượng quyền sử dụng đất"
    paper = CERTIFICATE.replace(dated, "").replace(
        "Đăng ký kết hôn với ông Tô Văn Bách", f"{purpose}\n{' ' * 40}{dated}"
    )
    (document,) = extract([page_of(paper)])
    read = values(document)
    assert (read["muc_dich"], read["ngay_cap_giay"]) == (purpose, "2025-10-05")
