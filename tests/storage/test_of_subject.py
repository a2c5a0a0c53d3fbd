"""All that is held about one person, over every dossier."""

from dataclasses import replace

import pytest
import storage_makers as make

from errors import NotHeld
from storage.of_subject import of_subject, subject_of
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract


def test_records_of_every_dossier_as_loaded_last(warehouse: Warehouse) -> None:
    first, second = (warehouse.take_in(make.new_dossier(seed)) for seed in "ab")
    warehouse.save_records(first, "k1", [make.record()])
    warehouse.save_records(first, "k2", [make.record(), replace(make.record(), kind="cccd")])
    warehouse.save_records(second, "k1", [make.record(), replace(make.record(), subject="P2")])
    with warehouse.looking() as connection:
        found = of_subject(connection, "P1")
        kinds = [(one.dossier_id, one.record.kind) for one in found]
        assert sorted(kinds) == sorted([(first, "person"), (first, "cccd"), (second, "person")])
        assert {one.record.subject for one in found} == {"P1"}
        assert [one.at for one in found] == sorted(one.at for one in found)
        assert subject_of(connection, found[0].record.id) == "P1"
        assert of_subject(connection, "P9") == ()


def test_the_subject_of_nothing_is_not_held(warehouse: Warehouse) -> None:
    with warehouse.looking() as connection, pytest.raises(NotHeld):
        subject_of(connection, "00000000-0000-0000-0000-000000000000")
