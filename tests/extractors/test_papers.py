"""From pages to documents: which paper, where it begins, what stands beside a label; nothing makes it stumble."""

import random
from dataclasses import replace
from datetime import date

import pytest
from paper_makers import page_of
from tables import rows

from extractors.codec import documents_from_json, documents_to_json
from extractors.findings import Finding
from extractors.form import forms
from extractors.papers import extract
from extractors.reading import UNKNOWN_FORM, Document, Evidence, FieldReading, PartialDate, Problem, Source
from ocr.page import Box, Code, CodeKind

CT01 = """
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ
Kính gửi: Công an xã Quỳnh Lưu
1. Họ, chữ đệm và tên: TRƯƠNG ĐÌNH KHẢI
2. Ngày, tháng, năm sinh: 07/11/1988     3. Giới tính: Nam
4. Số định danh cá nhân: 003088004512
5. Số điện thoại liên hệ: 0352114908     6. Email: ..........
10. Nội dung đề nghị: Đăng ký tạm trú
"""

TITLES = """
the title on the page                      | the form
TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ          | ct01
TÒ KHAI THAY ĐÔI THÔNG TlN CƯ TRÚ          | ct01
TỜ KHAI ĐĂNG KÝ KHAI SINH                  | tk_khai_sinh
GIẤY KHAI SINH                             | giay_khai_sinh
TRÍCH LỤC KHAI SINH                        | giay_khai_sinh
GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ    | bien_nhan
XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ               | ct07
CĂN CƯỚC CÔNG DÂN                          | cccd
HỢP ĐỒNG THUÊ NHÀ Ở                        | unknown
TỜ KHAI ĐĂNG KÝ KHAI TỬ                    | tk_khai_tu
TỜ KHAI ĐĂNG KÝ KẾT HÔN                    | tk_ket_hon
TRÍCH LỤC KHAI TỬ                          | trich_luc_khai_tu
GIẤY CHỨNG SINH                            | giay_chung_sinh
GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN          | xn_hon_nhan
TỜ KHAI CĂN CƯỚC CÔNG DÂN                  | unknown
GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH         | dk_hkd
QUYẾT ĐỊNH                                 | quyet_dinh
"""


@pytest.mark.parametrize(("title", "form"), rows(TITLES))
def test_a_paper_is_known_by_its_title(title: str, form: str) -> None:
    (document,) = extract([page_of(f"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n{title}\nNgày 3 tháng 5")])
    assert document.form == form


def test_a_mention_in_a_list_is_no_title() -> None:
    (document,) = extract([page_of("DANH MỤC GIẤY TỜ\n1 Bản sao Giấy khai sinh của con 02 bản\n2 Đơn xin học")])
    assert document.form == UNKNOWN_FORM


def test_values_stand_beside_labels_and_an_empty_field_is_blank() -> None:
    (document,) = extract([page_of(CT01)])
    values = {reading.field: str(reading.value) for reading in document.readings if reading.value}
    assert values["ho_ten"] == "TRƯƠNG ĐÌNH KHẢI"
    assert (values["ngay_sinh"], values["gioi_tinh"]) == ("1988-11-07", "Nam")
    email = document.reading("email")
    assert email is not None
    assert email.problem is Problem.BLANK
    assert document.reading("chu_ho") is None  # its label is not on the paper


def test_a_note_in_brackets_belongs_to_the_label() -> None:
    paper = "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ\nHọ, chữ đệm và tên (ghi bằng chữ in hoa, có dấu): TÔ VĂN BÁCH"
    (document,) = extract([page_of(paper)])
    name = document.reading("ho_ten")
    assert name is not None
    assert name.value == "TÔ VĂN BÁCH"


def test_number_and_birth_bear_each_other_out_or_contradict() -> None:
    (agreeing,) = extract([page_of(CT01)])
    (other,) = extract([page_of(CT01.replace("003088004512", "003190004512"))])
    good, bad = agreeing.reading("so_dinh_danh"), other.reading("so_dinh_danh")
    assert good is not None
    assert bad is not None
    assert good.findings == (Finding.ID_PROVINCE_UNKNOWN.name, Finding.WITNESSES_AGREE.name)
    assert {Finding.ID_BIRTH_YEAR_DIFFERS.name, Finding.ID_SEX_DIFFERS.name} <= set(bad.findings)
    assert bad.confidence < good.confidence


def test_a_wrapped_address_is_read_on_and_stops_at_the_next_label() -> None:
    lines = (
        "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ\n"
        "8. Quê quán: Xã Quỳnh Bảng, huyện Quỳnh Lưu, tỉnh Nghệ An\n"
        "1. Nơi thường trú: Số 82 ngõ 176 phố Vọng Hà, phường Chương Dương, quận Hoàn Kiếm, thành phố\n"
        "Hà Nội\n"
        "2. Nơi ở hiện tại: Xã Quỳnh Bảng"
    )
    (document,) = extract([page_of(lines)])
    home, origin = document.reading("noi_thuong_tru"), document.reading("que_quan")
    assert home is not None
    assert origin is not None
    assert home.value == "Số 82 ngõ 176 phố Vọng Hà, phường Chương Dương, quận Hoàn Kiếm, thành phố Hà Nội"
    assert origin.value == "Xã Quỳnh Bảng, huyện Quỳnh Lưu, tỉnh Nghệ An"


GRID = """
TỜ KHAI
THAY ĐỔI THÔNG TIN CƯ TRÚ
Họ, chữ đệm và tên               Ngày, tháng, năm sinh
LƯƠNG THỊ MINH KHUÊ              07/11/1988
Giới tính                        Số định danh cá nhân
Nữ                               003188004512
"""


def test_values_may_stand_below_their_labels_in_two_columns() -> None:
    (document,) = extract([page_of(GRID)])
    values = {reading.field: str(reading.value) for reading in document.readings}
    assert (values["ho_ten"], values["ngay_sinh"]) == ("LƯƠNG THỊ MINH KHUÊ", "1988-11-07")
    assert (values["gioi_tinh"], values["so_dinh_danh"]) == ("Nữ", "003188004512")


CARD_2024 = """
CĂN CƯỚC
IDENTITY CARD
Số định danh cá nhân / Personal identification number
003188004512
Họ, chữ đệm và tên khai sinh / Full name
LƯƠNG THỊ MINH KHUÊ
Ngày, tháng, năm sinh / Date of birth       Giới tính / Sex
07/11/1988                                  Nữ
Nơi cư trú / Place of residence
Số 5 ngõ 12 phố Vọng Hà, phường Hồng Hà, thành phố Hà Nội
Nơi đăng ký khai sinh / Place of birth
Phường Hồng Hà, thành phố Hà Nội
Ngày, tháng, năm cấp / Date of issue        Ngày, tháng, năm hết hạn / Date of expiry
19/05/2025                                  07/11/2028
"""


def test_a_card_of_2024_has_labels_in_two_languages_and_values_below() -> None:
    (document,) = extract([page_of(CARD_2024)])
    values = {reading.field: str(reading.value) for reading in document.readings}
    assert (document.form, document.edition) == ("cccd", "Căn cước 2024")
    assert values == {
        "so_dinh_danh": "003188004512",
        "ho_ten": "LƯƠNG THỊ MINH KHUÊ",
        "ngay_sinh": "1988-11-07",
        "gioi_tinh": "Nữ",
        "noi_thuong_tru": "Số 5 ngõ 12 phố Vọng Hà, phường Hồng Hà, thành phố Hà Nội",
        "gia_tri_den": "2028-11-07",
        "ngay_cap": "2025-05-19",
        "noi_dang_ky_khai_sinh": "Phường Hồng Hà, thành phố Hà Nội",
    }


BIRTH = """
TỜ KHAI ĐĂNG KÝ KHAI SINH
Họ, chữ đệm, tên người yêu cầu: TÔ VĂN BÁCH
Ngày, tháng, năm sinh: 21/03/1985
Nơi cư trú: Xã Quỳnh Lưu, tỉnh Nghệ An
Quan hệ với người được khai sinh: Bố đẻ
Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:
Họ, chữ đệm, tên: TÔ KHÁNH VÂN
Ngày, tháng, năm sinh: 30/09/2025
Họ, chữ đệm, tên người cha: TÔ VĂN BÁCH
Năm sinh: 1985     Dân tộc: Kinh
Nơi cư trú: Xã Quỳnh Lưu, tỉnh Nghệ An
Họ, chữ đệm, tên người mẹ: LƯƠNG THỊ MINH KHUÊ
Ngày, tháng, năm sinh: 07/11/1988     Dân tộc: Kinh
Nơi cư trú: Xã Quỳnh Đôi, tỉnh Nghệ An
Làm tại: xã Quỳnh Lưu, ngày 05 tháng 10 năm 2025
"""


@pytest.mark.parametrize("lost", ["", "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:\n"])
def test_labels_that_repeat_belong_to_their_section_even_when_a_heading_is_lost(lost: str) -> None:
    (document,) = extract([page_of(BIRTH.replace(lost, "") if lost else BIRTH)])
    values = {reading.field: str(reading.value) for reading in document.readings}
    assert (values["nguoi_yeu_cau_ngay_sinh"], values["ngay_sinh"]) == ("1985-03-21", "2025-09-30")
    assert (values["nam_sinh_me"], values["nam_sinh_cha"]) == ("1988", "1985")
    assert values["noi_cu_tru_me"] == "Xã Quỳnh Đôi, tỉnh Nghệ An"
    assert values["noi_cu_tru_cha"] == values["nguoi_yeu_cau_noi_cu_tru"] == "Xã Quỳnh Lưu, tỉnh Nghệ An"


def test_a_page_without_title_goes_on_with_the_paper_before_it() -> None:
    second = page_of(
        "11. Những thành viên trong hộ gia đình cùng thay đổi:\n8. Mối quan hệ với chủ hộ: Con đẻ", number=2
    )
    other = page_of("THỰC ĐƠN\nPhở bò\nBún chả", number=3)
    documents = extract([page_of(CT01), second, other])
    assert [(document.form, document.pages) for document in documents] == [("ct01", (1, 2)), (UNKNOWN_FORM, (3,))]
    relation = documents[0].reading("quan_he_chu_ho")
    assert relation is not None
    assert relation.evidence[0].page == 2


FRONT = """
CĂN CƯỚC CÔNG DÂN
Số / No.: 003188004512
Họ và tên / Full name:
LƯƠNG THỊ MINH KHUÊ
Ngày sinh / Date of birth: 07/11/1988
"""
BACK = """
Đặc điểm nhận dạng / Personal identification: Nốt ruồi
Ngày, tháng, năm / Date, month, year: 19/05/2021
Ngón trỏ trái     Ngón trỏ phải
Left index finger     Right index finger
"""


def test_the_back_of_a_card_goes_with_the_front_before_it_and_not_with_another_card() -> None:
    untitled = FRONT.replace("CĂN CƯỚC CÔNG DÂN\n", "").replace("003188004512", "003085007731")
    pages = [page_of(FRONT), page_of(BACK, 2), page_of(untitled + "Quốc tịch / Nationality: Việt Nam", 3)]
    documents = extract(pages)
    assert [(document.form, document.pages) for document in documents[:1]] == [("cccd", (1, 2))]
    issued = documents[0].reading("ngay_cap")
    assert issued is not None
    assert issued.value == date(2021, 5, 19)


def test_two_papers_of_one_form_stay_apart() -> None:
    documents = extract([page_of(CT01), page_of(CT01, number=2)])
    assert [document.pages for document in documents] == [(1,), (2,)]


def test_the_day_of_the_dossier_decides_the_plan_of_a_phone_when_the_paper_is_undated() -> None:
    paper = page_of(CT01.replace("0352114908", "0838251234"))
    findings = []
    for dated in (None, date(2024, 1, 1)):
        reading = extract([paper], dated)[0].reading("dien_thoai")
        assert reading is not None
        findings.append(reading.findings)
    assert findings == [(Finding.PHONE_AMBIGUOUS.name,), ()]


def test_a_zone_with_right_check_digits_gives_what_print_does_not() -> None:
    zone = "IDVNM1900123457099190012345<<3\n9001158F3001156VNM<<<<<<<<<<<6\nNGUYEN<<THI<MAU<<<<<<<<<<<<<<<"
    back = page_of("Đặc điểm nhận dạng / Personal identification: Sẹo chấm")
    (document,) = extract([replace(back, codes=(Code(CodeKind.MRZ, zone, Box(10, 900, 500, 990)),))])
    read = {reading.field: str(reading.value) for reading in document.readings}
    assert document.form == "cccd"
    assert (read["so_dinh_danh"], read["ngay_sinh"], read["gioi_tinh"]) == ("099190012345", "1990-01-15", "Nữ")
    assert read["gia_tri_den"] == "2030-01-15"
    wrong = replace(
        back, codes=(Code(CodeKind.MRZ, zone.replace("190012345<<", "190012346<<"), Box(10, 900, 500, 990)),)
    )
    assert all(reading.field != "so_dinh_danh" for document in extract([wrong]) for reading in document.readings)


def test_no_page_makes_it_stumble() -> None:
    chance = random.Random(11)
    alphabet = "aăâđêôơưẠÁ 0123456789.:|/,-()«£ \n" + CT01
    for number in range(60):
        text = "".join(chance.choice(alphabet) for _ in range(chance.randrange(0, 400)))
        documents = extract([page_of(text, number=1), page_of(CT01[: number * 5], number=2)])
        assert sorted(page for document in documents for page in document.pages) == [1, 2]


def test_no_pages_no_documents() -> None:
    assert extract([]) == ()


def test_documents_survive_the_codec() -> None:
    box = Box(1, 2, 3, 4)
    readings = (
        FieldReading("ngay_sinh", PartialDate(1988), (Evidence(1, box, "1988", 0.9),)),
        FieldReading("ngay_cap", date(2021, 5, 19), (Evidence(2, box, "19052021", 0.97, Source.QR),), None, ("X",)),
        FieldReading("email", None, (), Problem.BLANK),
    )
    documents = (Document("cccd", "CCCD 2021", (1, 2), 0.8, readings), *extract([page_of(CT01)]))
    text = documents_to_json(documents)
    assert documents_from_json(text) == documents
    assert documents_to_json(documents_from_json(text)) == text
    for broken in ("", "[]", "{}", '{"format":99,"documents":[]}', '{"format":1,"documents":[{}]}'):
        with pytest.raises(ValueError, match=r"documents|Expecting"):
            documents_from_json(broken)


def test_no_two_forms_share_a_code_or_a_title() -> None:
    codes = [form.code for form in forms()]
    titles = [title for form in forms() for title in form.titles]
    assert len(set(codes)) == len(codes)
    assert len(set(titles)) == len(titles)
    assert all(edition.source for form in forms() for edition in form.editions)
