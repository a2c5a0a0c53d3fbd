"""The fields of a form as one client may see them: values with their source, and what is withheld."""

import itertools
from datetime import date

import held_people as people
import pytest

from storage.record_states import StateReason, revoke

pytestmark = pytest.mark.contract
_NUMBERS = (f"0991870002{number:02d}" for number in itertools.count())
FORM = {"procedure": "1.000894"}
SCOPES = ("reuse:prefill", "person.full_name:read", "person.phone:read", "document.cccd.ngay_cap:read")


@pytest.fixture
def held(service):
    return people.hold(service, next(_NUMBERS))


def field(answer, name):
    return next((one for one in answer.json()["fields"] if one["field"] == name), None)


def test_what_the_population_register_does_not_share_comes_first(service, http, held):
    answer = people.client(service, http, *SCOPES).post("prefill", people.asked(held, **FORM))
    assert answer.status_code == 200, answer.text
    names = [one["field"] for one in answer.json()["fields"]]
    assert set(names[:2]) == {"ngay_cap", "dien_thoai"}


def test_a_value_comes_with_all_that_it_rests_on(service, http, held):
    answer = people.client(service, http, *SCOPES).post("prefill", people.asked(held, **FORM))
    (source,) = field(answer, "dien_thoai")["sources"]
    assert (source["value"], source["record_id"], source["field"]) == (people.PHONE, held.records["person"], "phone")
    assert source["places"] == [{"scan_digest": "ab" * 32, "page": 2, "box": [10, 20, 200, 40]}]
    assert (source["method"]["code"], source["confidence"], source["freshness"]["code"]) == ("OCR", 0.98, "FRESH")
    assert (source["verified"]["against"]["code"], source["verified"]["by"]) == ("TELCO", "matching-1")
    assert source["verified"]["at"].startswith("2026-11-10T08:00")
    assert field(answer, "ngay_cap")["value"] == "2022-05-10"


def test_a_field_without_scope_is_named_and_not_shown_whether_or_not_it_is_held(service, http, held):
    client = people.client(service, http, *SCOPES)
    answer = client.post("prefill", people.asked(held, **FORM))
    withheld = {one["field"]: one for one in answer.json()["withheld"]}
    assert field(answer, "ngay_sinh") is None
    assert withheld["ngay_sinh"]["why"]["code"] == "SCOPE"
    assert "person.birth_date:read" in withheld["ngay_sinh"]["scopes"]
    assert "1987" not in answer.text
    poor = people.hold(service, next(_NUMBERS), "H56.12-261101-0002")
    other = client.post("prefill", people.asked(poor, **FORM))
    assert other.json()["withheld"] == answer.json()["withheld"]


def test_a_sensitive_field_needs_a_scope_of_its_own(service, http, held):
    wide = people.client(service, http, *SCOPES, "document.giay_khai_sinh.*:read")
    answer = wide.post("prefill", people.asked(held, **FORM))
    assert field(answer, "quoc_tich")["value"] == people.shown(people.ODD)
    assert "Kinh" not in answer.text
    named = people.client(service, http, *SCOPES, "document.giay_khai_sinh.dan_toc:read")
    assert field(named.post("prefill", people.asked(held, **FORM)), "dan_toc")["value"] == "Kinh"


def test_two_sources_that_differ_stay_a_conflict_for_who_sees_only_one(service, http):
    other = people.card("099187000299", "K099187000299", ngay_sinh="1987-12-03")
    held = people.hold(service, "099187000299", "H56.12-261101-0009", other)
    client = people.client(service, http, "reuse:prefill", "person.birth_date:read")
    told = field(client.post("prefill", people.asked(held, **FORM)), "ngay_sinh")
    assert (told["state"]["code"], told["value"]) == ("CONFLICTING", None)
    assert [one["value"] for one in told["sources"]] == ["1987-03-12"]


def test_how_a_source_stands_that_may_not_be_seen_is_not_told(service, http, held):
    """The day of issue stands in the card alone: held, run out, revoked, or none at all is one answer."""
    client = people.client(service, http, "reuse:prefill", "document.tk_lltp.ngay_cap:read")
    before = field(client.post("prefill", people.asked(held, **FORM)), "ngay_cap")
    assert (before["state"]["code"], before["why"]["code"], before["value"]) == ("NOT_HELD", "NOT_SEEN", None)
    with service.warehouse.changing("tester") as change:
        revoke(change, held.records["cccd"], StateReason.WITHDRAWN_BY_ISSUER, date(2026, 11, 19))
    assert field(client.post("prefill", people.asked(held, **FORM)), "ngay_cap") == before
    wide = people.client(service, http, *SCOPES)
    assert field(wide.post("prefill", people.asked(held, **FORM)), "ngay_cap")["why"]["code"] == "ONLY_OVER"


def test_html_and_odd_signs_come_out_as_the_data_that_they_are(service, http, held):
    client = people.client(service, http, *SCOPES, "document.giay_khai_sinh.quoc_tich:read")
    answer = client.post("prefill", people.asked(held, **FORM))
    assert field(answer, "quoc_tich")["value"] == people.shown(people.ODD)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
