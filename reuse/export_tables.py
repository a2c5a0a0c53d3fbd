"""The two tables of a bulk export and their columns, and a part of one as the bytes of a file."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from followup.spreadsheet import csv_text
from storage.service.export_reading import ExportedField, ExportedRecord
from storage.service.exports import FileForm

Row = ExportedRecord | ExportedField
_MOMENT = pa.timestamp("us", tz="UTC")
_PLACE = pa.struct(
    [
        ("scan", pa.string()),
        ("page", pa.int32()),
        *((side, pa.int32()) for side in ("left", "top", "right", "bottom")),
    ]
)


class ExportTable(Enum):
    """The value begins the names of its parts."""

    RECORDS = "records"
    FIELDS = "fields"


SCHEMAS = {
    ExportTable.RECORDS: pa.schema(
        [
            ("id", pa.string()),
            ("person_id", pa.string()),
            ("kind", pa.string()),
            ("dossier_id", pa.string()),
            ("loaded_at", _MOMENT),
            ("replaced_at", _MOMENT),
            ("valid_from", pa.date32()),
            ("valid_to", pa.date32()),
            ("void_from", pa.date32()),
            ("state", pa.string()),
            ("state_from", pa.date32()),
            ("successor_id", pa.string()),
        ]
    ),
    ExportTable.FIELDS: pa.schema(
        [
            ("record_id", pa.string()),
            ("field", pa.string()),
            ("revision", pa.int32()),
            ("value", pa.string()),
            ("written", pa.string()),
            ("method", pa.string()),
            ("engine", pa.string()),
            ("confidence", pa.float64()),
            ("verified_against", pa.string()),
            ("verified_by", pa.string()),
            ("verified_at", _MOMENT),
            ("reason", pa.string()),
            ("places", pa.list_(_PLACE)),
            ("known_at", _MOMENT),
        ]
    ),
}


def described() -> dict[str, list[dict[str, str]]]:
    """The columns as the manifest tells them."""
    return {
        table.value: [{"name": one.name, "type": str(one.type)} for one in schema] for table, schema in SCHEMAS.items()
    }


def part(table: ExportTable, rows: Sequence[Row], form: FileForm) -> bytes:
    """One file: the same rows are the same bytes."""
    names = SCHEMAS[table].names
    if form is FileForm.CSV:
        return csv_text(names, ([_cell(getattr(row, name)) for name in names] for row in rows)).encode()
    columns = {name: [_told(getattr(row, name)) for row in rows] for name in names}
    out = io.BytesIO()
    pq.write_table(pa.table(columns, schema=SCHEMAS[table]), out, compression="zstd")
    return out.getvalue()


def _told(value: Any) -> Any:
    if isinstance(value, tuple):
        return [dict(zip(_PLACE.names, one, strict=True)) for one in value]
    return value


def _cell(value: Any) -> str:
    """What stands in a cell; the places as scan:page:left,top,right,bottom, parted by a space."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " ".join(f"{scan}:{page}:{','.join(map(str, box))}" for scan, page, *box in value)
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
