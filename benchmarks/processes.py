"""A reader in a process of its own, so that its time and memory, those of its children included, are its alone."""

import multiprocessing
import os
import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.readers import PageFields, PageRead, Reader
from errors import NotSetUp

LOOKS_A_SECOND = 20
_PAGE_BYTES = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Cost:
    cpu: float = 0.0  # s, of the process and of the children that it waited for
    wall: float = 0.0  # s

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.cpu + other.cpu, self.wall + other.wall)

    def part(self, of: int) -> "Cost":
        """An even share."""
        return Cost(self.cpu / of, self.wall / of)


def cpu_seconds() -> float:
    """CPU time, user and system, that this process and its ended children have used so far."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


class ReaderProcess:
    """Asks a reader and tells what each answer cost. Only one of several should be asked at a time."""

    def __init__(self, make: Callable[[], Reader]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, make), daemon=True)
        self._process.start()
        theirs.close()
        self.peak = 0  # bytes: the most resident memory of the process and its children, as seen so far

    def read(self, scan: Path, number: int) -> tuple[PageRead, Cost]:
        return self._ask("read", scan, number)

    def fields(self) -> tuple[dict[int, PageFields], Cost]:
        return self._ask("fields")

    def _ask(self, what: str, *arguments: object) -> Any:
        with self._watched():
            self._pipe.send((what, arguments))
            try:
                return self._pipe.recv()
            except EOFError:
                raise NotSetUp("the reader's process ended; what it printed above says why") from None

    @contextmanager
    def _watched(self) -> Iterator[None]:
        answered = threading.Event()
        watch = threading.Thread(target=self._look, args=(answered,))
        watch.start()
        try:
            yield
        finally:
            answered.set()
            watch.join()

    def _look(self, answered: threading.Event) -> None:
        while not answered.wait(1 / LOOKS_A_SECOND):
            self.peak = max(self.peak, resident(self._process.pid or 0))

    def close(self) -> None:
        self._pipe.close()
        self._process.join(timeout=10)


def _work(pipe: "Connection[Any, Any]", make: Callable[[], Reader]) -> None:
    # one process, one core: what several threads gain in wall time they lose in CPU time
    os.environ |= {"OMP_THREAD_LIMIT": "1", "OPENCV_FOR_THREADS_NUM": "1"}
    reader = make()
    while True:
        try:
            what, arguments = pipe.recv()
        except EOFError:
            return
        cpu, wall = cpu_seconds(), time.perf_counter()
        answer = getattr(reader, what)(*arguments)
        pipe.send((answer, Cost(cpu_seconds() - cpu, time.perf_counter() - wall)))


def resident(process: int) -> int:
    """Bytes of resident memory of a process and all below it; pages that they share count for each. 0 once ended."""
    return _resident(process, "")


def _resident(process: int, parents_size: str) -> int:
    try:
        size, held, *_ = Path(f"/proc/{process}/statm").read_text().split()
        if size == parents_size:
            return 0  # just born: until it runs a program of its own it shows its parent's memory
        tasks = [*Path(f"/proc/{process}/task").iterdir()]
        children = [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except (OSError, ValueError):
        return 0
    return int(held) * _PAGE_BYTES + sum(_resident(child, size) for child in children)
