"""A `Resolution` as JSON and back, for storage: equal bytes for equal resolutions, and unknown keys refused."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from extractors.reading import PartialDate
from matching.people import LifeStatus, Person, Sex
from matching.reasons import Reason
from matching.registers import Candidate, Why
from matching.resolution import Comparison, Correction, Level, Outcome, PhoneFinding, PhoneStatus, Resolution


def resolution_to_json(resolution: Resolution) -> str:
    """Compact JSON with sorted keys, enum members by name. It holds personal values: encrypt it at rest."""
    document = {
        "dossier_id": resolution.dossier_id,
        "outcome": resolution.outcome.name,
        "person_id": resolution.person_id,
        "comparisons": [_comparison_row(row) for row in resolution.comparisons],
        "corrections": [_correction_row(row) for row in resolution.corrections],
        "reasons": _names(resolution.reasons),
        "phone": {
            "status": resolution.phone.status.name,
            "number": resolution.phone.number,
            "reasons": _names(resolution.phone.reasons),
        },
        "weight": resolution.weight,
        "candidates": [_candidate_row(candidate) for candidate in resolution.candidates],
        "version": resolution.version,
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def resolution_from_json(text: str) -> Resolution:
    """The resolution of `resolution_to_json`. Raises KeyError, TypeError or ValueError when it is another text."""
    row = json.loads(text)
    row["outcome"] = Outcome[row["outcome"]]
    row["comparisons"] = tuple(_comparison(entry) for entry in row["comparisons"])
    row["corrections"] = tuple(_correction(entry) for entry in row["corrections"])
    row["reasons"] = _reasons(row["reasons"])
    phone = row["phone"]
    row["phone"] = PhoneFinding(PhoneStatus[phone["status"]], phone["number"], _reasons(phone["reasons"]))
    row["candidates"] = tuple(_candidate(entry) for entry in row["candidates"])
    return Resolution(**row)


def _names(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.name for reason in reasons]


def _reasons(names: list[str]) -> tuple[Reason, ...]:
    return tuple(Reason[name] for name in names)


def _comparison_row(row: Comparison) -> dict[str, Any]:
    reason = row.reason.name if row.reason else None
    return {"rule": row.rule, "level": row.level.name, "weight": row.weight, "reason": reason}


def _comparison(row: Mapping[str, Any]) -> Comparison:
    reason = Reason[row["reason"]] if row["reason"] else None
    return Comparison(row["rule"], Level[row["level"]], row["weight"], reason)


def _correction_row(row: Correction) -> dict[str, Any]:
    value = _value_row(row.value)
    return {"field": row.field, "written": row.written, "value": value, "source": row.source, "reason": row.reason.name}


def _correction(row: Mapping[str, Any]) -> Correction:
    return Correction(row["field"], row["written"], _value(row["value"]), row["source"], Reason[row["reason"]])


def _value_row(value: str | date | PartialDate | Sex) -> dict[str, str]:
    if isinstance(value, Sex):
        return {"sex": value.name}
    if isinstance(value, PartialDate):
        return {"partial_date": str(value)}
    return {"date": value.isoformat()} if isinstance(value, date) else {"text": value}


def _value(row: Mapping[str, str]) -> str | date | PartialDate | Sex:
    ((kind, text),) = row.items()
    if kind == "sex":
        return Sex[text]
    if kind == "partial_date":
        return _partial_date(text)
    return date.fromisoformat(text) if kind == "date" else text


def _partial_date(text: str) -> PartialDate:
    return PartialDate(*(int(part) for part in text.split("-")))


def _candidate_row(candidate: Candidate) -> dict[str, Any]:
    person = candidate.person
    row = {field.name: getattr(person, field.name) for field in fields(Person)}
    row["old_numbers"] = list(person.old_numbers)
    row["birth_date"] = str(person.birth_date)
    row["sex"] = person.sex.name if person.sex else None
    row["id_issued_on"] = person.id_issued_on.isoformat() if person.id_issued_on else None
    row["status"] = person.status.name
    return {"person": row, "found_by": [why.name for why in candidate.found_by]}


def _candidate(row: Mapping[str, Any]) -> Candidate:
    held = dict(row["person"])
    held["old_numbers"] = tuple(held["old_numbers"])
    held["birth_date"] = _partial_date(held["birth_date"])
    held["sex"] = Sex[held["sex"]] if held["sex"] else None
    held["id_issued_on"] = date.fromisoformat(held["id_issued_on"]) if held["id_issued_on"] else None
    held["status"] = LifeStatus[held["status"]]
    return Candidate(Person(**held), tuple(Why[name] for name in row["found_by"]))
