"""The service, its database, its disk and its object store fail while clients are at work: afterwards everything that
was accepted is there exactly once, and nothing was given out of which the audit does not know."""

import itertools
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import api_makers as make
import mishap_clients as clients
import pytest
import subject_makers as subjects
from fastapi.testclient import TestClient
from mishap_clients import Teller, at_work
from mishap_service import (
    CLIENTS,
    Installation,
    World,
    Writer,
    check_order,
    check_told,
    check_whole,
    open_office,
    settle,
    totals,
)

from api.service import Service
from errors import StorageUnavailable
from storage import private_postgres
from storage.connection import engine_for
from storage.migrating import migrate
from storage.s3 import open_s3

pytestmark = pytest.mark.contract
_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Server:
    """One that keeps what it commits, on a disk of its own where one may be mounted."""

    folder: Path
    small: bool

    def start(self) -> None:
        private_postgres.start(self.folder / "postgres")

    def kill(self) -> None:
        written = (self.folder / "postgres" / "data" / "postmaster.pid").read_text()
        os.kill(int(written.split()[0]), signal.SIGKILL)

    def copy(self, name: str, template: str) -> str:
        keeper = engine_for(private_postgres.url(self.folder / "postgres", "postgres"))
        with keeper.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        keeper.dispose()
        return private_postgres.url(self.folder / "postgres", name)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=400m,mode=0755", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    held = Server(folder, mounted)
    try:
        held.start()
        yield held
    finally:
        private_postgres.stop(folder / "postgres")
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


@dataclass(frozen=True)
class Settled:
    """People and clients of which every test has a copy of its own."""

    server: Server
    state: Path
    world: World

    def copied(self, state: Path) -> Installation:
        shutil.copytree(self.state, state)
        return Installation(state, self.server.copy(f"mishap_{next(_NUMBERS)}", "settled"))


@pytest.fixture(scope="module")
def settled(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Settled:
    where = Installation(tmp_path_factory.mktemp("settled") / "state", server.copy("settled", "template1"))
    migrate(where.url)
    return Settled(server, where.state, settle(where))


@pytest.fixture
def where(settled: Settled, tmp_path: Path) -> Installation:
    return settled.copied(tmp_path / "state")


@pytest.fixture(scope="module")
def undisturbed(settled: Settled, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    where = settled.copied(tmp_path_factory.mktemp("undisturbed") / "state")
    with open_office(where, settled.world) as office, at_work(office.heard, *office.jobs()):
        pass
    check_told(where, office.heard)
    found = totals(where)
    check_whole(where)
    return found


def test_a_service_that_is_killed_under_load(
    where: Installation, settled: Settled, undisturbed: dict[str, int]
) -> None:
    with open_office(where, settled.world) as office:
        client, held = office.clients[0], settled.world.held[0]
        form, shown = client.sender.form(datetime.now(UTC)), {"assertion": clients.assertion(client, held)}
        assert [client.token_for(form).status, client.post("subjects/log", shown).status] == [200, 200]
        with at_work(office.heard, *office.jobs()):
            for answers in (13, 21, 30):
                office.heard.wait_for(answers)
                office.served.kill()
                office.served.start()
        assert totals(where) == undisturbed
        # what counts once has counted, under tokens of before
        assert [client.token_for(form).status, client.post("subjects/log", shown).status] == [401, 403]
        for one in office.clients:
            before, again = one.changed, one.repeat()
            assert (again.body, again.headers["idempotency-replayed"]) == (before.body, "true")
    check_told(where, office.heard)
    assert totals(where) == undisturbed
    check_whole(where)


def test_a_correction_that_was_cut_short_comes_again_as_it_was(
    service: Service, http: TestClient, clock: make.Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its assertion is spent by the change that it brings about, not by an attempt."""
    held, sender = subjects.loaded(service), make.sender(service, "corrections:write")
    asked = {"record_id": held.own, "field": "phone", "shows": "0987654321", "why": "số mới"}
    body = asked | {"assertion": subjects.assertion(sender, held, clock())}
    token = sender.token(http, clock())

    def send(key: str) -> Any:
        return http.post("/v1/subjects/corrections", json=body, headers=make.bearer(token, **{"Idempotency-Key": key}))

    def away(*_: object) -> str:
        raise StorageUnavailable("away")

    with monkeypatch.context() as broken:
        broken.setattr("storage.service.subject_requests.receive", away)
        assert send("k1").status_code == 503
    made = send("k1")
    assert made.status_code == 201, made.text
    assert send("k1").json() == made.json()
    assert send("k2").status_code == 403


def test_a_database_that_is_killed_under_the_service(
    where: Installation, server: Server, settled: Settled, undisturbed: dict[str, int]
) -> None:
    with open_office(where, settled.world) as office:
        with at_work(office.heard, *office.jobs()):
            for answers in (9, 30):
                office.heard.wait_for(answers)
                server.kill()
                office.heard.wait_for(CLIENTS, status=503)
                server.start()
        assert (office.served.starts, office.served.lives) == (1, True)
    check_told(where, office.heard)
    assert totals(where) == undisturbed
    check_whole(where)


def test_a_disk_that_fills_up_under_the_service(
    where: Installation, server: Server, settled: Settled, undisturbed: dict[str, int]
) -> None:
    if not server.small:
        pytest.skip("no file system may be mounted here")
    ballast, ended = server.folder / "ballast", Event()
    with open_office(where, settled.world) as office:
        reader = office.clients[0]

        def look_on() -> None:
            """Reads and nothing else, full or not."""
            while not ended.is_set():
                reader.get_once(f"records/{settled.world.held[0].records['person']}")

        with at_work(office.heard, *office.jobs(), look_on):
            office.heard.wait_for(20)
            fill(ballast)
            office.heard.wait_for(2 * CLIENTS, status=503)
            ballast.unlink()
            server.start()  # one without room for its own log stops
            office.heard.wait_for(CLIENTS, status=200)
            ended.set()
        assert office.served.lives
    check_told(where, office.heard)
    assert totals(where) == undisturbed
    check_whole(where)


def fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(1 << 16)):
                pass
        except OSError:
            return


def test_objects_that_are_gone_for_a_while(where: Installation, settled: Settled) -> None:
    """Unmounted: what needs no object goes on, and what needs one is told to come again, not that it is not held."""
    objects, away = where.state / "objects", where.state / "away"
    with open_office(where, settled.world) as office:
        client, held = office.clients[0], settled.world.held[0]
        original = f"documents/{held.documents['giay_khai_sinh']}/original"
        shown = client.get(original)
        assert shown.status == 200, shown.body
        done = clients.export(client)
        objects.rename(away)
        clients.look(client, held)
        clients.tell_reuse(client, held)
        asked = client.post("exports", {}, clients.fresh_code(), **clients.key())
        place = asked.headers["location"].removeprefix("/v1/")
        for path in (original, f"{done}/manifest"):
            given = client.get_once(path, told=path is original)
            assert (given.status, given.problem) == (503, "away"), given
        assert json.loads(client.get(place, told=False).body)["state"] == "ASKED"
        assert not objects.exists()
        away.rename(objects)
        assert client.get(original).body == shown.body
        clients.fetch(client, place)
    check_told(where, office.heard)
    check_whole(where)


def test_an_s3_server_that_is_gone_for_a_while(where: Installation, settled: Settled) -> None:
    from moto.server import ThreadedMotoServer  # slow to import, and needed by few

    store = ThreadedMotoServer(port=0, verbose=False)
    store.start()
    host, port = store.get_host_and_port()
    open_s3(f"{host}:{port}", "key", "secret", secure=False, retries=0).make_bucket("papers")
    told = {"objects": "s3://papers", "s3_endpoint": f"{host}:{port}", "s3_secure": "false"}
    where = replace(where, objects={**told, "s3_access_key": "key", "s3_secret_key": "secret"})
    with open_office(where, settled.world) as office:
        client, held = office.clients[0], settled.world.held[0]
        place = clients.export(client)
        store.stop()
        clients.look(client, held)
        given = client.get_once(f"{place}/manifest", told=False)
        assert (given.status, given.problem) == (503, "away"), given
        asked = client.post("exports", {}, clients.fresh_code(), **clients.key())
        assert asked.status == 202
        again = ThreadedMotoServer(port=port, verbose=False)
        again.start()
        try:
            clients.fetch(client, place)
            clients.fetch(client, asked.headers["location"].removeprefix("/v1/"))
        finally:
            again.stop()
    check_told(where, office.heard)


def test_events_while_their_writers_are_killed(where: Installation, settled: Settled) -> None:
    """Whoever follows by a cursor, in whatever steps, is told the same, once, in order."""
    people = settled.world.held[:3]
    writers = [Writer(where, people, most) for most in (0, 0, 10)]
    with open_office(where, settled.world) as office:
        ended = Event()
        tellers = [Teller(one, limit) for one, limit in zip(office.clients, (10, 33, 100, 500), strict=True)]
        with at_work(office.heard, *(partial(one.follow, ended) for one in tellers)):
            for writer in writers[:-1]:
                told = len(tellers[-1].told)
                office.heard.wait_until(lambda told=told: len(tellers[-1].told) > told)  # type: ignore[misc]
                writer.kill()
            office.served.kill()
            office.served.start()
            assert writers[-1].ended() == 0
            ended.set()
    whole = where.rows("SELECT seq FROM outbox")
    for one in tellers:
        assert one.told == tellers[0].told
        assert len(one.told) == len({each["id"] for each in one.told}) == len(whole)
    check_order(where, tellers[0].told)
    check_whole(where)
