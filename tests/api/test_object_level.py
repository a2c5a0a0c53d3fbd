"""Every route by every hand: the owner's, another client's, nobody's. A route that is not in `asking.py` fails here.

What another client's id answers is held beside what an id answers that there is not: status, body, headers, statements
of SQL and rows of the audit are the same, and nothing of the owner is among them.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import api_makers as make
import asking
import held_people as people
import pytest
from asking import LISTS, OF_OBJECTS, OF_PEOPLE, OPERATIONS, Asker, Ids, World
from fastapi.routing import APIRoute
from route_shapes import WITH_PURPOSE
from sqlalchemy import Engine, event

from api.caller import Caller
from api.cursors import seal
from api.problems import Kind

pytestmark = pytest.mark.contract
TALLY = ("date", "hoso-request", "ratelimit", "ratelimit-policy", "content-length")  # headers that differ by nature
REMEMBERED = ("FROM service_client", "FROM signing_key")  # read again after some seconds, whoever asks


def test_every_route_has_a_case(world: World) -> None:
    served = {route.operation_id for route in _routes(world)}
    assert served == OPERATIONS.keys()
    with_ids = {route.operation_id for route in _routes(world) if "{" in route.path}
    assert with_ids <= {*OF_OBJECTS}


def _routes(world: World) -> list[APIRoute]:
    app: Any = world.http.app
    return [route for route in app.routes if isinstance(route, APIRoute)]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_owner_is_answered(world: World, operation: str) -> None:
    given = world.ask(operation, world.owner, world.ids)
    assert given.is_success, given.text


# --- another client


@contextmanager
def statements() -> Iterator[list[str]]:
    """What goes to the database, in order, of all connections."""
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not any(each in statement for each in REMEMBERED):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def alike(world: World, operation: str, asker: Asker, theirs: Ids, absent: Ids) -> Kind:
    """Both are refused alike, with a row of the audit each; what the refusal was."""
    told: list[Any] = []
    world.served.warehouse.linker.written = lambda: None  # type: ignore[method-assign]  # links come in their own time
    for ids in (theirs, absent):
        world.ask(operation, asker, ids)  # so that what is remembered for a while is remembered for both
        with statements() as seen:
            given = world.ask(operation, asker, ids)
        body = given.json()
        (row,) = make.audit(world.service, body.pop("request"), "service.refused")
        head = {name: value for name, value in given.headers.items() if name not in TALLY}
        told.append((given.status_code, body, head, {**row, "token": ""}, seen))
        assert not leaked(world, given)
    assert told[0] == told[1]
    return next(kind for kind in Kind if kind.uri == told[0][1]["type"])


def leaked(world: World, given: Any) -> list[str]:
    """What of the owner's is in an answer."""
    ids = [value for value in vars(world.ids).values() if len(value) > 30]
    held = (*ids, people.NAME, people.PHONE, "31/2020", "2022-05-10", "1987-03-12")
    text = given.text + str(given.headers)
    return [value for value in held if value in text]


@pytest.mark.parametrize("operation", OF_OBJECTS)
def test_anothers_object_is_as_one_that_is_not(world: World, operation: str) -> None:
    assert alike(world, operation, world.stranger, world.ids, world.ids.absent()) is Kind.HIDDEN


def test_every_purpose_is_tried_by_another(world: World) -> None:
    sent = {name: made(world, world.owner, world.ids) for name, made in OPERATIONS.items()}
    told = {name for name, one in sent.items() if one.told or "purpose" in (one.json or {})}
    assert told == {*WITH_PURPOSE}


@pytest.mark.parametrize("operation", [name for name in (*OF_OBJECTS, *OF_PEOPLE) if name in WITH_PURPOSE])
def test_nobody_borrows_a_purpose(world: World, operation: str) -> None:
    """That of an office and a procedure which are not the client's own."""
    borrowed = replace(world.stranger, purpose=world.owner.purpose)
    assert alike(world, operation, borrowed, world.ids, world.ids.absent()) is Kind.PURPOSE_REFUSED


@pytest.mark.parametrize("operation", LISTS)
def test_a_list_shows_nothing_of_anothers(world: World, operation: str) -> None:
    own = world.ask(operation, world.owner, world.ids)
    given = world.ask(operation, world.stranger, replace(world.ids, number=world.stranger.subject.number))
    assert (own.is_success, given.is_success) == (True, True), given.text
    same = (people.NAME, people.PHONE, "1987-03-12", "31/2020")  # all people of these tests have them
    assert not [one for one in leaked(world, given) if one not in same]


PLACES = {"listEvents": "after", "listExports": "cursor", "listRecalls": "cursor"}
QUESTIONS = {"listEvents": "events", "listExports": "listExports", "listRecalls": "recalls"}


@pytest.mark.parametrize("operation", PLACES)
def test_anothers_cursor_is_as_one_that_was_changed(world: World, operation: str) -> None:
    caller = Caller(world.owner.sender.client.id, "", frozenset(), frozenset(), frozenset(), "")
    cursor = seal(world.service, caller, {"operation": QUESTIONS[operation]}, (1, str(uuid.uuid4())))
    path = OPERATIONS[operation](world, world.owner, world.ids).path.partition("?")[0]
    told = []
    for one in (cursor, asking.turned(cursor), cursor[:-9]):
        head = make.bearer(world.stranger.token)
        given = world.http.get(path, params={PLACES[operation]: one}, headers=head)
        told.append((given.status_code, {**given.json(), "request": ""}))
    assert told[0][1]["type"] == Kind.CURSOR_REFUSED.uri
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize("operation", OF_PEOPLE)
def test_who_does_not_agree_is_as_who_is_not_held(world: World, operation: str) -> None:
    told = []
    for number, name in ((world.ids.number, "Trần Văn Khác"), ("099199999997", people.NAME)):
        sent = OPERATIONS[operation](world, world.owner, world.ids)
        body = {**sent.json, "person": {"id_number": number, "full_name": name}}
        head = make.bearer(world.owner.token, **{"Idempotency-Key": uuid.uuid4().hex})
        given = world.http.post(sent.path, json=body, headers=head)
        assert name not in given.text
        told.append((given.status_code, {**given.json(), "request": ""}))
    assert told[0][1]["type"] == Kind.HIDDEN.uri
    assert told[0] == told[1]


def test_an_idempotency_key_of_another_gives_nothing_of_theirs(world: World) -> None:
    key = {"Idempotency-Key": "the-same-for-both"}
    first, second = (world.ask("subscribe", one, world.ids, **key) for one in (world.owner, world.stranger))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] != second.json()["id"]
    assert "idempotency-replayed" not in second.headers
