"""Accounts of staff: who there is, what each may do, who may not come in any more. Every change is in the audit."""

import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from errors import NotHeld, StaffRefused
from storage.change import Change
from storage.personal import Private
from storage.plain import is_id
from storage.schema_staff import STAFF, STAFF_POST, STAFF_SESSION
from storage.sealing.blind import blind_of
from storage.sealing.owner import of_staff
from storage.staff.posts import Post

_MOST_NAME = 120  # characters


@dataclass(frozen=True, slots=True)
class Staff:
    """One member of staff."""

    id: str  # what stands in the audit
    account: str = field(repr=False)  # name to log in by
    name: str = field(repr=False)
    posts: tuple[Post, ...]
    made_at: datetime
    disabled_at: datetime | None = None
    password_once: bool = False  # the password was given by somebody else, and is to be changed first
    has_password: bool = True
    issuer: str = ""  # of the OpenID provider; "": a local account

    @property
    def active(self) -> bool:
        return self.disabled_at is None


@dataclass(frozen=True, slots=True)
class NewStaff:
    """`password`: as hashed by `storage.staff.passwords`; None: none, who comes by OpenID Connect."""

    account: str
    name: str
    posts: tuple[Post, ...] = ()
    password: str | None = None
    password_once: bool = True
    issuer: str = ""
    subject: str = ""  # who it is to the issuer

    def __post_init__(self) -> None:
        named = _clean(self.account), _clean(self.name)
        if not all(0 < len(one) <= _MOST_NAME for one in named):
            raise StaffRefused(f"account and name take 1 to {_MOST_NAME} characters")
        if any(unicodedata.category(one)[0] == "C" for text in named for one in text) or " " in named[0]:
            raise StaffRefused("an account has no spaces, and neither has characters that cannot be seen")
        if bool(self.issuer) != bool(self.subject):
            raise StaffRefused("an issuer is told together with a subject")


def add(change: Change, new: NewStaff) -> str:
    """The id. Raises StaffRefused where the account is somebody's already."""
    connection, owner = change.connection, of_staff(staff_id := str(uuid.uuid4()))
    blind = account_blind(connection, new.account)
    if connection.scalar(select(STAFF.c.id).where(STAFF.c.account_blind == blind)):
        raise StaffRefused("this account is there already")
    row = {
        "id": staff_id,
        "account": Private(_clean(new.account), owner),
        "account_blind": blind,
        "name": Private(_clean(new.name), owner),
        "password": Private(new.password, owner) if new.password else None,
        "password_once": bool(new.password) and new.password_once,
        "password_at": change.now if new.password else None,
        "issuer": new.issuer or None,
        "subject_blind": _subject_blind(connection, new.issuer, new.subject) if new.issuer else None,
        "made_at": change.now,
    }
    connection.execute(insert(STAFF).values(row))
    change.note("staff.added", staff_id, way="oidc" if new.issuer else "local")
    if new.posts:
        set_posts(change, staff_id, new.posts)
    return staff_id


def set_posts(change: Change, staff_id: str, posts: Sequence[Post]) -> None:
    """From now on exactly these; sessions that are open have them at once. Raises NotHeld."""
    _locked(change, staff_id)
    change.connection.execute(delete(STAFF_POST).where(STAFF_POST.c.staff_id == staff_id))
    rows = [
        {"staff_id": staff_id, "role": post.role, "office": post.office, "made_at": change.now}
        for post in sorted(set(posts))
    ]
    if rows:
        change.connection.execute(insert(STAFF_POST), rows)
    change.note("staff.posts", staff_id, posts=[f"{row['role']}@{row['office']}" for row in rows])


def disable(change: Change, staff_id: str) -> None:
    """Shut out at once, wherever logged in; what was answered stays. Raises NotHeld."""
    _locked(change, staff_id)
    change.connection.execute(
        update(STAFF).where(STAFF.c.id == staff_id, STAFF.c.disabled_at.is_(None)).values(disabled_at=change.now)
    )
    open_ones = STAFF_SESSION.c.staff_id == staff_id, STAFF_SESSION.c.ended_at.is_(None)
    ended = change.connection.execute(update(STAFF_SESSION).where(*open_ones).values(ended_at=change.now)).rowcount
    change.note("staff.disabled", staff_id, sessions=ended)


def enable(change: Change, staff_id: str) -> None:
    """Raises NotHeld."""
    _locked(change, staff_id)
    change.connection.execute(update(STAFF).where(STAFF.c.id == staff_id).values(disabled_at=None))
    change.note("staff.enabled", staff_id)


def rename(change: Change, staff_id: str, name: str) -> None:
    """As the OpenID provider tells it now. Raises NotHeld."""
    values = {"name": Private(_clean(name), of_staff(staff_id))}
    if not change.connection.execute(update(STAFF).where(STAFF.c.id == _id(staff_id)).values(values)).rowcount:
        raise NotHeld("no such member of staff")
    change.note("staff.renamed", staff_id)


def set_password(change: Change, staff_id: str, password: str, *, once: bool) -> None:
    """`password`: as hashed. `once`: to be changed at the next log-in, as somebody else knows it. Raises NotHeld."""
    values = {"password": Private(password, of_staff(staff_id)), "password_once": once, "password_at": change.now}
    changed = change.connection.execute(update(STAFF).where(STAFF.c.id == _id(staff_id)).values(values))
    if not changed.rowcount:
        raise NotHeld("no such member of staff")
    change.note("staff.password", staff_id, once=int(once))


def staff(connection: Connection, staff_id: str) -> Staff:
    """Raises NotHeld."""
    row = connection.execute(select(STAFF).where(STAFF.c.id == _id(staff_id))).one_or_none()
    if row is None:
        raise NotHeld("no such member of staff")
    return staff_of(row, posts_by_staff(connection, [row.id]).get(row.id, ()))


def all_staff(connection: Connection) -> tuple[Staff, ...]:
    """By account."""
    rows = connection.execute(select(STAFF)).all()
    posts = posts_by_staff(connection, [row.id for row in rows])
    return tuple(sorted((staff_of(row, posts.get(row.id, ())) for row in rows), key=lambda one: one.account))


def any_staff(connection: Connection) -> bool:
    return connection.scalar(select(STAFF.c.id).limit(1)) is not None


def names(connection: Connection, staff_ids: Iterable[str]) -> dict[str, str]:
    """Name of each of these ids that is a member of staff; machines and clients are left out."""
    ours = [one for one in set(staff_ids) if is_id(one)]
    rows = connection.execute(select(STAFF.c.id, STAFF.c.name).where(STAFF.c.id.in_(ours))).all() if ours else []
    return {row.id: row.name for row in rows}


def by_account(connection: Connection, account: str) -> Staff:
    """Raises NotHeld."""
    blind = account_blind(connection, account)
    found = connection.scalar(select(STAFF.c.id).where(STAFF.c.account_blind == blind))
    if found is None:
        raise NotHeld("no such account")
    return staff(connection, found)


def by_subject(connection: Connection, issuer: str, subject: str) -> Staff | None:
    """Who an OpenID provider means."""
    blind = _subject_blind(connection, issuer, subject)
    found = connection.scalar(select(STAFF.c.id).where(STAFF.c.subject_blind == blind))
    return staff(connection, found) if found else None


def password_of(connection: Connection, staff_id: str) -> str | None:
    """As hashed; None where none is kept."""
    return connection.scalar(select(STAFF.c.password).where(STAFF.c.id == _id(staff_id)))


def account_blind(connection: Connection, account: str) -> bytes:
    """An account is the same however it is written large or small, and however its letters are composed."""
    return blind_of(connection, "staff.account", _clean(account).casefold())


def posts_by_staff(connection: Connection, staff_ids: Sequence[str]) -> Mapping[str, tuple[Post, ...]]:
    found: dict[str, list[Post]] = {}
    chosen = select(STAFF_POST).where(STAFF_POST.c.staff_id.in_(staff_ids)) if staff_ids else None
    for row in connection.execute(chosen) if chosen is not None else ():
        found.setdefault(row.staff_id, []).append(Post(row.role, row.office))
    return {staff_id: tuple(sorted(posts)) for staff_id, posts in found.items()}


def staff_of(row: Row[Any], posts: Sequence[Post]) -> Staff:
    return Staff(
        id=row.id,
        account=row.account,
        name=row.name,
        posts=tuple(posts),
        made_at=row.made_at,
        disabled_at=row.disabled_at,
        password_once=row.password_once,
        has_password=row.password_at is not None,
        issuer=row.issuer or "",
    )


def _locked(change: Change, staff_id: str) -> None:
    chosen = select(STAFF.c.id).where(STAFF.c.id == _id(staff_id)).with_for_update()
    if change.connection.scalar(chosen) is None:
        raise NotHeld("no such member of staff")


def _id(text: str) -> str:
    if not is_id(text):
        raise NotHeld("asked for a member of staff by a text that is no id")
    return text


def _subject_blind(connection: Connection, issuer: str, subject: str) -> bytes:
    return blind_of(connection, "staff.subject", f"{issuer}\0{subject}")


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
