"""Tables of what people do next: requests to put a register right, and dossiers that are to be matched again.

Where a request stands is in `correction_request`; every move of it, with who and when, is a row of `correction_step`,
written once.
"""

from sqlalchemy import BigInteger, Column, Date, DateTime, ForeignKey, Identity, Integer, Table, Text, UniqueConstraint
from sqlalchemy import Uuid as SqlUuid
from sqlalchemy.dialects.postgresql import ARRAY

from storage.personal import PersonalText
from storage.schema import METADATA

_ID = SqlUuid(as_uuid=False)

CORRECTION_REQUEST = Table(
    "correction_request",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("dossier_id", _ID, ForeignKey("dossier.id"), nullable=False),
    Column("number", Integer, nullable=False),  # 1.. within the dossier
    Column("register", Text, nullable=False),  # "population" or "telco"
    Column("field", Text, nullable=False),  # of `matching.people.Claim`
    Column("reason", Text, nullable=False),  # name of a `matching.reasons.Reason`
    Column("about", PersonalText("correction_request.about"), nullable=False),  # a personal or a phone number
    Column("shows", PersonalText("correction_request.shows"), nullable=False),  # what the paper shows
    Column("holds", PersonalText("correction_request.holds")),  # the register's answer; NULL where that is not kept
    Column("document_id", _ID, ForeignKey("document.id")),
    Column("page", Integer),  # 1.. within the scan
    Column("box", ARRAY(Integer)),  # px of the upright page: left, top, right, bottom
    Column("state", Text, nullable=False, index=True),
    Column("by", Text, nullable=False),  # staff id, or the machine's role
    Column("deadline", Date),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("dossier_id", "number"),
)
CORRECTION_STEP = Table(  # written once
    "correction_step",
    METADATA,
    Column("correction_id", _ID, ForeignKey("correction_request.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # 1.. in order
    Column("state", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("note", PersonalText("correction_step.note")),  # why it was refused, or under which number it was sent
    Column("made_at", DateTime(timezone=True), nullable=False),
)
ASKED_AGAIN = Table(
    "asked_again",
    METADATA,
    Column("dossier_id", _ID, ForeignKey("dossier.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # 1.. within the dossier; part of the key of its matching
    Column("seq", BigInteger, Identity(), nullable=False),
    Column("reason", Text, nullable=False),  # name of a `storage.asked_again.Cause`
    Column("key", Text, nullable=False),  # what changed: id of a correction request, digest of an extract
    Column("state", Text, nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)
