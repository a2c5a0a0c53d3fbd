"""Events in an order that holds for ever, whatever order their transactions commit in; pointers, never a value."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
import storage_makers as make
from record_makers import describe, paper
from sqlalchemy import Connection, Engine, text

from storage.change import Change
from storage.connection import engine_for
from storage.outbox import Cursor, Event, EventKind, announce, events, waiting
from storage.readings import Method
from storage.record_states import StateReason, revoke, supersede
from storage.records import RecordField
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract


@pytest.fixture
def engine(warehouse_url: str) -> Iterator[Engine]:
    opened = engine_for(warehouse_url)
    yield opened
    opened.dispose()


@contextmanager
def changing(engine: Engine) -> Iterator[tuple[Change, Connection]]:
    """A change that ends when the test says so, not when the block ends."""
    with engine.connect() as connection:
        yield Change(connection, "machine", datetime.now(UTC)), connection


START = Cursor()


def read(engine: Engine, after: Cursor = START, limit: int = 100) -> tuple[Event, ...]:
    with engine.connect() as connection:
        return events(connection, after, limit)


def names(found: tuple[Event, ...]) -> list[str]:
    return [one.codes["name"] for one in found]


def tell(change: Change, name: str) -> None:
    announce(change, EventKind.LOADED, None, None, name=name)


def test_a_cursor_skips_nothing_when_the_later_transaction_commits_first(engine: Engine) -> None:
    with changing(engine) as (slow, slow_one), changing(engine) as (quick, quick_one):
        tell(slow, "slow")
        tell(quick, "quick")
        quick_one.commit()
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM outbox")) == 1  # a reader by number would take it now
            assert waiting(connection) == 1
        first = read(engine)
        assert names(first) == []
        slow_one.commit()
    found = read(engine)
    assert names(found) == ["slow", "quick"]
    assert read(engine, found[-1].cursor) == ()


def test_a_number_given_early_and_committed_late_is_not_skipped(engine: Engine) -> None:
    """The transaction of the lower number is the younger: its event comes after, and a cursor still meets it."""
    with changing(engine) as (older, older_one), changing(engine) as (younger, younger_one):
        older_one.execute(text("SELECT pg_current_xact_id()"))
        tell(younger, "lower_number")
        tell(older, "higher_number")
        older_one.commit()
        first = read(engine)
        assert names(first) == ["higher_number"]
        younger_one.commit()
    assert names(read(engine, first[-1].cursor)) == ["lower_number"]


def test_what_was_rolled_back_is_never_told(engine: Engine) -> None:
    with changing(engine) as (change, connection):
        tell(change, "undone")
        connection.rollback()
        tell(change, "done")
        connection.commit()
    assert names(read(engine)) == ["done"]


def test_page_by_page_every_event_comes_once(engine: Engine) -> None:
    for number in range(7):
        with changing(engine) as (change, connection):
            tell(change, f"n{number}")
            tell(change, f"m{number}")
            connection.commit()
    cursor, found = START, []
    while page := read(engine, cursor, 3):
        found += names(page)
        cursor = page[-1].cursor
    assert found == [f"{letter}{number}" for number in range(7) for letter in "nm"]


@pytest.mark.parametrize("value", [make.NAME, make.NUMBER, "0912345678", "so 099187000123", "a" * 101])
def test_an_event_takes_no_personal_value(engine: Engine, value: str) -> None:
    with changing(engine) as (change, _), pytest.raises(ValueError, match="code or an id") as refused:
        announce(change, EventKind.LOADED, None, None, name=value)
    assert value not in str(refused.value)


def test_each_change_of_a_record_is_told_once(warehouse: Warehouse) -> None:
    dossier = warehouse.take_in(make.new_dossier())
    warehouse.save_records(dossier, "k1", [paper(so="1"), paper("ct01")], describe=describe)
    card, form = warehouse.records(dossier)
    warehouse.revise_record(card.id, RecordField("so", "2", Method.KEYED), person="cb-7")
    with warehouse.changing("cb-7") as change:
        supersede(change, form.id, card.id, StateReason.ISSUED_AGAIN, date(2026, 1, 1))
        revoke(change, card.id, StateReason.COURT_DECISION, date(2026, 1, 2))
    warehouse.save_records(dossier, "k2", [paper(so="1")], describe=describe)
    (again,) = warehouse.records(dossier)
    with warehouse.looking() as connection:
        told = events(connection)
    kinds = EventKind.LOADED, EventKind.REVISED, EventKind.SUPERSEDED, EventKind.REVOKED, EventKind.OUTDATED
    loaded, revised, superseded, revoked, outdated = kinds
    assert [(one.kind, one.record_id) for one in told] == [
        (loaded, card.id), (loaded, form.id), (revised, card.id), (superseded, form.id), (revoked, card.id),
        (outdated, card.id), (outdated, form.id), (loaded, again.id),
    ]  # fmt: skip
    assert {one.person_id for one in told} == {card.person_id}
    assert told[2].codes == {"kind": "cccd", "dossier": dossier, "field": "so", "revision": "2"}
