"""`python -m samples.claims OUT`: invented claims about an invented country, and the truth about each.

    dossiers.jsonl   what recognition and extraction would hand over       truth.jsonl   what ought to come of it

Truth is known by the making: each claim starts from a registered person, or from nobody, and goes wrong on purpose.
"""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from samples.claims_case import Case
from samples.claims_kinds import Kinds
from samples.claims_phones import Phones
from samples.claims_register import Register
from samples.claims_slips import (
    DAY_SLIPS,
    ID_SLIPS,
    NAME_SLIPS,
    WRITING_ONLY,
    day_digit,
    letter_confused,
    marks_lost,
    marks_wrong,
    middle_dropped,
)
from samples.claims_verdict import judge
from samples.claims_writing import row_of
from samples.worlds import POPULATION, write_world

DOSSIERS, TRUTH = "dossiers.jsonl", "truth.jsonl"
_TRIES = 400
_SECOND = [kind for kind in (*ID_SLIPS, *NAME_SLIPS, *DAY_SLIPS) if kind not in WRITING_ONLY]


@dataclass(frozen=True, slots=True)
class Mix:
    """What goes wrong how often; all shares 0..1."""

    types: Mapping[str, float]  # summing to one
    phones: Mapping[str, float]  # how a number is written where one is
    support: Mapping[str, float]  # how often each supporting field is filled in
    second_error: float  # of claims with one error, those with another
    third_error: float  # of claims with two errors by their type, those with a third
    support_error: float  # of supporting names, days and addresses, those misread or out of date


@cache
def mixes() -> dict[str, Mix]:
    """The mixes of claim_mixes.toml by name."""
    table = tomllib.loads(files("samples").joinpath("data", "claim_mixes.toml").read_text("utf-8"))
    return {name: _mix(table[row["like"]] | row if "like" in row else row) for name, row in table.items()}


def _mix(row: dict[str, Any]) -> Mix:
    total = sum(row["types"].values())
    shares = {kind: share / total for kind, share in row["types"].items()}
    return Mix(
        shares, row["phones"], row["support"], row["second_error"], row.get("third_error", 0.0), row["support_error"]
    )


class Claims:
    """Makes claims about one world, the same for the same seed."""

    def __init__(self, register: Register, seed: int, mix: Mix) -> None:
        self._random = Random(f"hoso claims {seed}")
        self._register = register
        self._mix = mix
        self._kinds = Kinds(self._random, register)
        self._phones = Phones(self._random, register)
        self._used: set[str] = set()

    def make(self, count: int) -> Iterator[tuple[dict[str, object], dict[str, object]]]:
        """(row of dossiers.jsonl, row of truth.jsonl), `count` times. No person comes twice."""
        types = list(self._mix.types)
        kinds = self._random.choices(types, list(self._mix.types.values()), k=count)
        for number, kind in enumerate(kinds):
            case = self._case(kind)
            dossier_id = f"D{number:07d}"
            yield row_of(self._random, dossier_id, case), _truth(dossier_id, case)

    def _case(self, kind: str) -> Case:
        """A case of this kind; a clean one where the world holds none that is new."""
        for _ in range(_TRIES):
            case = self._kinds.make(kind)
            if case is None or (case.person and case.person.person_id in self._used):
                continue
            if case.person:
                self._used.add(case.person.person_id)
            self._dress(case)
            judge(case, self._register)
            return case
        return self._case("clean")

    def _dress(self, case: Case) -> None:
        """A further error, the phone, and the supporting fields that the mix leaves in."""
        random, mix = self._random, self._mix
        self._spoil_more(case)
        label = random.choices(list(mix.phones), list(mix.phones.values()))[0]
        self._phones.give(case, label if random.random() < mix.support["phone"] else "phone_missing")
        for what in ("father_name", "mother_name", "issued_on", "gender"):
            share = mix.support["id_issued_on" if what == "issued_on" else what]
            if random.random() >= share and (what != "gender" or "gender" not in case.corrections):
                setattr(case, what, "")
        if random.random() >= mix.support["address"]:
            case.address = ("", "")
        elif random.random() < mix.support_error / 2:
            moved = self._register.anybody(random)
            case.address = (moved.address, moved.address_old)
        self._blur(case)

    def _spoil_more(self, case: Case) -> None:
        """A second error for some who have one, a third for some who have two: that one a person should look at."""
        random, two = self._random, case.kind == "compound"
        share = self._mix.third_error if two else self._mix.second_error
        if not case.corrections or case.auto != "ok" or random.random() >= share:
            return
        more = random.choice(_SECOND)
        if self._kinds.slip(case, more):
            case.labels += [more] if two else ["compound", more]
            if two:
                case.review("tolerated")

    def _blur(self, case: Case) -> None:
        """Misread some of the supporting fields, which nobody corrects."""
        random, share = self._random, self._mix.support_error
        for what in ("father_name", "mother_name"):
            if random.random() < share:
                slip = random.choice((marks_wrong, marks_lost, letter_confused, middle_dropped))
                setattr(case, what, slip(random, getattr(case, what)) or getattr(case, what))
        if case.issued_on and random.random() < share / 2:
            case.issued_on = day_digit(random, case.issued_on) or case.issued_on


def _truth(dossier_id: str, case: Case) -> dict[str, object]:
    one = case.person
    gold = {}
    if one is not None:
        phone = case.line.phone if case.line else ""
        gold = {"full_name": one.full_name, "id_number": one.cccd, "dob": one.dob, "gender": one.gender, "phone": phone}
    return {
        "dossier_id": dossier_id,
        "type": case.kind,
        "labels": case.labels,
        "phone_label": case.phone_label,
        "person_id": one.person_id if one else None,
        "decision": case.decision,
        "auto": case.auto,
        "corrections": case.corrections,
        "gold": gold,
        "phone_status": case.phone_status,
        "weight": 1.0,
    }


def write_claims(
    out: Path, register: Register, seed: int, claims: int, mix: Mix, advance: Callable[[], None] = lambda: None
) -> None:
    """Write dossiers.jsonl and truth.jsonl; the same seed and world give the same bytes."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / DOSSIERS).open("w", encoding="utf-8") as dossiers, (out / TRUTH).open("w", encoding="utf-8") as truths:
        for dossier, truth in Claims(register, seed, mix).make(claims):
            dossiers.write(json.dumps(dossier, ensure_ascii=False) + "\n")
            truths.write(json.dumps(truth, ensure_ascii=False) + "\n")
            advance()


def main(
    out: Annotated[Path, typer.Argument(help="Thư mục để ghi khẳng định và lời giải.")],
    persons: Annotated[int, typer.Option(min=1000, help="Số người của thế giới, nếu chưa có.")] = 200_000,
    claims: Annotated[int, typer.Option(min=1, help="Số khẳng định.")] = 5000,
    seed: Annotated[int, typer.Option(help="Cùng số này thì cùng dữ liệu, đến từng byte.")] = 1,
    mix: Annotated[str, typer.Option(help="usual, hard hoặc natural; xem samples/data/claim_mixes.toml.")] = "usual",
    world: Annotated[Path | None, typer.Option(help="Thế giới đã có; không thì tạo trong OUT.")] = None,
) -> None:
    """Tạo khẳng định cùng lời giải, tất cả đều là bịa."""
    if mix not in mixes():
        raise typer.BadParameter(f"--mix: {', '.join(mixes())}")
    console = Console()
    folder = world or out
    with Progress(console=console) as bar:
        if world is None and not (folder / POPULATION).exists():
            people = bar.add_task("Tạo dân cư và thuê bao", total=persons)
            write_world(folder, seed, persons, 1, lambda more: bar.update(people, advance=more))
        task = bar.add_task("Tạo khẳng định", total=claims)
        write_claims(out, Register(folder), seed, claims, mixes()[mix], lambda: bar.advance(task))
    console.print(f"{claims} khẳng định: {out / DOSSIERS}, {out / TRUTH}.")


if __name__ == "__main__":
    typer.run(main)
