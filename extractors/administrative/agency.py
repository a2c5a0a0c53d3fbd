"""The name of the issuing agency, spelled by the lists of agencies and units where only marks of it were misread."""

import re
from functools import cache

from rapidfuzz import fuzz

from extractors.administrative.head import opens_agency
from extractors.evidence import surer, with_finding
from extractors.findings import Finding
from extractors.folded import fold, tight
from extractors.language import Kind, Phrase
from extractors.reading import FieldReading
from extractors.values.parsed import Answer, Parsed
from extractors.values.syllables import syllable_share
from extractors.values.texts import listed_words, parse_text
from extractors.values.units import Unit, UnitList, provinces

_UNREAL = 0.6  # factor on the confidence of a name with a word that can be no syllable
_COUNCILS = re.compile(r"\b(?:HĐND|BCĐ|HĐQT|GDĐT|LĐTBXH|QLĐĐ|ĐKĐĐ)\b")
_ALIKE = 85  # likeness, 0..100, of the same agency named in another place


def parse_agency_line(text: str) -> Answer:
    """An agency as printed at the head, its kind and unit spelled by the lists where they differ in marks only."""
    parsed = parse_text(_COUNCILS.sub("UBND", text))  # how surely it is read; the abbreviations are no syllables
    own = parse_text(text)
    if not isinstance(parsed, Parsed) or not isinstance(own, Parsed):
        return parsed
    value = str(own.value)
    spelled = _unit_spelled(_kind_spelled(value))
    if value.isupper():
        spelled = spelled.upper()
    if not opens_agency(fold(spelled)):
        return Parsed(value, 0.5 * parsed.strictness, parsed.findings)  # the words that open the name are lost
    real = 1.0 if syllable_share(_COUNCILS.sub("", spelled)) == 1.0 or _unit_of(spelled) else _UNREAL
    if spelled.casefold() == value.casefold():
        return Parsed(value, parsed.strictness * real, parsed.findings)
    return Parsed(spelled, 0.95 * parsed.strictness * real, (*parsed.findings, Finding.SPELLING_FROM_LIST))


def _kind_spelled(value: str) -> str:
    """The opening words, "ỦY BẠN NHÂNDÂN", as the list of agencies spells them."""
    words = value.split()
    for agency in sorted(listed_words("agencies"), key=len, reverse=True):
        for count in range(1, len(agency.split()) + 1):
            if tight(" ".join(words[:count])) == tight(agency):
                return " ".join([agency, *words[count:]])
    return value


def _unit_spelled(value: str) -> str:
    """The unit at the end, "XÃ ĐĂK MIL", as the lists of units spell it, when they know one of these letters only."""
    words = value.split()
    for first in range(1, len(words)):
        own = " ".join(words[first:])
        known = unit_spellings().get(tight(own), frozenset())
        if own.casefold() in {one.casefold() for one in known}:
            return value
        if len(known) == 1:
            return " ".join([*words[:first], *known])
    return value


def _unit_of(value: str) -> bool:
    words = value.split()
    return any(tight(" ".join(words[first:])) in unit_spellings() for first in range(1, len(words)))


@cache
def unit_spellings() -> dict[str, frozenset[str]]:
    """Name of a unit with its kind, folded without spaces -> how the lists before and since 2025-07-01 spell it."""
    found: dict[str, set[str]] = {}

    def walk(level: dict[str, list[Unit]]) -> None:
        for units in level.values():
            for unit in units:
                found.setdefault(tight(unit.name), set()).add(unit.name)
                walk(unit.below)

    for which in UnitList:
        walk(provinces(which))
    return {key: frozenset(names) for key, names in found.items()}


def borne_out(agency: FieldReading, phrases: tuple[Phrase, ...], below: int) -> FieldReading:
    """The agency, held against where the paper names it again below its head: who decides, whose letter it is.

    The same letters make it surer; a unit that no list knows, beside nearly the same one that a list knows,
    less sure.
    """
    if not isinstance(agency.value, str):
        return agency
    own = agency.value
    again = [one for one in phrases if one.kind is Kind.AGENCY and one.row >= below and len(one.text) > 12]
    same = [one for one in again if fuzz.ratio(fold(own), fold(one.text)) >= _ALIKE]
    if any(one.text.casefold() == own.casefold() for one in same):
        return surer(agency, Finding.WITNESSES_AGREE)
    if same and not _unit_of(own) and any(_unit_of(one.text) for one in same):
        return with_finding(agency, Finding.LOW_CONFIDENCE, 0.5)
    return agency
