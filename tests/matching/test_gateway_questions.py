"""Which questions a claim gives, in which order: the specification of what may be asked about a person."""

from itertools import islice

import pytest

from extractors.reading import PartialDate
from matching.gateway_questions import questions
from matching.people import Claim, Sex

MALE_1987 = "003087000124"

# what the paper says: number / old number / birth date / sex -> the first questions: number / date or year
ORDER = """
003087000124 |           | 12/3/1987 | Nam || 003087000124 12/3/1987, 003087000124 1987, 003087000124 3/12/1987
003087000124 |           | 25/3/1987 | Nam || 003087000124 25/3/1987, 003087000124 1987, 003087000121 25/3/1987
003087000124 |           | 1987      | Nam || 003087000124 1987, 003087000121 1987
003087000124 | 912345678 | 25/3/1987 | Nam || 003087000124 25/3/1987, 912345678 25/3/1987, 003087000124 1987
912345678    |           | 25/3/1987 | Nam || 912345678 25/3/1987, 912345678 1987
12345678     |           | 25/3/1987 | Nam || 012345678 25/3/1987, 012345678 1987
3087000124   |           | 25/3/1987 | Nam || 003087000124 25/3/1987, 003087000124 1987
003081000124 |           | 25/3/1987 | Nam || 003081000124 25/3/1987, 003087000124 25/3/1987, 003081000124 1981
003987000124 |           | 25/3/1987 | Nam || 003987000124 25/3/1987, 003087000124 25/3/1987, 003987000124 1987
003187000124 |           | 25/3/1987 | Nam || 003187000124 25/3/1987, 003087000124 25/3/1987, 003187000124 1987
003187000124 |           | 25/3/1987 |     || 003187000124 25/3/1987, 003187000124 1987
0030?7000124 |           | 25/3/1987 | Nam || 003087000124 25/3/1987, 003087000124 1987
"""


def day(text: str) -> PartialDate:
    *rest, year = (int(part) for part in text.split("/"))
    return PartialDate(year, rest[1], rest[0]) if rest else PartialDate(year)


def table() -> list[tuple[Claim, list[tuple[str, PartialDate]]]]:
    cases = []
    for line in ORDER.strip().splitlines():
        paper, asked = line.split("||")
        number, old, born, sex = (part.strip() for part in paper.split("|"))
        claim = Claim("D1", "Đỗ Văn An", number, old, day(born), Sex(sex) if sex else None)
        pairs = [tuple(pair.split()) for pair in asked.split(",")]
        cases.append((claim, [(number, day(born)) for number, born in pairs]))
    return cases


@pytest.mark.parametrize(("claim", "asked"), table(), ids=ORDER.strip().splitlines())
def test_order(claim: Claim, asked: list[tuple[str, PartialDate]]) -> None:
    first = [(one.number, one.birth_date) for one in islice(questions(claim), len(asked))]
    assert first == asked


@pytest.mark.parametrize(("claim", "_asked"), table(), ids=ORDER.strip().splitlines())
def test_none_is_asked_twice(claim: Claim, _asked: object) -> None:
    all_of_them = [(one.number, one.birth_date) for one in questions(claim)]
    assert len(set(all_of_them)) == len(all_of_them)
    assert all(len(number) in (9, 12) and number.isdecimal() for number, _ in all_of_them)


# a claim of which the register cannot be asked: it wants number, name and birth date together
UNASKABLE = [
    Claim("D1", "", MALE_1987, birth_date=PartialDate(1987)),
    Claim("D1", "Đỗ Văn An", MALE_1987),
    Claim("D1", "Đỗ Văn An", "", birth_date=PartialDate(1987)),
    Claim("D1", "Đỗ Văn An", "0030870", birth_date=PartialDate(1987)),
    Claim("D1", "Đỗ Văn An", "00308700012٤", birth_date=PartialDate(1987)),
    Claim("D1", "An " * 80, MALE_1987, birth_date=PartialDate(1987)),
    Claim("D1", "Đỗ Văn An", "0030?????124", birth_date=PartialDate(1987)),
]


@pytest.mark.parametrize("claim", UNASKABLE, ids=range(len(UNASKABLE)))
def test_what_cannot_be_asked(claim: Claim) -> None:
    assert list(questions(claim)) == []


def test_another_registers_record_is_not_taken_for_misread() -> None:
    read, typed = (Claim(dossier, "Đỗ Văn An", MALE_1987, birth_date=PartialDate(1987)) for dossier in ("D1", ""))
    assert len(list(questions(typed))) == 1
    assert len(list(questions(read))) > 5
