"""Personal identity numbers (số định danh cá nhân, 12 digits) and old identity card numbers (CMND, 9 digits)."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.findings import Finding
from extractors.reading import Problem
from extractors.values.parsed import Parsed

# Letters that engines and typists set for digits. A number read so is kept, but with a finding.
_LENIENT = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "i": "1", "S": "5", "B": "8"}
    | {"ó": "6", "ò": "6", "Ø": "0", "ø": "0"}
)
_BOX_RULES = re.compile(r"[\s|\[\]!.,:;'\"_\-–—()/\\]+")


@dataclass(frozen=True, slots=True)
class IdStructure:
    """What a personal number says of its holder at the time it was set (NĐ 137/2015/NĐ-CP Đ13, TT 59/2021/TT-BCA Đ4).

    It may lawfully disagree with the holder's present birth year or sex (NĐ 70/2024/NĐ-CP Đ11): a warning, no error.
    """

    province: str  # 3 digits: province or country of birth registration
    province_name: str  # "" when the code is in no table
    male: bool
    birth_year: int


def id_structure(number: str) -> IdStructure:
    """The parts of a 12-digit number: PPP province, G sex and century, YY year, six random digits; no check digit."""
    sign = int(number[3])
    year = 1900 + 100 * (sign // 2) + int(number[4:6])
    return IdStructure(number[:3], provinces_of_birth().get(number[:3], ""), sign % 2 == 0, year)


@cache
def provinces_of_birth() -> dict[str, str]:
    """Code -> name of the 63 provinces inside personal numbers; never renumbered by the merger of 2025."""
    text = files("extractors.data").joinpath("provinces_of_birth.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["code"]: row["name"] for row in rows}


def parse_personal_id(text: str) -> Parsed | Problem:
    """Read a 12-digit number, also when it stands in twelve boxes.

    Letters in place of digits (O, I, l, S, B) are accepted with LENIENT_DIGIT; 11 or 13 digits are UNREADABLE:
    a digit is never added or dropped. An unknown province code is a finding (country codes exist), no problem.
    """
    found = _number(text, 12)
    if isinstance(found, Problem):
        return found
    findings = list(found.findings)
    if not id_structure(str(found.value)).province_name:
        findings.append(Finding.ID_PROVINCE_UNKNOWN)
    strictness = found.strictness
    if id_structure(str(found.value)).birth_year > 2099:
        findings.append(Finding.ID_CENTURY_UNLIKELY)
        strictness *= 0.5
    return Parsed(found.value, strictness, tuple(findings))


def parse_old_id(text: str) -> Parsed | Problem:
    """Read the nine digits of an old identity card (CMND). It is a link, never a key: the same number existed twice."""
    return _number(text, 9)


def parse_any_id(text: str) -> Parsed | Problem:
    """Read the number of whatever identity paper a free line names: twelve digits, or nine of an old card."""
    long = parse_personal_id(text)
    if isinstance(long, Parsed):
        return long
    # Nine digits out of boxes or noise may be the rest of twelve: an old number must stand alone in one piece.
    old = set(re.findall(r"(?<![\w/.])\d{9}(?![\w/.])", text))
    return Parsed(old.pop(), 0.95) if len(old) == 1 and len(re.findall(r"\d", text)) < 20 else long


def _number(text: str, length: int) -> Parsed | Problem:
    if not re.search(r"\w", text):
        return Problem.BLANK
    exact = re.findall(rf"(?<!\d)\d{{{length}}}(?!\d)", text)
    if len(set(exact)) == 1:
        alone = _BOX_RULES.sub("", text) == exact[0]
        return Parsed(exact[0], 1.0 if alone else 0.95)
    if len(set(exact)) > 1:
        return Problem.UNREADABLE
    joined = _spaced_digits(text, length)
    if joined:
        return Parsed(joined, 0.95)
    if stray := _among_signs(text, length):
        return Parsed(stray, 0.75, (Finding.EXTRA_SIGNS,))
    lenient = _lenient(text, length)
    return Parsed(lenient, 0.6, (Finding.LENIENT_DIGIT,)) if lenient else Problem.UNREADABLE


def _spaced_digits(text: str, length: int) -> str:
    """Digits of boxes, or of groups parted by spaces or dots, when they are exactly `length` together."""
    runs = re.findall(r"\d(?:[\s|\[\]!.\-_]*\d)*", text)
    joined = [re.sub(r"\D", "", run) for run in runs]
    fitting = {run for run in joined if len(run) == length}
    return fitting.pop() if len(fitting) == 1 else ""


def _among_signs(text: str, length: int) -> str:
    """All digits of a text, when they are exactly `length` and at most two other signs stand among them.

    Rules of boxes are read as such signs; were one a digit, the length would not fit.
    """
    digits = re.sub(r"\D", "", text)
    signs = _BOX_RULES.sub("", text)
    return digits if len(digits) == length and len(signs) - length <= 2 else ""


def _lenient(text: str, length: int) -> str:
    signs = _BOX_RULES.sub("", text).translate(_LENIENT)
    originals = sum("0" <= sign <= "9" for sign in text)
    fitting = {run for run in re.findall(r"(?<!\d)\d+(?!\d)", signs) if len(run) == length}
    # More than a quarter of letters among the digits is no slip but another word.
    return fitting.pop() if len(fitting) == 1 and originals >= length - length // 4 else ""
