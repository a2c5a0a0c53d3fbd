"""Bulk exports end: by their term, or with an erasure that reaches them; receivers are told, and nothing is left."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import api_makers as make
import pytest
from fastapi.testclient import TestClient
from test_bulk_export import asked, load, office_of

from api.service import Service
from errors import Erased, ExportRefused
from reuse.export_job import run_export
from reuse.recall import open_new
from storage.audit.reading import ReadPurpose
from storage.care import end_exports
from storage.erasure import erase
from storage.removal import remove_erased
from storage.retention import Kept
from storage.schema_keys import DATA_KEY
from storage.sealing.owner import of_object, of_person
from storage.service import export_ending, exports, recalls
from storage.service.exports import ExportOrder, ExportState

pytestmark = pytest.mark.contract

READ_PURPOSE = ReadPurpose("1.004222", "", "ND118-2025")
Fetched = tuple[str, tuple[str, ...], dict[str, str], str]


@pytest.fixture
def loaded(service: Service, clock: make.Clock) -> str:
    return load(service, clock)


def fetched(service: Service, http: TestClient, clock: make.Clock, dossier_id: str) -> Fetched:
    """An export that a client asked for and fetched: its id, its parts' digests, the client's head, and the client."""
    clock.now = datetime.now(UTC)
    office = office_of(service, dossier_id)
    ours = make.sender(service, "export:run", "person.phone:read", offices=(office,))
    head = make.bearer(ours.token(http, clock.now))
    told = asked(http, head, purpose={**make.PURPOSE, "dossier": f"{office}-261115-0007"})
    place = told.headers["location"]
    done = http.get(place, headers=head).json()
    assert done["state"] == "DONE"
    parts = http.get(done["manifest"], headers=head).json()["parts"]
    assert http.get(f"{place}/parts/{parts[-1]['name']}", headers=head).status_code == 200
    return done["id"], tuple(one["sha256"] for one in parts), head, ours.client.id


def state(service: Service, export_id: str) -> ExportState:
    with service.warehouse.looking() as connection:
        return exports.export(connection, export_id).state


def has_key(service: Service, digest: str) -> bool:
    with service.warehouse.looking() as connection:
        chosen = DATA_KEY.select().where(DATA_KEY.c.owner == str(of_object(digest)), DATA_KEY.c.wrapped.is_not(None))
        return connection.execute(chosen).first() is not None


def person_erased(service: Service, dossier_id: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The record of the person; its term is over."""
    monkeypatch.setattr(Kept, "runs", lambda self, on: False)
    one = service.warehouse.records(dossier_id)[0]
    assert one.person_id
    erase(service.warehouse, of_person(one.person_id), "12/QĐ-UBND", lambda digest: False, person="staff-1")
    return one.id


def test_an_erasure_withdraws_the_exports_that_may_hold_it_and_their_readers_are_told(
    service: Service, http: TestClient, clock: make.Clock, loaded: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id, parts, head, client_id = fetched(service, http, clock, loaded)
    other_id, others, *_ = fetched(service, http, clock, load(service, clock))
    record_id = person_erased(service, loaded, monkeypatch)
    assert (state(service, export_id), state(service, other_id)) == (ExportState.WITHDRAWN, ExportState.DONE)
    assert not any(has_key(service, one) for one in parts if one not in others)
    assert all(has_key(service, one) for one in others)
    place = f"/v1/exports/{export_id}"
    told = http.get(place, headers=head).json()
    assert (told["state"], told["manifest"]) == ("WITHDRAWN", None)
    gone = http.get(f"{place}/parts/fields-00001.parquet", headers=head)
    assert (gone.status_code, gone.json()["type"]) == (410, "urn:hoso:problem:erased")
    open_new(service.warehouse)
    with service.warehouse.looking() as connection:
        (found,) = recalls.recalls_of(connection, record_id)
    assert (found.wrong.cause, [one.reader for one in found.readers]) == (recalls.Cause.ERASED, [client_id])
    (note,) = make.audit(service, export_id, "export.withdrawn")
    assert note["receipt"]


def test_an_export_ends_with_its_term_and_its_parts_with_it(
    service: Service, http: TestClient, clock: make.Clock, loaded: str
) -> None:
    export_id, parts, head, _ = fetched(service, http, clock, loaded)
    now = datetime.now(UTC)
    end_exports(service.warehouse, now + timedelta(days=6, hours=23), 7)
    assert state(service, export_id) is ExportState.DONE
    end_exports(service.warehouse, now + timedelta(days=7, minutes=1), 7)
    assert state(service, export_id) is ExportState.EXPIRED
    assert not any(has_key(service, one) for one in parts)
    assert http.get(f"/v1/exports/{export_id}/parts/fields-00001.parquet", headers=head).status_code == 410
    for one in parts:
        with pytest.raises(Erased):
            service.objects.get(one)
    with service.warehouse.looking() as connection:
        assert set(parts) <= set(export_ending.parts_of_ended(connection))
    remove_erased(service.warehouse, [service.objects], parts)
    assert export_ending.drop_parts(service.warehouse) == 0


def test_one_that_is_ended_while_it_runs_stops_and_is_not_done(
    service: Service, clock: make.Clock, loaded: str
) -> None:
    wanted = ExportOrder(str(uuid.uuid4()), "tester", READ_PURPOSE, frozenset({"person.phone:read"}), datetime.now(UTC))
    with service.warehouse.changing("tester") as change:
        exports.ask(change, wanted)

    def ended(content: bytes) -> str:
        with service.warehouse.changing() as change:
            export_ending.withdraw(change, [wanted.id], "receipt")
        return "a..b"

    assert run_export(service.warehouse, service.objects, wanted.id, ended, make.ISSUER) is not ExportState.DONE
    assert state(service, wanted.id) is ExportState.WITHDRAWN
    assert export_ending.drop_parts(service.warehouse) >= 1
    with pytest.raises(ExportRefused), service.warehouse.changing() as change:
        export_ending.note_part(change, wanted.id, "ab" * 32)


def test_ids_alone_are_no_reason_to_withdraw(service: Service, clock: make.Clock, loaded: str) -> None:
    person_id = service.warehouse.records(loaded)[0].person_id
    assert person_id
    office = office_of(service, loaded)
    hour = timedelta(hours=1)
    now = datetime.now(UTC)
    cases = {
        "holds": ({"person.phone:read"}, now, (), (office,)),
        "no values": (set(), now, (), (office,)),
        "earlier": ({"person.phone:read"}, now - hour, (), (office,)),
        "other kinds": ({"person.phone:read"}, now, ("cccd",), (office,)),
        "other office": ({"person.phone:read"}, now, (), (f"{office}9",)),
    }
    named = {}
    with service.warehouse.changing("tester") as change:
        for name, (scopes, until, kinds, offices) in cases.items():
            named[name] = str(uuid.uuid4())
            made = ExportOrder(named[name], "tester", READ_PURPOSE, frozenset(scopes), until)
            exports.ask(change, replace(made, kinds=kinds, offices=offices))
        touched = set(export_ending.touched(change.connection, [of_person(person_id)]))
    assert {name for name, one in named.items() if one in touched} == {"holds"}
