"""What every question has: of whom, and on what day. Whatever is not understood is refused before anything is read."""

from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError


class Asked(BaseModel):
    """A question. Unknown keys are refused: a misspelt one would otherwise change the answer in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _possible(text: str) -> str:
    """A birth date, as far as it is known. Raises PydanticCustomError for a day that does not exist."""
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        raise PydanticCustomError("no_such_day", "no such day") from None
    return text


PartialDate = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"),
    AfterValidator(_possible),
    Field(description="yyyy-mm-dd, hoặc yyyy-mm, yyyy khi chỉ biết đến đó", examples=["1987-03-12"]),
]


def _in_utc(moment: datetime) -> datetime:
    """The same moment. The database knows fewer offsets than ISO 8601 has, and neither knows a year 0 or 10000."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return (datetime.min if moment.year == 1 else datetime.max).replace(tzinfo=UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, strip_whitespace=True),
    Field(examples=["Đặng Thị Hồng Thử"]),
]
PersonalNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$"), Field(examples=["099187000123"])]
Phone = Annotated[str, StringConstraints(pattern=r"^0[0-9]{9}$"), Field(examples=["0912345678"])]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z._:-]{0,63}$")]


class PersonAsked(Asked):
    """Whom the question is about: by number, with name and birth date where they are known, or by our id.

    What is stated beside the number must agree with what is held; else the answer is as if nobody were held.
    """

    person_id: UUID | None = Field(default=None, description="mã người do kho cấp, lấy từ một câu trả lời trước")
    id_number: Annotated[str, StringConstraints(pattern=r"^([0-9]{9}|[0-9]{12})$")] | None = Field(
        default=None, description="số định danh 12 số, hoặc số CMND 9 số", examples=["099187000123"]
    )
    full_name: Name | None = None
    birth_date: PartialDate | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "PersonAsked":
        if (self.person_id is None) == (self.id_number is None):
            raise PydanticCustomError("person_id_or_id_number", "either person_id or id_number, and not both")
        return self


Day = Annotated[date | None, Field(description="ngày xét; không nêu: hôm nay", examples=["2026-11-23"])]
