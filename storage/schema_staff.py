"""Tables of who works at the verification station, and of where they are logged in. Names of staff are personal, too:
they are sealed, each under the key of that member of staff."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from storage.personal import PersonalText
from storage.schema import METADATA

_ID = Uuid(as_uuid=False)

STAFF = Table(
    "staff",
    METADATA,
    Column("id", _ID, primary_key=True),  # made up: it stands in the audit for ever, and says nothing of who it is
    Column("account", PersonalText("staff.account"), nullable=False),
    Column("account_blind", LargeBinary, nullable=False, unique=True),  # of the account, keyed
    Column("name", PersonalText("staff.name"), nullable=False),
    Column("password", PersonalText("staff.password")),  # argon2id; NULL: comes by OpenID Connect only
    Column("password_once", Boolean, nullable=False),  # given by somebody else: to be changed at the first log-in
    Column("password_at", DateTime(timezone=True)),
    Column("issuer", Text),  # of the OpenID provider; NULL: a local account
    Column("subject_blind", LargeBinary, unique=True),  # of issuer and subject, keyed
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("disabled_at", DateTime(timezone=True)),
    info={"fingerprint": False},
)
STAFF_POST = Table(  # what somebody may do, office by office
    "staff_post",
    METADATA,
    Column("staff_id", _ID, ForeignKey("staff.id"), primary_key=True),
    Column("role", Text, primary_key=True),  # name of a `storage.staff.posts.StaffRole`
    Column("office", Text, primary_key=True),  # as a dossier names who received it; "*": every office
    Column("made_at", DateTime(timezone=True), nullable=False),
    info={"fingerprint": False},
)
STAFF_SESSION = Table(
    "staff_session",
    METADATA,
    Column("digest", LargeBinary, primary_key=True),  # sha256 of the token, which the browser alone holds
    Column("staff_id", _ID, ForeignKey("staff.id"), nullable=False, index=True),
    Column("way", Text, nullable=False),  # name of a `storage.staff.sessions.Way`
    Column("posts", JSONB),  # [[role, office]...] as the OpenID provider told them; NULL: those of the account
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    info={"fingerprint": False},
)
STAFF_LOGIN_TRY = Table(  # log-ins that failed; they count for an hour
    "staff_login_try",
    METADATA,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("account", LargeBinary, nullable=False),  # of the name that was typed, keyed
    Column("place", LargeBinary, nullable=False),  # of the address or of the known browser, keyed
    Column("made_at", DateTime(timezone=True), nullable=False),
    Index("ix_staff_login_try_account_made_at", "account", "made_at"),
    Index("ix_staff_login_try_place_made_at", "place", "made_at"),
    info={"fingerprint": False},
)
