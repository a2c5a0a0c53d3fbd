"""The fields of a form as far as they are held and may be seen: each value with its source and age."""

from datetime import date, datetime

from pydantic import Field

from api.answers.asked import Asked, Code, Day, PersonAsked
from api.answers.words import Given, Paper, ProcedureNamed, Withheld, Word
from api.door import Purpose
from api.seen import SeenField
from reuse.catalogue import catalogue
from reuse.prefill import Provenance
from storage.records import Place


class PrefillAsked(Asked):
    procedure: Code = Field(description="mã thủ tục, ngắn hoặc đầy đủ; phải là thủ tục nêu trong mục đích")
    person: PersonAsked
    purpose: Purpose
    on: Day = None


class Seen(Given):
    """Where on a scan a value stands."""

    scan_digest: str = Field(description="SHA-256 của tệp quét")
    page: int = Field(description="1.. trong tệp")
    box: tuple[int, int, int, int] = Field(description="trái, trên, phải, dưới: px của trang đã đặt thẳng")

    @staticmethod
    def of(place: Place) -> "Seen":
        box = place.box
        return Seen(scan_digest=place.scan_digest, page=place.page, box=(box.left, box.top, box.right, box.bottom))


class Verified(Given):
    """Who confirmed a value."""

    at: datetime | None
    by: str | None = Field(description="mã cán bộ, hoặc phiên bản máy đã đối chiếu")
    against: Word


class From(Given):
    """One source of a value."""

    value: str = Field(description="ngày viết yyyy-mm-dd, hoặc đến mức biết được", repr=False)
    record_id: str
    paper: Paper
    field: str
    places: tuple[Seen, ...]
    method: Word
    confidence: float | None = Field(description="0..1, đã hiệu chuẩn; null: không ai ước lượng")
    verified: Verified | None = Field(description="null: chỉ dựa vào giấy")
    known_on: date | None = Field(description="ngày cuối cùng biết là đúng")
    days: int | None
    freshness: Word
    reason: Word | None = Field(description="giấy khác cơ sở dữ liệu ở điểm nào, hoặc số điện thoại là của ai")

    @staticmethod
    def of(one: Provenance) -> "From":
        against = Word.of(one.register) if one.register else None
        return From(
            value=one.value,
            record_id=one.record_id,
            paper=Paper.of(catalogue().papers[one.kind]),
            field=one.field,
            places=tuple(Seen.of(place) for place in one.places),
            method=Word.of(one.method),
            confidence=one.confidence,
            verified=Verified(at=one.verified_at, by=one.verified_by, against=against) if against else None,
            known_on=one.known_on,
            days=one.days,
            freshness=Word.of(one.freshness),
            reason=Word.of(one.reason) if one.reason else None,
        )


class FieldGiven(Given):
    field: str
    label: str
    required: bool
    unshared: bool = Field(description="true: Cơ sở dữ liệu quốc gia về dân cư không chia sẻ mục này")
    state: Word
    value: str | None = Field(repr=False)
    sources: tuple[From, ...]
    freshness: Word | None
    why: Word | None
    who_has: Word | None = Field(description="nơi có mục này khi kho chưa có")

    @staticmethod
    def of(one: SeenField) -> "FieldGiven":
        filled = one.filled
        return FieldGiven(
            field=filled.field.name,
            label=filled.field.label,
            required=filled.field.required,
            unshared=filled.field.unshared,
            state=Word.of(filled.state),
            value=filled.value,
            sources=tuple(From.of(each) for each in filled.sources),
            freshness=Word.of(filled.freshness) if filled.freshness else None,
            why=Word.of(filled.why) if filled.why else None,
            who_has=Word.of(filled.who_has) if filled.who_has else None,
        )


class PrefillGiven(Given):
    procedure: ProcedureNamed
    person_id: str
    on: date
    fields: tuple[FieldGiven, ...] = Field(description="mục mà cơ sở dữ liệu dân cư không chia sẻ đứng trước")
    withheld: tuple[Withheld, ...]
