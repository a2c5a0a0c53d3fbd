"""Tables of what answers are signed with, and of the bulk exports that were asked for.

The state of a key follows from its dates, so that all processes hand over at the same moment. The private half goes
when a key no longer signs; the public half and its dates stay, for what it signed is verified years later.
"""

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Index, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from storage.personal import PersonalText
from storage.schema import METADATA

SIGNING_KEY = Table(
    "signing_key",
    METADATA,
    Column("kid", Text, primary_key=True),  # RFC 7638 thumbprint of the public half
    Column("algorithm", Text, nullable=False),  # name of a `storage.service.key_pairs.Algorithm`
    Column("public", LargeBinary, nullable=False),  # SubjectPublicKeyInfo, DER
    Column("private", PersonalText("signing_key.private")),  # PKCS #8, DER, base64; NULL: it signs no more
    Column("made_at", DateTime(timezone=True), nullable=False),  # published since
    Column("signs_from", DateTime(timezone=True)),  # NULL: its turn has not come
    Column("signs_until", DateTime(timezone=True)),  # NULL: no other has followed
    Column("revoked_at", DateTime(timezone=True)),
    Column("reason", Text),  # name of a `storage.service.signing_keys.Revocation`
    info={"fingerprint": False},
)
EXPORT = Table(
    "export",
    METADATA,
    Column("id", Uuid(as_uuid=False), primary_key=True),
    Column("by", Text, nullable=False, index=True),  # client id, or staff id
    Column("procedure_code", Text, nullable=False),  # purpose
    Column("dossier_code", Text, nullable=False, server_default=""),
    Column("basis", Text, nullable=False, server_default=""),
    Column("kinds", ARRAY(Text), nullable=False),  # of records; none: all
    Column("fields", ARRAY(Text), nullable=False),  # none: all
    Column("scopes", ARRAY(Text), nullable=False),  # as the caller had them when asking
    Column("offices", ARRAY(Text), nullable=False),  # of whose dossiers; none: all
    Column("since", DateTime(timezone=True)),  # what changed from then on; NULL: everything
    Column("until", DateTime(timezone=True), nullable=False),  # as known then
    Column("form", Text, nullable=False),  # name of a `storage.service.exports.FileForm`
    Column("state", Text, nullable=False),  # name of a `storage.service.exports.ExportState`
    Column("failure", Text),  # name of the error that ended it
    Column("records", BigInteger),  # how many were given out
    Column("rows", BigInteger),  # fields given out
    Column("manifest", Text),  # digest in the object store; NULL until everything else is there
    Column("signature", Text),  # of the manifest, detached
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    info={"fingerprint": False},
)
EXPORT_PART = Table(  # noted before it is kept, so that none is left behind
    "export_part",
    METADATA,
    Column("export_id", Uuid(as_uuid=False), ForeignKey("export.id"), primary_key=True),
    Column("digest", Text, primary_key=True),  # in the object store
    Column("made_at", DateTime(timezone=True), nullable=False),
    Index("ix_export_part_digest", "digest"),
    info={"fingerprint": False},
)
