"""Whom the gateway hides: a twin or a namesake who fits the paper as well keeps the machine from deciding."""

from dataclasses import dataclass

import pytest
from matching_town import day, operators, rows

from extractors.reading import PartialDate
from matching.people import Claim, Person, Sex, Subscriber, SubscriberKind
from matching.reasons import Reason
from matching.registers import Candidate, Why
from matching.resolution import Outcome
from matching.trace import trace

BORN, HOME = PartialDate(1987, 3, 12), "xã Mỹ Sơn, tỉnh Giả Định"
HELD = Person("P", "099087000105", ("990000101",), "Nguyễn Văn Ánh", BORN, Sex.MALE, address=HOME)


class Operators:
    """Operators who have one line of the person and one of another."""

    def subscriber(self, phone: str) -> Subscriber | None:
        if phone == "0391000001":
            return Subscriber(phone, SubscriberKind.PERSON, HELD.full_name, HELD.id_number, HELD.birth_date)
        return Subscriber(phone, SubscriberKind.PERSON, "Đinh Công Mạnh", "099087000181", day("30/10/1987"))

    def near(self, phone: str) -> tuple[Subscriber, ...]:
        return ()


@dataclass(frozen=True)
class OnlyOne:
    """A register that shows one person and hides all others, or shows that there is no other."""

    searches_by_name: bool = False

    def candidates(self, claim: Claim) -> tuple[Candidate, ...]:
        return (Candidate(HELD, (Why.NUMBER,)),)

    def person(self, id_number: str) -> Person | None:
        return HELD if id_number == HELD.id_number else None


# the paper -> whether a person must look because others are not seen
CASES = """
name           | number       | born       | other readings         | hidden
Nguyễn Văn Ánh | 099087000105 | 12/03/1987 |                        |
NGUYEN VAN ANH | 099087000105 | 12/03/1987 |                        |
Nguyễn Văn Anh | 099087000105 | 12/03/1987 |                        | yes
Nguyễn Văn Anh | 099087000105 | 12/03/1987 | Nguyễn Văn Ánh         |
Nguyễn Văn Anh | 099087000105 | 12/03/1987 | Nguyễn Văn An          | yes
Nguyễn Văn Ánh | 099087000106 | 12/03/1987 |                        |
Nguyễn Văn Ánh | 099087000905 | 12/03/1987 |                        |
NGUYEN VAN ANH | 099087000106 | 12/03/1987 |                        | yes
NGUYEN VAN ANH | 099087000905 | 12/03/1987 |                        |
Nguyễn Văn Ánh | 099087000106 | 03/12/1987 |                        | yes
Nguyễn Văn Ánh | 099087000106 | 1987       |                        | yes
NGUYEN VAN ANH | 099087000106 | 12/03/1987 | 099087000105           |
"""


@pytest.mark.parametrize(("name", "number", "born", "reading", "hidden"), rows(CASES))
def test_a_brother_or_sister_born_the_same_day(name: str, number: str, born: str, reading: str, hidden: str) -> None:
    field = "id_number" if reading.isdecimal() else "full_name"
    claim = Claim("D1", name, number, birth_date=day(born), alternatives={field: (reading,)} if reading else {})
    told = trace(claim, OnlyOne(), operators())
    assert (Reason.OTHERS_NOT_SEEN in told.reasons) is bool(hidden)
    assert not hidden or told.outcome is Outcome.CLERICAL_REVIEW
    assert Reason.OTHERS_NOT_SEEN not in trace(claim, OnlyOne(searches_by_name=True), operators()).reasons


# no number on the paper: whose phone it is, and whether the home agrees -> whether a person must look
WITHOUT_NUMBER = """
name           | born       | phone      | home               | hidden
Nguyễn Văn Ánh | 12/03/1987 | 0391000001 |                    |
Nguyễn Văn Ánh | 12/03/1987 | 0391000006 |                    | yes
Nguyễn Văn Ánh | 12/03/1987 |            | xã Mỹ Sơn, tỉnh Giả Định | yes
Nguyễn Văn Ánh | 1987       | 0391000001 |                    | yes
NGUYEN VAN ANH | 12/03/1987 | 0391000001 |                    | yes
NGUYEN VAN ANH | 12/03/1987 | 0391000001 | xã Mỹ Sơn, tỉnh Giả Định |
"""


@pytest.mark.parametrize(("name", "born", "phone", "home", "hidden"), rows(WITHOUT_NUMBER))
def test_a_namesake(name: str, born: str, phone: str, home: str, hidden: str) -> None:
    claim = Claim("D1", name, birth_date=day(born), phone=phone, address=home)
    told = trace(claim, OnlyOne(), Operators())
    assert (Reason.OTHERS_NOT_SEEN in told.reasons) is bool(hidden)
    assert not hidden or told.outcome is Outcome.CLERICAL_REVIEW
