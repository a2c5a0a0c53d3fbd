"""What a client tells when a procedure is done, and how the ledger stands after it."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.answers.asked import Asked, Code, Day, PersonAsked
from api.answers.words import Given, Word
from api.door import Purpose
from reuse.told_reuse import ToldReuse
from storage.reuse_ledger import Reuse


class Reused(Asked):
    """A component for which no paper was asked: a record of ours stood for it, or the national store gave it."""

    component: Code
    record_id: UUID | None = Field(None, description="bản ghi đã thay giấy, theo câu trả lời của /v1/sufficiency")
    from_national_store: bool = False

    @model_validator(mode="after")
    def _one_source(self) -> "Reused":
        if (self.record_id is None) != self.from_national_store:
            raise PydanticCustomError("record_id_or_from_national_store", "either record_id or from_national_store")
        return self


class ReuseTold(Asked):
    """Of the dossier that the purpose names. Send it for every dossier that is done, also with no component: what is
    not told of cannot stand in the denominator."""

    procedure: Code
    person: PersonAsked
    purpose: Purpose
    components: tuple[Reused, ...] = Field((), max_length=50)
    channel: Literal["counter", "online", "post"] | None = Field(
        None, description="nơi nhận: quầy, trực tuyến, bưu chính"
    )
    on: Day = None
    told: dict[Code, bool] = Field(default_factory=dict, max_length=20)


class NotAskedAgain(Given):
    component: str
    source: Word
    record_id: str | None
    minutes_saved: float
    assumed: bool = Field(description="true: số phút là giả định")

    @staticmethod
    def of(one: Reuse) -> "NotAskedAgain":
        return NotAskedAgain(
            component=one.component,
            source=Word.of(one.source),
            record_id=one.source_id or None,
            minutes_saved=one.minutes,
            assumed=one.assumed,
        )


class ReuseGiven(Given):
    dossier_id: str = Field(description="mã hồ sơ trong kho")
    scanned_here: bool
    on: date
    not_asked_again: tuple[NotAskedAgain, ...]

    @staticmethod
    def of(told: ToldReuse, on: date) -> "ReuseGiven":
        return ReuseGiven(
            dossier_id=told.dossier_id,
            scanned_here=not told.outside,
            on=on,
            not_asked_again=tuple(NotAskedAgain.of(one) for one in told.stands),
        )
