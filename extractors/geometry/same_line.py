"""What one free line tells besides the field that it was read for: "003... do Bộ Công an cấp ngày 03/04/2022"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extractors.form import Further
from extractors.reading import FieldReading, Problem
from extractors.values.id_papers import parse_paper_issued, parse_paper_issuer
from extractors.values.parsed import Answer, Parse, Parsed

SHARED = 0.9  # factor on the confidence of a value that has no label of its own


def with_paper_line(number: str, issued: str, issuer: str, dated_by: str = "") -> Further:
    """Day and issuer of an identity paper from the line of its number, where they have no label of their own."""

    def read(_pages: object, _rows: object, readings: tuple[FieldReading, ...]) -> tuple[FieldReading, ...]:
        day = next((one.value for one in readings if one.field == dated_by), None)

        def parse_issued(text: str) -> Answer:
            return parse_paper_issued(text, day if isinstance(day, date) else None)

        return told_beside(readings, number, ((issued, parse_issued), (issuer, parse_paper_issuer)))

    return read


def told_beside(
    readings: tuple[FieldReading, ...], of: str, wanted: Sequence[tuple[str, Parse]]
) -> tuple[FieldReading, ...]:
    """The readings with what the writing of one field tells of others, where these gave no value."""
    held = {one.field: one for one in readings}
    source = held.get(of)
    if source is None or not source.evidence or not source.evidence[0].raw:
        return readings
    for name, parse in wanted:
        known = held.get(name)
        if known is not None and known.problem is not Problem.BLANK and known.value is None:
            continue  # something is written at its own label
        answer = parse(source.evidence[0].raw) if known is None or known.value is None else None
        if isinstance(answer, Parsed):
            held[name] = _of(name, answer, source)
    return tuple(held.values())


def _of(name: str, answer: Parsed, source: FieldReading) -> FieldReading:
    first = source.evidence[0]
    sure = round(first.confidence * answer.strictness * SHARED, 4)
    findings = tuple(finding.name for finding in answer.findings)
    return FieldReading(name, answer.value, (replace(first, confidence=sure),), None, findings, answer.alternatives)
