"""A reading made of tokens: value or problem, with what it rests on and how sure it is."""

from dataclasses import replace

from extractors.findings import Finding
from extractors.geometry.layout import Token, around, text_of
from extractors.reading import Evidence, FieldReading, Problem, Source, Value
from extractors.values.parsed import Answer, Unsettled
from ocr.page import Box

SURE_OF_CODE = 0.97  # of a value in a QR code or in an MRZ with right check digits


def evidence_of(tokens: list[Token], page: int, strictness: float = 1.0) -> Evidence:
    """Evidence of print: the engine's confidence, pulled down by the least sure word, times the strictness."""
    letters = [(max(1, len(token.folded)), token.confidence) for token in tokens if token.folded] or [(1, 0.0)]
    mean = sum(count * sure for count, sure in letters) / sum(count for count, _ in letters)
    least = min(sure for _, sure in letters)
    sure = (0.7 * mean + 0.3 * least) * strictness
    return Evidence(page, around(tokens), text_of(tokens), round(min(1.0, max(0.0, sure)), 4))


def printed(name: str, parsed: Answer, tokens: list[Token], page: int, likeness: float = 1.0) -> FieldReading:
    """The reading of a value that stands on these tokens."""
    if isinstance(parsed, Problem):
        held = (evidence_of(tokens, page, 0.5),) if tokens else ()
        return FieldReading(name, None, held, parsed)
    findings = tuple(finding.name for finding in parsed.findings)
    if isinstance(parsed, Unsettled):
        held = (evidence_of(tokens, page, 0.5),) if tokens else ()
        return FieldReading(name, None, held, parsed.problem, findings, parsed.alternatives)
    held = (evidence_of(tokens, page, parsed.strictness * (0.75 + 0.25 * likeness)),)
    return FieldReading(name, parsed.value, held, None, findings, parsed.alternatives)


def blank(name: str, page: int, beside: Box) -> FieldReading:
    """A field that the paper leaves empty; the evidence is the label that stands beside nothing."""
    return FieldReading(name, None, (Evidence(page, beside, "", 0.0),), Problem.BLANK)


def coded(name: str, value: Value, raw: str, page: int, box: Box, source: Source) -> FieldReading:
    return FieldReading(name, value, (Evidence(page, box, raw, SURE_OF_CODE, source),))


def with_finding(reading: FieldReading, finding: Finding, factor: float = 1.0) -> FieldReading:
    """The reading with a finding more, its confidence times a factor (kept within 0..1)."""
    names = reading.findings if finding.name in reading.findings else (*reading.findings, finding.name)
    held = tuple(replace(one, confidence=round(min(0.995, one.confidence * factor), 4)) for one in reading.evidence)
    return replace(reading, findings=names, evidence=held)


def surer(reading: FieldReading, finding: Finding) -> FieldReading:
    """The reading after a second witness said the same: the doubt that is left is halved."""
    names = reading.findings if finding.name in reading.findings else (*reading.findings, finding.name)
    held = tuple(replace(one, confidence=round(1 - (1 - one.confidence) / 2, 4)) for one in reading.evidence)
    return replace(reading, findings=names, evidence=held)
