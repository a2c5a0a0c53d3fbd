"""How one record that is held stands to one thing that a procedure accepts, on one day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from matching.reasons import Reason
from matching.remedies import Severity, remedy_for
from reuse.agreeing import same
from reuse.components import Accepted
from reuse.held import HeldRecord, last_day


class State(Enum):
    """How a component stands. Exactly one holds. The value is what the clerk reads."""

    SUFFICIENT = "Đủ: không yêu cầu nộp lại"
    CONFLICTING = "Mâu thuẫn: cán bộ phải xem trước"
    INCOMPLETE = "Chưa đầy đủ"
    STALE = "Có nhưng không còn giá trị vào ngày xét"
    ABSENT = "Chưa có"


class Ground(Enum):
    """Why a component stands so. It never holds a personal value."""

    PAPER_HELD = "Kho đang giữ giấy tờ này và giấy còn giá trị vào ngày xét."
    DATA_INSTEAD = "Dữ liệu đã được cơ sở dữ liệu xác minh thay cho giấy tờ."
    PAPERS_DIFFER = "Các giấy tờ đang giữ nói khác nhau; máy không chọn giấy nào đúng."
    DIFFERS_FROM_REGISTER = "Giấy tờ đang giữ ghi khác cơ sở dữ liệu ở mục phải làm rõ."
    DOUBTED = "Có căn cứ nghi ngờ giấy tờ đang giữ, cơ quan cấp chưa trả lời; máy không dùng."
    FIELDS_MISSING = "Giấy tờ đang giữ thiếu mục cần dùng, hoặc mục đó chưa được đọc chắc chắn."
    NOT_VERIFIED = "Dữ liệu đang giữ chưa được cơ sở dữ liệu xác minh."
    NO_ISSUE_DATE = "Chưa biết ngày cấp nên không tính được thời hạn."
    EXPIRED = "Giấy tờ đang giữ đã hết hạn."
    TOO_OLD = "Giấy tờ đang giữ đã quá thời hạn dùng cho thủ tục này."
    SUPERSEDED = "Giấy tờ đang giữ đã được cấp đổi, cấp lại; giấy mới thay cho giấy này."
    REVOKED = "Giấy tờ đang giữ đã bị thu hồi hoặc hủy bỏ."
    NOT_YET_ISSUED = "Vào ngày xét giấy tờ này chưa được cấp."
    NOT_HELD = "Kho chưa có giấy tờ này."
    NOT_READ_YET = "Loại giấy tờ này kho chưa lưu được thành dữ liệu."
    MADE_EACH_TIME = "Tờ khai làm mới mỗi lần; in sẵn từ dữ liệu đang giữ, người dân chỉ kiểm tra và ký."


STATE_OF = {
    Ground.PAPER_HELD: State.SUFFICIENT,
    Ground.DATA_INSTEAD: State.SUFFICIENT,
    Ground.PAPERS_DIFFER: State.CONFLICTING,
    Ground.DIFFERS_FROM_REGISTER: State.CONFLICTING,
    Ground.DOUBTED: State.CONFLICTING,
    Ground.FIELDS_MISSING: State.INCOMPLETE,
    Ground.NOT_VERIFIED: State.INCOMPLETE,
    Ground.NO_ISSUE_DATE: State.INCOMPLETE,
    Ground.EXPIRED: State.STALE,
    Ground.TOO_OLD: State.STALE,
    Ground.SUPERSEDED: State.STALE,
    Ground.REVOKED: State.STALE,
    Ground.NOT_YET_ISSUED: State.STALE,
    Ground.NOT_HELD: State.ABSENT,
    Ground.NOT_READ_YET: State.ABSENT,
    Ground.MADE_EACH_TIME: State.ABSENT,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One record, held against one thing that is accepted."""

    record: HeldRecord
    accepted: Accepted
    ground: Ground
    valid_until: date | None  # for this procedure; None: no end is known
    missing: tuple[str, ...] = ()  # fields that are not settled
    reasons: tuple[Reason, ...] = ()  # of what differs from the register

    @property
    def state(self) -> State:
        return STATE_OF[self.ground]


def standing(record: HeldRecord, accepted: Accepted, on: date) -> Standing:
    """The first thing that speaks against the record, the gravest first; else that it is enough."""
    until = valid_until(record, accepted)
    missing = tuple(name for name in accepted.fields if not record.value(name))
    reasons = contested(record, accepted)
    ground = _over(record, on, until)
    if ground is None and _doubted(record, on):
        ground = Ground.DOUBTED
    if ground is None and reasons:
        ground = Ground.DIFFERS_FROM_REGISTER
    if ground is None:
        ground = _incomplete(record, accepted, missing)
    if ground is None:
        ground = Ground.DATA_INSTEAD if accepted.against else Ground.PAPER_HELD
    return Standing(record, accepted, ground, until, missing, reasons)


def valid_until(record: HeldRecord, accepted: Accepted) -> date | None:
    """The earlier of the paper's own last day and of the end of its term for this procedure."""
    since = _since(record, accepted)
    term = last_day(since, accepted.valid_months) if since and accepted.valid_months is not None else None
    return min((day for day in (record.expires, term) if day), default=None)


def _since(record: HeldRecord, accepted: Accepted) -> date | None:
    return record.verified_on if accepted.against else record.issued


def _over(record: HeldRecord, on: date, until: date | None) -> Ground | None:
    """Why it does not hold on the day."""
    if record.revoked_on and record.revoked_on <= on:
        return Ground.REVOKED
    if record.superseded_by and (record.superseded_on is None or record.superseded_on <= on):
        return Ground.SUPERSEDED
    if record.issued and record.issued > on:
        return Ground.NOT_YET_ISSUED
    if until is None or on <= until:
        return None
    return Ground.EXPIRED if record.expires and record.expires < on else Ground.TOO_OLD


def _doubted(record: HeldRecord, on: date) -> bool:
    return record.doubted_on is not None and record.doubted_on <= on


def _incomplete(record: HeldRecord, accepted: Accepted, missing: Sequence[str]) -> Ground | None:
    if missing:
        return Ground.FIELDS_MISSING
    if accepted.against and any(not _verified(record, name, accepted) for name in accepted.fields):
        return Ground.NOT_VERIFIED
    if accepted.valid_months is not None and _since(record, accepted) is None:
        return Ground.NO_ISSUE_DATE
    return None


def _verified(record: HeldRecord, name: str, accepted: Accepted) -> bool:
    held = record.field(name)
    return bool(held and accepted.against and held.verified_against == accepted.against.name.lower())


def contested(record: HeldRecord, accepted: Accepted) -> tuple[Reason, ...]:
    """How its needed fields differ from the register, as far as the dossier has to wait for it. What only differs in
    spelling, or in how exact it is, is no contradiction (matching/data/remedies.toml: severity)."""
    differing = [one.reason for one in record.fields if one.field in accepted.fields and one.reason and one.written]
    return tuple(dict.fromkeys(one for one in differing if remedy_for(one).severity is Severity.BLOCKS))


def differ(one: HeldRecord, other: HeldRecord, compared: Sequence[str]) -> bool:
    """True when two records of a kind contradict each other in a field that both state."""
    pairs = ((one.value(name), other.value(name)) for name in compared)
    return any(ours and theirs and not same(ours, theirs) for ours, theirs in pairs)


def holds(one: HeldRecord, on: date) -> bool:
    """True when the paper itself is in force on the day and nobody doubts it, whatever a procedure asks of its age."""
    return in_force(one, on) and not _doubted(one, on)


def in_force(one: HeldRecord, on: date) -> bool:
    """As `holds`, but also of a paper that is doubted."""
    return _over(one, on, one.expires) is None
