"""The witnesses of matching: what a dossier claims, what the population register and the telco register hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from extractors.reading import PartialDate


class Sex(Enum):
    MALE = "Nam"
    FEMALE = "Nữ"


class LifeStatus(Enum):
    """Whether the register still answers for the person under this number."""

    LIVING = "còn sống"
    DECEASED = "đã chết"
    CANCELLED = "số định danh đã bị hủy"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a dossier says of one person, as read. Nothing is corrected; what is not written is None or ""."""

    dossier_id: str
    full_name: str = ""  # as written, NFC
    id_number: str = (
        ""  # digits as written, "?" for an unreadable one; 12 digits, or 9 of an old CMND, or a misread length
    )
    old_number: str = ""  # 9 digits of a CMND that the dossier states beside the number
    birth_date: PartialDate | None = None
    sex: Sex | None = None
    phone: str = ""  # as written
    phone_dated: date | None = None  # the day of the paper that names the phone: decides the numbering plan
    address: str = ""
    father_name: str = ""
    mother_name: str = ""
    id_issued_on: date | None = None
    confidence: Mapping[str, float] = field(default_factory=dict)  # by field of this class, 0..1; absent = not known
    filer_name: str = ""  # who hands the dossier in for the person, where that is somebody else
    filer_number: str = ""
    # other readings of the same pixels by field, likeliest first, never the value itself; birth dates as in ISO
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """One person as a population register answers; what it does not share is None or ""."""

    person_id: str  # the register's own key; the gateway knows no other than the 12-digit number
    id_number: str  # 12 digits
    old_numbers: tuple[str, ...]  # CMND, 9 digits each
    full_name: str
    birth_date: PartialDate
    sex: Sex | None
    other_name: str = ""  # a former name on file
    birth_province: str = ""  # 3 digits
    address: str = ""
    address_old: str = ""  # of before the units of 2025-07-01
    household: str = ""
    father_name: str = ""
    father_id: str = ""
    mother_name: str = ""
    mother_id: str = ""
    spouse_id: str = ""
    id_issued_on: date | None = None
    status: LifeStatus = LifeStatus.LIVING


class SubscriberKind(Enum):
    PERSON = "cá nhân"
    ORGANISATION = "tổ chức"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """To whom an operator has registered a number: ownership only, never usage."""

    phone: str  # 10 digits
    kind: SubscriberKind
    name: str
    paper_number: str  # CCCD or CMND as the operator has it, possibly wrong
    birth_date: PartialDate | None
    operator: str = ""
    registered_on: date | None = None  # day of activation
    active: bool = True
    verified_on: date | None = None  # when the operator last checked who the owner is
