"""What the warehouse stores, as reuse looks at it: whose paper, between which days."""

from datetime import date

import pytest
from held_cases import BORN, LOADED, NAME, NUMBER, rows

from reuse.catalogue import catalogue
from reuse.held import Whose, held_records, last_day
from storage.readings import Method
from storage.record_states import RecordState, Standing, StateReason
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
-            | Bé Thử             | -          | -                  | -
-            | Bé Thử             | -          | Đặng Thị Hồng Thử  | KIN
-            | -                  | 2020-01-01 | -                  | -
-            | Đặng Thị Hồng Thử  | -          | -                  | OWN
-            | -                  | -          | -                  | OWN
"""


@pytest.mark.parametrize(("number", "name", "born", "mother", "whose"), rows(WHOSE))
def test_whose_birth_certificate_it_is(number, name, born, mother, whose):
    told = {"so_dinh_danh": number, "ho_ten": name, "ngay_sinh": born, "ho_ten_me": mother}
    paper = stored("giay_khai_sinh", "b", **{key: value for key, value in told.items() if value})
    found = [one.whose for one in held_records([SUBJECT, paper], PAPERS) if one.kind == "giay_khai_sinh"]
    assert found == ([Whose[whose]] if whose else [])


OF_OTHERS = """
kind              | told                                                             | whose
giay_bao_tu       | so_giay_to=099187000124                                          | -
giay_bao_tu       | ho_ten=Người Đã Mất, ngay_sinh=1950-01-01                        | -
giay_bao_tu       | ho_ten=Đặng Thị Hồng Thử, ngay_sinh=1987-03-12                   | OWN
trich_luc_khai_tu | so_giay_to=099187000124                                          | -
trich_luc_khai_tu | ho_ten=Người Đã Mất, ngay_sinh=1950                              | -
trich_luc_khai_tu | so_giay_to=099187000123, ho_ten=Đặng Thử                         | OWN
trich_luc_khai_tu | ngay_chet=2020-01-01                                             | OWN
gcn_ket_hon       | vo_so_giay_to=099187000123, chong_so_giay_to=099085000001        | OWN
gcn_ket_hon       | vo_so_giay_to=099187000124, chong_so_giay_to=099187000123        | OWN
gcn_ket_hon       | vo_so_giay_to=099187000124, chong_so_giay_to=099085000001        | -
gcn_ket_hon       | vo_ho_ten=Người Vợ, chong_ho_ten=Người Chồng                     | -
gcn_ket_hon       | vo_ho_ten=Người Vợ, chong_ho_ten=Đặng Thị Hồng Thử               | OWN
gcn_ket_hon       | vo_ho_ten=Người Vợ                                               | -
gcn_ket_hon       | so=12/2020                                                       | OWN
giay_chung_sinh   | ho_ten_me=Đặng Thị Hồng Thử, nam_sinh_me=1987, ngay_sinh=2020-01-01 | OWN
giay_chung_sinh   | ho_ten_me=Người Mẹ, nam_sinh_me=1990, ho_ten=Đặng Thị Hồng Thử   | -
giay_chung_sinh   | so_giay_to_me=099187000124                                       | -
giay_chung_sinh   | ho_ten_me=Người Mẹ, ho_ten_cha=Đặng Thị Hồng Thử                 | OWN
"""


@pytest.mark.parametrize(("kind", "told", "whose"), rows(OF_OTHERS))
def test_whose_a_paper_of_a_death_a_marriage_or_a_birth_is(kind, told, whose):
    paper = stored(kind, "x", **dict(each.strip().split("=") for each in told.split(",")))
    found = [one.whose for one in held_records([SUBJECT, paper], PAPERS) if one.kind == kind]
    assert found == ([Whose[whose]] if whose else [])


def test_a_paper_that_no_procedure_knows_is_left_out():
    assert held_records([stored("cong_van", "c", so_ky_hieu="12/UBND")], PAPERS) == ()


def test_when_it_was_loaded_is_when_it_was_last_verified():
    (held,) = held_records([SUBJECT], PAPERS, {"p": LOADED})
    assert (held.known_since, held.verified_on) == (LOADED, date(2026, 11, 1))


WRITTEN = """
state             | since      | revoked    | by    | by since   | last day
REVOKED           | 2026-06-01 | 2026-06-01 | -     | -          | 2032-05-10
REPLACED          | 2026-06-01 | -          | other | 2026-06-01 | 2032-05-10
SUPERSEDED_BY_LAW | 2025-01-01 | -          | -     | -          | 2024-12-31
EXPIRED           | 2032-05-10 | -          | -     | -          | 2032-05-10
VALID             | 2022-05-10 | -          | -     | -          | 2032-05-10
"""


@pytest.mark.parametrize(("state", "since", "revoked", "by", "by_since", "last"), rows(WRITTEN))
def test_what_was_written_of_a_paper_counts(state, since, revoked, by, by_since, last):
    card = stored("cccd", "c", ngay_cap="2022-05-10", gia_tri_den="2032-05-10")
    standing = Standing(RecordState[state], date.fromisoformat(since), by or None)
    (held,) = held_records([card], PAPERS, standings={"c": standing})
    assert (str(held.revoked_on or ""), held.superseded_by or "", str(held.superseded_on or "")) == (
        revoked, by, by_since,
    )  # fmt: skip
    assert str(held.expires) == last


@pytest.mark.parametrize(("since", "doubted"), [(date(2026, 1, 1), date(2026, 1, 1)), (None, None)])
def test_only_a_doubt_that_was_written_counts_not_days_that_are_not_known(since, doubted):
    (held,) = held_records([stored("cccd", "c")], PAPERS, standings={"c": Standing(RecordState.UNKNOWN, since)})
    assert held.doubted_on == doubted


@pytest.mark.parametrize(
    ("reason", "by"), [("NOT_GENUINE", None), ("LOADED_IN_ERROR", None), ("WITHDRAWN_BY_ISSUER", "new")]
)
def test_a_card_that_never_was_takes_the_place_of_none(reason, by):
    cards = [stored("cccd", name, ngay_cap=day) for name, day in (("new", "2024-08-01"), ("old", "2016-03-01"))]
    revoked = Standing(RecordState.REVOKED, date(2025, 1, 1), None, StateReason[reason])
    old, new = held_records(cards, PAPERS, standings={"new": revoked})
    assert (old.superseded_by, new.revoked_on) == (by, date(2025, 1, 1))


def test_what_took_its_place_is_rather_what_was_written_than_what_was_issued_later():
    cards = [stored("cccd", name, ngay_cap=day) for name, day in (("new", "2024-08-01"), ("old", "2016-03-01"))]
    written = {"old": Standing(RecordState.REPLACED, date(2020, 1, 1), "third")}
    old, _ = held_records(cards, PAPERS, standings=written)
    assert (old.superseded_by, old.superseded_on) == ("third", date(2020, 1, 1))
