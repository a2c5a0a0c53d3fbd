"""Receipts of the counter: a number, the dossier's code, and a keyed digest by which a printed receipt is known again.

A receipt is begun before its dossier is taken in and names the dossier afterwards. The same files for the same
procedure at the same office are one receipt: whoever was cut short, or hands in again, gets the one that stands.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, func, select, text

from errors import HandInRefused, NotHeld
from storage.change import Change
from storage.dossier_codes import AGENCY, made_code
from storage.schema import DOSSIER, SCAN
from storage.schema_counter import COUNTER_RECEIPT
from storage.sealing.owner import OwnerKind
from storage.sealing.sealer import Sealer, vault_of
from storage.sealing.shut import none_destroyed
from storage.vietnam_time import VIETNAM

PRINTED = 20  # signs of the signature that are printed: 80 bits
QR_HEAD = "HOSO1"
_ONE_AT_A_TIME = 7203025  # advisory lock: two receipts never get one number
_USE = "counter.receipt"
NO_CODE = "Cơ quan này chưa có mã theo QĐ 20/2020/QĐ-TTg nên không tự cấp được mã hồ sơ. Hãy nhập mã hồ sơ."
CODE_TAKEN = "Mã hồ sơ này đã có hồ sơ khác của cơ quan. Hãy xem lại mã, hoặc để trống để hệ thống cấp mã."


class CodeOrigin(Enum):
    """Who gave the dossier its code. The value is what the clerk reads."""

    TYPED = "theo hệ thống một cửa"
    GIVEN = "do quầy số hóa cấp"
    HELD = "của hồ sơ đã tiếp nhận trước đó"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What a clerk hands in: nothing of it is personal."""

    office: str
    procedure: str
    code: str  # as typed and understood; "" where the office is to give one
    digests: tuple[str, ...]  # of the files
    pages: int

    @property
    def digest(self) -> str:
        """Of what makes it the same again; the code is no part of it, nor are names and order."""
        return sha256("\n".join((self.office, self.procedure, *sorted(self.digests))).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Receipt:
    number: str
    office: str
    code: str
    origin: CodeOrigin
    procedure: str
    digest: str
    papers: int  # files
    pages: int
    signature: str  # 64 hex digits
    by: str  # staff id
    made_at: datetime
    dossier_id: str | None  # None until it is taken in

    @property
    def printed(self) -> str:
        """As much of the signature as stands on paper."""
        return self.signature[:PRINTED].upper()

    @property
    def qr(self) -> str:
        """What its QR code says: "HOSO1/code/number/signature", no personal value, all of it capitals and digits."""
        return "/".join((QR_HEAD, self.code, self.number, self.printed))

    @property
    def at(self) -> datetime:
        """When, by the country's clock."""
        return self.made_at.astimezone(VIETNAM)


def begin(change: Change, handed: HandedIn) -> tuple[Receipt, bool]:
    """The receipt, and whether it is new; a dossier that came in by another way is named in it at once.

    Raises HandInRefused where the code is another dossier's, or none can be given.
    """
    change.connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ONE_AT_A_TIME})
    standing = change.connection.execute(
        select(COUNTER_RECEIPT).where(COUNTER_RECEIPT.c.digest == handed.digest)
    ).first()
    if standing is not None:
        change.note("counter.handed_in_again", standing.id)
        return _receipt(standing), False
    held = same_dossier(change.connection, handed)
    code, origin = _code(change, handed, held)
    row = {
        "id": _free_number(change, handed.office, change.today),
        "office": handed.office,
        "code": code,
        "origin": origin.name,
        "procedure_code": handed.procedure,
        "digest": handed.digest,
        "papers": len(handed.digests),
        "pages": handed.pages,
        "by": change.actor,
        "made_at": change.now,
        "taken_in_as": held,
    }
    row["signature"] = _signature(vault_of(change.connection.dialect), row)
    change.connection.execute(COUNTER_RECEIPT.insert().values(row))
    change.note("counter.receipt", str(row["id"]), dossier=held, papers=len(handed.digests), pages=handed.pages)
    return receipt(change.connection, str(row["id"])), held is None


def complete(change: Change, number: str, dossier_id: str) -> Receipt:
    """The receipt with its dossier, which is here now. Again, it changes nothing."""
    ours = (COUNTER_RECEIPT.c.id == number) & COUNTER_RECEIPT.c.taken_in_as.is_(None)
    done = change.connection.execute(COUNTER_RECEIPT.update().where(ours).values(taken_in_as=dossier_id))
    if done.rowcount:
        change.note("counter.taken_in", number, dossier=dossier_id)
    return receipt(change.connection, number)


def receipt(connection: Connection, number: str) -> Receipt:
    """Raises NotHeld."""
    row = connection.execute(select(COUNTER_RECEIPT).where(COUNTER_RECEIPT.c.id == number)).first()
    if row is None:
        raise NotHeld("no receipt of this number is held")
    return _receipt(row)


def found(connection: Connection, said: str, offices: Sequence[str] | None) -> Receipt | None:
    """The receipt that somebody names: by its number, by its dossier's code, or by all that its QR code says.

    `offices`: whose receipts count; None: all. A QR code whose signature is another's names nothing.
    """
    named = "".join(said.split()).upper()
    head, *parts = named.split("/")
    code, number, printed = parts if head == QR_HEAD and len(parts) == 3 else ("", "", "")
    columns = COUNTER_RECEIPT.c
    wanted = columns.id == number if number else (columns.id == named) | (columns.code == named)
    if offices is not None:
        wanted &= columns.office.in_(offices)
    row = connection.execute(select(COUNTER_RECEIPT).where(wanted).order_by(columns.made_at.desc()).limit(1)).first()
    one = None if row is None else _receipt(row)
    return one if one and (not number or (one.code, one.printed) == (code, printed)) else None


def latest(connection: Connection, offices: Sequence[str] | None, most: int = 10) -> tuple[Receipt, ...]:
    """The newest first, of these offices; None: of all."""
    chosen = select(COUNTER_RECEIPT).where(COUNTER_RECEIPT.c.taken_in_as.is_not(None))
    if offices is not None:
        chosen = chosen.where(COUNTER_RECEIPT.c.office.in_(offices))
    rows = connection.execute(chosen.order_by(COUNTER_RECEIPT.c.made_at.desc(), COUNTER_RECEIPT.c.id).limit(most))
    return tuple(_receipt(row) for row in rows)


def genuine(connection: Connection, one: Receipt) -> bool:
    """Whether the row is as it was written: its signature is that of what it says."""
    row = {
        "id": one.number,
        "procedure_code": one.procedure,
        "origin": one.origin.name,
        **{name: getattr(one, name) for name in ("office", "code", "digest", "papers", "pages", "by", "made_at")},
    }
    return hmac.compare_digest(_signature(vault_of(connection.dialect), row), one.signature)


def same_dossier(connection: Connection, handed: HandedIn) -> str | None:
    """Id of the dossier that holds exactly these files for this procedure at this office, by whatever way it came."""
    ours = (DOSSIER.c.receiving_office == handed.office) & (DOSSIER.c.procedure_code == handed.procedure)
    with_first = select(SCAN.c.dossier_id).where(SCAN.c.digest == min(handed.digests))
    chosen = select(DOSSIER.c.id, func.array_agg(SCAN.c.digest)).join(SCAN, SCAN.c.dossier_id == DOSSIER.c.id)
    chosen = chosen.where(ours, DOSSIER.c.id.in_(with_first), SCAN.c.part_of.is_(None))
    chosen = chosen.where(none_destroyed(OwnerKind.DOSSIER, DOSSIER.c.id))
    rows = connection.execute(chosen.group_by(DOSSIER.c.id).order_by(DOSSIER.c.made_at, DOSSIER.c.id))
    return next((str(one) for one, digests in rows if sorted(digests) == sorted(handed.digests)), None)


def _code(change: Change, handed: HandedIn, held: str | None) -> tuple[str, CodeOrigin]:
    if held and (code := change.connection.scalar(select(DOSSIER.c.code).where(DOSSIER.c.id == held))):
        return str(code), CodeOrigin.HELD
    if handed.code:
        if _taken(change.connection, handed.code):
            raise HandInRefused(CODE_TAKEN, "dossier_code")
        return handed.code, CodeOrigin.TYPED
    begun = _count(change, handed.office, change.today)
    for number in range(begun + 1, begun + 9_999):
        code = made_code(handed.office, change.today, number)
        if code is None:
            raise HandInRefused(NO_CODE, "dossier_code")
        if not _taken(change.connection, code):
            return code, CodeOrigin.GIVEN
    raise HandInRefused(NO_CODE, "dossier_code")


def _taken(connection: Connection, code: str) -> bool:
    by_dossier = connection.scalar(select(DOSSIER.c.id).where(DOSSIER.c.code == code).limit(1))
    by_receipt = connection.scalar(select(COUNTER_RECEIPT.c.id).where(COUNTER_RECEIPT.c.code == code).limit(1))
    return by_dossier is not None or by_receipt is not None


def _free_number(change: Change, office: str, day: date) -> str:
    return f"{_head(office, day)}{_count(change, office, day) + 1:04}"


def _count(change: Change, office: str, day: date) -> int:
    """Receipts that an office has begun on a day. No row is ever taken away, so the next number is free."""
    begun = COUNTER_RECEIPT.c.id.startswith(_head(office, day), autoescape=True)
    return int(change.connection.scalar(select(func.count()).select_from(COUNTER_RECEIPT).where(begun)) or 0)


def _head(office: str, day: date) -> str:
    """An office whose name is no agency's code stands there by a digest: a number goes into addresses and QR codes."""
    named = office if AGENCY.fullmatch(office) else sha256(office.encode()).hexdigest()[:6].upper()
    return f"PT-{named}-{day:%y%m%d}-"


def _signature(vault: Sealer, row: dict[str, Any]) -> str:
    at = row["made_at"]
    assert isinstance(at, datetime)
    said = [str(row[name]) for name in _SIGNED] + [f"{at.timestamp():.6f}"]
    return hmac.digest(vault.lookup_secret(_USE), "\x1f".join(said).encode(), sha256).hex()


_SIGNED = ("id", "office", "code", "origin", "procedure_code", "digest", "papers", "pages", "by")


def _receipt(row: Row[Any]) -> Receipt:
    return Receipt(
        number=row.id,
        office=row.office,
        code=row.code,
        origin=CodeOrigin[row.origin],
        procedure=row.procedure_code,
        digest=row.digest,
        papers=row.papers,
        pages=row.pages,
        signature=row.signature,
        by=row.by,
        made_at=row.made_at,
        dossier_id=row.taken_in_as,
    )
