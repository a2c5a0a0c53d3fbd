"""Personal identity numbers (số định danh cá nhân, 12 digits) and old identity card numbers (CMND, 9 digits)."""

import re
from dataclasses import dataclass
from functools import cache

from extractors.findings import Finding
from extractors.folded import fold
from extractors.reading import Problem
from extractors.values.parsed import Answer, Parsed, Unsettled, or_else
from extractors.values.slips import slipped
from extractors.values.tables import rows_of

_BOX_RULES = re.compile(r"[\s|\[\]!.,:;'\"_\-–—()/\\]+")
_LONG, _OLD = 12, 9  # digits


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
    return {row["code"]: row["name"] for row in rows_of("provinces_of_birth")}


def parse_personal_id(text: str) -> Answer:
    """Read a 12-digit number, also when it stands in twelve boxes.

    Nothing is repaired: where a letter stands for a digit (O, I, l, S, B, Z) the numbers that may be meant are
    alternatives; 11 or 13 digits are UNREADABLE with ID_LENGTH, for a digit is never added or dropped; nine alone are
    the number of an old card. An unknown province code is a finding (country codes exist), no problem.
    """
    found = _number(text, _LONG)
    if not isinstance(found, Parsed):
        return _why_not(text, found)
    findings = list(found.findings)
    strictness = found.strictness
    structure = id_structure(str(found.value))
    if not structure.province_name:
        findings.append(Finding.ID_PROVINCE_UNKNOWN)
    if structure.birth_year > 2099:
        findings.append(Finding.ID_CENTURY_UNLIKELY)
        strictness *= 0.5
    return Parsed(found.value, strictness, tuple(findings))


def parse_old_id(text: str) -> Answer:
    """Read the nine digits of an old identity card (CMND). It is a link, never a key: the same number existed twice."""
    found = _number(text, _OLD)
    if found is not Problem.UNREADABLE:
        return found
    ways = slipped(_without_rules(text), _OLD, most_slips=2)
    if ways:
        return Unsettled(Problem.UNREADABLE, (Finding.LENIENT_DIGIT,), or_else(*ways))
    length = Finding.OLD_ID_LENGTH if _longest_run(text) in (_OLD - 1, _OLD + 1) else None
    return Unsettled(Problem.UNREADABLE, (length,)) if length else found


def parse_any_id(text: str) -> Answer:
    """Read the number of whatever identity paper a free line names: twelve digits, or nine of an old card."""
    long = parse_personal_id(text)
    old = _alone(text, _OLD)
    says_old = len(old) == 1 and not _alone(text, _LONG) and re.search(r"\bcm(?:nd|tnd|t)\b|chung minh", fold(text))
    if isinstance(long, Parsed) and not says_old:  # behind "CMND" twelve digits may be nine and others after them
        return long
    # Nine digits out of boxes or noise may be the rest of twelve: an old number must stand alone in one piece.
    return Parsed(old.pop(), 0.95) if len(old) == 1 and len(re.findall(r"\d", text)) < 20 else long


def _why_not(text: str, problem: Problem) -> Answer:
    """What can be said of a field that asks for twelve digits and holds none."""
    if problem is Problem.BLANK:
        return problem
    ways = slipped(_without_rules(text), _LONG, most_slips=_LONG // 4)
    if ways := tuple(sorted((way for way in ways if id_structure(way).birth_year <= 2099), key=_of_no_province)):
        return Unsettled(Problem.UNREADABLE, (Finding.LENIENT_DIGIT,), or_else(*ways))
    if len(old := _alone(text, _OLD)) == 1 and len(re.findall(r"\d", text)) == _OLD:
        return Unsettled(Problem.UNREADABLE, (Finding.ID_IS_OLD_NUMBER,), or_else(*old))
    if _longest_run(text) in (_LONG - 2, _LONG - 1, _LONG + 1):
        return Unsettled(Problem.UNREADABLE, (Finding.ID_LENGTH,))
    several = _alone(text, _LONG)
    if len(several) > 1:
        return Unsettled(Problem.UNREADABLE, (Finding.SEVERAL_VALUES,), or_else(*sorted(several, key=text.index)))
    return problem


def _of_no_province(number: str) -> bool:
    return not id_structure(number).province_name


def _number(text: str, length: int) -> Parsed | Problem:
    text = _latin_digits(text)
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
    return Problem.UNREADABLE


def _latin_digits(text: str) -> str:
    r"""The text with digits of other scripts as spaces: \d would take them, and none of ours is written so."""
    return re.sub(r"[^\x00-\x7f]", lambda sign: " " if sign[0].isdigit() else sign[0], text)


def _alone(text: str, length: int) -> set[str]:
    """The numbers of a length that stand by themselves, beside no letter, slash or dot."""
    return set(re.findall(rf"(?<![\w/.])[0-9]{{{length}}}(?![\w/]|\.\w)", text))


def _longest_run(text: str) -> int:
    """How many digits the longest number has, groups parted by spaces, dots or rules of boxes being one."""
    runs = re.findall(r"[0-9](?:[\s|\[\]!.\-_]*[0-9])*", text)
    return max((len(re.sub(r"[^0-9]", "", run)) for run in runs), default=0)


def _without_rules(text: str) -> str:
    """The text in words; where its pieces are single signs of boxes, or groups of a number, they are joined."""
    pieces = [piece for piece in re.split(r"[\s|\[\]._\-–—()]+", text) if piece]
    joined = "".join(pieces)
    return joined if all(re.search(r"\d", piece) or len(piece) == 1 for piece in pieces) else " ".join(pieces)


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
