"""Many claims against extracts in files: the same `trace`, mapped over processes that share one read-only index."""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from matching.claims import RowRefused, read_claims
from matching.extract import PopulationExtract, TelcoExtract, read_population, read_telco
from matching.people import Claim, Sex
from matching.resolution import Correction, Outcome, Resolution
from matching.trace import trace

Progress = Callable[[int, int], None]
"""Called with claims done and claims in all."""

_CHUNK = 200
_DECISIONS = ("auto_verify", "auto_correct", "review", "reject_no_match")
_FIELDS = {"birth_date": "dob", "sex": "gender"}


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a file of claims."""

    verified: int
    corrected: int
    review: int
    unlinked: int
    refused: tuple[RowRefused, ...]
    expected_wrong: float  # sum of 1 - posterior over what was decided by machine


def match_files(
    population: Path, telco: Path, claims: Path, out: Path, jobs: int = 1, progress: Progress | None = None
) -> Tally:
    """Decisions as JSON lines in the order of the claims; a refused row becomes no line and is told in the tally.

    The file appears whole or not at all. Raises ExtractRefused when an extract is not understood.
    """
    registers = (read_population(population), read_telco(telco))
    with claims.open(encoding="utf-8-sig") as lines:
        read = list(read_claims(lines))
    asked = [claim for claim in read if isinstance(claim, Claim)]
    refused = tuple(row for row in read if isinstance(row, RowRefused))
    counted = dict.fromkeys(_DECISIONS, 0)
    wrong, done = 0.0, 0
    half = out.with_name(out.name + ".part")
    with half.open("w", encoding="utf-8") as written:
        for resolution in resolutions(asked, *registers, jobs):
            row = decision_row(resolution)
            written.write(json.dumps(row, ensure_ascii=False) + "\n")
            counted[row["decision"]] += 1
            wrong += 1 / (1 + 2.0 ** min(resolution.weight, 1000)) if resolution.outcome is Outcome.LINKED else 0.0
            done += 1
            if progress and (done % _CHUNK == 0 or done == len(asked)):
                progress(done, len(asked))
    half.replace(out)
    verified, corrected, review, unlinked = (counted[decision] for decision in _DECISIONS)
    return Tally(verified, corrected, review, unlinked, refused, wrong)


def resolutions(
    claims: Sequence[Claim], population: PopulationExtract, telco: TelcoExtract, jobs: int = 1
) -> Iterator[Resolution]:
    """The resolution of each claim, in order. With `jobs` above 1, in as many forked processes."""
    if jobs <= 1 or len(claims) <= _CHUNK:
        yield from (trace(claim, population, telco, population.frequencies) for claim in claims)
        return
    chunks = [claims[start : start + _CHUNK] for start in range(0, len(claims), _CHUNK)]
    pool = ProcessPoolExecutor(jobs, get_context("fork"), _take, (population, telco))
    with pool:
        for chunk in pool.map(_trace_chunk, chunks):
            yield from chunk


_registers: tuple[PopulationExtract, TelcoExtract] | None = None  # of a forked process; set once, by `_take`


def _take(population: PopulationExtract, telco: TelcoExtract) -> None:
    global _registers
    _registers = (population, telco)


def _trace_chunk(claims: Sequence[Claim]) -> list[Resolution]:
    if _registers is None:
        raise RuntimeError("the process has not been given the registers")
    population, telco = _registers
    return [trace(claim, population, telco, population.frequencies) for claim in claims]


def decision_row(resolution: Resolution) -> dict[str, Any]:
    """A resolution as one line of decisions. `score` is log2 odds, higher is surer.

    What a gate stopped is never above 0, for behind a conflict the odds are not honest.
    """
    score = resolution.weight if resolution.outcome is Outcome.LINKED else min(resolution.weight, 0.0)
    return {
        "dossier_id": resolution.dossier_id,
        "person_id": resolution.person_id,
        "decision": _decision(resolution),
        "corrected": {_FIELDS.get(row.field, row.field): _text(row) for row in resolution.corrections},
        "phone_status": resolution.phone.status.value,
        "score": round(score, 2),
        "reasons": [reason.name for reason in resolution.reasons],
    }


def _decision(resolution: Resolution) -> str:
    if resolution.outcome is Outcome.LINKED:
        return "auto_correct" if resolution.corrections else "auto_verify"
    return "review" if resolution.outcome is Outcome.CLERICAL_REVIEW else "reject_no_match"


def _text(row: Correction) -> str:
    return row.value.value if isinstance(row.value, Sex) else str(row.value)
