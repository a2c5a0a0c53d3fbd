"""Lawful cases and what time explains: the same status, with the reason that tells it. Three witnesses, by date."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from matching_town import rows

from extractors.reading import PartialDate
from matching.people import Claim, LifeStatus, Person, Sex, Subscriber, SubscriberKind
from matching.phones.days import guards, is_minor, listed_numbers, recycled
from matching.phones.finding import look_up, phone_finding
from matching.phones.subscribers import Ties, tie
from matching.reasons import Reason
from matching.registers import Candidate, Why
from matching.resolution import PhoneStatus
from matching.trace import trace
from matching.witnesses import claim_of

FATHER = Person(
    "F",
    "099080000001",
    (),
    "Trịnh Văn Đại",
    PartialDate(1980, 4, 4),
    Sex.MALE,
    household="H",
    id_issued_on=date(2021, 5, 4),
)
AUNT = Person("A", "099185000003", (), "Trịnh Thị Mơ", PartialDate(1985, 8, 8), Sex.FEMALE, household="H")
CHILD = Person(
    "C", "099213000002", (), "Trịnh Gia Bách", PartialDate(2013, 9, 1), Sex.MALE, household="H",
    father_name="Trịnh Văn Đại", father_id="099080000001",
)  # fmt: skip
STRANGER = Person("S", "099090000004", (), "Lục Thị Xoan", PartialDate(1990, 2, 2), Sex.FEMALE)
DEAD = Person("D", "099040000005", (), "Mạc Văn Cổ", PartialDate(1940, 1, 1), Sex.MALE, status=LifeStatus.DECEASED)
TOWN = {person.person_id: person for person in (FATHER, AUNT, CHILD, STRANGER, DEAD)}

LINE, WRITTEN = "0391000001", date(2024, 6, 1)


OF_FATHER = Claim("D1", FATHER.full_name, FATHER.id_number, birth_date=FATHER.birth_date)


@dataclass
class Register:
    """Everybody of the town by number or name."""

    searches_by_name: bool = True

    def candidates(self, claim: Claim) -> tuple[Candidate, ...]:
        found = [one for one in TOWN.values() if claim.id_number == one.id_number or claim.full_name == one.full_name]
        return tuple(Candidate(one, (Why.NUMBER,)) for one in found)

    def person(self, id_number: str) -> Person | None:
        return next((one for one in TOWN.values() if one.id_number == id_number), None)


@dataclass
class Lines:
    """One line and its holder."""

    held: Subscriber | None

    def subscriber(self, phone: str) -> Subscriber | None:
        return self.held if self.held and phone == self.held.phone else None

    def near(self, phone: str) -> tuple[Subscriber, ...]:
        return ()


def line_of(holder: str, paper: str = "", since: str = "", checked: str = "", live: str = "") -> Subscriber:
    """The line as registered to somebody of the town, to a shop ("+") or to nobody known ("?")."""
    days = [date.fromisoformat(text) if text else None for text in (since, checked)]
    if holder in "+?":
        kind = SubscriberKind.ORGANISATION if holder == "+" else SubscriberKind.PERSON
        record = Subscriber(LINE, kind, "Quán Ven Hồ" if holder == "+" else "Kha Thị Lạ", "", PartialDate(1977, 7, 7))
    else:
        one = TOWN[holder]
        record = Subscriber(LINE, SubscriberKind.PERSON, one.full_name, paper or one.id_number, one.birth_date)
    return replace(record, registered_on=days[0], verified_on=days[1], active=live != "no")


CASES = """
of | by | paper     | since      | checked    | live | for | on         | status             | reasons
F  | F  |           | 2020-01-01 |            |      |     | 2024-06-01 | owner              | OF_OWNER
F  | F  |           | 2025-01-01 |            |      |     | 2024-06-01 | owner              | OF_OWNER
F  | F  |           | 2020-01-01 |            | no   |     | 2024-06-01 | owner              | OF_OWNER INACTIVE
F  | F  | 990000001 | 2012-01-01 |            |      |     | 2024-06-01 | owner_stale        | STALE_NUMBER NOT_VERIFIED
F  | F  | 990000001 | 2012-01-01 | 2023-03-01 |      |     | 2024-06-01 | owner_stale        | STALE_NUMBER
C  | F  |           | 2020-01-01 |            |      |     | 2024-06-01 | relative           | OF_GUARDIAN
C  | F  |           | 2020-01-01 |            |      |     |            | relative           | OF_PARENT
C  | F  |           | 2020-01-01 |            |      |     | 2031-09-01 | relative           | OF_PARENT
C  | F  |           | 2020-01-01 |            |      |     | 2031-08-31 | relative           | OF_GUARDIAN
C  | A  |           | 2020-01-01 |            |      |     | 2024-06-01 | relative           | OF_GUARDIAN
F  | A  |           | 2020-01-01 |            |      |     | 2024-06-01 | relative           | OF_RELATIVE
F  | A  |           | 2020-01-01 |            |      | A   | 2024-06-01 | relative           | OF_FILER
F  | C  |           | 2020-01-01 |            |      |     | 2024-06-01 | relative           | OF_CHILD
C  | F  | 990000001 | 2012-01-01 |            |      |     | 2024-06-01 | relative           | OF_GUARDIAN ON_OLD_CMND
F  | S  |           | 2020-01-01 |            |      |     | 2024-06-01 | other_person       | OF_OTHER
F  | S  |           | 2024-06-02 |            |      |     | 2024-06-01 | other_person       | RECYCLED
F  | S  |           | 2024-06-02 |            |      |     |            | other_person       | OF_OTHER
F  | S  |           | 2024-06-02 |            |      | S   | 2024-06-01 | other_person       | OF_FILER
F  | S  | 990000004 | 2012-01-01 |            |      |     | 2024-06-01 | other_person       | OF_OTHER ON_OLD_CMND
F  | D  |           | 2010-01-01 |            |      |     | 2024-06-01 | other_person       | OF_OTHER OF_DECEASED
F  | +  |           | 2020-01-01 |            |      |     | 2024-06-01 | organisation       | OF_ORGANISATION
F  | +  |           | 2025-01-01 |            |      |     | 2024-06-01 | organisation       | RECYCLED
F  | ?  |           | 2020-01-01 |            |      |     | 2024-06-01 | unknown_subscriber | OF_UNKNOWN
F  | ?  |           | 2025-01-01 |            | no   |     | 2024-06-01 | unknown_subscriber | RECYCLED INACTIVE
"""


@pytest.mark.parametrize(
    ("of", "holder", "paper", "since", "checked", "live", "filer", "on", "status", "reasons"), rows(CASES)
)
def test_a_line_and_its_days(
    of: str,
    holder: str,
    paper: str,
    since: str,
    checked: str,
    live: str,
    filer: str,
    on: str,
    status: str,
    reasons: str,
) -> None:
    lines = Lines(line_of(holder, paper, since, checked, live))
    asked = Claim("D1", phone=LINE, phone_dated=date.fromisoformat(on) if on else None)
    if filer:
        asked = replace(asked, filer_name=TOWN[filer].full_name, filer_number=TOWN[filer].id_number)
    finding, _ = phone_finding(look_up(asked, lines), TOWN[of], Register(), lines)
    assert finding.status is PhoneStatus(status)
    assert [reason.name for reason in finding.reasons] == [f"PHONE_{name}" for name in reasons.split()]


CONTACTS = """
as written   | status  | reason
024 38251234 | invalid | PHONE_OF_OFFICE
18001096     | invalid | PHONE_LISTED
0982         | invalid | PHONE_INVALID
"""


@pytest.mark.parametrize(("written", "status", "reason"), rows(CONTACTS))
def test_a_number_that_is_nobodys(written: str, status: str, reason: str) -> None:
    asked = Claim("D1", phone=written, phone_dated=WRITTEN)
    finding, _ = phone_finding(look_up(asked, Lines(None)), FATHER, Register(), Lines(None))
    assert (finding.status, finding.reasons) == (PhoneStatus(status), (Reason[reason],))


def test_listed_numbers_are_digits() -> None:
    assert listed_numbers()
    assert all(number.isdecimal() for number in listed_numbers())


@pytest.mark.parametrize("holder", ["F", "C", "S", "D", "+", "?"])
def test_no_state_of_a_phone_stops_who_is_known(holder: str) -> None:
    asked = Claim(
        "D1", FATHER.full_name, FATHER.id_number, birth_date=FATHER.birth_date, phone=LINE, phone_dated=WRITTEN
    )
    found = trace(asked, Register(), Lines(line_of(holder, since="2025-01-01", live="no")))
    assert (found.outcome.name, found.person_id) == ("LINKED", "F")


def test_a_line_given_out_again_says_nothing_against_the_person() -> None:
    asked = Claim(
        "D1", FATHER.full_name, FATHER.id_number, birth_date=FATHER.birth_date, phone=LINE, phone_dated=WRITTEN
    )
    early, late = (trace(asked, Register(), Lines(line_of("S", since=since))) for since in ("2020-01-01", "2025-01-01"))
    none = trace(replace(asked, phone=""), Register(), Lines(None))
    assert early.weight < late.weight == none.weight


def test_a_parents_old_record_is_told_by_name_and_year() -> None:
    old = replace(line_of("F"), paper_number="990777777")
    assert tie(old, CHILD) is Ties.PARENT
    assert tie(replace(old, birth_date=PartialDate(1981, 4, 4)), CHILD) is Ties.NONE
    assert tie(replace(old, name="Trịnh Văn Đài"), CHILD) is Ties.NONE


def test_who_hands_a_dossier_in_is_told_by_what_was_declared() -> None:
    declared = replace(OF_FATHER, filer_name=AUNT.full_name, filer_number=AUNT.id_number)
    claim = claim_of([], "D1", declared).claim
    assert (claim.full_name, claim.filer_name, claim.filer_number) == (FATHER.full_name, AUNT.full_name, AUNT.id_number)
    assert claim_of([], "D1").claim.filer_name == ""


def test_who_is_a_minor_and_who_stands_up_for_one() -> None:
    assert is_minor(CHILD, date(2031, 8, 31))
    assert not is_minor(CHILD, date(2031, 9, 1))
    assert not is_minor(replace(CHILD, birth_date=PartialDate(2006)), date(2024, 6, 1))
    assert not guards(Ties.SIBLING, None, CHILD, WRITTEN)
    assert not guards(Ties.NONE, STRANGER, CHILD, WRITTEN)
    assert not recycled(line_of("S", since="2025-01-01"), None)
