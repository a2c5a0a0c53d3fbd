"""What stands on a form, apart from how one printing sets it out: headings, blanks, ticks, tables, a signature."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from samples.papers.blanks import Cell


class Flaw(Enum):
    """What was planted in a form; the value is the sentence for the reader of the truth."""

    BLANK = "Biểu mẫu chưa được điền."
    SHORT_ID = "Số định danh thiếu một chữ số."
    NO_SUCH_DAY = "Ngày sinh không có trong lịch."


@dataclass(frozen=True, slots=True)
class Ask:
    """One blank: its label in the wordings of all editions, and what is filled in."""

    labels: tuple[str, ...]  # one is printed; without number, colon and footnote mark
    name: str = ""  # of the field; "" when its truth is not kept
    value: str = ""
    written: str = ""
    boxes: int = 0  # so many digit boxes, where the printing has such
    tail: str = ""  # print behind the writing: "bản"
    apart: bool = False  # printed in every layout at the left margin, on a line of its own


@dataclass(frozen=True, slots=True)
class Line:
    """Blanks that share a line where there is room, numbered as items of the form or not."""

    asks: tuple[Ask, ...]
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """A heading within the form."""

    texts: tuple[str, ...]  # one is printed


@dataclass(frozen=True, slots=True)
class Say:
    """Running print: an assurance, a request."""

    text: str


@dataclass(frozen=True, slots=True)
class Ticks:
    """Small boxes with words beside them."""

    label: str  # "" when the options stand by themselves
    options: tuple[str, ...]
    ticked: int  # index; -1: none
    name: str = ""
    columns: int = 2  # options on a line


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table."""

    widths: tuple[float, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


Part = Line | Head | Say | Ticks | Grid


@dataclass(frozen=True, slots=True)
class Filled:
    """One form filled in: its print from the top to the signature."""

    form: str
    titles: tuple[str, ...]  # one is printed, a newline begins its second line
    codes: tuple[str, ...]  # "Mẫu DC02 ban hành kèm theo ...": lines in the corner
    addressed: str  # after "Kính gửi"; "" for a paper that is addressed to nobody
    parts: tuple[Part, ...]
    place: str
    day: date | None
    signer: str  # name under the signature
    capacity: tuple[str, ...]  # words over it; one is printed
    day_field: str = "ngay_ky"
    agency: tuple[str, ...] = ()  # lines at the left of the national heading, of a paper that an office issues
    number: Ask | None = None  # the paper's own number under the agency
    day_above: bool = False  # the day stands under the national heading and not over the signature
    signer_field: str = ""
    stamp: tuple[str, str] | None = None


def with_flaw(paper: Filled, flaw: Flaw | None) -> Filled:
    """The form with the flaw planted; what cannot be read off it any more has no truth."""
    if flaw is None:
        return paper
    parts = tuple(_flawed(part, flaw) for part in paper.parts)
    if flaw is Flaw.BLANK:
        return replace(paper, parts=parts, addressed="", signer="", day=None)
    return replace(paper, parts=parts)


def _flawed(part: Part, flaw: Flaw) -> Part:
    if isinstance(part, Line):
        return replace(part, asks=tuple(_flawed_ask(ask, flaw) for ask in part.asks))
    if flaw is Flaw.BLANK and isinstance(part, Ticks):
        return replace(part, ticked=-1)
    if flaw is Flaw.BLANK and isinstance(part, Grid):
        return replace(part, rows=tuple(tuple(("", "", "") for _ in row) for row in part.rows))
    return part


def _flawed_ask(ask: Ask, flaw: Flaw) -> Ask:
    if flaw is Flaw.BLANK:
        return replace(ask, name="", value="", written="")
    if flaw is Flaw.SHORT_ID and ask.name == "so_dinh_danh":
        return replace(ask, name="", written=ask.written[:-1])
    if flaw is Flaw.NO_SUCH_DAY and ask.name == "ngay_sinh":
        return replace(ask, name="", written="31/02/" + ask.written[-4:])
    return ask
