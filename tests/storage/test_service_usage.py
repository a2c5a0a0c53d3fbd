"""Allowances, kept answers and things that count once, under many requests at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from errors import DossierError, NotHeld
from storage.service import clients, usage
from storage.service.idempotency import KeptAnswer, KeyReused, begin, finish, forget
from storage.service.tokens import clear, first_time
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
CLIENT = clients.Client("portal.h56", "Sở thử nghiệm", ("H56",), ("*",), ("reuse:prefill",), ())


@pytest.fixture
def client(warehouse: Warehouse) -> clients.Client:
    with warehouse.changing() as change:
        clients.add(change, CLIENT)
    return CLIENT


def at_once(work: Callable[[int], Any], times: int) -> list[Any]:
    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(work, range(times)))


def spent(warehouse: Warehouse, allowance: clients.Allowance, subject: str, purpose: str = "D") -> usage.Spent:
    class Over(Exception):
        pass

    try:
        with warehouse.looking() as connection:
            told = usage.spend(connection, CLIENT.id, allowance, DAY, subject, purpose)
            if told.refused:
                raise Over
    except Over:
        pass
    return told


def test_no_read_is_allowed_beyond_the_allowance(warehouse: Warehouse, client: clients.Client) -> None:
    allowance = clients.Allowance(reads_per_day=20, reads_per_subject=5, reads_per_purpose=50)
    told = at_once(lambda number: spent(warehouse, allowance, f"p{number % 6}").refused, 40)
    assert told.count(None) == 20
    assert set(told) <= {None, usage.Counted.CLIENT, usage.Counted.SUBJECT}
    with warehouse.looking() as connection:
        assert usage.used_today(connection, CLIENT.id, DAY) == usage.Used(20, 6)
        assert usage.forget_before(connection, DAY) == 0
        assert usage.forget_before(connection, DAY + timedelta(days=1)) > 0


def test_what_one_allowance_refuses_no_other_counts(warehouse: Warehouse, client: clients.Client) -> None:
    allowance = clients.Allowance(reads_per_subject=1)
    assert spent(warehouse, allowance, "p1") == usage.Spent(None, 1, 19_999)
    assert spent(warehouse, allowance, "p1") == usage.Spent(usage.Counted.SUBJECT)
    assert spent(warehouse, allowance, "p2") == usage.Spent(None, 2, 19_998)
    assert spent(warehouse, replace(allowance, reads_per_purpose=0), "p3").refused is usage.Counted.PURPOSE
    assert spent(warehouse, replace(allowance, reads_per_day=2), "p3").refused is usage.Counted.CLIENT


def test_an_alert_is_raised_once_a_day(warehouse: Warehouse, client: clients.Client) -> None:
    for day, new in ((DAY, True), (DAY, False), (DAY + timedelta(days=1), True)):
        with warehouse.changing() as change:
            assert usage.alert(change, CLIENT.id, day, usage.Alert.MANY_SUBJECTS, 7) is new
    with warehouse.looking() as connection:
        assert [one.day for one in usage.alerts(connection, DAY)] == [DAY + timedelta(days=1), DAY]


def test_of_requests_that_come_at_once_one_does_the_work(warehouse: Warehouse, client: clients.Client) -> None:
    done = []

    def ask(number: int) -> bytes:
        with warehouse.changing() as change:
            kept = begin(change, CLIENT.id, "key", "op", b"same")
            if kept is None:
                done.append(number)
                kept = KeptAnswer(201, {"ETag": '"1"'}, f"được {number}".encode())
                finish(change, CLIENT.id, "key", kept)
            return kept.body

    assert set(at_once(ask, 12)) == {f"được {done[0]}".encode()}
    assert len(done) == 1


def test_work_that_fails_leaves_its_key_free(warehouse: Warehouse, client: clients.Client) -> None:
    def fail() -> None:
        with warehouse.changing() as change:
            begin(change, CLIENT.id, "key", "op", b"same")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with warehouse.changing() as change:
        assert begin(change, CLIENT.id, "key", "op", b"same") is None
        finish(change, CLIENT.id, "key", KeptAnswer(200, {}, b"{}"))
    with pytest.raises(KeyReused), warehouse.changing() as change:
        begin(change, CLIENT.id, "key", "op", b"other")
    with pytest.raises(KeyReused), warehouse.changing() as change:
        begin(change, CLIENT.id, "key", "elsewhere", b"same")
    with warehouse.looking() as connection:
        assert forget(connection, datetime.now(UTC) + timedelta(days=1)) == 1


def test_what_counts_once_counts_once(warehouse: Warehouse) -> None:
    def come(_: int) -> bool:
        with warehouse.looking() as connection:
            return first_time(connection, "assertion", "portal.h56", "jti", NOW)

    assert at_once(come, 12).count(True) == 1
    with warehouse.looking() as connection:
        assert first_time(connection, "assertion", "portal.h57", "jti", NOW)
        assert first_time(connection, "proof", "portal.h56", "jti", NOW)
        clear(connection, NOW + timedelta(hours=1))
    assert come(0)


def test_a_client_is_registered_once_and_its_keys_overlap(warehouse: Warehouse, client: clients.Client) -> None:
    first, second = (clients.ClientKey(kid, {"kty": "EC"}, "ES256", NOW, NOW + timedelta(days=30)) for kid in "ab")
    with warehouse.changing() as change:
        clients.rotate(change, CLIENT.id, [first], NOW)
    with warehouse.changing() as change:
        clients.rotate(change, CLIENT.id, [second], NOW + timedelta(days=3))
    with warehouse.looking() as connection:
        held = clients.client(connection, CLIENT.id)
    days = {kid: [bool(held.key(kid, NOW + timedelta(days=day))) for day in (0, 2, 4, 31)] for kid in "ab"}
    assert days == {"a": [True, True, False, False], "b": [True, True, True, False]}
    with pytest.raises(DossierError), warehouse.changing() as change:
        clients.add(change, CLIENT)
    with pytest.raises(DossierError), warehouse.changing() as change:
        clients.rotate(change, CLIENT.id, [first], NOW)
    with pytest.raises(NotHeld), warehouse.changing() as change:
        clients.revoke(change, "nobody", "x")
    with pytest.raises(NotHeld), warehouse.changing() as change:
        clients.set_scopes(change, "nobody", [])
