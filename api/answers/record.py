"""A record as one client may see it: its fields with their provenance, how it stands, and what is withheld."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from api.answers.asked import Asked, Code, Moment, PersonAsked
from api.answers.prefill import Seen, Verified
from api.answers.quality import QualityGiven, stands_at
from api.answers.words import Given, Paper, Withheld, Word
from api.door import Purpose
from api.etags import etag
from api.needs import Left
from api.problems import Kind, Problem
from reuse.catalogue import catalogue
from reuse.components import Register
from storage.of_person import Loaded
from storage.quality.stating import Quality
from storage.record_states import RecordState, Standing, StateChange, StateReason
from storage.records import RecordField

Cursor = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,512}$")]


class SearchAsked(Asked):
    person: PersonAsked
    purpose: Purpose
    kinds: tuple[Code, ...] = Field((), max_length=50, description="loại giấy tờ; rỗng: mọi loại mà thủ tục cần")
    as_of: date | None = Field(None, description="đúng vào ngày nào")
    known_at: Moment | None = Field(None, description="theo những gì kho đã biết vào lúc nào")
    limit: int = Field(50, ge=1, le=200)
    cursor: Cursor | None = Field(None, description="`next` của trang trước")


class StateAsked(Asked):
    """A change of a record's state, with its reason and the first day on which it holds."""

    purpose: Purpose
    reason: Literal[*(one.name for one in StateReason)] = Field(description="lý do, theo mã")  # type: ignore[valid-type]
    effective: date = Field(description="ngày bắt đầu có hiệu lực")


class RevokeAsked(StateAsked):
    pass


class SupersedeAsked(StateAsked):
    successor_id: UUID = Field(description="bản ghi của cùng người thay cho bản ghi này")


class StandingGiven(Given):
    state: Word
    since: date | None
    successor_id: str | None
    reason: Word | None

    @staticmethod
    def of(one: Standing, days_open: tuple[bool, bool] = (False, False)) -> "StandingGiven":
        """A day that follows from the paper's own is shown where that one may be."""
        expired = one.state is RecordState.EXPIRED
        return StandingGiven(
            state=Word.of(one.state),
            since=one.since if one.reason or days_open[expired] else None,
            successor_id=one.successor_id,
            reason=Word.of(one.reason) if one.reason else None,
        )


class FieldHeld(Given):
    field: str
    value: str = Field(repr=False)
    written: str | None = Field(repr=False, description="giấy ghi gì, khi khác giá trị đã quyết định")
    reason: Word | None
    method: Word
    engine: str | None
    confidence: float | None
    places: tuple[Seen, ...]
    verified: Verified | None
    revision: int

    @staticmethod
    def of(one: RecordField) -> "FieldHeld":
        return FieldHeld(
            field=one.field,
            value=one.value,
            written=one.written,
            reason=Word.of(one.reason) if one.reason else None,
            method=Word.of(one.method),
            engine=one.engine,
            confidence=one.confidence,
            places=tuple(Seen.of(place) for place in one.evidence),
            verified=_verified(one),
            revision=one.revision,
        )


class RecordGiven(Given):
    record_id: str
    person_id: str | None
    paper: Paper
    dossier_id: str
    document_id: str | None
    valid_from: date | None
    valid_to: date | None
    standing: StandingGiven
    known_since: datetime
    known_until: datetime | None = Field(description="khi hồ sơ được nạp lại; null: vẫn là bản kho đang dùng")
    fields: tuple[FieldHeld, ...]
    withheld: tuple[Withheld, ...]
    quality: tuple[QualityGiven, ...] = Field(
        description="các lô mà những mục này được lưu vào, lô mới nhất trước; rỗng: chưa thuộc lô nào, hoặc hỏi theo "
        "những gì kho đã biết vào một lúc trước đây"
    )


class RecordsGiven(Given):
    person_id: str
    records: tuple[RecordGiven, ...]
    next: str | None = Field(description="con trỏ của trang sau; null: hết")


class StateGiven(Given):
    record_id: str
    standing: StandingGiven


def record_given(
    one: Loaded,
    shown: Sequence[RecordField],
    withheld: Sequence[Left],
    days_open: tuple[bool, bool],
    lots: Sequence[Quality] = (),
) -> RecordGiven:
    """`days_open`: whether the first and the last day may be shown. `lots`: of which its fields are."""
    record, days = one.record, one.days
    return RecordGiven(
        record_id=record.id,
        person_id=record.person_id,
        paper=Paper.of(catalogue().papers[record.kind]),
        dossier_id=one.dossier_id,
        document_id=record.document_id,
        valid_from=days.valid_from if days_open[0] else None,
        valid_to=days.valid_to if days_open[1] else None,
        standing=StandingGiven.of(one.standing, days_open),
        known_since=one.at,
        known_until=one.until,
        fields=tuple(FieldHeld.of(each) for each in shown),
        withheld=tuple(Withheld.of(each) for each in withheld),
        quality=tuple(QualityGiven.of(each) for each in lots),
    )


def version_of(one: Loaded) -> str:
    """Of the record's state, the same for every client: 32 hex digits. It is no digest of a day or a value, for who may
    not see these could try them: days that follow from the fields change with a revision of one.
    """
    standing = one.standing
    told: list[object] = [
        one.record.id,
        one.until,
        standing.state.name,
        standing.since if standing.reason else None,
        standing.successor_id,
    ]
    told += [(each.field, each.revision) for each in sorted(one.record.fields, key=lambda each: each.field)]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def etag_of(one: Loaded, shown: Sequence[RecordField], lots: Sequence[Quality] = ()) -> str:
    """Of the representation: the version, which fields of it are shown, and what is stated of their quality."""
    told = " ".join((*sorted(each.field for each in shown), stands_at(lots)))
    view = hashlib.sha256(told.encode()).hexdigest()[:8]
    return etag(version_of(one), view)


def check_version(named: Sequence[str], one: Loaded) -> None:
    """Whatever fields its sender could see, it must be this version. Raises Problem CHANGED_MEANWHILE."""
    if version_of(one) not in [tag.strip('"').partition("-")[0] for tag in named]:
        raise Problem(Kind.CHANGED_MEANWHILE)


def _verified(one: RecordField) -> Verified | None:
    if not one.verified_against:
        return None
    against = Register[one.verified_against.upper()]
    return Verified(at=one.verified_at, by=one.verified_by, against=Word.of(against))


class RevisionGiven(Given):
    """One field as it stood from a moment on, until its next revision."""

    at: datetime
    held: FieldHeld


class StateChangeGiven(Given):
    number: int
    at: datetime
    by: str = Field(description="mã cán bộ, hệ thống, hoặc vai của máy")
    state: Word
    reason: Word
    effective: date
    successor_id: str | None

    @staticmethod
    def of(one: StateChange) -> "StateChangeGiven":
        return StateChangeGiven(
            number=one.number,
            at=one.at,
            by=one.by,
            state=Word.of(one.state),
            reason=Word.of(one.reason),
            effective=one.effective,
            successor_id=one.successor_id,
        )


class HistoryGiven(Given):
    record: RecordGiven
    revisions: tuple[RevisionGiven, ...] = Field(description="theo mục, rồi theo thứ tự ghi")
    states: tuple[StateChangeGiven, ...]
