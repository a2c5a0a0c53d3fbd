"""Which questions a claim gives, in which order: the specification of what may be asked about a person."""

from itertools import islice

import pytest

from extractors.reading import PartialDate
from matching.gateway.inquiry import Supposition
from matching.gateway.questions import questions
from matching.people import Claim, Sex

MALE_1987 = "003087000124"

# what the paper says: number / old number / birth date / sex -> the first questions: number / date or year
ORDER = """
003087000124 |           | 12/3/1987 | Nam || 003087000124 12/3/1987, 003087000124 1987
003087000124 |           | 25/3/1987 | Nam || 003087000124 25/3/1987, 003087000124 1987
003087000124 |           | 1/1/1987  | Nam || 003087000124 1987, 003087000124 1/1/1987
003087000124 |           | 1987      | Nam || 003087000124 1987
003087000124 | 912345678 | 25/3/1987 | Nam || 003087000124 25/3/1987, 912345678 25/3/1987, 003087000124 1987
912345678    |           | 25/3/1987 | Nam || 912345678 25/3/1987
12345678     |           | 25/3/1987 | Nam || 012345678 25/3/1987
3087000124   |           | 25/3/1987 | Nam || 003087000124 25/3/1987
00387000124  |           | 25/3/1987 | Nam || 003087000124 25/3/1987
003081000124 |           | 25/3/1987 | Nam || 003081000124 25/3/1987, 003087000124 25/3/1987
003987000124 |           | 25/3/1987 | Nam || 003987000124 25/3/1987, 003087000124 25/3/1987
003187000124 |           | 25/3/1987 | Nam || 003187000124 25/3/1987
003187000124 |           | 25/3/1987 |     || 003187000124 25/3/1987, 003187000124 1987
0030?7000124 |           | 25/3/1987 | Nam || 003087000124 25/3/1987
0030887000124|           | 25/3/1987 | Nam || 003087000124 25/3/1987
"""


def day(text: str) -> PartialDate:
    *rest, year = (int(part) for part in text.split("/"))
    return PartialDate(year, rest[1], rest[0]) if rest else PartialDate(year)


def read(number: str = MALE_1987, name: str = "Đỗ Văn An", born: str = "25/3/1987", **more: object) -> Claim:
    """A claim of a man read from a paper, with changes."""
    right = {"dossier_id": "D1", "full_name": name, "id_number": number, "birth_date": day(born), "sex": Sex.MALE}
    return Claim(**(right | more))  # type: ignore[arg-type]


def table() -> list[tuple[Claim, list[tuple[str, PartialDate]]]]:
    cases = []
    for line in ORDER.strip().splitlines():
        paper, asked = line.split("||")
        number, old, born, sex = (part.strip() for part in paper.split("|"))
        claim = read(number, born=born, old_number=old, sex=Sex(sex) if sex else None)
        pairs = [tuple(pair.split()) for pair in asked.split(",")]
        cases.append((claim, [(number, day(born)) for number, born in pairs]))
    return cases


@pytest.mark.parametrize(("claim", "asked"), table(), ids=ORDER.strip().splitlines())
def test_order(claim: Claim, asked: list[tuple[str, PartialDate]]) -> None:
    first = [(one.number, one.birth_date) for one in islice(questions(claim, least_value=0.0), len(asked))]
    assert first == asked


@pytest.mark.parametrize(("claim", "_asked"), table(), ids=ORDER.strip().splitlines())
def test_none_is_asked_twice_also_where_nothing_stops_the_asking(claim: Claim, _asked: object) -> None:
    every = list(questions(claim, least_value=0.0))
    assert len({(one.number, one.full_name, one.birth_date) for one in every}) == len(every) > 1
    assert all(len(one.number) in (9, 12) and one.number.isdecimal() for one in every)


# a claim of which the register cannot be asked: it wants number, name and birth date together
UNASKABLE = [
    read(name=""),
    Claim("D1", "Đỗ Văn An", MALE_1987),
    read(number=""),
    read(number="0030870"),
    read(number="00308700012٤"),
    read(name="An " * 80),
    read(number="0030?????124"),
    read(number="0030870001??"),  # a hundred numbers, each of which would hit one time in a hundred
]


@pytest.mark.parametrize("claim", UNASKABLE, ids=range(len(UNASKABLE)))
def test_what_cannot_be_asked(claim: Claim) -> None:
    assert list(questions(claim)) == []


def test_another_registers_record_is_asked_as_it_is_and_once() -> None:
    (asked,) = questions(read(dossier_id=""))
    assert (asked.number, asked.birth_date, asked.supposition) == (
        MALE_1987,
        day("25/3/1987"),
        Supposition.NAMED_PERSON,
    )


# the field of which the reader was not sure, its other reading -> number, name and date that are then asked for, too
OTHER_READINGS = [
    ("id_number", "003087000129", ("003087000129", "Đỗ Văn An", "25/3/1987")),
    ("full_name", "Đỗ Vân Anh", (MALE_1987, "Đỗ Vân Anh", "25/3/1987")),
    ("birth_date", "1987-03-26", (MALE_1987, "Đỗ Văn An", "26/3/1987")),
]


@pytest.mark.parametrize(("field", "reading", "then"), OTHER_READINGS)
def test_the_readers_other_reading_is_asked_where_it_was_not_sure(
    field: str, reading: str, then: tuple[str, str, str]
) -> None:
    def asked(**alternatives: tuple[str, ...]) -> set[tuple[str, str, PartialDate]]:
        claim = read(alternatives=alternatives, confidence={field: 0.6})
        return {(one.number, one.full_name, one.birth_date) for one in questions(claim)}

    number, name, born = then
    assert (number, name, day(born)) in asked(**{field: (reading,)})
    assert (number, name, day(born)) not in asked()


def test_a_reading_that_differs_in_marks_only_is_no_other_question() -> None:
    claim = read(alternatives={"full_name": ("Đỗ Văn Ân", "ĐỖ VĂN AN")}, confidence={"full_name": 0.6})
    assert {one.full_name for one in questions(claim)} == {"Đỗ Văn An"}


def test_i_and_y_are_two_letters_for_the_register() -> None:
    asked = {one.full_name for one in questions(read(name="Lý Văn Thi"), least_value=0.0)}
    assert asked == {"Lý Văn Thi", "li văn thi", "lý văn thy"}
    supposed = {one.supposition for one in questions(read(name="Lý Văn Thi"), least_value=0.0)}
    assert Supposition.NAME_I_OR_Y in supposed


def test_a_clean_paper_that_misses_does_not_use_up_the_budget() -> None:
    assert len(list(questions(read()))) <= 2
