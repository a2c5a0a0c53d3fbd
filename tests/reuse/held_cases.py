"""Records about one invented person, as reuse looks at them, written as short as a case table needs."""

from datetime import UTC, date, datetime

from matching.reasons import Reason
from ocr.page import Box
from reuse.held import HeldRecord, Whose
from storage.readings import Method
from storage.records import Place, RecordField

ON = date(2026, 11, 23)
NUMBER = "099187000123"
NAME = "Đặng Thị Hồng Thử"
BORN = "1987-03-12"
LOADED = datetime(2026, 11, 1, 8, tzinfo=UTC)
PLACE = Place("ab" * 32, 2, Box(10, 20, 200, 40), "như trên giấy")


def rows(table: str) -> list[tuple[str, ...]]:
    """The cells of each case, stripped; "-" stands for an empty cell."""
    lines = [line for line in table.strip().splitlines() if line.strip()][1:]
    return [tuple("" if cell.strip() == "-" else cell.strip() for cell in line.split("|")) for line in lines]


def said(name: str, value: str, against: str | None = None, **more: object) -> RecordField:
    return RecordField(name, value, Method.OCR, 0.98, (PLACE,), verified_against=against, **more)  # type: ignore[arg-type]


def record(kind: str, /, *, id: str = "", whose: Whose = Whose.OWN, **told: str | date | None) -> HeldRecord:
    """Fields by name; of the days: issued, expires, superseded_on, revoked_on, doubted_on."""
    names = ("issued", "expires", "superseded_on", "revoked_on", "doubted_on")
    days = {key: told.pop(key) for key in names if key in told}
    by = "newer" if days.get("superseded_on") else None
    fields = tuple(said(name, str(value)) for name, value in told.items())
    return HeldRecord(id or f"{kind}-1", kind, fields, superseded_by=by, known_since=LOADED, whose=whose, **days)  # type: ignore[arg-type]


def person(*, id: str = "person-1", phone: RecordField | None = None, **other: str) -> HeldRecord:
    """The subject as the population register confirmed it."""
    values = {"id_number": NUMBER, "full_name": NAME, "birth_date": BORN, "sex": "Nữ"} | other
    fields = [said(name, value, "population") for name, value in values.items() if value]
    return HeldRecord(id, "person", tuple([*fields, phone] if phone else fields), known_since=LOADED)


def card(*, id: str = "cccd-1", **other: str | date | None) -> HeldRecord:
    told = {"so_dinh_danh": NUMBER, "ho_ten": NAME, "ngay_sinh": BORN, "ngay_cap": "2022-05-10"} | other
    return record("cccd", id=id, **told)


def contested(held: HeldRecord, name: str, written: str, reason: Reason) -> HeldRecord:
    """The same record, one field of which the paper has otherwise than the register."""
    from dataclasses import replace

    fields = [replace(one, written=written, reason=reason) if one.field == name else one for one in held.fields]
    return replace(held, fields=tuple(fields))
