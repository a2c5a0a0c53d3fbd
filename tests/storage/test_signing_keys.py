"""Signing keys: published before they sign, handed over at one moment for all, revoked at once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from errors import NotHeld, RotationRefused
from storage.connection import engine_for
from storage.sealing.vault import Vault
from storage.service.key_pairs import Algorithm, jwk, new_pair, thumbprint
from storage.service.signing_keys import (
    HANDOVER,
    KeyState,
    Revocation,
    SigningKey,
    ensure_keys,
    revoke,
    rotate,
    signing_keys,
)
from storage.warehouse import Warehouse

BEGIN = datetime(2026, 11, 20, 8, tzinfo=UTC)
STATES = """
signs from | signs until | revoked | state at 0
-          | -           | -       | NEXT
+2         | -           | -       | NEXT
-9         | -           | -       | CURRENT
0          | -           | -       | CURRENT
-9         | +2          | -       | CURRENT
-9         | 0           | -       | RETIRED
-9         | -3          | -       | RETIRED
-9         | -           | -1      | REVOKED
-          | -           | -1      | REVOKED
"""


class Clock:
    now = BEGIN

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(warehouse_url: str, vault: Vault, clock: Clock) -> Iterator[Warehouse]:
    with Warehouse(warehouse_url, vault, clock=clock) as opened:
        yield opened


def states(warehouse: Warehouse, now: datetime) -> list[str]:
    with warehouse.looking() as connection:
        return sorted(one.state(now).name for one in signing_keys(connection))


def signing(warehouse: Warehouse, now: datetime) -> str:
    with warehouse.looking() as connection:
        return next(one.kid for one in signing_keys(connection) if one.state(now) is KeyState.CURRENT)


@pytest.mark.parametrize("row", [line.split("|") for line in STATES.strip().splitlines()[1:]])
def test_the_state_follows_from_the_dates(row: list[str]) -> None:
    *days, state = (cell.strip() for cell in row)
    start, until, revoked = (None if day == "-" else BEGIN + timedelta(minutes=int(day)) for day in days)
    key = SigningKey(new_pair(Algorithm.EDDSA), BEGIN - timedelta(days=1), start, until, revoked)
    assert key.state(BEGIN).name == state


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_thumbprint_is_that_of_rfc_7638(algorithm: Algorithm) -> None:
    from jwt import PyJWK  # reads the key as any other program would

    pair = new_pair(algorithm)
    read = PyJWK({**jwk(pair.public), "alg": algorithm.value}).key
    assert thumbprint(read) == pair.kid
    assert len(pair.kid) == 43


@pytest.mark.contract
def test_a_rotation_waits_until_verifiers_know_the_next_key(kept: Warehouse, clock: Clock) -> None:
    with kept.changing() as change:
        ensure_keys(change)
        ensure_keys(change)
    assert states(kept, clock.now) == ["CURRENT", "NEXT"]
    first = signing(kept, clock.now)
    with pytest.raises(RotationRefused), kept.changing() as change:
        rotate(change)
    clock.now += timedelta(minutes=21)
    with kept.changing() as change:
        chosen = rotate(change)
    assert signing(kept, clock.now) == first
    with pytest.raises(RotationRefused), kept.changing() as change:
        rotate(change, hurry=True)
    clock.now += HANDOVER
    assert signing(kept, clock.now) == chosen.kid
    assert states(kept, clock.now) == ["CURRENT", "NEXT", "RETIRED"]
    with kept.changing() as change:
        rotate(change, hurry=True)
    with kept.looking() as connection:
        private = {one.kid: one.pair.private for one in signing_keys(connection, secret=True)}
    assert private[first] is None
    assert private[chosen.kid] is not None


@pytest.mark.contract
@pytest.mark.parametrize("handover", [False, True])
@pytest.mark.parametrize("which", ["CURRENT", "NEXT"])
def test_after_a_revocation_somebody_signs_and_somebody_is_next(
    which: str, handover: bool, kept: Warehouse, clock: Clock
) -> None:
    with kept.changing() as change:
        ensure_keys(change)
        if handover:
            rotate(change, hurry=True)
    with kept.looking() as connection:
        keys = signing_keys(connection)
    chosen = [one for one in keys if one.state(clock.now).name == which]
    kid = sorted(chosen, key=lambda one: one.signs_from is None)[0].kid
    with kept.changing() as change:
        revoke(change, kid, Revocation.COMPROMISED)
        revoke(change, kid, Revocation.MISTAKEN)
    for later in (timedelta(0), HANDOVER, timedelta(days=1)):
        found = states(kept, clock.now + later)
        assert found.count("CURRENT") == 1, later
        assert "NEXT" in found
        assert found.count("REVOKED") == 1
        assert signing(kept, clock.now + later) != kid
    with kept.looking() as connection:
        held = next(one for one in signing_keys(connection, secret=True) if one.kid == kid)
    assert (held.pair.private, held.reason) == (None, Revocation.COMPROMISED)


@pytest.mark.contract
def test_a_private_half_is_sealed_and_an_unknown_key_is_not_held(kept: Warehouse, warehouse_url: str) -> None:
    with kept.changing() as change:
        ensure_keys(change)
    engine = engine_for(warehouse_url)
    with engine.connect() as connection:
        written = connection.exec_driver_sql("SELECT private FROM signing_key").scalars().all()
    engine.dispose()
    assert len(written) == 2
    assert not any("MIG" in text[:40] or "MC4" in text[:40] for text in written)
    with pytest.raises(NotHeld), kept.changing() as change:
        revoke(change, "nobody", Revocation.MISTAKEN)
