"""Plain text, words of closed lists (sex, ethnic group, nationality, kinship), money, document numbers, e-mail."""

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from extractors.findings import Finding
from extractors.folded import fold
from extractors.reading import Problem
from extractors.values.parsed import Parsed
from extractors.values.syllables import LEGIBLE, syllable_share

_EDGES = " .,:;_-–—…|'\"`~*=•·"
_LOOKALIKES = str.maketrans({"⁄": "/", "∕": "/", "†": "t", "‡": "t", "‐": "-", "‑": "-"})
_EMAIL = re.compile(r"[A-Za-z0-9_.+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+(?![^\s.,;)])")
_STRANGE = re.compile(r"[@#$%&£¿«»⁄{}<>\\=€©®°„ƒ¡¢]")


def parse_text(text: str) -> Parsed | Problem:
    """The text as written, white space folded, leaders and stray signs at its ends left off."""
    written = " ".join(unicodedata.normalize("NFC", text).split()).strip(_EDGES)
    tidy = written.translate(_LOOKALIKES)
    if not re.search(r"\w", tidy):
        return Problem.BLANK
    usual = sum(sign.isalnum() or sign in " ,.-/()'" for sign in tidy) / len(tidy)
    if usual < 0.85 or syllable_share(tidy) < LEGIBLE - 0.15 or len(_STRANGE.findall(tidy)) > 2:
        return Problem.UNREADABLE
    findings = () if tidy == written else (Finding.LOOKALIKE_SIGN,)
    return Parsed(tidy, usual**2 * (0.4 + 0.6 * syllable_share(tidy)) * (1.0 if len(tidy) > 2 else 0.6), findings)


def parse_sex(text: str) -> Parsed | Problem:
    """ "Nam" or "Nữ". Tick boxes with both words are UNREADABLE here: which is ticked is not in the text."""
    if not re.search(r"\w", text):
        return Problem.BLANK
    words = fold(text).split()
    male, female = "nam" in words, "nu" in words
    if male != female:
        extra = len(words) > 1
        return Parsed("Nam" if male else "Nữ", 0.8 if extra else 1.0, (Finding.EXTRA_SIGNS,) if extra else ())
    return Problem.UNREADABLE


def parse_ethnic_group(text: str) -> Parsed | Problem:
    """One of the 54 groups, in the spelling of the list; another spelling of a group is kept as written."""
    return _from_list(text, "ethnic_groups", 80)


def parse_nationality(text: str) -> Parsed | Problem:
    return _from_list(text, "nationalities", 78)


def parse_kinship(text: str) -> Parsed | Problem:
    """How one person is related to another, as civil-status and residence forms write it."""
    return _from_list(text, "kinship", 86)


def _from_list(text: str, column: str, cutoff: float) -> Parsed | Problem:
    written = " ".join(unicodedata.normalize("NFC", text).split()).strip(_EDGES)
    if not re.search(r"\w", written):
        return Problem.BLANK
    words = listed_words(column)
    if exact := next((word for word in words if word.casefold() == written.casefold()), None):
        return Parsed(exact)
    near = process.extractOne(fold(written), [fold(word) for word in words], scorer=fuzz.ratio, score_cutoff=cutoff)
    if near:
        return Parsed(words[near[2]], 0.9 * near[1] / 100, (Finding.SPELLING_FROM_LIST,))
    known = syllable_share(written) == 1.0 and written[0].isupper() and len(written) > 3
    return Parsed(written, 0.5) if known and not _STRANGE.search(written) else Problem.UNREADABLE


@cache
def listed_words(column: str) -> tuple[str, ...]:
    """The words of one list of data/words.csv, in its spelling."""
    text = files("extractors.data").joinpath("words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(row["word"] for row in rows if row["list"] == column)


def parse_money(text: str) -> Parsed | Problem:
    """An amount in đồng as digits: "50.000.000 đồng" -> "50000000". Dots and commas part thousands only."""
    if not re.search(r"\w", text):
        return Problem.BLANK
    amounts = re.findall(r"\d{1,3}(?:[.,\s]\d{3})+(?!\d)|\d{4,}", text)
    whole = {re.sub(r"\D", "", amount) for amount in amounts}
    return Parsed(whole.pop()) if len(whole) == 1 else Problem.UNREADABLE


def parse_document_number(text: str) -> Parsed | Problem:
    """The number of a paper: "361/2023", "1498/XN", "32A8096022", "12/GKS-BS". It holds a digit."""
    if not re.search(r"\w", text):
        return Problem.BLANK
    match = re.search(r"[\w.\-]*\d[\w.\-]*(?:\s?/\s?[\wĐđ.\-]+)*", unicodedata.normalize("NFC", text))
    if not match:
        return Problem.UNREADABLE
    number = re.sub(r"\s*/\s*", "/", match[0]).strip(_EDGES)
    alone = fold(text) == fold(match[0])
    return Parsed(number, 1.0 if alone else 0.8) if number else Problem.UNREADABLE


def parse_dossier_code(text: str) -> Parsed | Problem:
    """The code of a dossier: groups of digits and capitals parted by dots and dashes, "000.00.12.H26-251203-0042".

    Commas and slashes in it are misread signs: UNREADABLE, for which group they part is not sure.
    """
    if not re.search(r"\w", text):
        return Problem.BLANK
    code = re.sub(r"\s+", "", text).strip(_EDGES)
    return Parsed(code) if re.fullmatch(r"[0-9A-Z]+(?:[.\-][0-9A-Z]+)+", code) else Problem.UNREADABLE


def parse_email(text: str) -> Parsed | Problem:
    """An address with one @ and a dotted host. Spaces that reading put beside dots and @ are dropped with a finding."""
    if not re.search(r"\w", text):
        return Problem.BLANK
    tidy = re.sub(r"[(\[]*\s*([.@])\s*", r"\1", text)
    match = _EMAIL.search(tidy)
    if match and (match.start() == 0 or tidy[match.start() - 1] in " :;,"):
        spaced = match[0] not in text
        return Parsed(match[0].rstrip("."), 0.6 if spaced else 1.0, (Finding.EXTRA_SIGNS,) if spaced else ())
    return Problem.UNREADABLE
