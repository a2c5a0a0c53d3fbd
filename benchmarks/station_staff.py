"""`hoso serve review` as a process of its own, and staff who answer its questions without a browser."""

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from benchmarks.station_planted import OFFICE, PASSWORD
from errors import NotSetUp
from settings import Settings

_START = (
    "from review.serving import serve_review; from settings import read_settings; "
    "serve_review(read_settings(), '127.0.0.1', 0, lambda address, known: print(address, flush=True))"
)


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The station's address; with the rights that it has in production, and nothing that runs beside it."""
    ours = {"HOSO_STATE": str(settings.state.absolute()), "HOSO_WAREHOUSE_URL": settings.warehouse_url}
    command = [sys.executable, "-c", _START]
    process = subprocess.Popen(command, env=os.environ | ours, stdout=subprocess.PIPE, text=True)
    try:
        address = process.stdout.readline().strip() if process.stdout else ""
        if not address:
            raise NotSetUp("the station did not start")
        yield address
    finally:
        process.terminate()
        process.wait()


@dataclass
class Latencies:
    """Seconds, of each kind of request."""

    next: list[float] = field(default_factory=list)
    answer: list[float] = field(default_factory=list)


class Clerk:
    """One of the staff, on a connection that stays open."""

    def __init__(self, address: str, account: str) -> None:
        self._line = HTTPConnection(str(urlsplit(address).netloc), timeout=60)
        self._headers = {"Origin": address, "Sec-Fetch-Site": "same-origin", "Accept": "application/json"}
        form = urlencode({"account": account, "password": PASSWORD})
        sent = {"Content-Type": "application/x-www-form-urlencoded"}
        response, _ = self._ask("POST", "/login", form, sent)
        self._headers["Cookie"] = str(response.headers["Set-Cookie"]).partition(";")[0]
        self._headers["X-Hoso-Form"] = self._ask("GET", "/q/me")[1]["form"]
        self._tab = str(uuid.uuid4())

    def work(self, count: int) -> Latencies:
        """Take the next question and accept what stands there, as fast as the station answers."""
        told = Latencies()
        for _ in range(count):
            began = time.perf_counter()
            _, item = self._json("POST", "/q/next", {"tab": self._tab, "office": OFFICE})
            told.next.append(time.perf_counter() - began)
            began = time.perf_counter()
            said = {"tab": self._tab, "answer_id": str(uuid.uuid4()), "action": "ACCEPT", "value": item["prefill"],
                    "shown": item["shown"], "keys": 1, "milliseconds": 1000}  # fmt: skip
            self._json("PUT", f"/q/{item['task']}/answer", said, {"If-Match": f'"{item["version"]}"'})
            told.answer.append(time.perf_counter() - began)
        return told

    def _json(self, method: str, path: str, body: Any, more: dict[str, str] | None = None) -> tuple[Any, Any]:
        return self._ask(method, path, json.dumps(body), {"Content-Type": "application/json", **(more or {})})

    def _ask(self, method: str, path: str, body: str = "", more: dict[str, str] | None = None) -> tuple[Any, Any]:
        """Raises NotSetUp when the station refuses."""
        self._line.request(method, path, body.encode() or None, {**self._headers, **(more or {})})
        response = self._line.getresponse()
        content = response.read()
        if response.status >= 400:
            raise NotSetUp(f"the station answered {response.status} to {method} {path.partition('?')[0]}")
        return response, json.loads(content) if content.startswith(b"{") else None


def work_together(address: str, accounts: Sequence[str], count: int) -> Latencies:
    """So many answers of each of these people, all at once."""
    clerks = [Clerk(address, one) for one in accounts]
    with ThreadPoolExecutor(len(clerks)) as pool:
        each = list(pool.map(lambda one: one.work(count), clerks))
    return Latencies([t for one in each for t in one.next], [t for one in each for t in one.answer])
