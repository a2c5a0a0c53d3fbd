"""The drill: values are planted, one owner's key is destroyed, and nobody with everything can open them any more."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import storage_makers as make
from sqlalchemy import Engine, func, select

from errors import Erased, NotHeld, NotSetUp
from storage import private_postgres
from storage.connection import engine_for
from storage.personal import PersonalJson, PersonalText
from storage.schema import AUDIT, METADATA
from storage.schema_keys import DATA_KEY
from storage.sealing.erasing import erase
from storage.sealing.master import FileMaster
from storage.sealing.owner import LOOKUP, of_dossier, of_object
from storage.sealing.rotation import retire_masters, rotate_master
from storage.sealing.vault import Vault
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract


@pytest.fixture
def master_file(tmp_path: Path) -> Path:
    FileMaster.made(tmp_path / "master.key")
    return tmp_path / "master.key"


@pytest.fixture
def vault(warehouse_url: str, master_file: Path) -> Iterator[Vault]:
    with Vault(warehouse_url, FileMaster(master_file)) as made:
        yield made


@pytest.fixture
def planted(warehouse: Warehouse) -> tuple[str, str]:
    """Two dossiers, each with pages, documents, readings and a decision; the first is to be erased."""
    ids = []
    for seed in ("a", "b"):
        new = make.new_dossier(seed)
        ids.append(warehouse.take_in(new))
        warehouse.save_page(new.scans[0].digest, "k1", make.page())
        (scan,) = warehouse.scans(ids[-1])
        warehouse.save_documents(ids[-1], "e1", {scan.id: [make.document()]})
        warehouse.save_resolution(ids[-1], "r1", make.decision(ids[-1]))
    return ids[0], ids[1]


def _erase(warehouse: Warehouse, dossier_id: str) -> None:
    (scan,) = warehouse.scans(dossier_id)
    with warehouse.changing("luu-tru-1") as change:
        erase(change, of_dossier(dossier_id), "TT-05-2025:7")
        erase(change, of_object(scan.digest), "TT-05-2025:7")


def _opened(url: str, vault: Vault) -> tuple[int, int]:
    """Of every personal value of a database: how many open, and how many are erased."""
    engine, found = engine_for(url), [0, 0]
    with engine.connect() as connection:
        for table in METADATA.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, PersonalText | PersonalJson):
                    for token in connection.exec_driver_sql(f"SELECT {column.name} FROM {table.name}").scalars():
                        found[_is_erased(vault, str(column), token)] += token is not None
    engine.dispose()
    return found[0], found[1]


def _is_erased(vault: Vault, place: str, token: str | None) -> bool:
    try:
        return token is None or not vault.unseal(place, token)
    except Erased:
        return True


@pytest.fixture
def copied(postgres: Path, keeper: Engine, warehouse: Warehouse, emptier: Engine) -> Callable[[], str]:
    """A full copy of the database as it stands; its URL."""

    def copy() -> str:
        warehouse._engine.dispose()
        emptier.dispose()
        with keeper.connect() as connection:
            connection.exec_driver_sql("DROP DATABASE IF EXISTS copied WITH (FORCE)")
            connection.exec_driver_sql(f"CREATE DATABASE copied TEMPLATE {emptier.url.database}")
        return private_postgres.url(postgres, "copied")

    return copy


def test_with_master_key_and_a_full_copy_nothing_of_the_erased_opens(
    warehouse, vault, planted, copied, master_file, tmp_path
):
    whole = _opened(str(warehouse._engine.url), vault)
    assert whole[1] == 0
    _erase(warehouse, planted[0])
    vault.close()
    url = copied()
    shutil.copy(master_file, tmp_path / "stolen.key")
    with Vault(url, FileMaster(tmp_path / "stolen.key")) as thief:
        opens, erased = _opened(url, thief)
        assert opens == erased == whole[0] // 2  # the other's values open, all of them
        for owner in (of_dossier(planted[0]), of_object(make.new_dossier("a").scans[0].digest)):
            with pytest.raises(Erased):
                thief.key_of(owner)


def test_a_copy_from_before_dies_with_the_generation_of_the_master_key(warehouse, vault, planted, copied, master_file):
    vault.close()
    url = copied()
    _erase(warehouse, planted[0])
    with Vault(url, FileMaster(master_file)) as backup:
        assert _opened(url, backup)[1] == 0  # why erasure is finished only by the next line
    rotate_master(warehouse, vault)
    retire_masters(warehouse, vault)
    with Vault(url, FileMaster(master_file)) as backup, pytest.raises(NotSetUp, match="generation"):
        _opened(url, backup)
    assert warehouse.dossier(planted[1]).manifest == make.new_dossier("b").manifest


def test_rows_remain_and_say_that_their_values_are_gone(warehouse, vault, planted):
    before = warehouse.counts()
    _erase(warehouse, planted[0])
    assert warehouse.counts() == before
    for look in (warehouse.dossier, warehouse.scans, warehouse.documents, warehouse.readings, warehouse.decisions):
        with pytest.raises(Erased):
            look(planted[0])
        assert look(planted[1])
    with warehouse.looking() as connection:
        noted = connection.execute(select(AUDIT).where(AUDIT.c.action == "keys.erased").order_by(AUDIT.c.seq)).all()
        assert connection.scalar(select(func.count()).where(DATA_KEY.c.erased_at.is_not(None))) == 2
    assert [(row.actor, row.subject, row.details) for row in noted] == [
        ("luu-tru-1", str(owner), {"reason": "TT-05-2025:7", "keys": 1})
        for owner in (of_dossier(planted[0]), of_object(make.new_dossier("a").scans[0].digest))
    ]


def test_an_erasure_that_falls_back_destroys_nothing(warehouse, vault, planted):
    with warehouse.changing() as change:
        erase(change, of_dossier(planted[0]), "TT-05-2025:7")
        change.connection.rollback()
    assert warehouse.readings(planted[0])


def test_a_key_remembered_elsewhere_dies_within_its_life(warehouse, vault, warehouse_url, planted, master_file):
    now = [0.0]
    with Vault(warehouse_url, FileMaster(master_file), key_life_s=60, clock=lambda: now[0]) as elsewhere:
        token = elsewhere.seal(of_dossier(planted[0]), "a.b", b"x")
        _erase(warehouse, planted[0])
        now[0] = 60.0
        assert elsewhere.unseal("a.b", token) == b"x"
        now[0] = 60.1
        with pytest.raises(Erased):
            elsewhere.unseal("a.b", token)
        with pytest.raises(Erased):
            elsewhere.seal(of_dossier(planted[0]), "a.b", b"x")


def test_the_fingerprint_of_a_warehouse_shows_that_something_was_erased(warehouse, vault, planted):
    before = warehouse.fingerprint()
    vault.forget()
    assert warehouse.fingerprint() == before
    _erase(warehouse, planted[0])
    assert warehouse.fingerprint() != before


@pytest.mark.parametrize(("owner", "reason"), [(LOOKUP, "x"), (of_dossier("1"), ""), (of_dossier("1"), make.NAME)])
def test_what_is_never_erased(owner, reason, warehouse):
    with warehouse.changing() as change, pytest.raises(ValueError, match=r"no owner's|a code"):
        erase(change, owner, reason)


def test_nobody_is_erased_for_whom_nothing_was_sealed(warehouse):
    with pytest.raises(NotHeld), warehouse.changing() as change:
        erase(change, of_dossier("none"), "x")


def test_plain_sql_finds_no_planted_value(warehouse, vault, planted):
    with warehouse.looking() as connection:
        for table in METADATA.sorted_tables:
            text = str(connection.exec_driver_sql(f"SELECT {table.name}::text FROM {table.name}").all())
            assert make.NAME not in text
            assert make.NUMBER not in text
