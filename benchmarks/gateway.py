"""What matching over the gateway costs in queries and finds: `python -m benchmarks.gateway [--claims FOLDER ...]`.

Without a folder, sets of claims are made by `samples`. Every claim is traced through `PopulationGateway` against a
stand-in with the register's manner, all or nothing. A query counts whether it is about the person or about the
subscriber of the phone. No query of the telco register counts here.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.gateway_report import write_report
from benchmarks.gateway_stand_in import StandIn
from matching.claims import read_claims
from matching.gateway.guesses import standard_values
from matching.gateway.inquiry import Purpose, Supposition
from matching.gateway.population import PopulationGateway
from matching.gateway.questions import Question, questions
from matching.index.extract import TelcoExtract
from matching.index.indexes import read_telco
from matching.people import Claim, Subscriber
from matching.resolution import Outcome, Resolution
from matching.trace import trace
from samples.claims import DOSSIERS, TRUTH
from samples.worlds import POPULATION, TELCO

Order = Callable[[Claim], Iterator[Question]]
PURPOSE = Purpose("1.004194", "do-luong", "H00.00", "")
_MIXES = ("natural", "usual", "hard")
_FIXED_BUDGET = 6


@dataclass(frozen=True, slots=True)
class Way:
    """How the questions about a claim are chosen."""

    name: str
    order: Order
    budget: int


@dataclass(slots=True)
class Measured:
    """Counts over one set of claims, asked about in one way."""

    name: str
    way: str  # how the questions were chosen
    persons: int = 0
    claims: int = 0
    queries: list[int] = field(default_factory=list)  # of each claim
    answered: list[int] = field(default_factory=list)  # queries of each claim that some question of its own hit
    kinds: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    outcomes: Counter[str] = field(default_factory=Counter)
    registered: int = 0  # claims about a registered person
    linkable: int = 0  # claims that a machine may decide
    wrong: list[str] = field(default_factory=list)  # kinds of claims that were linked and may not be
    phone: Counter[str] = field(default_factory=Counter)
    by_supposition: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


class ByNumber:
    """The telco register as the gateway has it: one exact number, no neighbours."""

    def __init__(self, extract: TelcoExtract) -> None:
        self._extract = extract

    def subscriber(self, phone: str) -> Subscriber | None:
        return self._extract.subscriber(phone)

    def near(self, phone: str) -> tuple[Subscriber, ...]:
        return ()


def fixed_order(claim: Claim) -> Iterator[Question]:
    """As one would write it down by hand, whatever this claim makes likely, and without a stop: the likeliest question
    of each supposition, in the order of the list of suppositions."""
    best: dict[Supposition, Question] = {}
    for question in islice(questions(claim, least_value=0.0), 20):
        best.setdefault(question.supposition, question)
    rank = {supposition: at for at, supposition in enumerate(Supposition)}
    yield from sorted(best.values(), key=lambda one: rank[one.supposition])


def measure(way: Way, register: StandIn, telco: ByNumber, folder: Path, limit: int | None = None) -> Measured:
    """Trace the claims of a folder, `limit` of them at most, and count."""
    told = {row["dossier_id"]: row for row in _rows(folder / TRUTH)}
    measured = Measured(folder.name, way.name, len(register))
    with (folder / DOSSIERS).open(encoding="utf-8") as lines:
        for claim in islice(read_claims(lines), limit):
            if isinstance(claim, Claim):
                gateway = PopulationGateway(register, PURPOSE, way.budget, order=way.order)
                _count(measured, gateway, trace(claim, gateway, telco), told[claim.dossier_id], register)
    return measured


def _count(
    into: Measured, gateway: PopulationGateway, resolution: Resolution, truth: dict[str, Any], register: StandIn
) -> None:
    asked = gateway.inquiries
    into.claims += 1
    into.queries.append(len(asked))
    found = {register.ids[one.person.id_number] for one in resolution.candidates}
    if found:
        into.answered.append(len(asked))
    for inquiry in asked:
        into.by_supposition[inquiry.supposition.name][inquiry.outcome.name] += 1
    kind = into.kinds[truth["type"]]
    kind["claims"] += 1
    kind["queries"] += len(asked)
    kind["found"] += truth["person_id"] in found
    linked = resolution.outcome is Outcome.LINKED
    right = linked and register.ids[resolution.person_id or ""] == truth["person_id"]
    into.outcomes[resolution.outcome.name] += 1
    kind["linked"] += right and truth["auto"] != "forbidden"
    kind["linked of linkable"] += right and truth["auto"] == "ok"
    into.registered += bool(truth["person_id"])
    into.linkable += truth["auto"] == "ok"
    if linked and (not right or truth["auto"] == "forbidden"):
        into.wrong.append(truth["type"])
    if truth["phone_status"] != "n/a":
        into.phone["right"] += resolution.phone.status.name.lower() == truth["phone_status"]
        into.phone["all"] += 1
        into.phone["false owner"] += resolution.phone.status.name == "OWNER" != truth["phone_status"].upper()


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    return (json.loads(line) for line in path.open(encoding="utf-8") if line.strip())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=Path, action="append", help="folder as `samples.claims` makes it; may recur")
    parser.add_argument("--persons", type=int, default=100_000, help="of the world that is made without --claims")
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--limit", type=int, default=5_000, help="claims of each set")
    parser.add_argument("--budget", type=int, default=4)
    parser.add_argument("--least-value", type=float, action="append", help="may recur; default: as delivered")
    parser.add_argument("--strict-year", action="store_true", help="a year alone finds no full date")
    parser.add_argument("--out", type=Path, help="write the page here")
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory() as scratch:
        folders = chosen.claims or _made(Path(scratch), chosen.persons, chosen.seed, chosen.limit)
        runs = [run for folder in folders for run in _runs(folder, chosen)]
    given = arguments if arguments is not None else sys.argv[1:]
    hidden = [Path(word).name if Path(word).is_absolute() else word for word in given]  # no place on this machine
    write_report(runs, chosen.out, " ".join(("python -m benchmarks.gateway", *hidden)))
    return 0


def _runs(folder: Path, chosen: argparse.Namespace) -> Iterator[Measured]:
    register = StandIn(folder / POPULATION, year_finds_full_date=not chosen.strict_year)
    telco = ByNumber(read_telco(folder / TELCO))
    for least in chosen.least_value or [standard_values().least_value]:
        order = partial(questions, least_value=least)
        yield measure(Way(f"by value, down to {least:g}", order, chosen.budget), register, telco, folder, chosen.limit)
    yield measure(Way("fixed order", fixed_order, _FIXED_BUDGET), register, telco, folder, chosen.limit)


def _made(scratch: Path, persons: int, seed: int, claims: int) -> list[Path]:
    """One world, and claims of each mix about it."""
    folders = [scratch / mix for mix in _MIXES]
    for mix, folder in zip(_MIXES, folders, strict=True):
        folder.mkdir()
        if folder != folders[0]:
            for file in (POPULATION, TELCO):
                (folder / file).symlink_to(folders[0] / file)
        world = () if folder == folders[0] else ("--world", folders[0])
        words = ("--persons", persons, "--claims", claims, "--seed", seed, "--mix", mix, *world)
        run = (sys.executable, "-m", "samples.claims", str(folder), *map(str, words))
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
    return folders


if __name__ == "__main__":
    raise SystemExit(main())
