"""`hoso serve api` with several processes, as a user starts it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from settings import Settings

_START = "from cli import app; app()"


@dataclass(frozen=True)
class Together:
    address: str
    process: subprocess.Popen[str]

    def workers(self) -> list[int]:
        """Ids of the processes that answer: those whose program was handed over by the one that started them."""
        found = []
        for one in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((one / "stat").read_text().rpartition(")")[2].split()[1])
                command = (one / "cmdline").read_bytes()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == self.process.pid and b"spawn_main" in command:
                found.append(int(one.name))
        return sorted(found)

    def status(self) -> int:
        """Of one answer over a connection of its own; 0: none."""
        try:
            return httpx.get(f"{self.address}/v1/health/live", timeout=10).status_code
        except httpx.HTTPError:
            return 0


@contextmanager
def serving(settings: Settings, processes: int) -> Iterator[Together]:
    ours = {"HOSO_STATE": str(settings.state), "HOSO_WAREHOUSE_URL": settings.warehouse_url}
    command = [sys.executable, "-c", _START, "serve", "api", "--port", "0", "--processes", str(processes)]
    with (settings.state / "processes.log").open("a") as log:
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, **ours})
    try:
        assert child.stdout
        address = next(word for word in child.stdout.readline().split() if word.startswith("http://"))
        held = Together(address, child)
        assert wait_for(lambda: len(held.workers()) == processes)
        assert wait_for(lambda: held.status() == 200)
        yield held
    finally:
        child.terminate()
        child.wait(timeout=60)


def wait_for(what: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it came true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.1)
    return False
