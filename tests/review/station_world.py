"""Two offices with a clerk each, at the station with no more rights than it has, and all that one of them holds."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import counter_makers as counter
import review_makers as make
from ask_planted import Planter
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx import Response

from review.app import make_app
from review.station import Station
from storage import tasks
from storage.objects import digest_of
from storage.question import Origin
from storage.staff.posts import StaffRole

OFFICE, OTHER = "H56.13", "H56.99"
TAB = str(uuid.uuid4())
SCAN = b"of this test alone"
WORKERS = (StaffRole.CLERK, StaffRole.SECOND_READER, StaffRole.SUPERVISOR)
OVERSEERS = (StaffRole.SUPERVISOR, StaffRole.AUDITOR)


@dataclass(frozen=True)
class Ids:
    """What the clerk of one office has in hand."""

    task: str
    dossier: str
    notice: str
    basket: str
    digest: str
    receipt: str
    tab: str = field(default_factory=lambda: str(uuid.uuid4()))

    def absent(self) -> "Ids":
        """Ids that nobody has."""
        made = {one.name: str(uuid.uuid4()) for one in fields(self)}
        return Ids(**made | {"digest": self.digest, "receipt": "PT-H56.13-261120-9999"})


@dataclass(frozen=True)
class Sent:
    path: str
    more: dict[str, Any] = field(default_factory=dict)


Case = Callable[[Ids], Sent]


def _json(path: str, **body: Any) -> Sent:
    return Sent(path, {"json": body})


def _answer(ids: Ids) -> Sent:
    said = {"tab": ids.tab, "answer_id": str(uuid.uuid4()), "action": "UNREADABLE"}
    return Sent(f"/q/{ids.task}/answer", {"json": said, "headers": {"If-Match": '"1"'}})


def _bring(ids: Ids) -> Sent:
    return Sent(f"{_basket(ids)}/files/{digest_of(SCAN)}", {"content": SCAN, "headers": {"X-Hoso-Name": "1.jpg"}})


def _basket(ids: Ids) -> str:
    return f"/counter/baskets/{ids.basket}"


def _file(ids: Ids) -> str:
    return f"{_basket(ids)}/files/{ids.digest}"


OF_OBJECTS: dict[str, Case] = {  # what an id opens: refused to a stranger like one that there is not
    "GET /q/{task}": lambda ids: Sent(f"/q/{ids.task}"),
    "POST /q/{task}/claim": lambda ids: _json(f"/q/{ids.task}/claim", tab=ids.tab),
    "POST /q/{task}/steal": lambda ids: _json(f"/q/{ids.task}/steal", tab=ids.tab),
    "PUT /q/{task}/answer": _answer,
    "POST /q/{task}/check": lambda ids: _json(f"/q/{ids.task}/check", value="x"),
    "GET /q/{task}/crop/{number}": lambda ids: Sent(f"/q/{ids.task}/crop/0"),
    "GET /q/{task}/page/{number}": lambda ids: Sent(f"/q/{ids.task}/page/1"),
    "GET /counter/baskets/{basket_id}": lambda ids: Sent(_basket(ids)),
    "DELETE /counter/baskets/{basket_id}": lambda ids: Sent(_basket(ids)),
    "PUT /counter/baskets/{basket_id}/order": lambda ids: _json(f"{_basket(ids)}/order", digests=[ids.digest]),
    "PUT /counter/baskets/{basket_id}/files/{digest}": _bring,
    "POST /counter/baskets/{basket_id}/files/{digest}/look": lambda ids: Sent(f"{_file(ids)}/look"),
    "DELETE /counter/baskets/{basket_id}/files/{digest}": lambda ids: Sent(_file(ids)),
    "GET /counter/baskets/{basket_id}/files/{digest}/{number}.webp": lambda ids: Sent(f"{_file(ids)}/1.webp"),
    "POST /counter/baskets/{basket_id}/hand-in": lambda ids: _json(
        f"{_basket(ids)}/hand-in", office=OTHER, procedure="1.004194", dossier_code="H56.99-261120-0001", anyway=True
    ),
    "GET /counter/{number}": lambda ids: Sent(f"/counter/{ids.receipt}"),
    "GET /counter/{number}/qr.svg": lambda ids: Sent(f"/counter/{ids.receipt}/qr.svg"),
}
UNTOLD: dict[str, Case] = {  # answered alike to whoever asks in vain: nothing happened
    "POST /q/{task}/release": lambda ids: _json(f"/q/{ids.task}/release", tab=ids.tab),
    "POST /notices/{notice}/read": lambda ids: _json(f"/notices/{ids.notice}/read"),
    "POST /dossiers/{dossier}/finish": lambda ids: _json(f"/dossiers/{ids.dossier}/finish"),
    "POST /q/beat": lambda ids: _json("/q/beat", tab=ids.tab, tasks=[ids.task]),
}
OF_ONESELF: dict[str, Case] = {  # without an id: one's own, or one's offices'
    "GET /": lambda _: Sent("/"),
    "GET /ask": lambda ids: Sent(f"/ask?task={ids.task}"),
    "GET /q/me": lambda _: Sent("/q/me"),
    "POST /q/next": lambda ids: _json("/q/next", tab=ids.tab, office=OFFICE),
    "POST /q/undo": lambda ids: _json("/q/undo", tab=ids.tab, undo_id=str(uuid.uuid4())),
    "GET /notices": lambda _: Sent("/notices"),
    "GET /me": lambda _: Sent("/me"),
    "GET /session": lambda _: Sent("/session"),
    "GET /account": lambda _: Sent("/account"),
    "GET /account/password": lambda _: Sent("/account/password"),
    "POST /account/password": lambda _: Sent("/account/password", {"data": {"old": "x", "new": "y", "again": "z"}}),
    "POST /account/everywhere": lambda _: Sent("/account/everywhere"),
    "GET /counter": lambda _: Sent("/counter"),
    "POST /counter/find": lambda ids: Sent("/counter/find", {"data": {"said": ids.receipt}}),
    "POST /counter/baskets": lambda _: Sent("/counter/baskets"),
    "GET /supervisor": lambda _: Sent(f"/supervisor?office={OFFICE}"),
    "GET /supervisor/fields": lambda _: Sent(f"/supervisor/fields?office={OFFICE}"),
    "GET /quality": lambda _: Sent(f"/quality?office={OFFICE}"),
    "POST /logout": lambda _: Sent("/logout"),
}
OPEN = {  # to whoever comes: nothing there is about anybody
    "GET /login", "POST /login", "POST /look", "GET /static/{digest}/{name:path}", "GET /texts/{digest}/{locale}.json",
    "GET /oidc/start", "GET /oidc/back", "GET /oidc/end", "GET /healthz", "GET /metrics",
}  # fmt: skip
CASES = OF_OBJECTS | UNTOLD | OF_ONESELF
FOR_ALL = {"GET /", "GET /me", "GET /session", "POST /logout", *(one for one in OF_ONESELF if "/account" in one)}


def roles_for(case: str) -> tuple[StaffRole, ...]:
    """Who may ask it."""
    if case in FOR_ALL:
        return tuple(StaffRole)
    return OVERSEERS if case.split()[1].startswith(("/supervisor", "/quality")) else WORKERS


def routes_of(app: Any) -> set[str]:
    return {f"{method} {one.path}" for one in app.routes if isinstance(one, APIRoute) for method in one.methods}


@dataclass(frozen=True)
class World:
    station: Station  # as the owner of the tables
    bound: Station  # as `hoso serve review` has it
    app: Any

    def browser(self, *roles: StaffRole, offices: tuple[str, ...] = (OFFICE,), log_in: bool = True) -> make.Browser:
        http = TestClient(self.app, base_url=make.ORIGIN, raise_server_exceptions=False)
        one = make.Browser(http, make.new_staff(self.station, *roles, offices=offices).account)
        if log_in:
            assert one.log_in().status_code == 200
        return one

    def ask(self, browser: make.Browser, case: str, ids: Ids) -> Response:
        sent = CASES[case](ids)
        return browser.send(case.split()[0], sent.path, **sent.more, follow_redirects=False)


def world_of(station: Station, bound: Station) -> World:
    served = replace(bound, passwords=station.passwords, clock=station.clock)
    served.warehouse._clock = station.clock
    return World(station, served, make_app(served))


def held_by(world: World, owner: make.Browser) -> Ids:
    """A question that the owner holds, with a notice of it; a basket, and a receipt of another."""
    dossier = Planter(world.station, OFFICE).fields("ho_ten")
    with world.station.warehouse.looking() as connection:
        (task,) = tasks.tasks(connection, dossier, None)
    tab, thief = str(uuid.uuid4()), world.browser(StaffRole.CLERK)
    owner.send("POST", f"/q/{task.id}/claim", json={"tab": tab}).raise_for_status()
    thief.send("POST", f"/q/{task.id}/steal", json={"tab": str(uuid.uuid4())}).raise_for_status()
    (notice,) = owner.send("GET", "/notices").json()["notices"]
    owner.send("POST", f"/q/{task.id}/steal", json={"tab": tab}).raise_for_status()
    paper = counter.jpeg(counter.form())
    done, basket = counter.begun(owner), counter.begun(owner)
    for one in (done, basket):
        one.bring(paper).raise_for_status()
    receipt = done.hand_in(office=OFFICE, anyway=True).json()["receipt"]
    return Ids(task.id, dossier, notice["id"], basket.id, digest_of(paper), receipt, tab)


def planted(world: World, origin: Origin = Origin.STEP, field: str = "ho_ten", office: str = OFFICE) -> str:
    """The id of a new question."""
    dossier = Planter(world.station, office).fields(field, origin=origin)
    with world.station.warehouse.looking() as connection:
        (task,) = tasks.tasks(connection, dossier, None)
    return task.id


def say(browser: make.Browser, task: str, version: int = 1, **more: Any) -> Any:
    told = {"tab": TAB, "answer_id": str(uuid.uuid4()), "action": "EDIT", "value": "Trần Văn Một"} | more
    match = {"If-Match": f'"{version}"'}
    return browser.send("PUT", f"/q/{task}/answer", json=told, headers=match)


def claim(browser: make.Browser, task: str) -> Any:
    return browser.send("POST", f"/q/{task}/claim", json={"tab": TAB})


def rows_of(world: World, task: str) -> list[str]:
    return make.audited(world.station, task)
