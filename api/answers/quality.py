"""How good the lot is that a record was loaded with: what a random sample of it, keyed again by people, proves."""

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from api.answers.words import Given, Word
from storage.quality.stating import Quality


class QualityGiven(Given):
    """Of one lot of the record's fields. Shares are 0..1."""

    lot_id: str
    loaded_on: date
    state: Word
    fields: int = Field(description="số mục của lô")
    looked_at: int = Field(description="số mục đã được người khác nhập lại mà không thấy giá trị đã nhận")
    wrong: int
    at_most: float | None = Field(description="tỷ lệ sai của lô không quá mức này; null: chưa kiểm mục nào")
    office_at_most: float | None = Field(description="như trên, theo các mẫu 30 ngày của cơ quan")
    confidence: float = Field(description="độ tin cậy của hai mức trên")

    @staticmethod
    def of(one: Quality) -> "QualityGiven":
        return QualityGiven(
            lot_id=one.lot_id,
            loaded_on=one.day,
            state=Word.of(one.state),
            fields=one.size,
            looked_at=one.looked,
            wrong=one.wrong,
            at_most=one.bound,
            office_at_most=one.running_bound,
            confidence=one.confidence,
        )


def stands_at(lots: Sequence[Quality]) -> str:
    """What of it may change while a record stays as it is: for the tag of an answer."""
    return " ".join(f"{one.lot_id} {one.state.name} {one.looked} {one.wrong}" for one in lots)
