"""Yes, no or unknown over HTTP: never a value, and no way to ask one's way to it."""

import itertools

import held_people as people
import pytest

pytestmark = pytest.mark.contract
_NUMBERS = (f"0991870003{number:02d}" for number in itertools.count())


@pytest.fixture
def held(service):
    return people.hold(service, next(_NUMBERS))


@pytest.fixture
def client(service, http):
    return people.client(service, http)


def ask(client, held, name, **more):
    return client.post(f"predicates/{name}", people.asked(held, **more))


def test_a_phone_is_owned_by_whom_the_operator_confirmed(client, held):
    answer = ask(client, held, "phone_owned_by", phone=people.PHONE)
    said = answer.json()
    assert (said["answer"]["code"], said["why"]["code"]) == ("YES", "TELCO_CONFIRMS")
    assert said["rests_on"] == [held.records["person"]]
    other = ask(client, held, "phone_owned_by", phone="0987654321")
    assert (other.json()["answer"]["code"], people.PHONE in other.text) == ("UNKNOWN", False)


def test_is_same_person_and_over_18_tell_no_value(client, held):
    stated = {"id_number": held.number, "full_name": people.NAME, "birth_date": "1987-03-12"}
    same = ask(client, held, "is_same_person", stated=stated)
    assert same.json()["answer"]["code"] == "YES"
    other = ask(client, held, "is_same_person", stated={**stated, "full_name": "Trần Văn Khác"})
    assert other.json()["answer"]["code"] == "UNKNOWN"
    grown = ask(client, held, "over_18")
    assert grown.json()["answer"]["code"] == "YES"
    for answer in (same, other, grown):
        assert people.NAME not in answer.text
        assert "1987" not in answer.text


def test_no_birth_date_is_found_by_asking_day_after_day(client, held):
    assert ask(client, held, "over_18", on="2005-03-12").status_code == 422


def test_a_predicate_needs_its_own_scope_and_a_phone_is_never_in_the_address(service, http, held):
    only = people.client(service, http, "predicate:over_18")
    assert ask(only, held, "over_18").status_code == 200
    assert ask(only, held, "phone_owned_by", phone=people.PHONE).status_code == 403
    assert only.get(f"predicates/phone_owned_by?phone={people.PHONE}").status_code == 405
