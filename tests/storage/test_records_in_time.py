"""Two times of a record: when it was so in the world, and when the warehouse knew it. What was known never changes."""

import itertools
from datetime import date, timedelta

import pytest
import record_makers as records
import storage_makers as make
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_makers import clocked, describe, paper
from sqlalchemy import event

from errors import StateRefused
from storage.document_codes import find_by_code
from storage.of_person import Loaded, loaded, of_person
from storage.people import AliasKind, find_person
from storage.readings import Method
from storage.record_history import field_history, history
from storage.record_states import RecordState, StateReason, revoke, supersede
from storage.records import RecordField
from storage.sealing.vault import Vault
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract
NUMBERS = itertools.count(1)
CARD = {"ngay_cap": "2022-05-10", "gia_tri_den": "2032-05-10"}


def held(warehouse: Warehouse, subject: str, *when: object) -> tuple[Loaded, ...]:
    with warehouse.looking() as connection:
        person_id = find_person(connection, AliasKind.REGISTER_KEY, subject)
        return of_person(connection, person_id, *when) if person_id else ()  # type: ignore[arg-type]


def test_what_a_later_load_replaced_is_known_until_then(warehouse_url: str, vault: Vault) -> None:
    with clocked(warehouse_url, vault) as (warehouse, clock):
        dossier = warehouse.take_in(make.new_dossier())
        first = clock.at(1)
        warehouse.save_records(dossier, "k1", [paper(ho_ten="Thử Một")], describe=describe)
        (before,) = held(warehouse, "P1")
        second = clock.at(5)
        warehouse.save_records(dossier, "k2", [paper(ho_ten="Thử Hai")], describe=describe)

        def names(*when: object) -> list[str]:
            return [one.record.value("ho_ten") for one in held(warehouse, "P1", None, *when)]

        assert names() == names(second) == ["Thử Hai"]
        assert names(first) == names(second - timedelta(microseconds=1)) == ["Thử Một"]
        assert names(first - timedelta(microseconds=1)) == []
        with warehouse.looking() as connection:
            replaced = loaded(connection, before.record.id)
        assert (replaced and replaced.until) == second
        assert held(warehouse, "P1", None, first)[0].until is None  # nobody knew of it then


def test_a_load_of_nothing_leaves_nothing(warehouse_url: str, vault: Vault) -> None:
    with clocked(warehouse_url, vault) as (warehouse, clock):
        dossier = warehouse.take_in(make.new_dossier())
        warehouse.save_records(dossier, "k1", [paper()])
        clock.at(5)
        warehouse.save_records(dossier, "k2", [])
        assert held(warehouse, "P1") == ()


def test_a_load_by_a_clock_that_goes_back_comes_after_all_the_same(warehouse_url: str, vault: Vault) -> None:
    with clocked(warehouse_url, vault) as (warehouse, clock):
        dossier = warehouse.take_in(make.new_dossier())
        first = clock.at(5)
        warehouse.save_records(dossier, "k1", [paper(ho_ten="Thử Một")])
        clock.at(1)
        warehouse.save_records(dossier, "k2", [paper(ho_ten="Thử Hai")])
        assert [one.record.value("ho_ten") for one in held(warehouse, "P1", None, first)] == ["Thử Hai"]


def test_a_paper_counts_from_its_day_of_issue_on(warehouse: Warehouse) -> None:
    dossier = warehouse.take_in(make.new_dossier())
    warehouse.save_records(dossier, "k1", [paper(**CARD)], describe=describe)
    assert held(warehouse, "P1", date(2022, 5, 9)) == ()
    states = [held(warehouse, "P1", day)[0].standing.state for day in (date(2022, 5, 10), date(2032, 5, 10))]
    assert states == [RecordState.VALID, RecordState.VALID]
    assert held(warehouse, "P1", date(2032, 5, 11))[0].standing.state is RecordState.EXPIRED


def test_a_revision_counts_from_when_it_was_written(warehouse_url: str, vault: Vault) -> None:
    with clocked(warehouse_url, vault) as (warehouse, clock):
        dossier = warehouse.take_in(make.new_dossier())
        first = clock.at(1)
        warehouse.save_records(dossier, "k1", [paper(so="12", **CARD)], describe=describe)
        (one,) = warehouse.records(dossier)
        second = clock.at(2)
        keyed = RecordField("ngay_cap", "2023-06-11", Method.KEYED, verified_by="cb-7", verified_at=second)
        assert warehouse.revise_record(one.id, keyed, person="cb-7", describe=describe) == 2
        before, after = held(warehouse, "P1", None, first)[0], held(warehouse, "P1")[0]
        assert (before.record.value("ngay_cap"), before.days.valid_from) == ("2022-05-10", date(2022, 5, 10))
        assert (after.record.value("ngay_cap"), after.days.valid_from) == ("2023-06-11", date(2023, 6, 11))
        with warehouse.looking() as connection:
            revisions = field_history(connection, one.id, "ngay_cap")
            told = history(connection, one.id)
        assert [(each.held.value, each.at) for each in revisions] == [("2022-05-10", first), ("2023-06-11", second)]
        assert [each.at for each in told.descriptions] == [first, second]


def test_a_paper_is_found_by_the_code_that_it_has_now(warehouse: Warehouse) -> None:
    dossier = warehouse.take_in(make.new_dossier())
    warehouse.save_records(dossier, "k1", [paper(so="12/KS")], describe=describe)
    (one,) = warehouse.records(dossier)
    with warehouse.looking() as connection:
        assert find_by_code(connection, f" {make.NUMBER}-cccd-12/ks ") == (one.id,)
        assert find_by_code(connection, f"{make.NUMBER}-cccd-13/KS") == ()
    warehouse.revise_record(one.id, RecordField("so", "13/KS", Method.KEYED), person="cb-7", describe=describe)
    with warehouse.looking() as connection:
        assert find_by_code(connection, f"{make.NUMBER}-cccd-12/KS") == ()
        assert find_by_code(connection, f"{make.NUMBER}-cccd-13/KS") == (one.id,)


# --- whatever is added later

STEP = st.one_of(
    st.tuples(st.just("load"), st.integers(0, 1), st.integers(0, 2)),
    st.tuples(st.just("revise"), st.integers(0, 1), st.integers(0, 2)),
    st.tuples(st.just("revoke"), st.integers(0, 1), st.integers(0, 4000)),
    st.tuples(st.just("supersede"), st.integers(0, 1), st.integers(0, 4000)),
)
DAYS = (None, date(2020, 1, 1), date(2024, 1, 1), date(2026, 11, 1), date(2040, 1, 1))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=2, max_size=7))
def test_the_answer_for_a_day_and_a_moment_never_changes(
    warehouse_url: str, vault: Vault, steps: list[tuple[str, int, int]]
) -> None:
    subject = f"P{next(NUMBERS)}"
    with clocked(warehouse_url, vault) as (warehouse, clock):
        dossiers = [warehouse.take_in(make.new_dossier(f"{subject}-{place}")) for place in (1, 2)]
        told: dict[tuple[date | None, int], tuple[Loaded, ...]] = {}
        for minute, (what, which, number) in enumerate(steps, start=1):
            clock.at(minute)
            _act(warehouse, subject, dossiers, what, which, number, f"k{minute}")
            for (day, then), answer in told.items():
                assert held(warehouse, subject, day, records.START + timedelta(minutes=then)) == answer
            told |= {(day, minute): held(warehouse, subject, day, clock.now) for day in DAYS}


def _act(warehouse: Warehouse, subject: str, dossiers: list[str], what: str, which: int, number: int, key: str) -> None:
    if what == "load":
        issued = f"20{20 + number}-05-10"
        cards = [paper(subject=subject, ngay_cap=issued, gia_tri_den="2030-05-10")] * number
        warehouse.save_records(dossiers[which], key, cards, describe=describe)
        return
    found = [one for one in held(warehouse, subject) if one.dossier_id == dossiers[which]]
    if not found:
        return
    one = found[0].record.id
    if what == "revise":
        field = RecordField("ngay_cap", f"20{21 + number}-01-01", Method.KEYED, verified_by="cb-7")
        warehouse.revise_record(one, field, person="cb-7", describe=describe)
        return
    day = date(2018, 1, 1) + timedelta(days=number)
    try:
        with warehouse.changing("cb-7") as change:
            if what == "revoke":
                revoke(change, one, StateReason.COURT_DECISION, day)
            else:
                supersede(change, one, found[-1].record.id, StateReason.ISSUED_AGAIN, day)
    except StateRefused:
        pass  # it has been revoked already, or would replace itself: nothing is written


# --- what it takes


def statements(warehouse: Warehouse, count: int, seed: str) -> int:
    """How many statements the load of one new person's dossier of so many papers takes, without those that give rows of
    the audit their links: whoever writes when a second has passed sends them."""
    dossier = warehouse.take_in(make.new_dossier(seed))
    told = {f"field_{number}": "x" for number in range(20)}
    found = [records.person(seed), *(paper(subject=seed, so=f"{seed}-{each}", **told) for each in range(count))]
    sent: list[str] = []
    engine = warehouse._engine

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not any(name in statement for name in ("audit_link", "audit_waiting", "pg_try_advisory")):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        warehouse.save_records(dossier, "k1", found, describe=describe)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def test_a_load_takes_as_many_statements_for_many_papers_as_for_one(warehouse: Warehouse) -> None:
    few, many = statements(warehouse, 1, "first"), statements(warehouse, 12, "second")
    assert few == many <= 18


def test_a_person_is_read_in_as_many_statements_for_many_records_as_for_one(warehouse: Warehouse) -> None:
    counts = []
    for seed, papers in (("a", 1), ("b", 12)):
        dossier = warehouse.take_in(make.new_dossier(seed))
        warehouse.save_records(dossier, "k1", [paper(subject=seed) for _ in range(papers)])
        with warehouse.looking() as connection:
            person_id = find_person(connection, AliasKind.REGISTER_KEY, seed) or ""
            sent: list[str] = []
            event.listen(connection, "before_cursor_execute", lambda *told, sent=sent: sent.append(told[2]))
            assert len(of_person(connection, person_id)) == papers
        counts.append(len(sent))
    assert counts == [4, 4]
