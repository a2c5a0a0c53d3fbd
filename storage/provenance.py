"""What a field's provenance still needs at loading: when a register confirmed it, and which engine read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import distinct_on

from storage.readings import Method
from storage.records import Record, RecordField
from storage.schema import PAGE, RESOLUTION, SCAN

_BY_MACHINE = (Method.QR, Method.MRZ, Method.OCR)


@dataclass(frozen=True, slots=True)
class Provenance:
    decided_at: datetime | None  # when the person was resolved, and with that what the registers confirm
    engines: Mapping[tuple[str, int], str]  # by digest of the scan and number of the page: its key, engine@version


def provenance(connection: Connection, dossier_id: str, resolve_key: str) -> Provenance:
    """Of one dossier; `resolve_key`: of the decision that its records rest on. Pages as they were read last."""
    decided = select(RESOLUTION.c.made_at).where(RESOLUTION.c.dossier_id == dossier_id, RESOLUTION.c.key == resolve_key)
    page = (PAGE.c.scan_digest, PAGE.c.number)
    chosen = select(*page, PAGE.c.key).join(SCAN, SCAN.c.digest == PAGE.c.scan_digest)
    chosen = chosen.where(SCAN.c.dossier_id == dossier_id, PAGE.c.content.is_not(None))
    last = chosen.order_by(*page, PAGE.c.made_at.desc()).ext(distinct_on(*page))
    engines = {(row.scan_digest, row.number): row.key for row in connection.execute(last)}
    return Provenance(connection.scalar(decided), engines)


def proven(records: Sequence[Record], known: Provenance) -> tuple[Record, ...]:
    """The same records, each field with the time of its confirmation and the engine that read it."""
    return tuple(replace(one, fields=tuple(_proven(each, known) for each in one.fields)) for one in records)


def _proven(one: RecordField, known: Provenance) -> RecordField:
    at = one.verified_at or (known.decided_at if one.verified_against else None)
    read = one.evidence[0] if one.evidence and one.method in _BY_MACHINE else None
    return replace(one, verified_at=at, engine=known.engines.get((read.scan_digest, read.page)) if read else None)
