"""Links follow commits: several writers at once, rolled back and killed ones, and none waits for another."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier

import pytest
from sqlalchemy import select, text

from storage.audit import linking
from storage.audit.checking import Checker
from storage.audit.faults import Report
from storage.audit.linking import link_some
from storage.audit.verification import look_for_strays, look_through
from storage.schema import AUDIT
from storage.schema_audit import AUDIT_LINK, AUDIT_WAITING
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
WRITERS, CHANGES = 4, 25


class Stopped(Exception):
    """A writer changes its mind."""


def looked(warehouse: Warehouse) -> Report:
    checker = Checker()
    look_through(warehouse, checker)
    look_for_strays(warehouse, checker)
    return checker.report()


def waiting(warehouse: Warehouse) -> int:
    with warehouse.looking() as connection:
        return len(connection.scalars(select(AUDIT_WAITING.c.seq)).all())


def subjects(warehouse: Warehouse) -> list[str]:
    """In order of the chain."""
    chosen = select(AUDIT.c.subject).join(AUDIT_LINK, AUDIT_LINK.c.seq == AUDIT.c.seq).order_by(AUDIT_LINK.c.position)
    with warehouse.looking() as connection:
        return list(connection.scalars(chosen))


def in_a_process(work: Callable[[], None]) -> multiprocessing.Process:
    child = multiprocessing.get_context("fork").Process(target=work)
    child.start()
    return child


def test_rows_are_linked_in_the_order_in_which_they_were_committed(warehouse: Warehouse) -> None:
    with warehouse.changing() as slow:
        slow.note("page.read", "begun-first")
        with warehouse.changing() as quick:
            quick.note("page.read", "done-first")
        assert warehouse.linker.link() == 1
    assert warehouse.linker.link() == 1
    assert subjects(warehouse) == ["done-first", "begun-first"]
    assert looked(warehouse).whole


def test_what_is_rolled_back_leaves_no_gap(warehouse: Warehouse) -> None:
    for number in range(4):
        try:
            with warehouse.changing() as change:
                change.note("page.read", f"subject-{number}")
                if number % 2:
                    raise Stopped
        except Stopped:
            pass
    warehouse.linker.link()
    report = looked(warehouse)
    assert (report.whole, report.position) == (True, 2)


def test_writers_in_several_processes_leave_one_whole_chain(
    warehouse: Warehouse, warehouse_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each links after every change, so that linkers meet; every third change is rolled back."""
    monkeypatch.setattr(linking, "SECONDS_BETWEEN", 0.0)
    monkeypatch.setattr(linking, "BATCH", 3)
    begin = multiprocessing.get_context("fork").Barrier(WRITERS)
    writers = [
        in_a_process(lambda number=number: _write(warehouse_url, number, begin))  # type: ignore[misc]
        for number in range(WRITERS)
    ]
    for one in writers:
        one.join()
    assert [one.exitcode for one in writers] == [0] * WRITERS
    warehouse.linker.link()
    report = looked(warehouse)
    kept = {f"writer-{writer}-{number}" for writer in range(WRITERS) for number in range(CHANGES) if number % 3}
    assert report.faults == ()
    assert report.position == report.rows == len(kept) * 2
    assert set(subjects(warehouse)) == kept
    for writer in range(WRITERS):  # each writer's own rows stand in its own order
        mine = [int(one.rpartition("-")[2]) for one in subjects(warehouse) if one.startswith(f"writer-{writer}-")]
        assert mine == sorted(mine)


def _write(url: str, writer: int, begin: Barrier) -> None:
    with Warehouse(url, actor=f"writer-{writer}") as mine:
        begin.wait()
        for number in range(CHANGES):
            try:
                with mine.changing() as change:
                    change.note("page.read", f"writer-{writer}-{number}")
                    change.note("page.kept", f"writer-{writer}-{number}")
                    if number % 3 == 0:
                        raise Stopped
            except Stopped:
                pass


def test_no_writer_waits_for_a_linker(warehouse: Warehouse) -> None:
    with warehouse.changing() as change:
        change.note("page.read", "before")
    with warehouse.looking() as linker:
        assert link_some(linker, NOW, patient=True) == 1  # and has not committed
        with warehouse.changing() as change:
            change.note("page.read", "meanwhile")
        with warehouse.looking() as other:
            assert link_some(other, NOW, patient=False) == 0
    assert waiting(warehouse) == 1
    warehouse.linker.link()
    assert subjects(warehouse) == ["before", "meanwhile"]


def test_a_patient_linker_takes_what_the_other_left(warehouse: Warehouse) -> None:
    with warehouse.changing() as change:
        change.note("page.read", "before")
    with warehouse.looking() as linker:
        link_some(linker, NOW, patient=True)
        with warehouse.changing() as change:
            change.note("page.read", "meanwhile")
        second = threading.Thread(target=warehouse.linker.link)
        second.start()
    second.join()
    assert waiting(warehouse) == 0
    assert looked(warehouse).whole


@pytest.mark.parametrize("moment", ["within a change", "between commit and link", "within the linking"])
def test_killed_at_any_moment_the_chain_is_whole_and_nothing_committed_is_lost(
    warehouse: Warehouse, warehouse_url: str, moment: str
) -> None:
    with warehouse.changing() as change:
        change.note("page.read", "before")
    warehouse.linker.link()

    def work() -> None:
        mine = Warehouse(warehouse_url)
        with mine.changing() as change:
            change.note("page.read", "of the killed one")
            if moment == "within a change":
                os.kill(os.getpid(), signal.SIGKILL)
        if moment == "within the linking":
            with mine.looking() as connection:
                link_some(connection, NOW, patient=True)
                os.kill(os.getpid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)

    child = in_a_process(work)
    child.join()
    assert child.exitcode == -signal.SIGKILL
    with warehouse.changing() as change:
        change.note("page.read", "after")
    warehouse.linker.link()
    between = [] if moment == "within a change" else ["of the killed one"]
    assert subjects(warehouse) == ["before", *between, "after"]
    assert looked(warehouse).whole


def test_a_row_that_vanished_before_its_turn_is_missed(warehouse: Warehouse) -> None:
    with warehouse.changing() as change:
        change.note("page.read", "gone")
    with warehouse.looking() as connection:
        past_guards(connection, "DELETE FROM audit")
    warehouse.linker.link()
    (fault,) = looked(warehouse).faults
    assert fault.flaw.name == "MISSING"


def test_a_process_links_its_rows_when_it_closes(warehouse: Warehouse, warehouse_url: str) -> None:
    with Warehouse(warehouse_url) as other, other.changing() as change:
        change.note("page.read", "subject")
    assert waiting(warehouse) == 0
    assert subjects(warehouse) == ["subject"]


def test_every_value_that_a_row_may_hold_is_read_back_as_it_was_linked(warehouse: Warehouse) -> None:
    with warehouse.changing() as change:
        change.note("page.read", "đường", count=2**53 + 1, text='"\\ \u2028 \x7f đ', none=None, several=["b", "a", ""])
    warehouse.linker.link()
    assert looked(warehouse).whole


def past_guards(connection, statement: str) -> None:  # type: ignore[no-untyped-def]
    """As one does it who may do everything in the database."""
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    connection.execute(text(statement))
