"""Tables of what nobody was asked for again, and of what other systems told of a dossier. All are written once.

A row of the ledger is never taken back: where a later load rests on something else, a further row of the same id says
that it no longer stands. The latest number of an id rules.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Integer,
    Table,
    Text,
)
from sqlalchemy import Uuid as SqlUuid

from storage.schema import METADATA

_ID = SqlUuid(as_uuid=False)

OUTSIDE_DOSSIER = Table(  # of a system that asks us; never scanned here, so that no step, state or worklist knows it
    "outside_dossier",
    METADATA,
    Column("id", _ID, primary_key=True),  # from `code`
    Column("code", Text, nullable=False, unique=True),  # as its one-stop system gave it
    Column("procedure_code", Text, nullable=False),
    Column("office", Text, nullable=False),  # that received it
    Column("channel", Text),  # "counter", "online", "post"; NULL: nobody said
    Column("by", Text, nullable=False),  # client
    Column("made_at", DateTime(timezone=True), nullable=False),
)
REUSE = Table(  # about a dossier of ours, or one outside
    "reuse",
    METADATA,
    Column("id", _ID, primary_key=True),  # from what was reused, for which dossier, from where
    Column("number", Integer, primary_key=True),  # 1.. in order
    Column("seq", BigInteger, Identity(), nullable=False),
    Column("dossier_id", _ID, ForeignKey("dossier.id"), index=True),
    Column("outside_id", _ID, ForeignKey("outside_dossier.id"), index=True),
    Column("origin", Text, nullable=False),  # name of a `storage.reuse_ledger.Origin`
    Column("what", Text, nullable=False),  # name of a `storage.reuse_ledger.What`
    Column("component", Text, nullable=False),  # code of the paper, or of the component of the procedure
    Column("field", Text, nullable=False, server_default=""),  # "" for a component as a whole
    Column("document_id", _ID, ForeignKey("document.id")),  # the paper that would have had to say it
    Column("procedure_code", Text, nullable=False),
    Column("office", Text, nullable=False),  # for whom
    Column("source", Text, nullable=False),  # name of a `storage.reuse_ledger.Source`
    Column("source_id", Text, nullable=False, server_default=""),  # id of a record or document; name of a register
    Column("minutes", Double, nullable=False),  # saved
    Column("basis", Text, nullable=False),  # row of the data that says how many minutes
    Column("assumed", Boolean, nullable=False),  # those minutes rest on no published source
    Column("standing", Boolean, nullable=False),
    Column("by", Text, nullable=False),  # staff id, client, or the machine's role
    Column("made_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("num_nonnulls(dossier_id, outside_id) = 1", name="ck_reuse_one_dossier"),
)
TOLD_FACT = Table(
    "told_fact",
    METADATA,
    Column("dossier_id", _ID, ForeignKey("dossier.id"), primary_key=True),
    Column("fact", Text, primary_key=True),  # name of a `storage.told_facts.ToldFact`
    Column("number", Integer, primary_key=True),  # 1.. in order; the latest rules
    Column("holds", Boolean, nullable=False),
    Column("source", Text, nullable=False),  # the system that told it
    Column("by", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
)
