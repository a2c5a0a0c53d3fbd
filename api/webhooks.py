"""Delivers events to webhooks: in order, each at least once, and never past one that was not taken.

A round looks at every subscription whose turn it is. Nothing is held in memory between rounds: where each stands is in
its row, so that a deliverer may be killed at any moment, and several may run at once.
"""

import json
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_network
from threading import Event as Stop

from api.cloud_events import BATCH, ONE, cloud_event
from api.service import Service
from api.webhook_sending import Delivery, Fault, Reach, send, signature
from errors import DossierError, NotSetUp
from reuse.recall import open_new
from settings import Settings
from storage.outbox import Cursor, Event, events
from storage.service import webhooks
from storage.service.visible import listener, visible
from storage.service.webhooks import Webhook

PAGE = 500  # events looked at for one subscription at once
AT_ONCE = 8  # subscriptions
FIRST, LONGEST = timedelta(seconds=5), timedelta(hours=1)  # between two attempts
PAUSED_AFTER = timedelta(days=7)  # of failing: an outage of a long weekend is not the end of a subscription
NOT_ALLOWED = "NOT_ALLOWED"  # its client is revoked, or may no more be told of events
_ROUND_S = 1.0


@dataclass(frozen=True, slots=True)
class Round:
    delivered: int = 0  # events
    failed: int = 0  # deliveries
    paused: int = 0  # subscriptions
    recalls: int = 0  # opened


def reach_of(settings: Settings) -> Reach:
    """Where these settings let deliveries lead. Raises NotSetUp."""
    try:
        named = tuple(ip_network(one) for one in settings.webhook_networks.replace(",", " ").split())
    except ValueError:
        raise NotSetUp("HOSO_WEBHOOK_NETWORKS is not understood: networks such as 10.20.0.0/16, with commas") from None
    return Reach(settings.production, named)


def wait_after(attempts: int, chance: float) -> timedelta:
    """Before the next attempt, after so many in vain: doubled each time, up to an hour; then up to a half more by
    chance, so that all that failed together does not come back together. `chance`: 0..1."""
    grown = FIRST * 2 ** min(attempts - 1, 20)
    return min(grown, LONGEST) * (1 + chance / 2)


def deliver_round(service: Service) -> Round:
    """Open the recalls that are due, then deliver what is due; every subscription as far as its receiver takes it."""
    opened = open_new(service.warehouse)
    with service.warehouse.looking() as connection:
        due = webhooks.due(connection, service.clock())
    if not due:
        return Round(recalls=opened)
    with ThreadPoolExecutor(min(AT_ONCE, len(due))) as pool:
        done = list(pool.map(lambda one: deliver_one(service, one), due))
    delivered, failed, paused = (sum(getattr(one, name) for one in done) for name in ("delivered", "failed", "paused"))
    return Round(delivered, failed, paused, opened)


def deliver_one(service: Service, held: Webhook) -> Round:
    """All that one subscription is still to be sent, until its receiver fails or nothing is left."""
    delivered = 0
    while True:
        with service.warehouse.looking() as connection:
            waiting = events(connection, held.after, PAGE)
        if not waiting:
            return Round(delivered)
        with service.warehouse.changing() as change:
            lease = webhooks.take(change.connection, held, service.clock())
        if lease is None:
            return Round(delivered)  # another is at it
        upto, sent, fault = _page(service, held, waiting)
        delivered += sent
        if upto != held.after and not _mark(service, held, lease, upto, sent, last=fault is None):
            return Round(delivered)  # the lease ran out: whoever took it sends the rest
        if fault is not None:
            paused = _failed(service, held, lease, fault)
            return Round(delivered, 1, int(paused))
        with service.warehouse.looking() as connection:
            held = webhooks.webhook(connection, held.id)
        if held.state is not webhooks.WebhookState.ACTIVE:
            return Round(delivered)


def _page(service: Service, held: Webhook, waiting: tuple[Event, ...]) -> tuple[Cursor, int, str | None]:
    """Up to where the receiver has taken them, how many events that were, and why it went no further."""
    with service.warehouse.looking() as connection:
        to = listener(connection, held.client_id)
        shown = visible(connection, to, waiting, held.kinds) if to and to.listens else None
    if shown is None:
        return held.after, 0, NOT_ALLOWED
    upto, sent, began = held.after, 0, time.monotonic()
    for start in range(0, len(shown), held.batch):
        if time.monotonic() - began > webhooks.LEASE.total_seconds() / 2:
            return upto, sent, None  # the rest under a new lease
        some = shown[start : start + held.batch]
        fault = _deliver(service, held, some)
        if fault is not None:
            return upto, sent, fault.name
        upto, sent = some[-1].cursor, sent + len(some)
    return waiting[-1].cursor, sent, None


def _deliver(service: Service, held: Webhook, some: list[Event]) -> Fault | None:
    told = [cloud_event(one, service.issuer) for one in some]
    body = json.dumps(told if held.batch > 1 else told[0], ensure_ascii=False, separators=(",", ":")).encode()
    delivery = Delivery(told[0]["id"], held.id, held.client_id, body, BATCH if held.batch > 1 else ONE)
    signed = signature(delivery, service.issuer, service.signer, service.clock())
    return send(held.address, delivery, signed, reach_of(service.settings))


def _mark(service: Service, held: Webhook, lease: str, upto: Cursor, sent: int, *, last: bool) -> bool:
    """`last`: the lease ends with it; else a fault is still to be written under it."""
    with service.warehouse.changing() as change:
        keep = None if last else lease
        return webhooks.delivered(change.connection, held.id, lease, upto, sent, service.clock(), keep)


def _failed(service: Service, held: Webhook, lease: str, fault: str) -> bool:
    now = service.clock()
    with service.warehouse.changing() as change:
        stands = webhooks.webhook(change.connection, held.id)
        since = stands.failing_since or now
        pause = fault in (Fault.GONE.name, NOT_ALLOWED) or now - since >= PAUSED_AFTER
        wait = wait_after(stands.attempts + 1, random.random())
        return webhooks.failed(change, held, lease, fault, now + wait, pause) and pause


def serve(service: Service, stop: Stop, told: Callable[[str], None], every: float = _ROUND_S) -> None:
    """Round after round until told to stop. An error of ours (the warehouse is away) ends a round and no more."""
    while not stop.is_set():
        try:
            done = deliver_round(service)
        except DossierError as error:
            told(f"webhooks: {type(error).__name__}")
            stop.wait(10 * every)
            continue
        if done.failed or done.paused:
            told(f"webhooks: {done.delivered} events, {done.failed} in vain, {done.paused} paused")
        stop.wait(every)
