"""Tables of who may ask the reuse service and what they have used up. They hold no personal value, but for the kept
answers of `service_once`, which are sealed."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from storage.personal import PersonalText
from storage.schema import METADATA

SERVICE_CLIENT = Table(
    "service_client",
    METADATA,
    Column("id", Text, primary_key=True),  # chosen by who registers it: "portal.h56"
    Column("organisation", Text, nullable=False),
    Column("offices", ARRAY(Text), nullable=False),  # codes; one covers those below it
    Column("procedures", ARRAY(Text), nullable=False),  # short codes or families; "*": all
    Column("scopes", ARRAY(Text), nullable=False),
    Column("proof_needed", Boolean, nullable=False, server_default=text("false")),  # tokens only with DPoP
    Column("reads_per_day", Integer, nullable=False),
    Column("reads_per_subject", Integer, nullable=False),  # of one person, a day
    Column("reads_per_purpose", Integer, nullable=False),  # for one dossier, a day
    Column("subjects_alert", Integer, nullable=False),  # so many different persons in a day are unusual
    Column("requests_per_minute", Integer, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
)
SERVICE_CLIENT_KEY = Table(
    "service_client_key",
    METADATA,
    Column("client_id", Text, ForeignKey("service_client.id"), primary_key=True),
    Column("kid", Text, primary_key=True),
    Column("jwk", JSONB, nullable=False),  # public
    Column("algorithm", Text, nullable=False),  # the only one by which this key signs
    Column("valid_from", DateTime(timezone=True), nullable=False),
    Column("valid_to", DateTime(timezone=True)),  # exclusive
    Column("made_at", DateTime(timezone=True), nullable=False),
)
SERVICE_SEEN = Table(  # assertions and proofs that came once and may not come again
    "service_seen",
    METADATA,
    Column("digest", LargeBinary, primary_key=True),  # sha256 over use, client and jti
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
    info={"fingerprint": False},
)
SERVICE_USE = Table(  # one row for each thing that is counted, each day
    "service_use",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("client_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # name of a `storage.service.usage.Counted`
    Column("key", Text, primary_key=True),  # id of ours of the person, code of the dossier; "" for the client
    Column("used", BigInteger, nullable=False),
    Column("allowed", BigInteger, nullable=False),  # as it stood when the row was last counted up
    info={"fingerprint": False},
)
SERVICE_ALERT = Table(
    "service_alert",
    METADATA,
    Column("client_id", Text, ForeignKey("service_client.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("kind", Text, primary_key=True),  # name of a `storage.service.usage.Alert`
    Column("used", BigInteger, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
)
SERVICE_ONCE = Table(  # answers to requests that may come again; written in the transaction of the change itself
    "service_once",
    METADATA,
    Column("client_id", Text, ForeignKey("service_client.id"), primary_key=True),
    Column("key", LargeBinary, primary_key=True),  # sha256 of the Idempotency-Key
    Column("operation", Text, nullable=False),
    Column("request", LargeBinary, nullable=False),  # keyed digest of method, address and body
    Column("status", Integer),
    Column("headers", JSONB),  # of the answer: ETag, Location
    Column("answer", PersonalText("service_once.answer")),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Index("ix_service_once_made_at", "made_at"),
    info={"fingerprint": False},
)
