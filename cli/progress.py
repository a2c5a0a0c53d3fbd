"""The one progress bar of all long steps: on a terminal it moves, in a log it prints a line now and then."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

SECONDS_BETWEEN_LINES = 5.0


class Advance(Protocol):
    def __call__(self, done: int, total: int | None = None) -> None:
        """So many are done (of so many, when that is known better by now)."""


@contextmanager
def bar(title: str, total: int, console: Console | None = None) -> Iterator[Advance]:
    console = console or Console(file=sys.stderr, emoji=False)
    if not console.is_terminal:
        yield _lines(title, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(title, total=total)

        def advance(done: int, total: int | None = None) -> None:
            progress.update(task, completed=done, total=total)

        yield advance


def _lines(title: str, total: int) -> Advance:
    """For a log: a line when something was done, at most one in five seconds, and one at the end."""
    told, last, most = -1, time.monotonic() - SECONDS_BETWEEN_LINES, total

    def advance(done: int, total: int | None = None) -> None:
        nonlocal told, last, most
        most = total or most
        due = time.monotonic() - last >= SECONDS_BETWEEN_LINES
        if done != told and (due or done >= most):
            told, last = done, time.monotonic()
            print(f"{title}: {done}/{most}", file=sys.stderr, flush=True)

    return advance
