"""What extraction gives: `Document`s with `FieldReading`s, each a value or a `Problem`, each resting on pixels."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from ocr.page import Box

UNKNOWN_FORM = "unknown"


class Problem(Enum):
    BLANK = "the paper leaves this field empty"
    UNREADABLE = "something is written that could not be recognised"
    IMPOSSIBLE = "it was recognised, but no such value can exist"


class Source(Enum):
    """By what means a value was taken off the paper; the stronger first."""

    KEYED = "a person who looked at the paper"
    QR = "the QR code on the paper"
    MRZ = "the machine-readable zone, its check digits right"
    PRINT = "print or handwriting, by optical recognition"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was seen: enough to draw it on the scan."""

    page: int  # 1.. within its scan
    box: Box  # px of the upright page
    raw: str  # NFC, as recognised, never corrected
    confidence: float  # 0..1
    source: Source = Source.PRINT


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A birth date of which the paper may tell the year only; unknown parts stay unknown, never 01/01."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """ISO as far as known: 1987-03-12, 1987-03 or 1987."""
        text = f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
            if self.day:
                text += f"-{self.day:02d}"
        return text


Value = str | date | PartialDate


class AlternativeKind(Enum):
    """What a alternative says: a person, a register or another witness may settle which is right."""

    VALUE = "another way to read the value"
    CODE = "the code of the value in the list that it is a word of"
    UNIT = "the code of an administrative unit that the value names, in the list of its time"
    UNIT_NOW = "the code of a commune of today in which the place may lie"
    NUMBER_NOW = "the number of today for one of an earlier numbering plan"


@dataclass(frozen=True, slots=True)
class Alternative:
    """What a value may be, or be called elsewhere; never taken for the value itself."""

    kind: AlternativeKind
    value: Value


@dataclass(frozen=True, slots=True)
class FieldReading:
    """What one field of the paper says: a value, or the problem that hides it."""

    field: str  # name of the field within its form, as in docs/glossary.md: "ho_ten"
    value: Value | None
    evidence: tuple[Evidence, ...]
    problem: Problem | None = None
    findings: tuple[str, ...] = ()  # names of `extractors.findings.Finding`: what disagrees or was read leniently
    alternatives: tuple[Alternative, ...] = ()  # the likelier first; a problem may have some too
    probability: float | None = None  # 0..1, that the value is the true one, calibrated; None: nobody estimated it

    def __post_init__(self) -> None:
        if (self.value is None) == (self.problem is None):
            raise ValueError(f"{self.field}: give a value or a problem, not both or neither")

    @property
    def confidence(self) -> float:
        """0..1: that of the strongest evidence; 0 when there is none."""
        return max((piece.confidence for piece in self.evidence), default=0.0)

    @property
    def sureness(self) -> float:
        """0..1: the calibrated probability; of a reading of before there was one, the raw confidence."""
        return self.confidence if self.probability is None else self.probability

    @property
    def source(self) -> Source:
        """By what the value is known: that of the first evidence. The others bear it out, or gainsay it."""
        return self.evidence[0].source if self.evidence else Source.PRINT


@dataclass(frozen=True, slots=True)
class Document:
    """One paper found in a scan."""

    form: str  # code of the form ("ct01", "cccd", ...) or UNKNOWN_FORM
    edition: str  # which printing of the form, "" when it cannot be told
    pages: tuple[int, ...]  # 1.. within the scan, in order
    confidence: float  # 0..1: how surely it is this form
    readings: tuple[FieldReading, ...]
    region: Box | None = None  # px of its page, of a paper that shares the page with another; None: whole pages
    findings: tuple[str, ...] = ()  # names of `extractors.findings.Finding` about the paper itself

    def reading(self, field: str) -> FieldReading | None:
        """The reading of one field, or None when the form has no such field or it was not found on the paper."""
        return next((reading for reading in self.readings if reading.field == field), None)
