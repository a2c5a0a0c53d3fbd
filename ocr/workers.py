"""Many pages read at once, each under a time limit: a page that hangs or kills its worker fails alone.

Workers are processes of their own with one thread each, started afresh (spawn): forked ones would inherit locks that
the networks' threads may hold.
"""

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from errors import DossierError, NotSetUp
from ocr.files.refusal import Refusal
from ocr.files.sandbox import READ_MEMORY, START_SECONDS, allow_cpu, confine, main_hidden
from ocr.reading import PageFailure, PageReading, read_one_page

PAGE_SECONDS = 180.0  # for one page, some forty times what a page usually takes
CPU_SLACK = 30.0  # seconds of computing beyond those of the clock: engines start with the first page
WORK_PER_PROCESS = 200  # pages after which a worker is replaced: memory that libraries keep is given back


@dataclass(frozen=True, slots=True)
class PageTask:
    """One page to be read."""

    key: str  # chosen by the caller, to tell the answers apart
    content: bytes  # of the whole scan
    number: int  # 1..


Reader = Callable[[bytes, int], PageReading | PageFailure]


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: "Connection[Any, Any]"
    task: PageTask | None = None
    ready: bool = False
    deadline: float = 0.0  # of time.monotonic
    content: bytes = b""  # of the scan that it holds: sent once for all pages in a row
    done: int = field(default=0)


def read_pages(
    tasks: Iterable[PageTask],
    jobs: int = 0,
    *,
    page_seconds: float = PAGE_SECONDS,
    progress: Callable[[int], None] | None = None,
    read: Reader = read_one_page,
) -> Iterator[tuple[str, PageReading | PageFailure]]:
    """(key, reading or failure) of every task, as they are finished, in no order.

    `jobs` worker processes, 0 for one per core. `progress` is told the number of pages finished so far. `read` must be
    importable by name. Tasks are taken as workers fall free, so an endless iterable is read lazily.
    """
    waiting = iter(tasks)
    workers = [_start(read, page_seconds) for _ in range(jobs or available_cores())]
    finished = 0
    try:
        idle = deque(workers)
        while True:
            while idle and (task := next(waiting, None)) is not None:
                _give(idle.popleft(), task, page_seconds)
            busy = [worker for worker in workers if worker.task]
            if not busy:
                return
            for worker in _ready(busy):
                task, answer = worker.task, _answer(worker)
                assert task is not None
                if not worker.process.is_alive() or worker.task or worker.done >= WORK_PER_PROCESS:
                    workers.remove(worker)
                    _stop(worker)
                    worker = _start(read, page_seconds)
                    workers.append(worker)
                idle.append(worker)
                finished += 1
                if progress:
                    progress(finished)
                yield task.key, answer
    finally:
        for worker in workers:
            _stop(worker)


def available_cores() -> int:
    """Cores that this process may use, at least 1."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start(read: Reader, page_seconds: float) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, read, page_seconds + CPU_SLACK), daemon=True)
    with main_hidden():
        process.start()
    theirs.close()
    return _Worker(process, ours)


def _work(pipe: "Connection[Any, Any]", read: Reader, seconds: float) -> None:
    """What a worker does until its pipe is closed. `seconds`: of computing, for one page."""
    import cv2

    cv2.setNumThreads(1)
    confine(READ_MEMORY)
    try:
        pipe.send(True)
    except BrokenPipeError:  # there was nothing to read
        return
    content = b""
    while True:
        try:
            sent, number = pipe.recv()
        except EOFError:
            return
        content = content if sent is None else sent
        allow_cpu(seconds)
        try:
            pipe.send(read(content, number))
        except MemoryError:
            pipe.send(PageFailure(number, Refusal.TOO_LARGE))
        except DossierError as error:  # the machine is not set up: no page of any scan can be read
            pipe.send(error)


def _give(worker: _Worker, task: PageTask, seconds: float) -> None:
    worker.task = task
    if not worker.ready:  # the time for loading libraries is not the page's
        worker.ready = _started(worker)
    worker.deadline = time.monotonic() + seconds
    try:
        worker.pipe.send((None if task.content is worker.content else task.content, task.number))
        worker.content = task.content
    except OSError:
        worker.deadline = 0.0  # it died while idle: found out and replaced in the next round


def _started(worker: _Worker) -> bool:
    """True once it has. Raises NotSetUp for a worker that cannot start: no paper is blamed for that."""
    try:
        if worker.pipe.poll(START_SECONDS):
            return bool(worker.pipe.recv())
    except (OSError, EOFError):
        pass
    raise NotSetUp("a process that reads pages could not start: `hoso doctor` says what is missing")


def _ready(busy: list[_Worker]) -> list[_Worker]:
    """Those that have answered, died or run out of time; waits until there is one."""
    left = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
    answered = set(wait([worker.pipe for worker in busy], timeout=left))
    now = time.monotonic()
    return [worker for worker in busy if worker.pipe in answered or worker.deadline <= now]


def _answer(worker: _Worker) -> PageReading | PageFailure:
    """The worker's answer; its task is cleared when it may be given another."""
    task = worker.task
    assert task is not None
    if not worker.pipe.poll():
        return PageFailure(task.number, Refusal.TOO_SLOW if worker.process.is_alive() else _why_it_died(worker))
    try:
        answer = worker.pipe.recv()
    except (EOFError, OSError):
        return PageFailure(task.number, _why_it_died(worker))
    worker.task, worker.done = None, worker.done + 1
    if isinstance(answer, DossierError):
        raise answer
    return answer


def _why_it_died(worker: _Worker) -> Refusal:
    """As far as its end tells: libraries without Python's exceptions abort when they are refused memory."""
    worker.process.join(timeout=5)
    ended = -(worker.process.exitcode or 0)  # the signal's number
    if ended == getattr(signal, "SIGXCPU", None):
        return Refusal.TOO_SLOW
    out_of_memory = (signal.SIGABRT, getattr(signal, "SIGKILL", None))  # the latter by the kernel, short of it itself
    return Refusal.TOO_LARGE if ended in out_of_memory else Refusal.DAMAGED_PAGE


def _stop(worker: _Worker) -> None:
    worker.pipe.close()
    if worker.task:
        worker.process.terminate()
    worker.process.join(timeout=5)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()
