"""What a paper of civil status says, as blanks with the wordings of their labels, and how one printing sets it out."""

from dataclasses import dataclass
from enum import Enum
from random import Random

from samples.lettering import Face


class Flaw(Enum):
    """What was planted in a paper; the value is the sentence for the reader of the truth."""

    SHORT_ID = "Số giấy tờ thiếu một chữ số."
    NO_SUCH_DAY = "Ngày sinh ghi một ngày không có trong lịch."
    BLANKS = "Một số mục bỏ trống."


@dataclass(frozen=True, slots=True)
class Blank:
    """A label with what is filled in beside it."""

    name: str  # of the field; "" when its truth is not kept
    labels: tuple[str, ...]  # wordings: a printing uses the one of its number, else the first
    value: str
    written: str = ""  # as filled in; "" = as the value
    note: str = ""  # footnote mark: "(2)"
    also: tuple[tuple[str, str], ...] = ()  # further fields that the same words tell: (name, value)

    @property
    def text(self) -> str:
        return self.written or self.value


@dataclass(frozen=True, slots=True)
class Part:
    """Blanks under a heading ("" for none), row by row; blanks of one row stand beside each other."""

    heading: str
    rows: tuple[tuple[Blank, ...], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A person in a column of their own; the blanks of all sides have the same order."""

    headings: tuple[str, ...]
    blanks: tuple[Blank, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """Persons side by side."""

    sides: tuple[Side, ...]
    headless: bool = False  # always in columns with labels in each, nothing over them


@dataclass(frozen=True, slots=True)
class Words:
    """A printed paragraph."""

    text: str
    bold: bool = False
    middle: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs at the foot: the headings, and the name written below, which may be a field."""

    headings: tuple[str, ...]
    name: str
    field: str = ""
    stamp: bool = False


@dataclass(frozen=True, slots=True)
class Issued:
    """Head of a paper that an office issues."""

    office: tuple[str, ...]  # lines
    number: str
    place: str
    day: str  # ISO
    day_field: str  # "" where its truth is not kept


@dataclass(frozen=True, slots=True)
class CivilPaper:
    """One page."""

    form: str
    title: tuple[str, ...]  # wordings
    body: tuple[Part | Sides | Words, ...]
    signatures: tuple[Signature, ...]
    issued: Issued | None = None
    addressed: str = ""
    signed_at: tuple[str, str, str] | None = None  # words before, place, ISO day of "ngay_ky"
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Printing:
    """How one printing sets its papers out. Lengths in mm."""

    face: Face = Face.SERIF
    left: float = 25.0
    right: float = 192.0
    step: float = 7.6
    wording: int = 0
    colons: bool = True
    notes: bool = True
    leaders: bool = True
    ruled: bool = True  # sides in a ruled table
    sides: str = "table"  # "table": labels once at the left; "columns": labels in each; "below": one after the other
    swapped: bool = False
    capitals: bool = True  # names written in capitals
    numbered: bool = False
    label_middle: bool = False  # labels of a table at half the height of their rows
    day_below: bool = False  # day of issue above the signature in place of the head


def printings(dice: Random) -> Printing:
    """A printing by dice."""
    return Printing(
        face=dice.choice((Face.SERIF, Face.SERIF, Face.SANS)),
        left=dice.uniform(20, 28),
        right=dice.uniform(186, 194),
        step=dice.uniform(6.8, 8.4),
        wording=dice.choice((0, 0, 1, 2)),
        colons=dice.random() < 0.8,
        notes=dice.random() < 0.5,
        leaders=dice.random() < 0.65,
        ruled=dice.random() < 0.7,
        sides=dice.choice(("table", "table", "table", "columns", "columns", "below")),
        swapped=dice.random() < 0.5,
        capitals=dice.random() < 0.6,
        numbered=dice.random() < 0.2,
        label_middle=dice.random() < 0.4,
        day_below=dice.random() < 0.15,
    )
