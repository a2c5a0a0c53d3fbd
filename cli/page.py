"""One self-contained HTML page of dossiers: each scan with boxes, values, the registers' answers and the reasons."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

import ocr.reading
from cli.reusable import Reusable
from cli.story import (
    CLAIM_FIELDS,
    REGISTERS,
    Story,
    attached_line,
    doubts,
    finding_line,
    paper_lines,
    paper_names,
    person_line,
    phone_line,
    reading_rows,
    shown,
    value_shown,
    verdict_line,
)
from extractors.reading import FieldReading
from matching.resolution import Outcome
from ocr.page import Box
from pipeline import System
from storage.pages import StoredPage
from storage.readings import Method

UNSURE = 0.8  # confidence below which a box is drawn as a doubt
LEVELS = {
    "exact": "khớp",
    "variant": "khớp (khác cách viết)",
    "close": "gần khớp",
    "different": "khác",
    "missing": "không có",
}
RULES = {
    **CLAIM_FIELDS,
    "address": "Địa chỉ",
    "parents": "Cha, mẹ",
    "card_issued_on": "Ngày cấp thẻ",
    "phone_owner": "Chủ số điện thoại",
}
SHORT_METHODS = {Method.OCR: "chữ", Method.QR: "QR", Method.MRZ: "MRZ"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on a page, and which row of the tables it belongs to."""

    of: str
    box: Box
    tone: str  # "", "unsure" or "code"
    title: str


def write_page(
    stories: Sequence[Story],
    system: System,
    totals: Sequence[tuple[str, str]],
    file: Path,
    reusable: Mapping[str, Sequence[Reusable]] | None = None,
) -> None:
    """`totals`: (figure, what). `reusable`: by id of dossier. The page needs no network and no other file."""
    environment = Environment(loader=PackageLoader("cli", "."), autoescape=True, undefined=StrictUndefined)
    template = environment.get_template("page.html.jinja")
    text = template.render(
        title="Hoso: hồ sơ đã số hóa",
        totals=[{"figure": figure, "what": what} for figure, what in totals],
        stories=[
            _view(one, number, system) | {"reusable": (reusable or {}).get(one.dossier.id, ())}
            for number, one in enumerate(stories)
        ],
    )
    file.write_text(text, encoding="utf-8")


def _view(one: Story, number: int, system: System) -> dict[str, Any]:
    dossier, resolution = one.dossier, one.resolution
    pages = system.warehouse.pages(dossier.id, ocr.reading.version())
    scan_names = {scan.id: scan.name for scan in one.scans}
    return {
        "name": one.name,
        "state": one.state,
        "tone": one.tone,
        "sentence": one.sentence,
        "owner": dossier.owner.value if dossier.owner else "",
        "deadline": f"{dossier.deadline:%d/%m/%Y}" if dossier.deadline else "",
        "refused": [{"name": scan.name, "sentence": scan.refusal.value} for scan in one.refused if scan.refusal],
        "faulty": [{"name": scan.name, "sentence": verdict_line(scan)} for scan in one.faulty],
        "attached": [attached_line(scan, parent) for scan, parent in one.attached],
        "findings": [{"sentence": finding_line(found), "held": found.finding.held} for found in one.findings],
        "joins": one.joins,
        "pages": [_page(page, scan_names, one, number, system) for page in pages],
        "person": person_line(one),
        "linked": resolution is not None and resolution.outcome is Outcome.LINKED,
        "reasons": [reason.value for reason in resolution.reasons] if resolution else [],
        "comparisons": [
            {"rule": RULES.get(row.rule, row.rule), "level": LEVELS[row.level.value], "weight": row.weight}
            for row in (resolution.comparisons if resolution else ())
        ],
        "corrections": [
            {
                "field": CLAIM_FIELDS.get(row.field, row.field),
                "written": shown(row.written),
                "value": shown(row.value),
                "reason": row.reason.value,
                "source": REGISTERS[row.source],
            }
            for row in one.corrections
        ],
        "phone": {
            "status": phone_line(resolution.phone),
            "reasons": [reason.value for reason in resolution.phone.reasons],
        }
        if resolution
        else None,
        "answers": [
            {
                "register": REGISTERS[row.register],
                "hypothesis": row.supposition.value,
                "outcome": row.outcome.value,
            }
            for row in one.inquiries
        ],
        "questions": [task.question.question for task in one.tasks],
        "papers": [_paper(one, index, number) for index in range(len(one.papers))],
    }


def _paper(one: Story, index: int, number: int) -> dict[str, Any]:
    document = one.papers[index].stored.document
    return {
        "title": paper_names([document])[0],
        "findings": paper_lines(document),
        "rows": [
            {
                "of": _key(number, index, reading),
                "field": label,
                "value": value_shown(reading),
                "findings": doubts(reading),
                "source": SHORT_METHODS.get(method, method.value),
                "confidence": f"{reading.sureness:.2f}",
            }
            for label, reading, method in reading_rows(document)
        ],
    }


def _page(page: StoredPage, names: Mapping[str, str], one: Story, number: int, system: System) -> dict[str, Any]:
    title = f"{names[page.scan_id]}, trang {page.number}"
    if page.page is None:
        return {"title": f"{title}: {page.failure.value if page.failure else ''}", "picture": "", "findings": []}
    turned = f", đã xoay {page.page.turned}°" if page.page.turned else ""
    picture = base64.b64encode(system.objects.get(page.picture)).decode() if page.picture else ""
    return {
        "title": title + turned,
        "picture": picture,
        "width": page.page.width,
        "height": page.page.height,
        "findings": [finding.value for finding in page.findings],
        "marks": list(_marks(page, one, number)),
    }


def _marks(page: StoredPage, one: Story, number: int) -> Iterator[Mark]:
    for index, paper in enumerate(one.papers):
        if paper.stored.scan_id != page.scan_id:
            continue
        for label, reading, _ in reading_rows(paper.stored.document):
            for piece in reading.evidence:
                if piece.page == page.number:
                    unsure = "unsure" if reading.confidence < UNSURE or reading.problem else ""
                    yield Mark(_key(number, index, reading), piece.box, unsure, f"{label}: {value_shown(reading)}")
    for code in page.page.codes if page.page else ():
        yield Mark("", code.box, "code", code.kind.name)


def _key(number: int, index: int, reading: FieldReading) -> str:
    return f"{number}.{index}.{reading.field}"
