"""Tables of people, of what becomes of their records, and of the outbox that tells it. All of them are written once.

A record is never changed and never marked: of a load, a description or a state the latest by number rules, and which
was the latest at a moment follows from `made_at`. So what was known at a moment can be told at any later one.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)
from sqlalchemy import Uuid as SqlUuid
from sqlalchemy.dialects.postgresql import JSONB

from storage.personal import PersonalJson, PersonalText
from storage.schema import METADATA

_ID = SqlUuid(as_uuid=False)
WRITTEN_ONCE = ("person", "person_alias", "record_load", "record_description", "record_state", "outbox")

PERSON = Table(
    "person",
    METADATA,
    Column("id", _ID, primary_key=True),  # of ours: tells nothing to who does not hold the index's secret
    Column("made_at", DateTime(timezone=True), nullable=False),
)
PERSON_ALIAS = Table(
    "person_alias",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("person_id", _ID, ForeignKey("person.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),  # name of a `storage.people.AliasKind`
    Column("blind", LargeBinary, nullable=False),  # of the value, keyed
    Column("value", PersonalText("person_alias.value"), nullable=False),
    Column("days", PersonalJson("person_alias.days")),  # first and last; NULL: written before they were sealed
    Column("record_id", _ID, ForeignKey("record.id")),  # that tells it; NULL: the register's own key
    Column("made_at", DateTime(timezone=True), nullable=False),
    Index("ix_person_alias_kind_blind", "kind", "blind"),
)
RECORD_LOAD = Table(  # a load of a dossier ends what the one before it told
    "record_load",
    METADATA,
    Column("dossier_id", _ID, ForeignKey("dossier.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # 1.. in order
    Column("key", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),  # never before that of the number before
)
RECORD_DESCRIPTION = Table(
    "record_description",
    METADATA,
    Column("record_id", _ID, ForeignKey("record.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # 1.. in order
    Column("void_from", Date),  # since when the law no longer knows such a paper; NULL: it still does
    Column("code_blind", LargeBinary),  # of its identity code; NULL: it has none
    Column("content", PersonalJson("record_description.content"), nullable=False),  # its days, identity code, metadata
    Column("made_at", DateTime(timezone=True), nullable=False),
    Index("ix_record_description_code_blind", "code_blind"),
)
RECORD_STATE = Table(
    "record_state",
    METADATA,
    Column("record_id", _ID, ForeignKey("record.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # 1.. in order
    Column("state", Text, nullable=False),  # name of a `storage.record_states.RecordState`
    Column("reason", Text, nullable=False),  # name of a `storage.record_states.StateReason`
    Column("effective", Date, nullable=False),  # first day on which it is so
    Column("successor_id", _ID, ForeignKey("record.id")),  # what took its place
    Column("by", Text, nullable=False),  # staff id, client, or the machine's role
    Column("made_at", DateTime(timezone=True), nullable=False),
)
OUTBOX = Table(
    "outbox",
    METADATA,
    Column("seq", BigInteger, Identity(), primary_key=True),
    Column("xid", BigInteger, nullable=False),  # of the transaction that made the change
    Column("kind", Text, nullable=False),  # name of a `storage.outbox.EventKind`
    Column("person_id", _ID, ForeignKey("person.id")),
    Column("record_id", _ID, ForeignKey("record.id")),
    Column("codes", JSONB, nullable=False),  # ids and codes; no personal value
    Column("made_at", DateTime(timezone=True), nullable=False),
    Index("ix_outbox_xid_seq", "xid", "seq"),
)
