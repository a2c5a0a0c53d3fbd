"""Refit the shares of `weights.json` from labelled pairs: `python -m matching.estimate --help`.

Only m is estimated, and only from pairs whose truth is known: synthetic dossiers of samples/, or reviewed cases. u is
counted in the register and never estimated. The hand-set shares count as so many pairs seen before, so that a kind that
the pairs do not show keeps its share.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from matching.claims import RowRefused, read_claims
from matching.extract import PopulationExtract, TelcoExtract, read_population, read_telco
from matching.frequencies import Frequencies
from matching.people import Claim, Person
from matching.phones import look_up
from matching.registers import TelcoRegister
from matching.resolution import Level
from matching.rules import Background, compare
from matching.weights import Weights, read_weights, standard_weights

_BELIEVED_AS_PAIRS = 200.0
_SMALLEST = 1e-4


def estimated_shares(
    pairs: Iterable[tuple[Claim, Person]], frequencies: Frequencies, telco: TelcoRegister, before: Weights
) -> dict[str, dict[str, float]]:
    """The share of each kind among true pairs, by rule. Silence is counted with neither side."""
    seen: dict[str, Counter[str]] = {rule: Counter() for rule in before.rules}
    for claim, person in pairs:
        background = Background(frequencies, before, look_up(claim, telco).subscriber)
        for row in compare(claim, person, background):
            kind = before.kind(row.rule, row.level, row.reason)
            if row.level is not Level.MISSING and kind in before.rules[row.rule]:
                seen[row.rule][kind] += 1
    return {rule: _smoothed(counter, before.rules[rule]) for rule, counter in seen.items()}


def _smoothed(seen: Counter[str], before: Mapping[str, float]) -> dict[str, float]:
    whole = sum(seen.values()) + _BELIEVED_AS_PAIRS
    return {kind: max(_SMALLEST, min(1.0, (seen[kind] + _BELIEVED_AS_PAIRS * m) / whole)) for kind, m in before.items()}


def labelled_pairs(claims: Path, labels: Path, population: PopulationExtract) -> Iterable[tuple[Claim, Person]]:
    """Each claim with the person that its label names. `labels`: JSON lines with dossier_id and id_number."""
    rows = (json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines() if line.strip())
    number_of = {row["dossier_id"]: row["id_number"] for row in rows}
    with claims.open(encoding="utf-8") as lines:
        for claim in read_claims(lines):
            if isinstance(claim, RowRefused):
                raise SystemExit(claim.message)
            person = population.person(number_of.get(claim.dossier_id) or "")
            if person is not None:
                yield claim, person


def main() -> None:
    """Read a labelled set, write a file of weights with its provenance."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("population", "telco", "claims", "labels", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--version", required=True, help="of the new weights, such as 2026-12-1")
    parser.add_argument("--provenance", required=True, help="what the labelled pairs are, in a sentence")
    parser.add_argument("--before", type=Path, help="weights to start from; else those delivered")
    asked = parser.parse_args()
    before = read_weights(asked.before) if asked.before else standard_weights()
    population: PopulationExtract = read_population(asked.population)
    telco: TelcoExtract = read_telco(asked.telco)
    pairs = labelled_pairs(asked.claims, asked.labels, population)
    shares = estimated_shares(pairs, population.frequencies, telco, before)
    asked.out.write_text(_as_json(before, shares, asked.version, asked.provenance), encoding="utf-8")


def _as_json(before: Weights, shares: Mapping[str, Mapping[str, float]], version: str, provenance: str) -> str:
    names = [name for name in Weights.__dataclass_fields__ if name not in ("version", "rules")]
    rounded = {rule: {kind: round(m, 5) for kind, m in rows.items()} for rule, rows in shares.items()}
    kept = {name: getattr(before, name) for name in names}
    document = {"version": version, "provenance": provenance, **kept, "rules": rounded}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    main()
