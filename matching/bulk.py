"""A whole file of claims at once: the same look-up mapped over it, in processes that share one mapped index."""

import gc
import json
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, Protocol, TextIO

from matching.claims import RowRefused, parse_row, said_before
from matching.codec import to_json
from matching.index.extract import PopulationExtract, TelcoExtract
from matching.index.indexes import IndexFile, open_population, open_telco, population_index, telco_index
from matching.people import Claim, Sex
from matching.resolution import Correction, Outcome, Resolution
from matching.shards import WHOLE, Shard
from matching.trace import decide, trace


class Progress(Protocol):
    def __call__(self, done: int, total: int) -> object:
        """So many lines of so many are done."""


_CHUNK = 200  # lines that one process takes at a time
_LARGE = 8_000_000  # bytes of extracts: some 100,000 persons
_SELDOM = 100_000  # objects made before Python looks for circles of them
_AHEAD = 4  # chunks a process may be ahead of what is written
_DECISIONS = ("auto_verify", "auto_correct", "review", "reject_no_match")
_FIELDS = {"birth_date": "dob", "sex": "gender"}

Line = tuple[int, str]
"""Its number in the file, 1.., and its text."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a file of claims."""

    verified: int
    corrected: int
    review: int
    unlinked: int
    refused: tuple[RowRefused, ...]
    expected_wrong: float  # sum of 1 - posterior over what was decided by machine


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one line: a decision as it is written, or why there is none."""

    line: int  # 1.. in the file
    dossier_id: str
    text: str = ""
    decision: str = ""
    record: str = ""  # the whole decision, where it was asked for
    doubt: float = 0.0  # 1 - posterior, of what was decided by machine
    refused: RowRefused | None = None


def match_files(
    population: Path,
    telco: Path,
    claims: Path,
    out: Path,
    jobs: int = 1,
    progress: Progress | None = None,
    *,
    index: Path | None = None,
    shard: Shard = WHOLE,
    record: Path | None = None,
) -> Tally:
    """Decisions as JSON lines in the order of the claims; a refused row becomes no line and is told in the tally.

    The file appears whole or not at all. Indexes of the extracts are kept in the folder `index` and found there again;
    without it they last for this run. `record` becomes a file with each whole decision in a line, personal values and
    all, for its owner's eyes only. Raises ExtractRefused when an extract is not understood.
    """
    with TemporaryDirectory(prefix="hoso-index-") as passing:
        indexes = made_indexes(population, telco, index or Path(passing))
        paths = (indexes[0].path, indexes[1].path)
        with claims.open(encoding="utf-8-sig") as lines:
            total = sum(1 for line in lines if line.strip())
        with ExitStack() as files:
            written = files.enter_context(_whole(out))
            recorded = files.enter_context(_whole(record, mode=0o600)) if record else None
            lines = files.enter_context(claims.open(encoding="utf-8-sig"))
            asked = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
            jobs = 1 if total <= _CHUNK else jobs
            decided = decided_lines(asked, *paths, jobs, shard, recording=record is not None)
            return _write(decided, written, recorded, total, progress)


@contextmanager
def _whole(path: Path, mode: int = 0o666) -> Iterator[TextIO]:
    """A file that takes its name when all is written; what fails leaves none."""
    half = path.with_name(path.name + ".part")
    half.unlink(missing_ok=True)  # of a run that was killed
    try:
        half.touch(mode)
        with half.open("w", encoding="utf-8") as file:
            yield file
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def made_indexes(population: Path, telco: Path, folder: Path) -> tuple[IndexFile, IndexFile]:
    """The indexes of both extracts, made where there are none; of large ones in a process of its own, which gives back
    what it took."""
    if population.stat().st_size + telco.stat().st_size < _LARGE:
        return population_index(population, folder), telco_index(telco, folder)
    with ProcessPoolExecutor(1, get_context("spawn")) as maker:
        return (
            maker.submit(population_index, population, folder).result(),
            maker.submit(telco_index, telco, folder).result(),
        )


def decided_lines(
    lines: Iterable[Line], population: Path, telco: Path, jobs: int, shard: Shard, *, recording: bool = False
) -> Iterator[Decided]:
    """What becomes of each line of a shard, in order, by indexes that are mapped. `jobs`: processes."""
    iterator = iter(lines)
    chunks = iter(lambda: list(islice(iterator, _CHUNK)), [])
    if jobs <= 1:
        registers = open_population(population), open_telco(telco)
        with seldom_collected():
            for chunk in chunks:
                yield from _decide_chunk(chunk, registers, shard, recording)
        return
    pool = ProcessPoolExecutor(jobs, get_context("forkserver"), _open, (population, telco))
    with pool:
        waiting: deque[Future[list[Decided]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_decide_here, chunk, shard, recording))
            if len(waiting) > jobs * _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def resolutions(claims: Iterable[Claim], population: PopulationExtract, telco: TelcoExtract) -> Iterator[Resolution]:
    """The resolution of each claim, in order."""
    return (trace(claim, population, telco, population.frequencies) for claim in claims)


_Registers = tuple[PopulationExtract, TelcoExtract]
_registers: _Registers | None = None  # of a worker; set once, by `_open`


def _open(population: Path, telco: Path) -> None:
    global _registers
    _registers = (open_population(population), open_telco(telco))
    gc.set_threshold(_SELDOM)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that was killed outright cannot end its workers: they would wait for lines for ever."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """A tracing leaves no circles of objects behind; to look for them as often as usual took a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _decide_here(lines: Sequence[Line], shard: Shard, recording: bool) -> list[Decided]:
    if _registers is None:
        raise RuntimeError("the process has not opened the indexes")
    return list(_decide_chunk(lines, _registers, shard, recording))


def _decide_chunk(lines: Sequence[Line], registers: _Registers, shard: Shard, recording: bool) -> Iterator[Decided]:
    for number, line in lines:
        read = parse_row(number, line)
        if not shard.holds(read.dossier_id):
            continue
        if isinstance(read, RowRefused):
            yield Decided(number, read.dossier_id, refused=read)
        else:
            yield _decided(number, read, registers, recording)


def _decided(number: int, claim: Claim, registers: _Registers, recording: bool) -> Decided:
    resolution, record = _traced(claim, *registers, recording)
    row = decision_row(resolution)
    sure = resolution.outcome is Outcome.LINKED
    doubt = 1 / (1 + 2.0 ** min(resolution.weight, 1000)) if sure else 0.0
    text = json.dumps(row, ensure_ascii=False) + "\n"
    return Decided(number, claim.dossier_id, text, row["decision"], record, doubt)


def _traced(
    claim: Claim, population: PopulationExtract, telco: TelcoExtract, recording: bool
) -> tuple[Resolution, str]:
    """The resolution, and the line of all that it rests on; that one "" when it is not recorded."""
    if not recording:
        return trace(claim, population, telco, population.frequencies), ""
    made = decide(claim, population, telco, population.frequencies, index=f"{population.version} {telco.version}")
    return made.resolution, to_json(made) + "\n"


def _write(
    decided: Iterable[Decided], written: TextIO, recorded: TextIO | None, total: int, progress: Progress | None
) -> Tally:
    """The lines in order; of two that bear one id, the first."""
    counted, refused, seen, wrong = dict.fromkeys(_DECISIONS, 0), [], set[str](), 0.0
    done = 0
    for done, each in enumerate(decided, 1):
        row = each.refused
        if row is None and each.dossier_id in seen:
            row = said_before(each.line, each.dossier_id)
        seen.add(each.dossier_id)
        if row is not None:
            refused.append(row)
            continue
        written.write(each.text)
        if recorded:
            recorded.write(each.record)
        counted[each.decision] += 1
        wrong += each.doubt
        if progress and done % _CHUNK == 0:
            progress(done, total)
    if progress and done:
        progress(done, total)
    verified, corrected, review, unlinked = (counted[decision] for decision in _DECISIONS)
    return Tally(verified, corrected, review, unlinked, tuple(refused), wrong)


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
