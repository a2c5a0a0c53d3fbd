"""Tables of what is kept beyond its term, and of what was erased. All of them are written once."""

from sqlalchemy import Column, Date, DateTime, ForeignKey, Index, Table, Text
from sqlalchemy import Uuid as SqlUuid
from sqlalchemy.dialects.postgresql import ARRAY

from storage.schema import METADATA

_ID = SqlUuid(as_uuid=False)
_AT = DateTime(timezone=True)
WRITTEN_ONCE = ("legal_hold", "legal_hold_release", "erasure")

LEGAL_HOLD = Table(  # nothing of this owner is erased
    "legal_hold",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("what", Text, nullable=False),  # `storage.sealing.owner.Owner` as text: a person, a dossier or an object
    Column("basis", Text, nullable=False),  # number of the decision or letter that asks for it
    Column("until", Date),  # last day; NULL: until it is released
    Column("by", Text, nullable=False),
    Column("made_at", _AT, nullable=False),
    Index("ix_legal_hold_what", "what"),
)
LEGAL_HOLD_RELEASE = Table(
    "legal_hold_release",
    METADATA,
    Column("hold_id", _ID, ForeignKey("legal_hold.id"), primary_key=True),
    Column("basis", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("made_at", _AT, nullable=False),
)
ERASURE = Table(  # the receipt: which keys were destroyed, when, why; nothing of what they opened
    "erasure",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("what", Text, nullable=False),  # the owner that was to be erased
    Column("basis", Text, nullable=False),
    Column("owners", ARRAY(Text), nullable=False),  # all whose keys were destroyed
    Column("key_ids", ARRAY(SqlUuid(as_uuid=False)), nullable=False),  # of `data_key`
    Column("kept", ARRAY(Text), nullable=False),  # owners left alone, because others rest on them
    Column("by", Text, nullable=False),
    Column("made_at", _AT, nullable=False),
    Index("ix_erasure_what", "what"),
    info={"fingerprint": False},  # two runs that leave the same leave it under other keys
)
