"""About which subscribers the population register may be asked over the gateway."""

from dataclasses import replace

import pytest
from matching_town import day, khanh, rows, town

from matching.people import Claim, Person, Sex, Subscriber, SubscriberKind
from matching.phones.holder_questions import can_be_placed, may_be_claimant
from matching.registers import Candidate

HOLDER = Subscriber("0391000001", SubscriberKind.PERSON, "Nguyễn Văn Khánh", "099087000101", day("12/03/1987"))


class Gateway:
    searches_by_name = False

    def candidates(self, claim: Claim) -> tuple[Candidate, ...]:
        raise AssertionError("nothing is asked here")

    def person(self, id_number: str) -> Person | None:
        raise AssertionError("nothing is asked here")


# the operator's record, against a paper of Nguyễn Văn Khánh, 099087000101, old 990000101, born 12/03/1987
MAY_BE = """
name             | number       | born       | may be
Nguyễn Văn Khánh | 099087000101 | 12/03/1987 | yes
NGUYEN VAN KHANH | 099087000107 | 12/03/1987 | yes
Nguyễn Văn Khánh | 990000101    | 01/01/1960 | yes
Nguyễn Văn Khánh | 099301555555 | 12/03/1987 | yes
Nguyễn Văn Khánh |              | 12/03/1987 | yes
Trần Thị Hiền    | 099087000101 | 12/03/1987 | yes
Trần Thị Hiền    | 099087000101 | 25/11/1960 |
Nguyễn Văn Khánh | 099301555555 | 25/11/1960 |
Trần Thị Hiền    | 099301555555 | 12/03/1987 |
Nguyễn Văn Khánh |              |            |
                 |              |            |
"""


@pytest.mark.parametrize(("name", "number", "born", "may_be"), rows(MAY_BE))
def test_a_subscriber_may_be_the_claimant(name: str, number: str, born: str, may_be: str) -> None:
    record = replace(HOLDER, name=name, paper_number=number, birth_date=day(born))
    claim = khanh(old_number="990000101")
    assert may_be_claimant(record, claim, Gateway()) is bool(may_be)
    assert may_be_claimant(record, claim, town())  # an extract is searched in any case


def test_nobody_is_asked_about_where_nobody_was_found() -> None:
    person = Person("P", "099087000101", (), "Nguyễn Văn Khánh", HOLDER.birth_date, Sex.MALE)  # type: ignore[arg-type]
    assert can_be_placed(HOLDER, person, Gateway())
    assert not can_be_placed(HOLDER, None, Gateway())
    assert can_be_placed(HOLDER, None, town())
    assert can_be_placed(replace(HOLDER, kind=SubscriberKind.ORGANISATION), None, Gateway())
