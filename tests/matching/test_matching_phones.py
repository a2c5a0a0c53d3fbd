"""The phone state machine: three witnesses, one status, reasons that can be read aloud."""

from dataclasses import replace
from datetime import date

import pytest
from matching_town import khanh, operators, rows, town

from extractors.reading import PartialDate
from matching.people import Subscriber, SubscriberKind
from matching.phones.finding import look_up, phone_finding
from matching.phones.subscribers import Ties, holder_of, is_same_person, stale_reasons, tie, tie_between
from matching.reasons import Reason
from matching.resolution import PhoneStatus
from matching.trace import trace

TOWN, OPERATORS = town(), operators()

STATUS = """
as written        | status             | number     | reason              | meant
0391000001        | owner              | 0391000001 | PHONE_OF_OWNER      |
0391 000 001      | owner              | 0391000001 | PHONE_OF_OWNER      |
+84391000001      | owner              | 0391000001 | PHONE_OF_OWNER      |
0391000003        | owner_stale        | 0391000003 | PHONE_STALE_NUMBER  |
0391000004        | owner_stale        | 0391000004 | PHONE_INACTIVE      |
0391000009        | owner_stale        | 0391000009 | PHONE_STALE_NUMBER  |
0391000002        | relative           | 0391000002 | PHONE_OF_SPOUSE     |
0391000008        | relative           | 0391000008 | PHONE_OF_CHILD      |
0391000005        | organisation       | 0391000005 | PHONE_OF_ORGANISATION |
0391000006        | other_person       | 0391000006 | PHONE_OF_OTHER      |
0391000007        | unknown_subscriber | 0391000007 | PHONE_OF_UNKNOWN    |
0982222222        | not_found          | 0982222222 | PHONE_NOT_FOUND     |
0935550128        | misread            | 0935550128 | PHONE_MISREAD       | 0935550123
093555012         | misread            |            | PHONE_MISREAD       | 0935550123
093555012?        | misread            |            | PHONE_MISREAD       | 0935550123
0982              | invalid            |            | PHONE_INVALID       |
02438251234       | invalid            |            | PHONE_OF_OFFICE     |
                  | missing            |            | PHONE_MISSING       |
01232345678       | not_found          | 0832345678 | PHONE_OLD_PREFIX    | 0832345678
"""


@pytest.mark.parametrize(("written", "status", "number", "reason", "meant"), rows(STATUS))
def test_status(written: str, status: str, number: str, reason: str, meant: str) -> None:
    person = TOWN.person("099087000101")
    phone = look_up(khanh(phone=written, phone_dated=date(2026, 3, 1)), OPERATORS)
    finding, correction = phone_finding(phone, person, TOWN, OPERATORS)
    assert (finding.status, finding.number) == (PhoneStatus(status), number)
    assert Reason[reason] in finding.reasons
    assert (correction.value if correction else "") == meant


def test_every_status_has_a_case() -> None:
    assert {PhoneStatus(row[1]) for row in rows(STATUS)} == set(PhoneStatus)


def test_without_a_person_the_phone_is_nobodys_but_still_told() -> None:
    finding, _ = phone_finding(look_up(khanh(phone="0391000001"), OPERATORS), None, TOWN, OPERATORS)
    assert finding.status is PhoneStatus.OTHER_PERSON
    assert Reason.PHONE_NOBODY_TO_COMPARE in finding.reasons


def test_a_phone_in_another_name_stops_nobody() -> None:
    found = trace(khanh(phone="0391000006"), TOWN, OPERATORS, TOWN.frequencies)
    assert (found.outcome.name, found.phone.status) == ("LINKED", PhoneStatus.OTHER_PERSON)


TIES = """
holder       | person       | tie
099087000101 | 099214000303 | PARENT
099214000303 | 099087000101 | CHILD
099087000101 | 099189000202 | SPOUSE
099214000303 | 099214000304 | SIBLING
099189000202 | 099214000304 | HOUSEHOLD
099087000181 | 099087000101 | NONE
"""


@pytest.mark.parametrize(("holder", "person", "expected"), rows(TIES))
def test_tie_between(holder: str, person: str, expected: str) -> None:
    one, other = TOWN.person(holder), TOWN.person(person)
    assert one is not None
    assert other is not None
    assert tie_between(one, other) is Ties[expected]


def test_an_old_number_that_the_register_lacks_is_told_by_name_and_date() -> None:
    person = TOWN.person("099189000202")
    assert person is not None
    record = Subscriber("0391", SubscriberKind.PERSON, person.full_name, "990333333", person.birth_date)
    assert is_same_person(record, person)
    assert stale_reasons(record, person) == (Reason.PHONE_STALE_NUMBER,)
    assert not is_same_person(replace(record, name="Trần Thị Khác"), person)
    assert not is_same_person(record, replace(person, old_numbers=("990444444",)))


def test_the_holder_is_confirmed_by_name_or_date() -> None:
    record = Subscriber("0391", SubscriberKind.PERSON, "Kẻ Mạo Danh", "099087000101", PartialDate(1999, 9, 9))
    assert holder_of(record, TOWN) is None
    person = TOWN.person("099087000101")
    assert person is not None
    assert tie(record, person) is Ties.NONE
