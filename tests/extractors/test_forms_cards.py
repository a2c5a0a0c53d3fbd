"""Cards and citizens' papers: DC02, đổi GPLX, lý lịch tư pháp, hộ kinh doanh, CMND, căn cước, CT07, giấy tiếp nhận."""

import pytest
from paper_makers import page_of
from tables import rows

from extractors.form import form
from extractors.geometry.layout import rows_of
from extractors.papers import extract
from extractors.reading import UNKNOWN_FORM, Document
from extractors.sorting.following import ends_with

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
DC02 = (
    NATION
    + """
          PHIẾU ĐỀ NGHỊ GIẢI QUYẾT THỦ TỤC VỀ CĂN CƯỚC
Kính gửi: Công an xã Quỳnh Lưu
I. THÔNG TIN NGƯỜI ĐỀ NGHỊ
1. Họ, chữ đệm và tên: TRƯƠNG GIA HÂN
2. Ngày, tháng, năm sinh: 07/11/2015     3. Giới tính: Nữ
4. Số định danh cá nhân: 003315004512
5. Nơi cư trú: Thôn 3, xã Quỳnh Lưu, tỉnh Nghệ An
II. THÔNG TIN NGƯỜI ĐẠI DIỆN HỢP PHÁP
6. Họ, chữ đệm và tên: TRƯƠNG ĐÌNH KHẢI
7. Ngày, tháng, năm sinh: 02/03/1988     8. Giới tính: Nam
9. Số định danh cá nhân: 003088001122
III. NỘI DUNG ĐỀ NGHỊ
☐ 1. Cấp, đổi, cấp lại thẻ căn cước
☑ 2. Xác nhận số định danh cá nhân với số CMND 9 số
☐ 3. Xác nhận số định danh cá nhân đã hủy
10. Nội dung cụ thể: Xác nhận số cũ của mẹ
               Quỳnh Lưu, ngày 05 tháng 9 năm 2025
"""
)
GPLX = (
    NATION
    + """
               ĐƠN ĐỀ NGHỊ ĐỔI, CẤP LẠI GIẤY PHÉP LÁI XE
Kính gửi: Sở Giao thông vận tải tỉnh Nghệ An
Tôi là: TRƯƠNG ĐÌNH KHẢI
Sinh ngày: 02/03/1988
Số Căn cước công dân: 003088001122 cấp ngày 05/06/2021, nơi cấp: Cục Cảnh sát quản lý hành chính về trật tự xã hội
Hiện đã có giấy phép lái xe hạng: B2 số 402158003377 do Sở GTVT Nghệ An cấp ngày 12/08/2015
Đề nghị cho tôi được đổi, cấp lại giấy phép lái xe hạng: B2
Lý do: Giấy phép lái xe sắp hết hạn
               Nghệ An, ngày 05 tháng 9 năm 2024
"""
)
LLTP = (
    NATION
    + """
           TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP
Kính gửi: Sở Tư pháp tỉnh Nghệ An
1. Tên tôi là: TRƯƠNG ĐÌNH KHẢI
3. Ngày, tháng, năm sinh: 02/03/1988     4. Giới tính: Nam
7. Nơi thường trú: Thôn 3, xã Quỳnh Hưng, huyện Quỳnh Lưu, tỉnh Nghệ An
9. Giấy CMND/Hộ chiếu số: 003088001122
Họ và tên cha: Trương Đình Lộc     Ngày, tháng, năm sinh: 05/05/1960
Họ và tên mẹ: Lê Thị Sáu           Ngày, tháng, năm sinh: 1963
Họ và tên vợ/chồng: .........      Ngày, tháng, năm sinh: ........
QUÁ TRÌNH CƯ TRÚ CỦA BẢN THÂN
Từ tháng, năm đến tháng, năm    Nơi thường trú/Tạm trú    Nghề nghiệp, nơi làm việc
03/2002 - 08/2006      xã Quỳnh Hưng, huyện Quỳnh Lưu      Học sinh
09/2006 - nay          xã Quỳnh Hưng, huyện Quỳnh Lưu      Làm ruộng
Phần khai về án tích: không
Mục đích yêu cầu cấp Phiếu lý lịch tư pháp: Xin việc làm
               Nghệ An, ngày 05 tháng 9 năm 2016
"""
)
TRADE = (
    NATION
    + """
               GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH
Kính gửi: Phòng Kinh tế xã Quỳnh Lưu
Tôi là: TRƯƠNG ĐÌNH KHẢI
Sinh ngày: 02/03/1988       Giới tính: Nam
Số định danh cá nhân: 003088001122
Nơi thường trú:
Số nhà, đường phố/tổ/xóm/ấp/thôn: Thôn 3
Xã/Phường/Đặc khu: xã Quỳnh Lưu
Tỉnh/Thành phố: tỉnh Nghệ An
1. Tên hộ kinh doanh: TẠP HÓA KHẢI
3. Ngành, nghề kinh doanh:
STT     Tên ngành                     Mã ngành
1       Bán lẻ hàng tạp hóa           4719
4. Vốn kinh doanh: 50.000.000 đồng
               Quỳnh Lưu, ngày 05 tháng 9 năm 2025
"""
)
CMND = """
     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        GIẤY CHỨNG MINH NHÂN DÂN
              SỐ 912345678
     Họ tên: TRƯƠNG ĐÌNH KHẢI
     Sinh ngày: 02-03-1988
     Nguyên quán: Quỳnh Lưu, Nghệ An
     Dân tộc: Kinh          Tôn giáo: Không
              Ngày 05 tháng 6 năm 2011
         GIÁM ĐỐC CA TỈNH NGHỆ AN
"""
CARD_2024 = """
     CĂN CƯỚC
     IDENTITY CARD
     Số định danh cá nhân / Personal identification number:
     003088001122
     Họ, chữ đệm và tên khai sinh / Full name:
     TRƯƠNG ĐÌNH KHẢI
     Ngày, tháng, năm sinh / Date of birth: 02/03/1988
     Giới tính / Sex: Nam      Quốc tịch / Nationality: Việt Nam
     Nơi cư trú / Place of residence:
     Thôn 3, xã Quỳnh Lưu, tỉnh Nghệ An
     Nơi đăng ký khai sinh / Place of birth registration:
     Xã Quỳnh Hưng, huyện Quỳnh Lưu, tỉnh Nghệ An
     Ngày, tháng, năm cấp / Date of issue: 05/09/2024
     Ngày, tháng, năm hết hạn / Date of expiry: 02/03/2028
"""
PAPERS = {"dc02": DC02, "doi_gplx": GPLX, "tk_lltp": LLTP, "dk_hkd": TRADE, "cmnd": CMND, "cccd": CARD_2024}
SAID = """
paper    | field                       | value
dc02     | kinh_gui                    | Công an xã Quỳnh Lưu
dc02     | ho_ten                      | TRƯƠNG GIA HÂN
dc02     | so_dinh_danh                | 003315004512
dc02     | nguoi_dai_dien_ho_ten       | TRƯƠNG ĐÌNH KHẢI
dc02     | nguoi_dai_dien_ngay_sinh    | 1988-03-02
dc02     | nguoi_dai_dien_so_dinh_danh | 003088001122
dc02     | noi_dung_de_nghi            | Xác nhận số định danh cá nhân với số CMND 9 số
dc02     | noi_dung_cu_the             | Xác nhận số cũ của mẹ
dc02     | ngay_ky                     | 2025-09-05
doi_gplx | so_dinh_danh                | 003088001122
doi_gplx | ngay_cap                    | 2021-06-05
doi_gplx | hang                        | B2
doi_gplx | so_gplx                     | 402158003377
doi_gplx | noi_cap_gplx                | Sở GTVT Nghệ An
doi_gplx | ngay_cap_gplx               | 2015-08-12
doi_gplx | hang_de_nghi                | B2
doi_gplx | ly_do                       | Giấy phép lái xe sắp hết hạn
tk_lltp  | ho_ten                      | TRƯƠNG ĐÌNH KHẢI
tk_lltp  | so_giay_to                  | 003088001122
tk_lltp  | ho_ten_cha                  | Trương Đình Lộc
tk_lltp  | ngay_sinh_cha               | 1960-05-05
tk_lltp  | ho_ten_me                   | Lê Thị Sáu
tk_lltp  | ngay_sinh_me                | 1963
tk_lltp  | cu_tru_1_thoi_gian          | 03/2002 - 08/2006
tk_lltp  | cu_tru_1_noi_o              | xã Quỳnh Hưng, huyện Quỳnh Lưu
tk_lltp  | cu_tru_2_nghe_nghiep        | Làm ruộng
tk_lltp  | muc_dich                    | Xin việc làm
dk_hkd   | ho_ten                      | TRƯƠNG ĐÌNH KHẢI
dk_hkd   | noi_thuong_tru              | Thôn 3, xã Quỳnh Lưu, tỉnh Nghệ An
dk_hkd   | ten_ho_kinh_doanh           | TẠP HÓA KHẢI
dk_hkd   | nganh_nghe                  | Bán lẻ hàng tạp hóa
dk_hkd   | von                         | 50000000
cmnd     | so_cmnd                     | 912345678
cmnd     | ho_ten                      | TRƯƠNG ĐÌNH KHẢI
cmnd     | ngay_cap                    | 2011-06-05
cmnd     | noi_cap                     | CA TỈNH NGHỆ AN
cccd     | so_dinh_danh                | 003088001122
cccd     | ho_ten                      | TRƯƠNG ĐÌNH KHẢI
cccd     | noi_thuong_tru              | Thôn 3, xã Quỳnh Lưu, tỉnh Nghệ An
cccd     | noi_dang_ky_khai_sinh       | Xã Quỳnh Hưng, huyện Quỳnh Lưu, tỉnh Nghệ An
cccd     | ngay_cap                    | 2024-09-05
cccd     | gia_tri_den                 | 2028-03-02
"""


def read(text: str) -> tuple[Document, dict[str, str]]:
    (document,) = extract([page_of(text)])
    return document, {one.field: str(one.value) for one in document.readings if one.value is not None}


READ = {code: read(text) for code, text in PAPERS.items()}


@pytest.mark.parametrize("code", PAPERS)
def test_a_paper_is_known(code: str) -> None:
    assert READ[code][0].form == code


@pytest.mark.parametrize(("code", "field", "value"), rows(SAID))
def test_a_paper_says(code: str, field: str, value: str) -> None:
    assert READ[code][1].get(field) == value


def test_the_card_of_2024_is_an_edition() -> None:
    assert READ["cccd"][0].edition == "Căn cước 2024"


def _blank(text: str) -> str:
    """The paper as it lies at the counter: labels and leaders, nothing filled in."""
    return "\n".join(f"{line.partition(':')[0]}: ......" if ":" in line else line for line in _print_only(text))


def _print_only(text: str) -> list[str]:
    return [
        line.replace("☑", "☐")
        for line in text.splitlines()
        if "/20" not in line.partition(":")[0] and "ngày 05" not in line
    ]


@pytest.mark.parametrize("code", ["dc02", "doi_gplx", "tk_lltp"])
def test_a_blank_form_has_no_values(code: str) -> None:
    document, values = read(_blank(PAPERS[code]))
    assert document.form == code
    assert values == {}


ABROAD = """
     REPUBLIC OF ITALY
     MINISTRY OF THE INTERIOR
     IDENTITY DOCUMENT OF A FOREIGN NATIONAL
     SURNAME: ROSSI
     GIVEN NAMES: MARIO
     PLACE OF BIRTH: ROMA
     DATE OF ISSUE: 05.09.2024
"""


def test_a_card_of_another_country_is_unknown() -> None:
    document, values = read(ABROAD)
    assert document.form == UNKNOWN_FORM
    assert values == {}


def test_two_papers_on_one_page_do_not_mix_persons() -> None:
    other = LLTP.replace("TRƯƠNG ĐÌNH KHẢI", "LÒ THỊ MAI")
    documents = extract([page_of(CMND + other)])
    held = {
        (one.form, str(reading.value)) for one in documents for reading in one.readings if reading.field == "ho_ten"
    }
    assert held <= {("cmnd", "TRƯƠNG ĐÌNH KHẢI"), ("tk_lltp", "LÒ THỊ MAI")}


def test_half_an_address_is_no_address() -> None:
    document, values = read(TRADE.replace("Tỉnh/Thành phố: tỉnh Nghệ An\n", ""))
    assert "noi_thuong_tru" not in values
    reading = document.reading("noi_thuong_tru")
    assert reading is not None
    assert reading.problem is not None


LAST = """
the page                                     | goes on
Mục đích yêu cầu cấp Phiếu: Xin việc làm     | yes
Người khai (Ký, ghi rõ họ tên) Trương Khải   | yes
Hợp đồng thuê nhà ở của hai bên              | no
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Mục đích yêu cầu cấp Phiếu | no
"""


@pytest.mark.parametrize(("page", "goes"), rows(LAST))
def test_a_page_without_a_title_goes_on_with_its_paper(page: str, goes: str) -> None:
    goes_on = ends_with("Mục đích yêu cầu cấp Phiếu")
    assert goes_on(rows_of(page_of("Tờ khai\nHọ và tên: A")), rows_of(page_of(page))) is (goes == "yes")


@pytest.mark.parametrize(
    "code", ["dc02", "doi_gplx", "tk_lltp", "dk_hkd", "cmnd", "cccd", "giay_phep", "ct01", "ct07", "bien_nhan"]
)
def test_a_form_names_its_source_and_is_found_without_its_title(code: str) -> None:
    held = form(code)
    assert held is not None
    assert held.editions
    assert all(one.source for one in held.editions)
    assert len([clue for clue in held.clues if len(clue) >= 8]) >= 5
