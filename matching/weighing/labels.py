"""Pairs of a claim and the person whom it is known to be about: what rates are estimated from.

Of each pair only how its fields agree is kept, never a value. Two sources give them: synthetic claims, whose truth is
known by their making (`python -m samples.claims`), and decided cases of a warehouse (`hoso labels`). A file of these is
JSON lines: {"settled_by": "person" or "machine", "rows": [[rule, level, reason or null], ...]}.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from pathlib import Path

from matching.claims import RowRefused, read_claims
from matching.comparing.rules import Background, compare
from matching.index.extract import PopulationExtract, TelcoExtract
from matching.index.indexes import read_population, read_telco
from matching.people import Claim, Person
from matching.phones.finding import look_up
from matching.reasons import Reason
from matching.registers import TelcoRegister
from matching.resolution import Comparison, Level
from matching.weighing.shares import Shares
from matching.weighing.weights import Weights


class SettledBy(Enum):
    """Who knows that the pair is right. The value is the word of the file."""

    MAKING = "making"  # synthetic
    PERSON = "person"  # a clerk's review
    MACHINE = "machine"  # decided without doubt: else only the doubtful cases would count


@dataclass(frozen=True, slots=True)
class Pair:
    """How one claim agrees with the person it is about."""

    settled_by: SettledBy
    rows: tuple[tuple[str, Level, Reason | None], ...]  # rule, level, reason


@dataclass(frozen=True, slots=True)
class ClaimSet:
    """Synthetic claims with their truth and the registers they were made for."""

    population: PopulationExtract
    telco: TelcoExtract
    claims: tuple[Claim, ...]
    meant: Mapping[str, str | None]  # person_id by dossier_id, None: nobody who is registered
    numbers: Mapping[str, str]  # the 12-digit number of that person by dossier_id
    forbidden: frozenset[str]  # dossiers that no machine may decide
    digest: str  # sha256 of claims and truth


def read_set(folder: Path) -> ClaimSet:
    """population.parquet, telco.parquet, dossiers.jsonl and truth.jsonl of a folder. Raises ValueError for claims that
    are not understood, ExtractRefused for an extract."""
    claims, truth = folder / "dossiers.jsonl", folder / "truth.jsonl"
    with claims.open(encoding="utf-8") as lines:
        read = list(read_claims(lines))
    refused = [row.message for row in read if isinstance(row, RowRefused)]
    if refused:
        raise ValueError(refused[0])
    told = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines() if line.strip()]
    return ClaimSet(
        population=read_population(folder / "population.parquet"),
        telco=read_telco(folder / "telco.parquet"),
        claims=tuple(row for row in read if isinstance(row, Claim)),
        meant={row["dossier_id"]: row["person_id"] for row in told},
        numbers={row["dossier_id"]: row["gold"].get("id_number", "") for row in told},
        forbidden=frozenset(row["dossier_id"] for row in told if row["auto"] == "forbidden"),
        digest=sha256(claims.read_bytes() + truth.read_bytes()).hexdigest(),
    )


def synthetic_pairs(found: ClaimSet, weights: Weights) -> Iterator[Pair]:
    """Each claim with the person it was made of; those about nobody, and those made to deceive, give no pair."""
    for claim in found.claims:
        if claim.dossier_id in found.forbidden:
            continue
        person = found.population.person(found.numbers.get(claim.dossier_id, ""))
        if person is not None and person.person_id == found.meant[claim.dossier_id]:
            yield pair_of(claim, person, found.population.frequencies, found.telco, weights)


def pair_of(claim: Claim, person: Person, shares: Shares, telco: TelcoRegister, weights: Weights) -> Pair:
    """How a claim agrees with a person known to be meant."""
    background = Background(shares, weights, look_up(claim, telco).subscriber)
    return Pair(SettledBy.MAKING, _rows(compare(claim, person, background)))


def decided_pair(comparisons: Sequence[Comparison], settled_by: SettledBy) -> Pair:
    """The same from a decision that is stored: it tells how the person it names agrees."""
    return Pair(settled_by, _rows(comparisons))


def _rows(comparisons: Iterable[Comparison]) -> tuple[tuple[str, Level, Reason | None], ...]:
    return tuple((row.rule, row.level, row.reason) for row in comparisons)


def to_line(pair: Pair) -> str:
    """A pair as one line of a file, without its end."""
    rows = [[rule, level.name, reason.name if reason else None] for rule, level, reason in pair.rows]
    return json.dumps({"settled_by": pair.settled_by.value, "rows": rows}, separators=(",", ":"))


def from_line(line: str) -> Pair:
    """The pair of `to_line`. Raises KeyError or ValueError for another text."""
    held = json.loads(line)
    rows = tuple((rule, Level[level], Reason[reason] if reason else None) for rule, level, reason in held["rows"])
    return Pair(SettledBy(held["settled_by"]), rows)
