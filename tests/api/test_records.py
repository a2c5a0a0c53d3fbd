"""Records by id and by person: what one client may see, as of a day, and what becomes of them."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import api_makers as make
import held_people as people
import pytest

from api.answers.record import version_of
from storage.descriptions import Days
from storage.of_person import loaded

pytestmark = pytest.mark.contract
_NUMBERS = (f"0991870004{number:02d}" for number in itertools.count())


@pytest.fixture
def held(service):
    return people.hold(service, next(_NUMBERS))


@pytest.fixture
def client(service, http):
    return people.client(service, http)


def test_a_record_shows_what_the_procedure_needs_and_the_scopes_allow(service, http, client, held):
    answer = client.get(f"records/{held.records['cccd']}")
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert (said["paper"]["code"], said["person_id"]) == ("cccd", held.person_id)
    assert {one["field"]: one["value"] for one in said["fields"]}["ngay_cap"] == "2022-05-10"
    assert (said["standing"]["state"]["code"], said["valid_from"]) == ("VALID", "2022-05-10")
    poor = people.client(service, http, "records:read").get(f"records/{held.records['cccd']}")
    assert (poor.json()["fields"], poor.json()["valid_from"]) == ([], None)
    assert "2022-05-10" not in poor.text
    assert {one["field"] for one in poor.json()["withheld"]} >= {"ngay_cap", "ho_ten"}


def test_absent_and_not_needed_are_one_answer(client, held):
    absent = client.get("records/00000000-0000-4000-8000-00000000000f")
    copies = {**people.MARRIAGE, "procedure": "2.000815"}  # certified copies need no certificate of birth
    other = client.get(f"records/{held.records['giay_khai_sinh']}", copies)
    assert (absent.status_code, other.status_code) == (404, 404)
    assert {**absent.json(), "request": ""} == {**other.json(), "request": ""}


def test_what_was_seen_before_is_not_sent_again(client, held):
    path = f"records/{held.records['cccd']}"
    tag = client.get(path).headers["ETag"]
    assert (client.get(path, **{"If-None-Match": tag}).status_code, client.get(path).headers["ETag"]) == (304, tag)


def revoke(client, record_id, tag, key, **more):
    body = {"purpose": people.MARRIAGE, "reason": "WITHDRAWN_BY_ISSUER", "effective": "2026-11-20"} | more
    headers = {"If-Match": tag, "Idempotency-Key": key}
    return client.post(f"records/{record_id}/revoke", body, **{name: value for name, value in headers.items() if value})


def test_a_record_is_revoked_once_and_only_as_it_was_seen(service, clock, client, held):
    record_id = held.records["cccd"]
    tag = client.get(f"records/{record_id}").headers["ETag"]
    assert revoke(client, record_id, "", "k0").status_code == 428
    assert revoke(client, record_id, '"other-1"', "k1").status_code == 412
    assert revoke(client, record_id, tag, "").status_code == 400
    first = revoke(client, record_id, tag, "k2")
    assert (first.status_code, first.json()["standing"]["state"]["code"]) == (200, "REVOKED")
    again = revoke(client, record_id, tag, "k2")
    assert (again.status_code, again.json()) == (200, first.json())
    assert revoke(client, record_id, tag, "k2", effective="2026-11-19").status_code == 422
    assert revoke(client, record_id, tag, "k3").status_code == 412
    history = client.get(f"records/{record_id}/history").json()
    assert [(one["state"]["code"], one["reason"]["code"]) for one in history["states"]] == [
        ("REVOKED", "WITHDRAWN_BY_ISSUER")
    ]
    assert [one["held"]["revision"] for one in history["revisions"] if one["held"]["field"] == "ngay_cap"] == [1]
    before = client.get(f"records/{record_id}?as_of=2026-11-19").json()
    assert before["standing"]["state"]["code"] == "VALID"


def test_a_record_is_replaced_by_another_of_the_same_person_only(service, client, held):
    tag = client.get(f"records/{held.records['cccd']}").headers["ETag"]
    other = people.hold(service, next(_NUMBERS), "H56.12-261101-0003")
    body = {"purpose": people.MARRIAGE, "reason": "EXCHANGED", "effective": "2026-11-20"}
    headers = {"If-Match": tag, "Idempotency-Key": "s1"}
    path = f"records/{held.records['cccd']}/supersede"
    assert client.post(path, {**body, "successor_id": other.records["cccd"]}, **headers).status_code == 409
    good = client.post(path, {**body, "successor_id": held.records["giay_khai_sinh"]}, **headers)
    assert good.json()["standing"]["successor_id"] == held.records["giay_khai_sinh"]


def test_who_may_not_revoke_is_refused(service, http, client, held):
    tag = client.get(f"records/{held.records['cccd']}").headers["ETag"]
    reader = people.client(service, http, "records:read")
    assert revoke(reader, held.records["cccd"], tag, "k1").status_code == 403


def test_records_of_a_person_come_page_by_page_and_a_cursor_is_nobody_elses(service, http, client, held):
    body = people.asked(held, limit=2)
    first = client.post("records/search", body).json()
    assert len(first["records"]) == 2
    second = client.post("records/search", {**body, "cursor": first["next"]}).json()
    kinds = [one["paper"]["code"] for one in (*first["records"], *second["records"])]
    assert (sorted(kinds), second["next"]) == (["cccd", "giay_khai_sinh", "person"], None)
    other = people.client(service, http)
    for sender, cursor in ((other, first["next"]), (client, first["next"][:-2] + "AA")):
        refused = sender.post("records/search", {**body, "cursor": cursor})
        assert (refused.status_code, refused.json()["type"]) == (400, "urn:hoso:problem:cursor-refused")
    before = (service.clock() - timedelta(days=9_000)).isoformat()
    assert client.post("records/search", people.asked(held, known_at=before)).status_code == 404


def test_a_cursor_goes_on_with_the_same_person_and_procedure_only(service, client, held):
    other = people.hold(service, next(_NUMBERS), "H56.12-261102-0002")
    cursor = client.post("records/search", people.asked(held, limit=1)).json()["next"]
    by_id = {"person": {"person_id": held.person_id}, "purpose": people.MARRIAGE, "cursor": cursor}
    assert client.post("records/search", by_id).status_code == 200  # the same person, however named
    wrong = [
        people.asked(other, cursor=cursor),
        people.asked(held, cursor=cursor) | {"purpose": {**people.MARRIAGE, "procedure": "1.004194"}},
    ]
    for body in wrong:
        assert client.post("records/search", body).json()["type"] == "urn:hoso:problem:cursor-refused"


def test_the_fields_that_were_read_are_in_the_audit(service, http, held):
    client = people.client(service, http, "records:read", "document.cccd.ngay_cap:read")
    client.get(f"records/{held.records['cccd']}")
    (row,) = make.audit(service, held.records["cccd"], "record.read")
    assert row["fields"] == ["ngay_cap"]


def test_a_relatives_card_that_lay_in_the_dossier_is_no_record_of_the_person(service, client):
    number = next(_NUMBERS)
    others = people.card(
        "099160000001", f"K{number}", ho_ten="Người Khác", ngay_sinh="1960-01-01", ngay_cap="2021-01-02"
    )
    answer = client.post("records/search", people.asked(people.hold(service, number, "H56.12-261101-0004", others)))
    assert answer.status_code == 200, answer.text
    cards = [one for one in answer.json()["records"] if one["paper"]["code"] == "cccd"]
    assert len(cards) == 1
    assert "099160000001" not in answer.text


def test_an_etag_tells_nothing_of_days_that_the_client_may_not_see(service, http):
    poor = people.client(service, http, "records:read")
    held = people.hold(service, next(_NUMBERS), "H56.12-261101-0005")
    with service.warehouse.looking() as connection:
        one = loaded(connection, held.records["cccd"])
    tag = poor.get(f"records/{held.records['cccd']}").headers["ETag"]
    assert version_of(one) in tag
    days = replace(one.description, days=Days(date(2001, 2, 3)))
    assert version_of(replace(one, description=days, standing=replace(one.standing, since=date(2001, 2, 3)))) in tag
