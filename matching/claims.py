"""Claims from JSON lines, as extraction hands them over in bulk: each row a `Claim` or a refusal with its line."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from extractors.reading import PartialDate
from extractors.values.dates import parse_birth_date, parse_date
from extractors.values.parsed import Parsed
from extractors.values.texts import parse_sex
from matching.people import Claim, Sex

_COLUMNS = {
    "dossier_id", "doc_type", "full_name", "id_number", "dob", "gender", "phone", "address", "father_name",
    "mother_name", "id_issued_on", "conf", "old_number", "phone_dated",
}  # fmt: skip
_CONFIDENCES = {"id_number": "id_number", "full_name": "full_name", "dob": "birth_date", "phone": "phone"}


@dataclass(frozen=True, slots=True)
class RowRefused:
    """A row that is not understood. The message names line and keys, never a value of the row."""

    line: int  # 1.. in the file
    dossier_id: str  # "" when even that cannot be read
    message: str


def read_claims(lines: Iterable[str]) -> Iterator[Claim | RowRefused]:
    """One claim or refusal for each line that is not blank, in the order of the file. A bad row stops no other."""
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        read = parse_row(number, line)
        if isinstance(read, Claim) and read.dossier_id in seen:
            read = said_before(number, read.dossier_id)
        seen.add(read.dossier_id)
        yield read


def said_before(line: int, dossier_id: str) -> RowRefused:
    """A second row of one dossier."""
    return RowRefused(line, dossier_id, f"dòng {line}: mã hồ sơ đã có ở một dòng trước")


def parse_row(number: int, line: str) -> Claim | RowRefused:
    """One JSON object as a claim. Unknown keys, values that are not text and a missing dossier_id are refused."""
    try:
        row = json.loads(line)
    except ValueError:
        return RowRefused(number, "", f"dòng {number}: không phải JSON")
    if not isinstance(row, dict):
        return RowRefused(number, "", f"dòng {number}: không phải một đối tượng JSON")
    dossier_id = row.get("dossier_id")
    if not isinstance(dossier_id, str) or not dossier_id:
        return RowRefused(number, "", f"dòng {number}: thiếu dossier_id")
    unknown = sorted(set(row) - _COLUMNS)
    if unknown:
        return RowRefused(number, dossier_id, f"dòng {number}: không hiểu các khóa {', '.join(unknown)}")
    wrong = sorted(key for key, value in row.items() if key != "conf" and not isinstance(value, str | None))
    if wrong or not isinstance(row.get("conf") or {}, dict):
        return RowRefused(
            number, dossier_id, f"dòng {number}: giá trị không phải văn bản ở {', '.join(wrong) or 'conf'}"
        )
    return claim_of_row({key: value or "" for key, value in row.items()})


def claim_of_row(row: Mapping[str, Any]) -> Claim:
    """The claim of a checked row. A date that cannot be read or cannot exist is not known; digits keep their "?"."""
    return Claim(
        dossier_id=row["dossier_id"],
        full_name=_text(row.get("full_name", "")),
        id_number=_digits(row.get("id_number", "")),
        old_number=_digits(row.get("old_number", "")),
        birth_date=_birth_date(row.get("dob", "")),
        sex=_sex(row.get("gender", "")),
        phone=_text(row.get("phone", "")),
        phone_dated=_date(row.get("phone_dated", "")),
        address=_text(row.get("address", "")),
        father_name=_text(row.get("father_name", "")),
        mother_name=_text(row.get("mother_name", "")),
        id_issued_on=_date(row.get("id_issued_on", "")),
        confidence=_confidence(row.get("conf") or {}),
    )


def _text(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _digits(text: str) -> str:
    """Digits and "?" only. Separators are dropped; any other sign stands where a digit could not be read."""
    return re.sub(r"[^0-9?]", "?", re.sub(r"[\s.\-_/]+", "", text))


def _birth_date(text: str) -> PartialDate | None:
    """Day first or ISO; or a year alone."""
    if not text:
        return None
    iso = re.fullmatch(r"\s*(\d{4})-(\d{2})-(\d{2})\s*", text)
    day = _iso(text) if iso else _parsed(parse_birth_date(text))
    if isinstance(day, date):
        return PartialDate(day.year, day.month, day.day)
    return day if isinstance(day, PartialDate) else None


def _date(text: str) -> date | None:
    if not text:  # as most claims leave it
        return None
    day = _iso(text) or _parsed(parse_date(text))
    return day if isinstance(day, date) else None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _parsed(read: Any) -> Any:
    return read.value if isinstance(read, Parsed) else None


def _sex(text: str) -> Sex | None:
    read = parse_sex(text)
    return Sex(read.value) if isinstance(read, Parsed) else None


def _confidence(row: Mapping[str, Any]) -> dict[str, float]:
    numbers = {field: row.get(key) for key, field in _CONFIDENCES.items()}
    return {field: float(value) for field, value in numbers.items() if isinstance(value, int | float)}
