"""Per component one state, what it rests on, what to ask: cases that a clerk could check."""

import random
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from held_cases import BORN, NAME, ON, card, contested, person, record, rows

from matching.reasons import Reason
from matching.remedies import Actor
from reuse.catalogue import catalogue, procedure
from reuse.held import Whose
from reuse.standing import STATE_OF, Ground, State
from reuse.sufficiency import Applies, sufficiency

MARRIAGE = procedure("ket_hon", ON)
BIRTH = procedure("khai_sinh", ON)


def certificate(**told):
    day = told.pop("issued", None)
    values = {"ho_ten": NAME, "ngay_sinh": BORN, "tinh_trang": "Chưa kết hôn"} | told
    return record("xn_hon_nhan", issued=date.fromisoformat(day) if day else None, **values)


def answer(one, code, held, on=ON, told=None):
    found = sufficiency(one, on, held, told).components
    return next(each for each in found if each.component.code == code)


MARITAL = """
issued     | on         | told                   | state       | ground
2026-06-01 | 2026-11-23 | -                      | SUFFICIENT  | PAPER_HELD
2026-05-23 | 2026-11-23 | -                      | SUFFICIENT  | PAPER_HELD
2026-05-22 | 2026-11-23 | -                      | STALE       | TOO_OLD
2026-08-31 | 2027-02-28 | -                      | SUFFICIENT  | PAPER_HELD
2026-08-31 | 2027-03-01 | -                      | STALE       | TOO_OLD
2026-11-24 | 2026-11-23 | -                      | STALE       | NOT_YET_ISSUED
-          | 2026-11-23 | -                      | INCOMPLETE  | NO_ISSUE_DATE
2026-06-01 | 2026-11-23 | tinh_trang=            | INCOMPLETE  | FIELDS_MISSING
2026-05-22 | 2026-11-23 | tinh_trang=            | STALE       | TOO_OLD
2026-06-01 | 2026-11-23 | revoked_on=2026-10-01  | STALE       | REVOKED
2026-06-01 | 2026-09-30 | revoked_on=2026-10-01  | SUFFICIENT  | PAPER_HELD
2026-06-01 | 2026-11-23 | superseded_on=2026-11-23 | STALE     | SUPERSEDED
2026-06-01 | 2026-11-22 | superseded_on=2026-11-23 | SUFFICIENT | PAPER_HELD
2026-06-01 | 2026-11-23 | expires=2026-11-22     | STALE       | EXPIRED
2026-06-01 | 2026-11-23 | expires=2026-11-23     | SUFFICIENT  | PAPER_HELD
"""


@pytest.mark.parametrize(("issued", "on", "told", "state", "ground"), rows(MARITAL))
def test_a_certificate_of_marital_status_holds_for_six_months(issued, on, told, state, ground):
    name, _, value = told.partition("=")
    extra = {name: date.fromisoformat(value) if value[:1].isdigit() else value} if name else {}
    held = certificate(issued=issued, **extra)
    found = answer(MARRIAGE, "tinh_trang_hon_nhan", [held], date.fromisoformat(on))
    assert (found.state, found.ground) == (State[state], Ground[ground])
    assert [one.record_id for one in found.rests_on] == [held.id]
    assert bool(found.ask) == (state != "SUFFICIENT")


def test_nothing_held_is_absent_and_asked_for_by_the_law_that_requires_it():
    found = answer(BIRTH, "chung_sinh", [])
    assert (found.state, found.ground, found.rests_on) == (State.ABSENT, Ground.NOT_HELD, ())
    assert [law.code for law in found.basis] == ["LHT-16"]
    assert found.tell == (Actor.CLERK, Actor.CITIZEN)
    assert "Đề nghị ông/bà nộp “Giấy chứng sinh" in found.ask


def test_what_is_held_is_not_asked_for_by_the_law_that_forbids_it():
    found = answer(BIRTH, "nhan_than", [person()])
    assert (found.state, found.ground, found.ask, found.tell) == (State.SUFFICIENT, Ground.DATA_INSTEAD, "", ())
    assert [law.code for law in found.basis] == ["LCC-2023", "ND118-2025", "NQ66-7-2025"]
    assert (found.rests_on[0].record_id, found.rests_on[0].verified) == ("person-1", date(2026, 11, 1))


def test_a_law_that_was_not_in_force_on_the_day_is_not_cited():
    day = date(2025, 8, 1)
    found = answer(procedure("khai_sinh", day), "nhan_than", [person()], day)
    assert "NQ66-7-2025" not in [law.code for law in found.basis]


def test_unverified_data_does_not_stand_for_a_paper():
    unverified = replace(person(), fields=tuple(replace(one, verified_against=None) for one in person().fields))
    assert answer(BIRTH, "nhan_than", [unverified]).ground is Ground.NOT_VERIFIED
    assert answer(BIRTH, "nhan_than", [unverified, card()]).ground is Ground.PAPER_HELD


def test_a_paper_that_is_doubted_is_not_built_on_and_the_clerk_asks_its_issuer():
    found = answer(BIRTH, "nhan_than", [card(doubted_on=date(2026, 11, 20))])
    assert (found.state, found.ground, found.tell) == (State.CONFLICTING, Ground.DOUBTED, (Actor.CLERK,))
    assert found.do.startswith("Hỏi cơ quan cấp")
    assert found.ask == ""  # nothing is asked of the citizen meanwhile
    assert [one.record_id for one in found.rests_on] == ["cccd-1"]


def test_a_doubt_counts_from_its_day_on_and_hides_no_sound_paper():
    assert answer(BIRTH, "nhan_than", [card(doubted_on=date(2026, 11, 24))]).ground is Ground.PAPER_HELD
    held = [card(doubted_on=date(2026, 11, 20)), card(id="cccd-2")]
    assert [one.record_id for one in answer(BIRTH, "nhan_than", held).rests_on] == ["cccd-2"]


def test_what_has_run_out_or_is_revoked_is_told_as_such_though_it_is_doubted_too():
    doubted = {"doubted_on": date(2026, 11, 1)}
    assert answer(BIRTH, "nhan_than", [card(expires=date(2026, 11, 2), **doubted)]).ground is Ground.EXPIRED
    assert answer(BIRTH, "nhan_than", [card(revoked_on=date(2026, 11, 2), **doubted)]).ground is Ground.REVOKED


OTHERS = """
field        | other              | state
ho_ten       | Đặng Thị Hồng Thử  | SUFFICIENT
ho_ten       | ĐẶNG THỊ HỒNG THỬ  | SUFFICIENT
ho_ten       | Đặng Thị Hồng Thúy | CONFLICTING
ngay_sinh    | 1987               | SUFFICIENT
ngay_sinh    | 1987-12-03         | CONFLICTING
so_dinh_danh | 099187000124       | CONFLICTING
"""


@pytest.mark.parametrize(("name", "other", "state"), rows(OTHERS))
def test_two_cards_that_contradict_each_other_are_both_shown_and_none_is_chosen(name, other, state):
    found = answer(BIRTH, "nhan_than", [card(), card(id="cccd-2", **{name: other})])
    assert found.state is State[state]
    if state == "CONFLICTING":
        assert [one.record_id for one in found.rests_on] == ["cccd-1", "cccd-2"]
        assert (found.ground, found.tell) == (Ground.PAPERS_DIFFER, (Actor.CLERK,))


def test_of_several_that_are_enough_it_rests_on_the_one_that_holds_longest_then_on_the_newest():
    short, long = (card(id=name, expires=date(year, 1, 1)) for name, year in (("a", 2027), ("b", 2030)))
    assert [one.record_id for one in answer(BIRTH, "nhan_than", [short, long]).rests_on] == ["b"]
    old, new = (card(id=name, issued=date(year, 1, 1)) for name, year in (("a", 2017), ("b", 2020)))
    assert [one.record_id for one in answer(BIRTH, "nhan_than", [old, new]).rests_on] == ["b"]


def test_verified_data_is_enough_though_two_papers_contradict_each_other():
    cards = [card(), card(id="cccd-2", ho_ten="Người Khác")]
    assert answer(BIRTH, "nhan_than", [*cards, person()]).ground is Ground.DATA_INSTEAD


REASONS = """
reason            | state
NAME_CONFLICT     | CONFLICTING
DATE_CONFLICT     | CONFLICTING
NAME_NO_MARKS     | SUFFICIENT
DATE_YEAR_ONLY    | SUFFICIENT
REGISTER_YEAR_ONLY | SUFFICIENT
"""


@pytest.mark.parametrize(("reason", "state"), rows(REASONS))
def test_a_paper_that_differs_from_the_register_conflicts_only_where_the_dossier_has_to_wait(reason, state):
    found = answer(BIRTH, "nhan_than", [contested(card(), "ho_ten", "Khác", Reason[reason])])
    assert found.state is State[state]
    assert found.reasons == ((Reason[reason],) if state == "CONFLICTING" else ())


CONDITIONS = """
status        | told | applies
Chưa kết hôn  | -    | NO
Đã ly hôn     | -    | YES
-             | -    | UNKNOWN
Chưa kết hôn  | yes  | YES
-             | no   | NO
"""


@pytest.mark.parametrize(("status", "told", "applies"), rows(CONDITIONS))
def test_a_circumstance_is_decided_by_a_person_else_by_what_is_held(status, told, applies):
    held = [certificate(issued="2026-10-01", tinh_trang=status)] if status else []
    found = answer(MARRIAGE, "ly_hon", held, told={"da_ly_hon": told == "yes"} if told else None)
    assert found.applies is Applies[applies]
    assert found.ask.startswith("Chỉ khi đã từng kết hôn và đã ly hôn: đề nghị ông/bà") == (applies == "UNKNOWN")
    assert found.do.startswith("Hỏi xem có thuộc trường hợp này không: đã từng") == (applies == "UNKNOWN")
    assert found.open == (applies != "NO")


def test_the_declaration_is_signed_each_time_and_does_not_keep_the_answer_from_being_enough():
    told = {"cha_me_da_ket_hon": False, "mang_thai_ho": False}
    birth = record("giay_chung_sinh", ho_ten_me=NAME, ngay_sinh="2026-11-01", gioi_tinh="Nam")
    whole = sufficiency(BIRTH, ON, [person(), birth], told)
    assert whole.enough
    assert [one.component.code for one in whole.not_asked_again] == ["chung_sinh", "nhan_than"]
    assert (
        answer(BIRTH, "to_khai", []).ask
        == "Đề nghị ông/bà kiểm tra và ký “Tờ khai đăng ký khai sinh” đã được điền sẵn."
    )
    assert not sufficiency(BIRTH, ON, [person()], told).enough


def test_a_childs_birth_certificate_proves_kinship_and_nothing_else():
    child = record("giay_khai_sinh", whose=Whose.KIN, ho_ten="Bé Thử", ngay_sinh="2020-01-01", ho_ten_me=NAME)
    sibling = record("giay_khai_sinh", id="other", whose=Whose.KIN, ho_ten="Bé Hai", ngay_sinh="2022-01-01")
    assert answer(procedure("cu_tru", ON), "quan_he", [child, sibling]).state is State.SUFFICIENT
    stranger = replace(card(), whose=Whose.KIN)
    assert answer(BIRTH, "nhan_than", [stranger]).state is State.ABSENT


def test_what_is_said_to_the_citizen_holds_nothing_that_is_meant_for_the_clerk():
    held = [card(), card(id="cccd-2", ho_ten="Người Khác"), certificate(issued="2020-01-01"), record("ct07")]
    for one in catalogue().procedures:
        for each in sufficiency(one, max(one.valid_from, date(2026, 6, 1)), held).components:
            assert "Cán bộ" not in each.ask
            assert not each.ask or "ông/bà" in each.ask
            assert each.ask.count(": ") <= (each.applies is Applies.UNKNOWN) + each.ask.count("nơi cấp: ")


def test_every_ground_belongs_to_one_state():
    assert set(STATE_OF) == set(Ground)
    assert set(STATE_OF.values()) == set(State)


def test_no_sentence_holds_a_value():
    held = [card(), card(id="cccd-2", ho_ten="Người Khác"), certificate(issued="2020-01-01")]
    for one in catalogue().procedures:
        for each in sufficiency(one, max(one.valid_from, date(2026, 6, 1)), held).components:
            assert NAME not in f"{each.do} {each.ask} {each.ground.value} {each.rests_on} {each.basis}"


# --- properties, over records of every kind in every state


def _some(chance: random.Random):
    kinds = [
        lambda key: person(id=f"p{key}"),
        lambda key: card(id=f"c{key}", issued=date(2020 + key % 5, 1, 1), expires=date(2025 + key % 4, 1, 1)),
        lambda key: card(id=f"d{key}", ho_ten=chance.choice([NAME, "Người Khác", ""])),
        lambda key: replace(certificate(issued=f"2026-{1 + key % 11:02d}-15"), id=f"x{key}"),
        lambda key: record("giay_chung_sinh", id=f"s{key}", ho_ten_me=NAME, ngay_sinh="2026-10-01", gioi_tinh="Nam"),
        lambda key: record("gcn_ket_hon", id=f"g{key}", vo_ho_ten=NAME, chong_ho_ten="Trần Văn Thử"),
        lambda key: contested(card(id=f"k{key}"), "ho_ten", "Khác", Reason.NAME_CONFLICT),
    ]
    return [chance.choice(kinds)(key) for key in range(chance.randint(1, 5))]


SEEDS = range(60)


@pytest.mark.parametrize("seed", SEEDS)
def test_removing_a_record_never_makes_enough_of_what_was_too_little(seed):
    """Only a contradiction ends by taking away a record: the one that contradicts."""
    held = _some(random.Random(seed))
    for one in (procedure(name, ON) for name in ("khai_sinh", "ket_hon", "cu_tru")):
        before = sufficiency(one, ON, held).components
        for fewer in combinations(held, len(held) - 1):
            for was, now in zip(before, sufficiency(one, ON, fewer).components, strict=True):
                if now.state is State.SUFFICIENT:
                    assert was.state in (State.SUFFICIENT, State.CONFLICTING)
                if was.state is State.CONFLICTING and now.state is not State.CONFLICTING:
                    assert {each.record_id for each in was.rests_on} - {each.id for each in fewer}


@pytest.mark.parametrize("seed", SEEDS)
def test_an_equal_record_changes_nothing_and_order_does_not_count(seed):
    chance = random.Random(seed)
    held = _some(chance)
    for one in (procedure(name, ON) for name in ("khai_sinh", "ket_hon", "cu_tru")):
        answered = sufficiency(one, ON, held)
        more = [*held, chance.choice(held)]
        chance.shuffle(more)
        assert sufficiency(one, ON, more) == answered
        copied = sufficiency(one, ON, [*held, replace(chance.choice(held), id="zz-copy")])
        assert [each.state for each in copied.components] == [each.state for each in answered.components]
