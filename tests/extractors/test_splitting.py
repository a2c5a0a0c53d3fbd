"""Which papers a page and a file hold, and which pages of several files are proposed as one paper."""

import random
from dataclasses import replace

import pytest
from paper_makers import page_of
from tables import rows

from extractors.codec import documents_from_json, documents_to_json
from extractors.findings import Finding
from extractors.papers import extract
from extractors.reading import UNKNOWN_FORM, Document, Problem
from extractors.sorting.joins import Join, ReadFile, Reason, joins
from ocr.page import Box, Code, CodeKind, Page

HEAD = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
CT01 = f"""{HEAD}
TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ
Kính gửi: Công an xã Quỳnh Lưu
1. Họ, chữ đệm và tên: TRƯƠNG ĐÌNH KHẢI
2. Ngày, tháng, năm sinh: 07/11/1988     3. Giới tính: Nam
4. Số định danh cá nhân: 003088004512
5. Số điện thoại liên hệ: 0352114908
"""
CT01_SECOND = """
6. Họ, chữ đệm và tên chủ hộ: TÔ VĂN BÁCH
7. Mối quan hệ với chủ hộ: Con
8. Số định danh cá nhân của chủ hộ: 003060004519
9. Nội dung đề nghị: Đăng ký tạm trú
"""
BIRTH = f"""{HEAD}
TỜ KHAI ĐĂNG KÝ KHAI SINH
Họ, chữ đệm, tên người yêu cầu: TÔ VĂN BÁCH
Nơi cư trú: Xã Quỳnh Lưu, tỉnh Nghệ An
Quan hệ với người được khai sinh: Bố đẻ
Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:
Họ, chữ đệm, tên: TÔ KHÁNH VÂN
Ngày, tháng, năm sinh: 30/09/2025
Họ, chữ đệm, tên người cha: TÔ VĂN BÁCH
Họ, chữ đệm, tên người mẹ: LƯƠNG THỊ MINH KHUÊ
"""
FRONT = """
CĂN CƯỚC CÔNG DÂN
Số / No.: 003188004512
Họ và tên / Full name: LƯƠNG THỊ MINH KHUÊ
Ngày sinh / Date of birth: 07/11/1988
Quốc tịch / Nationality: Việt Nam
Quê quán / Place of origin: Quỳnh Đôi
"""
BACK = """
Đặc điểm nhận dạng / Personal identification: Nốt ruồi
Ngày, tháng, năm / Date, month, year: 19/05/2021
Ngón trỏ trái     Ngón trỏ phải
Left index finger     Right index finger
"""
OTHERS = ("LƯƠNG THỊ MINH KHUÊ", "TÔ VĂN BÁCH"), ("003188004512", "003085007731"), ("07/11/1988", "21/03/1985")


def other(card: str) -> str:
    """The same card of somebody else."""
    for ours, theirs in OTHERS:
        card = card.replace(ours, theirs)
    return card


def beside(left: str, right: str) -> str:
    """Two papers side by side on one sheet."""
    ours, theirs = left.strip().splitlines(), right.strip().splitlines()
    length = max(len(ours), len(theirs))
    ours += [""] * (length - len(ours))
    theirs += [""] * (length - len(theirs))
    return "\n".join(one.ljust(58) + two for one, two in zip(ours, theirs, strict=True))


def zone(number: str, page: Page) -> Page:
    """The page with the machine-readable zone of the holder of 099190012345 on it."""
    text = f"IDVNM1900123457{number}<<3\n9001158F3001156VNM<<<<<<<<<<<6\nNGUYEN<<THI<MAU<<<<<<<<<<<<<<<"
    return replace(page, codes=(Code(CodeKind.MRZ, text, Box(10, 900, 500, 990)),))


def said(document: Document, field: str) -> str:
    reading = document.reading(field)
    return str(reading.value) if reading and reading.value else ""


PAPERS = {
    "ct01": CT01, "birth": BIRTH, "front": FRONT, "back": BACK, "front of other": other(FRONT), "second": CT01_SECOND,
    "other ct01": CT01.replace("TRƯƠNG ĐÌNH KHẢI", "TÔ VĂN BÁCH"), "nothing": "THỰC ĐƠN\nPhở bò\nBún chả",
    "list": HEAD + "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ\nTiếp nhận hồ sơ của: TÔ VĂN BÁCH\n"
    "Tờ khai đăng ký khai sinh\nGiấy khai sinh\nCăn cước công dân\n"
    "Thời gian trả kết quả giải quyết hồ sơ: ngày 03/05/2024",
}  # fmt: skip

ONE_PAGE = """
one below the other on a page             | the papers
front, back                               | cccd
front, front of other                     | cccd cccd
front, back, front of other, back         | cccd cccd
ct01, birth                               | ct01 tk_khai_sinh
ct01, other ct01                          | ct01 ct01
ct01, second                              | ct01
list                                      | bien_nhan
front, front                              | cccd cccd
nothing                                   | unknown
"""


@pytest.mark.parametrize(("papers", "forms"), rows(ONE_PAGE))
def test_several_papers_on_a_page(papers: str, forms: str) -> None:
    documents = extract([page_of("\n".join(PAPERS[one] for one in papers.split(", ")))])
    assert [one.form for one in documents] == forms.split()
    shared = Finding.PAGE_SHARED.name
    assert all((one.region is not None) == (shared in one.findings) == (len(documents) > 1) for one in documents)


def test_each_of_two_cards_keeps_what_is_its_own() -> None:
    for sheet in (FRONT + other(FRONT), beside(FRONT, other(FRONT)), beside(FRONT + BACK, other(FRONT) + BACK)):
        one, two = extract([page_of(sheet)])
        assert (said(one, "so_dinh_danh"), said(one, "ho_ten")) == ("003188004512", "LƯƠNG THỊ MINH KHUÊ")
        assert (said(two, "so_dinh_danh"), said(two, "ho_ten")) == ("003085007731", "TÔ VĂN BÁCH")
        assert (said(one, "ngay_sinh"), said(two, "ngay_sinh")) == ("1988-11-07", "1985-03-21")


def test_a_region_holds_the_evidence_of_its_paper_and_survives_the_codec() -> None:
    documents = extract([page_of(CT01 + BIRTH)])
    for document in documents:
        assert document.region is not None
        for reading in document.readings:
            for piece in reading.evidence:
                assert document.region.top <= piece.box.middle[1] < document.region.bottom
    assert documents_from_json(documents_to_json(documents)) == documents


FILES = """
the pages of a file                               | the papers with their pages
ct01, second                                      | ct01 1+2
second, ct01                                      | ct01 1+2
front, back, front of other, back                 | cccd 1+2, cccd 3+4
back, front                                       | cccd 1+2
front, front of other, back, back                 | cccd 1, cccd 2, cccd 3, cccd 4
ct01, other ct01, second, second                  | ct01 1, ct01 2, ct01 3, ct01 4
ct01, nothing                                     | ct01 1, unknown 2
ct01, ct01                                        | ct01 1, ct01 2
nothing, ct01                                     | unknown 1, ct01 2
"""


@pytest.mark.parametrize(("pages", "papers"), rows(FILES))
def test_pages_of_a_file_are_one_paper_only_where_that_is_clear(pages: str, papers: str) -> None:
    documents = extract([page_of(PAPERS[one], at) for at, one in enumerate(pages.split(", "), 1)])
    assert ", ".join(f"{one.form} {'+'.join(map(str, one.pages))}" for one in documents) == papers


def test_a_page_that_may_belong_to_two_papers_is_left_to_people() -> None:
    documents = extract(
        [page_of(PAPERS[one], at) for at, one in enumerate(("front", "front of other", "back", "back"), 1)]
    )
    assert [Finding.PAGE_UNPLACED.name in one.findings for one in documents] == [False, False, True, True]
    assert not said(documents[1], "ngay_cap")


def test_the_back_goes_to_the_front_with_its_number() -> None:
    mine = FRONT.replace("003188004512", "099190012345").replace("07/11/1988", "15/01/1990")
    back = zone("099190012345", page_of(BACK, 3))
    documents = extract([page_of(mine, 1), page_of(other(FRONT), 2), back])
    assert [one.pages for one in documents] == [(1, 3), (2,)]
    (alone, behind) = extract([page_of(other(FRONT), 1), replace(back, number=2)])
    assert (alone.pages, behind.pages) == ((1,), (2,))


def test_a_page_read_in_wrong_order_and_a_page_that_lacks_are_told() -> None:
    (turned,) = extract([page_of(CT01_SECOND, 1), page_of(CT01, 2)])
    assert Finding.PAGES_OUT_OF_ORDER.name in turned.findings
    assert said(turned, "ho_ten") == "TRƯƠNG ĐÌNH KHẢI"
    (short,) = extract([page_of(CT01 + "Trang 1/2")])
    (whole,) = extract([page_of(CT01 + "Trang 1/2"), page_of(CT01_SECOND + "Trang 2/2", 2)])
    assert Finding.PAGE_MISSING.name in short.findings
    assert whole.findings == ()


def test_a_first_page_does_not_go_on_with_the_paper_before_it() -> None:
    assert len(extract([page_of(CT01 + "Trang 2/2"), page_of(CT01_SECOND + "Trang 1/2", 2)])) == 2


# --- which paper a poorly read page is

WHOLE = CT01 + CT01_SECOND + "Ý kiến của chủ hộ\nÝ kiến của chủ sở hữu chỗ ở hợp pháp\n"
FOREIGN = HEAD + "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ\n" + "\n".join(
    f"{word}: {word.lower()}" for word in ("Cargo", "Vessel", "Port", "Flag", "Master", "Crew", "Voyage", "Berth")
) + "\nDeck\nHold\nMast\nHelm\nKeel\nStern\nBow"  # fmt: skip
TITLE = "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ"
POOR = """
what stands for the title                 | the paper
TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ         | ct01
TÒ KHA1 THAV ĐÔI THONG TlN CƯ TRU         | ct01
TỜ KHAI THAY                              | ct01
THÔNG TIN CƯ TRÚ                          | ct01
đã thu ~ phí ;                            | ct01
TỜ KHAI/THAY ĐỔI THÔNG TIN CƯ TRÚ         | ct01
"""


@pytest.mark.parametrize(("title", "form"), rows(POOR))
def test_a_form_is_known_when_its_title_is_hidden_broken_or_in_two_lines(title: str, form: str) -> None:
    (document,) = extract([page_of(WHOLE.replace(TITLE, title.replace("/", "\n")))])
    assert document.form == form


def test_a_paper_of_the_same_title_with_other_fields_is_unknown() -> None:
    (document,) = extract([page_of(FOREIGN)])
    assert (document.form, document.readings) == (UNKNOWN_FORM, ())


def test_a_title_in_a_list_of_papers_is_a_mention() -> None:
    text = PAPERS["list"].replace("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "~ ~").replace(
        "Tờ khai", "Thành phần, số lượng hồ sơ gồm:\nNội dung yêu cầu giải quyết:\nNgười nộp hồ sơ\nTờ khai"
    )  # fmt: skip
    (document,) = extract([page_of(text + "\nMột\nHai\nBa\nBốn\nNăm\nSáu")])
    assert document.form in ("bien_nhan", UNKNOWN_FORM)


def test_a_blank_form_gives_no_value() -> None:
    blank = "\n".join(line.split(":")[0] + ": ........" if ":" in line else line for line in CT01.splitlines())
    (document,) = extract([page_of(blank)])
    assert document.form == "ct01"
    assert [one.field for one in document.readings if one.value is not None] == []
    assert {one.problem for one in document.readings} == {Problem.BLANK}


# --- across files


def proposed(*files: tuple[str, Page]) -> tuple[Join, ...]:
    return joins([ReadFile(name, (page,), extract([page])) for name, page in files])


def test_the_second_page_in_another_file_is_proposed_with_its_reasons() -> None:
    (join,) = proposed(("a1", page_of(CT01)), ("a2", page_of(CT01_SECOND)), ("a3", page_of(PAPERS["nothing"])))
    assert (join.begins.file, join.goes_on.file, join.rivals) == (0, 1, 0)
    assert {Reason.ITEM_NUMBERS, Reason.NEXT_FILE} <= set(join.reasons)
    assert "Tệp thứ 2" in join.sentence
    assert "KHẢI" not in join.sentence


def test_page_numbers_join_files_in_whatever_order_they_come() -> None:
    (join,) = proposed(("trang10", page_of(CT01_SECOND + "Trang 2/2")), ("trang9", page_of(CT01 + "Trang 1/2")))
    assert (join.begins.file, join.goes_on.file) == (1, 0)
    assert join.reasons[0] is Reason.PAGE_NUMBERS
    assert Reason.NEXT_FILE in join.reasons


def test_a_back_that_fits_two_fronts_is_proposed_to_both() -> None:
    found = proposed(("b", page_of(BACK)), ("c", page_of(FRONT)), ("d", page_of(other(FRONT))))
    assert [(join.begins.file, join.rivals) for join in found] == [(1, 1), (2, 1)]
    assert all("1 giấy tờ khác" in join.sentence for join in found)


def test_the_number_tells_to_which_front_a_back_belongs() -> None:
    mine = FRONT.replace("003188004512", "099190012345").replace("07/11/1988", "15/01/1990")
    (join,) = proposed(("b", page_of(other(FRONT))), ("c", zone("099190012345", page_of(BACK))), ("d", page_of(mine)))
    assert (join.begins.file, join.goes_on.file) == (2, 1)
    assert Reason.SAME_NUMBER in join.reasons


def test_nothing_is_proposed_for_papers_with_titles_or_unknown_pages() -> None:
    assert proposed(("a", page_of(CT01)), ("b", page_of(CT01)), ("c", page_of(PAPERS["nothing"]))) == ()
    assert joins(()) == ()


def test_no_page_makes_it_stumble() -> None:
    chance = random.Random(5)
    whole = (CT01 + FRONT + BACK + BIRTH + "Trang 0/0 9/3 12.\n").splitlines()
    for _ in range(5):
        pages = [page_of("\n".join(chance.choices(whole, k=chance.randrange(1, 30))), at) for at in (1, 2)]
        documents = extract(pages)
        assert {page for document in documents for page in document.pages} == {1, 2}
        assert all(one.form != UNKNOWN_FORM or not one.readings for one in documents)
        joins([ReadFile("a", (pages[0],), extract(pages[:1])), ReadFile("", (pages[1],), extract(pages[1:]))])
