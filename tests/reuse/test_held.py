"""What the warehouse stores, as reuse looks at it: whose paper, between which days."""

from datetime import date

import pytest
from held_cases import BORN, LOADED, NAME, NUMBER, rows

from reuse.catalogue import catalogue
from reuse.held import Whose, held_records, last_day
from storage.readings import Method
from storage.records import Record, RecordField

PAPERS = catalogue().papers


def stored(kind, id, **told):
    fields = tuple(RecordField(name, value, Method.OCR) for name, value in told.items())
    return Record(kind, "P1", fields, f"document of {id}", id)


SUBJECT = Record(
    "person",
    "P1",
    tuple(
        RecordField(name, value, Method.REGISTER, verified_against="population")
        for name, value in {"id_number": NUMBER, "full_name": NAME, "birth_date": BORN}.items()
    ),
    None,
    "p",
)

DAYS = """
issued     | until         | issued day | last day
2022-05-10 | 2032-05-10    | 2022-05-10 | 2032-05-10
2022-05-10 | Không thời hạn| 2022-05-10 | -
2022       | -             | -          | -
-          | 2032-05-10    | -          | 2032-05-10
"""


@pytest.mark.parametrize(("issued", "until", "day", "last"), rows(DAYS))
def test_days_that_are_whole_days_count(issued, until, day, last):
    told = {"ngay_cap": issued, "gia_tri_den": until}
    (held,) = held_records([stored("cccd", "c", **{key: value for key, value in told.items() if value})], PAPERS)
    assert (str(held.issued or ""), str(held.expires or "")) == (day, last)


def test_a_confirmation_of_residence_ends_where_it_prints_no_end():
    (held,) = held_records([stored("ct07", "r", ngay_cap_giay="2026-01-31")], PAPERS)
    assert held.expires == date(2027, 1, 31)


TERMS = """
from       | months | last
2026-01-15 | 6      | 2026-07-15
2026-08-31 | 6      | 2027-02-28
2027-08-31 | 6      | 2028-02-29
2026-12-31 | 12     | 2027-12-31
2026-11-30 | 1      | 2026-12-30
2026-12-15 | 1      | 2027-01-15
2026-05-31 | 0      | 2026-05-31
"""


@pytest.mark.parametrize(("start", "months", "last"), rows(TERMS))
def test_a_term_in_months_ends_with_the_day_of_the_same_number(start, months, last):
    assert last_day(date.fromisoformat(start), int(months)) == date.fromisoformat(last)


def test_a_later_card_takes_the_place_of_the_earlier_from_its_day_on():
    cards = [stored("cccd", name, ngay_cap=day) for name, day in (("new", "2024-08-01"), ("old", "2016-03-01"))]
    old, new = held_records(cards, PAPERS)
    assert (old.id, old.superseded_by, old.superseded_on) == ("old", "new", date(2024, 8, 1))
    assert (new.id, new.superseded_by) == ("new", None)


def test_a_second_scan_of_the_same_card_takes_the_place_of_none():
    cards = [stored("cccd", name, ngay_cap="2024-08-01") for name in ("a", "b")]
    assert [one.superseded_by for one in held_records(cards, PAPERS)] == [None, None]


def test_a_later_birth_certificate_does_not_end_an_earlier():
    papers = [
        stored("giay_khai_sinh", name, ngay_dang_ky=day) for name, day in (("a", "2001-01-01"), ("b", "2020-01-01"))
    ]
    assert [one.superseded_by for one in held_records(papers, PAPERS)] == [None, None]


WHOSE = """
number       | name               | born       | mother             | whose
099187000123 | -                  | -          | -                  | OWN
099187000124 | Đặng Thị Hồng Thử  | 1987-03-12 | -                  | -
-            | Đặng Thị Hồng Thử  | 1987-03-12 | -                  | OWN
-            | Bé Thử             | 2020-01-01 | -                  | -
-            | Bé Thử             | 2020-01-01 | Đặng Thị Hồng Thử  | KIN
099220000001 | Bé Thử             | 2020-01-01 | ĐẶNG THỊ HỒNG THỬ  | KIN
099220000001 | Bé Thử             | 2020-01-01 | Người Khác         | -
-            | Đặng Thị Hồng Thúy | 1987-03-12 | -                  | OWN
-            | Bé Thử             | -          | -                  | OWN
"""


@pytest.mark.parametrize(("number", "name", "born", "mother", "whose"), rows(WHOSE))
def test_whose_birth_certificate_it_is(number, name, born, mother, whose):
    told = {"so_dinh_danh": number, "ho_ten": name, "ngay_sinh": born, "ho_ten_me": mother}
    paper = stored("giay_khai_sinh", "b", **{key: value for key, value in told.items() if value})
    found = [one.whose for one in held_records([SUBJECT, paper], PAPERS) if one.kind == "giay_khai_sinh"]
    assert found == ([Whose[whose]] if whose else [])


def test_a_paper_that_no_procedure_knows_is_left_out():
    assert held_records([stored("cong_van", "c", so_ky_hieu="12/UBND")], PAPERS) == ()


def test_when_it_was_loaded_is_when_it_was_last_verified():
    (held,) = held_records([SUBJECT], PAPERS, {"p": LOADED})
    assert (held.known_since, held.verified_on) == (LOADED, date(2026, 11, 1))
