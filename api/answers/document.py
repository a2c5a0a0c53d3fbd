"""A digitised paper: the least metadata that the law asks of it, how it stands, its signatures, where its bytes are."""

from datetime import date, datetime

from pydantic import Field

from api.answers.record import StandingGiven
from api.answers.words import Given, Paper, Withheld, Word
from ocr.signing.report import SignatureReport
from storage.descriptions import Description
from storage.of_person import Loaded


class Metadata(Given):
    """Thông tư 01/2023/TT-VPCP, Điều 9. A field for which there is no scope is null and named in `withheld`."""

    type_code: str = Field(description="mã loại giấy tờ")
    code: str | None = Field(repr=False, description="mã định danh tài liệu")
    owner_number: str | None = Field(repr=False, description="mã định danh của chủ sở hữu")
    title: str = Field(description="tên giấy tờ")
    number: str | None = Field(repr=False, description="số, ký hiệu")
    issued: str | None = Field(description="ngày cấp, đến mức biết được")
    issuer: str | None = Field(repr=False, description="cơ quan cấp")
    abstract: str | None = Field(repr=False, description="trích yếu")
    term: str = Field(description="thời hạn hiệu lực")
    scope: str = Field(description="phạm vi hiệu lực")


class SignatureGiven(Given):
    """One electronic signature. Who signed is a name: it is not given out here."""

    kind: Word
    verdict: Word
    reasons: tuple[Word, ...]
    certificate: str = Field(description="SHA-256 của nơi cấp và số sê-ri")
    claimed_at: datetime | None
    stamped_at: datetime | None


class SignaturesGiven(Given):
    verdict: Word
    checked_at: datetime
    signatures: tuple[SignatureGiven, ...]

    @staticmethod
    def of(report: SignatureReport) -> "SignaturesGiven":
        return SignaturesGiven(
            verdict=Word.of(report.verdict),
            checked_at=report.checked_at,
            signatures=tuple(
                SignatureGiven(
                    kind=Word.of(one.kind),
                    verdict=Word.of(one.verdict),
                    reasons=tuple(Word.of(reason) for reason in one.reasons),
                    certificate=one.certificate,
                    claimed_at=one.claimed_at,
                    stamped_at=one.stamped_at,
                )
                for one in report.signatures
            ),
        )


class Rendition(Given):
    """Bytes of the paper: the original scan, or the upright picture of a page of it."""

    kind: str = Field(description="original, picture")
    digest: str
    algorithm: str
    media_type: str
    size: int | None = Field(description="byte; null: chưa ghi")
    pages: tuple[int, ...] = Field(description="1.. trong tệp quét")
    other_papers: bool = Field(description="true: tệp còn có giấy tờ khác, nên không đưa ra nguyên tệp")


class DocumentGiven(Given):
    document_id: str
    record_id: str
    person_id: str | None
    paper: Paper
    edition: str
    metadata: Metadata
    valid_from: date | None
    valid_to: date | None
    standing: StandingGiven
    signatures: SignaturesGiven | None = Field(description="null: chưa kiểm tra chữ ký nào của tệp")
    renditions: tuple[Rendition, ...]
    withheld: tuple[Withheld, ...]


def metadata(held: Loaded, open_to: frozenset[str]) -> Metadata:
    """`open_to`: parts that the caller may see: "code", "number", "issued", "issuer", "owner"."""
    told = held.description or Description(held.days, held.record.kind, "")

    def may(part: str, value: str) -> str | None:
        return (value or None) if part in open_to else None

    return Metadata(
        type_code=told.type_code,
        code=may("code", told.code),
        owner_number=may("owner", told.owner_number),
        title=told.title,
        number=may("number", told.number),
        issued=may("issued", told.issued),
        issuer=may("issuer", told.issuer),
        abstract=may("abstract", told.abstract),
        term=told.term,
        scope=told.scope,
    )
