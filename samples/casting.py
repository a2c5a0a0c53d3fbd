"""Who stands in which dossier: persons of the world that fit a plan, each applicant once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from samples.names import rows
from samples.papers.cccd import expiry
from samples.plans import Plan, Procedure
from samples.truth import Trouble
from samples.world import Individual, World

_CHIP_FROM, _CHIP_UNTIL = date(2021, 3, 1), date(2024, 6, 30)  # first chip cards; last before those of Luật 26/2023
_YOUNGEST = date(2026, 7, 1)  # a child's birth is registered before the first dossier comes in


@dataclass(frozen=True, slots=True)
class Role:
    """The people of one dossier."""

    applicant: Individual
    spouse: Individual | None
    child: Individual | None  # with `applicant` and `spouse` as parents


@dataclass(slots=True)
class Casting:
    """Hands out persons by dice; nobody twice until the world is used up."""

    world: World
    dice: Random
    _used: set[str] = field(default_factory=set)

    def role(self, plan: Plan) -> Role:
        """People for a plan. ValueError when the world has nobody like that."""
        if Trouble.NOT_REGISTERED in plan.troubles:
            return Role(self._one(one for one in self.world.strangers if with_chip_card(one)), None, None)
        if plan.procedure is Procedure.BIRTH or plan.certificate:
            return self._parent(plan)
        fitting = [one for one in self._candidates(plan) if with_chip_card(one)]
        applicant = self._one(fitting)
        spouse = self.world.person(applicant.spouse_cccd)
        return Role(applicant, spouse if spouse and spouse.living else None, None)

    def _candidates(self, plan: Plan) -> Iterable[Individual]:
        world = self.world
        if Trouble.SPOUSE_PHONE in plan.troubles:
            return (person for person, _, _ in world.phone_of_spouse)
        own = {one.person_id for one in world.phone_of_own}
        fitting = [one for one in world.adults if one.person_id in own]
        if Trouble.OLD_CMND in plan.troubles:
            holders = {one.person_id for one in world.old_number_holders}
            return [one for one in fitting if one.person_id in holders]
        if Trouble.OLD_PHONE in plan.troubles:
            return [one for one in fitting if old_phone(world.phone(one))]
        if Trouble.SWAPPED_DATE in plan.troubles:
            return [one for one in fitting if one.dob.day <= 12 and one.dob.day != one.dob.month]
        return fitting

    def _parent(self, plan: Plan) -> Role:
        """A parent who fits the plan, with a child whose birth was registered when the parent's card was there."""
        wanted = {one.person_id for one in self._candidates(plan)}
        found = {}
        for child, father, mother in self.world.children_of_known_parents:
            for one, other in ((father, mother), (mother, father)):
                if one.person_id not in wanted or not with_chip_card(one) or child.dob > _YOUNGEST:
                    continue
                issued = one.cccd_issued_on or date.max
                if plan.procedure is Procedure.RESIDENCE or issued < child.dob + timedelta(days=5):
                    found[one.person_id] = Role(one, other, child)
        applicant = self._one(role.applicant for role in found.values())
        return found[applicant.person_id]

    def _one(self, fitting: Iterable[Individual]) -> Individual:
        choices = list(fitting)
        fresh = [one for one in choices if one.cccd not in self._used] or choices
        if not fresh:
            raise ValueError("the world is too small for this dossier: make it of more persons")
        chosen = self.dice.choice(fresh)
        self._used.add(chosen.cccd)
        return chosen


def with_chip_card(one: Individual) -> bool:
    """Holds a chip CCCD that expires, the card which samples/papers/cccd.py draws."""
    if one.cccd_issued_on is None or not _CHIP_FROM <= one.cccd_issued_on <= _CHIP_UNTIL:
        return False
    try:
        expiry(one.dob, one.cccd_issued_on)
    except ValueError:
        return False
    return True


def old_phone(phone: str) -> str:
    """The 11-digit number that this 10-digit one had before September 2018, or "" when it never had one."""
    old = {row["new"]: row["old"] for row in rows("old_mobile_prefixes.csv")}
    return old[phone[:3]] + phone[3:] if phone[:3] in old else ""


def wrong_digit(number: str, world: World, dice: Random) -> str:
    """The number with one of its last six digits wrong, such that nobody holds it."""
    while True:
        place = dice.randrange(6, 12)
        digit = dice.choice([sign for sign in "0123456789" if sign != number[place]])
        wrong = number[:place] + digit + number[place + 1 :]
        if world.person(wrong) is None:
            return wrong
