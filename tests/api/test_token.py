"""POST /v1/token: who is let in, and who is not, without learning why."""

from datetime import timedelta

import api_makers as make
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi.testclient import TestClient

from api.problems import Kind
from api.service import Service
from storage.service.clients import revoke, rotate, set_scopes

pytestmark = pytest.mark.contract


def test_a_proven_client_gets_a_token_of_ten_minutes(http: TestClient, service: Service, clock: make.Clock) -> None:
    one = make.sender(service, "reuse:prefill", "person.phone:read")
    given = http.post("/v1/token", data=one.form(clock(), "person.phone:read"))
    assert given.status_code == 200
    assert given.headers["cache-control"] == "no-store"
    assert (given.json()["expires_in"], given.json()["scope"]) == (600, "person.phone:read")
    head = jwt.get_unverified_header(given.json()["access_token"])
    claims = jwt.decode(given.json()["access_token"], options={"verify_signature": False})
    assert (head["typ"], head["alg"]) == ("at+jwt", "ES256")
    assert claims["aud"] == claims["iss"] == make.ISSUER
    assert claims["client_id"] == one.client.id
    assert claims["exp"] - claims["iat"] == 600


def seconds(clock: make.Clock, much: float) -> int:
    return int((clock() + timedelta(seconds=much)).timestamp())


REFUSED = {
    "audience": lambda clock: {"aud": "https://elsewhere.test"},
    "two audiences": lambda clock: {"aud": [f"{make.ISSUER}/v1/token", "https://elsewhere.test"]},
    "expired": lambda clock: {"exp": seconds(clock, -60)},
    "holds too long": lambda clock: {"exp": seconds(clock, 600)},
    "never expires": lambda clock: {"exp": None},
    "expires in words": lambda clock: {"exp": "tomorrow"},
    "expires at no time": lambda clock: {"exp": 1e300},
    "from the future": lambda clock: {"iat": seconds(clock, 120)},
    "no iat": lambda clock: {"iat": None},
    "no jti": lambda clock: {"jti": None},
    "huge jti": lambda clock: {"jti": "a" * 500},
    "about another": lambda clock: {"sub": "portal.other"},
    "not of itself": lambda clock: {"iss": "portal.other"},
    "unknown key": lambda clock: {"head": {"kid": "k2"}},
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_assertion_that_does_not_hold_opens_nothing(
    case: str, http: TestClient, service: Service, clock: make.Clock
) -> None:
    one = make.sender(service, "reuse:prefill")
    refused = http.post("/v1/token", data=one.form(clock(), **REFUSED[case](clock)))
    said = refused.json()
    assert (refused.status_code, said["type"], said["error"]) == (401, Kind.INVALID_CLIENT.uri, "invalid_client")
    assert set(said) == {"type", "title", "status", "request", "error"}


def test_an_assertion_counts_once(http: TestClient, service: Service, clock: make.Clock) -> None:
    one = make.sender(service, "reuse:prefill")
    form = one.form(clock())
    assert [http.post("/v1/token", data=form).status_code for _ in range(2)] == [200, 401]
    assert make.audit(service, one.client.id, "client.unlet")[-1]["reason"] == "replayed"


def test_neither_another_key_nor_another_algorithm_opens(http: TestClient, service: Service, clock: make.Clock) -> None:
    one = make.sender(service, "reuse:prefill")
    stolen = make.Sender(one.client, ec.generate_private_key(ec.SECP256R1()))
    claims = jwt.decode(one.assertion(clock()), options={"verify_signature": False})
    public = str(make.jwk_of(one.key))
    forged = [
        stolen.assertion(clock()),
        jwt.encode(claims, None, "none", headers={"kid": "k1"}),
        jwt.encode(claims, public, "HS256", headers={"kid": "k1"}),
        "a.b.c",
        "",
        "x" * 9_000,
    ]
    for text in forged:
        refused = http.post("/v1/token", data=one.form(clock()) | {"client_assertion": text})
        assert refused.status_code in (400, 401, 422)
        assert "access_token" not in refused.text


def test_the_name_beside_the_assertion_must_be_the_same(http: TestClient, service: Service, clock: make.Clock) -> None:
    one = make.sender(service, "reuse:prefill")
    assert http.post("/v1/token", data=one.form(clock()) | {"client_id": "portal.x"}).status_code == 401
    assert http.post("/v1/token", data=one.form(clock()) | {"client_id": one.client.id}).status_code == 200


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"grant_type": "password"}, Kind.UNSUPPORTED_GRANT),
        ({"client_assertion_type": "urn:else"}, Kind.INVALID_REQUEST),
        ({"client_assertion": ""}, Kind.INVALID_REQUEST),
        ({"scope": "person.everything:read"}, Kind.INVALID_SCOPE),
        ({"scope": "person.phone:read"}, Kind.INVALID_SCOPE),
    ],
)
def test_what_is_asked_for_wrongly_is_named(
    changed: dict[str, str], kind: Kind, http: TestClient, service: Service, clock: make.Clock
) -> None:
    one = make.sender(service, "reuse:prefill")
    refused = http.post("/v1/token", data=one.form(clock()) | changed)
    assert (refused.status_code, refused.json()["type"]) == (kind.status, kind.uri)
    assert refused.json()["error"] == kind.oauth
    assert "person." not in refused.text


def test_a_key_counts_until_its_day(http: TestClient, service: Service, clock: make.Clock) -> None:
    one = make.sender(service, "reuse:prefill")
    fresh = ec.generate_private_key(ec.SECP256R1())
    new = one.client.keys[0].__class__("k2", make.jwk_of(fresh, "k2"), "ES256", make.BEGIN)
    with service.warehouse.changing("tester") as change:
        rotate(change, one.client.id, [new], make.BEGIN + timedelta(days=2))
    later = make.Sender(one.client, fresh)
    assert http.post("/v1/token", data=one.form(clock())).status_code == 200
    assert http.post("/v1/token", data=later.form(clock(), head={"kid": "k2"})).status_code == 200
    clock.pass_by(days=3)
    assert http.post("/v1/token", data=one.form(clock())).status_code == 401
    assert http.post("/v1/token", data=later.form(clock(), head={"kid": "k2"})).status_code == 200
    assert make.audit(service, one.client.id, "client.unlet")[-1]["reason"] == "key-expired"


def test_a_revoked_client_gets_none(http: TestClient, service: Service, clock: make.Clock) -> None:
    one = make.sender(service, "reuse:prefill")
    with service.warehouse.changing("tester") as change:
        revoke(change, one.client.id, "contract-ended")
    assert http.post("/v1/token", data=one.form(clock())).status_code == 401


def test_failures_of_strangers_are_told_in_tens(http: TestClient, service: Service, clock: make.Clock) -> None:
    before = len(make.audit(service, "unknown", "client.unlet"))
    for _ in range(25):
        http.post("/v1/token", data={"client_assertion": "a.b.c"} | FORM)
    told = make.audit(service, "unknown", "client.unlet")[before:]
    assert [one["count"] for one in told] == [1, 10]


FORM = {"grant_type": "client_credentials", "client_assertion_type": make.ASSERTION_TYPE}


def test_all_scopes_are_given_where_none_is_named(http: TestClient, service: Service, clock: make.Clock) -> None:
    one = make.sender(service, "reuse:prefill", "document.cccd.*:read")
    assert http.post("/v1/token", data=one.form(clock())).json()["scope"] == "reuse:prefill document.cccd.*:read"
    narrow = http.post("/v1/token", data=one.form(clock(), "document.cccd.ngay_cap:read"))
    assert narrow.json()["scope"] == "document.cccd.ngay_cap:read"
    with service.warehouse.changing("tester") as change:
        set_scopes(change, one.client.id, ["reuse:prefill"])
