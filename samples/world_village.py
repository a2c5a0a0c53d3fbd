"""The families of one commune, all at once: founders, children, whom the children marry, down to today.

Everything is a column: one number a person. Relations are row numbers, -1 for nobody.
"""

from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from samples.world_families import TODAY
from samples.world_fashions import KINH, Fashions, Names, Numbers

EPOCH = date(1900, 1, 1)
NOW = (TODAY - EPOCH).days
_YEAR = 365.25
_MARRYING_AGE = 23
_WED, _LOCAL = 0.84, 0.5  # shares: of adults who marry; of those, with somebody of the same commune
_TWINS = 0.013  # share of births
_GENERATIONS = 5


@dataclass(slots=True)
class Folk:
    """People of one commune, in columns of equal length."""

    female: Numbers  # bool
    day: Numbers  # of birth, days since EPOCH
    year_only: Numbers  # bool
    family: Numbers
    middle: Numbers
    given: Numbers
    people: Numbers
    father: Numbers
    mother: Numbers
    spouse: Numbers
    home: Numbers  # 0.. within the commune
    twin: Numbers  # bool

    @property
    def names(self) -> Names:
        return Names(self.family, self.middle, self.given, self.people)

    @property
    def age(self) -> Numbers:
        """Years on TODAY, as a fraction."""
        return (NOW - self.day) / _YEAR

    def __len__(self) -> int:
        return len(self.day)


@dataclass(frozen=True, slots=True)
class Couples:
    """Married pairs: row numbers of husband and wife, and the home they keep."""

    father: Numbers
    mother: Numbers
    home: Numbers


def year_of(day: Numbers) -> Numbers:
    """The calendar year of days since EPOCH."""
    return (np.datetime64(EPOCH, "D") + day).astype("datetime64[Y]").astype(int) + 1970


def first_of_january(year: Numbers) -> Numbers:
    """Days since EPOCH of 1 January."""
    return (np.asarray(year - 1970).astype("datetime64[Y]").astype("datetime64[D]") - np.datetime64(EPOCH, "D")).astype(
        int
    )


def present(rng: np.random.Generator, folk: Folk) -> Numbers:
    """Who is in the register at all: the eldest died before it was made, a few moved away."""
    return rng.random(len(folk)) > np.clip((1966 - year_of(folk.day)) * 0.024, 0.03, 0.97)


class Village:
    """Draws the people of one commune, of one people for the most part."""

    def __init__(
        self, rng: np.random.Generator, fashions: Fashions, people: int, shared: Names | None, days: Numbers
    ) -> None:
        """`shared` and `days`: names (women's) and birth dates that somebody here has in common with another."""
        self._rng = rng
        self._fashions = fashions
        self._people = people
        self._shared = shared
        self._shared_days = days
        self._homes = 0
        self._chunks: list[Folk] = []
        self._count = 0

    def settle(self, founders: int) -> Folk:
        """So many founding couples and all who come of them, those who died or moved away long ago among them."""
        couples = self._found(founders)
        for _ in range(_GENERATIONS):
            children = self._children(couples)
            if not len(children):
                break
            couples = self._wed(children)
        return self._all()

    def _all(self) -> Folk:
        joined = {
            one.name: np.concatenate([getattr(chunk, one.name) for chunk in self._chunks]) for one in fields(Folk)
        }
        self._chunks = [Folk(**joined)]
        return self._chunks[0]

    def _found(self, count: int) -> Couples:
        year = self._rng.choice(np.arange(1926, 1990), count, p=_founding())
        people = np.where(self._rng.random(count) < 0.93, self._people, KINH)
        home = self._new_homes(count)
        husbands = self._settlers(np.zeros(count, bool), year, people, home)
        wives = self._settlers(np.ones(count, bool), year + self._rng.integers(-2, 7, count), people, home)
        self._share(wives)
        folk = self._all()
        folk.spouse[husbands], folk.spouse[wives] = wives, husbands
        return Couples(husbands, wives, home)

    def _share(self, wives: Numbers) -> None:
        """Give some of these women the name and birth date that a woman of another commune has too."""
        if self._shared is None:
            return
        folk = self._all()
        years, free = year_of(folk.day[wives]), np.ones(len(wives), bool)
        for place, day in enumerate(self._shared_days):
            fit = np.flatnonzero(free & (np.abs(years - year_of(day)) <= 2))
            if len(fit):
                free[fit[0]], one = False, wives[fit[0]]
                folk.day[one], folk.year_only[one] = day, False
                for part in ("family", "middle", "given", "people"):
                    getattr(folk, part)[one] = getattr(self._shared, part)[place]

    def _settlers(self, female: Numbers, year: Numbers, people: Numbers, home: Numbers) -> Numbers:
        """Row numbers of people whose parents the commune does not know."""
        day = first_of_january(year) + self._rng.integers(0, 365, len(year))
        nobody = np.full(len(year), -1)
        return self._enter(female, day, self._fashions.families(self._rng, people), people, nobody, nobody, home)

    def _enter(
        self,
        female: Numbers,
        day: Numbers,
        family: Numbers,
        people: Numbers,
        father: Numbers,
        mother: Numbers,
        home: Numbers,
    ) -> Numbers:
        rng, count = self._rng, len(day)
        year = year_of(day)
        year_only = (year < 1965) & (rng.random(count) < 0.05)
        unknown_day = year_only | ((year < 1980) & (rng.random(count) < 0.02))
        day = np.where(unknown_day, first_of_january(year), day)  # what clerks of the paper age wrote for "not known"
        names = self._fashions.named(rng, family, people, female, year)
        twin = np.zeros(count, bool)
        spouse = np.full(count, -1)
        first = self._count
        self._chunks.append(
            Folk(female, day, year_only, family, names.middle, names.given, people, father, mother, spouse, home, twin)
        )
        self._count += count
        return np.arange(first, first + count)

    def _children(self, couples: Couples) -> Numbers:
        """Row numbers of the couples' children born until TODAY: four or so in old times, two of late; seldom twins."""
        rng, folk = self._rng, self._all()
        mother_day = folk.day[couples.mother]
        year = year_of(mother_day)
        mean = np.select([year < 1948, year < 1960, year < 1970, year < 1980], [4.0, 3.3, 2.6, 2.2], 1.9)
        many = np.minimum(rng.poisson(mean), 8)
        couple = np.repeat(np.arange(len(many)), many)
        gap = rng.uniform(1.2, 6.0, len(couple))
        firsts = np.flatnonzero(np.diff(couple, prepend=-1))
        gap[firsts] = rng.normal(23.5, 3.0, len(firsts)).clip(18.5, 35) + 0.0
        run = np.cumsum(gap)
        run -= np.repeat(run[firsts] - gap[firsts], many[many > 0])
        born = (mother_day[couple] + run * _YEAR).astype(int)
        late = (born < NOW) & (run < 44)
        couple, born = couple[late], born[late]
        again = np.flatnonzero(rng.random(len(couple)) < _TWINS)
        order = np.argsort(np.concatenate([np.arange(len(couple)), again + 0.5]), kind="stable")
        couple, born = np.concatenate([couple, couple[again]])[order], np.concatenate([born, born[again]])[order]
        father, mother = couples.father[couple], couples.mother[couple]
        female = rng.random(len(couple)) < 0.49
        rows = self._enter(female, born, folk.family[father], folk.people[father], father, mother, couples.home[couple])
        self._siblings(rows)
        return rows

    def _siblings(self, rows: Numbers) -> None:
        """Twins share birthday and more often than not sex; brothers and sisters now and then the middle name."""
        folk, rng = self._all(), self._rng
        if len(rows) < 2:
            return
        elder, younger = rows[:-1], rows[1:]
        same = (folk.mother[elder] == folk.mother[younger]) & (folk.day[elder] == folk.day[younger])
        one, two = elder[same], younger[same]
        alike = rng.random(len(one)) < 0.5
        folk.female[two] = np.where(alike, folk.female[one], folk.female[two])
        folk.twin[one] = folk.twin[two] = True
        folk.year_only[one] = folk.year_only[two] = False
        renamed = self._fashions.named(
            rng, folk.family[two], folk.people[two], folk.female[two], year_of(folk.day[two])
        )
        folk.middle[two], folk.given[two] = renamed.middle, renamed.given
        near = (folk.mother[elder] == folk.mother[younger]) & (folk.female[elder] == folk.female[younger])
        near &= (folk.people[elder] == KINH) & (rng.random(len(elder)) < 0.35)
        folk.middle[younger[near]] = folk.middle[elder[near]]
        clash = near & (folk.given[elder] == folk.given[younger])
        self._rename(younger[clash], folk)

    def _rename(self, rows: Numbers, folk: Folk) -> None:
        names = self._fashions.named(
            self._rng, folk.family[rows], folk.people[rows], folk.female[rows], year_of(folk.day[rows])
        )
        folk.given[rows] = names.given

    def _wed(self, children: Numbers) -> Couples:
        """Those of age marry: half of them each other, the others somebody from elsewhere."""
        rng, folk = self._rng, self._all()
        grown = children[
            (folk.age[children] > _MARRYING_AGE + rng.normal(2, 2, len(children))) & (rng.random(len(children)) < _WED)
        ]
        local = rng.random(len(grown)) < _LOCAL
        husbands, wives = self._pairs(grown[local])
        husband_out, wife_out = self._outsiders(grown[~local])
        husband, wife = np.concatenate([husbands, husband_out]), np.concatenate([wives, wife_out])
        folk = self._all()
        folk.spouse[husband], folk.spouse[wife] = wife, husband
        parental = np.where(folk.father[husband] >= 0, folk.home[husband], folk.home[wife])
        home = np.where(rng.random(len(husband)) < 0.86, self._new_homes(len(husband)), parental)
        folk.home[husband] = folk.home[wife] = home
        return Couples(husband, wife, home)

    def _pairs(self, grown: Numbers) -> tuple[Numbers, Numbers]:
        """Men and women of about one age and of two families."""
        folk, rng = self._all(), self._rng
        men, women = grown[~folk.female[grown]], grown[folk.female[grown]]
        men = men[np.argsort(folk.day[men] + rng.normal(800, 600, len(men)), kind="stable")]
        women = women[np.argsort(folk.day[women] + rng.normal(0, 600, len(women)), kind="stable")]
        count = min(len(men), len(women))
        men, women = men[:count], women[:count]
        fit = (folk.mother[men] != folk.mother[women]) & (np.abs(folk.day[men] - folk.day[women]) < 9 * _YEAR)
        return men[fit], women[fit]

    def _outsiders(self, grown: Numbers) -> tuple[Numbers, Numbers]:
        folk, rng = self._all(), self._rng
        bride = ~folk.female[grown]  # the newcomer is a woman
        step = np.where(bride, rng.integers(-1, 7, len(grown)), rng.integers(-7, 2, len(grown)))
        year = np.minimum(year_of(folk.day[grown]) + step, TODAY.year - 20)
        people = np.where(rng.random(len(grown)) < 0.85, folk.people[grown], KINH)
        new = self._settlers(bride, year, people, folk.home[grown])
        return np.where(bride, grown, new), np.where(bride, new, grown)

    def _new_homes(self, count: int) -> Numbers:
        first = self._homes
        self._homes += count
        return np.arange(first, first + count)


def _founding() -> np.ndarray:
    """How the birth years of founders are spread: most are of the eldest, and families move in ever after."""
    years = np.arange(1926, 1990)
    weight = np.exp(-(((years - 1938) / 16.0) ** 2) / 2) + 0.12
    return weight / weight.sum()
