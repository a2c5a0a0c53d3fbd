"""The load on the mocked registers: right answers are timed, all others are errors, whoever waited is counted."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from benchmarks.registers_load import Load, send
from benchmarks.registers_questions import population_calls, telco_calls
from registers.serve import Addresses, running
from samples.people import make_world


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("load")
    make_world(5, 400).write(folder)
    return folder


@pytest.fixture
def addresses(folder: Path) -> Iterator[Addresses]:
    with running(folder) as addresses:
        yield addresses


def place(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname, parts.port


@pytest.mark.contract
def test_every_question_is_answered_rightly(folder: Path, addresses: Addresses):
    for url, calls in ((addresses.population, population_calls), (addresses.telco, telco_calls)):
        load = send(place(url), calls(folder, place(url), 60, 1), rate=2000, connections=3)
        assert (len(load.latencies), load.errors) == (60, 0)
        assert list(load.latencies) == sorted(load.latencies)
    outcomes = httpx.get(addresses.population + "/admin/asked", trust_env=False).json()["by"]["outcome"]
    assert set(outcomes) == {"hit", "empty"}


@pytest.mark.contract
@pytest.mark.parametrize("how", [{"outage": True}, {"closed": True}, {"half": True}, {"malformed": True}, {"lies": 1}])
def test_what_is_no_right_answer_is_an_error(folder: Path, addresses: Addresses, how: dict[str, object]):
    httpx.post(addresses.telco + "/admin/faults", json=how, trust_env=False).raise_for_status()
    calls = telco_calls(folder, place(addresses.telco), 10, 1)
    known = [call for call in calls if call.expected != b'"ThueBao"']
    load = send(place(addresses.telco), known, rate=2000, connections=2)
    assert (load.latencies, load.errors) == ((), len(known))


@pytest.mark.contract
def test_a_question_that_waits_for_a_connection_is_charged_for_it(folder: Path, addresses: Addresses):
    httpx.post(addresses.telco + "/admin/faults", json={"latency_ms": 20}, trust_env=False).raise_for_status()
    calls = telco_calls(folder, place(addresses.telco), 5, 1)
    load = send(place(addresses.telco), calls, rate=1e6, connections=1)
    assert load.errors == 0
    assert load.latencies[-1] >= 5 * 0.020  # all were due at once, and were answered one after the other


def test_percentiles():
    load = Load(tuple(n / 1000 for n in range(1, 101)), 0, 1.0)
    assert [load.percentile(share) for share in (0.5, 0.99, 1)] == [0.051, 0.1, 0.1]
    assert replace(load, latencies=()).percentile(0.5) == 0
