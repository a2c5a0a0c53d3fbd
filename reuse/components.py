"""What a procedure asks for: its components and the fields of its form, as the law has them from day to day."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from reuse.law import Law
from reuse.papers import PaperKind
from storage.dated import Dated


class Need(Enum):
    """Whether everybody has to hand a component in."""

    REQUIRED = "bắt buộc"
    CONDITIONAL = "chỉ khi có điều kiện"
    EACH_TIME = "làm mới mỗi lần"  # the declaration itself: filled from what is held, signed anew


class TakenAs(Enum):
    """In what shape a component may be taken."""

    ORIGINAL = "bản chính"
    CERTIFIED = "bản sao chứng thực hoặc bản sao từ sổ gốc"
    ELECTRONIC = "bản điện tử"
    SHOWN = "xuất trình để đối chiếu"
    COPY = "bản chụp"
    DATA = "dữ liệu thay giấy tờ"


class Register(Enum):
    """Against what a value was verified; the names are those of `RecordField.verified_against`."""

    POPULATION = "Cơ sở dữ liệu quốc gia về dân cư"
    TELCO = "Cơ sở dữ liệu thuê bao"


class WhoHas(Enum):
    """Where a value that is not held can come from."""

    POPULATION = "Cơ sở dữ liệu quốc gia về dân cư"
    TELCO = "doanh nghiệp viễn thông (chỉ cho biết ai đứng tên số)"
    CARD = "thẻ căn cước của chính người đó: mã QR hoặc mặt có ngày cấp"
    PARENTS = (
        "Cơ sở dữ liệu quốc gia về dân cư theo số định danh của cha, mẹ; nếu không có thì thẻ căn cước của cha, mẹ"
    )
    CIVIL_STATUS = "Cơ sở dữ liệu hộ tịch điện tử"
    LAND = "Cơ sở dữ liệu quốc gia về đất đai"
    DRIVING = "Cơ sở dữ liệu giấy phép lái xe"
    BUSINESS = "Hệ thống thông tin về đăng ký hộ kinh doanh"
    HEALTH = "cơ sở khám bệnh, chữa bệnh đã cấp giấy"
    CITIZEN = "người dân tự khai"
    OFFICE = "hệ thống một cửa tự ghi"


@dataclass(frozen=True, slots=True)
class Circumstance:
    """When a conditional component is asked for. Decided by what is held where it can be, else by the clerk."""

    code: str
    sentence: str  # "người yêu cầu đã từng kết hôn, nay đã ly hôn"
    paper: str = ""  # kind of record that decides it; "": only a person can tell
    field: str = ""
    values: tuple[str, ...] = ()  # of that field, for which it holds


@dataclass(frozen=True, slots=True)
class Accepted:
    """One kind of record that meets a component."""

    paper: PaperKind
    fields: tuple[str, ...]  # without these it says too little
    valid_months: int | None = None  # for this procedure, from the day of issue; None: as long as the paper itself
    of_kin: bool = False  # a paper of the subject's child counts, too: it proves that they are kin
    against: Register | None = None  # its fields must have been verified there: data instead of paper


@dataclass(frozen=True, slots=True)
class Component:
    code: str
    name: str
    need: Need
    taken_as: tuple[TakenAs, ...]
    required_by: tuple[Law, ...]
    not_asked_by: tuple[Law, ...]  # who already holds it must not ask again
    accepted: tuple[Accepted, ...]  # any one of them is enough; none: it can never be held
    circumstance: Circumstance | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """A field of a held record that may fill a field of the form."""

    paper: str
    field: str


@dataclass(frozen=True, slots=True)
class FormField:
    name: str
    label: str
    who_has: WhoHas
    origins: tuple[Origin, ...] = ()
    required: bool = True
    unshared: bool = False  # the population database does not share it with one-stop offices
    fresh_days: int | None = None  # older than this it is shown as old; None: it does not change with time


@dataclass(frozen=True, slots=True)
class Procedure(Dated):
    """One procedure as it stands between two days."""

    family: str
    name: str
    codes: tuple[str, ...]  # short, of the national database of procedures: "1.001193"
    unverified_codes: tuple[str, ...]
    office: str  # who decides it
    subject: str  # whose records are looked at
    form: str  # code in extractors/forms; "" where none reads it
    valid_from: date
    valid_to: date | None  # the last day
    law: tuple[Law, ...]  # of its form
    components: tuple[Component, ...]
    fields: tuple[FormField, ...]

    def __str__(self) -> str:
        return f"{self.name} ({', '.join(self.codes)})"
