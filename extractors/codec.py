"""Documents as JSON and back: the same bytes for the same documents, so that they can be stored under their digest."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from extractors.reading import (
    Alternative,
    AlternativeKind,
    Document,
    Evidence,
    FieldReading,
    PartialDate,
    Problem,
    Source,
    Value,
)
from ocr.page import Box

FORMAT = 1
"""Raised whenever the shape changes; an older shape is refused, never guessed at."""


def documents_to_json(documents: Sequence[Document]) -> str:
    """Dates are ISO under "date", birth dates of which only a part is known under "partial", text under "text"."""
    held = {"format": FORMAT, "documents": [_from_document(document) for document in documents]}
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def documents_from_json(text: str) -> tuple[Document, ...]:
    """The documents as they were. Raises ValueError for anything that `documents_to_json` did not write."""
    try:
        held = json.loads(text)
        if held.pop("format") != FORMAT:
            raise ValueError("documents of another format")
        return tuple(_to_document(document) for document in held.pop("documents"))
    except (AttributeError, KeyError, TypeError, IndexError) as error:
        raise ValueError(f"not stored documents: {type(error).__name__}") from None


def _from_document(document: Document) -> dict[str, Any]:
    held: dict[str, Any] = {
        "form": document.form,
        "edition": document.edition,
        "pages": list(document.pages),
        "confidence": document.confidence,
        "readings": [_from_reading(reading) for reading in document.readings],
    }
    if document.region:  # both left out when there are none, as of documents of before
        held["region"] = _from_box(document.region)
    if document.findings:
        held["findings"] = list(document.findings)
    return held


def _to_document(held: dict[str, Any]) -> Document:
    readings = tuple(_to_reading(reading) for reading in held["readings"])
    region = Box(*held["region"]) if held.get("region") else None
    findings = tuple(held.get("findings", ()))
    return Document(held["form"], held["edition"], tuple(held["pages"]), held["confidence"], readings, region, findings)


def _from_reading(reading: FieldReading) -> dict[str, Any]:
    held: dict[str, Any] = {
        "field": reading.field,
        "value": _from_value(reading.value),
        "problem": reading.problem.name if reading.problem else None,
        "findings": list(reading.findings),
        "evidence": [_from_evidence(piece) for piece in reading.evidence],
    }
    if reading.alternatives:  # left out when there are none: documents of before alternatives are of this format too
        held["alternatives"] = [[one.kind.name, _from_value(one.value)] for one in reading.alternatives]
    if reading.probability is not None:  # likewise
        held["probability"] = reading.probability
    return held


def _to_reading(held: dict[str, Any]) -> FieldReading:
    problem = Problem[held["problem"]] if held["problem"] else None
    evidence = tuple(_to_evidence(piece) for piece in held["evidence"])
    alternatives = tuple(_to_alternative(*one) for one in held.get("alternatives", ()))
    findings, value = tuple(held["findings"]), _to_value(held["value"])
    return FieldReading(held["field"], value, evidence, problem, findings, alternatives, held.get("probability"))


def _to_alternative(kind: str, held: dict[str, str]) -> Alternative:
    value = _to_value(held)
    if value is None:
        raise ValueError("a alternative without a value")
    return Alternative(AlternativeKind[kind], value)


def _from_value(value: Value | None) -> dict[str, str] | None:
    if value is None:
        return None
    if isinstance(value, PartialDate):
        return {"partial": str(value)}
    return {"date": value.isoformat()} if isinstance(value, date) else {"text": value}


def _to_value(held: dict[str, str] | None) -> Value | None:
    if held is None:
        return None
    ((kind, text),) = held.items()
    if kind == "date":
        return date.fromisoformat(text)
    if kind == "partial":
        return PartialDate(*(int(part) for part in text.split("-")))
    if kind == "text":
        return text
    raise ValueError(f"a value of unknown kind {kind}")


def _from_evidence(piece: Evidence) -> list[Any]:
    """[page, [left, top, right, bottom], raw text, confidence, source]."""
    return [piece.page, _from_box(piece.box), piece.raw, piece.confidence, piece.source.name]


def _from_box(box: Box) -> list[int]:
    return [box.left, box.top, box.right, box.bottom]


def _to_evidence(held: list[Any]) -> Evidence:
    page, place, raw, confidence, source = held
    return Evidence(page, Box(*place), raw, confidence, Source[source])
