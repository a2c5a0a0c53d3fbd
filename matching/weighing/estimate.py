"""Refit the shares of `weights.json` from pairs whose truth is known: `python -m matching.weighing.estimate --help`.

Only m is estimated; u is counted in the register and never estimated. The shares of before count as so many pairs seen
already, so that a kind that the pairs do not show keeps its share, and few pairs move little. What comes of it is tried
on a set of another seed: log-likelihood of its pairs, and the decisions on its claims. The file is written only where
`--out` says; the delivered one changes by commit, and only when the other set bears it out.
"""

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from matching.people import Claim, Person
from matching.registers import TelcoRegister
from matching.resolution import Level, Outcome
from matching.trace import trace
from matching.weighing.estimate_report import Trial, report
from matching.weighing.labels import ClaimSet, Pair, SettledBy, from_line, pair_of, read_set, synthetic_pairs
from matching.weighing.shares import Shares
from matching.weighing.weights import Weights, read_weights, standard_weights

_BELIEVED_AS_PAIRS = 200.0
_SMALLEST = 1e-4

Counts = Mapping[str, Counter[str]]
"""How many pairs show each kind, by rule."""


def counted(pairs: Iterable[Pair], before: Weights) -> tuple[Counts, int]:
    """The kinds that the pairs show, and how many pairs there were. Silence is counted with neither side."""
    seen: dict[str, Counter[str]] = {rule: Counter() for rule in before.rules}
    number = 0
    for pair in pairs:
        number += 1
        for rule, level, reason in pair.rows:
            kind = before.kind(rule, level, reason)
            if level is not Level.MISSING and kind in before.rules[rule]:
                seen[rule][kind] += 1
    return seen, number


def shares_of(seen: Counts, before: Weights, believed: float = _BELIEVED_AS_PAIRS) -> dict[str, dict[str, float]]:
    """The share of each kind among true pairs, by rule. `believed`: as how many pairs the shares of before count."""
    return {rule: _smoothed(counter, before.rules[rule], believed) for rule, counter in seen.items()}


def _smoothed(seen: Counter[str], before: Mapping[str, float], believed: float) -> dict[str, float]:
    whole = sum(seen.values()) + believed
    return {kind: max(_SMALLEST, min(1.0, (seen[kind] + believed * m) / whole)) for kind, m in before.items()}


def estimated_shares(
    pairs: Iterable[tuple[Claim, Person]], shares: Shares, telco: TelcoRegister, before: Weights
) -> dict[str, dict[str, float]]:
    """The same from claims and the persons they are about."""
    seen, _ = counted((pair_of(claim, person, shares, telco, before) for claim, person in pairs), before)
    return shares_of(seen, before)


def log_likelihood(seen: Counts, rules: Mapping[str, Mapping[str, float]]) -> float:
    """log2 of how likely the shares make the kinds that were seen. Shares of one rule are taken as parts of their sum,
    for those by hand do not add up to one."""
    bits = 0.0
    for rule, counter in seen.items():
        whole = sum(rules[rule].values())
        bits += sum(n * math.log2(rules[rule][kind] / whole) for kind, n in counter.items())
    return bits


def tried(found: ClaimSet, weights: Weights) -> Trial:
    """What the tracer decides on the claims of a set under these rates."""
    tally: Counter[str] = Counter()
    for claim in found.claims:
        made = trace(claim, found.population, found.telco, found.population.frequencies, weights)
        meant = found.meant.get(claim.dossier_id)
        right = meant is not None and made.person_id == meant
        if made.outcome is Outcome.LINKED:
            tally["linked" if right and claim.dossier_id not in found.forbidden else "wrong"] += 1
        elif made.outcome is Outcome.CLERICAL_REVIEW:
            tally["review"] += 1
            tally["on_top"] += right
            tally["to_find"] += meant is not None
        else:
            tally["unlinked"] += 1
            tally["missed"] += meant is not None
    names = Trial.__dataclass_fields__
    return Trial(**{name: tally[name] for name in names if name != "claims"}, claims=len(found.claims))


@dataclass(frozen=True, slots=True)
class _Labels:
    pairs: tuple[Pair, ...]
    digest: str  # sha256 over the digests of all sources
    sources: tuple[str, ...]  # one sentence each


def _labels(sets: Sequence[Path], reviewed: Path | None, before: Weights) -> _Labels:
    pairs: list[Pair] = []
    digests, sources = [], []
    for folder in sets:
        found = read_set(folder)
        pairs += synthetic_pairs(found, before)
        digests.append(found.digest)
        sources.append(f"{len(found.claims)} synthetic claims on {found.population.frequencies.persons} persons")
    if reviewed is not None:
        content = reviewed.read_bytes()
        told = (line for line in content.decode("utf-8").splitlines() if line.strip())
        lines = [from_line(line) for line in told if json.loads(line).get("what", "person") == "person"]
        by = Counter(pair.settled_by for pair in lines)
        pairs += lines
        digests.append(sha256(content).hexdigest())
        sources.append(f"{by[SettledBy.PERSON]} reviewed and {by[SettledBy.MACHINE]} automatic cases of a warehouse")
    return _Labels(tuple(pairs), sha256("".join(digests).encode()).hexdigest(), tuple(sources))


def main(arguments: Sequence[str] | None = None) -> None:
    """Read labelled sets, write weights with their provenance, and the report of what they change."""
    asked = _arguments().parse_args(arguments)
    before = read_weights(asked.before) if asked.before else standard_weights()
    labels = _labels(asked.train, asked.reviewed, before)
    seen, number = counted(labels.pairs, before)
    after = replace(before, version=asked.version, rules=shares_of(seen, before, asked.believed))
    provenance = {
        "command": "python -m matching.weighing.estimate",
        "sources": list(labels.sources),
        "made_by": asked.made_by,
        "pairs": number,
        "believed_as_pairs": asked.believed,
        "digest_of_labels": labels.digest,
        "before": before.version,
    }
    asked.out.write_text(_as_json(after, provenance), encoding="utf-8")
    other = read_set(asked.held_out)
    held_out, _ = counted(synthetic_pairs(other, before), before)
    bits = tuple(log_likelihood(held_out, one.rules) for one in (before, after))
    trials = tuple(tried(other, one) for one in (before, after))
    pages = report(before, after, seen, held_out, bits, trials, provenance)
    asked.report.write_text(pages, encoding="utf-8")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m matching.weighing.estimate", description=__doc__)
    parser.add_argument(
        "--train", type=Path, nargs="*", default=[], help="folders as `python -m samples.claims` writes them"
    )
    parser.add_argument("--reviewed", type=Path, help="decided cases as `hoso labels` writes them")
    parser.add_argument("--held-out", type=Path, required=True, help="a folder of another seed, to try the weights on")
    parser.add_argument("--version", required=True, help="of the new weights, such as 2026-12-1")
    parser.add_argument("--made-by", required=True, help="how the labels were made, with seeds, to make them again")
    parser.add_argument("--before", type=Path, help="weights to start from; else those delivered")
    parser.add_argument("--believed", type=float, default=2000.0, help="pairs that the shares of before count as")
    parser.add_argument("--out", type=Path, required=True, help="file for the new weights")
    parser.add_argument("--report", type=Path, required=True, help="file for the report, in Markdown")
    return parser


def _as_json(after: Weights, provenance: Mapping[str, Any]) -> str:
    names = [name for name in Weights.__dataclass_fields__ if name not in ("version", "rules")]
    rounded = {rule: {kind: round(m, 5) for kind, m in rows.items()} for rule, rows in after.rules.items()}
    kept = {name: getattr(after, name) for name in names}
    document = {"version": after.version, "provenance": provenance, **kept, "rules": rounded}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    main()
