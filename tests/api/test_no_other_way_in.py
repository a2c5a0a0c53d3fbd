"""No token but a living one of ours, no scope but those granted, no member of a body but those named opens a route.

Every route of the service is tried, by its right request (`asking.py`).
"""

import uuid
from dataclasses import replace

import api_makers as make
import asking
import jwt
import pytest
from asking import EVERYTHING, OPEN, OPERATIONS, World
from cryptography.hazmat.primitives.asymmetric import ec
from route_shapes import WITH_BODY

from api.problems import Kind
from storage.service.clients import revoke, set_scopes

pytestmark = pytest.mark.contract
CLOSED = [name for name in OPERATIONS if name not in OPEN]


def _foreign(world: World) -> dict[str, str]:
    """Tokens that open nothing, by what is wrong with them."""
    now = int(world.service.clock().timestamp())
    issuer, owner = make.ISSUER, world.owner.sender
    said = {"iss": issuer, "aud": issuer, "sub": owner.client.id, "client_id": owner.client.id, "iat": now}
    said |= {"exp": now + 600, "jti": str(uuid.uuid4()), "scope": " ".join(EVERYTHING)}
    sign = world.service.signer.sign
    head = {"typ": "at+jwt", "kid": jwt.get_unverified_header(world.owner.token)["kid"]}
    stranger = ec.generate_private_key(ec.SECP256R1())
    return {
        "other issuer": sign({**said, "iss": "https://elsewhere.test"}, typ="at+jwt"),
        "other audience": sign({**said, "aud": "https://elsewhere.test"}, typ="at+jwt"),
        "an answer": sign(said, typ="hoso-answer+json"),
        "of yesterday": sign({**said, "iat": now - 86_400, "exp": now - 85_800}, typ="at+jwt"),
        "of nobody": sign({**said, "sub": "portal.none", "client_id": "portal.none"}, typ="at+jwt"),
        "another's key": jwt.encode(said, stranger, "ES256", headers=head),
        "the client's key": jwt.encode(said, owner.key, "ES256", headers=head),
        "no signature": jwt.encode(said, None, "none", headers=head),
        "of a revoked client": _revoked(world),
    }


def _revoked(world: World) -> str:
    one = make.sender(world.service, *EVERYTHING, allowance=asking.UNBOUND)
    token = one.token(world.http, world.service.clock())
    with world.service.warehouse.changing("tester") as change:
        revoke(change, one.client.id, "contract-ended")
    world.served.registered.forget()
    return token


@pytest.fixture(scope="module")
def foreign(world: World) -> dict[str, str]:
    made = _foreign(world)
    assert len(set(made.values())) == len(made)
    return made


@pytest.mark.parametrize("operation", CLOSED)
def test_no_token_but_a_living_one_of_ours_opens(world: World, foreign: dict[str, str], operation: str) -> None:
    for wrong, token in foreign.items():
        given = world.ask(operation, replace(world.owner, token=token), world.ids)
        assert (given.status_code, given.json()["type"]) == (401, Kind.INVALID_TOKEN.uri), wrong
        assert world.ids.person not in given.text


@pytest.mark.parametrize("operation", CLOSED)
def test_without_its_scope_no_route_opens(world: World, operation: str) -> None:
    described = world.http.get("/v1/openapi.json").json()["paths"]
    operations = (one for path in described.values() for one in path.values())
    (needed,) = next(one for one in operations if one["operationId"] == operation)["security"]
    for scope in needed["client"]:
        rest = [one for one in EVERYTHING if one not in (scope, "predicate:*")]
        sender = make.sender(world.service, *rest, allowance=asking.UNBOUND)
        poor = replace(world.owner, sender=sender, token=sender.token(world.http, world.service.clock()))
        given = world.ask(operation, poor, world.ids)
        assert (given.status_code, given.json()["scopes"]) == (403, [scope])
        assert make.audit(world.service, given.json()["request"], "service.refused")
    assert needed["client"]


WIDER = (
    "records:read",
    "*",
    "predicate:*",
    "person.*:read",
    "document.cccd.*:read",
    "document.*.*:read",
    "events:read records:read",
)


def test_a_token_grows_no_scope(world: World) -> None:
    one = make.sender(world.service, "events:read")
    token = one.token(world.http, world.service.clock())
    for wanted in (
        "records:read",
        "*",
        "predicate:*",
        "document.cccd.*:read",
        "events:read records:read",
        "person.*:read",
    ):
        form = one.form(world.service.clock(), wanted) | {"offices": "*", "procedures": "*", "scopes": wanted}
        assert world.http.post("/v1/token", data=form).json()["error"] == "invalid_scope"
    with world.service.warehouse.changing("tester") as change:
        set_scopes(change, one.client.id, EVERYTHING)
    world.served.registered.forget()
    asker = replace(world.owner, sender=one, token=token)
    assert world.ask("getRecord", asker, world.ids).status_code == 403


def test_nobody_gets_a_token_as_another(world: World) -> None:
    ours, theirs = world.stranger.sender, world.owner.sender.client.id
    for claims in (
        {"iss": theirs, "sub": theirs},
        {"sub": theirs},
        {"iss": theirs},
        {"client_id": theirs, "sub": theirs},
    ):
        form = ours.form(world.service.clock(), **claims)
        for named in ("", theirs, ours.client.id):
            given = world.http.post("/v1/token", data=form | {"client_id": named})
            assert (given.status_code, given.json()["error"]) == (401, "invalid_client")


# --- members that nobody may set


MORE = dict.fromkeys(
    ("id", "client_id", "by", "actor", "state", "offices", "scopes", "owner", "made_at", "person", "__proto__"), "x"
)


def test_every_body_is_tried_with_more_members(world: World) -> None:
    bodies = {name: made(world, world.owner, world.ids).json for name, made in OPERATIONS.items()}
    assert {name for name, body in bodies.items() if body is not None} == {*WITH_BODY}


@pytest.mark.parametrize("operation", WITH_BODY)
def test_no_member_is_taken_that_is_not_named(world: World, operation: str) -> None:
    sent = OPERATIONS[operation](world, world.owner, world.ids)
    nested = [name for name, value in sent.json.items() if isinstance(value, dict)]
    wrong = [MORE | sent.json] + [{**sent.json, name: MORE | sent.json[name]} for name in nested]
    for body in wrong:
        head = make.bearer(world.owner.token, **{"Idempotency-Key": uuid.uuid4().hex}, **sent.headers)
        head["Hoso-Purpose"] = ", ".join(f"{name}={value}" for name, value in world.owner.purpose.items())
        given = world.http.request(sent.method, sent.path, json=body, headers=head)
        assert (given.status_code, given.json()["type"]) == (422, Kind.NOT_UNDERSTOOD.uri), given.text
        assert "client_id" not in given.text
