"""The tables of the warehouse; `storage.migrating` brings a database to them.

Ids are made from content (uuid5), so that the same inbox leaves the same rows wherever it is taken in. Rows of the
tables in APPEND_ONLY are never changed: a trigger refuses it; a correction is a new revision beside them. Columns of
type PersonalText and PersonalJson, and no others, may hold personal values.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from storage.personal import PersonalJson, PersonalText

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
APPEND_ONLY = ("audit", "page", "document", "reading", "register_answer", "resolution", "record", "record_field")
# differ between two runs that leave the same
VOLATILE = ("seq", "xid", "made_at", "changed_at", "went_on_at", "asked_at", "verified_at", "deadline", "request_id")
_ID = Uuid(as_uuid=False)  # a string everywhere: ids of ours travel through Airflow, commands and pages


def _made_at() -> Column[Any]:
    return Column("made_at", DateTime(timezone=True), nullable=False)


def _dossier(*, primary_key: bool = False, index: bool = False) -> Column[Any]:
    return Column(
        "dossier_id", _ID, ForeignKey("dossier.id"), nullable=False, primary_key=primary_key, index=index or None
    )


DOSSIER = Table(
    "dossier",
    METADATA,
    Column("id", _ID, primary_key=True),  # from `digest`
    Column("digest", Text, nullable=False, unique=True),  # sha256 over manifest and scans
    Column("label", PersonalText("dossier.label"), nullable=False),  # of the folder, archive or file it first came as
    Column("code", Text, index=True),
    Column("procedure_code", Text),
    Column("channel", Text),
    Column("receiving_office", Text),
    Column("applicant", PersonalJson("dossier.applicant")),  # as declared in the manifest
    Column("manifest_object", Text),  # digest in the object store
    Column("state", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False, server_default=""),  # why it is in that state; holds no personal value
    Column("owner", Text),  # who has to act; NULL in a final state
    Column("deadline", Date),
    _made_at(),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)
DELIVERY = Table(  # the same dossier may be handed in under several names
    "delivery",
    METADATA,
    _dossier(primary_key=True),
    Column("number", Integer, primary_key=True),  # 1.. in order of arrival
    Column("label", PersonalText("delivery.label"), nullable=False),
    Column("archive_object", Text),  # digest of the ZIP it came in
    _made_at(),
)
SCAN = Table(
    "scan",
    METADATA,
    Column("id", _ID, primary_key=True),
    _dossier(),
    Column("position", Integer, nullable=False),  # 1.. within the dossier, in order of names
    Column("name", PersonalText("scan.name"), nullable=False),  # within the dossier
    Column("digest", Text, nullable=False, index=True),  # sha256 of the bytes: their name in the object store
    Column("size", BigInteger, nullable=False),  # bytes
    Column("kind", Text),  # media type by content; NULL when refused
    Column("page_count", Integer),
    Column("state", Text, nullable=False),
    Column("refusal", Text),  # name of an `ocr.files.refusal.Refusal`
    Column("duplicate_of", _ID, ForeignKey("scan.id")),  # the first scan with the same bytes
    Column("verdict", JSONB(none_as_null=True)),  # by `ocr.verdict.codec`: grades, faults and measures of its pages
    Column("part_of", _ID, ForeignKey("scan.id")),  # the PDF that it was attached to
    Column("findings", ARRAY(Text)),  # names of `ocr.files.scan_finding.ScanFinding`; NULL when nobody looked
    _made_at(),
    UniqueConstraint("dossier_id", "position"),
)
PAGE = Table(  # by digest: the pages of a duplicate are read once
    "page",
    METADATA,
    Column("scan_digest", Text, primary_key=True),
    Column("number", Integer, primary_key=True),  # 1.. within the scan
    Column("key", Text, primary_key=True),  # engine, models, settings
    Column("content", PersonalText("page.content")),  # `ocr.codec`; NULL when it could not be read
    Column("failure", Text),  # name of an `ocr.files.refusal.Refusal`; NULL when it was read
    Column("picture", Text),  # digest of the upright page image in the object store
    Column("findings", ARRAY(Text)),  # as those of a scan
    _made_at(),
)
DOCUMENT = Table(
    "document",
    METADATA,
    Column("id", _ID, primary_key=True),
    _dossier(),
    Column("key", Text, nullable=False),
    Column("scan_id", _ID, ForeignKey("scan.id"), nullable=False),
    Column("position", Integer, nullable=False),  # 1.. within the dossier
    Column("form", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("pages", ARRAY(Integer), nullable=False),  # 1.. within the scan
    Column("confidence", Double, nullable=False),
    Column("content", PersonalText("document.content"), nullable=False),  # `extractors.codec`, as the machine found it
    _made_at(),
    UniqueConstraint("dossier_id", "key", "position"),
)
READING = Table(  # revision 1 is the machine's; a person's correction is a further one
    "reading",
    METADATA,
    Column("document_id", _ID, ForeignKey("document.id"), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("value", PersonalText("reading.value")),
    Column("problem", Text),  # name of an `extractors.reading.Problem`
    Column("confidence", Double, nullable=False),
    Column("method", Text, nullable=False),  # name of a `storage.readings.Method`
    Column("evidence", PersonalJson("reading.evidence"), nullable=False),
    Column("by", Text, nullable=False),  # the step's key, or the person's staff id
    # of `review_answer`, which is made where this one is known: NULL: it came by another way
    Column("answer_id", _ID, info={"fingerprint": False}),
    _made_at(),
    Index("ix_reading_answer_id", "answer_id", postgresql_where=text("answer_id IS NOT NULL")),
)
REGISTER_ANSWER = Table(  # each row is one use of personal data
    "register_answer",
    METADATA,
    Column("id", _ID, primary_key=True),
    _dossier(index=True),
    Column("seq", BigInteger, Identity(), nullable=False),
    Column("request_id", Text, nullable=False, unique=True),  # as the register has it in its own log
    Column("register", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("procedure", Text, nullable=False),  # the purpose
    Column("officer", Text, nullable=False),  # account
    Column("office", Text, nullable=False),
    Column("supposition", Text, nullable=False),  # name of a `matching.gateway.inquiry.Supposition`
    Column("request_digest", Text, nullable=False),  # keyed, of the question
    Column("outcome", Text, nullable=False),
    Column("answer_digest", Text, nullable=False),  # keyed, of the answer's bytes; what was learnt is in `resolution`
    Column("mock", Boolean, nullable=False),
    Column("cached", Boolean, nullable=False),  # nothing was sent: an answer of before was used again
    Column("asked_at", DateTime(timezone=True), nullable=False),
    _made_at(),
)
RESOLUTION = Table(
    "resolution",
    METADATA,
    _dossier(primary_key=True),
    Column("key", Text, primary_key=True),
    Column("outcome", Text, nullable=False),
    Column("phone_status", Text, nullable=False),
    Column("person", PersonalText("resolution.person")),  # the register's key of the person
    Column("weight", Double, nullable=False),  # log2 odds
    Column("content", PersonalText("resolution.content"), nullable=False),  # the whole `Decision`, by `matching.codec`
    _made_at(),
)
REVIEW_TASK = Table(
    "review_task",
    METADATA,
    Column("id", _ID, primary_key=True),
    _dossier(index=True),
    Column("key", Text, nullable=False),  # of the step that asks
    Column("kind", Text, nullable=False),
    Column("document_id", _ID, ForeignKey("document.id")),
    Column("field", Text),
    Column("question", PersonalText("review_task.question"), nullable=False),
    Column("state", Text, nullable=False),
    Column("owner", Text),
    Column("deadline", Date),
    Column("answer", PersonalText("review_task.answer")),
    Column("settled_by", Text),
    Column("version", Integer, nullable=False, server_default="1"),  # goes up with each change that people may see
    Column("worth", Double, nullable=False, server_default="0"),  # of an answer, by `storage.review.worth`
    Column("round", Text, nullable=False, server_default="FIRST"),  # name of a `storage.question.Round`
    Column("rounds", Integer, nullable=False, server_default="1"),  # how many people answer independently
    Column("origin", Text, nullable=False, server_default="STEP"),  # name of a `storage.question.Origin`
    Column("told", PersonalJson("review_task.told")),  # what it rests on, for people to see
    Column("went_on_at", DateTime(timezone=True)),  # when the dossier took the answer up: it is undone no more
    _made_at(),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Index("ix_review_task_state_deadline", "state", "deadline"),
    Index(
        "ix_review_task_queue", "deadline", text("worth DESC"), "made_at", "id", postgresql_where=text("state = 'OPEN'")
    ),
    Index(  # what people have begun to answer
        "ix_review_task_touched", "dossier_id", postgresql_where=text("state = 'OPEN' AND version > 1")
    ),
    Index(
        "ix_review_task_going_on",
        "dossier_id",
        postgresql_where=text("state = 'SETTLED' AND went_on_at IS NULL"),
    ),
)
RECORD = Table(
    "record",
    METADATA,
    Column("id", _ID, primary_key=True),
    _dossier(),
    Column("key", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),  # "person", or the code of the paper
    Column("person_id", _ID, ForeignKey("person.id"), index=True),  # whom it is about
    Column("load_number", Integer, nullable=False),  # of `record_load`
    Column("document_id", _ID, ForeignKey("document.id"), index=True),
    _made_at(),
    UniqueConstraint("dossier_id", "key", "position"),
)
RECORD_FIELD = Table(
    "record_field",
    METADATA,
    Column("record_id", _ID, ForeignKey("record.id"), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("value", PersonalText("record_field.value"), nullable=False),
    Column("method", Text, nullable=False),
    Column("engine", Text),  # that read it, with its version: the key of the page; NULL: no machine read it
    Column("confidence", Double),  # 0..1, calibrated; NULL where nobody estimated one
    Column("evidence", PersonalJson("record_field.evidence"), nullable=False),
    Column("written", PersonalText("record_field.written")),  # what the paper says, where the value was corrected
    Column("verified_against", Text),  # "population", "telco", or NULL: rests on the paper alone
    Column("verified_by", Text),
    Column("verified_at", DateTime(timezone=True)),
    Column("reason", Text),  # name of the `matching.reasons.Reason` of a correction
    _made_at(),
)
STEP = Table(  # the done marker: written in the transaction of the step's results
    "step",
    METADATA,
    Column("subject", Text, primary_key=True),  # id of a dossier, or digest of a scan and page number
    Column("stage", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("seq", BigInteger, Identity(), nullable=False),
    _made_at(),
)
BATCH = Table(
    "batch",
    METADATA,
    Column("id", _ID, primary_key=True),  # from its dossiers
    Column("pages", Integer, nullable=False),
    _made_at(),
)
BATCH_DOSSIER = Table(
    "batch_dossier",
    METADATA,
    Column("batch_id", _ID, ForeignKey("batch.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _dossier(),
)
AUDIT = Table(
    "audit",
    METADATA,
    Column("seq", BigInteger, Identity(), primary_key=True),
    _made_at(),
    Column("actor", Text, nullable=False),  # staff id or name of the machine's role; never a person's name
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("details", JSONB, nullable=False),  # ids, digests, states and counts; no personal value
)
