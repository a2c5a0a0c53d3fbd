"""New keys, old values: the master key and the data keys are changed while everything stays readable."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from errors import Erased, NotSetUp
from storage.change import Change
from storage.schema import AUDIT
from storage.schema_keys import DATA_KEY
from storage.sealing import key_rows, rotation
from storage.sealing.erasing import begin_again, erase
from storage.sealing.master import FileMaster
from storage.sealing.owner import LOOKUP, OwnerKind, of_dossier, of_person
from storage.sealing.rotation import key_counts, retire_masters, rotate, rotate_master, still_under_older
from storage.sealing.token import key_id_in
from storage.sealing.vault import Vault
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract
PEOPLE = [of_person(str(number)) for number in range(25)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "master.key"


@pytest.fixture
def opened(warehouse_url: str, file: Path) -> Callable[[], Vault]:
    """A process with the same master key and the same warehouse."""
    return lambda: Vault(warehouse_url, FileMaster.made(file))


@pytest.fixture
def vault(opened: Callable[[], Vault]):
    with opened() as made:
        yield made


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "_AT_ONCE", 10)


def _sealed(vault: Vault) -> list[str]:
    return [vault.seal(one, "a.b", str(one).encode()) for one in PEOPLE]


def _told(vault: Vault, tokens: list[str]) -> list[str]:
    return [vault.unseal("a.b", token).decode() for token in tokens]


def test_all_keys_come_under_the_new_master_key(warehouse: Warehouse, vault: Vault, opened):
    tokens, blind = _sealed(vault), vault.blind("PIN", "1")
    before, other = vault.master.id, opened()
    told: list[tuple[int, int | None]] = []
    assert rotate_master(warehouse, vault, lambda done, total: told.append((done, total))) == len(PEOPLE) + 1
    assert told[-1] == (26, 26)
    assert vault.master.id != before
    with warehouse.looking() as connection:
        assert {one.master for one in key_counts(connection)} == {vault.master.id}
    for each in (vault, other, opened()):
        each.forget()
        assert _told(each, tokens) == [str(one) for one in PEOPLE]
        assert each.blind("PIN", "1") == blind
        each.close()


def test_killed_half_way_the_next_turn_finishes_and_begins_nothing_newer(
    warehouse: Warehouse, vault: Vault, opened, monkeypatch: pytest.MonkeyPatch
):
    tokens = _sealed(vault)
    note, notes = Change.note, list[str]()

    def killed(self: Change, action: str, *more: str, **details: int) -> None:
        notes.append(action)
        if notes.count("keys.wrapped") == 2:
            raise KeyboardInterrupt
        note(self, action, *more, **details)

    monkeypatch.setattr(Change, "note", killed)
    with pytest.raises(KeyboardInterrupt):
        rotate_master(warehouse, vault)
    monkeypatch.setattr(Change, "note", note)
    generation = vault.master.id
    with opened() as again, warehouse.looking() as connection:
        assert still_under_older(connection, again.master) == 15  # one transaction of ten was committed
        assert _told(again, tokens) == [str(one) for one in PEOPLE]
        assert rotate_master(warehouse, again) == 15
        assert again.master.id == generation
        assert still_under_older(connection, again.master) == 0


def test_older_generations_are_destroyed_only_when_nothing_needs_them(warehouse: Warehouse, vault: Vault, opened):
    tokens, before = _sealed(vault), vault.master.id
    vault.master.renew()
    with pytest.raises(NotSetUp, match="25 keys"):
        retire_masters(warehouse, vault)
    rotate_master(warehouse, vault)
    assert retire_masters(warehouse, vault) == (before,)
    with opened() as again:
        assert _told(again, tokens) == [str(one) for one in PEOPLE]


def test_owners_get_a_new_key_for_what_is_new(warehouse: Warehouse, vault: Vault, opened):
    tokens, blind = _sealed(vault), vault.blind("PIN", "1")
    vault.seal(of_dossier("1"), "a.b", b"x")
    assert rotate(warehouse, vault, OwnerKind.PERSON) == len(PEOPLE)
    newer = _sealed(vault)
    assert not {*map(key_id_in, newer)} & {*map(key_id_in, tokens)}
    with opened() as again:
        assert _told(again, tokens + newer) == [str(one) for one in PEOPLE] * 2
        assert again.key_of(PEOPLE[0]).version == 2
        assert again.key_of(of_dossier("1")).version == 1
        assert rotate(warehouse, again) == len(PEOPLE) + 1  # every kind but the index's own key
        assert again.key_of(LOOKUP).version == 1
        assert again.blind("PIN", "1") == blind


def test_who_was_erased_gets_no_new_key(warehouse: Warehouse, vault: Vault):
    _sealed(vault)
    _erase(warehouse, vault)
    assert rotate(warehouse, vault) == len(PEOPLE) - 1
    with pytest.raises(Erased):
        vault.seal(PEOPLE[0], "a.b", b"x")


def test_who_is_being_erased_gets_no_new_key_that_outlives_the_erasure(warehouse: Warehouse, vault: Vault, opened):
    _sealed(vault)
    with opened() as other, Warehouse(str(warehouse._engine.url), other, actor="elsewhere") as elsewhere:
        with warehouse.changing() as change:
            erase(change, PEOPLE[0], "ND-13:16")
            assert rotate(elsewhere, other) == len(PEOPLE) - 1
        with pytest.raises(Erased):
            other.seal(PEOPLE[0], "a.b", b"x")


def test_two_never_change_the_file_of_the_master_key_at_once(warehouse: Warehouse, vault: Vault, monkeypatch):
    """Each reads it and writes it anew: the generation of who came first would be gone with all that it wraps."""
    _sealed(vault)
    free = []

    def watched(name: str) -> None:
        real = getattr(vault.master, name)

        def call() -> object:
            with vault.looking() as connection:
                free.append(connection.scalar(select(func.pg_try_advisory_xact_lock(key_rows.RETIRING))))
            return real()

        monkeypatch.setattr(vault.master, name, call)

    watched("renew")
    watched("retire")
    rotate_master(warehouse, vault)
    retire_masters(warehouse, vault)
    assert free == [False, False]


def test_both_turns_leave_rows_in_the_audit_and_no_key(warehouse: Warehouse, vault: Vault):
    _sealed(vault)
    rotate_master(warehouse, vault)
    rotate(warehouse, vault)
    retire_masters(warehouse, vault)
    with warehouse.looking() as connection:
        noted = connection.execute(select(AUDIT.c.action, AUDIT.c.details)).all()
        secrets = [vault.key_of(one).secret.hex() for one in PEOPLE]
    assert {row.action for row in noted} == {
        "keys.master_begun", "keys.wrapped", "keys.rotated", "keys.masters_retired",
    }  # fmt: skip
    assert not any(secret in str(noted) for secret in secrets)


def test_every_version_of_an_owner_is_erased_and_a_new_beginning_opens_none_of_it(warehouse: Warehouse, vault: Vault):
    old = _sealed(vault)[0]
    rotate(warehouse, vault)
    new = _sealed(vault)[0]
    _erase(warehouse, vault, keys=2)
    _erase(warehouse, vault, keys=0)
    with vault.looking() as connection:
        rows = connection.execute(select(DATA_KEY).where(DATA_KEY.c.owner == str(PEOPLE[0]))).all()
    assert [(row.wrapped, row.erased_at is None) for row in rows] == [(None, False)] * 2
    warehouse_vault = _begin_again(warehouse, vault)
    later = warehouse_vault.seal(PEOPLE[0], "a.b", b"anew")
    assert vault.unseal("a.b", later) == b"anew"
    for token in (old, new):
        with pytest.raises(Erased):
            vault.unseal("a.b", token)


def _begin_again(warehouse: Warehouse, vault: Vault) -> Vault:
    with warehouse.changing() as change:
        begin_again(change, vault.master, PEOPLE[0], "handed-in-again")
    return vault


def _erase(warehouse: Warehouse, vault: Vault, keys: int = 1) -> None:
    with warehouse.changing() as change:
        assert erase(change, PEOPLE[0], "ND-13:16").keys == keys
