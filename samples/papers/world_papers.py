"""Papers that tell of a family of the invented world, drawn alone: one of the residence and the birth dossiers."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from random import Random

from samples import filling
from samples.casting import Casting, Role
from samples.papers import cccd, ct01, giay_khai_sinh, tk_khai_sinh
from samples.papers.sheet import Manner, Sheet
from samples.people import make_world
from samples.plans import Plan, Procedure
from samples.truth import Trouble
from samples.world import World

_PERSONS = 1500  # of a world in which every kind of family occurs
_WORLDS = 8
_TROUBLES: tuple[tuple[Trouble, ...], ...] = ((), (), (), (Trouble.OLD_CMND,), (Trouble.OLD_PHONE,))


def _role(dice: Random, procedure: Procedure) -> tuple[World, Role, Plan]:
    world = _world(dice.randrange(_WORLDS))
    troubles = dice.choice(_TROUBLES) if procedure is Procedure.RESIDENCE else ()
    plan = Plan(procedure, troubles)
    return world, Casting(world, dice).role(plan), plan


@cache
def _world(number: int) -> World:
    return make_world(1000 + number, _PERSONS)


def _ct01(dice: Random, manner: Manner) -> list[Sheet]:
    world, role, plan = _role(dice, Procedure.RESIDENCE)
    day = date(2023, 7, 1) + timedelta(days=dice.randrange(1200))
    said = filling.declared(role.applicant, plan, world, dice)
    return [ct01.draw(filling.residence_form(role, said, world, day, dice), manner)]


def _cccd(dice: Random, manner: Manner) -> list[Sheet]:
    _, role, _ = _role(dice, Procedure.RESIDENCE)
    return [cccd.draw(filling.card(role.applicant), manner, dice.uniform(1.4, 1.6))]


def _tk_khai_sinh(dice: Random, manner: Manner) -> list[Sheet]:
    world, role, plan = _role(dice, Procedure.BIRTH)
    return [tk_khai_sinh.draw(filling.birth_form(role, filling.declared(role.applicant, plan, world, dice)), manner)]


def _giay_khai_sinh(dice: Random, manner: Manner) -> list[Sheet]:
    _, role, _ = _role(dice, Procedure.BIRTH)
    handed_in = filling.registration_day(role) + timedelta(days=dice.randint(30, 900)) if dice.random() < 0.5 else None
    return [giay_khai_sinh.draw(filling.certificate(role, dice, handed_in), manner)]


WORLD_PAPERS: dict[str, Callable[[Random, Manner], list[Sheet]]] = {
    "cccd": _cccd,
    "ct01": _ct01,
    "giay_khai_sinh": _giay_khai_sinh,
    "tk_khai_sinh": _tk_khai_sinh,
}
