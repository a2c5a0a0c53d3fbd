"""Several processes that answer on one port: one allowance for a client, and no process is missed or left behind."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import api_makers as make
import asking
import httpx
import pytest
from serving_processes import Together, serving, wait_for

from api.limits import Buckets
from api.opened_tokens import OpenedTokens
from api.service import Service
from settings import Settings

SPAWN = multiprocessing.get_context("spawn")


def stopped() -> float:
    return 1.0


def take_all(buckets: Buckets, client: str, found: Any = None) -> int:
    """How many requests it lets through; told to `found`, too."""
    taken = sum(buckets.take(client, 60).allowed for _ in range(50))
    if found is not None:
        found.put(taken)
    return taken


def test_a_bucket_is_one_for_all_processes() -> None:
    buckets, found = Buckets(clock=stopped), SPAWN.Queue()
    others = [SPAWN.Process(target=take_all, args=(buckets, "a", found)) for _ in range(2)]
    for one in others:
        one.start()
    taken = [found.get(timeout=60) for _ in others]
    for one in others:
        one.join()
    assert sum(taken) == 10
    assert not buckets.take("a", 60).allowed
    assert take_all(buckets, "b") == 10


def test_a_bucket_fills_evenly_and_says_when() -> None:
    now = [5.0]
    buckets = Buckets(clock=lambda: now[0])
    assert take_all(buckets, "a") == 10
    refused = buckets.take("a", 60)
    assert (refused.allowed, refused.wait) == (False, 2)
    assert refused.headers(60)["Retry-After"] == "2"
    now[0] += 3.5
    assert [buckets.take("a", 60).allowed for _ in range(5)] == [True, True, True, False, False]


def test_more_clients_than_the_table_holds_find_a_place() -> None:
    buckets = Buckets()
    assert all(buckets.take(f"client {number}", 60).allowed for number in range(10_000))


def test_a_process_killed_while_it_holds_the_lock_stops_nobody() -> None:
    buckets = Buckets()
    assert buckets._lock.acquire(timeout=1)
    assert buckets.take("a", 60).allowed


def test_a_token_is_verified_once_in_a_while_and_a_wrong_one_each_time() -> None:
    now, asked = [0.0], []
    opened = OpenedTokens(clock=lambda: now[0], seconds=20)

    def verify() -> dict[str, str]:
        asked.append(now[0])
        return {"sub": "a"}

    def refuse() -> dict[str, str]:
        raise ValueError("not ours")

    for moment in (0.0, 19.0, 20.0, 21.0):
        now[0] = moment
        assert opened.claims("token", verify) == {"sub": "a"}
    assert asked == [0.0, 20.0]
    for _ in range(2):
        with pytest.raises(ValueError, match="not ours"):
            opened.claims("another", refuse)


@pytest.fixture(scope="module")
def together(settings: Settings, opened: Service) -> Iterator[Together]:
    with serving(settings, processes=2) as held:
        yield held


@pytest.mark.contract
def test_one_allowance_whichever_process_answers(together: Together, opened: Service) -> None:
    """60 a minute: 10 at once, and no more because another process is asked."""
    slow = replace(asking.UNBOUND, requests_per_minute=60)
    sender = make.sender(opened, "events:read", allowance=slow)
    form = sender.form(datetime.now(UTC), iss=sender.client.id, aud=f"{together.address}/v1/token")
    token = httpx.post(f"{together.address}/v1/token", data=form).json()["access_token"]
    began, said = time.monotonic(), []
    for _ in range(40):  # each over a connection of its own, so that both processes answer
        said.append(httpx.get(f"{together.address}/v1/events", headers=make.bearer(token)).status_code)
    assert set(said) == {200, 429}
    assert 10 <= said.count(200) <= 11 + (time.monotonic() - began)


@pytest.mark.contract
def test_a_killed_process_is_started_anew_and_the_other_answers(together: Together) -> None:
    killed, other = together.workers()
    os.kill(killed, signal.SIGKILL)
    assert wait_for(lambda: together.status() == 200)
    assert wait_for(lambda: len(together.workers()) == 2 and killed not in together.workers())
    assert other in together.workers()
    assert wait_for(lambda: {together.status() for _ in range(20)} == {200})


@pytest.mark.contract
def test_the_processes_end_with_the_one_that_started_them(settings: Settings, opened: Service) -> None:
    with serving(settings, processes=2) as held:
        workers = held.workers()
        held.process.kill()
        held.process.wait()
        assert wait_for(lambda: not any(Path(f"/proc/{one}").exists() for one in workers))
