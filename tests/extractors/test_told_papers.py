"""Which papers the pages of a scan are, as people told, goes before whatever a page says of itself."""

import pytest

from extractors.findings import Finding, doubts_of
from extractors.papers import extract
from extractors.sorting.joins import ReadFile, joins
from extractors.sorting.told import ToldPaper, in_force, to_content, told_of
from ocr.page import Box, Line, Page, Word

TOLD = (Finding.TOLD_BY_PERSON.name,)
FORM = ("TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ", "Họ, chữ đệm và tên: Đặng Văn Thử", "Ngày, tháng, năm sinh: 12/03/1987")


def page(number: int, *lines: str) -> Page:
    held = []
    for row, line in enumerate(lines):
        words, left = [], 100
        for word in line.split():
            words.append(Word(word, Box(left, 100 + 60 * row, left + 15 * len(word), 130 + 60 * row), 0.95))
            left += 15 * (len(word) + 1)
        held.append(Line(tuple(words)))
    return Page(number, 1654, 2339, 200, 0, 0.0, (1.0, 0, 0, 0, 1.0, 0, 0, 0, 1.0), tuple(held), (), (), "made 1")


@pytest.mark.parametrize(
    "content",
    [
        [], {}, None, [1], [{"form": "ct01"}], [{"form": "ct01", "pages": []}], [{"form": "nothing", "pages": [1]}],
        [{"form": "ct01", "pages": [0]}], [{"form": "ct01", "pages": [1, 1]}], [{"form": "ct01", "pages": [3]}],
        [{"form": "ct01", "pages": [True]}], [{"form": "ct01", "pages": ["1"]}], [{"form": 1, "pages": [1]}],
        [{"form": "ct01", "pages": [1], "more": 1}],
    ],
)  # fmt: skip
def test_what_is_no_telling_is_refused(content):
    with pytest.raises(ValueError):  # noqa: PT011
        told_of(content, 2)


def test_a_telling_is_read_as_it_was_written():
    told = (ToldPaper("ct01", (2, 1)), ToldPaper("unknown", (3,)))
    assert told_of(to_content(told), 3) == told


LATER = """
told before        | told then | in force
ct01:1             | cccd:1    | cccd:1
ct01:1,2           | cccd:2    | ct01:1 cccd:2
ct01:1 cccd:2      | ct01:1,2  | ct01:1,2
ct01:1             | cccd:2    | ct01:1 cccd:2
ct01:1 cccd:1      | unknown:2 | ct01:1 cccd:1 unknown:2
"""


def _papers(cell: str) -> tuple[ToldPaper, ...]:
    found = (one.split(":") for one in cell.split())
    return tuple(ToldPaper(form, tuple(map(int, pages.split(",")))) for form, pages in found)


@pytest.mark.parametrize(("before", "then", "expected"), [row.split("|") for row in LATER.strip().splitlines()[1:]])
def test_a_later_telling_takes_its_pages(before: str, then: str, expected: str):
    assert in_force([_papers(before), _papers(then)]) == _papers(expected)


def test_a_page_is_the_paper_that_a_person_told():
    pages = [page(1, "Đây là một trang mờ", "Họ, chữ đệm và tên: Đặng Văn Thử")]
    (unknown,) = extract(pages)
    assert (unknown.form, unknown.readings) == ("unknown", ())
    (told,) = extract(pages, told=[ToldPaper("ct01", (1,))])
    assert (told.form, told.confidence, told.findings) == ("ct01", 1.0, TOLD)
    name = told.reading("ho_ten")
    assert name
    assert name.value == "Đặng Văn Thử"


def test_a_page_is_no_paper_that_is_known():
    pages = [page(1, *FORM)]
    assert extract(pages)[0].form == "ct01"
    (told,) = extract(pages, told=[ToldPaper("unknown", (1,))])
    assert (told.form, told.readings, told.findings) == ("unknown", (), TOLD)


def test_pages_belong_together_or_apart_and_the_rest_is_guessed():
    pages = [page(1, *FORM), page(2, "một trang không tên"), page(3, *FORM)]
    told = extract(pages, told=[ToldPaper("ct01", (2, 1))])
    assert [(one.form, one.pages, TOLD[0] in one.findings) for one in told] == [
        ("ct01", (1, 2), True),
        ("ct01", (3,), False),
    ]
    apart = extract(pages, told=[ToldPaper("ct01", (1,)), ToldPaper("ct01", (2,))])
    assert [one.pages for one in apart] == [(1,), (2,), (3,)]


def test_two_papers_on_one_page_are_told():
    (first, second) = extract([page(1, *FORM)], told=[ToldPaper("ct01", (1,)), ToldPaper("unknown", (1,))])
    assert [(first.form, first.pages), (second.form, second.pages)] == [("ct01", (1,)), ("unknown", (1,))]


def test_a_page_that_could_not_be_read_is_no_paper():
    assert [one.pages for one in extract([page(1, *FORM)], told=[ToldPaper("ct01", (2,))])] == [(1,)]


def test_to_be_told_is_no_doubt_and_proposes_no_join():
    assert doubts_of(TOLD) == ()
    begins, goes_on = [page(1, *FORM, "Trang 1/2")], [page(1, "10. Nội dung đề nghị: tách hộ", "Trang 2/2")]
    told = (ToldPaper("ct01", (1,)),)
    files = [
        ReadFile("1.pdf", tuple(begins), extract(begins)),
        ReadFile("2.pdf", tuple(goes_on), extract(goes_on, told=told), told),
    ]
    assert joins(files) == ()
