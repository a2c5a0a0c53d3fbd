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
    for agency in listed_words("agencies"):
        count = len(agency.split())
        head = " ".join(words[:count])
        if head.casefold() == agency.casefold():
            return parsed
        if len(words) >= count and fuzz.ratio(fold(head), fold(agency)) >= NEAR:
            spelled = agency.upper() if head.isupper() else agency
            findings = (*parsed.findings, Finding.SPELLING_FROM_LIST)
            return Parsed(" ".join([spelled, *words[count:]]), 0.85 * parsed.strictness, findings)
    return Parsed(parsed.value, 0.7 * parsed.strictness, parsed.findings)
