"""Recall: a value that proved wrong finds everybody who had read it, tells them, and keeps what they answered."""

import uuid
from datetime import UTC, date, datetime

import api_makers as make
import pytest
import subject_makers as people

from reuse.recall import open_new
from storage import record_states
from storage.record_states import StateReason
from storage.service import recalls
from storage.service.recalls import Cause

pytestmark = pytest.mark.contract


@pytest.fixture
def reader(service) -> make.Sender:
    open_new(service.warehouse)  # what other tests left
    return make.sender(service, "events:read", "records:read")


def told(http, sender: make.Sender, clock) -> list[dict]:
    given = http.get("/v1/recalls", headers=make.bearer(sender.token(http, clock.now)))
    assert given.status_code == 200, given.text
    return given.json()


def corrected(service, held: people.Held, value: str = "0987654321", field: str = "phone") -> int:
    service.warehouse.revise_record(held.own, people.keyed(field, value), person="can-bo-1")
    return open_new(service.warehouse)


def test_who_read_a_value_that_is_corrected_is_told(service, http, clock, reader):
    held = people.loaded(service)
    people.read(service, reader.client.id, held.own, fields=("phone",))
    people.read(service, reader.client.id, held.own)
    assert corrected(service, held) == 1
    (one,) = told(http, reader, clock)
    assert (one["record"], one["field"], one["cause"], one["reads"]) == (held.own, "phone", "REVISED", 2)
    assert one["answer"] is None
    assert "0912345678" not in str(one)
    assert "0987654321" not in str(one)


SAW = """
what was read          | fields         | told
record                 |                | yes
record                 | phone          | yes
record                 | full_name      | no
person                 |                | yes
person                 | person.phone   | yes
person                 | full_name      | no
dossier                |                | yes
another's              |                | no
"""


@pytest.mark.parametrize("row", SAW.strip().splitlines()[1:])
def test_only_readers_of_that_value_are_told(service, http, clock, reader, row):
    what, fields, expected = (part.strip() for part in row.split("|"))
    held, other = people.loaded(service), people.loaded(service)
    subject = {"record": held.own, "person": held.person_id, "dossier": held.dossier_id, "another's": other.own}[what]
    people.read(service, reader.client.id, subject, fields=tuple(fields.split()))
    corrected(service, held)
    assert (len(told(http, reader, clock)) == 1) == (expected == "yes")


def test_a_revision_that_says_the_same_recalls_nothing(service, http, clock, reader):
    held = people.loaded(service)
    people.read(service, reader.client.id, held.own)
    assert corrected(service, held, "0912345678") == 0
    assert told(http, reader, clock) == []


def test_a_value_read_since_it_was_first_loaded_counts_also_where_it_was_confirmed_since(service, http, clock, reader):
    held = people.loaded(service)
    people.read(service, reader.client.id, held.own)
    corrected(service, held, "0912345678")
    corrected(service, held, "0987654321")
    assert [one["reads"] for one in told(http, reader, clock)] == [1]


def test_a_reader_of_the_corrected_value_is_not_told_of_the_older_one_twice(service, http, clock, reader):
    held = people.loaded(service)
    people.read(service, reader.client.id, held.own)
    corrected(service, held)
    assert open_new(service.warehouse) == 0
    assert len(told(http, reader, clock)) == 1


def test_a_revoked_record_is_recalled_whole(service, http, clock, reader):
    held = people.loaded(service)
    people.read(service, reader.client.id, held.card, fields=("so_dinh_danh",))
    with service.warehouse.changing("can-bo-1") as change:
        record_states.revoke(change, held.card, StateReason.NOT_GENUINE, date(2026, 11, 1))
    assert open_new(service.warehouse) == 1
    assert [(one["field"], one["cause"]) for one in told(http, reader, clock)] == [("", "REVOKED")]


def test_a_dossier_that_is_loaded_again_with_another_value_recalls_the_first(service, http, clock, reader):
    held = people.loaded(service)
    people.read(service, reader.client.id, held.own)
    people.load(service, held.dossier_id, held.number, "0987654321", key="load-2")
    open_new(service.warehouse)
    assert [(one["field"], one["cause"]) for one in told(http, reader, clock)] == [("phone", "REVISED")]


def test_the_reader_gets_an_event_and_nobody_else_does(service, http, clock, reader):
    other = make.sender(service, "events:read", "records:read")
    held = people.loaded(service)
    people.read(service, reader.client.id, held.own)
    corrected(service, held)

    def recalled(sender: make.Sender) -> list[str]:
        token = sender.token(http, clock.now)
        found = http.get("/v1/events", params={"kinds": "record.recalled", "limit": 500}, headers=make.bearer(token))
        return [one["data"]["record"] for one in found.json()]

    assert recalled(reader) == [held.own]
    assert recalled(other) == []


def test_an_acknowledgement_is_kept_and_only_of_who_was_told(service, http, clock, reader):
    other = make.sender(service, "events:read")
    held = people.loaded(service)
    people.read(service, reader.client.id, held.own)
    corrected(service, held)
    (one,) = told(http, reader, clock)

    def said(sender: make.Sender, answer: str, recall_id: str = one["id"]):
        headers = make.bearer(sender.token(http, clock.now), **{"Idempotency-Key": str(uuid.uuid4())})
        return http.post(f"/v1/recalls/{recall_id}/ack", json={"answer": answer}, headers=headers)

    assert said(reader, "UNDER_REVIEW").json()["answer"] == "UNDER_REVIEW"
    assert said(reader, "CORRECTED").json()["answer"] == "CORRECTED"
    assert said(reader, "FORGOTTEN").status_code == 422
    assert said(other, "CORRECTED").status_code == 404
    assert said(reader, "CORRECTED", str(uuid.uuid4())).status_code == 404
    assert [each["answer"] for each in told(http, reader, clock)] == ["CORRECTED"]


def test_pages_of_recalls_leave_none_out(service, http, clock, reader):
    held = [people.loaded(service) for _ in range(3)]
    for one in held:
        people.read(service, reader.client.id, one.own)
        corrected(service, one)
    headers, seen, path = make.bearer(reader.token(http, clock.now)), [], "/v1/recalls?limit=1"
    while path:
        page = http.get(path, headers=headers)
        seen += [one["record"] for one in page.json()]
        path = page.links["next"]["url"] if "next" in page.links else ""
    assert sorted(seen) == sorted(one.own for one in held)


def test_what_a_recall_would_find_is_told_without_telling_anybody(service, http, clock, reader):
    held = people.loaded(service)
    people.read(service, reader.client.id, held.own)
    wrong = recalls.Wrong(held.person_id, held.own, "phone", 1, Cause.REVISED, datetime.now(UTC))
    with service.warehouse.looking() as connection:
        found = recalls.would_be_told(connection, wrong)
    assert [one.reader for one in found] == [reader.client.id]
    assert told(http, reader, clock) == []
