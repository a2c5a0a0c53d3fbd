"""Clients of the service that send again, as it was, whatever was not answered; and a day's work of each."""

import hashlib
import itertools
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

import api_makers as make
import asking
import held_people as people
import httpx

_CODES = itertools.count(10_000)
_LONGEST_S = 60.0  # that anything may take here before it is called broken
_AGAIN = 0.02  # s, before a request is sent again
TOLD_OF = 3  # dossiers of each person that are done


class Served(Protocol):
    @property
    def address(self) -> str: ...


def fresh_code() -> str:
    """Of a dossier for which nobody asked before: by it an answer and its row of the audit are found."""
    return f"H56.12-261115-{next(_CODES):08d}"


@dataclass(frozen=True)
class Given:
    """One answer as a client got it."""

    client: str
    code: str  # of the dossier for which it was asked; "" for none
    status: int
    request: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

    @property
    def problem(self) -> str:
        """Its kind."""
        return str(json.loads(self.body)["type"]).rpartition(":")[2]


@dataclass
class Heard:
    """Every answer that anybody got, in order of arrival."""

    given: list[Given] = field(default_factory=list)
    broken: list[BaseException] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def add(self, one: Given) -> None:
        with self._news:
            self.given.append(one)
            self._news.notify_all()

    def wait_for(self, answers: int, status: int = 0) -> None:
        """Until so many more are there, of one status if one is named."""
        begun = len(self.given)
        with self._news:
            came = self._news.wait_for(lambda: len(self._of(begun, status)) >= answers or self.broken, _LONGEST_S)
        assert came, f"no {answers} answers {status or ''} came"

    def wait_until(self, so: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(lambda: so() or self.broken, _LONGEST_S), "it did not come to that"

    def _of(self, begun: int, status: int) -> list[Given]:
        return [one for one in self.given[begun:] if status in (0, one.status)]

    def stopped(self, error: BaseException) -> None:
        with self._news:
            self.broken.append(error)
            self._news.notify_all()


class Client:
    """One organisation; what is refused as 503 or not answered at all it sends again, as it was."""

    def __init__(self, served: Served, sender: make.Sender, heard: Heard) -> None:
        self._served, self.sender, self._heard = served, sender, heard
        self._http = httpx.Client(timeout=_LONGEST_S, trust_env=False)
        self.token = ""
        self.changed: Given  # the answer to the last change
        self._last: tuple[str, Mapping[str, Any], str, Mapping[str, str]]

    @property
    def id(self) -> str:
        return self.sender.client.id

    def once(self, method: str, path: str, code: str = "", **told: Any) -> Given | None:
        """None: nobody answered."""
        try:
            answer = self._http.request(method, f"{self._served.address}/v1/{path}", **told)
        except httpx.TransportError:
            return None
        request = answer.headers.get("hoso-request", "")
        given = Given(self.id, code, answer.status_code, request, answer.content, answer.headers)
        self._heard.add(given)
        return given

    def until_answered(self, method: str, path: str, code: str = "", **told: Any) -> Given:
        until = time.monotonic() + _LONGEST_S
        while time.monotonic() < until:
            given = self.once(method, path, code, **told)
            if given is not None and given.status != 503:
                return given
            time.sleep(_AGAIN)
        raise AssertionError(f"{method} {path} was not answered")

    def get(self, path: str, *, told: bool = True) -> Given:
        """`told`: for a purpose of its own, each time another."""
        code, head = self._purpose(told)
        return self.until_answered("GET", path, code, headers=head)

    def get_once(self, path: str, *, told: bool = True) -> Given:
        """Whatever is answered."""
        code, head = self._purpose(told)
        given = self.once("GET", path, code, headers=head)
        assert given is not None
        return given

    def _purpose(self, told: bool) -> tuple[str, dict[str, str]]:
        code = fresh_code() if told else ""
        purpose = {**people.MARRIAGE, "dossier": code}
        head = {"Hoso-Purpose": ", ".join(f"{name}={value}" for name, value in purpose.items())} if told else {}
        return code, make.bearer(self.token, **head)

    def post(self, path: str, body: Mapping[str, Any], code: str = "", **headers: str) -> Given:
        asked = dict(body) | ({"purpose": {**people.MARRIAGE, "dossier": code}} if code else {})
        given = self.until_answered("POST", path, code, json=asked, headers=make.bearer(self.token, **headers))
        if "Idempotency-Key" in headers and given.status < 300:
            self.changed, self._last = given, (path, body, code, headers)
        return given

    def repeat(self) -> Given:
        """The last change, as it was."""
        path, body, code, headers = self._last
        return self.post(path, body, code, **headers)

    def log_in(self) -> None:
        given = self.token_for(self.sender.form(datetime.now(UTC)))
        assert given.status == 200, given.body
        self.token = json.loads(given.body)["access_token"]

    def token_for(self, form: Mapping[str, str]) -> Given:
        return self.until_answered("POST", "token", data=dict(form))

    def close(self) -> None:
        self._http.close()


# --- a day's work


def work(client: Client, mine: Sequence[people.Held]) -> None:
    """Everything that a client may do, about each of its people."""
    for held in mine:
        look(client, held)
        for _ in range(TOLD_OF):
            tell_reuse(client, held)
        look(client, held)
        correct(client, held)
        change_state(client, held)
        assert client.get(f"records/{uuid.uuid4()}").status == 404
    subscribe(client)
    export(client)


def look(client: Client, held: people.Held) -> None:
    for record_id in held.records.values():
        assert client.get(f"records/{record_id}").status == 200
    about = {"person": {"id_number": held.number}}
    asked = about | {"procedure": people.MARRIAGE["procedure"]}
    for path, body in (("sufficiency", asked), ("prefill", asked), ("records/search", about)):
        given = client.post(path, body, fresh_code())
        assert given.status == 200, given


def tell_reuse(client: Client, held: people.Held) -> None:
    given = client.post("reuse", reuse_of(held), fresh_code(), **key())
    assert given.status == 200, given
    assert len(json.loads(given.body)["not_asked_again"]) == 1


def reuse_of(held: people.Held) -> dict[str, Any]:
    own = {"component": "nhan_than", "record_id": held.records["person"]}
    return {"person": {"id_number": held.number}, "procedure": people.MARRIAGE["procedure"], "components": [own]}


def correct(client: Client, held: people.Held) -> None:
    body = {"record_id": held.records["person"], "field": "phone", "shows": "0987654321", "why": "số mới"}
    given = client.post("subjects/corrections", body | {"assertion": assertion(client, held)}, **key())
    assert given.status == 201, (given, given.body)


def assertion(client: Client, held: people.Held) -> str:
    subject = {"id_number": held.number, "full_name": people.NAME, "birth_date": "1987-03-12"}
    return client.sender.assertion(datetime.now(UTC), aud=f"{make.ISSUER}/v1/subjects", acr="vneid:2", subject=subject)


def change_state(client: Client, held: people.Held) -> None:
    """Once; as it was seen before, it is refused."""
    card = held.records["cccd"]
    tag = client.get(f"records/{card}").headers["etag"]
    body: dict[str, Any] = {"effective": "2026-11-20"}
    if int(held.number) % 2:
        what, body = "revoke", body | {"reason": "WITHDRAWN_BY_ISSUER"}
    else:
        what, body = "supersede", body | {"reason": "EXCHANGED", "successor_id": held.records["giay_khai_sinh"]}
    for status in (200, 412):
        given = client.post(f"records/{card}/{what}", body, fresh_code(), **{"If-Match": tag}, **key())
        assert given.status == status, (given, given.body)


def subscribe(client: Client) -> None:
    given = client.post("webhooks", {"address": asking.HOOK}, **key())
    assert given.status == 201, (given, given.body)


def export(client: Client) -> str:
    """Asked for and fetched; its place."""
    given = client.post("exports", {}, fresh_code(), **key())
    assert given.status == 202, (given, given.body)
    place = given.headers["location"].removeprefix("/v1/")
    fetch(client, place)
    return place


def fetch(client: Client, place: str) -> None:
    """Followed until it is done: every part is there, as the manifest says."""
    until = time.monotonic() + _LONGEST_S
    while (stands := json.loads(client.get(place, told=False).body))["state"] == "ASKED":
        assert time.monotonic() < until
        time.sleep(_AGAIN)
    assert stands["state"] == "DONE", stands
    for one in json.loads(client.get(f"{place}/manifest", told=False).body)["parts"]:
        content = client.get(f"{place}/parts/{one['name']}", told=False).body
        assert hashlib.sha256(content).hexdigest() == one["sha256"]


@dataclass
class Teller:
    """Follows the events by its own cursor, so many at a time."""

    client: Client
    limit: int
    told: list[dict[str, Any]] = field(default_factory=list)
    _after: str = ""

    def follow(self, ended: threading.Event) -> None:
        """Until nothing new is there after the end."""
        while True:
            last = ended.is_set()
            where = f"events?limit={self.limit}&wait={int(not last)}" + (f"&after={self._after}" if self._after else "")
            given = self.client.get(where, told=False)
            assert given.status == 200, given.body
            page, self._after = json.loads(given.body), given.headers["hoso-cursor"]
            self.told += page
            if last and not page:
                return


def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid.uuid4().hex}


@contextmanager
def at_work(heard: Heard, *jobs: Callable[[], None]) -> Iterator[None]:
    """Each in a thread of its own meanwhile; all are through at the end."""

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as error:
            heard.stopped(error)
            raise

    with ThreadPoolExecutor(len(jobs)) as pool:
        running = [pool.submit(run, job) for job in jobs]
        yield
    for one in running:
        one.result()
