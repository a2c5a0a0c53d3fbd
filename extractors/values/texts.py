"""Plain text and e-mail addresses. Words of lists, codes and amounts, of modules of their own, can be had here too."""

import re

from extractors.findings import Finding
from extractors.reading import Problem
from extractors.values.codes import parse_document_number, parse_dossier_code
from extractors.values.money import parse_money
from extractors.values.parsed import Answer, Parsed
from extractors.values.signs import LOOKALIKES, STRANGE, says_nothing, written
from extractors.values.syllables import LEGIBLE, MISREAD, is_misread, syllable_share
from extractors.values.words import (
    listed_words,
    parse_ethnic_group,
    parse_kinship,
    parse_nationality,
    parse_sex,
)

__all__ = [
    "listed_words",
    "parse_document_number",
    "parse_dossier_code",
    "parse_email",
    "parse_ethnic_group",
    "parse_kinship",
    "parse_money",
    "parse_nationality",
    "parse_sex",
    "parse_text",
]

_EMAIL = re.compile(r"[A-Za-z0-9_.+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+(?![^\s.,;)])")


def parse_text(text: str) -> Parsed | Problem:
    """The text as written, white space folded, leaders and stray signs at its ends left off."""
    line = written(text)
    tidy = written(line.translate(LOOKALIKES))
    if says_nothing(tidy):
        return Problem.BLANK
    usual = sum(sign.isalnum() or sign in " ,.-/()'" for sign in tidy) / len(tidy)
    if usual < 0.85 or syllable_share(tidy) < LEGIBLE - 0.15 or len(STRANGE.findall(tidy)) > 2:
        return Problem.UNREADABLE
    findings = () if tidy == line else (Finding.LOOKALIKE_SIGN,)
    misread = MISREAD if any(map(is_misread, re.findall(r"[^\W\d_]+", tidy))) else 1.0
    return Parsed(
        tidy, misread * usual**2 * (0.4 + 0.6 * syllable_share(tidy)) * (1.0 if len(tidy) > 2 else 0.6), findings
    )


def parse_email(text: str) -> Answer:
    """An address with one @ and a dotted host. Spaces that reading put beside dots and @ are dropped with a finding."""
    if says_nothing(text):
        return Problem.BLANK
    tidy = re.sub(r"[(\[]*\s*([.@])\s*", r"\1", re.sub(r"\(@\)|\[@\]|\(@|@\)", "@", text))
    match = _EMAIL.search(tidy)
    if match and (match.start() == 0 or tidy[match.start() - 1] in " :;,"):
        spaced = match[0] not in text
        return Parsed(match[0].rstrip("."), 0.6 if spaced else 1.0, (Finding.EXTRA_SIGNS,) if spaced else ())
    return Problem.UNREADABLE
