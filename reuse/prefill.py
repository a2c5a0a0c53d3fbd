"""The fields that a procedure's form needs, as far as they are held: each with its value, where it stands written,
who confirmed it and how old it is; of what is not held, why and who has it. Two values that differ are both shown, and
none is chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime
from enum import Enum

from matching.reasons import Reason
from reuse.agreeing import distinct, same
from reuse.components import FormField, Procedure, Register, WhoHas
from reuse.held import HeldRecord, Whose, known_on
from reuse.papers import PERSON
from reuse.standing import holds, in_force
from storage.readings import Method
from storage.records import Place, RecordField
from storage.vietnam_time import day_of


class Filled(Enum):
    """How a field of the form stands. The value is what the clerk reads."""

    HELD = "đã có"
    CONFLICTING = "các nguồn nói khác nhau; cán bộ chọn"
    NOT_HELD = "chưa có"


class WhyNot(Enum):
    """Why a field is empty. It never holds a personal value."""

    UNSHARED = "Cơ sở dữ liệu quốc gia về dân cư không chia sẻ mục này cho bộ phận một cửa, và kho chưa có."
    NOT_YET = "Kho chưa có; lấy được từ nơi nêu bên."
    ONLY_OVER = "Chỉ có trong giấy tờ đã hết giá trị vào ngày xét."
    ONLY_DOUBTED = "Chỉ có trong giấy tờ đang bị nghi ngờ; chờ cơ quan cấp trả lời, chưa dùng để điền."
    ONLY_TOLD = "Mục này chỉ người dân biết."
    DIFFERING = "Các nguồn nói khác nhau; máy không chọn."
    NOT_SEEN = "Không có trong những nguồn mà hệ thống này được xem; nguồn khác cần thêm phạm vi."


class Freshness(Enum):
    """How old a value is, where it may change with time."""

    LASTING = "không đổi theo thời gian"
    FRESH = "mới"
    OLD = "đã cũ, nên hỏi lại"
    UNDATED = "chưa rõ ngày"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one value comes from. Holds a personal value: never for a log."""

    value: str = attribute(repr=False)
    record_id: str
    kind: str  # paper it stands on, or "person"
    field: str  # of that record
    places: tuple[Place, ...]  # scan, page and box
    method: Method
    confidence: float | None  # 0..1; None where nobody estimated one
    register: Register | None  # that confirmed it; None: it rests on the paper alone
    verified_at: datetime | None
    known_on: date | None  # the last day on which it is known to have been right
    days: int | None  # from then to the day asked about
    freshness: Freshness
    reason: Reason | None = None  # how the paper differs from the register, or whose phone it is
    verified_by: str | None = None  # staff id, or the version of the engine that decided


@dataclass(frozen=True, slots=True)
class PrefilledField:
    field: FormField
    state: Filled
    value: str | None = attribute(repr=False)  # a date is written yyyy-mm-dd; None unless HELD
    sources: tuple[Provenance, ...] = ()  # that agree with the value; of a conflict, every one
    why: WhyNot | None = None
    who_has: WhoHas | None = None  # where what is not held can come from

    @property
    def freshness(self) -> Freshness | None:
        """That of its freshest source."""
        return min((one.freshness for one in self.sources), key=list(Freshness).index, default=None)


def prefill(procedure: Procedure, held: Sequence[HeldRecord], on: date) -> tuple[PrefilledField, ...]:
    """Every field of the procedure's form, in its order."""
    ordered = sorted(set(held), key=lambda one: one.id)
    return tuple(_filled(each, ordered, on) for each in procedure.fields)


def _filled(wanted: FormField, held: Sequence[HeldRecord], on: date) -> PrefilledField:
    found = list(_candidates(wanted, held))
    sources = tuple(_provenance(wanted, one, record, on) for one, record in found if holds(record, on))
    values = distinct(one.value for one in sources)
    if len(values) > 1:
        return PrefilledField(wanted, Filled.CONFLICTING, None, sources, WhyNot.DIFFERING)
    if not sources:
        return PrefilledField(wanted, Filled.NOT_HELD, None, (), _why_not(wanted, found, on), wanted.who_has)
    return PrefilledField(wanted, Filled.HELD, _best(values[0], sources).value, sources)


def _candidates(wanted: FormField, held: Sequence[HeldRecord]) -> Iterable[tuple[RecordField, HeldRecord]]:
    """In the order in which the procedure names the origins."""
    for origin in wanted.origins:
        for record in held:
            one = record.field(origin.field) if record.kind == origin.paper and record.whose is Whose.OWN else None
            if one is not None and one.value:
                yield one, record


def _best(fullest: str, sources: Sequence[Provenance]) -> Provenance:
    """Of values that mean the same, the spelling of the first source that says no less."""
    return next(one for one in sources if len(one.value) >= len(fullest) and same(one.value, fullest))


def _why_not(wanted: FormField, found: Sequence[tuple[RecordField, HeldRecord]], on: date) -> WhyNot:
    if any(in_force(record, on) for _, record in found):
        return WhyNot.ONLY_DOUBTED
    if found:
        return WhyNot.ONLY_OVER
    if wanted.unshared:
        return WhyNot.UNSHARED
    return WhyNot.ONLY_TOLD if wanted.who_has is WhoHas.CITIZEN else WhyNot.NOT_YET


def _provenance(wanted: FormField, one: RecordField, record: HeldRecord, on: date) -> Provenance:
    day = known_on(one, record)
    if day is None and record.kind == PERSON and record.known_since:
        day = day_of(record.known_since)  # told in a dossier on that day, and confirmed by nobody
    days = (on - day).days if day else None
    register = Register[one.verified_against.upper()] if one.verified_against else None
    return Provenance(
        value=one.value,
        record_id=record.id,
        kind=record.kind,
        field=one.field,
        places=one.evidence,
        method=one.method,
        confidence=one.confidence,
        register=register,
        verified_at=(one.verified_at or record.known_since) if register else None,
        known_on=day,
        days=days,
        freshness=_freshness(wanted, days),
        reason=one.reason,
        verified_by=one.verified_by,
    )


def _freshness(wanted: FormField, days: int | None) -> Freshness:
    if wanted.fresh_days is None:
        return Freshness.LASTING
    if days is None:
        return Freshness.UNDATED
    return Freshness.FRESH if days <= wanted.fresh_days else Freshness.OLD
