"""Logging in by account and password. Who guesses learns nothing: not which accounts there are, nor by the time it
takes."""

from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from sqlalchemy import Connection

from errors import NotHeld
from storage.change import Change
from storage.staff import accounts, sessions, tries
from storage.staff.accounts import NewStaff, Staff
from storage.staff.passwords import Passwords
from storage.staff.posts import Post
from storage.staff.sessions import Way
from storage.staff.tries import From, TooManyTries
from storage.warehouse import Warehouse


class LogInRefused(Exception):
    """Account and password do not fit, or the account is shut. `reason`: a code, for the audit and the metrics."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Proven(Protocol):
    """Who an OpenID provider says it is."""

    @property
    def issuer(self) -> str: ...

    @property
    def subject(self) -> str: ...

    @property
    def account(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def posts(self) -> tuple[Post, ...] | None:
        """None: those of the account."""
        ...


@dataclass(frozen=True, slots=True)
class LoggedIn:
    staff: Staff
    token: str = field(repr=False)


def log_in(warehouse: Warehouse, passwords: Passwords, account: str, password: str, place: From) -> LoggedIn:
    """A session is begun. Raises LogInRefused, TooManyTries."""
    try:
        with warehouse.changing() as change:
            tries.admit(change, account, place)
            known = _known(change.connection, account)
            kept = accounts.password_of(change.connection, known.id) if known else None
    except TooManyTries:
        _note(warehouse, None, "too-many-tries")
        raise
    right = passwords.fits(kept, password)  # between two transactions: it takes a while
    if known is None or not right or not known.active:
        reason = "unknown" if known is None else "disabled" if right else "wrong-password"
        _note(warehouse, known, reason)
        raise LogInRefused(reason)
    anew = passwords.hashed_anew(kept, password) if kept else None
    with warehouse.changing(known.id) as change:
        tries.forget(change, account, place)
        if anew:
            accounts.set_password(change, known.id, anew, once=known.password_once)
        return LoggedIn(known, sessions.begin(change, known.id, Way.PASSWORD))


def proven_again(warehouse: Warehouse, passwords: Passwords, staff: Staff, password: str, place: From) -> bool:
    """Whether who is logged in knows the password; guesses count as at the log-in. Raises TooManyTries."""
    with warehouse.changing(staff.id) as change:
        tries.admit(change, staff.account, place)
        kept = accounts.password_of(change.connection, staff.id)
    right = passwords.fits(kept, password)
    if right:
        with warehouse.changing(staff.id) as change:
            tries.forget(change, staff.account, place)
    return right


def log_in_known(warehouse: Warehouse, who: Proven) -> LoggedIn:
    """Who an OpenID provider has proven; an account is made at the first time. Raises LogInRefused where it is shut."""
    with warehouse.changing() as change:
        known = accounts.by_subject(change.connection, who.issuer, who.subject)
        if known is None:
            known = accounts.staff(change.connection, _added(change, who))
        elif known.name != who.name:
            accounts.rename(change, known.id, who.name)
    if not known.active:
        _note(warehouse, known, "disabled")
        raise LogInRefused("disabled")
    with warehouse.changing(known.id) as change:
        return LoggedIn(known, sessions.begin(change, known.id, Way.OIDC, who.posts))


def note_refused(warehouse: Warehouse, reason: str) -> None:
    """Somebody came and it was not shown who. `reason`: a code."""
    _note(warehouse, None, reason)


def change_password(warehouse: Warehouse, passwords: Passwords, staff: Staff, new: str) -> None:
    """`new`: as `checked_password` let it pass. Raises NotHeld."""
    hashed = passwords.hash(new)
    with warehouse.changing(staff.id) as change:
        accounts.set_password(change, staff.id, hashed, once=False)


def _added(change: Change, who: Proven) -> str:
    """A local account of the same name is somebody else's, until an administrator says otherwise."""
    taken = _known(change.connection, who.account) is not None
    account = f"{who.account}@{urlsplit(who.issuer).hostname}" if taken else who.account
    return accounts.add(change, NewStaff(account, who.name, issuer=who.issuer, subject=who.subject))


def _known(connection: Connection, account: str) -> Staff | None:
    try:
        return accounts.by_account(connection, account)
    except NotHeld:
        return None


def _note(warehouse: Warehouse, known: Staff | None, reason: str) -> None:
    with warehouse.changing() as change:
        change.note("session.refused", known.id if known else "unknown", reason=reason)
