"""The table of the registers' answers that may be used again for a while."""

from sqlalchemy import Boolean, Column, DateTime, Index, Table, Text

from storage.personal import PersonalText
from storage.schema import METADATA

KEPT_ANSWER = Table(
    "kept_answer",
    METADATA,
    Column("request_digest", Text, primary_key=True),  # keyed, of the question and of what it was asked for
    Column("register", Text, nullable=False),
    Column("content", PersonalText("kept_answer.content"), nullable=False),  # as understood, by `matching.codec`
    Column("answer_digest", Text, nullable=False),  # keyed, of the answer's bytes
    Column("mock", Boolean, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),  # when the register gave it
    Column("deadline", DateTime(timezone=True), nullable=False),  # from then on it is neither used nor kept
    Index("ix_kept_answer_deadline", "deadline"),
)
