"""People whom the register does not hold, and identities that nobody has."""

from random import Random

import numpy as np

from samples.claims_case import Case
from samples.claims_register import Entry, Register
from samples.world import UNASSIGNED
from samples.world_fashions import Fashions
from samples.world_numbers import pin_head
from samples.world_telco import unmarked

_NEW_SURNAME = 0.2  # of changed names, as in the register (see world_census)


class Strangers:
    """Draws strangers; none shares bare name and birth date with anybody registered."""

    def __init__(self, random: Random, register: Register) -> None:
        self._random = random
        self._register = register
        self._rng = np.random.default_rng(random.getrandbits(64))
        self._fashions = Fashions()

    def name(self, gender: str, day: str) -> str:
        """Any name that suits sex and birth year."""
        return self._name(gender, int(day[:4]), np.zeros(0, np.int32))

    def other_name(self, name: str, gender: str, day: str) -> str:
        """Another name with this surname, as brothers and sisters have."""
        words = self.name(gender, day).split()
        return " ".join([name.split()[0], *words[1:]])

    def former_name(self, name: str, gender: str, day: str) -> str:
        """The name before a change: another middle or given name or both, seldom another surname too."""
        drawn, now = self.name(gender, day).split(), name.split()
        family = drawn[0] if self._random.random() < _NEW_SURNAME else now[0]
        kept = self._random.choice(("middle", "given", ""))
        middle = now[1:-1] if kept == "middle" else drawn[1:-1]
        return " ".join([family, *middle, now[-1] if kept == "given" else drawn[-1]])

    def case(self, kind: str) -> Case | None:
        """A claim of somebody who is in no register, living in a commune of the register."""
        random = self._random
        neighbour = self._register.anybody(random)
        gender = random.choice(("Nam", "Nữ"))
        day = f"{random.randint(1945, 2015)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"
        return self._case(kind, self.name(gender, day), gender, day, neighbour, self._parents(day))

    def near(self, kind: str, one: Entry) -> Case | None:
        """Name, year and village of a registered person, with another birthday."""
        day = f"{one.dob[:4]}-{self._random.randint(1, 12):02d}-{self._random.randint(1, 28):02d}"
        if sum(ours != theirs for ours, theirs in zip(day, one.dob, strict=True)) < 2 or day[5:7] == one.dob[8:]:
            return None
        return self._case(kind, one.full_name, one.gender, day, one, self._parents(day))

    def sibling(self, kind: str, one: Entry) -> Case | None:
        """A twin of a registered person whom the register has not."""
        gender = self._random.choice(("Nam", "Nữ"))
        name = self.other_name(one.full_name, gender, one.dob)
        ours, theirs = unmarked(name).split(), unmarked(one.full_name).split()
        if ours[-1] == theirs[-1] or self._register.namesakes(name, one.dob):
            return None
        case = self._case(kind, name, gender, one.dob, one, (one.father_name, one.mother_name))
        if case is not None:
            case.decision = "review"
        return case

    def _case(self, kind: str, name: str, gender: str, day: str, home: Entry, parents: tuple[str, str]) -> Case | None:
        if self._register.namesakes(name, day):
            return None
        issued = (
            f"{self._random.randint(2017, 2025)}-{self._random.randint(1, 12):02d}-{self._random.randint(1, 28):02d}"
        )
        return Case(
            kind=kind,
            person=None,
            name=name,
            number=self._number(home.cccd[:3], gender, int(day[:4])),
            day=day,
            gender=gender,
            address=(home.address, home.address_old),
            father_name=parents[0],
            mother_name=parents[1],
            issued_on=max(issued, day),
            line=self._register.some_line(self._random, self._random.choice(("nobody", "unknown", "company"))),
            labels=[kind],
            decision="reject_no_match",
            auto="forbidden",
        )

    def _number(self, province: str, gender: str, year: int) -> str:
        """A PIN that nobody in the register has, among those in use."""
        random = self._random
        head = pin_head(province if random.random() < 0.9 else random.choice(UNASSIGNED), gender, year)
        highest = max(100, len(self._register) // 300)
        while self._register.by_number(number := f"{head}{random.randrange(1, highest):06d}") is not None:
            highest += 1
        return number

    def _parents(self, day: str) -> tuple[str, str]:
        year = int(day[:4]) - self._random.randint(20, 38)
        return self._name("Nam", year, np.zeros(0, np.int32)), self._name("Nữ", year, np.zeros(0, np.int32))

    def _name(self, gender: str, year: int, people: np.ndarray) -> str:
        kinh, female = np.zeros(1, np.int64), np.array([gender == "Nữ"])
        names = self._fashions.named(
            self._rng, self._fashions.families(self._rng, kinh), kinh, female, np.array([year])
        )
        return str(self._fashions.written(names)[0].as_py())
