"""Tables of the subject's side and of who is told: webhooks, what subjects ask for, deferrals, and recalls.

A webhook's row says where it stands and is changed; every other table here is written once, and what happens to a
request or a recall is a further row of its steps.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import Uuid as SqlUuid
from sqlalchemy.dialects.postgresql import ARRAY

from storage.personal import PersonalText
from storage.schema import METADATA

_ID = SqlUuid(as_uuid=False)
_AT = DateTime(timezone=True)
WRITTEN_ONCE = (
    "deferral",
    "subject_request",
    "subject_step",
    "recall",
    "recall_notice",
    "recall_answer",
)

WEBHOOK = Table(  # where a client has its events sent, and how far they have got
    "webhook",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("client_id", Text, nullable=False, index=True),
    Column("address", Text, nullable=False),  # https URL without user, password, query or fragment
    Column("kinds", ARRAY(Text), nullable=False),  # names of `storage.outbox.EventKind`
    Column("batch", Integer, nullable=False),  # 1..100 events of one delivery
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),  # why it is paused
    Column("after_xid", BigInteger, nullable=False),  # all events up to here are delivered
    Column("after_seq", BigInteger, nullable=False),
    Column("delivered", BigInteger, nullable=False, server_default="0"),  # events
    Column("attempts", Integer, nullable=False, server_default="0"),  # in vain since the last delivery
    Column("failing_since", _AT),
    Column("next_at", _AT, nullable=False),  # not before
    Column("lease", _ID),  # of who is delivering
    Column("leased_until", _AT),
    Column("by", Text, nullable=False),
    Column("made_at", _AT, nullable=False),
    Column("changed_at", _AT, nullable=False),
)
EVENT_READER = Table(  # how far a part of ours has followed the events
    "event_reader",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("after_xid", BigInteger, nullable=False),
    Column("after_seq", BigInteger, nullable=False),
    Column("changed_at", _AT, nullable=False),
    info={"fingerprint": False},
)
DEFERRAL = Table(  # reads that the subject is not told of until a day; the latest number of an id counts
    "deferral",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("number", Integer, primary_key=True),  # 1.. in order
    Column("person_id", _ID, nullable=False, index=True),
    Column("actor", Text, nullable=False),  # client or staff id whose reads are meant; "" for all
    Column("from_at", _AT, nullable=False),  # reads from then
    Column("until", _AT, nullable=False),  # until then nothing of them is told
    Column("basis", Text, nullable=False),  # code of a law
    Column("why", PersonalText("deferral.why"), nullable=False),
    Column("by", Text, nullable=False),
    Column("made_at", _AT, nullable=False),
)
SUBJECT_REQUEST = Table(  # what a person asks to have put right
    "subject_request",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("person_id", _ID, nullable=False),
    Column("number", Integer, nullable=False),  # 1.. of the person
    Column("record_id", _ID, ForeignKey("record.id"), nullable=False, index=True),
    Column("field", Text, nullable=False),
    Column("revision", Integer, nullable=False),  # of the value that is said to be wrong
    Column("shows", PersonalText("subject_request.shows"), nullable=False),  # what it should be
    Column("why", PersonalText("subject_request.why"), nullable=False),  # in the person's own words
    Column("by", Text, nullable=False),  # the client or member of staff through whom it came
    Column("made_at", _AT, nullable=False),
    UniqueConstraint("person_id", "number"),
)
SUBJECT_STEP = Table(
    "subject_step",
    METADATA,
    Column("request_id", _ID, ForeignKey("subject_request.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # 1.. in order
    Column("state", Text, nullable=False),
    Column("answer_by", Date, nullable=False),  # last day for the first answer
    Column("done_by", Date, nullable=False),  # last day for the outcome
    Column("others", Boolean, nullable=False),  # a processor or a third party has to act
    Column("extended", Boolean, nullable=False),
    Column("note", PersonalText("subject_step.note")),  # what the subject is told
    Column("by", Text, nullable=False),
    Column("made_at", _AT, nullable=False),
)
RECALL = Table(  # a value that proved wrong
    "recall",
    METADATA,
    Column("id", _ID, primary_key=True),  # from record, field and revision
    Column("person_id", _ID, nullable=False),
    Column("record_id", _ID, ForeignKey("record.id"), nullable=False, index=True),
    Column("field", Text, nullable=False),  # "" for the whole record
    Column("revision", Integer, nullable=False),  # the last one that is wrong; 0 for the whole record
    Column("cause", Text, nullable=False),  # name of a `storage.service.recalls.Cause`
    Column("loaded_at", _AT, nullable=False),  # from then it could be read
    Column("found_at", _AT, nullable=False),
    Column("made_at", _AT, nullable=False),
)
RECALL_NOTICE = Table(  # a reader of it, who was told
    "recall_notice",
    METADATA,
    Column("recall_id", _ID, ForeignKey("recall.id"), primary_key=True),
    Column("reader", Text, primary_key=True),  # client or staff id
    Column("number", BigInteger, nullable=False),  # of the reads
    Column("first_at", _AT, nullable=False),
    Column("last_at", _AT, nullable=False),
    Column("made_at", _AT, nullable=False),
    Index("ix_recall_notice_reader", "reader", "made_at", "recall_id"),
)
RECALL_ANSWER = Table(  # what that reader did about it
    "recall_answer",
    METADATA,
    Column("recall_id", _ID, primary_key=True),
    Column("reader", Text, primary_key=True),
    Column("number", Integer, primary_key=True),  # 1.. in order
    Column("state", Text, nullable=False),  # name of a `storage.service.recalls.Answer`
    Column("by", Text, nullable=False),
    Column("made_at", _AT, nullable=False),
    ForeignKeyConstraint(["recall_id", "reader"], ["recall_notice.recall_id", "recall_notice.reader"]),
)
