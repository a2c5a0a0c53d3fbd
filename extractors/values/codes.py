"""Numbers and codes that offices give: of documents, dossiers, agencies, procedures, driving licences, businesses."""

import re
import unicodedata
from datetime import date, datetime
from functools import cache

from extractors.findings import Finding
from extractors.folded import fold
from extractors.reading import Alternative, AlternativeKind, Problem
from extractors.values.parsed import Answer, Parsed, Unsettled, or_else
from extractors.values.signs import EDGES, says_nothing, written
from extractors.values.slips import digit_slips
from extractors.values.tables import rows_of

# What stands before a number: "Số:", "SỐ", "Số hiệu:", and what noise makes of it; it may hold a digit ("S6:")
_LABEL = re.compile(
    r"^\W*(?:(?:[Ss][^\W_]{1,2}|5[^\W\d_]{1,2})(?:\s+(?:hiệu|hiéu|hieu))?\s*[:.]|[Ss][ốóôỗồỐÔÓ](?=\s*\d))\s*"
)
_NUMBER = re.compile(r"[\w.\-]*\d[\w.\-]*(?:/[\w.\-]+)*")
_UNFILLED = re.compile(r"[\s.…_\-–—]*/\s*[A-ZĐ]+(?:[-/][A-ZĐ0-9]+)*\W*")
# agency - day of reception - number: TT 01/2018/TT-VPCP Đ19, agencies by QĐ 20/2020/QĐ-TTg since, TT 04/2025/TT-VPCP
_DOSSIER = re.compile(r"(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{2,3}){0,3})-(\d{6})-[A-Z]{0,2}\d{4,8}")
_AGENCY = re.compile(
    r"[A-Z]\d{2}(?:\.\d{1,3}){0,3}|\d{3}(?:\.\d{2}){2}\.[A-Z]\d{2}"
)  # QĐ 20/2020/QĐ-TTg, QĐ 09/2025/QĐ-TTg
_PROCEDURE = re.compile(r"([1-3]\.\d{6})(\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})?")
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)  # check digit of ten-digit tax codes


def parse_document_number(text: str) -> Answer:
    """The number of a paper: "361/2023", "1498/XN", "32A8096022", "123/QĐ-UBND", without "Số:". It holds a digit.

    Signs of kinds of documents of which marks were lost are spelled by the list: "QD" is "QĐ", with a finding. A form's
    own "/QĐ-UBND" with nothing before it is BLANK.
    """
    line = written(text)
    if says_nothing(line) or _UNFILLED.fullmatch(_LABEL.sub("", unicodedata.normalize("NFC", text), count=1)):
        return Problem.BLANK
    tidy = re.sub(r"\s*([/⁄∕])\s*", "/", _LABEL.sub("", line, count=1))
    tidy = re.sub(r"(?<=[A-ZĐ])\s*[-–—]\s*(?=[A-ZĐ])", "-", tidy)
    if not (match := _NUMBER.search(tidy)):
        return Problem.UNREADABLE
    number = match[0].strip(EDGES)
    spelled = _spelled(number)
    findings = (Finding.SPELLING_FROM_LIST,) if spelled != number else ()
    alone = fold(tidy) == fold(match[0]) and not re.search(r"\d[a-zà-ỹ]|[a-zà-ỹ]\d", number)  # "26u/202u"
    return (
        Parsed(spelled, (1.0 if alone else 0.8) * (0.9 if findings else 1.0), findings)
        if number
        else Problem.UNREADABLE
    )


def _spelled(number: str) -> str:
    """The number with its signs of letters as in the list, where only marks were lost."""
    signs = _document_signs()
    pieces = re.split(r"([/\-])", number)
    return "".join(signs.get(fold(piece), piece) if piece not in signs.values() else piece for piece in pieces)


@cache
def _document_signs() -> dict[str, str]:
    """Folded -> sign, where one sign alone folds so (HD and HĐ do not)."""
    found: dict[str, set[str]] = {}
    for row in rows_of("document_signs"):
        found.setdefault(fold(row["sign"]), set()).add(row["sign"])
    return {folded: signs.pop() for folded, signs in found.items() if len(signs) == 1 and not folded.isdigit()}


def parse_dossier_code(text: str) -> Answer:
    """The code of a dossier: "000.00.12.H26-251203-0042", "H56.12-241015-0007", or another code of groups.

    Commas, slashes or spaces that stand where the shape asks for dots are read as such, with CODE_MISREAD. Letters
    for digits are alternatives only.
    """
    if says_nothing(text):
        return Problem.BLANK
    code = re.sub(r"\s*([.\-–—,/])\s*", r"\1", written(text)).replace("–", "-").replace("—", "-")
    code = code.rsplit(":", 1)[-1].strip(EDGES)
    if match := _DOSSIER.fullmatch(code.replace(" ", "")):
        return _of_day(match, 1.0, ())
    if match := _DOSSIER.fullmatch(re.sub(r"[,/ ]", ".", code)):
        return _of_day(match, 0.75, (Finding.CODE_MISREAD,))
    ways = [way for way in _digits_for_letters(re.sub(r"[,/ ]", ".", code)) if _DOSSIER.fullmatch(way)]
    if ways:
        return Unsettled(Problem.UNREADABLE, (Finding.CODE_MISREAD,), or_else(*ways))
    code = code.replace(" ", "")
    return Parsed(code, 0.9) if re.fullmatch(r"[0-9A-Z]+(?:[.\-][0-9A-Z]+)+", code) else Problem.UNREADABLE


def _of_day(match: re.Match[str], strictness: float, findings: tuple[Finding, ...]) -> Parsed:
    """A code whose six digits are the day of reception, as they must be; else a digit was misread."""
    try:
        datetime.strptime(match[1], "%y%m%d")
    except ValueError:
        return Parsed(match[0], 0.5 * strictness, (*findings, Finding.CODE_MISREAD))
    return Parsed(match[0], strictness, findings)


def _digits_for_letters(code: str) -> list[str]:
    """The code with letters read as digits, all but the one capital that begins the agency's part."""
    slips = digit_slips()
    plain_digits = "".join(slips.get(sign, sign)[0] for sign in code)
    ways = [plain_digits]
    ways += [plain_digits[:at] + sign + plain_digits[at + 1 :] for at, sign in enumerate(code) if sign.isupper()]
    return [way for way in dict.fromkeys(ways) if way != code]


def parse_agency_code(text: str) -> Answer:
    """The electronic identifier of an agency: "H56", "H56.12", "G01.05.003"; of before 2020 "000.00.12.H56"."""
    return _shaped(text, _AGENCY)


def parse_procedure_code(text: str) -> Answer:
    """The code of an administrative procedure as written, "1.001193.000.00.00.H56"; its short form is a alternative."""
    parsed = _shaped(text, _PROCEDURE)
    if not isinstance(parsed, Parsed):
        return parsed
    short = str(parsed.value)[:8]
    codes = (Alternative(AlternativeKind.CODE, short),) if short != parsed.value else ()
    return Parsed(parsed.value, parsed.strictness, parsed.findings, codes)


def _shaped(text: str, shape: re.Pattern[str]) -> Answer:
    """A code of one shape; with letters where digits must stand it is a alternative."""
    if says_nothing(text):
        return Problem.BLANK
    code = re.sub(r"\s+", "", written(text).rsplit(":", 1)[-1]).strip(EDGES)
    if shape.fullmatch(code):
        return Parsed(code)
    ways = [way for way in _digits_for_letters(code.replace(",", ".")) if shape.fullmatch(way)]
    return Unsettled(Problem.UNREADABLE, (Finding.CODE_MISREAD,), or_else(*ways)) if ways else Problem.UNREADABLE


def parse_licence_number(text: str) -> Answer:
    """The number of a driving licence: twelve digits; on paper licences of before 2013 two letters and six digits."""
    if says_nothing(text):
        return Problem.BLANK
    joined = re.sub(r"(?<=[0-9])[\s.](?=[0-9])", "", text)
    found = set(re.findall(r"(?<![\w/])(?:[0-9]{12}|[A-Z]{1,2}\s?[0-9]{6,7})(?![\w/])", joined))
    return Parsed(re.sub(r"\s", "", found.pop())) if len(found) == 1 else Problem.UNREADABLE


def parse_licence_class(text: str, dated: date | None = None) -> Answer:
    """The classes of a driving licence: "B2", "A1, C". "Al", "BI" have a letter for a digit: alternatives.

    Classes of before and since 2025-01-01 are both read, for old licences keep theirs; `dated` only marks a class that
    was not yet issued on that day.
    """
    if says_nothing(text):
        return Problem.BLANK
    classes = _licence_classes()
    words = re.findall(r"[^\W_]+", re.sub(r"(?i)\bhạng\b|\bvà\b|\bgplx\b", " ", unicodedata.normalize("NFC", text)))
    if words and all(word.upper() in classes for word in words):
        early = dated is not None and any((first := classes[word.upper()]) and dated < first for word in words)
        value = ", ".join(dict.fromkeys(word.upper() for word in words))
        return Parsed(value, 0.5, (Finding.CODE_MISREAD,)) if early else Parsed(value)
    ways = [word[:1].upper() + digit_slips().get(word[1:], word[1:]).upper() for word in words]
    if words and all(way in classes for way in ways):
        return Unsettled(Problem.UNREADABLE, (Finding.CODE_MISREAD,), or_else(", ".join(ways)))
    return Problem.UNREADABLE


@cache
def _licence_classes() -> dict[str, date | None]:
    """Class -> first day of its issue; None where it is older than the tables."""
    rows = rows_of("licence_classes")
    return {row["class"]: date.fromisoformat(row["since"]) if row["since"] else None for row in rows}


def parse_business_code(text: str) -> Answer:
    """The code of a business: ten digits, of a branch "0123456789-001", of a household business the owner's twelve.

    Household businesses of before 2025-07-01 have province, letter of the district and seven digits, "32A8096022"
    (TT 01/2021/TT-BKHĐT). A wrong check digit of ten is a finding: codes of the household kind have none.
    """
    if says_nothing(text):
        return Problem.BLANK
    joined = re.sub(r"(?<=[0-9])[\s.](?=[0-9])", "", text)
    shapes = r"(?<![\w/])(?:[0-9]{12}|[0-9]{10}(?:-[0-9]{3})?|[0-9]{2}[A-Z][0-9]{7})(?![\w/])"
    found = set(re.findall(shapes, joined))
    if len(found) != 1:
        return Problem.UNREADABLE
    code = found.pop()
    wrong = len(code) in (10, 14) and code[:10].isdigit() and not _tax_check(code[:10])
    return Parsed(code, 0.8, (Finding.CHECK_DIGIT_WRONG,)) if wrong else Parsed(code)


def _tax_check(code: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(code, _TAX_WEIGHTS, strict=False))
    return str(10 - total % 11) == code[9]


def parse_count(text: str) -> Answer:
    """A small number of things, as text of digits: "02 bản" -> "2"."""
    if says_nothing(text):
        return Problem.BLANK
    found = set(re.findall(r"(?<![\w/.,])[0-9]{1,3}(?![\w/]|[.,][0-9])", text))
    return Parsed(str(int(found.pop()))) if len(found) == 1 else Problem.UNREADABLE
