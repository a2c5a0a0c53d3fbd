"""The replica's look-up keys tell nothing by themselves, and still find what the plain ones would."""

from pathlib import Path

import extract_makers as extract
import pytest
import storage_makers as make
from alembic import command
from sqlalchemy import text

from errors import NotSetUp
from extractors.reading import PartialDate
from matching.index.keys import day_key, full_name_key, text_key
from matching.people import Person
from storage import migrating
from storage.connection import engine_for
from storage.replica.keys import LOOKED_UP_BY, KeyedKeys, look_up_keys
from storage.replica.schema import table_of
from storage.sealing.vault import Vault

pytestmark = pytest.mark.contract
NAME = "Đặng Thử An"
BORN = PartialDate(1987, 3, 12)


def test_no_column_holds_what_could_be_computed_without_the_secret(warehouse_url: str, vault: Vault, tmp_path: Path):
    rows = extract.people(60)
    held = extract.loaded(warehouse_url, extract.csv_file(tmp_path / "a.csv", rows)).extract
    plain = {int(row["cccd"]) for row in rows} | {text_key(row["person_id"]) for row in rows}
    for row in rows:
        born = PartialDate(*map(int, row["dob"].split("-")))
        plain |= {day_key(born), full_name_key(row["full_name"], born)}
    with vault.looking() as connection:
        found = connection.exec_driver_sql(f"SELECT * FROM {table_of(held.id)}").all()
    assert len(found) == 60
    assert not plain & {cell for row in found for cell in row if isinstance(cell, int)}
    assert extract.person(7)["cccd"] not in str(found)
    assert "Đặng" not in str(found)


@pytest.mark.parametrize("column", LOOKED_UP_BY)
@pytest.mark.parametrize("key", [0, 99087000123, -1, (1 << 63) - 1, -(1 << 63)])
def test_a_keyed_key_fits_the_column_and_depends_on_column_and_secret(column, key, vault, emptied):
    keyed = KeyedKeys(vault)
    one = keyed.of(column, key)
    assert -(1 << 63) <= one < 1 << 63
    assert one == keyed.of(column, key)
    assert len({keyed.of(each, key) for each in LOOKED_UP_BY}) == len(LOOKED_UP_BY)
    emptied()
    vault.forget()
    assert KeyedKeys(vault).of(column, key) != one


def test_the_days_of_one_name_and_year_are_neighbours_and_no_others(vault: Vault):
    keyed = KeyedKeys(vault)
    first, lowest = keyed.year_of("name_and_day", full_name_key(NAME, PartialDate(1987)))
    days = [PartialDate(1987, month, day) for month in range(1, 13) for day in range(1, 29)]
    keys = {keyed.of("name_and_day", full_name_key(NAME, each)): each for each in (PartialDate(1987), *days)}
    assert len(keys) == len(days) + 1
    assert all(lowest <= key <= lowest + 511 for key in keys)
    assert [keys[key] for key in sorted(keys, key=lambda key: key ^ first)] == [PartialDate(1987), *days]
    for other in (full_name_key(NAME, PartialDate(1988, 3, 12)), full_name_key("Đặng Thử Bình", BORN)):
        assert not lowest <= keyed.of("name_and_day", other) <= lowest + 511


def test_where_there_is_nothing_there_is_no_key(vault: Vault):
    nobody = Person("P1", "", (), NAME, PartialDate(1987), None)
    keyed, plain = KeyedKeys(vault).of_columns(nobody), look_up_keys(nobody)
    assert [key is None for key in keyed] == [key is None for key in plain]


def test_a_warehouse_with_rows_in_clear_is_not_migrated(empty_url: str):
    engine = engine_for(empty_url)
    with engine.begin() as connection:
        command.upgrade(migrating._alembic(connection), "0013")
        row = (
            "INSERT INTO dossier (id, digest, label, state, made_at, changed_at)"
            " VALUES (gen_random_uuid(), 'd', :label, 'RECEIVED', now(), now())"
        )
        connection.execute(text(row), {"label": make.NAME})
    with pytest.raises(NotSetUp, match="empty database") as refused, engine.begin() as connection:
        command.upgrade(migrating._alembic(connection), "0014")
    engine.dispose()
    assert make.NAME not in str(refused.value)
