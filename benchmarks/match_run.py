"""One way of deciding in a process of its own: `python -m benchmarks.match_run WAY FOLDER OUT SINGLE`, told as JSON."""

import json
import random
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.match_engines import MatchEngine, ThisProject, claims_of, write_rows
from benchmarks.processes import cpu_seconds


@dataclass(frozen=True, slots=True)
class MatchCost:
    """CPU seconds, milliseconds of wall time, bytes."""

    load_cpu: float
    decide_cpu: float
    one_p50: float  # ms
    one_p99: float  # ms
    one_most: float  # ms
    singles: int  # claims that were timed one by one
    peak: int  # the most resident memory, above what the process held before it loaded anything


def _this_project() -> MatchEngine:
    return ThisProject()


def _exact() -> MatchEngine:
    from benchmarks.match_exact import ExactJoin

    return ExactJoin()


def _splink() -> MatchEngine:
    from benchmarks.match_splink import Splink

    return Splink()


WAYS: dict[str, Callable[[], MatchEngine]] = {"this_project": _this_project, "splink": _splink, "exact": _exact}


def run(way: str, folder: Path, out: Path, singles: int) -> MatchCost:
    """Load, decide about every claim, then about some alone; the decisions go to `out`."""
    engine, claims = WAYS[way](), claims_of(folder)
    before, cpu = _peak(), cpu_seconds()
    engine.load(folder, claims)
    loaded = cpu_seconds()
    rows = engine.decide(claims)
    decided = cpu_seconds()
    write_rows(rows, out)
    some = random.Random(1).sample(claims, min(singles, len(claims)))
    times = []
    for claim in some:
        start = time.perf_counter()
        engine.one(claim)
        times.append(1000 * (time.perf_counter() - start))
    times.sort()
    p50, p99 = (times[min(len(times) - 1, int(share * len(times)))] for share in (0.5, 0.99))
    return MatchCost(loaded - cpu, decided - loaded, p50, p99, times[-1], len(times), _peak() - before)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    way, folder, out, singles = sys.argv[1:]
    print(json.dumps(asdict(run(way, Path(folder), Path(out), int(singles)))))
