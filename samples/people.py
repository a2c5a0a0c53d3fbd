"""`make_world`: an invented population with families, numbers and telephones, the same for the same seed."""

from random import Random

from samples.world import Individual, Subscription, World
from samples.world_families import Draft, Settlers, make_namesakes
from samples.world_numbers import registered
from samples.world_telco import telephones

__all__ = ["Individual", "Subscription", "World", "make_world"]

_STRANGERS = 40


def make_world(seed: int, persons: int) -> World:
    """A world of exactly `persons` registered people (at least 50), and some who are in no register.

    Twins, namesakes born the same day, dead people, cancelled PINs, birth years without a day and old numbers
    occur at about the rate of life; the rates are assumptions, no fitted figures.
    """
    if persons < 50:
        raise ValueError("a world needs at least 50 persons for families to form")
    random = Random(f"hoso world {seed}")
    settlers = Settlers(random)
    cancelled = max(1, persons // 1000)
    drafts = settlers.people(persons - cancelled)
    make_namesakes(drafts, pairs=max(1, persons // 300))
    random.shuffle(drafts)
    outsiders = [settlers.stranger() for _ in range(_STRANGERS)]
    people = registered(random, drafts, cancelled)
    subscriptions, phones = telephones(random, people)
    return World(
        seed=seed,
        individuals=tuple(people),
        subscriptions=tuple(subscriptions),
        phones=phones,
        strangers=tuple(_strangers(random, outsiders, people)),
    )


def _strangers(random: Random, drafts: list[Draft], people: list[Individual]) -> list[Individual]:
    """Outsiders with numbers of their own; who shares a PIN, or name and birth year, with the register is left out."""
    taken = {one.cccd for one in people}
    known = {(one.full_name, one.dob.year) for one in people}
    found = []
    for one in registered(random, drafts, 0):
        if one.cccd not in taken and (one.full_name, one.dob.year) not in known:
            found.append(one)
    return found
