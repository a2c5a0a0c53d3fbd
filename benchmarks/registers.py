"""`python -m benchmarks.registers`: how soon the mocked registers answer, over as many people as five provinces have.

The registers run as a process of their own, the questions come from this one; both share the machine's cores.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import pyarrow.parquet as pq
import typer

from benchmarks.machine import busy, machine
from benchmarks.registers_load import Load, send
from benchmarks.registers_questions import population_calls, telco_calls
from benchmarks.report import give, page, table
from samples.worlds import write_world

_KEPT = Path(".hoso/benchmarks")
_MEMORY = ("RssAnon", "RssFile", "VmHWM")


@dataclass(frozen=True, slots=True)
class Server:
    """The mock as it runs."""

    process: int
    population: tuple[str, int]
    telco: tuple[str, int]
    start_s: float  # from the command until both answer


def main(
    persons: Annotated[int, typer.Option(min=1000, help="persons in the population register")] = 5_000_000,
    rate: Annotated[float, typer.Option(min=1, help="questions a second to each register")] = 200,
    seconds: Annotated[float, typer.Option(min=1, help="how long each register is asked")] = 30,
    connections: Annotated[int, typer.Option(min=1, help="connections that the client keeps open")] = 8,
    seed: Annotated[int, typer.Option(help="of the people and of the questions")] = 7,
    data: Annotated[Path | None, typer.Option(help="a folder with both parquet files, in place of made people")] = None,
    out: Annotated[Path | None, typer.Option(help="write the tables to this Markdown page too")] = None,
) -> None:
    """Start the mock over made people, ask each register by the clock, then both at once."""
    folder = data or _made(persons, seed)
    many = int(rate * seconds)
    for database in folder.glob("*.sqlite"):
        database.unlink()
    with _running(folder) as first:
        making = memory(first.process)["VmHWM"]
    with _running(folder) as server:
        at_start = memory(server.process)
        asked = {
            "population": (server.population, population_calls(folder, server.population, many, seed)),
            "telco": (server.telco, telco_calls(folder, server.telco, many, seed)),
        }
        for address, calls in asked.values():  # the first questions import and read what the others find ready
            send(address, calls[:50], rate, connections)
        cpu = _cpu(server.process)
        loads = {name: send(address, calls, rate, connections) for name, (address, calls) in asked.items()}
        cpu = _cpu(server.process) - cpu
        at_end = memory(server.process)
    sizes = {name: pq.ParquetFile(folder / f"{name}.parquet").metadata.num_rows for name in asked}
    command = f"python -m benchmarks.registers --persons {persons} --rate {rate:g} --seconds {seconds:g}"
    sections = (
        ("Latency", _latencies(loads, sizes, rate)),
        ("The server", _server(folder, (first.start_s, server.start_s), (making, at_start, at_end), cpu / many / 2)),
    )
    give(page("Mocked registers", command, (*machine(), busy()), sections), out)


def _made(persons: int, seed: int) -> Path:
    folder = _KEPT / f"world-{persons}-{seed}"
    if not (folder / "telco.parquet").exists():
        write_world(folder, seed, persons)
    return folder


@contextmanager
def _running(folder: Path) -> Iterator[Server]:
    command = [sys.executable, "-m", "registers", "--data", str(folder), "--while-input-open"]
    started = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        told = json.loads(process.stdout.readline())
        start_s = time.perf_counter() - started
        try:
            yield Server(process.pid, _address(told["population"]), _address(told["telco"]), start_s)
        finally:
            process.stdin.close()
            process.wait(timeout=30)


def _address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or 0


def memory(process: int) -> dict[str, int]:
    """Bytes of a process: RssAnon, its own; RssFile, pages of files that the system can take back; VmHWM, the most."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    rows = dict(line.split(":", 1) for line in lines)
    return {name: int(rows[name].split()[0]) * 1024 for name in _MEMORY}


def _cpu(process: int) -> float:
    """CPU seconds, user and system, of a process so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _latencies(loads: dict[str, Load], sizes: dict[str, int], rate: float) -> str:
    head = ("register", "rows", "a second", "answers", "errors", "p50 ms", "p90 ms", "p99 ms", "max ms")
    rows = []
    for name, load in loads.items():
        times = [f"{1000 * load.percentile(share):.1f}" for share in (0.5, 0.9, 0.99, 1)]
        answers = len(load.latencies)
        rows.append((name, f"{sizes[name]:,}", f"{rate:g}", f"{answers:,}", str(load.errors), *times))
    return table(head, rows)


def _server(
    folder: Path, starts: tuple[float, float], held: tuple[int, dict[str, int], dict[str, int]], cpu: float
) -> str:
    making, start, end = held

    def mib(size: float) -> str:
        return f"{size / 2**20:,.0f} MiB"

    stored = sum(one.stat().st_size for one in folder.glob("*.sqlite"))
    rows = (
        ("start, databases to be made", f"{starts[0]:.1f} s"),
        ("start, databases there", f"{starts[1]:.1f} s"),
        ("databases", mib(stored)),
        ("most memory while they are made", mib(making)),
        ("own memory at the start", mib(start["RssAnon"])),
        ("own memory at the end", mib(end["RssAnon"])),
        ("mapped pages at the end (can be taken back)", mib(end["RssFile"])),
        ("CPU a question", f"{1000 * cpu:.2f} ms"),
    )
    return table(("", ""), rows)


if __name__ == "__main__":
    typer.run(main)
