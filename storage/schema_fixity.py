"""The table of what every stored object was last found to be, at each site where it is kept."""

from sqlalchemy import BigInteger, Column, DateTime, Index, Table, Text

from storage.schema import METADATA

OBJECT_FIXITY = Table(
    "object_fixity",
    METADATA,
    Column("site", Text, primary_key=True),  # name of a `storage.fixity.Site`
    Column("digest", Text(collation="C"), primary_key=True),  # in the order in which stores list
    Column("algorithm", Text, nullable=False),  # of the digest: "sha256"
    Column("size", BigInteger),  # bytes, when it was last found whole
    Column("state", Text, nullable=False),  # name of a `storage.fixity.Condition`
    Column("made_at", DateTime(timezone=True), nullable=False),  # when it was first known of
    Column("changed_at", DateTime(timezone=True)),  # when it was last looked at; NULL: never
    Column("verified_at", DateTime(timezone=True)),  # when it was last found whole; NULL: never
    Index("ix_object_fixity_site_changed_at_digest", "site", "changed_at", "digest"),
)
