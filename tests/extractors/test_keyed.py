"""What is typed is read strictly, kept as typed where it is a name or a text, and refused with a sentence."""

from datetime import date

import pytest

from extractors.form import forms
from extractors.keyed import LONGEST, LONGEST_NAME, Fault, Slip, keyed, keyed_value
from extractors.reading import PartialDate
from extractors.values.parsed import Parsed

ON = date(2026, 11, 22)
TAKEN = """
form            | field                 | typed                          | value
ct01            | so_dinh_danh          | 099187000123                   | 099187000123
ct01            | so_dinh_danh          | 099 187 000 123                | 099187000123
ct01            | so_dinh_danh          | ０９９１８７０００１２３        | 099187000123
ct01            | so_dinh_danh          | 099.187.000.123                | 099187000123
cmnd            | so_cmnd               | 012345678                      | 012345678
ct01            | dien_thoai            | +84 912 345 678                | 0912345678
ct01            | dien_thoai            | 0912.345.678                   | 0912345678
ct01            | ho_ten                | Nguyên Thị Nữ                  | Nguyên Thị Nữ
ct01            | ho_ten                | John Smith                     | John Smith
ct01            | ho_ten                | H'Hen Niê                      | H'Hen Niê
ct01            | ho_ten                | Ðặng Văn Thử                   | Đặng Văn Thử
ct01            | noi_thuong_tru        | 12 Rue de Rivoli, Paris        | 12 Rue de Rivoli, Paris
giay_khai_sinh  | dan_toc               | kinh                           | Kinh
giay_khai_sinh  | dan_toc               | Kinhh                          | Kinhh
ct01            | gioi_tinh             | nữ                             | Nữ
ct01            | ngay_sinh             | 12/3/1987                      | 1987-03-12
ct01            | ngay_sinh             | 12-03-1987                     | 1987-03-12
ct01            | ngay_sinh             | 12031987                       | 1987-03-12
ct01            | ngay_sinh             | 1987-03-12                     | 1987-03-12
ct01            | ngay_sinh             | 3/1987                         | 1987-03
ct01            | ngay_sinh             | 1987                           | 1987
ct01            | thanh_vien_1_ngay_sinh| 2/9/1990                       | 1990-09-02
so_ho_khau      | thanh_vien_2_ho_ten   | Trần Thị Thử                   | Trần Thị Thử
giay_khai_sinh  | nam_sinh_me           | 1960                           | 1960
cccd            | gia_tri_den           | 12/3/2047                      | 2047-03-12
cccd            | gia_tri_den           | Không thời hạn                 | Không thời hạn
bien_nhan       | ngay_hen_tra          | 12/3/2027                      | 2027-03-12
dk_hkd          | von                   | 50.000.000                     | 50000000
cong_van        | so_ky_hieu            | 412/QD-UBND                    | 412/QD-UBND
"""
REFUSED = """
form            | field                 | typed                          | slip
ct01            | so_dinh_danh          | 09918700012                    | ID_LENGTH
ct01            | so_dinh_danh          | 0991870001234                  | ID_LENGTH
ct01            | so_dinh_danh          | O99187000123                   | ID_LENGTH
ct01            | so_dinh_danh          | =099187000123                  | FORMULA
ct01            | nghe_nghiep           | +cmd' /C calc'!A0              | FORMULA
ct01            | nghe_nghiep           | @SUM(1)                        | FORMULA
cmnd            | so_cmnd               | 01234567                       | ANY_ID_LENGTH
ct01            | dien_thoai            | 912345678                      | PHONE
ct01            | dien_thoai            | 0912345678 0987654321          | PHONE
ct01            | ho_ten                | Nguyễn Văn 2                   | NAME
ct01            | ho_ten                | <b>An</b>                      | NAME
ct01            | ngay_sinh             | 12/3/2027                      | FUTURE
ct01            | ngay_sinh             | 12/2026                        | FUTURE
ct01            | ngay_ky               | 23/11/2026                     | FUTURE
giay_khai_sinh  | nam_sinh_me           | 2060                           | FUTURE
ct01            | ngay_sinh             | 31/02/1990                     | NO_SUCH_DAY
ct01            | ngay_sinh             | 12/3/87                        | CENTURY
ct01            | ngay_sinh             | l2/3/1987                      | BIRTH_DATE
ct01            | ngay_ky               | 2026                           | DATE
ct01            | ngay_ky               | 1/1/1700                       | YEAR_RANGE
ct01            | gioi_tinh             | khác                           | SEX
ct01            | email                 | a.b.vn                         | EMAIL
ct01            | ho_ten                | ...                            | EMPTY
dk_hkd          | von                   | nhiều                          | MONEY
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|", 3)] for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize(("form", "field", "typed", "value"), rows(TAKEN))
def test_what_is_taken(form: str, field: str, typed: str, value: str):
    assert str(keyed_value(form, field, typed, ON)) == value


@pytest.mark.parametrize(("form", "field", "typed", "slip"), rows(REFUSED))
def test_what_is_refused_says_why_in_vietnamese_and_quotes_nothing(form: str, field: str, typed: str, slip: str):
    assert keyed_value(form, field, typed, ON) == Fault(slip, Slip[slip].value)
    assert typed not in Slip[slip].value


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\u202e", "\ue000", "\ud800"])
def test_signs_that_nobody_sees_are_refused(sign: str):
    assert keyed_value("ct01", "ho_ten", f"An{sign}h", ON) == Fault("CONTROL_SIGNS", Slip.CONTROL_SIGNS.value)


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\xad"])
def test_what_keyboards_leave_unseen_is_dropped(sign: str):
    assert keyed_value("ct01", "ho_ten", f"{sign}An{sign}h", ON) == "Anh"


def test_typed_apart_or_in_one_it_is_one_spelling():
    assert keyed_value("ct01", "ho_ten", "Nguye\u0302\u0303n  Thu\u031b\u0309\u00a0", ON) == "Nguyễn Thử"


@pytest.mark.parametrize(
    ("field", "most"), [("ho_ten", LONGEST_NAME), ("so_dinh_danh", LONGEST_NAME), ("kinh_gui", LONGEST)]
)
def test_too_long_is_refused_whatever_it_is(field: str, most: int):
    for length in (most + 1, 10**6):
        assert keyed_value("ct01", field, "a" * length, ON) == Fault("TOO_LONG", Slip.TOO_LONG.value)


def test_a_part_of_a_date_stays_a_part():
    assert keyed_value("ct01", "ngay_sinh", "3/1987", ON) == PartialDate(1987, 3)


def test_codes_of_a_list_come_with_the_value():
    found = keyed("giay_khai_sinh", "dan_toc", "kinh", ON)
    assert isinstance(found, Parsed)
    assert [one.value for one in found.alternatives] == ["01"]


SAMPLES = (
    "Nguyễn Văn An", "099187000123", "012345678", "12/3/1987", "1987", "0912345678", "Nam", "a@b.vn", "50.000.000",
    "412/QĐ-UBND", "Kinh", "2", "B2",
)  # fmt: skip


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.code)
def test_every_field_takes_again_what_it_took(form):
    """What is kept as text is read to the same value when it is laid over the machine's."""
    for field in form.fields:
        values = [keyed_value(form.code, field.name, text, ON) for text in SAMPLES]
        taken = [value for value in values if not isinstance(value, Fault)]
        assert taken, field.name
        assert [keyed_value(form.code, field.name, str(value), date.max) for value in taken] == taken, field.name


def test_an_unknown_field_is_text():
    assert keyed_value("unknown", "gi_do", "Ấp 3, đường số 7", ON) == "Ấp 3, đường số 7"
