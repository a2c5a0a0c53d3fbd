"""The signer, the keys it publishes and the answers it signs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Annotated, Any

import api_makers as make
import jwt
import pytest
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.testclient import TestClient

import api.signing
from api.caller import Caller
from api.door import Purpose, caller_with, purpose_of, service_of
from api.jose import ANSWER, Malformed
from api.jwks import read_key_set
from api.service import Service
from api.signed_answers import JOSE, SIGNATURE, signed_answer, wants_jose
from api.signing import READ_AGAIN_S, Signer
from api.verifying import Verdict, judge
from errors import NotSetUp, StorageUnavailable
from storage.service.key_pairs import Algorithm, new_pair
from storage.service.signing_keys import SigningKey

BEGIN = make.BEGIN
ACCEPT = """
the caller accepts                              | compact
-                                               | no
*/*                                             | no
application/json                                | no
application/jose                                | yes
application/jose, application/json              | yes
application/json, application/jose;q=0.5        | no
application/jose;q=0                            | no
application/jose;q=x, application/json          | no
text/html, APPLICATION/JOSE                     | yes
"""


class Kept:
    """Stands for the warehouse: the keys that it holds, and whether it answers."""

    def __init__(self, *keys: SigningKey) -> None:
        self.keys, self.away, self.asked = keys, False, 0

    @contextmanager
    def looking(self) -> Iterator["Kept"]:
        self.asked += 1
        if self.away:
            raise StorageUnavailable("away")
        yield self


@pytest.fixture
def clock() -> make.Clock:
    return make.Clock()


def signer(kept: Kept, clock: make.Clock, monkeypatch: pytest.MonkeyPatch) -> Signer:
    monkeypatch.setattr(api.signing, "signing_keys", lambda connection, secret: connection.keys)
    return Signer(kept, clock, lambda: (clock.now - BEGIN).total_seconds())  # type: ignore[arg-type]


def key(**days: datetime | None) -> SigningKey:
    return SigningKey(new_pair(Algorithm.ES256), BEGIN - timedelta(days=9), **days)  # type: ignore[arg-type]


def kid_of(token: str) -> str:
    return str(jwt.get_unverified_header(token)["kid"])


def test_a_verifier_with_old_keys_never_fails_over_a_rotation(
    clock: make.Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = key(signs_from=BEGIN - timedelta(days=5)), key(), key()
    kept = Kept(first, second)
    ours = signer(kept, clock, monkeypatch)
    cached = dict(ours.keys)  # fetched once, before anything
    signed = []
    for minute in range(8):
        if minute == 2:  # somebody rotates: the handover is at minute 4
            at = clock.now + timedelta(minutes=2)
            kept.keys = (replace(first, signs_until=at), replace(second, signs_from=at), third)
        signed.append(kid_of(token := ours.sign({"minute": minute}, typ="at+jwt")))
        keys = {one["kid"]: jwt.PyJWK(one) for one in cached["keys"]}
        assert jwt.decode(token, keys[kid_of(token)]) == {"minute": minute}
        clock.pass_by(minutes=1)
    assert signed == [first.kid] * 4 + [second.kid] * 4
    assert {one["kid"] for one in ours.keys["keys"]} == {first.kid, second.kid, third.kid}


def test_the_warehouse_is_asked_now_and_then_only(clock: make.Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept(key(signs_from=BEGIN))
    ours = signer(kept, clock, monkeypatch)
    for _ in range(50):
        ours.sign_detached(b"{}")
    assert kept.asked == 1
    kept.away = True
    clock.pass_by(seconds=READ_AGAIN_S)
    assert ours.sign_detached(b"{}")  # what was read still serves
    clock.pass_by(minutes=5)
    with pytest.raises(StorageUnavailable):
        ours.sign_detached(b"{}")


def test_a_revoked_key_signs_no_more_and_is_published_in_the_history_only(
    clock: make.Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = key(signs_from=BEGIN - timedelta(days=1), revoked_at=BEGIN)
    ours = signer(Kept(gone, key()), clock, monkeypatch)
    with pytest.raises(NotSetUp):
        ours.sign({})
    assert gone.kid not in {one["kid"] for one in ours.keys["keys"]}
    told = next(one for one in ours.history()["keys"] if one["kid"] == gone.kid)
    assert told["revoked"]["revoked_at"] == int(BEGIN.timestamp())


def test_claims_are_of_one_kind_and_of_ours_only(clock: make.Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    held = key(signs_from=BEGIN)
    ours = signer(Kept(held), clock, monkeypatch)
    strange = signer(Kept(key(signs_from=BEGIN)), clock, monkeypatch)
    assert ours.claims(ours.sign({"sub": "x"}, typ="at+jwt"), typ="at+jwt") == {"sub": "x"}
    for token, typ in ((ours.sign({}, typ=ANSWER), "at+jwt"), (strange.sign({}, typ="at+jwt"), "at+jwt"), ("x", "y")):
        with pytest.raises(Malformed):
            ours.claims(token, typ=typ)
    private = held.pair.private
    assert private is not None
    assert repr(private) not in repr(held)


@pytest.mark.parametrize("row", ACCEPT.strip().splitlines()[1:])
def test_the_compact_form_is_given_to_who_asks_for_it(row: str) -> None:
    accept, compact = (cell.strip() for cell in row.split("|"))
    assert wants_jose("" if accept == "-" else accept) is (compact == "yes")


# --- over HTTP

router = APIRouter()


@router.get("/v1/test/answer", operation_id="testAnswer")
def answer(request: Request, caller: Annotated[Caller, caller_with("reuse:prefill")]) -> Response:
    purpose = purpose_of(service_of(request), caller, Purpose(**make.PURPOSE))
    return signed_answer(request, {"name": "Đặng Thị Hồng Thử", "on": datetime(2026, 11, 20, tzinfo=UTC)}, purpose)


def known(http: TestClient, path: str = "/.well-known/jwks.json") -> Mapping[str, Any]:
    return read_key_set(http.get(path).content)


@pytest.mark.contract
def test_an_answer_is_verified_by_the_published_keys(service: Service, http: TestClient, clock: make.Clock) -> None:
    clock.now = datetime.now(UTC)  # keys are dated by the real one
    assert isinstance(http.app, FastAPI)
    http.app.include_router(router)
    sender = make.sender(service, "reuse:prefill")
    head = make.bearer(sender.token(http, clock.now))
    plain = http.get("/v1/test/answer", headers=head)
    whole = http.get("/v1/test/answer", headers={**head, "Accept": JOSE})
    now = datetime.now(UTC) + timedelta(minutes=1)
    judged = judge(plain.content, plain.headers[SIGNATURE], known(http), now)
    assert (judged.verdict, judged.claims["aud"]) == (Verdict.VALID, sender.client.id)
    assert judged.claims["iss"] == make.ISSUER
    assert judged.claims["purpose"] == make.PURPOSE
    assert plain.headers["vary"] == "Accept"
    assert plain.json()["name"] == "Đặng Thị Hồng Thử"
    assert whole.headers["content-type"] == JOSE
    assert SIGNATURE not in whole.headers
    assert judge(whole.content, None, known(http, "/.well-known/jwks-history.json"), now).verdict is Verdict.VALID
    assert judge(plain.content + b" ", plain.headers[SIGNATURE], known(http), now).verdict is Verdict.INVALID


@pytest.mark.contract
@pytest.mark.parametrize("path", ["/.well-known/jwks.json", "/.well-known/jwks-history.json"])
def test_published_keys_may_be_kept_and_hold_no_secret(path: str, http: TestClient) -> None:
    given = http.get(path)
    assert given.headers["cache-control"] == "public, max-age=600"
    assert not {"d", "k", "p", "q"} & {name for one in given.json()["keys"] for name in one}
    again = http.get(path, headers={"If-None-Match": given.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_answer_does_not_speak_of_itself() -> None:
    state = SimpleNamespace(caller=None)
    app = SimpleNamespace(state=SimpleNamespace(service=None))
    request: Any = SimpleNamespace(app=app, state=state, headers={})
    with pytest.raises(ValueError, match="envelope"):
        signed_answer(request, {"aud": "somebody"}, make.PURPOSE)  # type: ignore[arg-type]
