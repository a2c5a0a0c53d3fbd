"""Webhooks: signed, in order, nothing skipped while a receiver is away, sent again under the same id after a crash."""

import os
import signal
import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import api_makers as make
import jwt
import pytest
import subject_makers as people
from jwt import PyJWK

from api.webhook_sending import Fault, digest_of
from api.webhooks import deliver_round
from settings import Settings
from storage.service import webhooks
from storage.service.webhooks import LEASE, WebhookState

ROOT = Path(__file__).parents[2]
ALL = ("events:read", "records:read", "webhooks:write")


@pytest.fixture
def clock() -> make.Clock:
    """A little ahead of the machine's, at whose time the warehouse writes."""
    return make.Clock(datetime.now(UTC) + timedelta(minutes=1))


@pytest.fixture(autouse=True)
def alone(service):
    """Subscriptions of other tests are ended."""
    yield
    with service.warehouse.changing("tester") as change:
        for one in webhooks.webhooks(change.connection):
            if one.state is not WebhookState.ENDED:
                webhooks.end(change, one.id, one.client_id)


def subscribed(service, address: str, *kinds: str, batch: int = 1, sender: make.Sender | None = None) -> str:
    client = (sender or make.sender(service, *ALL)).client
    with service.warehouse.changing(client.id) as change:
        return webhooks.subscribe(change, client.id, address, kinds, people.past(service), batch=batch)


def standing(service, webhook_id: str) -> webhooks.Webhook:
    with service.warehouse.looking() as connection:
        return webhooks.webhook(connection, webhook_id)


@pytest.mark.contract
def test_events_arrive_in_order_and_once(service):
    with people.receiver() as hook:
        subscribed(service, hook.address)
        held = people.loaded(service)
        service.warehouse.revise_record(held.own, people.keyed("phone", "0987654321"), person="can-bo-1")
        assert deliver_round(service).delivered == 3
        assert deliver_round(service).delivered == 0
    assert [one["type"].removeprefix("vn.hoso.record.") for one in hook.told] == ["loaded", "loaded", "revised"]


@pytest.mark.contract
def test_a_delivery_is_signed_for_its_receiver_over_its_exact_body(service, clock):
    client = make.sender(service, *ALL)
    with people.receiver() as hook:
        webhook_id = subscribed(service, hook.address, sender=client)
        people.loaded(service)
        deliver_round(service)
    headers, body = hook.got[0]
    signed = headers["Hoso-Signature"]
    kid = jwt.get_unverified_header(signed)["kid"]
    key = next(one for one in service.signer.keys["keys"] if one["kid"] == kid)
    unchecked = {"verify_exp": False, "verify_iat": False}
    claims = jwt.decode(
        signed, PyJWK(key), algorithms=["ES256"], audience=client.client.id, issuer=make.ISSUER, options=unchecked
    )
    assert jwt.get_unverified_header(signed)["typ"] == "hoso-delivery+jwt"
    assert claims["digest"] == digest_of(body) == headers["Content-Digest"]
    assert claims["digest"] != digest_of(body + b" ")
    assert (claims["sub"], claims["jti"], claims["iat"]) == (webhook_id, hook.told[0]["id"], int(clock.now.timestamp()))


@pytest.mark.contract
def test_a_batch_is_one_delivery(service):
    with people.receiver() as hook:
        subscribed(service, hook.address, batch=10)
        for _ in range(3):
            people.loaded(service)
        assert deliver_round(service).delivered == 6
    assert len(hook.got) == 1
    assert hook.got[0][0]["Content-Type"] == "application/cloudevents-batch+json"


@pytest.mark.contract
def test_a_receiver_that_is_away_for_three_days_misses_nothing(service, clock):
    with people.receiver() as hook:
        hook.answers, start = [503] * 1000, clock.now
        webhook_id = subscribed(service, hook.address)
        people.loaded(service)
        for _ in range(80):
            deliver_round(service)
            clock.now = standing(service, webhook_id).next_at
        assert standing(service, webhook_id).failing_since <= start
        assert clock.now - start > timedelta(days=3)
        people.loaded(service)
        tried, hook.answers = {one["id"] for one in hook.told}, []
        hook.got.clear()
        assert deliver_round(service).delivered == 4
    assert tried == {hook.told[0]["id"]}  # the same event, again and again, and none past it
    assert len({one["id"] for one in hook.told}) == 4
    held = standing(service, webhook_id)
    assert (held.state, held.attempts, held.failing_since) == (WebhookState.ACTIVE, 0, None)


@pytest.mark.contract
def test_one_that_fails_for_long_is_paused_and_goes_on_where_it_stood(service, clock):
    client = make.sender(service, *ALL)
    with people.receiver() as hook:
        hook.answers = [500, 500]
        webhook_id = subscribed(service, hook.address, sender=client)
        people.loaded(service)
        deliver_round(service)
        clock.pass_by(days=7)
        assert deliver_round(service).paused == 1
        assert make.audit(service, webhook_id, "webhook.paused") == [
            {"client": client.client.id, "reason": "NOT_TAKEN"}
        ]
        clock.pass_by(days=30)
        assert deliver_round(service).delivered == 0
        with service.warehouse.changing(client.client.id) as change:
            webhooks.resume(change, webhook_id, client.client.id)
        assert deliver_round(service).delivered == 2


@pytest.mark.contract
@pytest.mark.parametrize(
    ("status", "reason", "state"),
    [
        (302, Fault.REDIRECTED, WebhookState.ACTIVE),
        (404, Fault.NOT_TAKEN, WebhookState.ACTIVE),
        (410, Fault.GONE, WebhookState.PAUSED),
    ],
)
def test_only_2xx_is_taken_and_no_redirect_is_followed(service, status, reason, state):
    with people.receiver(status) as hook:
        webhook_id = subscribed(service, hook.address)
        people.loaded(service)
        assert deliver_round(service).delivered == 0
    assert len(hook.got) == 1
    held = standing(service, webhook_id)
    assert (held.reason, held.state, held.attempts) == (reason.name, state, 1)


@pytest.mark.contract
def test_one_that_fails_holds_no_other_up(service):
    with people.receiver(500) as broken, people.receiver() as well:
        subscribed(service, broken.address)
        subscribed(service, well.address)
        people.loaded(service)
        done = deliver_round(service)
    assert (done.delivered, done.failed) == (2, 1)


@pytest.mark.contract
def test_a_client_that_may_no_more_is_sent_nothing(service):
    from storage.service.clients import set_scopes

    client = make.sender(service, *ALL)
    with people.receiver() as hook:
        webhook_id = subscribed(service, hook.address, sender=client)
        people.loaded(service)
        with service.warehouse.changing("tester") as change:
            set_scopes(change, client.client.id, ["records:read"])
        assert deliver_round(service).paused == 1
    assert hook.got == []
    assert standing(service, webhook_id).reason == "NOT_ALLOWED"


@pytest.mark.contract
def test_two_deliverers_do_not_send_the_same_at_once(service, clock):
    webhook_id = subscribed(service, "http://127.0.0.1:9/nobody")
    held = standing(service, webhook_id)
    with service.warehouse.looking() as connection:
        first = webhooks.take(connection, held, clock.now)
        assert webhooks.take(connection, held, clock.now) is None
        second = webhooks.take(connection, held, clock.now + LEASE)
        assert first
        assert second
        stale = webhooks.delivered(connection, webhook_id, first, people.past(service), 1, clock.now)
    assert not stale


KILLED = """
import sys
from api.service import open_service
from api.webhooks import deliver_round
from settings import Settings
from pathlib import Path
with open_service(Settings(state=Path(sys.argv[1]), warehouse_url=sys.argv[2]), "http://service.test") as service:
    deliver_round(service)
"""


@pytest.mark.contract
def test_killed_between_sending_and_marking_it_sends_the_same_again(service, settings: Settings, clock):
    with people.receiver() as hook:
        import threading

        hook.let = threading.Event()
        webhook_id = subscribed(service, hook.address)
        before = standing(service, webhook_id).after
        people.loaded(service)
        command = [sys.executable, "-c", KILLED, str(settings.state), settings.warehouse_url]
        child = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
        assert hook.arrived.wait(60)
        child.send_signal(signal.SIGKILL)
        child.wait()
        hook.let.set()
        hook.let = None
        sent = [one["id"] for one in hook.told]
        assert standing(service, webhook_id).after == before
        clock.pass_by(minutes=5)  # past the lease
        assert deliver_round(service).delivered == 2
    assert len(sent) == 1
    assert [one["id"] for one in hook.told][:2] == sent * 2  # the first one twice, under one id
    assert len({one["id"] for one in hook.told}) == 2


# --- over HTTP


def body(address: str, **more: object) -> dict[str, object]:
    return {"address": address, **more}


def sent(http, token: str, method: str, path: str, content: object = None, key: str = ""):
    headers = make.bearer(token, **{"Idempotency-Key": key or str(uuid.uuid4())})
    return http.request(method, path, json=content, headers=headers)


@pytest.mark.contract
def test_a_subscription_is_made_once_and_is_its_clients_own(service, http, clock):
    client = make.sender(service, *ALL)
    token, other = client.token(http, clock.now), make.sender(service, *ALL).token(http, clock.now)
    made = [sent(http, token, "POST", "/v1/webhooks", body("http://127.0.0.1:9/hook"), "k1") for _ in range(2)]
    assert [one.status_code for one in made] == [201, 201]
    webhook_id = made[0].json()["id"]
    assert made[1].json()["id"] == webhook_id
    assert len(http.get("/v1/webhooks", headers=make.bearer(token)).json()) == 1
    path = f"/v1/webhooks/{webhook_id}"
    assert http.get(path, headers=make.bearer(token)).json()["state"] == "ACTIVE"
    for method, where, content in (("GET", path, None), ("POST", path + "/resume", {}), ("DELETE", path, None)):
        assert sent(http, other, method, where, content).status_code == 404
    assert sent(http, token, "DELETE", path).json()["state"] == "ENDED"
    assert sent(http, token, "POST", path + "/resume", {}).status_code == 409


@pytest.mark.contract
@pytest.mark.parametrize(
    "address", ["http://example.org/", "https://a:b@example.org/", "ftp://127.0.0.1/x", "không phải"]
)
def test_a_bad_address_is_told(service, http, clock, address):
    token = make.sender(service, *ALL).token(http, clock.now)
    assert sent(http, token, "POST", "/v1/webhooks", body(address)).status_code == 422
