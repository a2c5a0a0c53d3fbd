"""Fields of a form, filled from what is held: value, provenance and age; or why not, and who has it."""

from dataclasses import replace
from datetime import date

import pytest
from held_cases import BORN, LOADED, NAME, NUMBER, ON, PLACE, card, person, record, rows, said

from matching.reasons import Reason
from reuse.catalogue import catalogue, procedure
from reuse.components import Register, WhoHas
from reuse.held import Whose
from reuse.prefill import Filled, Freshness, WhyNot, prefill

RESIDENCE = procedure("cu_tru", ON)
RECORD_OF_CRIME = procedure("lltp", ON)


def filled(one, name, held, on=ON):
    return next(each for each in prefill(one, held, on) if each.field.name == name)


def test_a_value_comes_with_everything_that_it_rests_on():
    found = filled(RECORD_OF_CRIME, "ho_ten", [person()])
    assert (found.state, found.value, found.why) == (Filled.HELD, NAME, None)
    (source,) = found.sources
    assert (source.record_id, source.kind, source.places, source.confidence) == ("person-1", "person", (PLACE,), 0.98)
    assert (source.register, source.verified_at, source.days) == (Register.POPULATION, LOADED, 22)


def test_every_source_that_agrees_is_named_in_the_order_of_the_procedure():
    held = [card(ho_ten=NAME.upper(), issued=date(2022, 5, 10)), person()]
    found = filled(RECORD_OF_CRIME, "ho_ten", held)
    assert [one.record_id for one in found.sources] == ["person-1", "cccd-1"]
    assert found.value == NAME


TOGETHER = """
one         | other       | state       | value
1987        | 1987-03-12  | HELD        | 1987-03-12
1987-03-12  | 1987        | HELD        | 1987-03-12
1987-03-12  | 1987-12-03  | CONFLICTING | -
1987        | 1988        | CONFLICTING | -
"""


@pytest.mark.parametrize(("one", "other", "state", "value"), rows(TOGETHER))
def test_birth_dates_that_agree_are_one_and_two_that_differ_are_both_shown(one, other, state, value):
    held = [person(birth_date=one), card(ngay_sinh=other)]
    found = filled(RECORD_OF_CRIME, "ngay_sinh", held)
    assert (found.state, found.value or "") == (Filled[state], value)
    assert {source.value for source in found.sources} == {one, other}
    assert found.why is (WhyNot.DIFFERING if state == "CONFLICTING" else None)


def test_the_date_of_issue_comes_from_the_card_and_from_nowhere_else():
    empty = filled(RECORD_OF_CRIME, "ngay_cap", [person()])
    assert (empty.state, empty.why, empty.who_has) == (Filled.NOT_HELD, WhyNot.UNSHARED, WhoHas.CARD)
    assert filled(RECORD_OF_CRIME, "ngay_cap", [person(), card()]).value == "2022-05-10"


def test_parents_birth_dates_are_not_shared_and_a_certificate_tells_the_year_only():
    empty = filled(RECORD_OF_CRIME, "ngay_sinh_me", [person()])
    assert (empty.why, empty.who_has) == (WhyNot.UNSHARED, WhoHas.PARENTS)
    birth = record("giay_khai_sinh", ho_ten=NAME, nam_sinh_me="1960")
    assert filled(RECORD_OF_CRIME, "ngay_sinh_me", [birth]).value == "1960"


def test_the_phone_tells_by_whom_it_was_confirmed_and_whose_it_is():
    own = said("phone", "0912345678", "telco")
    found = filled(RESIDENCE, "dien_thoai", [person(phone=own)])
    assert (found.sources[0].register, found.sources[0].reason) == (Register.TELCO, None)
    others = said("phone", "0912345678", reason=Reason.PHONE_OF_SPOUSE)
    found = filled(RESIDENCE, "dien_thoai", [person(phone=others)])
    assert (found.sources[0].register, found.sources[0].reason) == (None, Reason.PHONE_OF_SPOUSE)
    assert filled(RESIDENCE, "dien_thoai", [person()]).who_has is WhoHas.TELCO


AGES = """
signed     | freshness
2026-11-23 | FRESH
2026-05-27 | FRESH
2026-05-26 | OLD
-          | UNDATED
"""


@pytest.mark.parametrize(("signed", "freshness"), rows(AGES))
def test_a_phone_that_was_told_long_ago_is_old(signed, freshness):
    told = record("ct01", dien_thoai="0912345678", issued=date.fromisoformat(signed) if signed else None)
    found = filled(RESIDENCE, "dien_thoai", [told])
    assert (found.value, found.freshness) == ("0912345678", Freshness[freshness])


def test_what_does_not_change_does_not_grow_old():
    assert filled(RESIDENCE, "ngay_sinh", [card(issued=date(2016, 1, 1))]).freshness is Freshness.LASTING


def test_a_paper_that_has_run_out_fills_nothing_and_that_is_said():
    over = card(expires=date(2026, 11, 22))
    found = filled(RECORD_OF_CRIME, "ngay_cap", [over])
    assert (found.state, found.value, found.why) == (Filled.NOT_HELD, None, WhyNot.ONLY_OVER)
    assert filled(RECORD_OF_CRIME, "ngay_cap", [over], date(2026, 11, 22)).value == "2022-05-10"


def test_a_paper_that_is_doubted_fills_nothing_and_that_is_said():
    doubted = card(doubted_on=date(2026, 11, 20))
    found = filled(RECORD_OF_CRIME, "ngay_cap", [doubted])
    assert (found.state, found.value, found.why) == (Filled.NOT_HELD, None, WhyNot.ONLY_DOUBTED)
    assert filled(RECORD_OF_CRIME, "ngay_cap", [doubted], date(2026, 11, 19)).value == "2022-05-10"


def test_the_card_of_a_child_fills_nothing_of_the_parent():
    assert filled(RECORD_OF_CRIME, "so_giay_to", [replace(card(), whose=Whose.KIN)]).state is Filled.NOT_HELD


def test_what_only_the_citizen_knows_is_said_to_be_so():
    found = filled(RECORD_OF_CRIME, "muc_dich", [person()])
    assert (found.why, found.who_has) == (WhyNot.ONLY_TOLD, WhoHas.CITIZEN)


@pytest.mark.parametrize("one", catalogue().procedures, ids=lambda one: f"{one.family} from {one.valid_from}")
def test_every_field_of_every_form_is_answered_and_nothing_is_made_up(one):
    held = [person(), card()]
    found = prefill(one, held, max(one.valid_from, date(2025, 8, 1)))
    assert [each.field for each in found] == list(one.fields)
    values = {field.value for each in held for field in each.fields}
    for each in found:
        assert (each.value is None) == (each.state is not Filled.HELD)
        assert each.value is None or each.value in values
        assert bool(each.sources) == (each.state is not Filled.NOT_HELD)
        assert (each.who_has is None) == (each.state is not Filled.NOT_HELD)


def test_no_value_is_shown_by_repr():
    text = repr(filled(RECORD_OF_CRIME, "so_giay_to", [person(), card()])) + repr(person())
    assert NUMBER not in text
    assert BORN not in text
