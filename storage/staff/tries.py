"""How often one may try to log in. Guessing is slowed down; nobody can shut a colleague out for good.

A stranger's tries count against the account and against the address, and stop counting after a quarter of an hour. A
browser in which somebody logged in before counts for itself: whoever guesses elsewhere takes nothing from it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from storage.change import Change
from storage.schema_staff import STAFF_LOGIN_TRY
from storage.sealing.blind import blind_of
from storage.staff.accounts import account_blind

WINDOW = timedelta(minutes=15)
_KEPT = timedelta(hours=1)
PER_BROWSER = 10  # failures of one account in a browser that it is known in
PER_PAIR = 5  # of one account from one address
PER_ACCOUNT = 20  # of one account from everywhere
PER_PLACE = 30  # of all accounts from one address: an office may be one address
_ONE_AT_A_TIME = 7203023  # first half of an advisory lock, the account being the second


@dataclass(frozen=True, slots=True)
class From:
    """Where a try comes from."""

    address: str  # of the network
    browser: str = ""  # its mark, where this account was logged in there before


class TooManyTries(Exception):
    """`wait_s`: until the next one is looked at. This one was not, and does not count."""

    def __init__(self, wait_s: int) -> None:
        super().__init__("too many tries")
        self.wait_s = wait_s


def admit(change: Change, account: str, place: From) -> None:
    """Counts one try as failed, until `forget` says that it was not. Raises TooManyTries."""
    connection = change.connection
    blind, spot = _keys(connection, account, place)
    connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME, int.from_bytes(blind[:4], signed=True))))
    connection.execute(delete(STAFF_LOGIN_TRY).where(STAFF_LOGIN_TRY.c.made_at < change.now - _KEPT))
    wait = _wait(connection, blind, spot, known=bool(place.browser), now=change.now)
    if wait:
        raise TooManyTries(wait)
    connection.execute(insert(STAFF_LOGIN_TRY).values(account=blind, place=spot, made_at=change.now))


def forget(change: Change, account: str, place: From) -> None:
    """It was the right one: the failures of this account from here count no more."""
    blind, spot = _keys(change.connection, account, place)
    ours = STAFF_LOGIN_TRY.c.account == blind, STAFF_LOGIN_TRY.c.place == spot
    change.connection.execute(delete(STAFF_LOGIN_TRY).where(*ours))


def forget_all(change: Change, account: str) -> None:
    """Whoever gives an account a new password lets it be tried again from everywhere."""
    for place in (From(""), From("", "any")):
        blind, _ = _keys(change.connection, account, place)
        change.connection.execute(delete(STAFF_LOGIN_TRY).where(STAFF_LOGIN_TRY.c.account == blind))


def _wait(connection: Connection, account: bytes, place: bytes, *, known: bool, now: datetime) -> int:
    """Seconds until one of the limits lets another try pass; 0: now."""
    of_account, of_place = STAFF_LOGIN_TRY.c.account == account, STAFF_LOGIN_TRY.c.place == place
    pair = of_account & of_place
    limits = [(pair, PER_BROWSER)] if known else [(pair, PER_PAIR), (of_account, PER_ACCOUNT), (of_place, PER_PLACE)]
    waits = [0]
    for which, most in limits:
        times = select(STAFF_LOGIN_TRY.c.made_at).where(which, STAFF_LOGIN_TRY.c.made_at > now - WINDOW)
        full = connection.scalar(times.order_by(STAFF_LOGIN_TRY.c.made_at.desc()).offset(most - 1).limit(1))
        if full is not None:
            waits.append(max(1, round((full + WINDOW - now).total_seconds())))
    return max(waits)


def _keys(connection: Connection, account: str, place: From) -> tuple[bytes, bytes]:
    """A known browser's tries are kept apart from those of strangers, also where they are counted by account."""
    blind = account_blind(connection, account)
    if place.browser:
        return blind_of(connection, "staff.known", blind.hex()), blind_of(connection, "staff.browser", place.browser)
    return blind, blind_of(connection, "staff.address", place.address)
