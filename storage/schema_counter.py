"""The table of receipts: what was handed in at a counter by scanning, and the paper that the citizen took home."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, Uuid

from storage.schema import METADATA

COUNTER_RECEIPT = Table(  # begun before the dossier is taken in: a hand-in that was cut short goes on under it
    "counter_receipt",
    METADATA,
    Column("id", Text, primary_key=True),  # its number, as printed: "PT-H56.12-261122-0001"
    Column("office", Text, nullable=False),
    Column("code", Text, nullable=False),  # of the dossier
    Column("origin", Text, nullable=False),  # of the code: name of a `storage.counter.CodeOrigin`
    Column("procedure_code", Text, nullable=False),
    Column("digest", Text, nullable=False),  # sha256 over office, procedure and files: what makes it the same again
    Column("papers", Integer, nullable=False),  # files
    Column("pages", Integer, nullable=False),
    Column("signature", Text, nullable=False),  # keyed digest of all the above, by whom and when; printed cut short
    Column("by", Text, nullable=False),  # staff id
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("taken_in_as", Uuid(as_uuid=False), ForeignKey("dossier.id"), index=True),  # NULL until it is taken in
    UniqueConstraint("digest"),
    Index("ix_counter_receipt_office_made_at", "office", "made_at"),
    info={"fingerprint": False},
)
