"""What matching gives: a `Resolution`, with every comparison, correction and reason that it rests on."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from extractors.reading import PartialDate
from matching.people import Sex
from matching.reasons import Reason
from matching.registers import Candidate


class Outcome(Enum):
    """What may be done with the claim. The value is the sentence that a clerk reads."""

    LINKED = "Đã xác định được người trong Cơ sở dữ liệu quốc gia về dân cư."
    CLERICAL_REVIEW = "Cần cán bộ xem xét: máy không được phép tự quyết định."
    UNLINKED = "Không tìm thấy người này trong Cơ sở dữ liệu quốc gia về dân cư."


class Level(Enum):
    """How far a field of the claim agrees with the register."""

    __hash__ = object.__hash__  # each member stands once; hashing names in Python was felt in tracing

    EXACT = "exact"
    VARIANT = "variant"  # the same but for spelling rules: tone placement, y/i
    CLOSE = "close"  # differs as reading or writing slips do
    DIFFERENT = "different"
    MISSING = "missing"  # one side is silent: no evidence, weight 0


@dataclass(frozen=True, slots=True)
class Comparison:
    rule: str  # name of the rule's function
    level: Level
    weight: float  # log2 odds
    reason: Reason | None = None  # how the two differ, when they do


@dataclass(frozen=True, slots=True)
class Correction:
    """A value of the claim that differs from the register, both kept: "on paper", "in the register"."""

    field: str  # id_number, full_name, birth_date, sex, phone
    written: str
    value: str | date | PartialDate | Sex
    source: str  # "population" or "telco"
    reason: Reason


class PhoneStatus(Enum):
    """Whose phone it is, towards the matched person. A finding, never a ground for refusing a citizen."""

    OWNER = "owner"
    OWNER_STALE = "owner_stale"
    RELATIVE = "relative"
    OTHER_PERSON = "other_person"
    ORGANISATION = "organisation"
    UNKNOWN_SUBSCRIBER = "unknown_subscriber"
    NOT_FOUND = "not_found"
    MISREAD = "misread"
    INVALID = "invalid"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class PhoneFinding:
    status: PhoneStatus
    number: str  # 10 digits as normalised by the plan of the paper's date; "" when missing or invalid
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which registered person a claim is about, and every reason for saying so."""

    dossier_id: str
    outcome: Outcome
    person_id: str | None  # set when LINKED; for a review the best candidate, if there is one
    comparisons: tuple[Comparison, ...]  # of the named person, one per rule
    corrections: tuple[Correction, ...]
    reasons: tuple[Reason, ...]  # why it is so, the gravest first
    phone: PhoneFinding
    weight: float  # log2 odds of the named person against all other hypotheses; higher = surer
    candidates: tuple[Candidate, ...]  # the best two, for the clerk to see side by side
    version: str  # of the engine and its weights
