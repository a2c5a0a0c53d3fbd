"""The inbox: dossiers written as folders, archives and single files of scans, and their truth beside it.

FOLDER/inbox/H56.12-261012-0001/ct01.pdf ...   what an intake finds
FOLDER/truth.json                              what truly stands there, and how each dossier ought to end
"""

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from samples import filling
from samples.casting import Casting, Role
from samples.filling import Declared
from samples.lettering import Face
from samples.papers import cccd, ct01, giay_khai_sinh, tk_khai_sinh
from samples.papers.marks import round_stamp, signature
from samples.papers.sheet import BLACK, BLUE, Ink, Manner, Pen, Sheet
from samples.plans import DEMO, Format, Packing, Plan, Procedure, random_plan
from samples.scans import ScannedPage, cut_short, file_bytes, scanned
from samples.treatment import Treatment, dpi
from samples.truth import DossierTruth, FileTruth, Trouble, as_json
from samples.world import World

INBOX, TRUTH = "inbox", "truth.json"
Progress = Callable[[int, int], None]  # (dossiers done, of how many)

_FIRST_DAY = date(2026, 10, 5)
_CHANNELS = ("counter", "online", "post")
_HANDS: tuple[tuple[tuple[Face, float, Ink], ...], ...] = (
    ((Face.HAND_PRINT, 15.0, BLUE), (Face.HAND_QUICK, 13.5, BLUE), (Face.HAND_WILD, 11.0, BLUE)),
    ((Face.HAND_BRUSH, 13.0, BLUE), (Face.HAND_MARKER, 13.0, BLACK), (Face.HAND_SLANT, 13.5, BLUE)),
    ((Face.HAND_ROUND, 11.5, BLACK), (Face.HAND_SCHOOL, 9.5, BLUE), (Face.HAND_SCRIPT, 15.5, BLACK)),
)
"""Hands in print, with a thick pen, and round or joined: points that make each about as wide as the others."""


@dataclass(frozen=True, slots=True)
class _Paper:
    """One drawn paper of a dossier and the name under which it is scanned."""

    name: str
    form: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class _Made:
    """A dossier ready to be written; kept so that a later one can hand in the same card again."""

    truth: DossierTruth
    role: Role
    files: dict[str, bytes]


def make_demo(folder: Path, world: World, seed: int, progress: Progress | None = None) -> tuple[DossierTruth, ...]:
    """The twelve dossiers of the demonstration. Same world and seed: the same bytes and truth."""
    return make_inbox(folder, world, seed, len(DEMO), progress)


def make_inbox(
    folder: Path, world: World, seed: int, dossiers: int, progress: Progress | None = None
) -> tuple[DossierTruth, ...]:
    """The dossiers of the demonstration, and from the thirteenth on a random mix: write the inbox and its truth."""
    inbox = folder / INBOX
    inbox.mkdir(parents=True, exist_ok=True)
    casting = Casting(world, Random(f"cast {seed}"))
    truths: list[DossierTruth] = []
    first: _Made | None = None
    for number in range(dossiers):
        dice = Random(f"dossier {seed} {number}")
        plan = DEMO[number] if number < len(DEMO) else random_plan(dice)
        made = _make(plan, number, world, casting, dice, first)
        first = first or made
        _write(inbox, made, plan)
        truths.append(made.truth)
        if progress:
            progress(number + 1, dossiers)
    text = json.dumps([as_json(truth) for truth in truths], ensure_ascii=False, indent=1)
    (folder / TRUTH).write_text(text + "\n", encoding="utf-8")
    return tuple(truths)


def _make(plan: Plan, number: int, world: World, casting: Casting, dice: Random, first: _Made | None) -> _Made:
    again = first if Trouble.DUPLICATE_FILE in plan.troubles else None
    role = again.role if again else casting.role(plan)
    day = _FIRST_DAY + timedelta(days=number // 3)
    if plan.procedure is Procedure.BIRTH:
        day = filling.registration_day(role)
    said = filling.declared(role.applicant, plan, world, dice)
    papers = _papers(plan, role, said, world, day, dice)
    files = _files(plan, papers, dice)
    if again:
        files[again.truth.files[-1].name] = (again.truth.files[-1], again.files[again.truth.files[-1].name])
    code = f"H56.{11 + number % 4:02d}-{day:%y%m%d}-{number + 1:04d}"
    content = {name: data for name, (_, data) in files.items()}
    if plan.manifest:
        content["manifest.json"] = _manifest(code, plan, role, said, day, dice)
    return _Made(_truth(code, plan, role, said, world, tuple(truth for truth, _ in files.values())), role, content)


def _papers(plan: Plan, role: Role, said: Declared, world: World, day: date, dice: Random) -> list[_Paper]:
    """The papers of a dossier, drawn and as yet undamaged."""
    manner = manner_of(plan.treatment, plan.by_hand, dice)
    if plan.procedure is Procedure.RESIDENCE:
        form = ct01.draw(filling.residence_form(role, said, world, day, dice), manner)
        papers = [_Paper("ct01", ct01.FORM, form)]
        birth = filling.certificate(role, dice, day) if plan.certificate and role.child else None
    else:
        papers = [_Paper("to-khai", tk_khai_sinh.FORM, tk_khai_sinh.draw(filling.birth_form(role, said), manner))]
        birth = filling.certificate(role, dice)
    if birth:
        papers.append(_Paper("giay-khai-sinh", giay_khai_sinh.FORM, giay_khai_sinh.draw(birth, manner)))
    if plan.stamped:
        _stamp_over(papers[0].sheet, dice)
    if plan.card and Trouble.DUPLICATE_FILE not in plan.troubles:
        card = cccd.draw(filling.card(role.applicant), manner, dice.uniform(1.4, 1.6))
        papers.append(_Paper("cccd", cccd.FORM, card))
    return papers


def manner_of(treatment: Treatment, by_hand: bool, dice: Random) -> Manner:
    """One dpi and one pen for the whole dossier: a person fills it in, one scanner takes it."""
    resolution = dpi(treatment, dice)
    face = dice.choice((Face.SERIF, Face.SERIF, Face.SANS))
    pen = Pen(face, 12.5, on_dots=dice.random() < 0.35)
    if by_hand:
        hand, points, ink = _hand(dice)
        pen = Pen(hand, points, ink, on_dots=True, unsteady=0.35)
    return Manner(resolution, pen, dice, face)


def _hand(dice: Random) -> tuple[Face, float, Ink]:
    """The second throw is of dice of its own: what else stands on the paper is told by the seed, as before."""
    alike = dice.choice(_HANDS)
    apart = Random()
    apart.setstate(dice.getstate())
    return apart.choice(alike)


def _stamp_over(sheet: Sheet, dice: Random) -> None:
    """The receiving office's stamp across the heading and a hand's initials over a filled-in line."""
    round_stamp(sheet, dice.uniform(44, 62), dice.uniform(42, 58), ("BỘ PHẬN MỘT CỬA", "ĐÃ TIẾP NHẬN"), 16)
    signature(sheet, dice.uniform(120, 165), dice.uniform(85, 115), 30, BLUE)


def _files(plan: Plan, papers: Sequence[_Paper], dice: Random) -> dict[str, tuple[FileTruth, bytes]]:
    """The scanned files of a dossier with their truth, by name."""
    pages = []
    for number, paper in enumerate(papers):
        turned = plan.turned[1] if plan.turned and plan.turned[0] == number else 0
        fill = "hand" if plan.by_hand and paper.form in (ct01.FORM, tk_khai_sinh.FORM) else "typed"
        pages.append(scanned(paper.sheet, paper.form, fill, _treatment(plan, paper), dice, turned))
    if plan.one_file and not (plan.format is Format.JPEG and len(pages) > 1):
        return {f"ho-so{plan.format.value}": _file(f"ho-so{plan.format.value}", pages, plan.format)}
    files = {}
    for number, (paper, page) in enumerate(zip(papers, pages, strict=True)):
        kind = plan.format if number == 0 or plan.format is not Format.TIFF else Format.JPEG
        name = f"{number + 1:02d}-{paper.name}{kind.value}"
        files[name] = _file(name, [page], kind)
    if Trouble.CORRUPT_FILE in plan.troubles:
        name = f"{len(papers):02d}-{papers[-1].name}.pdf"
        whole = file_bytes([pages[-1].image], Format.PDF, pages[-1].truth.dpi)
        del files[list(files)[-1]]
        files[name] = FileTruth(name, (), corrupt=True), cut_short(whole)
    return files


def _treatment(plan: Plan, paper: _Paper) -> Treatment:
    """A card is copied in grey even where the form is copied in black and white: its QR code would drown."""
    if plan.treatment is Treatment.COPY and paper.form == cccd.FORM:
        return Treatment.OFFICE
    return plan.treatment


def _file(name: str, pages: Sequence[ScannedPage], kind: Format) -> tuple[FileTruth, bytes]:
    truths = tuple(replace(page.truth, number=number) for number, page in enumerate(pages, 1))
    return FileTruth(name, truths), file_bytes([page.image for page in pages], kind, truths[0].dpi)


def _manifest(code: str, plan: Plan, role: Role, said: Declared, day: date, dice: Random) -> bytes:
    """manifest.json, as the officer typed it in from what the applicant declared."""
    parts = filling.address(role.applicant, day).split(", ")
    commune = parts[-2 if day >= filling.TWO_LEVELS else -3]
    content = {
        "dossier_code": code,
        "procedure_code": plan.procedure.value,
        "channel": dice.choice(_CHANNELS),
        "receiving_office": f"Bộ phận Một cửa {commune}",
        "applicant": {
            "full_name": said.full_name,
            "id_number": said.id_number,
            "birth_date": said.birth_date.isoformat(),
            "phone": said.phone,
        },
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _truth(
    code: str, plan: Plan, role: Role, said: Declared, world: World, files: tuple[FileTruth, ...]
) -> DossierTruth:
    one = role.applicant
    known = Trouble.NOT_REGISTERED not in plan.troubles
    line = world.subscription(world.phone(one))
    owner = world.person(line.subscriber_id) if line else None
    suffix = {Packing.FOLDER: "", Packing.ZIP: ".zip", Packing.SINGLE: plan.format.value}[plan.packing]
    return DossierTruth(
        code=code,
        path=code + suffix,
        procedure=plan.procedure.value,
        person_id=one.person_id if known else None,
        child_id=role.child.person_id if role.child else None,
        phone_owner=owner.person_id if owner and known and plan.procedure is Procedure.RESIDENCE else None,
        files=files,
        troubles=plan.troubles or (Trouble.NONE,),
        expected=plan.expected,
        also_right=plan.also_right,
        corrections=said.corrections if known else (),
        manifest=plan.manifest,
    )


def _write(inbox: Path, made: _Made, plan: Plan) -> None:
    """Put the dossier into the inbox. A ZIP carries no clock."""
    place = inbox / made.truth.path
    if plan.packing is Packing.SINGLE:
        place.write_bytes(next(iter(made.files.values())))
    elif plan.packing is Packing.ZIP:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in made.files.items():
                archive.writestr(zipfile.ZipInfo(name, (2026, 10, 5, 8, 0, 0)), data)
        place.write_bytes(out.getvalue())
    else:
        place.mkdir(exist_ok=True)
        for name, data in made.files.items():
            (place / name).write_bytes(data)
