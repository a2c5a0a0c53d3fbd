"""This project, Splink 5 and the exact join on the same claims, in one run: `python -m benchmarks.match --help`.

Worlds and claims are made by `samples` at the sizes asked for; each way of deciding runs in a process of its own.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.claims_score import ClaimsScore, score
from benchmarks.match_report import report
from benchmarks.match_run import WAYS, MatchCost
from benchmarks.report import give

_SINGLES = {"this_project": 2000, "exact": 200, "splink": 5}  # claims timed one by one: what each way can bear


@dataclass(frozen=True, slots=True)
class Result:
    """What one way made of one set."""

    persons: int
    mix: str
    way: str
    score: ClaimsScore
    cost: MatchCost


def main() -> None:
    """Make the sets that are not there, run every way over each, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, nargs="+", default=[200_000, 2_000_000])
    parser.add_argument("--claims", type=int, default=20_000)
    parser.add_argument("--mixes", nargs="+", default=["usual", "hard"])
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--sets", type=Path, help="folder in which the sets are kept and found again")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    with TemporaryDirectory() as scratch:
        sets = asked.sets or Path(scratch)
        results = [
            _run(way, persons, mix, _made(sets, persons, asked.claims, asked.seed, mix), Path(scratch))
            for persons in asked.persons
            for mix in asked.mixes
            for way in WAYS
        ]
    command = f"make bench-match ({asked.claims:,} claims a set, seed {asked.seed})"
    give(report(results, command), asked.out)


def _made(sets: Path, persons: int, claims: int, seed: int, mix: str) -> Path:
    """The folder of one set; the world of a size is made once and shared by its mixes."""
    folder = sets / f"{mix}-{persons}-{claims}-{seed}"
    if (folder / "truth.jsonl").is_file():
        return folder
    words = ["--persons", persons, "--claims", claims, "--seed", seed, "--mix", mix]
    _say(f"making {mix} claims over {persons:,} persons")
    _module("samples.claims", str(folder), *map(str, words))
    return folder


def _run(way: str, persons: int, mix: str, folder: Path, scratch: Path) -> Result:
    _say(f"{way}: {mix}, {persons:,} persons")
    out = scratch / "decisions.jsonl"
    told = _module("benchmarks.match_run", way, str(folder), str(out), str(_SINGLES[way]))
    rows = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    cost = MatchCost(**json.loads(told.splitlines()[-1]))
    return Result(persons, mix, way, score(folder / "truth.jsonl", rows), cost)


def _module(*words: str) -> str:
    run: Sequence[str] = (sys.executable, "-m", *words)
    return subprocess.run(run, check=True, stdout=subprocess.PIPE, text=True).stdout


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
