"""A bulk export: parts of bounded size one after another, and last of all the signed manifest that names them.

Where it is killed half way there is no manifest, and what has none is no export.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from reuse.export_policy import named
from reuse.export_tables import ExportTable, Row, described, part
from storage.service.export_reading import OVERLAP, ExportedPage
from storage.service.exports import ExportOrder, FileForm

FORMAT = "hoso export 1"
_PART_ROWS = 50_000
_UNDO = "một ô bắt đầu bằng dấu nháy đơn rồi đến = + - @, tab hoặc xuống dòng: bỏ dấu nháy đầu tiên để có giá trị"
Sign = Callable[[bytes], str]
"""The detached signature of a manifest."""


class Sink(Protocol):
    """Where the parts go. Raises StorageFull or StorageUnavailable."""

    def keep(self, name: str, content: bytes) -> None:
        """A whole part, or nothing of it."""

    def finish(self, manifest: bytes, signature: str) -> None:
        """Everything else is there."""


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    table: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Written:
    """What an export holds."""

    parts: tuple[Part, ...]
    records: int
    fields: int
    withheld: Mapping[str, int]  # by kind and field: values that no scope lets out
    erased: int  # values whose key was destroyed


class _Table:
    """Rows of one table, given away as soon as a part is full."""

    def __init__(self, table: ExportTable, form: FileForm, sink: Sink, rows: int) -> None:
        self._table, self._form, self._sink, self._most = table, form, sink, rows
        self._waiting: list[Row] = []
        self.parts: list[Part] = []

    def add(self, rows: Iterable[Row]) -> None:
        self._waiting += rows
        while len(self._waiting) >= self._most:
            self._keep(self._waiting[: self._most])
            del self._waiting[: self._most]

    def end(self) -> None:
        """The rest; an empty table has one part too, with its columns."""
        if self._waiting or not self.parts:
            self._keep(self._waiting)
            self._waiting = []

    def _keep(self, rows: list[Row]) -> None:
        content = part(self._table, rows, self._form)
        name = f"{self._table.value}-{len(self.parts) + 1:05d}.{self._form.value}"
        self._sink.keep(name, content)
        digest = hashlib.sha256(content).hexdigest()
        self.parts.append(Part(name, self._table.value, len(rows), len(content), digest))


def write_parts(
    pages: Iterable[ExportedPage],
    form: FileForm,
    sink: Sink,
    progress: Callable[[int], None] = lambda records: None,
    part_rows: int = _PART_ROWS,
) -> Written:
    """`progress`: told how many records are done."""
    records = _Table(ExportTable.RECORDS, form, sink, part_rows)
    fields = _Table(ExportTable.FIELDS, form, sink, part_rows)
    withheld: Counter[str] = Counter()
    erased = done = 0
    for page in pages:
        records.add(page.records)
        fields.add(page.fields)
        withheld.update(named(page.withheld))
        erased += page.erased
        done += len(page.records)
        progress(done)
    records.end()
    fields.end()
    of_records, of_fields = (sum(one.rows for one in table.parts) for table in (records, fields))
    parts = (*records.parts, *fields.parts)
    return Written(parts, of_records, of_fields, dict(sorted(withheld.items())), erased)


def manifest(order: ExportOrder, written: Written, issuer: str, now: datetime) -> bytes:
    """Who gives what to whom, why, as known when, by which policy, and every part with its digest. Canonical JSON."""
    purpose = order.purpose
    told: dict[str, Any] = {
        "format": FORMAT,
        "iss": issuer,
        "aud": order.by,
        "iat": int(now.timestamp()),
        "jti": order.id,
        "purpose": {"procedure": purpose.procedure, "dossier": purpose.dossier_id, "basis": purpose.basis},
        "known_at": order.until.isoformat(),
        "since": order.since.isoformat() if order.since else None,
        "changed_from": (order.since - OVERLAP).isoformat() if order.since else None,
        "kinds": list(order.kinds),
        "fields": list(order.fields),
        "offices": list(order.offices),
        "scopes": sorted(order.scopes),
        "withheld": dict(written.withheld),
        "counts": {"records": written.records, "fields": written.fields, "erased": written.erased},
        "schema": described(),
        "parts": [asdict(one) for one in written.parts],
    }
    if order.form is FileForm.CSV:
        told["guarded"] = _UNDO
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
