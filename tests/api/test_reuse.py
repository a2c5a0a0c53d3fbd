"""A procedure is done: what was not asked again stands in the ledger, and every dossier that is told of is counted."""

import itertools
from datetime import date

import held_people as people
import pytest

from storage.record_states import StateReason, revoke
from storage.reuse_counted import counted

pytestmark = pytest.mark.contract
_NUMBERS = (f"0991870006{number:02d}" for number in itertools.count())
_CODES = (f"H56.12-261118-{number:04d}" for number in itertools.count(1))


@pytest.fixture
def held(service):
    return people.hold(service, next(_NUMBERS), next(_CODES))


@pytest.fixture
def client(service, http):
    return people.client(service, http)


def tell(client, held, code, *components, key="k1", **more):
    purpose = {**people.MARRIAGE, "dossier": code}
    body = people.asked(held, procedure="1.000894", components=list(components), **more) | {"purpose": purpose}
    return client.post("reuse", body, **{"Idempotency-Key": key})


def own(held):
    return {"component": "nhan_than", "record_id": held.records["person"]}


def lines(service, code):
    with service.warehouse.looking() as connection:
        return [one for one in counted(connection) if one.code == code]


def test_a_dossier_that_was_never_scanned_here_is_counted_once_with_what_was_reused(service, client, held):
    code = next(_CODES)
    first = tell(client, held, code, own(held), channel="online")
    assert first.status_code == 200, first.text
    assert (first.json()["scanned_here"], len(first.json()["not_asked_again"])) == (False, 1)
    assert tell(client, held, code, own(held), channel="online").json() == first.json()
    again = tell(client, held, code, own(held), channel="online", key="k2")
    assert again.json()["not_asked_again"] == first.json()["not_asked_again"]
    (line,) = lines(service, code)
    assert (line.components_reused, line.state, line.channel, line.office) == (1, None, "online", "H56.12")


def test_a_dossier_without_reuse_stands_in_the_denominator(service, client, held):
    code = next(_CODES)
    assert tell(client, held, code).status_code == 200
    (line,) = lines(service, code)
    assert (line.components_reused, line.procedure_code) == (0, "1.000894")


def test_a_dossier_that_is_scanned_later_is_the_same_one(service, client, held):
    code = next(_CODES)
    tell(client, held, code, own(held))
    later = people.hold(service, next(_NUMBERS), code)
    (line,) = lines(service, code)
    assert (line.dossier_id, line.components_reused, line.files_kept) == (later.dossier_id, 1, 1)
    store = {"component": "cu_tru", "from_national_store": True}
    told = tell(client, held, code, own(held), store, key="k9")
    assert told.json()["scanned_here"]
    (line,) = lines(service, code)
    assert (line.components_reused, line.components_from_store) == (2, 1)


WRONG = [
    {"component": "to_khai", "record_id": "00000000-0000-4000-8000-00000000000f"},
    {"component": "khong_co", "from_national_store": True},
    {"component": "to_khai", "from_national_store": True},
    {"component": "nhan_than", "record_id": "00000000-0000-4000-8000-00000000000f"},
]


@pytest.mark.parametrize(
    "wrong", WRONG, ids=lambda one: one["component"] + ("-store" if "record_id" not in one else "")
)
def test_more_than_was_reused_is_not_told(service, client, held, wrong):
    code = next(_CODES)
    answer = tell(client, held, code, wrong)
    assert (answer.status_code, answer.json()["components"]) == (409, [wrong["component"]])
    assert lines(service, code) == []


@pytest.mark.parametrize("on", ["2026-11-17", "2026-11-21", "2030-01-01"])
def test_no_other_day_is_chosen_than_one_since_the_dossier_came_in(service, client, held, on):
    code = next(_CODES)
    refused = tell(client, held, code, own(held), on=on)
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:hoso:problem:not-understood")
    assert lines(service, code) == []
    assert tell(client, held, code, own(held), on="2026-11-18").json()["on"] == "2026-11-18"


def test_a_circumstance_that_the_procedure_does_not_know_is_not_passed_over(client, held):
    refused = tell(client, held, next(_CODES), told={"da_li_hon": True})
    assert (refused.status_code, "da_ly_hon" in refused.json()["known"]) == (422, True)


def test_who_sends_again_after_a_lost_answer_gets_it_though_the_record_is_revoked_by_now(service, client, held):
    code = next(_CODES)
    first = tell(client, held, code, own(held))
    with service.warehouse.changing("tester") as change:
        revoke(change, held.records["person"], StateReason.WITHDRAWN_BY_ISSUER, date(2026, 11, 1))
    again = tell(client, held, code, own(held))
    assert (again.status_code, again.content) == (200, first.content)
    assert tell(client, held, next(_CODES), own(held), key="k2").status_code == 409
