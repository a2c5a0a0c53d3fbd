"""Whether a record still holds: what was written rules, then its own days; and which moves may be written."""

import itertools
from datetime import UTC, date, datetime

import pytest
import storage_makers as make
from record_makers import describe, paper

from errors import NotHeld, StateRefused
from storage.descriptions import Days
from storage.of_person import of_person
from storage.record_states import (
    MOVES,
    REASONS,
    RecordState,
    StateChange,
    StateReason,
    changes_of,
    move,
    revoke,
    standing_of,
    supersede,
)
from storage.warehouse import Warehouse

AT = datetime(2026, 11, 1, 8, tzinfo=UTC)
ON = date(2026, 11, 22)


def rows(table: str) -> list[tuple[str, ...]]:
    """The cells below the heading of a table of cases; "-" stands for nothing."""
    lines = table.strip().splitlines()[1:]
    return [tuple("" if cell.strip() == "-" else cell.strip() for cell in line.split("|")) for line in lines]


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def written(text: str) -> tuple[StateChange, ...]:
    """ "REVOKED 2026-01-01, VALID 2026-02-01"."""
    pairs = (one.split() for one in text.split(",") if one.strip())
    return tuple(
        StateChange(RecordState[state], StateReason.DOUBTED, date.fromisoformat(on), None, "cb-7", AT, number)
        for number, (state, on) in enumerate(pairs, start=1)
    )


STANDING = """
issued     | until      | void since | written                             | on         | it is             | since
2022-05-10 | 2032-05-10 | -          | -                                   | 2026-11-22 | VALID             | 2022-05-10
2022-05-10 | 2032-05-10 | -          | -                                   | 2032-05-10 | VALID             | 2022-05-10
2022-05-10 | 2032-05-10 | -          | -                                   | 2032-05-11 | EXPIRED           | 2032-05-11
2022-05-10 | -          | -          | -                                   | 2099-01-01 | VALID             | 2022-05-10
2010-05-10 | 2025-05-10 | 2025-01-01 | -                                   | 2024-12-31 | VALID             | 2010-05-10
2010-05-10 | 2025-05-10 | 2025-01-01 | -                                   | 2025-01-01 | SUPERSEDED_BY_LAW | 2025-01-01
2022-05-10 | 2032-05-10 | -          | REVOKED 2026-01-01                  | 2025-12-31 | VALID             | 2022-05-10
2022-05-10 | 2032-05-10 | -          | REVOKED 2026-01-01                  | 2026-01-01 | REVOKED           | 2026-01-01
2022-05-10 | 2025-05-10 | -          | REVOKED 2026-01-01                  | 2026-01-01 | REVOKED           | 2026-01-01
2022-05-10 | 2032-05-10 | -          | REVOKED 2026-01-01,VALID 2026-02-01 | 2026-01-15 | REVOKED           | 2026-01-01
2022-05-10 | 2032-05-10 | -          | REVOKED 2026-01-01,VALID 2026-02-01 | 2026-02-01 | VALID             | 2022-05-10
2022-05-10 | 2025-05-10 | -          | UNKNOWN 2025-01-01,VALID 2025-02-01 | 2026-02-01 | EXPIRED           | 2025-05-11
"""


@pytest.mark.parametrize(("issued", "until", "void", "changes", "on", "state", "since"), rows(STANDING))
def test_how_a_record_stands_on_a_day(issued, until, void, changes, on, state, since):
    found = standing_of(Days(day(issued), day(until), day(void)), written(changes), day(on))
    assert (found.state.name, str(found.since or "")) == (state, since)


MEANWHILE = """
written                                                | on         | it is
REVOKED 2026-12-01,UNKNOWN 2026-11-01                  | 2026-11-30 | UNKNOWN
REVOKED 2026-12-01,UNKNOWN 2026-11-01                  | 2026-12-01 | REVOKED
REVOKED 2026-12-01,UNKNOWN 2026-11-01,VALID 2026-11-10 | 2026-11-30 | VALID
REVOKED 2026-12-01,UNKNOWN 2026-11-01,VALID 2026-11-10 | 2026-12-01 | REVOKED
REVOKED 2026-12-01,VALID 2026-12-01                    | 2026-12-01 | VALID
REPLACED 2026-05-01,REVOKED 2020-01-01                 | 2026-06-01 | REVOKED
UNKNOWN 2026-05-01,REPLACED 2026-04-01                 | 2026-06-01 | REPLACED
"""


@pytest.mark.parametrize(("changes", "on", "state"), rows(MEANWHILE))
def test_what_is_to_come_is_not_undone_by_what_is_written_of_the_days_before(changes, on, state):
    days = Days(date(2010, 5, 10), date(2032, 5, 10))
    assert standing_of(days, written(changes), date.fromisoformat(on)).state.name == state


def test_a_paper_whose_day_of_issue_is_not_known_is_unknown_until_somebody_confirms_it():
    unknown = Days(known=False)
    assert standing_of(unknown, (), ON).state is RecordState.UNKNOWN
    assert standing_of(None, (), ON).state is RecordState.UNKNOWN
    for days in (unknown, None):
        assert standing_of(days, written("VALID 2026-01-01"), ON).state is RecordState.VALID


def test_every_state_but_the_derived_ones_has_a_reason_and_leads_somewhere():
    assert set(MOVES) == set(REASONS) == set(RecordState)
    assert {state for state in RecordState if not REASONS[state]} == {RecordState.EXPIRED}
    assert all(RecordState.EXPIRED not in following for following in MOVES.values())
    assert set().union(*REASONS.values()) == set(StateReason)


# --- written in the warehouse

contract = pytest.mark.contract


def loaded(warehouse: Warehouse, *papers, seed: str = "a") -> list[str]:
    dossier = warehouse.take_in(make.new_dossier(seed))
    warehouse.save_records(dossier, "k1", papers, describe=describe)
    return [one.id for one in warehouse.records(dossier)]


@contract
def test_a_revoked_card_was_valid_before(warehouse: Warehouse) -> None:
    (card,) = loaded(warehouse, paper(ngay_cap="2022-05-10"))
    with warehouse.changing("cb-7") as change:
        assert revoke(change, card, StateReason.COURT_DECISION, date(2026, 6, 1)) == 1
    person_id = warehouse.record(card).person_id or ""
    with warehouse.looking() as connection:
        standings = [of_person(connection, person_id, on)[0].standing for on in (date(2026, 5, 31), date(2026, 6, 1))]
        (row,) = changes_of(connection, [card])[card]
    assert [one.state for one in standings] == [RecordState.VALID, RecordState.REVOKED]
    assert (row.by, row.reason, row.effective) == ("cb-7", StateReason.COURT_DECISION, date(2026, 6, 1))


@contract
def test_a_replaced_paper_names_its_successor(warehouse: Warehouse) -> None:
    old, new = loaded(warehouse, paper("cmnd"), paper("cccd"))
    with warehouse.changing() as change:
        supersede(change, old, new, StateReason.EXCHANGED, ON)
    with warehouse.looking() as connection:
        found = {one.record.id: one for one in of_person(connection, warehouse.record(old).person_id or "", ON)}
    assert (found[old].standing.state, found[old].standing.successor_id) == (RecordState.REPLACED, new)


@contract
@pytest.mark.parametrize(("before", "after"), list(itertools.product(RecordState, RecordState)))
def test_only_the_moves_of_the_table_are_written(warehouse: Warehouse, before: RecordState, after: RecordState) -> None:
    days = {"ngay_cap": "2020-01-01", "gia_tri_den": "2021-01-01" if before is RecordState.EXPIRED else "2040-01-01"}
    one, other = loaded(warehouse, paper(**days), paper("ct01"))

    def to(state: RecordState) -> None:
        reason = next(iter(sorted(REASONS[state], key=lambda each: each.name)), StateReason.DOUBTED)
        with warehouse.changing() as change:
            move(change, one, state, reason, ON, other if state is RecordState.REPLACED else None)

    if before not in (RecordState.VALID, RecordState.EXPIRED):
        to(before)
    if after in MOVES[before]:
        to(after)
        with warehouse.looking() as connection:
            assert changes_of(connection, [one])[one][-1].state is after
    else:
        with pytest.raises(StateRefused, match=f"is {before.name} on that day"):
            to(after)


@contract
def test_nothing_takes_the_place_of_itself_or_of_anothers_paper(warehouse: Warehouse) -> None:
    first, second = loaded(warehouse, paper("cmnd"), paper("cccd"))
    (strange,) = loaded(warehouse, paper(subject="P2"), seed="b")
    for successor, error in ((first, StateRefused), (strange, StateRefused), (make.new_dossier().digest, NotHeld)):
        with pytest.raises(error), warehouse.changing() as change:
            supersede(change, first, successor, StateReason.EXCHANGED, ON)
    with warehouse.changing() as change:
        supersede(change, first, second, StateReason.EXCHANGED, ON)
    with pytest.raises(StateRefused, match="its own place"), warehouse.changing() as change:
        supersede(change, second, first, StateReason.EXCHANGED, ON)
    with pytest.raises(StateRefused, match="no reason"), warehouse.changing() as change:
        revoke(change, second, StateReason.EXCHANGED, ON)
    with pytest.raises(NotHeld), warehouse.changing() as change:
        revoke(change, "00000000-0000-0000-0000-000000000000", StateReason.COURT_DECISION, ON)


@contract
def test_no_circle_is_closed_by_a_replacement_that_is_still_to_come(warehouse: Warehouse) -> None:
    first, second = loaded(warehouse, paper("cmnd", ngay_cap="2020-01-01"), paper("cccd", ngay_cap="2020-01-01"))
    with warehouse.changing() as change:
        supersede(change, first, second, StateReason.EXCHANGED, date(2027, 1, 1))
        move(change, first, RecordState.UNKNOWN, StateReason.DOUBTED, ON)
    with pytest.raises(StateRefused, match="its own place"), warehouse.changing() as change:
        supersede(change, second, first, StateReason.EXCHANGED, ON)
