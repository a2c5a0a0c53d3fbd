"""Whatever is done to rows or links of the audit behind its back is found, and the place is named."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.audit.chain import GENESIS, AuditRow, Link, content_of, linked
from storage.audit.checking import VERIFIED, Checker
from storage.audit.faults import MOST_TOLD, Flaw, Report
from storage.audit.seals import NOTED, Seal

START = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class Audit:
    """What the two tables hold, and the seals that were made meanwhile."""

    rows: dict[int, AuditRow] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    seals: list[Seal] = field(default_factory=list)

    def write(self, action: str = "page.read", **details: object) -> None:
        seq = 10 * len(self.links) + 7  # with gaps, as rolled back transactions leave them
        row = AuditRow(seq, START + len(self.links) * MINUTE, "machine", action, f"subject-{seq}", details)
        self.rows[seq] = row
        self._link(row)

    def _link(self, row: AuditRow) -> None:
        head = self.links[-1].hash if self.links else GENESIS
        self.links.append(linked(len(self.links) + 1, row.seq, content_of(row), head, row.made_at))

    def seal(self) -> None:
        last = self.links[-1]
        made_at, number = last.made_at + MINUTE / 2, len(self.seals) + 1
        self.seals.append(
            Seal(number, date(2026, 11, number), made_at, last.position, last.position, last.hash, "", 0, "")
        )

    def chain_anew(self) -> None:
        """As one may who can write everything in the database."""
        rows = [self.rows[link.seq] for link in self.links if link.seq in self.rows]
        self.links = []
        for row in rows:
            self._link(row)

    def report(self) -> Report:
        checker = Checker(self.seals)
        for link in sorted(self.links, key=lambda link: link.position):
            checker.take(link, self.rows.get(link.seq))
        for seq in sorted(set(self.rows) - {link.seq for link in self.links}):
            checker.stray(self.rows[seq])
        return checker.report()


def made(rows: int, sealed: tuple[int, ...] = ()) -> Audit:
    audit = Audit()
    for number in range(1, rows + 1):
        audit.write(count=number, key="ab")
        if number in sealed:
            audit.seal()
    return audit


def change(audit: Audit, at: int, other: int, what: int) -> None:
    link = audit.links[at]
    row = audit.rows[link.seq]
    changed = (
        replace(row, actor="somebody"),
        replace(row, action="page.shown"),
        replace(row, subject="another"),
        replace(row, details={**row.details, "count": -1}),
        replace(row, details={"key": "ab"}),
        replace(row, made_at=row.made_at + timedelta(microseconds=1)),
    )
    audit.rows[link.seq] = changed[what % len(changed)]


def delete(audit: Audit, at: int, other: int, what: int) -> None:
    del audit.rows[audit.links[at].seq]


def delete_with_link(audit: Audit, at: int, other: int, what: int) -> None:
    del audit.rows[audit.links[at].seq]
    del audit.links[at]


def delete_link(audit: Audit, at: int, other: int, what: int) -> None:
    del audit.links[at]


def swap_rows(audit: Audit, at: int, other: int, what: int) -> None:
    one, two = audit.links[at].seq, audit.links[other].seq
    audit.rows[one], audit.rows[two] = replace(audit.rows[two], seq=one), replace(audit.rows[one], seq=two)


def swap_links(audit: Audit, at: int, other: int, what: int) -> None:
    one, two = audit.links[at], audit.links[other]
    audit.links[at], audit.links[other] = replace(two, position=one.position), replace(one, position=two.position)


def insert(audit: Audit, at: int, other: int, what: int) -> None:
    seq = audit.links[at].seq + 1
    audit.rows[seq] = replace(audit.rows[audit.links[at].seq], seq=seq)


def insert_with_link(audit: Audit, at: int, other: int, what: int) -> None:
    at = min(at, other)  # behind the last link that is sealed it would be what comes next, as any new row
    insert(audit, at, other, what)
    here = audit.links[at]
    behind = [replace(link, position=link.position + 1) for link in audit.links[at + 1 :]]
    row = audit.rows[here.seq + 1]
    audit.links[at + 1 :] = [linked(here.position + 1, row.seq, content_of(row), here.hash, here.made_at), *behind]


def truncate(audit: Audit, at: int, other: int, what: int) -> None:
    for link in audit.links[at:]:
        del audit.rows[link.seq]
    del audit.links[at:]


def change_link(audit: Audit, at: int, other: int, what: int) -> None:
    link = audit.links[at]
    changed = (
        replace(link, hash=bytes(32)),
        replace(link, previous=bytes(32)),
        replace(link, content=bytes(32)),
        replace(link, made_at=link.made_at + MINUTE),
    )
    audit.links[at] = changed[what % len(changed)]


def change_and_chain_anew(audit: Audit, at: int, other: int, what: int) -> None:
    change(audit, at, other, what)
    audit.chain_anew()


def delete_and_chain_anew(audit: Audit, at: int, other: int, what: int) -> None:
    delete(audit, at, other, what)
    audit.chain_anew()


EDITS = (change, delete, delete_with_link, delete_link, swap_rows, swap_links, insert, insert_with_link, truncate,
         change_link, change_and_chain_anew, delete_and_chain_anew)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from(EDITS))
def test_every_edit_of_what_is_sealed_is_found(
    data: st.DataObject, edit: Callable[[Audit, int, int, int], None]
) -> None:
    rows = data.draw(st.integers(2, 25))
    earlier = data.draw(st.integers(1, rows))
    last = data.draw(st.integers(earlier, rows).filter(lambda number: number >= 2))
    audit = made(rows, (earlier, last))
    assert audit.report().whole
    at, other = data.draw(st.lists(st.integers(0, last - 1), min_size=2, max_size=2, unique=True))
    edit(audit, at, other, data.draw(st.integers(0, 11)))
    report = audit.report()
    assert not report.whole
    assert all(fault.sentence.endswith(".") and ("Mục" in fault.sentence or "Niêm" in fault.sentence)
               for fault in report.faults)  # fmt: skip


def test_the_chain_holds_behind_the_last_seal_too() -> None:
    """There, only cutting off the end and chaining anew are not seen until the next seal."""
    for edit in set(EDITS) - {truncate, change_and_chain_anew, delete_and_chain_anew}:
        audit = made(9, (3,))
        edit(audit, 5, 7, 0)
        assert not audit.report().whole, edit.__name__


NAMED = (
    # edit, of the row at position 4 of 9 (and the one at 6): flaw, position, until, row
    (change, [(Flaw.CHANGED, 4, None, 37)]),
    (delete, [(Flaw.MISSING, 4, None, 37)]),
    (delete_with_link, [(Flaw.LINKS_MISSING, 4, 4, None)]),
    (delete_link, [(Flaw.LINKS_MISSING, 4, 4, None), (Flaw.NOT_CHAINED, None, None, 37)]),
    (swap_rows, [(Flaw.CHANGED, 4, None, 37), (Flaw.CHANGED, 6, None, 57)]),
    (insert, [(Flaw.NOT_CHAINED, None, None, 38)]),
    (truncate, [(Flaw.TRUNCATED, 4, 8, None)]),
    (change_and_chain_anew, [(Flaw.REWRITTEN, 5, None, None)]),
)


@pytest.mark.parametrize(("edit", "expected"), NAMED, ids=lambda value: getattr(value, "__name__", ""))
def test_the_place_is_named(edit: Callable[[Audit, int, int, int], None], expected: list[tuple[object, ...]]) -> None:
    audit = made(9, (2, 5, 8))
    edit(audit, 3, 5, 0)
    found = [(fault.flaw, fault.position, fault.until, fault.seq) for fault in audit.report().faults]
    assert found == expected


def test_it_is_told_since_when() -> None:
    audit = made(9, (2, 5))
    change(audit, 3, 0, 0)
    delete(audit, 7, 0, 0)
    sealed, unsealed = audit.report().faults
    assert (sealed.since, sealed.witness) == (audit.seals[1].made_at, "lúc niêm phong số 2")
    assert (unsealed.since, unsealed.witness) == (audit.links[7].made_at, "lúc được nối vào chuỗi")
    assert sealed.sentence == (
        "Mục số 37 (vị trí 4): nội dung đã bị sửa sau khi ghi. Xảy ra sau 01/11/2026 15:04:30 (lúc niêm phong số 2)."
    )


def test_a_later_verification_without_fault_narrows_it_down() -> None:
    audit = made(4, (2,))
    audit.write(VERIFIED, position=4)
    change(audit, 1, 0, 0)
    (fault,) = audit.report().faults
    assert (fault.since, fault.witness) == (audit.links[4].made_at, "lần kiểm tra gần nhất không thấy lỗi")


def test_a_seal_that_the_audit_tells_of_is_missed() -> None:
    audit = made(4, (2, 4))
    audit.write(NOTED, number=2, digest=audit.seals[1].digest)
    assert audit.report().whole
    audit.seals.pop()
    assert [(fault.flaw, fault.seal) for fault in audit.report().faults] == [(Flaw.SEAL_LOST, 2)]


def test_of_many_faults_the_first_are_told_and_the_others_counted() -> None:
    audit = made(MOST_TOLD + 5)
    audit.rows.clear()
    report = audit.report()
    assert (len(report.faults), report.untold, report.rows) == (MOST_TOLD, 5, MOST_TOLD + 5)


def test_the_digest_of_a_row_is_the_same_in_every_time_zone_and_order_of_details() -> None:
    row = AuditRow(1, START, "a", "b", "c", {"x": 1, "y": ["p", "q"], "z": None})
    there = replace(row, made_at=START.astimezone(), details={"z": None, "y": ["p", "q"], "x": 1})
    assert content_of(there) == content_of(row)
    assert content_of(replace(row, actor="ab", action="")) != content_of(replace(row, actor="a", action="b"))
