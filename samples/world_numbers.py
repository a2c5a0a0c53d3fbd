"""Numbers, cards and states for drafted people: PIN, CMND, day of issue, living or not."""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from samples.names import FEMALE, MALE, full_name, surname
from samples.world import CANCELLED, DECEASED, LIVING, Individual
from samples.world_families import TODAY, Draft, surname_of

_DENSITY = 3  # one serial in three is in use, as dense as in a real register: a wrong digit may hit another person
_FIRST_CARDS = date(2016, 1, 1)


def pin_head(province: str, sex: str, year: int) -> str:
    """The six digits of a PIN that are not drawn: province, sex and century, year (NĐ 137/2015/NĐ-CP, article 13)."""
    return f"{province}{2 * (year // 100 - 19) + (sex == FEMALE)}{year % 100:02d}"


def pins(random: Random, heads: list[str]) -> list[str]:
    """A PIN for each head, no two alike."""
    wanted: dict[str, int] = defaultdict(int)
    for head in heads:
        wanted[head] += 1
    serials = {head: random.sample(range(1, _DENSITY * count + 2), count) for head, count in wanted.items()}
    return [f"{head}{serials[head].pop():06d}" for head in heads]


class OldNumbers:
    """CMND of nine digits, beginning with 9: no provincial police used that. A few were issued twice, as in life."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._issued: list[str] = []
        self._known: set[str] = set()

    def number(self) -> str:
        if self._issued and self._random.random() < 0.001:
            return self._random.choice(self._issued)
        number = f"9{self._random.randrange(10**8):08d}"
        while number in self._known:
            number = f"9{self._random.randrange(10**8):08d}"
        self._issued.append(number)
        self._known.add(number)
        return number


def registered(random: Random, drafts: list[Draft], cancelled: int) -> list[Individual]:
    """The drafts as the register holds them, and `cancelled` PINs of persons who were given another since."""
    corrected = random.sample([one for one in drafts if 20 <= one.age <= 70 and not one.year_only], cancelled)
    heads = [pin_head(one.province, one.sex, one.born.year) for one in drafts]
    wrong_years = [pin_head(one.province, one.sex, one.born.year - 1) for one in corrected]
    numbers = pins(random, heads + wrong_years)
    pin_of = dict(zip(drafts, numbers, strict=False))
    clerk = _Clerk(random, pin_of)
    people = [clerk.enter(index, one, pin_of[one], _state(random, one)) for index, one in enumerate(drafts)]
    for one, number in zip(corrected, numbers[len(drafts) :], strict=True):
        people.append(clerk.enter(len(people), one, number, CANCELLED))
    return people


class _Clerk:
    """Enters people into the register, with the gaps that a real one has."""

    def __init__(self, random: Random, pin_of: dict[Draft, str]) -> None:
        self._random = random
        self._pin_of = pin_of
        self._old_numbers = OldNumbers(random)

    def enter(self, index: int, one: Draft, number: str, status: str) -> Individual:
        father_name, father_cccd = self._parent(one, one.father, MALE)
        mother_name, mother_cccd = self._parent(one, one.mother, FEMALE)
        spouse = one.spouse if one.spouse in self._pin_of and self._random.random() < 0.95 else None
        return Individual(
            person_id=f"P{index:08d}",
            cccd=number,
            cmnd=self._old_number(one),
            full_name=one.name,
            other_name=one.former_name if self._random.random() < 0.6 else "",
            dob=one.born,
            year_only=one.year_only,
            gender=one.sex,
            birth_province=one.province,
            address=one.home.address,
            address_old=one.home.address_old,
            household_no=one.home.number,
            father_name=father_name,
            father_cccd=father_cccd,
            mother_name=mother_name,
            mother_cccd=mother_cccd,
            spouse_name=spouse.name if spouse else "",
            spouse_cccd=self._pin_of[spouse] if spouse else "",
            cccd_issued_on=self._issue_day(one),
            status=status,
        )

    def _parent(self, one: Draft, parent: Draft | None, sex: str) -> tuple[str, str]:
        """(name, PIN): the PIN is held for most children and fewer adults; the name may be all there is, or nothing."""
        random = self._random
        if parent is None:
            if random.random() < 0.05:
                return "", ""
            family = surname_of(one.name) if sex == MALE else surname(random)
            return full_name(random, family, sex, one.born.year - random.randint(20, 40)), ""
        known = random.random() < (0.92 if one.age < 18 else 0.65)
        return parent.name, self._pin_of.get(parent, "") if known else ""

    def _old_number(self, one: Draft) -> str:
        """A CMND was issued from 14 years until cards of 12 digits came; one in eight is not on file."""
        had_one = one.born.year + 14 <= _FIRST_CARDS.year and self._random.random() < 0.92
        number = self._old_numbers.number() if had_one else ""
        return number if self._random.random() < 0.88 else ""

    def _issue_day(self, one: Draft) -> date | None:
        """A card from 14 years on, for most; a child's only since the law of 2024-07-01 and seldom."""
        random = self._random
        if one.age < 14:
            start, wanted = date(2024, 7, 1), 0.1
        else:
            start, wanted = max(_FIRST_CARDS, date(one.born.year + 14, 1, 1)), 0.97
        start = max(start, one.born)
        if random.random() >= wanted or start >= TODAY:
            return None
        return start + timedelta(days=random.randrange((TODAY - start).days))


def _state(random: Random, one: Draft) -> str:
    risk = 0.35 if one.age >= 85 else 0.1 if one.age >= 70 else 0.02 if one.age >= 50 else 0.002
    return DECEASED if random.random() < risk else LIVING
