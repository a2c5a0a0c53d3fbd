"""Single papers, every form as often as any other: the labelled set on which extraction is measured and calibrated.

A form is here by itself as soon as a module of samples/papers draws it. Such a module has FORM, its code, and

    draw_by(dice, manner) -> sheets                     or
    a function (dice[, flaw]) -> CivilPaper | Filled | Official

which says what stands on one paper. Printing, pen, scanner and planted flaw are drawn by dice, the scanners in turn.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.resources import files
from inspect import getmembers, isfunction, signature
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

from samples.dossiers import INBOX, TRUTH, Progress, manner_of
from samples.papers import blank_form, civil, civil_page, form_layout, official, official_page
from samples.papers.sheet import Manner, Sheet
from samples.papers.world_papers import WORLD_PAPERS
from samples.plans import Format
from samples.scans import file_bytes, scanned
from samples.treatment import Treatment
from samples.truth import DossierTruth, Expected, FileTruth, Trouble, as_json

Draw = Callable[[Random, Manner], Sequence[Sheet]]

FLAWED = 0.15  # share of papers with a planted flaw
BY_HAND = 0.3  # share of those that a person may fill in by hand
TURNED = 0.05  # share of scans that lie on their side or head
_TREATMENTS = (Treatment.CLEAN, Treatment.OFFICE, Treatment.BAD, Treatment.OFFICE, Treatment.TELEPHONE, Treatment.COPY)
_NEVER_BY_HAND = ("cccd", "cmnd", "can_cuoc", "quyet_dinh", "cong_van")


@cache
def drawable() -> dict[str, tuple[Draw, ...]]:
    """How to draw each form, by code: several ways where several cards or printings count as one form."""
    names = sorted(entry.name for entry in files("samples.papers").iterdir() if entry.name.endswith(".py"))
    modules = (import_module(f"samples.papers.{name.removesuffix('.py')}") for name in names)
    found: dict[str, tuple[Draw, ...]] = {form: (draw,) for form, draw in WORLD_PAPERS.items()}
    for module in modules:
        draw = _draw_of(module) if hasattr(module, "FORM") else None
        if draw:
            found[module.FORM] = (*found.get(module.FORM, ()), draw)
    return dict(sorted(found.items()))


def _draw_of(module: ModuleType) -> Draw | None:
    """How a module draws its paper; None when it needs to be told what stands on it."""
    if hasattr(module, "draw_by"):
        return module.draw_by
    for _, function in getmembers(module, isfunction):
        draw = _DRAWN.get(function.__annotations__.get("return"))  # type: ignore[arg-type]
        if draw and function.__module__ == module.__name__ and not function.__name__.startswith("_"):
            return lambda dice, manner, function=function, draw=draw: draw(function, dice, manner)  # type: ignore[misc]
    return None


def _civil(paper: Callable[..., civil.CivilPaper], dice: Random, manner: Manner) -> Sequence[Sheet]:
    flaw = dice.choice(tuple(civil.Flaw)) if dice.random() < FLAWED else None
    return (civil_page.draw(_made(paper, dice, flaw), manner, civil.printings(dice)),)


def _official(paper: Callable[..., official.Official], dice: Random, manner: Manner) -> Sequence[Sheet]:
    flaw = dice.choice(tuple(official.Flaw)) if dice.random() < FLAWED else None
    return official_page.draw(_made(paper, dice, flaw), official.settings(dice), manner.dpi, dice)


def _filled(paper: Callable[..., blank_form.Filled], dice: Random, manner: Manner) -> Sequence[Sheet]:
    flaw = dice.choice(tuple(blank_form.Flaw)) if dice.random() < FLAWED else None
    return form_layout.draw(blank_form.with_flaw(_made(paper, dice, None), flaw), manner)


def _made(paper: Callable[..., Any], dice: Random, flaw: Any) -> Any:
    return paper(dice, flaw) if len(signature(paper).parameters) > 1 else paper(dice)


_DRAWN = {civil.CivilPaper: _civil, official.Official: _official, blank_form.Filled: _filled}


def make_papers(
    folder: Path, seed: int, papers: int, forms: Iterable[str] = (), progress: Progress | None = None
) -> tuple[DossierTruth, ...]:
    """So many papers, the forms in turn, each a file FOLDER/inbox/FORM-NUMBER.pdf; the truth in FOLDER/truth.json.

    `forms`: codes; none: all that can be drawn. Same seed, number and forms: the same bytes. ValueError for a form
    that nobody draws.
    """
    chosen = tuple(forms) or tuple(drawable())
    if unknown := [code for code in chosen if code not in drawable()]:
        raise ValueError(f"no samples of {', '.join(unknown)}")
    (folder / INBOX).mkdir(parents=True, exist_ok=True)
    truths = []
    for number, (form, treatment) in enumerate(_turns(chosen, papers)):
        name, content, truth = _paper(form, number, treatment, Random(f"paper {seed} {form} {number}"))
        (folder / INBOX / name).write_bytes(content)
        truths.append(truth)
        if progress:
            progress(number + 1, papers)
    text = json.dumps([as_json(truth) for truth in truths], ensure_ascii=False, indent=1)
    (folder / TRUTH).write_text(text + "\n", encoding="utf-8")
    return tuple(truths)


def _turns(forms: Sequence[str], papers: int) -> Iterator[tuple[str, Treatment]]:
    """Form after form; each meets every scanner in its turn, and neighbours meet different ones."""
    for number in range(papers):
        place, turn = number % len(forms), number // len(forms)
        yield forms[place], _TREATMENTS[(place + turn) % len(_TREATMENTS)]


def _paper(form: str, number: int, treatment: Treatment, dice: Random) -> tuple[str, bytes, DossierTruth]:
    by_hand = form not in _NEVER_BY_HAND and dice.random() < BY_HAND
    draw = dice.choice(drawable()[form])
    sheets = draw(dice, manner_of(treatment, by_hand, dice))
    turned = dice.choice((90, 180, 270)) if dice.random() < TURNED else 0
    fill = "hand" if by_hand else "typed"
    pages = [scanned(sheet, form, fill, treatment, dice, turned) for sheet in sheets]
    kind = dice.choice((Format.PDF, Format.PDF, Format.TIFF, Format.JPEG)) if len(pages) == 1 else Format.PDF
    name = f"{form}-{number + 1:04d}{kind.value}"
    truths = tuple(replace(page.truth, number=at) for at, page in enumerate(pages, 1))
    content = file_bytes([page.image for page in pages], kind, truths[0].dpi)
    return name, content, _truth(name, FileTruth(name, truths))


def _truth(name: str, file: FileTruth) -> DossierTruth:
    """A paper by itself is nobody's dossier: a clerk says whose."""
    return DossierTruth(
        code=name.partition(".")[0],
        path=name,
        procedure="",
        person_id=None,
        child_id=None,
        phone_owner=None,
        files=(file,),
        troubles=(Trouble.NONE,),
        expected=Expected.REVIEW,
        also_right=(),
        corrections=(),
        manifest=False,
    )
