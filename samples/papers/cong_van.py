"""Công văn: letters between offices, and to a citizen, in the invented world; the excerpt stands under the number."""

import tomllib
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from samples.papers.offices import office
from samples.papers.official import Flaw, Official
from samples.papers.quyet_dinh import phrases

FORM = "cong_van"


@cache
def wordings() -> tuple[dict[str, Any], ...]:
    """Every kind of letter with its wordings."""
    text = files("samples").joinpath("data", "cong_van.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["letter"])


def letter(dice: Random, flaw: Flaw | None = None) -> Official:
    """A letter by dice, with the flaw planted that is asked for (NO_NUMBER or NO_DAY)."""
    by, kind = office(dice), dice.choice(wordings())
    said = phrases(dice, by, by.day)
    to = dice.sample(kind["to"], dice.randint(1, len(kind["to"])))
    return Official(
        form=FORM,
        above=by.above,
        agency=by.head,
        number="" if flaw is Flaw.NO_NUMBER else str(dice.randint(1, 4200)),
        sign=dice.choice((by.short, f"{by.short}-TP", f"{by.short}-VP", f"{by.short}-VHXH")),
        place=by.place,
        day=None if flaw is Flaw.NO_DAY else by.day,
        kind="",
        excerpt=dice.choice(kind["excerpts"]).format(**said),
        authority="",
        addressed=tuple(one.format(**said) for one in to),
        grounds=(),
        articles=(),
        body=tuple(one.format(**said) for one in kind["body"]),
        copies=("Như trên;", "Lưu: VT."),
        capacity=by.capacity,
        signer=by.signer,
    )
