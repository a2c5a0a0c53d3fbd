"""Pages of one paper that lie in several files of a dossier: proposed to people with the reasons, never joined here."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from extractors.agreement.persons import namesakes, persons_on, same_person
from extractors.findings import Finding
from extractors.reading import Document
from extractors.sorting.grouping import Group, continues, grouped
from extractors.sorting.told import ToldPaper
from extractors.titles import form_title
from ocr.page import Page


class Reason(Enum):
    """Why pages of two files may be one paper; the value is what the clerk reads. The stronger first."""

    PAGE_NUMBERS = "số trang ghi trên giấy nối tiếp nhau"
    SAME_NUMBER = "cùng một số định danh"
    ITEM_NUMBERS = "số thứ tự các mục nối tiếp nhau"
    SAME_PERSON = "cùng một người"
    SECOND_SIDE = "là mặt kia của thẻ"
    SAME_FORM = "có các mục của cùng mẫu giấy"
    NEXT_FILE = "tệp đứng liền sau theo tên"


_WORTH = {
    Reason.PAGE_NUMBERS: 8,
    Reason.SAME_NUMBER: 8,
    Reason.ITEM_NUMBERS: 4,
    Reason.SAME_PERSON: 4,
    Reason.SECOND_SIDE: 3,
    Reason.SAME_FORM: 2,
    Reason.NEXT_FILE: 1,
}
TOLD = Finding.TOLD_BY_PERSON.name
_LEAST = 3  # worth of the reasons from which a join is worth a person's look
_AGAIN = " Còn {count} giấy tờ khác cũng có thể; hãy chọn theo bản quét."


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file of a dossier as it was read."""

    name: str  # as it was handed in; nothing but its place in the order of names counts
    pages: tuple[Page, ...]
    documents: tuple[Document, ...]  # as `extractors.papers.extract` gives them for these pages
    told: tuple[ToldPaper, ...] = ()  # what people told of the pages


@dataclass(frozen=True, slots=True)
class Place:
    """A document of a dossier."""

    file: int  # index among the files as they were given
    document: int  # index within the file


@dataclass(frozen=True, slots=True)
class Join:
    """A paper, and pages that may go on with it."""

    begins: Place
    goes_on: Place
    reasons: tuple[Reason, ...]  # never empty, the strongest first
    rivals: int  # how many other papers the pages may go on with as well as with this one; 0: only with this
    sentence: str  # what the clerk reads; names no person and no file


@dataclass(frozen=True, slots=True)
class _Piece:
    place: Place
    group: Group
    document: Document


def joins(files: Sequence[ReadFile]) -> tuple[Join, ...]:
    """The joins to propose, in the order of the files. Pages that begin a paper by a title of their own have none."""
    pieces = [
        _Piece(Place(at, index), group, document)
        for at, file in enumerate(files)
        for index, (group, document) in enumerate(zip(grouped(file.pages, file.told), file.documents, strict=False))
    ]
    order = sorted(range(len(files)), key=lambda at: _natural(files[at].name))
    after = {order[at]: order[at - 1] for at in range(1, len(order))}
    last = {piece.place.file: piece.place.document for piece in pieces}
    found = []
    for piece in pieces:
        found += _best(piece, [other for other in pieces if _apart(other, piece)], after, last)
    return tuple(found)


def _apart(other: _Piece, piece: _Piece) -> bool:
    """Another file; within one file grouping has decided, but for pages that it left to people."""
    if other.place.file != piece.place.file:
        return True
    return other.place.document < piece.place.document and "PAGE_UNPLACED" in piece.document.findings


def _best(piece: _Piece, others: list[_Piece], after: dict[int, int], last: dict[int, int]) -> list[Join]:
    """The join with the best reasons; with several as good, each, told how many more there are."""
    found: list[tuple[int, _Piece, tuple[Reason, ...]]] = []
    first = piece.group.sheets[0]
    for other in others:
        if first.guess.titled or TOLD in piece.document.findings or not continues(other.group, first):
            continue
        follows = after.get(piece.place.file) == other.place.file and piece.place.document == 0
        next_file = follows and last[other.place.file] == other.place.document
        reasons = tuple(_reasons(other, piece, next_file))
        found.append((sum(_WORTH[reason] for reason in reasons), other, reasons))
    most = max((worth for worth, _, _ in found), default=0)
    alike = [one for one in found if one[0] == most >= _LEAST]
    return [
        Join(other.place, piece.place, reasons, len(alike) - 1, _sentence(other, piece, reasons, len(alike) - 1))
        for _, other, reasons in alike
    ]


def _reasons(paper: _Piece, piece: _Piece, next_file: bool) -> Iterator[Reason]:
    before, first = paper.group.sheets[-1], piece.group.sheets[0]
    form = paper.group.form
    if first.mark.follows(before.mark):
        yield Reason.PAGE_NUMBERS if first.mark.number else Reason.ITEM_NUMBERS
    if any(sheet.numbers & first.numbers for sheet in paper.group.sheets):
        yield Reason.SAME_NUMBER
    elif _names_same(paper, piece):
        yield Reason.SAME_PERSON
    if form is not None and first.guess.form is form:
        yield Reason.SECOND_SIDE if form.own_codes else Reason.SAME_FORM
    if next_file:
        yield Reason.NEXT_FILE


def _names_same(paper: _Piece, piece: _Piece) -> bool:
    ours = persons_on(0, paper.document)
    return any(
        same_person(one, other) or namesakes(one, other) for one in ours for other in persons_on(1, piece.document)
    )


def _sentence(paper: _Piece, piece: _Piece, reasons: Sequence[Reason], rivals: int) -> str:
    pages = ", ".join(map(str, piece.document.pages))
    text = (
        f"Tệp thứ {piece.place.file + 1}, trang {pages} có thể là phần tiếp của “{form_title(paper.document.form)}” "
        f"ở tệp thứ {paper.place.file + 1}: {'; '.join(reason.value for reason in reasons)}."
    )
    return text + (_AGAIN.format(count=rivals) if rivals else "")


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    """ "trang10" comes after "trang9"."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name.casefold()))
