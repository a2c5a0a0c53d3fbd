"""The service as a process that dies when told to, and clients that send again until they are answered."""

import itertools
import multiprocessing
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import api_makers as make
import asking
import held_people as people
from mishap_clients import Client, Heard, work
from sqlalchemy import text

from api.service import Service, open_service
from cli import app
from settings import Settings
from storage.audit.sealing import Seals
from storage.connection import engine_for
from storage.readings import Method
from storage.records import RecordField

CLIENTS, EACH = 4, 1  # people whom each client works for
PEOPLE = CLIENTS * EACH
_FORK = multiprocessing.get_context("fork")
_READY = multiprocessing.get_context("forkserver")
_READY.set_forkserver_preload([__name__, "api.serving"])


@dataclass(frozen=True)
class Installation:
    """One state folder, one database."""

    state: Path
    url: str
    objects: Mapping[str, str] = field(default_factory=dict)  # further settings of the object store

    @property
    def settings(self) -> Settings:
        return Settings(state=self.state, warehouse_url=self.url, **dict(self.objects))

    @contextmanager
    def opened(self) -> Iterator[Service]:
        with open_service(self.settings, make.ISSUER) as service:
            yield service

    def rows(self, query: str, **told: Any) -> list[Any]:
        """As the owner of the tables sees them."""
        engine = engine_for(self.url)
        try:
            with engine.connect() as connection:
                return list(connection.execute(text(query), told))
        finally:
            engine.dispose()


@dataclass
class Served:
    """`hoso serve api --port 0` with the rights of its role."""

    where: Installation
    address: str = ""
    starts: int = 0
    _process: BaseProcess | None = None
    _said: Pipe | None = None

    def start(self) -> None:
        told = {f"HOSO_{name.upper()}": value for name, value in self.where.objects.items()}
        told |= {"HOSO_STATE": str(self.where.state), "HOSO_WAREHOUSE_URL": self.where.url}
        said, says = _READY.Pipe(duplex=False)
        told |= {"HOSO_API_URL": make.ISSUER}
        self._process = _READY.Process(target=_serve, args=(told, says, self.where.state / "api.log"))
        self._process.start()
        says.close()
        self._said = said  # as long as it lives: it may say more
        found = re.search(r"http://\S+", os.read(said.fileno(), 4096).decode())
        assert found, self.log[-2000:]
        self.address = found[0]
        self.starts += 1

    @property
    def lives(self) -> bool:
        return self._process is not None and self._process.is_alive()

    @property
    def log(self) -> str:
        return (self.where.state / "api.log").read_text()

    def kill(self) -> None:
        """As nothing can be caught of."""
        if self._process is not None:
            self._process.kill()
            self._process.join()


def _serve(told: Mapping[str, str], says: Pipe, log: Path) -> None:
    """As from the command line, in a process of its own that has all modules already."""
    os.environ.update(told)
    os.dup2(says.fileno(), 1)
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    sys.argv[1:] = ["serve", "api", "--port", "0"]
    app()


@dataclass
class Writer:
    """Revises the phones of some people, in a process of its own."""

    where: Installation
    of: Sequence[people.Held]
    most: int  # revisions; 0: until it is killed
    _process: BaseProcess = field(init=False)

    def __post_init__(self) -> None:
        self._process = _FORK.Process(target=self._run)
        self._process.start()

    def _run(self) -> None:
        with self.where.opened() as service:
            for number, held in enumerate(itertools.cycle(self.of), 1):
                new = RecordField("phone", f"09{number:08d}", Method.KEYED, verified_by="can-bo-1")
                service.warehouse.revise_record(held.records["person"], new, person="can-bo-1")
                if number == self.most:
                    return

    def kill(self) -> None:
        self._process.kill()
        self._process.join()

    def ended(self) -> int:
        """Its exit code."""
        self._process.join()
        return self._process.exitcode or 0


@dataclass(frozen=True)
class World:
    """Whom it is about, and who asks."""

    held: tuple[people.Held, ...]
    senders: tuple[make.Sender, ...]


def settle(where: Installation) -> World:
    """People with papers, and clients that may everything."""
    with where.opened() as service:
        numbers = [f"0991876{number:05d}" for number in range(PEOPLE)]
        held = tuple(people.hold(service, one, f"H56.12-261101-{one[-4:]}") for one in numbers)
        found = tuple(make.sender(service, *asking.EVERYTHING, allowance=asking.UNBOUND) for _ in range(CLIENTS))
    return World(held, found)


@dataclass(frozen=True)
class Office:
    """The service and its clients, each with a token."""

    where: Installation
    served: Served
    heard: Heard
    world: World
    clients: tuple[Client, ...]

    def jobs(self) -> list[Callable[[], None]]:
        shares = [self.world.held[start : start + EACH] for start in range(0, len(self.world.held), EACH)]
        return [partial(work, one, share) for one, share in zip(self.clients, shares, strict=True)]


@contextmanager
def open_office(where: Installation, world: World) -> Iterator[Office]:
    served, heard = Served(where), Heard()
    served.start()
    found = tuple(Client(served, sender, heard) for sender in world.senders)
    try:
        for one in found:
            one.log_in()
        yield Office(where, served, heard, world, found)
    finally:
        served.kill()
        for one in found:
            one.close()


# --- what is left afterwards

UNLOGGED = """
SELECT code FROM unnest(CAST(:codes AS text[])) AS code
WHERE NOT EXISTS (SELECT FROM audit WHERE action LIKE '%.read' AND details ->> 'dossier' = code)
"""
UNTOLD = """
SELECT request FROM unnest(CAST(:requests AS text[])) AS request
WHERE NOT EXISTS (SELECT FROM audit WHERE subject = request AND action = 'service.refused')
"""
TOTALS = """
SELECT 'reuse', count(*) FROM reuse UNION ALL SELECT 'outside', count(*) FROM outside_dossier
UNION ALL SELECT 'state ' || state, count(*) FROM record_state GROUP BY 1
UNION ALL SELECT 'correction', count(*) FROM subject_request UNION ALL SELECT 'step', count(*) FROM subject_step
UNION ALL SELECT 'export ' || state, count(*) FROM export GROUP BY 1
UNION ALL SELECT 'webhook', count(*) FROM webhook UNION ALL SELECT 'once', count(*) FROM service_once
UNION ALL SELECT 'event ' || kind, count(*) FROM outbox GROUP BY 1
UNION ALL SELECT 'row ' || action, count(*) FROM audit WHERE action NOT LIKE '%.read' AND action NOT LIKE 'client.%'
    AND action NOT IN ('service.refused', 'export.finished', 'export.fetched', 'audit.verified') GROUP BY 1
"""


def totals(where: Installation) -> dict[str, int]:
    return dict(map(tuple, where.rows(TOTALS)))


def check_told(where: Installation, heard: Heard) -> None:
    """Every answer with a value, and every refusal, has its row; what could not be answered says when to come again."""
    assert not heard.broken, heard.broken
    by_status = Counter(one.status for one in heard.given)
    assert not {one for one in by_status if one >= 500 and one != 503}, by_status
    read = [one.code for one in heard.given if one.code and one.status < 300]
    assert not where.rows(UNLOGGED, codes=read)
    refused = [one.request for one in heard.given if 400 <= one.status < 500 and one.status != 401]
    assert not where.rows(UNTOLD, requests=refused)
    for one in heard.given:
        if one.status >= 400:
            assert one.headers["content-type"].startswith("application/problem+json"), one
            assert str(where.state).encode() not in one.body
        if one.status == 503:
            assert int(one.headers["retry-after"]) > 0, one


def check_whole(where: Installation) -> None:
    """The chain of the audit, once what was written is linked, and every object; nothing half lies about."""
    with where.opened() as service:
        report = Seals(service.warehouse, where.state).verify()
        assert report.whole, report
        for digest in service.objects:
            service.objects.check(digest)
    unfinished = where.state / "objects" / "unfinished"
    assert not unfinished.is_dir() or not list(unfinished.iterdir())


def check_order(where: Installation, told: list[dict[str, Any]]) -> None:
    """Of each person as it happened: the events come in the order in which the revisions were numbered."""
    expected = where.rows(REVISIONS)
    assert len(expected) == 3
    numbers = dict(where.rows("SELECT xid || ' ' || seq, codes ->> 'revision' FROM outbox WHERE kind = 'REVISED'"))
    of_records: dict[str, list[int]] = {}
    for place, record in where.rows(REVISED):
        of_records.setdefault(record, []).append(int(numbers[place]))
    assert {record: len(found) + 1 for record, found in of_records.items()} == dict(expected)
    assert all(found == sorted(found) for found in of_records.values())
    seen = [one["data"]["record"] for one in told if one["type"].endswith("record.revised")]
    assert seen == [record for _, record in where.rows(REVISED)]


REVISED = "SELECT xid || ' ' || seq, record_id::text FROM outbox WHERE kind = 'REVISED' ORDER BY xid, seq"
REVISIONS = """
SELECT record_id::text, max(revision) FROM record_field WHERE field = 'phone' GROUP BY 1 HAVING max(revision) > 1
"""
