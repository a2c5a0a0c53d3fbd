"""Families of invented people: founders, their children, those whom the children marry, and so on to today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples.names import FEMALE, MALE, full_name, surname
from samples.world import UNASSIGNED
from samples.world_places import Home, home

TODAY = date(2026, 11, 1)  # the day on which this world is looked at; nobody is born after it
_MARRYING_AGE = 23
_TWINS = 0.015  # share of births


@dataclass(slots=True, eq=False)
class Draft:
    """A person before numbers are given out; kin are the persons themselves."""

    name: str
    sex: str
    born: date
    province: str  # PPP of the PIN
    home: Home
    father: "Draft | None" = None
    mother: "Draft | None" = None
    spouse: "Draft | None" = None
    year_only: bool = False
    former_name: str = ""

    @property
    def age(self) -> int:
        """Whole years on TODAY."""
        return TODAY.year - self.born.year - ((TODAY.month, TODAY.day) < (self.born.month, self.born.day))


class Settlers:
    """Draws whole clans, one after another, until enough people stand."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._homes = 0

    def people(self, count: int) -> list[Draft]:
        """Exactly `count` persons; the last clan may be cut short, its youngest missing."""
        drawn: list[Draft] = []
        while len(drawn) < count:
            drawn.extend(self._clan())
        kept = drawn[:count]
        for lost in drawn[count:]:
            if lost.spouse:
                lost.spouse.spouse = None
        return kept

    def stranger(self) -> Draft:
        """An adult who belongs to no clan."""
        province = self._random.choice(UNASSIGNED)
        sex = self._random.choice((MALE, FEMALE))
        return self._draft(surname(self._random), sex, self._random.randint(1960, 2003), province, self._home())

    def _clan(self) -> Iterator[Draft]:
        """Founders first, then their descendants with spouses, each person once."""
        random = self._random
        province = random.choice(UNASSIGNED)
        founder = self._draft(surname(random), MALE, random.randint(1936, 1992), province, self._home())
        yield founder
        waiting = [founder]
        while waiting:
            one = waiting.pop(0)
            if one.age < _MARRYING_AGE or random.random() < 0.22:
                continue
            yield self._wed(one)
            children = self._children(one)
            yield from children
            waiting.extend(children)

    def _wed(self, one: Draft) -> Draft:
        """The spouse, from outside the clan. A married son founds a household more often than not."""
        random = self._random
        bride = one.sex == MALE
        year = min(
            max(one.born.year + (random.randint(-1, 7) if bride else random.randint(-7, 1)), 1930), TODAY.year - 19
        )
        if one.father is not None and random.random() < 0.7:
            one.home = self._home()
        spouse = self._draft(
            surname(random), FEMALE if bride else MALE, year, random.choice((one.province, *UNASSIGNED)), one.home
        )
        one.spouse, spouse.spouse = spouse, one
        return spouse

    def _children(self, one: Draft) -> list[Draft]:
        """Children of a couple, the eldest first: three or so in old times, two of late; seldom twins."""
        random = self._random
        assert one.spouse is not None
        father, mother = (one, one.spouse) if one.sex == MALE else (one.spouse, one)
        many = (2, 3, 4, 5) if mother.born.year < 1960 else (0, 1, 2, 2, 3)
        children: list[Draft] = []
        year = mother.born.year + random.randint(20, 27)
        for _ in range(random.choice(many)):
            twins = 1 + (random.random() < _TWINS)
            day = None
            for _ in range(twins):
                child = self._child(father, mother, year, day)
                if child is None:
                    return children
                day = child.born
                children.append(child)
            year += random.randint(1, 5)
        return children

    def _child(self, father: Draft, mother: Draft, year: int, day: date | None) -> Draft | None:
        """A child born that year (on `day`, for a twin); None when that day is still to come."""
        if year > TODAY.year or (day is None and year == TODAY.year):
            return None
        family = surname_of(father.name)
        child = self._draft(family, self._random.choice((MALE, FEMALE)), year, father.province, father.home)
        child.born, child.year_only = day or child.born, child.year_only and day is None
        child.father, child.mother = father, mother
        return child

    def _draft(self, family: str, sex: str, year: int, province: str, home: Home) -> Draft:
        random = self._random
        born = date(year, 1, 1) + timedelta(days=random.randrange(365))
        year_only = year < 1965 and random.random() < 0.07
        if year_only or (year < 1980 and random.random() < 0.02):
            born = date(year, 1, 1)  # where no day was known, clerks of the paper age wrote the first of January
        draft = Draft(full_name(random, family, sex, year), sex, born, province, home, year_only=year_only)
        if random.random() < 0.01:
            draft.former_name = full_name(random, family, sex, year)
        return draft

    def _home(self) -> Home:
        self._homes += 1
        return home(self._random, f"H{self._homes:08d}")


def surname_of(name: str) -> str:
    """The surname of a name made here: the only one of two syllables is Âu Dương."""
    return "Âu Dương" if name.startswith("Âu Dương") else name.split()[0]


def make_namesakes(people: list[Draft], pairs: int) -> None:
    """Give some women who married in the name and the birth date of another, so that name and date name two persons."""
    wives = [one for one in people if one.sex == FEMALE and one.spouse and one.father is None and not one.year_only]
    wives.sort(key=lambda one: (one.born, one.name))
    step = max(2, len(wives) // (pairs + 1))
    for first, second in list(zip(wives[::step], wives[1::step], strict=False))[:pairs]:
        second.name, second.born = first.name, first.born
