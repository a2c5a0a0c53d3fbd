"""Proof that the person at the other end is the one whose data is held.

The person logs in at the portal (VNeID); the portal, which holds scope subject:read or corrections:write, states under
its own registered key who that is and at which level they logged in. Two proofs are needed, therefore: the token says
that the portal may ask for people, the assertion says for whom, a few minutes ago, and counts once.

An assertion is a JWT as for a token (RFC 7523), with `aud` the address of the subject's side, and beside it:
    acr      how the person logged in, one of LEVELS
    subject  {"id_number": 12 digits, "full_name", "birth_date": yyyy-mm-dd}; all three must agree with what is held
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
from pydantic import ValidationError

from api.answers.asked import PersonAsked
from api.assertions import Assertion, Unproven, proven
from api.caller import Caller
from api.problems import Kind, Problem
from api.service import Service
from storage.change import Change
from storage.service.tokens import first_time

LEVELS = ("vneid:2", "vneid:3")  # Quyết định 29/2026/QĐ-TTg: by VNeID only; level 2: the card was shown to the police
PLACE = "/v1/subjects"


@dataclass(frozen=True, slots=True)
class Stated:
    """Who logged in, as the portal states it. It holds in every part; whether it came before is not looked at yet."""

    seen: Assertion
    subject: PersonAsked = field(repr=False)

    def spend(self, change: Change) -> None:
        """It counts once, and only if the change comes about. Raises Unproven."""
        if not first_time(change.connection, "subject", self.seen.client_id, self.seen.token_id, self.seen.expires_at):
            raise Unproven("replayed", self.seen.client_id)


def proven_subject(service: Service, caller: Caller, assertion: str, request_id: str) -> PersonAsked:
    """Who asks for themselves. Raises Problem SUBJECT_UNPROVEN, after a row of the audit, where it is not proven."""
    with told_unproven(service, caller, request_id):
        stated = stated_subject(service, caller, assertion)
        with service.warehouse.changing() as change:
            stated.spend(change)
    return stated.subject


@contextmanager
def told_unproven(service: Service, caller: Caller, request_id: str) -> Iterator[None]:
    """What is not proven leaves a row of the audit and is refused: Problem SUBJECT_UNPROVEN."""
    try:
        yield
    except Unproven as failed:
        service.unlet.note(f"subject-{failed.reason}", caller.client_id, request_id)
        raise Problem(Kind.SUBJECT_UNPROVEN) from None


def stated_subject(service: Service, caller: Caller, assertion: str) -> Stated:
    """Raises Unproven."""
    client = service.registered.client(caller.client_id)
    if client is None:
        raise Unproven("client-unknown")
    seen = proven(assertion, client, frozenset({service.issuer + PLACE}), service.clock())
    claims: dict[str, Any] = jwt.decode(assertion, options={"verify_signature": False})  # it was verified above
    if claims.get("acr") not in LEVELS:
        raise Unproven("level", client.id)
    try:
        subject = PersonAsked.model_validate(claims.get("subject"))
    except ValidationError:
        raise Unproven("claims", client.id) from None
    if not subject.id_number or len(subject.id_number) != 12 or not subject.full_name or not subject.birth_date:
        raise Unproven("claims", client.id)
    return Stated(seen, subject)
