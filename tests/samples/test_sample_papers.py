"""Each paper: the fields that its form has, every truth box on ink inside the page, the same page for the same dice."""

from dataclasses import replace
from datetime import date
from random import Random

import numpy as np
import pytest
import zxingcpp

from samples.lettering import Face
from samples.papers import cccd, ct01, giay_khai_sinh, tk_khai_sinh
from samples.papers.birth import Child, Parent
from samples.papers.sheet import BLUE, Manner, Pen, Sheet

HOME = "Thôn Đoài, xã Yên Lãng, huyện Đại Từ, tỉnh Thái Nguyên"
MOTHER, FATHER = Parent("Nguyễn Thị Hồng Gấm", 1994, HOME), Parent("Trần Quốc Hưởng", 1990, HOME)
CHILD = Child("Trần Quốc Bảo", date(2022, 3, 21), "Nam", "Trạm Y tế xã Yên Lãng", "Xã Yên Lãng, huyện Đại Từ")
FORM = ct01.Ct01(
    addressed_to="Công an xã Yên Lãng",
    full_name="Nguyễn Thị Hồng Gấm",
    birth_date=date(1994, 9, 15),
    sex="Nữ",
    id_number="003194123456",
    phone="0865597724",
    email="gamnth94@example.org",
    head="Trần Quốc Hưởng",
    relation="Vợ",
    head_id="003090123456",
    request="Đăng ký thường trú về ở cùng gia đình chồng tại thôn Đoài, xã Yên Lãng, tỉnh Thái Nguyên",
    members=(ct01.Member("Trần Quốc Bảo", date(2022, 3, 21), "Nam", "003222000111", "Con"),),
    place="Yên Lãng",
    signed_on=date(2026, 10, 5),
)
CARD = cccd.Cccd(
    number="003194123456",
    old_number="912345678",
    full_name="Nguyễn Thị Hồng Gấm",
    birth_date=date(1994, 9, 15),
    sex="Nữ",
    origin="Yên Lãng, Đại Từ, Thái Nguyên",
    residence=HOME,
    expires_on=date(2034, 9, 15),
    issued_on=date(2021, 5, 5),
)
APPLICATION = tk_khai_sinh.Application(
    addressed_to="Ủy ban nhân dân xã Yên Lãng",
    applicant="Nguyễn Thị Hồng Gấm",
    applicant_residence=HOME,
    paper_number="003194123456",
    paper_issuer="Cục Cảnh sát quản lý hành chính về trật tự xã hội",
    paper_issued_on=date(2021, 5, 5),
    relation="Mẹ đẻ",
    child=CHILD,
    mother=MOTHER,
    father=FATHER,
    place="Yên Lãng",
    signed_on=date(2022, 4, 2),
)
ORIGINAL = giay_khai_sinh.Certificate(
    number="61/2022",
    child=CHILD,
    child_number="003222000111",
    mother=MOTHER,
    father=FATHER,
    office="Ủy ban nhân dân xã Yên Lãng, huyện Đại Từ, tỉnh Thái Nguyên",
    registered_on=date(2022, 4, 2),
    signer="Hoàng Văn Tịnh",
    signer_office="PHÓ CHỦ TỊCH",
)
COPY = replace(ORIGINAL, copied=giay_khai_sinh.Copied("112/GKS-BS", date(2025, 2, 3), "Lò Thị Vân"))
DRAW = {
    "ct01": lambda manner: ct01.draw(FORM, manner),
    "cccd": lambda manner: cccd.draw(CARD, manner),
    "tk_khai_sinh": lambda manner: tk_khai_sinh.draw(APPLICATION, manner),
    "giay_khai_sinh": lambda manner: giay_khai_sinh.draw(ORIGINAL, manner),
    "giay_khai_sinh, bản sao": lambda manner: giay_khai_sinh.draw(COPY, manner),
}
FIELDS = {
    "ct01": """kinh_gui ho_ten ngay_sinh gioi_tinh so_dinh_danh dien_thoai email chu_ho quan_he_chu_ho
        so_dinh_danh_chu_ho noi_dung_de_nghi thanh_vien_1_ho_ten thanh_vien_1_ngay_sinh
        thanh_vien_1_so_dinh_danh ngay_ky""",
    "cccd": "so_dinh_danh ho_ten ngay_sinh gioi_tinh que_quan noi_thuong_tru gia_tri_den ngay_cap quoc_tich",
    "tk_khai_sinh": """kinh_gui nguoi_yeu_cau nguoi_yeu_cau_noi_cu_tru quan_he ho_ten ngay_sinh ngay_sinh_bang_chu
        gioi_tinh dan_toc quoc_tich noi_sinh que_quan ho_ten_me nam_sinh_me noi_cu_tru_me ho_ten_cha nam_sinh_cha
        noi_cu_tru_cha so_giay_to ngay_cap ngay_ky""",
    "giay_khai_sinh": """so ho_ten ngay_sinh ngay_sinh_bang_chu gioi_tinh dan_toc quoc_tich noi_sinh que_quan
        so_dinh_danh ho_ten_me nam_sinh_me noi_cu_tru_me ho_ten_cha nam_sinh_cha noi_cu_tru_cha
        noi_dang_ky ngay_dang_ky nguoi_ky""",
}


def manner(seed: int = 1, dpi: int = 90, hand: bool = False) -> Manner:
    pen = Pen(Face.HAND_PRINT, 15, BLUE, on_dots=True, unsteady=0.35) if hand else Pen()
    return Manner(dpi, pen, Random(seed))


def sheet(paper: str, seed: int = 1, hand: bool = False) -> Sheet:
    return DRAW[paper](manner(seed, hand=hand))


@pytest.mark.parametrize("paper", DRAW)
def test_a_paper_has_the_fields_of_its_form(paper):
    names = [field.name for field in sheet(paper).fields]
    assert sorted(names) == sorted(FIELDS[paper.partition(",")[0]].split())


@pytest.mark.parametrize("hand", [False, True], ids=("typed", "hand"))
@pytest.mark.parametrize("paper", DRAW)
def test_every_truth_box_holds_ink_inside_its_page(paper, hand):
    drawn = sheet(paper, hand=hand)
    dark = np.asarray(drawn.image.convert("L")) < 150
    for field in drawn.fields:
        box = field.box
        assert 0 <= box.left < box.right <= drawn.image.width, field.name
        assert 0 <= box.top < box.bottom <= drawn.image.height, field.name
        assert dark[box.top : box.bottom, box.left : box.right].any(), field.name


@pytest.mark.parametrize("paper", DRAW)
def test_same_dice_same_page(paper):
    once, again = sheet(paper, 3, hand=True), sheet(paper, 3, hand=True)
    assert once.image.tobytes() == again.image.tobytes()
    assert once.fields == again.fields


def test_other_dice_move_the_handwriting():
    assert sheet("ct01", 3, hand=True).image.tobytes() != sheet("ct01", 4, hand=True).image.tobytes()


def test_a_copy_carries_the_registration_s_signer_not_the_copier_s():
    copy = sheet("giay_khai_sinh, bản sao")
    assert [field.value for field in copy.fields if field.name == "nguoi_ky"] == ["Hoàng Văn Tịnh"]
    assert any("Lò Thị Vân" in line for line in copy.lines())
    assert any("112/GKS-BS" in line for line in copy.lines())


def test_the_printed_lines_are_the_form_s():
    lines = sheet("ct01").lines()
    assert "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ" in lines
    assert "2. Ngày, tháng, năm sinh: 15/09/1994 3. Giới tính: Nữ" in lines
    assert "4. Số định danh cá nhân: 0 0 3 1 9 4 1 2 3 4 5 6" in lines


def test_the_printing_of_ct01_follows_the_day_of_signing():
    assert FORM.edition == 2025
    assert replace(FORM, signed_on=date(2024, 6, 15)).edition == 2023


def test_the_qr_code_on_a_200_dpi_page_reads_as_its_truth():
    drawn = cccd.draw(CARD, manner(dpi=200))
    assert [code.text for code in zxingcpp.read_barcodes(drawn.image)] == [drawn.qr]
    assert drawn.qr.split("|")[:4] == ["003194123456", "912345678", "Nguyễn Thị Hồng Gấm", "15091994"]


EXPIRY = (  # Luật Căn cước 26/2023, Điều 21: 14, 25, 40, 60
    (date(1994, 9, 15), date(2021, 5, 5), date(2034, 9, 15)),
    (date(1997, 9, 15), date(2021, 5, 5), date(2037, 9, 15)),  # within two years of 25: runs to 40
    (date(2000, 2, 29), date(2021, 5, 5), date(2025, 2, 28)),
)


@pytest.mark.parametrize(("born", "issued", "until"), EXPIRY)
def test_expiry(born, issued, until):
    assert cccd.expiry(born, issued) == until


def test_a_card_that_never_expires_is_not_drawn():
    with pytest.raises(ValueError, match="never expires"):
        cccd.expiry(date(1955, 1, 1), date(2021, 5, 5))
