"""Is what is held enough: over HTTP, from a real database, as one client asks."""

import itertools
from datetime import date

import held_people as people
import pytest

from storage.record_states import StateReason, revoke

pytestmark = pytest.mark.contract
_NUMBERS = (f"0991870001{number:02d}" for number in itertools.count())


@pytest.fixture
def held(service):
    return people.hold(service, next(_NUMBERS))


@pytest.fixture
def client(service, http):
    return people.client(service, http)


def component(answer, code):
    return next(one for one in answer.json()["components"] if one["component"] == code)


def test_each_component_has_its_state_its_law_and_what_to_ask(client, held):
    answer = client.post("sufficiency", people.asked(held, procedure="1.000894"))
    assert answer.status_code == 200, answer.text
    own = component(answer, "nhan_than")
    assert (own["state"]["code"], own["ask"], own["rests_on"][0]["record_id"]) == (
        "SUFFICIENT", "", held.records["person"],
    )  # fmt: skip
    assert own["legal_basis"]
    declared = component(answer, "to_khai")
    assert declared["state"]["code"] == "ABSENT"
    assert declared["ask"].startswith("Đề nghị ông/bà")
    assert [one["code"] for one in declared["tell"]] == ["CITIZEN"]
    said = answer.json()
    assert (said["person_id"], said["purpose"]) == (held.person_id, people.MARRIAGE)
    assert answer.headers["Hoso-Signature"]


def test_no_value_of_a_record_is_in_the_answer(client, held):
    text = client.post("sufficiency", people.asked(held, procedure="1.000894")).text
    for value in (held.number, people.NAME, "1987-03-12", people.PHONE, "Kinh"):
        assert value not in text


def test_what_a_person_has_told_decides_what_applies(client, held):
    body = people.asked(held, procedure="1.000894")
    before = component(client.post("sufficiency", body), "ly_hon")
    after = component(client.post("sufficiency", {**body, "told": {"da_ly_hon": False}}), "ly_hon")
    assert (before["applies"]["code"], after["applies"]["code"], after["ask"]) == ("UNKNOWN", "NO", "")
    odd = client.post("sufficiency", {**body, "told": {"khong_co": True}})
    assert odd.status_code == 422


def test_what_is_stated_must_agree_else_it_is_as_if_nobody_were_held(client, held):
    body = people.asked(held, procedure="1.000894")
    states = {}
    for what, stated in {
        "agrees": {"full_name": "dang thi hong thu", "birth_date": "1987"},
        "other name": {"full_name": "Trần Văn Khác"},
        "other birth": {"birth_date": "1987-03-13"},
        "unknown number": {"id_number": "099199999999"},
    }.items():
        states[what] = client.post("sufficiency", {**body, "person": body["person"] | stated})
    assert states.pop("agrees").status_code == 200
    told = [{**one.json(), "request": ""} for one in states.values()]
    assert {one.status_code for one in states.values()} == {404}
    assert told[0] == told[1] == told[2]
    unknown = {"person_id": "00000000-0000-4000-8000-00000000000f"}
    assert client.post("sufficiency", {**body, "person": unknown}).status_code == 404


def test_the_purpose_is_of_the_procedure_that_is_asked_about(client, held):
    answer = client.post("sufficiency", people.asked(held, procedure="1.001193"))
    assert (answer.status_code, answer.json()["part"]) == (403, "procedure")


WRONG = [
    {"person": {"id_number": "12345"}},
    {"person": {"id_number": "099187000123", "person_id": "00000000-0000-4000-8000-00000000000f"}},
    {"person": {}},
    {"person": {"id_number": "099187000123", "birth_date": "1987-02-30"}},
    {"on": "2026-13-01"},
    {"odd": 1},
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_not_understood_is_refused_and_not_repeated(client, wrong):
    body = people.asked("099187000123", procedure="1.000894") | wrong
    answer = client.post("sufficiency", body)
    assert answer.status_code == 422
    assert "099187000123" not in answer.text


def test_who_has_no_scope_is_refused(service, http, held):
    only = people.client(service, http, "reuse:prefill")
    assert only.post("sufficiency", people.asked(held, procedure="1.000894")).status_code == 403


def test_the_read_is_in_the_audit_before_the_answer(service, client, held):
    import api_makers as make

    client.post("sufficiency", people.asked(held, procedure="1.000894"))
    (row,) = make.audit(service, held.person_id, "reuse.sufficiency.read")
    assert (row["procedure"], row["dossier"], row["basis"]) == tuple(people.MARRIAGE.values())


@pytest.mark.parametrize(("on", "state"), [("2026-11-30", "SUFFICIENT"), ("2026-12-01", "STALE")])
def test_a_paper_stands_as_on_the_day_that_is_asked_about_though_it_is_to_come(service, client, on, state):
    held = people.hold(service, next(_NUMBERS))
    with service.warehouse.changing("tester") as change:
        for kind in ("cccd", "person"):
            revoke(change, held.records[kind], StateReason.CANCELLED_BY_AUTHORITY, date(2026, 12, 1))
    answer = client.post("sufficiency", people.asked(held, procedure="1.000894", on=on))
    assert component(answer, "nhan_than")["state"]["code"] == state
