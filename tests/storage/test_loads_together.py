"""Many dossiers loaded in one transaction leave what loading them one by one leaves, or nothing."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
import record_makers as records
import storage_makers as make
from sqlalchemy import event

from errors import DossierError, NotHeld
from storage.descriptions import Description
from storage.loads import Load
from storage.people import Alias, AliasKind, find_people, find_person
from storage.records import PERSON, Record
from storage.sealing.vault import Vault
from storage.states import DossierState, Move, TaskState
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract
NUMBERS = ("099187000123", "099187000124", "099187000125")


def describe(found: Sequence[Record]) -> list[Description | None]:
    """As `reuse` does: a confirmed number is told as a number of the person."""
    told = records.describe(found)
    return [
        replace(each or Description(records.Days(), one.kind, ""), aliases=_aliases(one))
        for one, each in zip(found, told, strict=True)
    ]


def _aliases(one: Record) -> tuple[Alias, ...]:
    said = one.value("id_number") if one.kind == PERSON else ""
    old = one.value("so_cmnd")
    return tuple(Alias(kind, text) for kind, text in ((AliasKind.PIN, said), (AliasKind.CMND, old)) if text)


def loads(ids: Sequence[str]) -> list[Load]:
    """Two of one person under two keys, two of one person under one key, one loaded before, one with a question."""
    a, b, c = NUMBERS
    moved, asked = Move(DossierState.LOADED), Move(DossierState.IN_REVIEW)
    return [
        Load(ids[0], "k2", [records.person("K-a1", a), records.paper(subject="K-a1", so_cmnd="099123456")], (), moved),
        Load(ids[1], "k1", [records.person("K-a2", a), records.paper(subject="K-a2")], (), moved, describe),
        Load(ids[2], "k1", [records.person("K-b", b), records.paper(subject="K-b", so="1")], (), moved, describe),
        Load(ids[3], "k1", [records.person("K-b", b), records.paper("ct01", "K-b")], (), moved, describe),
        Load(ids[4], "k1", [], [make.question()], asked),
        Load(ids[5], "k1", [records.person("K-c", c), records.person("K-d", c)], (), moved, describe),
    ]


def prepared(warehouse: Warehouse) -> list[Load]:
    ids = [warehouse.take_in(make.new_dossier(f"d{number}")) for number in range(6)]
    for one in ids:
        for state in (DossierState.READ, DossierState.EXTRACTED, DossierState.RESOLVED):
            warehouse.move(one, state)
    warehouse.save_records(ids[0], "k1", [records.person("K-a1", NUMBERS[0])], describe=describe)
    found = loads(ids)
    return [replace(found[0], describe=describe), *found[1:]]


def test_they_leave_what_one_by_one_leaves(warehouse: Warehouse, vault: Vault, emptied: Callable[[], None]) -> None:
    alone = prepared(warehouse)
    assert [warehouse.load_all([one]) for one in alone] == [{one.dossier_id} for one in alone]
    left = warehouse.fingerprint()
    people = [_people(warehouse, number) for number in NUMBERS]
    emptied()
    vault.forget()
    together = prepared(warehouse)
    assert warehouse.load_all(together) == {one.dossier_id for one in together}
    assert warehouse.fingerprint() == left
    assert [_people(warehouse, number) for number in NUMBERS] == people == [1, 1, 2]
    assert warehouse.load_all(together) == frozenset()
    assert warehouse.fingerprint() == left


def _people(warehouse: Warehouse, number: str) -> int:
    with warehouse.looking() as connection:
        return len(find_people(connection, AliasKind.PIN, number))


def test_a_person_met_twice_in_a_set_is_one(warehouse: Warehouse) -> None:
    """The first told the number under one register's key, the second has another key and the same number."""
    warehouse.load_all(prepared(warehouse))
    with warehouse.looking() as connection:
        keys = [find_person(connection, AliasKind.REGISTER_KEY, key) for key in ("K-a1", "K-a2", "K-b")]
    assert keys[0] == keys[1] != keys[2]


def test_one_that_is_refused_leaves_nothing_of_the_others(warehouse: Warehouse) -> None:
    found = prepared(warehouse)
    before = warehouse.fingerprint()
    bad = replace(found[2], then=Move(DossierState.RECEIVED))
    with pytest.raises(DossierError):
        warehouse.load_all([*found[:2], bad, *found[3:]])
    assert warehouse.fingerprint() == before
    unknown = replace(found[2], dossier_id="00000000-0000-4000-8000-000000000001")
    with pytest.raises(DossierError):
        warehouse.load_all([*found[:2], unknown])
    assert warehouse.fingerprint() == before
    assert warehouse.tasks(state=TaskState.OPEN) == ()


def test_a_set_takes_as_many_statements_as_one_dossier(warehouse: Warehouse) -> None:
    ids = [warehouse.take_in(make.new_dossier(f"d{number}")) for number in range(9)]
    found = [
        Load(
            one, "k1", [records.person(one, f"0991870002{number:02d}"), records.paper(subject=one)], (), None, describe
        )
        for number, one in enumerate(ids)
    ]
    counts = []
    for some in (found[:1], found[1:]):
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object, sent: list[str] = sent) -> None:
            sent.append(statement)

        event.listen(warehouse._engine, "before_cursor_execute", note)
        warehouse.load_all(some)
        event.remove(warehouse._engine, "before_cursor_execute", note)
        counts.append(len(sent))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("statement", [1, 8, 12, 16, 20])
def test_killed_at_any_statement_it_leaves_all_or_nothing(
    warehouse: Warehouse, warehouse_url: str, statement: int
) -> None:
    found = prepared(warehouse)
    before = warehouse.fingerprint()

    def run() -> None:
        count = 0
        with make.vault(warehouse_url) as vault, Warehouse(warehouse_url, vault, actor="machine") as ours:

            def fatal(*_: object) -> None:
                nonlocal count
                count += 1
                if count == statement:
                    os.kill(os.getpid(), signal.SIGKILL)

            event.listen(ours._engine, "after_cursor_execute", fatal)
            ours.load_all(found)

    child = multiprocessing.get_context("fork").Process(target=run)
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert warehouse.fingerprint() == before
    assert warehouse.load_all(found) == {one.dossier_id for one in found}


def test_no_load_of_a_dossier_that_is_not_held(warehouse: Warehouse) -> None:
    with pytest.raises(NotHeld):
        warehouse.load_all([Load("00000000-0000-4000-8000-000000000001", "k1", [], (), Move(DossierState.LOADED))])
