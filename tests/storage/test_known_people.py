"""People: one of ours for each person, found by any number they ever had, and never by trying numbers against ids."""

from dataclasses import replace
from datetime import date

import pytest
import storage_makers as make
from sqlalchemy import Text, select, type_coerce

from errors import NotHeld
from storage.change import id_from
from storage.of_person import of_person
from storage.people import Alias, AliasKind, add_aliases, aliases, find_people, find_person, person_for, person_of
from storage.personal import _Sealed
from storage.schema_records import PERSON_ALIAS
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract


def test_a_key_always_names_the_same_person(warehouse: Warehouse) -> None:
    with warehouse.changing() as change:
        first, other = person_for(change, "P1"), person_for(change, "P2")
    with warehouse.changing() as change:
        assert person_for(change, "P1") == first != other
    with warehouse.looking() as connection:
        assert find_person(connection, AliasKind.REGISTER_KEY, "P1") == first
        assert find_person(connection, AliasKind.REGISTER_KEY, "P3") is None
        (key,) = aliases(connection, first)
    assert (key.kind, key.value, key.record_id) == (AliasKind.REGISTER_KEY, "P1", None)


def test_two_registers_keys_of_one_confirmed_number_are_one_person(warehouse: Warehouse) -> None:
    with warehouse.changing() as change:
        by_number = person_for(change, make.NUMBER)  # the gateway's key is the number itself
        add_aliases(change, [(by_number, Alias(AliasKind.PIN, make.NUMBER))])
        assert person_for(change, "extract-77", make.NUMBER) == by_number
        assert person_for(change, "extract-78", "099187000124") != by_number


def test_nobody_can_try_numbers_against_an_id(warehouse: Warehouse) -> None:
    with warehouse.changing() as change:
        person_id = person_for(change, make.NUMBER)
    assert person_id != id_from("person", make.NUMBER)


def test_every_old_number_stays_with_its_days_and_its_record(warehouse: Warehouse) -> None:
    dossier = warehouse.take_in(make.new_dossier())
    warehouse.save_records(dossier, "k1", [make.record()])
    (record,) = warehouse.records(dossier)
    old = [
        Alias(AliasKind.CMND, "099 123 456", date(1990, 5, 1), date(2005, 4, 30), record.id),
        Alias(AliasKind.CMND, "099123457", date(2005, 5, 1), date(2020, 4, 30), record.id),
        Alias(AliasKind.PASSPORT, "c 1234567", None, None, record.id),
    ]
    for _ in range(2):  # told twice, it stands once
        with warehouse.changing() as change:
            add_aliases(change, [(record.person_id or "", each) for each in old])
    with warehouse.looking() as connection:
        held = aliases(connection, record.person_id or "")
        assert [(one.value, one.valid_from, one.record_id) for one in held if one.kind is AliasKind.CMND] == [
            ("099123456", date(1990, 5, 1), record.id),
            ("099123457", date(2005, 5, 1), record.id),
        ]
        for written in ("099123456", "099.123.457"):
            assert find_person(connection, AliasKind.CMND, written) == record.person_id
        assert find_person(connection, AliasKind.PASSPORT, "C1234567") == record.person_id
        assert find_person(connection, AliasKind.PIN, "099123456") is None


def test_neither_ids_nor_columns_of_an_alias_tell_its_days(warehouse: Warehouse) -> None:
    day = date(1990, 5, 1)
    with warehouse.changing() as change:
        person_id = person_for(change, "P1")
        add_aliases(change, [(person_id, Alias(AliasKind.CMND, "099123456", day))])
    with warehouse.looking() as connection:
        plain = [type_coerce(each, Text) if isinstance(each.type, _Sealed) else each for each in PERSON_ALIAS.c]
        (row,) = connection.execute(select(*plain).where(PERSON_ALIAS.c.kind == "CMND")).mappings()
        assert str(day) not in str(dict(row))
        assert day not in row.values()
        assert row["id"] != id_from("alias", person_id, "CMND", bytes(row["blind"]).hex(), day, "")
        assert [one.valid_from for one in aliases(connection, person_id)] == [day, None]


def test_a_number_told_of_two_people_names_nobody(warehouse: Warehouse) -> None:
    with warehouse.changing() as change:
        two = [person_for(change, key) for key in ("P1", "P2")]
        add_aliases(change, [(one, Alias(AliasKind.CMND, "099123456")) for one in two])
    with warehouse.looking() as connection:
        assert find_person(connection, AliasKind.CMND, "099123456") is None
        assert find_people(connection, AliasKind.CMND, "099123456") == tuple(sorted(two))


def test_records_of_every_dossier_as_loaded_last(warehouse: Warehouse) -> None:
    first, second = (warehouse.take_in(make.new_dossier(seed)) for seed in "ab")
    warehouse.save_records(first, "k1", [make.record()])
    warehouse.save_records(first, "k2", [make.record(), replace(make.record(), kind="cccd")])
    warehouse.save_records(second, "k1", [make.record(), replace(make.record(), register_key="P2")])
    with warehouse.looking() as connection:
        person_id = find_person(connection, AliasKind.REGISTER_KEY, "P1") or ""
        found = of_person(connection, person_id)
        kinds = [(one.dossier_id, one.record.kind) for one in found]
        assert sorted(kinds) == sorted([(first, "person"), (first, "cccd"), (second, "person")])
        assert {one.record.person_id for one in found} == {person_id}
        assert [one.at for one in found] == sorted(one.at for one in found)
        assert person_of(connection, found[0].record.id) == person_id
        assert of_person(connection, "00000000-0000-0000-0000-000000000000") == ()


def test_the_person_of_nothing_is_not_held(warehouse: Warehouse) -> None:
    with warehouse.looking() as connection, pytest.raises(NotHeld):
        person_of(connection, "00000000-0000-0000-0000-000000000000")
