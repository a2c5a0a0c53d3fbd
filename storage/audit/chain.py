"""One row of the audit, and the link that holds it in the chain. Values in, values out."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = hashlib.sha256(b"hoso audit chain 1").digest()
"""What the first link names as the hash before it."""
LOST = hashlib.sha256(b"hoso audit row lost before it was linked").digest()
"""Content of a row that was gone when its turn came: it is never found whole again."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """As the warehouse holds it."""

    seq: int
    made_at: datetime  # with its time zone
    actor: str
    action: str
    subject: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """What fixes one row in its place."""

    position: int  # 1.. in order of commit
    seq: int
    content: bytes  # sha256 of the row
    previous: bytes  # `hash` of the link before
    hash: bytes
    made_at: datetime


def content_of(row: AuditRow | None) -> bytes:
    """sha256 over every value of a row; LOST for a row that is not there."""
    if row is None:
        return LOST
    return _digest(row.seq, _told(row.made_at), row.actor, row.action, row.subject, row.details)


def linked(position: int, seq: int, content: bytes, previous: bytes, made_at: datetime) -> Link:
    """The link of these, with its hash."""
    digest = _digest(position, seq, content.hex(), previous.hex(), _told(made_at))
    return Link(position, seq, content, previous, digest, made_at)


def _told(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _digest(*parts: object) -> bytes:
    """Over JSON of one spelling: two different lists of values never give the same bytes."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()
