"""Where staff are logged in. The browser holds a token, the warehouse only its digest: who reads the table cannot come
in by what stands there."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import Connection, delete, func, insert, select, update

from storage.change import Change
from storage.schema_staff import STAFF, STAFF_SESSION
from storage.staff.accounts import Staff, posts_by_staff, staff_of
from storage.staff.posts import Post

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
_TOLD = timedelta(seconds=30)  # that may pass before a further sign of life is written down
_KEPT = timedelta(days=1)  # after its end
_TOKEN_BYTES = 32


class Way(Enum):
    """How somebody showed who they are."""

    PASSWORD = "bằng tên đăng nhập và mật khẩu"
    OIDC = "qua hệ thống đăng nhập tập trung"


class Ending(Enum):
    """Why a session is over; the sentence is for who was logged in."""

    LOGGED_OUT = "đã đăng xuất"
    IDLE = "không thao tác quá 30 phút"
    LONG = "đã quá 8 giờ kể từ lúc đăng nhập"
    DISABLED = "tài khoản đã bị khóa"
    UNKNOWN = "không có phiên này"


@dataclass(frozen=True, slots=True)
class Session:
    """One that is open."""

    digest: bytes
    staff: Staff  # with the posts that count in this session
    way: Way
    made_at: datetime
    seen_at: datetime

    @property
    def ends_at(self) -> datetime:
        """At the latest, however busy."""
        return self.made_at + LONGEST


def begin(change: Change, staff_id: str, way: Way, posts: Sequence[Post] | None = None) -> str:
    """The token, to be told to the browser and to nobody else. `posts`: None: those of the account."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    told = None if posts is None else [[post.role, post.office] for post in posts]
    row = {"digest": digest_of(token), "staff_id": staff_id, "way": way.name, "posts": told}
    change.connection.execute(delete(STAFF_SESSION).where(STAFF_SESSION.c.made_at < change.now - LONGEST - _KEPT))
    change.connection.execute(insert(STAFF_SESSION).values(**row, made_at=change.now, seen_at=change.now))
    change.note("session.begun", staff_id, way=way.name.lower())
    return token


def look(connection: Connection, token: str, now: datetime) -> Session | Ending:
    """The open session of a token, with what its holder may do at this moment."""
    digest = digest_of(token)
    held = STAFF_SESSION.c
    chosen = select(STAFF, held.way, held.posts, held.seen_at, held.ended_at, _BEGUN).join(STAFF_SESSION)
    row = connection.execute(chosen.where(STAFF_SESSION.c.digest == digest)).one_or_none()
    if row is None:
        return Ending.UNKNOWN
    ending = _ending(row.disabled_at, row.ended_at, row.begun_at, row.seen_at, now)
    if ending is not None:
        return ending
    told = row.posts
    posts = posts_by_staff(connection, [row.id]).get(row.id, ()) if told is None else [Post(*one) for one in told]
    return Session(digest, staff_of(row, posts), Way[row.way], row.begun_at, row.seen_at)


def seen(connection: Connection, session: Session, now: datetime) -> None:
    """Something was done in it just now."""
    if now - session.seen_at >= _TOLD:
        ours = STAFF_SESSION.c.digest == session.digest
        connection.execute(update(STAFF_SESSION).where(ours, STAFF_SESSION.c.seen_at < now).values(seen_at=now))


def end(change: Change, session: Session) -> None:
    """Log out here."""
    _end(change, STAFF_SESSION.c.digest == session.digest)
    change.note("session.ended", session.staff.id, sessions=1)


def end_all(change: Change, staff_id: str, but: Session | None = None) -> int:
    """Log out everywhere, or everywhere else; how many sessions were open."""
    others = STAFF_SESSION.c.staff_id == staff_id
    count = _end(change, others if but is None else others & (STAFF_SESSION.c.digest != but.digest))
    change.note("session.ended", staff_id, sessions=count)
    return count


def digest_of(token: str) -> bytes:
    """A token is 256 random bits: a plain digest of it tells nothing."""
    return hashlib.sha256(token.encode()).digest()


_BEGUN = STAFF_SESSION.c.made_at.label("begun_at")


def _ending(
    disabled_at: datetime | None, ended_at: datetime | None, made_at: datetime, seen_at: datetime, now: datetime
) -> Ending | None:
    if disabled_at is not None:
        return Ending.DISABLED
    if ended_at is not None:
        return Ending.LOGGED_OUT
    if now >= made_at + LONGEST:
        return Ending.LONG
    return Ending.IDLE if now >= seen_at + IDLE else None


def _end(change: Change, which: object) -> int:
    chosen = update(STAFF_SESSION).where(which, STAFF_SESSION.c.ended_at.is_(None))  # type: ignore[arg-type]
    return change.connection.execute(chosen.values(ended_at=change.now)).rowcount


def open_sessions(connection: Connection, now: datetime) -> int:
    """How many sessions are open at this moment."""
    lively = STAFF_SESSION.c.seen_at > now - IDLE, STAFF_SESSION.c.made_at > now - LONGEST
    chosen = select(func.count()).select_from(STAFF_SESSION).where(STAFF_SESSION.c.ended_at.is_(None), *lively)
    return connection.scalar(chosen) or 0
