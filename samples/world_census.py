"""What the population register holds of one commune: numbers, cards, kin and states, with the gaps of a real one."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from samples.world import CANCELLED, DECEASED, LIVING, UNASSIGNED
from samples.world_fashions import Fashions, Names, Numbers
from samples.world_plan import Plan
from samples.world_village import NOW, Folk, Village, first_of_january, present, year_of

_FIRST_CARDS = 2016
_CHILD_CARDS = 124 * 365 + 31 + 181  # about 2024-07-01: since the law on identity cards children may have one
_CANCELLED = 0.001  # share of PINs that were given up for another
_STATES = (LIVING, DECEASED, CANCELLED)


@dataclass(slots=True)
class Census:
    """The registered people of a commune, in columns; `folk` holds the unregistered too (row numbers differ)."""

    folk: Folk
    rows: Numbers  # row numbers in `folk`, one for each entry of the register, in the order of the register
    pin: Numbers  # as a number
    cmnd: Numbers  # nine digits as a number, -1 when never issued
    filed: Numbers  # bool: the register knows the CMND
    former: Names
    renamed: Numbers  # bool: had the name `former` before
    state: Numbers  # index into _STATES
    kin: dict[str, Numbers]  # "father", "mother", "spouse": entry whose PIN the register holds, or -1
    parent_names: dict[str, pa.Array]

    @property
    def living(self) -> Numbers:
        return self.state == 0

    @property
    def day(self) -> Numbers:
        return self.folk.day[self.rows]

    @property
    def age(self) -> Numbers:
        return self.folk.age[self.rows]

    @property
    def names(self) -> Names:
        return self.folk.names.take(self.rows)


def census(plan: Plan, fashions: Fashions, commune: int) -> tuple[np.random.Generator, Census]:
    """Settle a commune and register exactly as many as planned; the generator goes on to the telephones."""
    rng = np.random.default_rng([plan.seed, commune])
    wanted = plan.sizes[commune]
    double = int(wanted * _CANCELLED) if wanted >= 1000 else int(rng.random() < wanted * _CANCELLED)
    folk, rows = _settled(rng, plan, fashions, commune, wanted - double)
    count = len(rows)
    rows = np.concatenate([rows, rows[np.flatnonzero(folk.age[rows] > 20)[:double]]])[:wanted]
    order = rng.permutation(len(rows))
    cancelled = (np.arange(len(rows)) >= count)[order]
    rows = rows[order]
    entry = np.full(len(folk) + 1, -1)
    entry[rows[~cancelled]] = np.flatnonzero(~cancelled)
    age = folk.age[rows]
    risk = np.select([age >= 85, age >= 70, age >= 50], [0.3, 0.08, 0.015], 0.0015)
    state = np.where(cancelled, 2, np.where(rng.random(len(rows)) < risk, 1, 0))
    cmnd, filed = _old_numbers(rng, plan, commune, folk, rows)
    former, renamed = _former(rng, fashions, folk, rows)
    one = Census(
        folk=folk,
        rows=rows,
        pin=_pins(rng, plan, commune, folk, rows, cancelled),
        cmnd=cmnd,
        filed=filed,
        former=former,
        renamed=renamed,
        state=state,
        kin={},
        parent_names={},
    )
    _link(rng, fashions, one, entry)
    return rng, one


def _settled(
    rng: np.random.Generator, plan: Plan, fashions: Fashions, commune: int, wanted: int
) -> tuple[Folk, Numbers]:
    founders = max(4, int(wanted / plan.per_founders * 1.03) + 2)
    while True:
        shared, days = plan.shared(fashions, commune)
        folk = Village(rng, fashions, plan.peoples[commune], shared, days).settle(founders)
        here = present(rng, folk)
        if here.sum() >= wanted:
            break
        founders += founders // 10 + 2
    single = here & (folk.spouse < 0)
    single[folk.mother[folk.mother >= 0]] = False
    leaving = rng.permutation(np.flatnonzero(single))[: here.sum() - wanted]
    here[leaving] = False
    rows = np.flatnonzero(here)
    return folk, rows[:wanted]


def _pins(rng: np.random.Generator, plan: Plan, commune: int, folk: Folk, rows: Numbers, cancelled: Numbers) -> Numbers:
    """A PIN for each: province of birth, sex and century, year (NĐ 137/2015/NĐ-CP, article 13), and a slot."""
    own = plan.provinces[commune]
    native = (folk.father[rows] >= 0) | (rng.random(len(rows)) < 0.7)
    province = np.where(native & (rng.random(len(rows)) < 0.985), own, rng.integers(0, len(UNASSIGNED), len(rows)))
    year = year_of(folk.day[rows]) - cancelled  # a PIN was given up because its year was wrong
    head = (province * 2 + folk.female[rows]) * 200 + year - 1900
    home = (own * 2 + folk.female[rows]) * 200 + year - 1900
    pin = np.zeros(len(rows), np.int64)
    for one in np.unique(head):  # who finds no slot left abroad was born at home
        whose = np.flatnonzero(head == one)
        head[whose[plan.serials(int(one)).holds(commune) :]] = home[whose[0]]
    for one in np.unique(head):
        whose = np.flatnonzero(head == one)
        pin[whose] = plan.pin_head(int(one)) * 10**6 + plan.serials(int(one)).draw(rng, commune, len(whose))
    return pin


def _old_numbers(
    rng: np.random.Generator, plan: Plan, commune: int, folk: Folk, rows: Numbers
) -> tuple[Numbers, Numbers]:
    """CMND as numbers of nine digits beginning with 9, which no provincial police used; one in eight is not on file."""
    had = (year_of(folk.day[rows]) + 14 <= _FIRST_CARDS) & (rng.random(len(rows)) < 0.92)
    number = np.full(len(rows), -1)
    holders = np.flatnonzero(had)
    number[holders] = plan.old_numbers.draw(rng, commune, len(holders))
    twice = holders[rng.random(len(holders)) < 0.001]
    number[twice] = number[rng.permutation(holders)[: len(twice)]]
    return number, had & (rng.random(len(rows)) < 0.88)


def _former(rng: np.random.Generator, fashions: Fashions, folk: Folk, rows: Numbers) -> tuple[Names, Numbers]:
    """The name that one in eighty had before: mostly another given or middle name, seldom another surname."""
    renamed = rng.random(len(rows)) < 0.0125
    now = folk.names.take(rows)
    family = np.where(rng.random(len(rows)) < 0.2, fashions.families(rng, now.people), now.family)
    drawn = fashions.named(rng, family, now.people, folk.female[rows], year_of(folk.day[rows]))
    part = rng.integers(0, 3, len(rows))
    middle = np.where(part == 1, now.middle, drawn.middle)
    given = np.where(part == 2, now.given, drawn.given)
    return Names(family, middle, given, now.people), renamed


def _link(rng: np.random.Generator, fashions: Fashions, one: Census, entry: Numbers) -> None:
    folk, rows = one.folk, one.rows
    minor = one.age < 18
    for parent, female, apart in (("father", False, 28), ("mother", True, 25)):
        row = getattr(folk, parent)[rows]
        known = rng.random(len(rows)) < np.where(minor, 0.92, 0.65)
        one.kin[parent] = np.where(known & (row >= 0), entry[row], -1)
        names = folk.names.take(row)
        year = year_of(one.day) - apart - rng.integers(-4, 8, len(rows))
        family = one.names.family if not female else fashions.families(rng, one.names.people)
        invented = fashions.named(rng, family, one.names.people, np.full(len(rows), female), year)
        text = pc.if_else(pa.array(row >= 0), fashions.written(names), fashions.written(invented))
        held = (rng.random(len(rows)) > np.where(row >= 0, 0.03, 0.12)) | (one.kin[parent] >= 0)
        one.parent_names[parent] = pc.if_else(pa.array(held), text, "")
    row = folk.spouse[rows]
    married = (row >= 0) & (rng.random(len(rows)) < 0.95) & (one.state != 2)
    one.kin["spouse"] = np.where(married, entry[row], -1)


def entries(rng: np.random.Generator, plan: Plan, fashions: Fashions, commune: int, one: Census) -> pa.Table:
    """The commune's rows of population.parquet."""
    count = len(one.rows)
    spot = plan.spots(commune)
    home = one.folk.home[one.rows]
    pins = digits(one.pin, 12)
    day = np.datetime64("1900-01-01", "D") + one.day
    dob = pa.array(day).cast(pa.string())
    issued = _issued(rng, one)
    number = plan.first_home[commune] + home
    kin = {name: pc.fill_null(pins.take(pa.array(who, mask=who < 0)), "") for name, who in one.kin.items()}
    on_file = one.renamed & (rng.random(count) < 0.6)
    return pa.table(
        {
            "person_id": plan.person_ids(commune),
            "cccd": pins,
            "cmnd": pc.if_else(pa.array(one.filed), digits(one.cmnd, 9), ""),
            "full_name": fashions.written(one.names),
            "other_name": pc.if_else(pa.array(on_file), fashions.written(one.former), ""),
            "dob": pc.if_else(pa.array(one.folk.year_only[one.rows]), pc.utf8_slice_codeunits(dob, 0, 4), dob),
            "gender": pa.array(["Nam", "Nữ"]).take(pa.array(one.folk.female[one.rows].astype(int))),
            "birth_province": pc.utf8_slice_codeunits(pins, 0, 3),
            "address": pa.array([place.address for place in spot]).take(pa.array(number % len(spot))),
            "address_old": pa.array([place.address_old for place in spot]).take(pa.array(number % len(spot))),
            "household_no": pc.binary_join_element_wise("H", digits(number, 8), ""),
            "father_name": one.parent_names["father"],
            "father_cccd": kin["father"],
            "mother_name": one.parent_names["mother"],
            "mother_cccd": kin["mother"],
            "spouse_cccd": kin["spouse"],
            "cccd_issued_on": days(issued),
            "status": pa.array(_STATES).take(pa.array(one.state)),
        }
    )


def _issued(rng: np.random.Generator, one: Census) -> Numbers:
    """Day of issue: a card from 14 years on, for most; a child's only of late and seldom. -1 for no card."""
    child = one.age < 14
    start = np.maximum(first_of_january(np.maximum(_FIRST_CARDS, year_of(one.day) + 14)), one.day)
    start = np.where(child, np.maximum(_CHILD_CARDS, one.day), start)
    has = (rng.random(len(one.rows)) < np.where(child, 0.1, 0.97)) & (start < NOW)
    return np.where(has, start + rng.random(len(start)) * (NOW - start), -1).astype(np.int64)


def digits(numbers: Numbers, width: int) -> pa.Array:
    """Numbers with leading zeros; of -1 nonsense, which the caller puts aside."""
    return pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0")


def days(numbers: Numbers) -> pa.Array:
    """Days since 1900 as YYYY-MM-DD, "" for -1."""
    text = pa.array(np.datetime64("1900-01-01", "D") + numbers).cast(pa.string())
    return pc.if_else(pa.array(numbers >= 0), text, "")
