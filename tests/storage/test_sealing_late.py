"""A process that still remembers a destroyed key writes nothing under it; an erasure waits for who is committing."""

import threading
from collections.abc import Iterator

import pytest
import storage_makers as make
from sqlalchemy import event, text

from errors import Erased, SealBroken
from storage.dossiers import Delivery, deliveries
from storage.personal import Private
from storage.schema import DELIVERY
from storage.sealing import key_rows, late
from storage.sealing.erasing import erase
from storage.sealing.owner import of_dossier
from storage.sealing.vault import Vault
from storage.warehouse import Warehouse

WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
pytestmark = pytest.mark.contract


@pytest.fixture
def elsewhere(warehouse_url: str, vault: Vault) -> Iterator[Warehouse]:
    """The warehouse as another process has it, with keys that it remembers by itself."""
    with make.vault(warehouse_url) as own, Warehouse(warehouse_url, own, actor="elsewhere") as opened:
        yield opened


def deliver(change: object, dossier_id: str, number: int) -> None:
    row = {"dossier_id": dossier_id, "number": number, "label": Private("x", of_dossier(dossier_id))}
    change.connection.execute(DELIVERY.insert().values(**row, made_at=change.now))  # type: ignore[attr-defined]


def erased(warehouse: Warehouse, dossier_id: str) -> None:
    with warehouse.changing() as change:
        erase(change, of_dossier(dossier_id), "drill")


def numbers(warehouse: Warehouse) -> list[int]:
    with warehouse.looking() as connection:
        return list(connection.execute(text("SELECT number FROM delivery ORDER BY number")).scalars())


def test_what_was_sealed_under_a_key_destroyed_meanwhile_is_not_committed(warehouse, elsewhere):
    dossier_id = warehouse.take_in(make.new_dossier("a"))
    with elsewhere.changing() as change:
        deliver(change, dossier_id, 2)
    erased(warehouse, dossier_id)
    with pytest.raises(Erased, match="nothing of this change"), elsewhere.changing() as change:
        deliver(change, dossier_id, 3)
    with pytest.raises(Erased, match="nothing new"), elsewhere.changing() as change:  # and it remembers no more
        deliver(change, dossier_id, 4)
    assert numbers(warehouse) == [1, 2]


def test_a_change_that_runs_while_its_key_is_destroyed_falls_back(warehouse, elsewhere):
    dossier_id = warehouse.take_in(make.new_dossier("a"))

    def slow() -> None:
        with elsewhere.changing() as change:
            change.note("before", dossier_id)
            deliver(change, dossier_id, 2)
            erased(warehouse, dossier_id)

    with pytest.raises(Erased):
        slow()
    assert numbers(warehouse) == [1]


def test_an_erasure_waits_for_who_has_asked_and_not_yet_committed(warehouse, elsewhere, monkeypatch):
    dossier_id = warehouse.take_in(make.new_dossier("a"))
    eraser = threading.Thread(target=erased, args=(warehouse, dossier_id))
    real, living = late._end, []

    def slow(connection, held):
        real(connection, held)
        if held.sealed:  # asked, and not committed
            eraser.start()
            while not connection.scalar(
                text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            ):
                pass
            living.append(connection.scalar(text("SELECT count(*) FROM data_key WHERE wrapped IS NULL")))

    monkeypatch.setattr(late, "_end", slow)
    with elsewhere.changing() as change:
        deliver(change, dossier_id, 2)
    eraser.join()
    assert (living, numbers(warehouse)) == ([0], [1, 2])
    with pytest.raises(Erased), warehouse.looking() as connection:
        deliveries(connection, dossier_id)


def test_what_another_thread_fetches_before_the_commit_of_an_erasure_is_not_remembered(warehouse, vault):
    dossier_id = warehouse.take_in(make.new_dossier("a"))
    token = vault.seal(of_dossier(dossier_id), "a.b", b"x")
    with warehouse.changing() as change:
        erase(change, of_dossier(dossier_id), "drill")

        @event.listens_for(change.connection, "commit", once=True)
        def still_there(_: object) -> None:
            assert vault.unseal("a.b", token) == b"x"

    with pytest.raises(Erased):
        vault.unseal("a.b", token)


def test_what_was_asked_for_before_something_was_forgotten_is_not_remembered(vault, monkeypatch):
    token, real = vault.seal(of_dossier("1"), "a.b", b"x"), key_rows.by_id

    def slow(*asked):
        found = real(*asked)
        vault.forget([of_dossier("1")])
        return found

    monkeypatch.setattr(key_rows, "by_id", slow)
    vault.forget()
    assert vault.unseal("a.b", token) == b"x"
    monkeypatch.setattr(key_rows, "by_id", lambda *_: {})
    with pytest.raises(SealBroken):
        vault.unseal("a.b", token)


def test_rows_by_the_hundred_and_texts_that_only_look_sealed(warehouse):
    dossier_id = warehouse.take_in(make.new_dossier("a"))
    with warehouse.changing() as change:
        rows = [
            {"dossier_id": dossier_id, "number": number, "label": Private(f"x{number}", of_dossier(dossier_id)),
             "made_at": change.now}
            for number in range(2, 300)
        ]  # fmt: skip
        change.connection.execute(DELIVERY.insert(), rows)
        change.note("h1.no token at all", "h1.")
    with warehouse.looking() as connection:
        assert len(deliveries(connection, dossier_id)) == 299
        assert Delivery("x7", None) in deliveries(connection, dossier_id)
