"""What decides about claims, each way behind one Protocol: load a set once, decide about all, decide about one."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from matching.bulk import decision_row, made_indexes, seldom_collected
from matching.claims import read_claims
from matching.index.extract import PopulationExtract, TelcoExtract
from matching.index.indexes import open_population, open_telco
from matching.people import Claim
from matching.trace import trace

Row = dict[str, Any]
"""One decision as `hoso match` writes it."""


class MatchEngine(Protocol):
    """One way to decide. Every way gets the same parsed claims, so that none is judged by how it reads a date."""

    def load(self, folder: Path, claims: Sequence[Claim]) -> None:
        """Read population.parquet and telco.parquet and make ready; claims are given to those who learn from them."""
        ...

    def decide(self, claims: Sequence[Claim]) -> list[Row]:
        """A decision for each claim."""
        ...

    def one(self, claim: Claim) -> Row:
        """The decision about one claim, as at a counter."""
        ...


def claims_of(folder: Path) -> list[Claim]:
    """The claims of a set. Raises ValueError when a row is refused: a set is whole."""
    with (folder / "dossiers.jsonl").open(encoding="utf-8") as lines:
        read = list(read_claims(lines))
    claims = [claim for claim in read if isinstance(claim, Claim)]
    if len(claims) != len(read):
        raise ValueError(f"{len(read) - len(claims)} claims of the set are refused")
    return claims


def write_rows(rows: Sequence[Row], out: Path) -> None:
    """Decisions as JSON lines."""
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


class ThisProject:
    """The tracer of this project, with indexes of the extracts as `hoso match` makes and maps them."""

    _population: PopulationExtract
    _telco: TelcoExtract

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()

    def load(self, folder: Path, claims: Sequence[Claim]) -> None:
        extracts = folder / "population.parquet", folder / "telco.parquet"
        population, telco = made_indexes(*extracts, Path(self._folder.name))
        self._population, self._telco = open_population(population.path), open_telco(telco.path)

    def decide(self, claims: Sequence[Claim]) -> list[Row]:
        with seldom_collected():
            return [self.one(claim) for claim in claims]

    def one(self, claim: Claim) -> Row:
        return decision_row(trace(claim, self._population, self._telco, self._population.frequencies))
