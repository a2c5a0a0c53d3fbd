"""Staff as an administrator would register them, and browsers as they would use the station. All are invented."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from review.app import answer_from, make_app
from review.station import Station
from storage.staff import accounts
from storage.staff.accounts import NewStaff
from storage.staff.passwords import Passwords
from storage.staff.posts import EVERYWHERE, StaffRole, posts_of

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # of a server that may lose all
ORIGIN = "http://station.test"
PASSWORD = "con cò bay lả bay la"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
SAME_ORIGIN = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
BEGIN = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
_NUMBERS = itertools.count(1)
_FREE: list[FastAPI] = []
_TAKEN: dict[int, tuple[Station, FastAPI]] = {}


@dataclass
class Clock:
    now: datetime = BEGIN

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **much: float) -> None:
        self.now += timedelta(**much)


@dataclass(frozen=True)
class Browser:
    """One browser at one desk, which may be logged in."""

    http: TestClient
    account: str = ""

    def log_in(self, password: str = PASSWORD, account: str = "") -> Response:
        return self.http.post(
            "/login",
            data={"account": account or self.account, "password": password},
            headers={"Accept": "application/json", **SAME_ORIGIN},
        )

    @property
    def form(self) -> str:
        """The token of the session that is open."""
        return str(self.http.get("/session").json()["form"])

    def send(self, method: str, path: str, **more: object) -> Response:
        """As a script of the station's own sends it."""
        headers = {"X-Hoso-Form": self.form, "Accept": "application/json", **SAME_ORIGIN}
        return self.http.request(method, path, headers=headers | more.pop("headers", {}), **more)  # type: ignore[arg-type, operator]

    def look(self, path: str) -> Response:
        """As a person opens a page."""
        return self.http.get(path, headers={"Accept": "text/html"}, follow_redirects=False)


def station_with(opened: Station, clock: Clock, origin: str = ORIGIN, **settings: object) -> Station:
    """The same, with passwords that are quick to hash and a clock that the test moves."""
    opened.warehouse._clock = clock
    return Station(
        opened.settings.model_copy(update=settings),
        opened.warehouse,
        opened.objects,
        opened.secret,
        Passwords(CHEAP),
        clock,
        origin,
    )


def browser(station: Station, account: str = "", address: str = "") -> Browser:
    """`address`: of its network; "": one of its own."""
    address = address or f"2001:db8:0:{next(_NUMBERS):x}::1"
    app = app_of(station)
    http = TestClient(app, base_url=station.origin, raise_server_exceptions=False, client=(address, 50000))
    return Browser(http, account)


def app_of(station: Station) -> FastAPI:
    """The one of this station. Applications are used again by later tests: to make one takes a while."""
    if id(station) not in _TAKEN:
        app = _FREE.pop() if _FREE else make_app(station)
        answer_from(app, station)
        _TAKEN[id(station)] = station, app
    return _TAKEN[id(station)][1]


def give_apps_back() -> None:
    """At the end of a test: its stations are no more."""
    _FREE.extend(app for _, app in _TAKEN.values())
    _TAKEN.clear()


def new_staff(
    station: Station,
    *roles: StaffRole,
    offices: Sequence[str] = (EVERYWHERE,),
    once: bool = False,
    password: str | None = PASSWORD,
) -> accounts.Staff:
    """A colleague with an account of their own."""
    number = next(_NUMBERS)
    new = NewStaff(
        f"canbo{number}",
        f"Đặng Thị Mẫu {number}",
        posts_of(roles or (StaffRole.CLERK,), offices),
        station.passwords.hash(password) if password else None,
        once,
    )
    with station.warehouse.changing("tests") as change:
        staff_id = accounts.add(change, new)
        return accounts.staff(change.connection, staff_id)


def logged_in(station: Station, *roles: StaffRole, offices: Sequence[str] = (EVERYWHERE,)) -> Browser:
    """The browser of a colleague with these roles."""
    one = browser(station, new_staff(station, *roles, offices=offices).account)
    answer = one.log_in()
    assert answer.status_code == 200, answer.text
    return one


def replaced(station: Station, **parts: Any) -> Station:
    """The same station with some parts exchanged."""
    return replace(station, **parts)


def audited(station: Station, subject: str) -> list[str]:
    """What the audit tells of it, in order."""
    with station.warehouse.looking() as connection:
        told = "SELECT action FROM audit WHERE subject = %(subject)s ORDER BY seq"
        return list(connection.exec_driver_sql(told, {"subject": subject}).scalars())


def by_account(connection: Any, account: str) -> str:
    """The id of who logs in by this name."""
    return accounts.by_account(connection, account).id


def come_back(one: Browser, to: str = "/account") -> tuple[Response, str]:
    """To the provider and back; what the station says then, and the address that brought it there."""
    sent = one.http.get("/oidc/start", params={"to": to}, follow_redirects=False)
    assert sent.status_code == 303, sent.text
    back = httpx.get(sent.headers["location"], trust_env=False).headers["location"]
    path = back.removeprefix(ORIGIN)
    return one.look(path), path
