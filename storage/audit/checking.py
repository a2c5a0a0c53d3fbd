"""Looks at the links of the audit one after the other, with their rows and the seals. Values in, values out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from storage.audit.chain import GENESIS, AuditRow, Link, content_of, linked
from storage.audit.faults import MOST_TOLD, Fault, Flaw, Report
from storage.audit.seals import NOTED, Seal

LINKED = "lúc được nối vào chuỗi"
VERIFIED = "audit.verified"  # action of the row that a verification without a fault leaves
IN_PLACE = (Flaw.CHANGED, Flaw.MISSING, Flaw.LINKS_MISSING, Flaw.LINK_BROKEN, Flaw.TRUNCATED, Flaw.REWRITTEN)


class Checker:
    """Links are to be given in order of position. Keeps no more than the faults, the seals and one hash."""

    def __init__(self, seals: Sequence[Seal] = (), *, after: int = 0, head: bytes | None = GENESIS) -> None:
        """`after`, `head`: where to begin, and the hash there; None: the first link's predecessor is not looked at."""
        self._seals: dict[int, list[Seal]] = {}
        for seal in seals:
            self._seals.setdefault(seal.position, []).append(seal)
        self._by_number = sorted(seals, key=lambda seal: seal.number)
        self.position = after  # of the link looked at last
        self._head = head
        self._rows = 0
        self._faults: list[Fault] = []
        self._untold = 0
        self._rewritten = False
        self._noted: dict[int, object] = {}  # numbers of the seals that the audit tells of -> their digest
        self._whole_until: list[tuple[int, datetime]] = []  # verifications that the audit tells of

    def take(self, link: Link, row: AuditRow | None) -> None:
        """The next link, and the row that it names; None when there is no such row."""
        if link.position != self.position + 1:
            self._tell(Fault(Flaw.LINKS_MISSING, self.position + 1, link.position - 1))
            self._head = None
        chained = self._head is None or link.previous == self._head
        if not chained or linked(link.position, link.seq, link.content, link.previous, link.made_at) != link:
            self._tell(Fault(Flaw.LINK_BROKEN, link.position, seq=link.seq, since=None))
        if row is None:
            self._tell(Fault(Flaw.MISSING, link.position, seq=link.seq, since=link.made_at, witness=LINKED))
        elif content_of(row) != link.content:
            self._tell(Fault(Flaw.CHANGED, link.position, seq=link.seq, since=link.made_at, witness=LINKED))
        else:
            self._remember(row)
        self._compare(link)
        self.position, self._head = link.position, link.hash
        self._rows += 1

    def stray(self, row: AuditRow) -> None:
        """A row that neither has a link nor waits for one."""
        self._tell(Fault(Flaw.NOT_CHAINED, seq=row.seq))

    def tell(self, fault: Fault) -> None:
        """A fault found elsewhere: of the seals' files."""
        self._tell(fault)

    def report(self) -> Report:
        """To be called once, after the last link."""
        beyond = [seal for seal in self._by_number if seal.position > self.position]
        if beyond:
            last = max(beyond, key=lambda seal: seal.position)
            self._tell(Fault(Flaw.TRUNCATED, self.position + 1, last.position))
        held = {seal.number for seal in self._by_number}
        for number in sorted(set(self._noted) - held):
            self._tell(Fault(Flaw.SEAL_LOST, seal=number))
        for seal in self._by_number:
            if self._noted.get(seal.number, seal.digest) != seal.digest:
                self._tell(Fault(Flaw.SEAL_DIFFERS, seal=seal.number))
        told = tuple(self._dated(fault) for fault in self._faults)
        return Report(self._rows, self.position, self._head or GENESIS, told, self._untold)

    def _compare(self, link: Link) -> None:
        """With the seal of this position. One rewriting spoils every seal after it: it is told once."""
        for seal in self._seals.get(link.position, ()):
            if seal.head != link.hash and not self._rewritten:
                self._rewritten = True
                self._tell(Fault(Flaw.REWRITTEN, link.position, seal=seal.number))

    def _remember(self, row: AuditRow) -> None:
        """What the audit tells of its own seals and verifications."""
        number, position = row.details.get("number"), row.details.get("position")
        if row.action == NOTED and isinstance(number, int):
            self._noted[number] = row.details.get("digest")
        elif row.action == VERIFIED and isinstance(position, int):
            self._whole_until = [one for one in self._whole_until if one[0] > position] + [(position, row.made_at)]

    def _dated(self, fault: Fault) -> Fault:
        """With the last moment at which the place is known to have been whole."""
        position = fault.until or fault.position
        if fault.flaw not in IN_PLACE or position is None:
            return fault
        known = [(fault.since, fault.witness)] if fault.since else []
        covering = [seal for seal in self._by_number if seal.position >= position]
        if covering:
            known.append((covering[0].made_at, f"lúc niêm phong số {covering[0].number}"))
        checked = [at for until, at in self._whole_until if until >= position]
        if checked:
            known.append((max(checked), "lần kiểm tra gần nhất không thấy lỗi"))
        if not known:
            return fault
        since, witness = max(known)
        return replace(fault, since=since, witness=witness)

    def _tell(self, fault: Fault) -> None:
        if len(self._faults) < MOST_TOLD:
            self._faults.append(fault)
        else:
            self._untold += 1
