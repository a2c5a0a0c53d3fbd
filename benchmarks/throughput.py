"""Pages a minute, by one worker and by two at once: the same pages for every reader, one reader after the other."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from queue import Empty, SimpleQueue

from benchmarks.processes import ReaderProcess
from benchmarks.readers import Reader
from benchmarks.truth import Scan


def pages_a_minute(pages: int, seconds: float) -> float:
    return 60 * pages / seconds if seconds else 0.0


def by_own_workers(scans: Sequence[Scan], workers: int) -> float:
    """Of this project: through `ocr.workers`. The clock starts when every worker has read one page for nothing."""
    from ocr.workers import PageTask, read_pages

    def tasks() -> Iterator[PageTask]:
        warming = scans[0].path.read_bytes()
        for number in range(workers):
            yield PageTask(f"warming {number}", warming, 1)
        for scan in scans:
            content = scan.path.read_bytes()
            yield from (PageTask(f"{scan.path} {page.number}", content, page.number) for page in scan.pages)

    started, answered = 0.0, 0
    for _ in read_pages(tasks(), workers):
        answered += 1
        if answered == workers:
            started = time.perf_counter()
    return pages_a_minute(answered - workers, time.perf_counter() - started)


def by_processes(make: Callable[[], Reader], scans: Sequence[Scan], workers: int) -> float:
    """Of another reader: so many processes of it, each given the next file when it is done with one."""
    waiting: SimpleQueue[Scan] = SimpleQueue()
    for scan in scans:
        waiting.put(scan)

    def work(process: ReaderProcess) -> None:
        with suppress(Empty):
            while scan := waiting.get_nowait():
                for page in scan.pages:
                    process.read(scan.path, page.number)

    with ExitStack() as stack:
        processes = [stack.enter_context(closing(ReaderProcess(make))) for _ in range(workers)]
        for process in processes:
            process.read(scans[0].path, 1)
        started = time.perf_counter()
        with ThreadPoolExecutor(workers) as pool:
            for one in [pool.submit(work, process) for process in processes]:
                one.result()
        return pages_a_minute(sum(len(scan.pages) for scan in scans), time.perf_counter() - started)
