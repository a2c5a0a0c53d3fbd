"""Publishes the indicators of a period: a page, two tables for a spreadsheet, and JSON, side by side in one folder."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reuse.dashboard import dashboard
from reuse.office_day import Period
from reuse.portal_sync import PortalRecord, portal_document, portal_record
from reuse.report import Line, Report, report
from reuse.tables import dossiers_csv, indicators_csv, report_json
from storage.reuse_counted import counted
from storage.reuse_ledger import standing
from storage.warehouse import Warehouse

PORTAL = "portal-sync.json"
PAGE = "dashboard.html"
TABLE = "indicators.csv"
DOSSIERS = "dossiers.csv"
JSON = "indicators.json"


@dataclass(frozen=True, slots=True)
class Published:
    told: Report
    files: tuple[Path, ...]


def publish(warehouse: Warehouse, out: Path, period: Period, office: str, now: datetime) -> Published:
    """Write the four files; each is there whole or as it was before. They hold no personal value."""
    with warehouse.looking() as connection:
        told = report(counted(connection), period, office, now)
    texts = {PAGE: dashboard(told), TABLE: indicators_csv(told), DOSSIERS: dossiers_csv(told), JSON: report_json(told)}
    return Published(told, tuple(write_whole(out / name, text) for name, text in texts.items()))


def write_portal_sync(warehouse: Warehouse, out: Path, told: Report, by: str | None = None) -> Path:
    """The dossiers of a report as the national portal takes them. The file names people: only its owner may read it,
    and that they left the warehouse is written down for each. `by`: staff id of who asked for it."""
    file = write_whole(out / PORTAL, portal_document(_records(warehouse, told), told.made_at), mode=0o600)
    with warehouse.changing(by) as change:
        for line in _ours(told):
            change.note("portal_sync.written", line.counted.dossier_id)
    return file


def _records(warehouse: Warehouse, told: Report) -> Iterator[PortalRecord]:
    for line in _ours(told):
        held = line.counted.dossier_id
        with warehouse.looking() as connection:
            reused = standing(connection, held)
        yield portal_record(
            warehouse.dossier(held), warehouse.scans(held), warehouse.records(held), line.counted, reused
        )


def _ours(told: Report) -> list[Line]:
    """What other systems told of is theirs to send to the portal."""
    return [line for line in told.lines if line.counted.state is not None]


def write_whole(file: Path, text: str, mode: int = 0o644) -> Path:
    """Whoever reads it meanwhile sees the old file or the new one. `mode` as of `chmod`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        part.touch(mode=mode)
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return file
