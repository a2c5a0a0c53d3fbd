"""Tables of what the validation of electronic signatures said: one row a check, one row a signature of it.

By digest of the scan, as its pages are. A check is never changed; a later one, with other trust anchors or another
version, stands beside it.
"""

from sqlalchemy import Column, DateTime, ForeignKeyConstraint, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from storage.personal import PersonalText
from storage.schema import METADATA

SIGNATURE_CHECK = Table(
    "signature_check",
    METADATA,
    Column("scan_digest", Text, primary_key=True),
    Column("number", Integer, primary_key=True),  # 1.. in order of time
    Column("verdict", Text, nullable=False),  # name of an `ocr.signing.report.SignatureVerdict`
    Column("trust", Text, nullable=False),  # digest of the trust anchors; "" for none
    Column("version", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),  # as of when the signatures were judged
)
SIGNATURE = Table(
    "signature",
    METADATA,
    Column("scan_digest", Text, primary_key=True),
    Column("check_number", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),  # 1.. in the order in which they were made
    Column("kind", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reasons", ARRAY(Text), nullable=False),  # names of `ocr.signing.report.SignatureReason`
    Column("signer", PersonalText("signature.signer"), nullable=False),  # common name on the certificate
    Column("issuer", PersonalText("signature.issuer"), nullable=False),  # a person where it is self-signed
    Column("certificate", Text, nullable=False),  # sha256 over issuer and serial number
    Column("claimed_at", DateTime(timezone=True)),  # as the signer says
    Column("stamped_at", DateTime(timezone=True)),  # as a time stamp proves
    Column("allowance", Text, nullable=False),
    Column("coverage", Text, nullable=False),
    ForeignKeyConstraint(
        ["scan_digest", "check_number"],
        ["signature_check.scan_digest", "signature_check.number"],
        name="fk_signature_check",
    ),
)
