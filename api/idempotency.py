"""Requests that change something and may be sent again: the same key and the same request give the same answer, once
done (draft-ietf-httpapi-idempotency-key-header-07)."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from api.caller import Caller
from api.problems import Kind, Problem
from api.service import Service
from storage.change import Change
from storage.service.idempotency import KeptAnswer, KeyReused, begin, finish, kept_answer

_HEADERS = ("ETag", "Location", "Hoso-Signature", "Content-Type")  # of an answer, that come again with it


@dataclass(frozen=True, slots=True)
class Once:
    """A request as it is told from another under the same key."""

    key: str
    operation: str
    digest: bytes = field(repr=False)  # keyed, of method, address, what it rests on, and body


async def sent_once(
    request: Request,
    key: Annotated[
        str | None,
        Header(alias="Idempotency-Key", title="Khóa chống lặp, do hệ thống gửi tự đặt", max_length=200),
    ] = None,
) -> Once:
    """Raises Problem KEY_MISSING."""
    if not key or not key.isprintable():
        raise Problem(Kind.KEY_MISSING)
    secret = request.app.state.service.key_for("idempotency")
    rest = request.headers.get("if-match", "")
    said = "\x1f".join((request.method, request.url.path, request.url.query, rest)).encode() + b"\x1f"
    digest = hmac.new(secret, said + await request.body(), hashlib.sha256).digest()
    return Once(key, getattr(request.scope.get("route"), "operation_id", None) or "-", digest)


SentOnce = Annotated[Once, Depends(sent_once)]


def done_once(change: Change, caller: Caller, once: Once, work: Callable[[], Response]) -> Response:
    """The answer of `work`, or the one it gave before. To be called first of all within the change in which `work`
    writes: both are kept together or not at all, and a second request at the same time waits for the first.

    An answer that `work` does not return but raises as a Problem is not kept. Raises Problem KEY_REUSED.
    """
    try:
        kept = begin(change, caller.client_id, once.key, once.operation, once.digest)
    except KeyReused:
        raise Problem(Kind.KEY_REUSED) from None
    if kept is not None:
        return _again(kept)
    answer = work()
    headers = {name: answer.headers[name] for name in _HEADERS if name in answer.headers}
    finish(change, caller.client_id, once.key, KeptAnswer(answer.status_code, headers, bytes(answer.body)))
    return answer


def done_before(service: Service, caller: Caller, once: Once) -> Response | None:
    """The answer that was given under this key, for a route that must look before it begins its change; `done_once`
    follows all the same. Raises Problem KEY_REUSED."""
    try:
        with service.warehouse.looking() as connection:
            kept = kept_answer(connection, caller.client_id, once.key, once.operation, once.digest)
    except KeyReused:
        raise Problem(Kind.KEY_REUSED) from None
    return None if kept is None else _again(kept)


def _again(kept: KeptAnswer) -> Response:
    return Response(kept.body, kept.status, {**kept.headers, "Idempotency-Replayed": "true"})
