"""Tables of the verification station: who holds a question, what was answered, who is told, and what people chose.

An answer is written once; what it does to its question stands in `review_task`, and what it does to its dossier comes
to be when the dossier goes on. The columns `person` and `by` hold staff ids.
"""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, Table, Text, UniqueConstraint
from sqlalchemy import Uuid as SqlUuid
from sqlalchemy.dialects.postgresql import JSONB

from storage.personal import PersonalText
from storage.schema import METADATA

_ID = SqlUuid(as_uuid=False)
_AT = DateTime(timezone=True)
WRITTEN_ONCE = ("review_answer", "person_choice", "told_paper")
_OF_THE_MOMENT = {"fingerprint": False}  # two runs that leave the same differ in it

REVIEW_CLAIM = Table(  # who is looking at a question, for as long as the lease lasts
    "review_claim",
    METADATA,
    Column("task_id", _ID, ForeignKey("review_task.id"), primary_key=True),
    Column("person", Text, nullable=False),
    Column("tab", Text, nullable=False),  # of the browser: a person may have two open
    Column("taken_at", _AT, nullable=False),
    Column("until", _AT, nullable=False),  # a question that was let go or answered is held until then, that is, no more
    Column("stolen_from", Text),  # who held it before, and did not let it go
    Index("ix_review_claim_person", "person", "until"),
    info=_OF_THE_MOMENT,
)
REVIEW_ANSWER = Table(  # written once
    "review_answer",
    METADATA,
    Column("id", _ID, primary_key=True, info=_OF_THE_MOMENT),  # made by the browser: sent twice, it is one answer
    Column("task_id", _ID, ForeignKey("review_task.id"), nullable=False),
    Column("number", Integer, nullable=False),  # 1.. within the question
    Column("round", Text, nullable=False),  # name of a `storage.question.Round`
    Column("person", Text, nullable=False),
    Column("action", Text, nullable=False),  # name of a `storage.review.given.Action`
    Column("value", PersonalText("review_answer.value")),
    Column("reason", Text),  # name of a `storage.review.given.Escalation`
    Column("shown", Text, nullable=False),  # name of a `storage.review.given.Shown`
    Column("keys", Integer, nullable=False, info=_OF_THE_MOMENT),  # pressed
    Column("milliseconds", Integer, nullable=False, info=_OF_THE_MOMENT),  # from the picture to the answer
    Column("undoes", _ID, ForeignKey("review_answer.id"), unique=True, info=_OF_THE_MOMENT),
    Column("made_at", _AT, nullable=False),
    UniqueConstraint("task_id", "number"),
    Index("ix_review_answer_person", "person", "made_at"),
)
REVIEW_NOTICE = Table(  # what a person is told of a question that somebody else took or answered
    "review_notice",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("person", Text, nullable=False),
    Column("kind", Text, nullable=False),  # name of a `storage.review.notices.NoticeKind`
    Column("task_id", _ID, ForeignKey("review_task.id"), nullable=False),
    Column("made_at", _AT, nullable=False),
    Column("read_at", _AT),
    Index("ix_review_notice_person", "person", "made_at"),
    info=_OF_THE_MOMENT,
)
PERSON_CHOICE = Table(  # whom a dossier is about, as a person decided; the last number counts. Written once
    "person_choice",
    METADATA,
    Column("dossier_id", _ID, ForeignKey("dossier.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # 1.. within the dossier
    Column("person", PersonalText("person_choice.person")),  # the register's key; NULL: none of the candidates
    Column("answer_id", _ID, ForeignKey("review_answer.id"), nullable=False, info=_OF_THE_MOMENT),
    Column("by", Text, nullable=False),
    Column("made_at", _AT, nullable=False),
)
TOLD_PAPER = Table(  # what papers the pages of a scan are, as a person told; the last number counts. Written once
    "told_paper",
    METADATA,
    Column("dossier_id", _ID, ForeignKey("dossier.id"), primary_key=True),
    Column("scan_id", _ID, ForeignKey("scan.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # 1.. within the scan
    Column("content", JSONB, nullable=False),  # [{"form": code or "unknown", "pages": [1, 2]}, ..]
    Column("answer_id", _ID, ForeignKey("review_answer.id"), nullable=False, info=_OF_THE_MOMENT),
    Column("by", Text, nullable=False),
    Column("made_at", _AT, nullable=False),
)
