"""The plan of a large world: its communes, how many live in each, and the ranges from which numbers are drawn.

Every process that knows seed and number of persons makes the same plan, so communes can be settled in any order.
"""

from functools import cache, cached_property
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from samples.world import UNASSIGNED
from samples.world_fashions import KINH, Fashions, Names, Numbers
from samples.world_places import Home, communes, spots
from samples.world_slots import Range, range_for
from samples.world_telco import OPERATORS, PREFIXES
from samples.world_village import Village, first_of_january, present, year_of

_LARGEST = 16_500  # persons in a commune, about the mean of the communes before 2025
_FEWEST = 4
_PER_PROVINCE = 400_000  # fewer provinces in small worlds, so that numbers are as dense as in a register of a country
_SHARED = 1 / 200  # pairs of the same name and birthday that are planted, a person, where too few come by chance
_BY_CHANCE = 5e-9  # such pairs a person and person of the world that come by themselves
_HOMES = 20_000  # more than the homes of one commune
_LINES = 1.15  # telephone numbers a person, at most


class Plan:
    """Communes 0.. with `sizes`, `provinces` (index into UNASSIGNED) and `peoples`; ranges of numbers for all."""

    def __init__(self, seed: int, persons: int) -> None:
        if persons < 1000:
            raise ValueError("a world of whole communes needs at least 1000 persons")
        random = Random(f"hoso plan {seed} {persons}")
        count = max(_FEWEST, -(-persons // _LARGEST))
        places = communes()
        provinces = sorted({row["province_code_63"] for row in places})
        random.shuffle(provinces)
        chosen = [row for code in provinces for row in places if row["province_code_63"] == code]
        kept = min(len(UNASSIGNED) - 1, max(2, persons // _PER_PROVINCE))
        self.seed = seed
        self.persons = persons
        self.sizes = [persons // count + (number < persons % count) for number in range(count)]
        self.first_person = np.concatenate([[0], np.cumsum(self.sizes)])
        self.places = [chosen[number % len(chosen)] for number in range(count)]
        self.provinces = [number * kept // count for number in range(count)]
        self.first_home = [number * _HOMES for number in range(count)]
        shares = Fashions().shares
        self.peoples = [random.choices(range(len(shares)), shares)[0] for _ in range(count)]
        self._pairs = round(max(0.0, _SHARED - persons * _BY_CHANCE) * persons / count)
        self._calibrate()

    def __len__(self) -> int:
        return len(self.sizes)

    def _calibrate(self) -> None:
        """Of a commune like all others: how many come of a founding couple, and how birth years are spread."""
        rng = np.random.default_rng(7)
        folk = Village(rng, Fashions(), KINH, None, np.zeros(0, int)).settle(600)
        here = present(rng, folk)
        self.per_founders = int(here.sum()) / 600
        counts = np.bincount(year_of(folk.day[here]) - 1900, minlength=200)[:200]
        smooth = np.convolve(counts, np.ones(5) / 5, mode="same")
        self._years = np.maximum(smooth / smooth.sum(), 0.001) * 1.15

    def person_ids(self, commune: int) -> pa.Array:
        """P00000000.. of the commune's people."""
        numbers = pa.array(np.arange(self.first_person[commune], self.first_person[commune + 1]))
        return pc.binary_join_element_wise("P", pc.utf8_lpad(numbers.cast(pa.string()), 8, "0"), "")

    def pin_head(self, head: int) -> int:
        """The six digits of a PIN that are not drawn, as a number, of (province, sex, year) as one number."""
        province, sex, year = head // 400, head // 200 % 2, head % 200
        return int(UNASSIGNED[province]) * 1000 + (2 * (year // 100) + sex) * 100 + year % 100

    @cache  # noqa: B019
    def serials(self, head: int) -> Range:
        """The six-digit serials of one head."""
        at_home = np.array(self.provinces) == head // 400
        share = np.where(at_home, 0.95, 0.03) * self._years[head % 200] / 2
        return range_for(1, np.array(self.sizes) * share)

    @cached_property
    def old_numbers(self) -> Range:
        """CMND of nine digits, from 9 on."""
        return range_for(930_000_000, np.array(self.sizes) * 0.85)

    @cache  # noqa: B019
    def lines(self, prefix: str) -> Range:
        """The seven digits after a mobile prefix."""
        operator = next(name for name, prefixes in PREFIXES.items() if prefix in prefixes)
        share = OPERATORS[operator] / sum(OPERATORS.values()) / len(PREFIXES[operator])
        return range_for(1_234_567, np.array(self.sizes) * _LINES * share)

    def spots(self, commune: int) -> list[Home]:
        """The addresses of the commune, many households to each hamlet."""
        return spots(Random(f"hoso spots {self.seed} {commune}"), self.places[commune])

    def shared(self, fashions: Fashions, commune: int) -> tuple[Names | None, Numbers]:
        """Names and birth dates of women that this commune shares with the one before or after it."""
        if not self._pairs:
            return None, np.zeros(0, np.int64)
        drawn = [self._shared(fashions, number % len(self)) for number in (commune - 1, commune)]
        names = (
            np.concatenate([getattr(one, part) for one, _ in drawn]) for part in ("family", "middle", "given", "people")
        )
        return Names(*names), np.concatenate([days for _, days in drawn])

    def _shared(self, fashions: Fashions, pair: int) -> tuple[Names, Numbers]:
        rng = np.random.default_rng([self.seed, 10**6 + pair])
        people = np.zeros(self._pairs, np.int64)
        year = rng.integers(1952, 1980, self._pairs)
        family = fashions.families(rng, people)
        names = fashions.named(rng, family, people, np.ones(self._pairs, bool), year)
        return names, first_of_january(year) + rng.integers(1, 365, self._pairs)
