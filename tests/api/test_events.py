"""Events by cursor: pointers only, in an order that holds, to who may know, from any place again."""

import json
import uuid
from threading import BoundedSemaphore

import api_makers as make
import pytest
import subject_makers as people
from fastapi.testclient import TestClient

from api.caller import Caller
from api.cursors import seal
from api.routes import events
from api.routes.events import QUESTION
from api.service import Service

pytestmark = pytest.mark.contract


def asked(http: TestClient, token: str, **query: object) -> tuple[list[dict], str]:
    given = http.get("/v1/events", params=query, headers=make.bearer(token))
    assert given.status_code == 200, given.text
    return given.json(), given.headers["Hoso-Cursor"]


def cursor_now(service: Service, client_id: str) -> str:
    place = people.past(service)
    caller = Caller(client_id, "", frozenset(), frozenset(), frozenset(), "")
    return seal(service, caller, QUESTION, (place.xid, place.seq))


@pytest.fixture
def portal(service: Service) -> make.Sender:
    return make.sender(service, "events:read", "records:read", offices=("H56",))


def test_each_change_of_a_record_is_an_event_of_its_person(service, http, clock, portal):
    token, start = portal.token(http, clock.now), cursor_now(service, portal.client.id)
    held = people.loaded(service)
    service.warehouse.revise_record(held.own, people.keyed("phone", "0987654321"), person="can-bo-1")
    found, onward = asked(http, token, after=start)
    assert [one["type"] for one in found] == ["vn.hoso.record.loaded"] * 2 + ["vn.hoso.record.revised"]
    assert {one["subject"] for one in found} == {held.person_id}
    assert found[-1]["data"] == {
        "kind": "person", "field": "phone", "person": held.person_id, "record": held.own,
    }  # fmt: skip
    assert asked(http, token, after=onward)[0] == []


def test_an_event_holds_no_value(service, http, clock, portal):
    token, start = portal.token(http, clock.now), cursor_now(service, portal.client.id)
    held = people.loaded(service)
    service.warehouse.revise_record(held.own, people.keyed("phone", "0987654321"), person="can-bo-1")
    told = json.dumps(asked(http, token, after=start)[0])
    assert not [value for value in (held.number, people.NAME, "0912345678", "0987654321") if value in told]


def test_from_the_same_place_come_the_same_events_and_pages_leave_none_out(service, http, clock, portal):
    token, start = portal.token(http, clock.now), cursor_now(service, portal.client.id)
    for _ in range(3):
        people.loaded(service)
    whole, _ = asked(http, token, after=start)
    by_ones, place = [], start
    while page := asked(http, token, after=place, limit=1):
        by_ones += page[0]
        place = page[1]
        if not page[0]:
            break
    assert [one["id"] for one in by_ones] == [one["id"] for one in whole]
    assert len({one["id"] for one in whole}) == 6


def test_only_the_kinds_that_are_wanted(service, http, clock, portal):
    token, start = portal.token(http, clock.now), cursor_now(service, portal.client.id)
    held = people.loaded(service)
    service.warehouse.revise_record(held.own, people.keyed("phone", "0987654321"), person="can-bo-1")
    found, _ = asked(http, token, after=start, kinds="record.revised")
    assert [one["data"]["record"] for one in found] == [held.own]
    refused = http.get("/v1/events", params={"kinds": "record.nothing"}, headers=make.bearer(token))
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("scopes", "offices", "kinds"),
    [
        (("events:read", "records:read"), ("H56",), ["person", "cccd"]),
        (("events:read", "document.cccd.so:read"), ("H56",), ["cccd"]),
        (("events:read", "person.phone:read"), ("H56",), ["person"]),
        (("events:read",), ("H56",), []),
        (("events:read", "records:read"), ("H57",), []),
    ],
)
def test_a_client_is_told_of_what_its_scopes_and_offices_reach(service, http, clock, scopes, offices, kinds):
    client = make.sender(service, *scopes, offices=offices)
    token, start = client.token(http, clock.now), cursor_now(service, client.client.id)
    people.loaded(service)
    assert [one["data"]["kind"] for one in asked(http, token, after=start)[0]] == kinds


def test_who_has_read_a_person_is_told_of_them_whatever_their_office(service, http, clock):
    client = make.sender(service, "events:read", "records:read", offices=("H57",))
    held = people.loaded(service)
    people.read(service, client.client.id, held.person_id, kind="reuse.prefill")
    token, start = client.token(http, clock.now), cursor_now(service, client.client.id)
    service.warehouse.revise_record(held.own, people.keyed("phone", "0987654321"), person="can-bo-1")
    assert [one["data"]["record"] for one in asked(http, token, after=start)[0]] == [held.own]


def test_a_cursor_is_its_clients_own_and_only_as_it_was_given(service, http, clock, portal):
    token, start = portal.token(http, clock.now), cursor_now(service, portal.client.id)
    other = make.sender(service, "events:read").token(http, clock.now)
    changed = start[:-4] + ("AAAA" if start[-4:] != "AAAA" else "BBBB")
    for sent, cursor in ((other, start), (token, changed), (token, "không"), (token, str(uuid.uuid4()))):
        given = http.get("/v1/events", params={"after": cursor}, headers=make.bearer(sent))
        assert given.status_code == 400
        assert given.json()["type"] == "urn:hoso:problem:cursor-refused"


def test_without_the_scope_there_is_nothing(service, http, clock):
    token = make.sender(service, "records:read").token(http, clock.now)
    assert http.get("/v1/events", headers=make.bearer(token)).status_code == 403


def test_who_waits_when_many_wait_already_is_answered_at_once(service, http, clock, portal, monkeypatch):
    token, start = portal.token(http, clock.now), cursor_now(service, portal.client.id)
    monkeypatch.setattr("api.routes.events._WAITING", BoundedSemaphore(1))
    events._WAITING.acquire()
    monkeypatch.setattr("api.routes.events.time.sleep", lambda seconds: pytest.fail("it waits"))
    assert asked(http, token, after=start, wait=25)[0] == []


def test_a_place_to_wait_is_given_back(service, http, clock, portal, monkeypatch):
    token, start = portal.token(http, clock.now), cursor_now(service, portal.client.id)
    monkeypatch.setattr("api.routes.events._WAITING", BoundedSemaphore(1))
    monkeypatch.setattr("api.routes.events.time.sleep", lambda seconds: people.loaded(service))
    for _ in range(2):
        found, start = asked(http, token, after=start, wait=25)
        assert len(found) == 2
