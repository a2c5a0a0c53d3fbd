"""Seals the audit, and verifies it against its seals."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import exists, func, select

from errors import AuditBroken
from storage.audit.chain import GENESIS
from storage.audit.checking import VERIFIED, Checker
from storage.audit.faults import Fault, Flaw, Report
from storage.audit.seal_places import STAMP, Held, SealFolder, held, spread
from storage.audit.seals import NOTED, Seal, key_id, public_key, signed
from storage.audit.time_stamps import TimeStamper, belongs
from storage.audit.verification import Progress, look_for_strays, look_through
from storage.change import Change
from storage.opening import secret_key
from storage.schema import AUDIT
from storage.schema_audit import AUDIT_LINK
from storage.vietnam_time import day_of
from storage.warehouse import Warehouse

_ONE_AT_A_TIME = 7203011  # advisory lock


@dataclass(frozen=True, slots=True)
class Sealed:
    """The newest seal, and whether it was made just now."""

    seal: Seal
    new: bool


class Seals:
    """The seals of one warehouse: their places, their key and who stamps them."""

    def __init__(
        self, warehouse: Warehouse, state: Path, elsewhere: Path | None = None, stamper: TimeStamper | None = None
    ) -> None:
        """Seals lie in `state`/seals and in `elsewhere`; the key in `state`/seal.key, made when it is first used."""
        self._warehouse = warehouse
        self._places = [SealFolder(folder) for folder in (state / "seals", elsewhere) if folder]
        self._key_file = state / "seal.key"
        self._stamper = stamper

    def seal(self, now: datetime, person: str | None = None, *, accept_faults: bool = False) -> Sealed:
        """Link what waits, look through everything since the last seal, and seal it.

        With nothing new since a seal of the same day, none is made. Raises AuditBroken when something was touched
        since, unless a person chose to `accept_faults`: their number is then part of the seal; StorageUnavailable or
        StorageFull when a place takes none, and SealNotStamped when the seal stands without its time stamp: run again.
        """
        secret = secret_key(self._key_file)
        trusted = key_id(public_key(secret))
        with self._warehouse.changing(person) as change:
            change.connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
            self._warehouse.linker.link()
            spread(self._places, trusted)  # where a place was away when the last one was made
            known = held(self._places, trusted)
            new = self._next(known, now, secret, accept_faults)
            seal = new or known.seals[-1]
            for place in self._places:
                place.keep_public_key(seal.public_key)
                place.keep(seal.name, seal.content())
            _note(change, seal)
        self._warehouse.linker.link()  # the seal's own row, too, has its place at once
        self._stamp()
        return Sealed(seal, new is not None)

    def verify(
        self, progress: Progress | None = None, trusted: bytes | None = None, person: str | None = None
    ) -> Report:
        """The whole audit against itself and every seal; a look that finds nothing is noted in the audit.

        `trusted`: raw public key to be used instead of this installation's own.
        """
        public = trusted or public_key(secret_key(self._key_file))
        self._warehouse.linker.link()
        known = held(self._places, key_id(public))
        checker = Checker(known.seals)
        for fault in (*known.faults, *self._stamp_faults()):
            checker.tell(fault)
        look_through(self._warehouse, checker, progress=progress)
        look_for_strays(self._warehouse, checker)
        report = checker.report()
        if report.whole:
            with self._warehouse.changing(person) as change:
                change.note(VERIFIED, f"position-{report.position}", position=report.position, head=report.head.hex())
        return report

    def _next(self, known: Held, now: datetime, secret: bytes, accept: bool) -> Seal | None:
        """The seal that is due; None when the last one still says it all."""
        last = known.seals[-1] if known.seals else None
        day = day_of(now)
        if last and last.day == day and not self._anything_since(last):
            return None
        report = self._stretch(last)
        touched = len(report.faults) + report.untold + len(known.faults)
        if touched and not accept:
            raise AuditBroken(f"{touched} places of the audit or its seals were touched: see `hoso audit verify`")
        with self._warehouse.looking() as connection:
            standing = AUDIT_LINK.c.position <= report.position
            count = connection.scalar(select(func.count()).where(standing)) or 0
            ends = select(AUDIT_LINK.c.position, AUDIT_LINK.c.hash).where(standing)
            end = connection.execute(ends.order_by(AUDIT_LINK.c.position.desc()).limit(1)).first()
        position, head = (end.position, bytes(end.hash)) if end else (0, GENESIS)
        number, previous = (last.number + 1, last.digest) if last else (1, "")
        return signed(Seal(number, day, now, position, count, head, previous, touched, key=""), secret)

    def _stretch(self, last: Seal | None) -> Report:
        """What was linked since a seal, and its own last link."""
        if last and last.position:
            checker = Checker([last], after=last.position - 1, head=None)
        else:
            checker = Checker([last] if last else [])
        look_through(self._warehouse, checker)
        return checker.report()

    def _anything_since(self, last: Seal) -> bool:
        """Whether the audit tells of more than seals and verifications since."""
        since = exists().where(
            AUDIT_LINK.c.position > last.position,
            AUDIT.c.seq == AUDIT_LINK.c.seq,
            AUDIT.c.action.not_in((NOTED, VERIFIED)),
        )
        with self._warehouse.looking() as connection:
            return bool(connection.scalar(select(since)))

    def _stamp(self) -> None:
        """A time stamp for every seal that has none. Raises SealNotStamped."""
        if not self._stamper:
            return
        here = self._places[0]
        for name in here.names():
            content = here.read(name)
            if content is not None and here.read(name, STAMP) is None:
                stamp = self._stamper(content)
                for place in self._places:
                    place.keep(name, stamp, STAMP)

    def _stamp_faults(self) -> Iterator[Fault]:
        for place in self._places:
            for name in place.names():
                content, stamp = place.read(name), place.read(name, STAMP)
                if content is not None and stamp is not None and not belongs(stamp, content):
                    yield Fault(Flaw.STAMP_WRONG, seal=int(name[:6]) if name[:6].isdecimal() else 0)


def _note(change: Change, seal: Seal) -> None:
    """The audit tells of its seals, once of each, so that a seal that is taken away is missed."""
    subject = f"seal-{seal.number}"
    told = exists().where(AUDIT.c.subject == subject, AUDIT.c.action == NOTED)
    if not change.connection.scalar(select(told)):
        facts = {"number": seal.number, "position": seal.position, "accepted_faults": seal.accepted_faults}
        change.note(NOTED, subject, digest=seal.digest, key=seal.key, **facts)
