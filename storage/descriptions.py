"""What is told of a record as a whole: between which days it holds, its identity code and the least metadata that a
digitised paper must have (Thông tư 01/2023/TT-VPCP, Điều 9; Quyết định 1335/QĐ-TCT 2024, Điều 20).

It is worked out from the record's fields (`reuse.describing`) when it is loaded, and again when one is revised: then a
further description stands beside the earlier.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from dataclasses import field as attribute
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from storage.change import Change, write_all
from storage.document_codes import CODE, normal_code
from storage.people import Alias
from storage.personal import Private
from storage.schema_records import RECORD_DESCRIPTION
from storage.sealing.blind import blind_of
from storage.sealing.owner import Owner

if TYPE_CHECKING:
    from storage.records import Record


@dataclass(frozen=True, slots=True)
class Days:
    """Between which days a record holds, both included."""

    valid_from: date | None = None  # None: not known
    valid_to: date | None = None  # None: it has no end, or none is known
    void_from: date | None = None  # since when the law no longer knows such a paper
    known: bool = True  # False: such a paper has a day of issue, and it is not known


@dataclass(frozen=True, slots=True)
class UnitCode:
    """The administrative unit that a field names, by the code that it has in one list."""

    field: str
    code: str = attribute(repr=False)  # from the largest unit down, parted by "."
    list: str  # name of the list
    version: str  # by which act the list stands
    list_from: date | None = None  # first day of the list; None: not known


@dataclass(frozen=True, slots=True)
class Description:
    """The names of the law stand behind each. "" where it is not known."""

    days: Days
    type_code: str  # mã loại giấy tờ: the national result code, else our own
    title: str  # tên giấy tờ
    code: str = attribute(default="", repr=False)  # mã định danh tài liệu
    owner_number: str = attribute(default="", repr=False)  # mã định danh chủ sở hữu: 12 digits
    owner_name: str = attribute(default="", repr=False)  # and with the birth date, where there is no number
    owner_birth_date: str = attribute(default="", repr=False)
    number: str = attribute(default="", repr=False)  # số, ký hiệu
    issued: str = ""  # ngày cấp: yyyy-mm-dd, or as far as it is known
    issuer: str = attribute(default="", repr=False)  # cơ quan cấp
    abstract: str = attribute(default="", repr=False)  # trích yếu
    term: str = ""  # thời hạn hiệu lực, as a clerk reads it
    scope: str = ""  # phạm vi hiệu lực
    void_by: str = ""  # by which provision the law no longer knows such a paper
    units: tuple[UnitCode, ...] = attribute(default=(), repr=False)
    aliases: tuple[Alias, ...] = attribute(default=(), repr=False, compare=False)  # of the person; kept apart


@dataclass(frozen=True, slots=True)
class Described:
    """One description, as it stood from a moment on, until the next."""

    description: Description
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A description on its way into the warehouse."""

    record_id: str
    owner: Owner  # under whose key it is sealed
    description: Description
    number: int = 1  # 1.. in order
    at: datetime | None = None  # None: the time of the change


_LATEST = (
    select(RECORD_DESCRIPTION)
    .where(
        RECORD_DESCRIPTION.c.record_id
        == any_(bindparam("record_ids", type_=ARRAY(RECORD_DESCRIPTION.c.record_id.type)))
    )
    .order_by(RECORD_DESCRIPTION.c.record_id, RECORD_DESCRIPTION.c.number.desc())
    .ext(distinct_on(RECORD_DESCRIPTION.c.record_id))
)
_LATEST_KNOWN = _LATEST.where(RECORD_DESCRIPTION.c.made_at <= bindparam("known_at"))

Describe = Callable[[Sequence["Record"]], Sequence[Description | None]]
"""Gives what is told of each record of one load, in their order; None where nothing can be."""


def save(change: Change, told: Sequence[Told]) -> None:
    """In one statement."""
    write_all(change.connection, RECORD_DESCRIPTION, [_row(change, one) for one in told])


def _row(change: Change, told: Told) -> dict[str, Any]:
    one = told.description
    content = asdict(one)
    for apart in ("days", "aliases"):
        del content[apart]
    content["days"] = [_text(one.days.valid_from), _text(one.days.valid_to)]
    content["days_known"] = one.days.known
    content["units"] = [{**each, "list_from": _text(each["list_from"])} for each in content["units"]]
    return {
        "record_id": told.record_id,
        "number": told.number,
        "void_from": one.days.void_from,
        "code_blind": blind_of(change.connection, CODE, normal_code(one.code)) if one.code else None,
        "content": Private(content, told.owner),
        "made_at": told.at or change.now,
    }


def descriptions_of(
    connection: Connection, record_ids: Iterable[str], known_at: datetime | None = None
) -> dict[str, Description]:
    """The latest of each record, as far as it was known at a moment."""
    asked = {"record_ids": list(record_ids), "known_at": known_at}
    rows = connection.execute(_LATEST if known_at is None else _LATEST_KNOWN, asked)
    return {row.record_id: _description(row) for row in rows}


def all_descriptions(connection: Connection, record_id: str, known_at: datetime | None = None) -> tuple[Described, ...]:
    """Of one record, in order, as far as they were known at a moment."""
    chosen = select(RECORD_DESCRIPTION).where(RECORD_DESCRIPTION.c.record_id == record_id)
    if known_at:
        chosen = chosen.where(RECORD_DESCRIPTION.c.made_at <= known_at)
    rows = connection.execute(chosen.order_by(RECORD_DESCRIPTION.c.number))
    return tuple(Described(_description(row), row.made_at) for row in rows)


def days_of(connection: Connection, record_ids: Iterable[str], known_at: datetime | None = None) -> dict[str, Days]:
    """As `descriptions_of`, the days alone."""
    return {one: each.days for one, each in descriptions_of(connection, record_ids, known_at).items()}


def numbers_of(connection: Connection, record_ids: Iterable[str]) -> dict[str, int]:
    """The number of the latest description of each record that has one."""
    number = func.max(RECORD_DESCRIPTION.c.number).label("number")
    chosen = select(RECORD_DESCRIPTION.c.record_id, number).group_by(RECORD_DESCRIPTION.c.record_id)
    rows = connection.execute(chosen.where(RECORD_DESCRIPTION.c.record_id.in_(list(record_ids))))
    return {row.record_id: row.number for row in rows}


def _description(row: Row[Any]) -> Description:
    held = dict(row.content)
    days = days_in(held, row.void_from)
    for apart in ("days", "days_known"):
        held.pop(apart, None)
    units = tuple(UnitCode(**{**each, "list_from": _day(each["list_from"])}) for each in held.pop("units"))
    return Description(days, units=units, **held)


def days_in(content: Mapping[str, Any], void_from: date | None) -> Days:
    """Of the opened content of a row. One that was written before the days were sealed tells none."""
    if "days" not in content:
        return Days(void_from=void_from, known=False)
    first, last = (_day(each) for each in content["days"])
    return Days(first, last, void_from, content["days_known"])


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
