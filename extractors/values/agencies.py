"""Agencies to which a paper is addressed: the kind of agency from a closed list, then the unit's name as written."""

from rapidfuzz import fuzz

from extractors.findings import Finding
from extractors.folded import fold
from extractors.reading import Problem
from extractors.values.parsed import Parsed
from extractors.values.texts import listed_words, parse_text

NEAR = 80  # likeness, 0..100, of misread words to those of an agency


def parse_agency(text: str) -> Parsed | Problem:
    """An agency as written: "Công an xã A". A beginning that is nearly right is spelled by the list, with a finding."""
    parsed = parse_text(text)
    if isinstance(parsed, Problem):
        return parsed
    words = str(parsed.value).split()
    agency, likeness = _nearest(words)
    head = " ".join(words[: len(agency.split())])
    if head.casefold() == agency.casefold():
        return parsed
    if likeness >= NEAR:
        spelled = agency.upper() if head.isupper() else agency
        findings = (*parsed.findings, Finding.SPELLING_FROM_LIST)
        rest = words[len(agency.split()) :]
        return Parsed(" ".join([spelled, *rest]), 0.85 * parsed.strictness, findings)
    return Parsed(parsed.value, 0.7 * parsed.strictness, parsed.findings)


def _nearest(words: list[str]) -> tuple[str, float]:
    """The agency that the beginning of a line is most like, and how like, 0..100; a whole one goes before a part."""
    told = [(agency, " ".join(words[: len(agency.split())])) for agency in listed_words("agencies")]
    whole = [(agency, head) for agency, head in told if head.count(" ") == agency.count(" ")]
    alike = [(agency, fuzz.ratio(fold(head), fold(agency))) for agency, head in whole]
    exact = [(agency, 100.0) for agency, head in told if head.casefold() == agency.casefold()]
    return max(exact, key=lambda one: len(one[0]), default=max(alike, key=lambda one: one[1], default=("", 0.0)))
