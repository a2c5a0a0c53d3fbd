"""Identity papers named on one free line (TT 04/2024/TT-BTP: kind, number, issuer, day of issue): its parts."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from rapidfuzz import fuzz

from extractors.findings import Finding
from extractors.folded import fold, plain
from extractors.reading import Alternative, AlternativeKind, Problem
from extractors.values.dates import date_parts, parse_date
from extractors.values.parsed import Answer, Parsed
from extractors.values.personal_id import parse_any_id
from extractors.values.signs import says_nothing, written
from extractors.values.tables import rows_of
from extractors.values.texts import parse_text
from extractors.values.words import Entry, entries

NEAR = 84  # likeness, 0..100, of a misread name of an issuer to one of the list
_PASSPORT = re.compile(r"(?<![A-Za-z0-9])[A-Z]\d{7,8}(?![A-Za-z0-9])")
_DATE = r"(?:ngay\s*)?\d{1,2}\s*(?:[/.\-]|\s*thang\s*)\s*\d{1,2}\s*(?:[/.\-]|\s*nam\s*)\s*\d{2,4}"
_CUT_DATES = re.compile(rf"\b(?:ngay cap|cap ngay|cap)?\W*{_DATE}", re.IGNORECASE)
# What stands around an issuer on a line without marks: "do X cấp ngày", "nơi cấp: X", "cơ quan cấp: X", "X cấp ngày"
_AFTER = re.compile(r"\b(?:noi cap|co quan cap|cap tai|cap boi|do|d0|(?<=\d)\s?,?\s?tai)\b\W*", re.IGNORECASE)
_BEFORE = re.compile(r"\W*\b(?:cap(?:\s+ngay)?|ngay\s+cap|ngay)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class IdPaper:
    """The parts of such a line; each a value, or the problem that hides it."""

    kind: Answer
    number: Answer
    issuer: Answer
    issued: Answer


def id_paper_of(text: str, dated: date | None = None) -> IdPaper:
    """All parts of a line. `dated`: the day of the paper on which the line stands."""
    return IdPaper(
        parse_paper_kind(text), parse_paper_number(text), parse_paper_issuer(text), parse_paper_issued(text, dated)
    )


def parse_paper_kind(text: str) -> Answer:
    """The kind of paper that a line names, in the words of the list, with its code: "CCCD" is Căn cước công dân."""
    if says_nothing(text):
        return Problem.BLANK
    line = f" {fold(text)} "
    found = [(line.find(f" {word} "), -len(word), entry) for entry, word in _kinds() if f" {word} " in line]
    if not found:
        return Problem.UNREADABLE
    _, _, entry = min(found, key=lambda one: one[:2])
    return Parsed(entry.name, 1.0, (), (Alternative(AlternativeKind.CODE, entry.code),))


def parse_paper_number(text: str) -> Answer:
    """The number of the paper: twelve digits, nine of an old card, or letter and digits of a passport."""
    number = parse_any_id(_without_dates(text))
    if isinstance(number, Parsed) or not (passports := set(_PASSPORT.findall(text))):
        return number
    return Parsed(passports.pop(), 0.95) if len(passports) == 1 else number


def parse_paper_issued(text: str, dated: date | None = None) -> Answer:
    """The day of issue: the date behind "cấp", else the only date of the line. After the paper's own day: remarked."""
    bare = plain(text)
    behind = [match.end() for match in re.finditer(r"\bcap\b", bare, re.IGNORECASE)] if len(bare) == len(text) else []
    tails = [text[at : at + 40] for at in behind if len(date_parts(text[at : at + 40])) == 1]
    issued = parse_date(tails[0] if tails else text, dated)
    if dated and isinstance(issued, Parsed) and isinstance(issued.value, date) and issued.value > dated:
        return Parsed(issued.value, 0.5 * issued.strictness, (*issued.findings, Finding.YEAR_OUT_OF_RANGE))
    return issued


def parse_paper_issuer(text: str) -> Answer:
    """Who issued the paper, out of a line that tells its number and day too."""
    if says_nothing(text):
        return Problem.BLANK
    named = _issuer_part(text)
    if not named:
        return Problem.UNREADABLE
    issued = parse_date(text)
    day = issued.value if isinstance(issued, Parsed) and isinstance(issued.value, date) else None
    return parse_issuer(named, day)


def parse_issuer(text: str, issued: date | None = None) -> Answer:
    """An issuer of identity papers as written, with its code; one nearly as in the list is spelled by it.

    ISSUER_OUT_OF_DATE when it did not issue on that day: a remark only.
    """
    parsed = parse_text(text)
    if not isinstance(parsed, Parsed):
        return parsed
    line = str(parsed.value)
    word, entry, likeness = max(
        (
            (word, entry, _likeness(line, word))
            for entry in entries("id_issuers")
            for word in (entry.name, *entry.others)
        ),
        key=lambda one: (one[2], len(one[0])),
    )
    if likeness < NEAR:
        return Parsed(line, 0.8 * parsed.strictness, (*parsed.findings, Finding.NOT_IN_LIST))
    findings = list(parsed.findings)
    whole = len(fold(word)) >= len(fold(line)) - 3
    if whole and line.casefold() != word.casefold():
        line = word.upper() if line.isupper() else word
        findings.append(Finding.SPELLING_FROM_LIST)
    if issued and not _issued_then(entry.code, issued):
        findings.append(Finding.ISSUER_OUT_OF_DATE)
    return Parsed(line, likeness / 100, tuple(findings), (Alternative(AlternativeKind.CODE, entry.code),))


def _likeness(line: str, word: str) -> float:
    """0..100. An issuer that goes on with a place ("Công an tỉnh ...") is compared by its beginning."""
    ours, theirs = fold(line), fold(word)
    if ours.startswith(f"{theirs} ") and f"{theirs} ".startswith(("cong an ", "ca ")):
        return 100.0
    return fuzz.ratio(ours, theirs) if len(theirs) > 3 or ours == theirs else 0.0


def _issued_then(code: str, day: date) -> bool:
    since, until = _times()[code]
    return (since is None or since <= day) and (until is None or day <= until)


def _issuer_part(text: str) -> str:
    """What stands where the issuer is named; "" when no words tell the place."""
    bare = plain(text)
    if len(bare) != len(text):
        return ""
    if begin := _AFTER.search(bare):
        rest, end = text[begin.end() :], _BEFORE.search(bare[begin.end() :])
        return _without_dates(rest[: end.start()] if end else rest).strip(" ,;.:-–")
    # "Công an tỉnh X cấp ngày ...": the words before "cấp", back to the number
    if end := re.search(r"\W*\bcap\b", bare, re.IGNORECASE):
        part = re.split(r"\d[\d\s.]*\W+|[;,]", text[: end.start()])[-1].strip(" ,;.:-–")
        return part if not re.search(r"\d{5}", part) else ""
    return ""


def _without_dates(text: str) -> str:
    """The text without its dates, whose digits must not be taken for those of a number."""
    bare = plain(text)
    if len(bare) != len(text):
        return text
    for match in reversed(list(_CUT_DATES.finditer(bare))):
        text = text[: match.start()] + " ; " + text[match.end() :]
    return written(text)


@cache
def _kinds() -> tuple[tuple[Entry, str], ...]:
    return tuple((entry, fold(word)) for entry in entries("id_papers") for word in (entry.name, *entry.others))


@cache
def _times() -> dict[str, tuple[date | None, date | None]]:
    """Code of an issuer -> first and last day on which it issued; None where open."""
    return {row["code"]: (_day(row["since"]), _day(row["until"])) for row in rows_of("id_issuers")}


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
