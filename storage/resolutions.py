"""Whom a dossier is about, as decided; and every query to a register, for each is a use of personal data."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from errors import NotHeld
from matching.codec import decision_from_json, to_json
from matching.decision import Decision
from matching.gateway.inquiry import Inquiry, InquiryOutcome, Purpose, Supposition
from matching.resolution import Resolution
from storage.change import Change, Stage, id_from, latest_key
from storage.personal import Private
from storage.schema import DOSSIER, REGISTER_ANSWER, RESOLUTION
from storage.sealing.owner import of_dossier


def save(change: Change, dossier_id: str, key: str, decision: Decision, inquiries: Sequence[Inquiry]) -> bool:
    """False when this step was done before; then the inquiries are written all the same, for they were made."""
    save_inquiries(change, dossier_id, inquiries)
    if not change.first(dossier_id, Stage.RESOLVE, key):
        return False
    resolution = decision.resolution
    row = {
        "dossier_id": dossier_id,
        "key": key,
        "outcome": resolution.outcome.name,
        "phone_status": resolution.phone.status.name,
        "person": Private(resolution.person_id, of_dossier(dossier_id)),
        "weight": resolution.weight,
        "content": Private(to_json(decision), of_dossier(dossier_id)),
        "made_at": change.now,
    }
    change.connection.execute(RESOLUTION.insert().values(row))
    change.note("dossier.resolved", dossier_id, key=key, outcome=resolution.outcome.name)
    return True


def save_inquiries(change: Change, dossier_id: str, inquiries: Sequence[Inquiry]) -> int:
    """How many were new: one that was written down already is not written twice."""
    # one writer at a time numbers the inquiries of a dossier
    locked = select(DOSSIER.c.id).where(DOSSIER.c.id == dossier_id).with_for_update()
    if change.connection.scalar(locked) is None:
        raise NotHeld(f"no dossier {dossier_id} is held")
    ours = select(REGISTER_ANSWER.c.request_id).where(REGISTER_ANSWER.c.dossier_id == dossier_id)
    known = set(change.connection.execute(ours).scalars())
    new = [each for each in inquiries if each.request_id not in known]
    for number, each in enumerate(new, start=len(known) + 1):
        change.connection.execute(REGISTER_ANSWER.insert().values(_row(change, dossier_id, number, each)))
        change.note(
            "register.asked", dossier_id, register=each.register, service=each.service, outcome=each.outcome.name
        )
    return len(new)


def _row(change: Change, dossier_id: str, number: int, each: Inquiry) -> dict[str, Any]:
    return {
        "id": id_from("inquiry", dossier_id, number),
        "dossier_id": dossier_id,
        "request_id": each.request_id,
        "register": each.register,
        "service": each.service,
        "procedure": each.purpose.procedure,
        "officer": each.purpose.officer,
        "office": each.purpose.office,
        "supposition": each.supposition.name,
        "request_digest": each.request_digest,
        "outcome": each.outcome.name,
        "answer_digest": each.answer_digest,
        "mock": each.mock,
        "cached": each.cached,
        "asked_at": each.asked_at,
        "made_at": change.now,
    }


def resolution(connection: Connection, dossier_id: str, key: str | None = None) -> Resolution | None:
    """As decided under this key; without one, as decided last. None when nothing was decided."""
    key = key or latest_key(connection, dossier_id, Stage.RESOLVE)
    chosen = select(RESOLUTION.c.content).where(RESOLUTION.c.dossier_id == dossier_id, RESOLUTION.c.key == key)
    content = connection.scalar(chosen)
    return None if content is None else decision_from_json(content).resolution


def decisions(connection: Connection, dossier_id: str) -> tuple[Decision, ...]:
    """Every decision about a dossier, the latest last."""
    chosen = select(RESOLUTION.c.content).where(RESOLUTION.c.dossier_id == dossier_id).order_by(RESOLUTION.c.made_at)
    return tuple(decision_from_json(content) for content in connection.scalars(chosen))


def candidates_before(connection: Connection, dossier_id: str, at: datetime) -> tuple[str, ...]:
    """The register's keys of the candidates that stood at a moment, the likeliest first."""
    ours = (RESOLUTION.c.dossier_id == dossier_id, RESOLUTION.c.made_at <= at)
    chosen = select(RESOLUTION.c.content).where(*ours).order_by(RESOLUTION.c.made_at.desc()).limit(1)
    content = connection.scalar(chosen)
    if content is None:
        return ()
    return tuple(one.person_id for one in decision_from_json(content).explanations)


def inquiries(connection: Connection, dossier_id: str) -> tuple[Inquiry, ...]:
    """Every query that was made for a dossier, in order."""
    chosen = select(REGISTER_ANSWER).where(REGISTER_ANSWER.c.dossier_id == dossier_id)
    return tuple(_inquiry(row) for row in connection.execute(chosen.order_by(REGISTER_ANSWER.c.seq)))


def _inquiry(row: Row[Any]) -> Inquiry:
    return Inquiry(
        request_id=row.request_id,
        register=row.register,
        service=row.service,
        purpose=Purpose(row.procedure, row.officer, row.office, row.dossier_id),
        supposition=Supposition[row.supposition],
        request_digest=row.request_digest,
        asked_at=row.asked_at,
        outcome=InquiryOutcome[row.outcome],
        answer_digest=row.answer_digest,
        mock=row.mock,
        cached=row.cached,
    )
