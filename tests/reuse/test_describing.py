"""What is told of a record as a whole, from what its fields say; nothing is guessed."""

from dataclasses import replace
from datetime import date

import pytest
from held_cases import BORN, NAME, NUMBER, rows

from extractors.form import form
from extractors.reading import Alternative, AlternativeKind, Document, FieldReading
from matching.reasons import Reason
from reuse.describing import described, describer, describing, parse_facts
from reuse.papers import PERSON
from storage.descriptions import Description
from storage.document_codes import CodeTemplate
from storage.people import AliasKind
from storage.readings import Method, StoredDocument
from storage.records import Record, RecordField
from storage.settled import Paper

TEMPLATE = CodeTemplate("{owner}-{type}-{number}")
CHILD = "099220000001"


def stored(kind: str, against: str | None = None, /, **told: str) -> Record:
    fields = tuple(RecordField(name, value, Method.OCR, verified_against=against) for name, value in told.items())
    return Record(kind, "P1", fields, f"document of {kind}", kind)


SUBJECT = stored(PERSON, "population", id_number=NUMBER, full_name=NAME, birth_date=BORN)


def told_of(record: Record, *others: Record) -> Description:
    return described([record, *others], TEMPLATE, {})[0]


CODES = """
kind           | number       | name              | born       | paper's own   | code
giay_khai_sinh | 099187000123 | Đặng Thị Hồng Thử | 1987-03-12 | 12/KS         | 099187000123-KQ.G15.000031-12/KS
giay_khai_sinh | -            | Đặng Thị Hồng Thử | 1987-03-12 | 12/KS         | 099187000123-KQ.G15.000031-12/KS
giay_khai_sinh | 099220000001 | Bé Thử            | 2020-01-01 | 15/KS         | 099220000001-KQ.G15.000031-15/KS
giay_khai_sinh | -            | Bé Thử            | 2020-01-01 | 15/KS         | -KQ.G15.000031-15/KS
xn_cmnd        | 099187000123 | Đặng Thị Hồng Thử | 1987-03-12 | 7/XN          | 099187000123-xn_cmnd-7/XN
"""


@pytest.mark.parametrize(("kind", "number", "name", "born", "own", "code"), rows(CODES))
def test_the_code_names_whose_paper_it_is_or_nobody(kind, number, name, born, own, code):
    told = {"so_dinh_danh": number, "ho_ten": name, "ngay_sinh": born, "so": own}
    found = told_of(stored(kind, **{key: value for key, value in told.items() if value}), SUBJECT)
    assert found.code == code
    assert (found.owner_name, found.owner_birth_date) == (("", "") if found.owner_number else (name, born))


def test_the_least_metadata_of_a_decision():
    found = told_of(
        stored(
            "quyet_dinh", so_ky_hieu="12/QĐ-UBND", ngay_ban_hanh="2026-01-05", co_quan="UBND XÃ THỬ",
            trich_yeu="Về việc thử nghiệm",
        ),
        SUBJECT,
    )  # fmt: skip
    assert (found.type_code, found.title, found.number, found.issued) == (
        "quyet_dinh", "Quyết định", "12/QĐ-UBND", "2026-01-05",
    )  # fmt: skip
    assert (found.issuer, found.abstract, found.term) == ("UBND XÃ THỬ", "Về việc thử nghiệm", "")
    assert found.days.valid_from == date(2026, 1, 5)


TERMS = """
issued     | until           | first      | last       | known | term
2022-05-10 | 2032-05-10      | 2022-05-10 | 2032-05-10 | yes   | đến hết ngày 10/05/2032
2022-05-10 | Không thời hạn  | 2022-05-10 | -          | yes   | Không thời hạn
2022-05-10 | -               | 2022-05-10 | -          | yes   | -
2022       | -               | -          | -          | no    | -
-          | -               | -          | -          | no    | -
"""


@pytest.mark.parametrize(("issued", "until", "first", "last", "known", "term"), rows(TERMS))
def test_the_days_and_the_term_of_a_card(issued, until, first, last, known, term):
    told = {"ngay_cap": issued, "gia_tri_den": until}
    found = told_of(stored("cccd", **{key: value for key, value in told.items() if value}), SUBJECT)
    days = found.days
    assert (str(days.valid_from or ""), str(days.valid_to or ""), days.known) == (first, last, known == "yes")
    assert (found.issued, found.term, found.scope) == (issued, term, "toàn quốc")


def test_a_law_that_ended_a_kind_of_paper_is_told_with_it():
    found = told_of(stored("cmnd", so_cmnd="099123456", ngay_cap="2012-05-10", gia_tri_den="2027-05-10"), SUBJECT)
    assert (found.days.void_from, found.days.valid_to) == (date(2025, 1, 1), date(2027, 5, 10))
    assert "26/2023/QH15" in found.void_by


# --- other numbers of the person


def aliases(record: Record) -> list[tuple[AliasKind, str, str, str]]:
    found = told_of(record, SUBJECT).aliases
    return [(one.kind, one.value, str(one.valid_from or ""), str(one.valid_to or "")) for one in found]


def test_old_cards_and_confirmations_tell_old_numbers_with_their_days():
    mine = {"ho_ten": NAME, "ngay_sinh": BORN}
    old = stored("cmnd", so_cmnd="099123456", ngay_cap="2012-05-10", gia_tri_den="2027-05-10", **mine)
    assert aliases(old) == [(AliasKind.CMND, "099123456", "2012-05-10", "2027-05-10")]
    told = stored("cccd", ngay_cap="2022-05-10", so_cmnd_cu="099123457", so_dinh_danh_da_huy=CHILD, **mine)
    assert aliases(told) == [(AliasKind.CMND, "099123457", "", "2022-05-09")]


def test_a_number_on_a_card_counts_once_the_register_has_confirmed_it():
    assert aliases(stored("cccd", so_dinh_danh=NUMBER)) == []
    assert aliases(stored("cccd", "population", so_dinh_danh=NUMBER)) == [(AliasKind.PIN, NUMBER, "", "")]


def test_an_old_number_that_the_paper_wrote_for_the_new_one_is_kept():
    one = RecordField("so_dinh_danh", NUMBER, Method.REGISTER, written="099123456", reason=Reason.OLD_CMND)
    assert aliases(Record("ct01", "P1", (one,))) == [(AliasKind.CMND, "099123456", "", "")]


def test_the_number_on_another_persons_paper_is_not_the_subjects():
    other = stored("cmnd", so_cmnd="099123456", ho_ten="Người Khác", ngay_sinh="1960-01-01")
    assert aliases(other) == []


@pytest.mark.parametrize(
    "told", [{}, {"ho_ten": "Người Khác"}, {"ngay_sinh": "1960-01-01"}, {"ho_ten": "Người Khác", "ngay_sinh": BORN}]
)
def test_a_paper_that_does_not_say_that_it_is_the_subjects_tells_no_number_of_theirs(told):
    assert aliases(stored("cmnd", so_cmnd="099123456", **told)) == []


def test_a_cancelled_number_that_only_a_paper_tells_joins_nobody():
    mine = {"ho_ten": NAME, "ngay_sinh": BORN}
    assert aliases(stored("cccd", so_dinh_danh_da_huy=CHILD, **mine)) == []
    (told,) = aliases(stored("cccd", "population", so_dinh_danh_da_huy=CHILD, **mine))
    assert told[:2] == (AliasKind.PIN, CHILD)


@pytest.mark.parametrize("number", ["09912345", "0991234567", "09912345x"])
def test_what_is_no_old_number_is_none(number):
    assert aliases(stored("cmnd", so_cmnd=number, ho_ten=NAME, ngay_sinh=BORN)) == []


# --- units

ADDRESSES = """
address                                                | list    | code         | since
Thôn 3, xã Quỳnh Bảng, huyện Quỳnh Lưu, tỉnh Nghệ An   | legacy  | 40.421.17158 | -
Thôn 3, xã Quỳnh Lưu, tỉnh Nghệ An                     | current | 40.17179     | 2025-07-01
Không rõ                                               | -       | -            | -
"""


@pytest.mark.parametrize(("address", "which", "code", "since"), rows(ADDRESSES))
def test_a_code_of_a_unit_names_its_list_and_the_lists_day(address, which, code, since):
    units = told_of(stored("ct07", noi_thuong_tru=address), SUBJECT).units
    assert [(one.field, one.list, one.code, str(one.list_from or "")) for one in units] == (
        [("noi_thuong_tru", which, code, since)] if which else []
    )
    assert all(one.version for one in units)


def test_units_that_were_looked_up_at_reading_are_taken_as_they_are():
    held = (Alternative(AlternativeKind.UNIT, "current:40.17179"), Alternative(AlternativeKind.UNIT_NOW, "current:1"))
    read = FieldReading("noi_thuong_tru", "như đã đọc", (), alternatives=held)
    paper = Paper(StoredDocument("document of ct07", "scan", Document("ct07", "", (1,), 0.9, (read,))), "ab" * 32)
    record = stored("ct07", noi_thuong_tru="như đã đọc")
    (found,) = describer(TEMPLATE, [paper])([record])
    assert [one.code for one in found.units] == ["40.17179"]
    revised = replace(record, fields=(RecordField("noi_thuong_tru", "khác", Method.KEYED),))
    assert describer(TEMPLATE, [paper])([revised])[0].units == ()


# --- the data file


def test_the_data_names_fields_that_exist():
    named = [(code, name) for code, one in describing().papers.items() for name in (*one.issuer, one.abstract) if name]
    missing = {f"{code}.{name}" for code, name in named if not form(code) or not form(code).field(name)}
    assert not missing


WRONG = (
    ('[[alias]]\npaper="cmnd"\nfield="x"\nkind="NONE"\nsource="s"', "no AliasKind"),
    ('[[alias]]\npaper="cmnd"\nfield="x"\nkind="CMND"\nsource="s"\nuntil="a"\nended_by="b"', "not both"),
    ('[[alias]]\npaper="cmnd"\nfield="x"\nkind="CMND"', "missing source"),
    ('[paper.cmnd]\nsource="s"\nvoid_from=2025-01-01', "go together"),
    ('[paper.cmnd]\nsource="s"\nissuers=["x"]', "unknown issuers"),
    ('[list.other]\nversion="v"\nsource="s"', "no such list"),
)
LEAST = {
    "alias": '[[alias]]\npaper="cmnd"\nfield="so_cmnd"\nkind="CMND"\nsource="s"\n',
    "[paper": '[paper.cmnd]\nsource="s"\n',
    "[list": '[list.legacy]\nversion="v"\nsource="s"\n',
}


@pytest.mark.parametrize(("text", "says"), WRONG)
def test_a_file_that_is_not_understood_is_refused(text, says):
    others = "".join(part for key, part in LEAST.items() if key not in text)
    with pytest.raises(ValueError, match=says):
        parse_facts(f"{text}\n{others}")
