"""What a form is: data that says by which titles and labels it is known, and how each field is read."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from importlib import import_module
from importlib.resources import files

from extractors.geometry.layout import Row
from extractors.language import Phrase
from extractors.reading import FieldReading
from extractors.values.parsed import Parse
from ocr.page import Page


class Place(Enum):
    """Where a value stands, seen from its label."""

    RIGHT = "to the right, and on the next lines as far as `lines` allows; below, when nothing stands to the right"
    BELOW = "below the label, in its column; what stands to the right of the label is another thing"
    SIGNATURE = "the name below the heading of a signature, in its column"
    FIRST_DATE_LINE = 'the first "ngày ... tháng ... năm ..." of the paper, under its head; no label'
    LAST_DATE_LINE = 'the last "ngày ... tháng ... năm ..." of the paper, above the signatures; no label'


@dataclass(frozen=True, slots=True)
class Field:
    name: str  # as in docs/glossary.md
    labels: tuple[str, ...]  # as printed, any edition; compared folded
    parse: Parse
    section: str = ""  # name of the section that the field stands in; "" = anywhere
    place: Place = Place.RIGHT
    lines: int = 1  # how many lines a value may take
    by_date: bool = False  # the parser is also given the date of the paper
    options: tuple[str, ...] = ()  # tick boxes: the words beside the boxes; the parser is given the ticked one
    side: str = ""  # name of the column that it stands in; set by `Columns.fields`
    ahead: bool = False  # a date that may lie in the future: an expiry, an appointment
    alone: bool = False  # a signature: the last name on the right counts when no heading was recognised


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form that repeats labels of other parts ("Họ, chữ đệm, tên" of child, mother and father)."""

    name: str
    starts: tuple[str, ...]  # headings or labels that open it; compared folded; () = open from the top


@dataclass(frozen=True, slots=True)
class Edition:
    code: str  # short name: "TT 53/2025/TT-BCA"
    valid_from: date | None  # None: not verified
    source: str  # circular and article
    marks: tuple[str, ...] = ()  # texts that stand on this printing only; compared folded


@dataclass(frozen=True, slots=True)
class Members:
    """Several persons of one kind: a table with one person a row, or blocks of labels, one block a person."""

    prefix: str  # "thanh_vien": fields thanh_vien_1_ho_ten, ...
    headings: tuple[str, ...]  # texts above the table; it begins below
    ends: tuple[str, ...]  # texts below it
    each: tuple[Field, ...] = ()  # blocks: what is asked of each person, named without prefix and number; () = a table
    opens: tuple[str, ...] = ()  # blocks: the label or heading with which each begins; compared folded


@dataclass(frozen=True, slots=True)
class Side:
    """One of the persons that a form sets side by side."""

    name: str  # "ben_nu": its fields are ben_nu_ho_ten, ...
    headings: tuple[str, ...]  # what stands above its column, or opens its part; compared folded


@dataclass(frozen=True, slots=True)
class Columns:
    """A part of a form that asks the same of several persons, each in a column of its own.

    The order of the columns is the paper's. Labels may stand once at the left, in each column, or across all of them;
    on a paper that sets the persons one below the other, the headings open sections.
    """

    sides: tuple[Side, ...]
    each: tuple[Field, ...]  # what is asked of each side, named without the side's name
    stops: tuple[str, ...] = ()  # labels within the columns that are not read
    ends: tuple[str, ...] = ()  # print below the columns

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of all sides, to be put among those of the form: ben_nu_ho_ten, ben_nam_ho_ten, ..."""
        return tuple(
            replace(one, name=f"{side.name}_{one.name}", side=side.name) for one in self.each for side in self.sides
        )


@dataclass(frozen=True, slots=True)
class Holder:
    """Which fields of a form tell one person's number, birth and sex, to be held against each other."""

    number: str
    birth: str
    sex: str = ""


Further = Callable[[tuple[Page, ...], tuple[Row, ...], tuple[FieldReading, ...]], tuple[FieldReading, ...]]
FreeForm = Callable[[tuple[Row, ...], tuple[Phrase, ...]], tuple[FieldReading, ...]]


@dataclass(frozen=True, slots=True)
class Form:
    code: str
    titles: tuple[str, ...]
    editions: tuple[Edition, ...]
    fields: tuple[Field, ...]
    sections: tuple[Section, ...] = ()
    stops: tuple[str, ...] = ()  # further print that ends a value: labels that we do not read, headings
    clues: tuple[str, ...] = ()  # print by which a page without the title is known
    members: Members | None = None
    columns: Columns | None = None
    holders: tuple[Holder, ...] = ()
    words_of: tuple[tuple[str, str], ...] = ()  # (date in digits, the same date in words)
    dated_by: str = ""  # the field that dates the paper
    joins_pages: bool = True  # a following page without a title may continue it
    free_form: FreeForm | None = None  # readings of a paper without labels, from its layout and its phrases
    known_by: Callable[[tuple[Row, ...]], float] | None = (
        None  # how surely it is this paper, 0..1, of one without a title
    )
    goes_on: Callable[[tuple[Row, ...], tuple[Row, ...]], bool] | None = None  # whether an untitled page continues rows
    further: Further | None = None  # readings from codes on the page; given those from print, gives all
    own_codes: Callable[[Page], bool] | None = None  # whether a code on the page is one of this paper's

    def field(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)


@cache
def forms() -> tuple[Form, ...]:
    """Every form that has a folder under extractors/forms/, by code. A new form touches its own folder only."""
    folders = sorted(entry.name for entry in files("extractors.forms").iterdir() if entry.joinpath("form.py").is_file())
    return tuple(import_module(f"extractors.forms.{name}.form").FORM for name in folders)


@cache
def form(code: str) -> Form | None:
    return next((one for one in forms() if one.code == code), None)
