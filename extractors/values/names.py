"""Names of persons, and the keys under which two spellings of a name may agree."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.findings import Finding
from extractors.folded import fold, plain
from extractors.reading import Problem
from extractors.values.parsed import Parsed
from extractors.values.syllables import LEGIBLE, syllable_share

# Tone marks stand on either vowel of oa, oe, uy at the end of a syllable: hòa and hoà are one word.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OLD_STYLE = re.compile(rf"([oO])([{_TONES}])([aAeE])(?![a-zA-Z])|([uU])([{_TONES}])([yY])(?![a-zA-Z])")
# y as the only vowel after a consonant, at the end: Lý, Mỹ, Kỳ; not in Thúy, Quý, nor alone (Y Moan).
_Y = re.compile(rf"(?<=[bcdđghklmnprstvx])y(?=[{_TONES}]?(?!\w))")
_SPLIT_CAPITAL = re.compile(r"\b([A-ZĐ]) ([a-zà-ỹđ]{2,})")  # "N guyễn"
_STRANGE = re.compile(r"[@#$%&£¿«»⁄{}<>\\=€©®°]|\d")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*['’]?")
_NO_NAME = re.compile(
    r"\b(?:cong an|uy ban|chu tich|truong phong|truong cong|ho va ten|ho ten|chu dem|can bo|giam doc|cuc truong|"
    r"nguoi (?:ky|lam|nop|tiep|yeu|ke|thuc)|cong hoa|doc lap|xa hoi|hanh phuc|ky ghi|ro ho|"
    r"chung nhan|xac nhan|ho so)\b"
)
_HEADING_WORDS = {"ky", "ghi", "ro", "dem", "sinh", "ngay", "thang", "tich"}


@dataclass(frozen=True, slots=True)
class NameKeys:
    """Six keys of a name, each coarser; report the first that agrees."""

    k0: str  # NFC, trimmed, case folded
    k1: str  # tone marks of oa, oe, uy in the new place: hòa = hoà
    k2: str  # final y as i, not after qu and not initial: Lý = Lí (a legal choice of spelling, no misprint)
    k3: str  # tones stripped, vowel signs kept
    k4: str  # all marks and đ stripped
    k5: str  # k4 without spaces and apostrophes


def name_keys(text: str) -> NameKeys:
    """The keys k0 to k5 of a name. k0 equal: the same; k1, k2: a variant; k3, k4: a slip; k5: spacing."""
    k0 = " ".join(unicodedata.normalize("NFC", text.replace("Ð", "Đ").replace("ð", "đ")).casefold().split())
    k1 = _tones_in_new_place(k0)
    k2 = unicodedata.normalize("NFC", _Y.sub("i", unicodedata.normalize("NFD", k1)))
    k3 = unicodedata.normalize("NFC", "".join(s for s in unicodedata.normalize("NFD", k2) if s not in _TONES))
    k4 = plain(k3)
    return NameKeys(k0, k1, k2, k3, k4, re.sub(r"[^0-9a-z]", "", k4))


def _tones_in_new_place(text: str) -> str:
    """hòa -> hoà, thúy -> thuý; qu- is a consonant, so quý stays."""
    apart = unicodedata.normalize("NFD", text)

    def moved(match: re.Match[str]) -> str:
        if match[4] and match.start() and apart[match.start() - 1] == "q":
            return match[0]
        return f"{match[1] or match[4]}{match[3] or match[6]}{match[2] or match[5]}"

    return unicodedata.normalize("NFC", _OLD_STYLE.sub(moved, apart))


def parse_name(text: str) -> Parsed | Problem:
    """Read a person's name as written (NFC). Digits and signs around it are dropped with EXTRA_SIGNS.

    One-syllable names and names of six syllables exist; a run of capitals is kept as capitals.
    UNREADABLE when the words are those of a form, not of a name.
    """
    if not re.search(r"\w", text):
        return Problem.BLANK
    whole = _SPLIT_CAPITAL.sub(r"\1\2", unicodedata.normalize("NFC", text))
    if _STRANGE.search(whole):
        return Problem.UNREADABLE
    words = _in_one_case(_without_stray_letters(_NAME_WORD.findall(whole)))
    if not words or len(words) > 8 or len(set(map(fold, words)) & _HEADING_WORDS) > 1:
        return Problem.UNREADABLE
    if len(words) > 1 and syllable_share(" ".join(words)) < LEGIBLE:
        return Problem.UNREADABLE
    words, corrected = _surname_spelled(words)
    name = " ".join(words)
    clean = re.sub(r"[\s.,:;_\-…]+", "", text)[-3:].casefold() == name.replace(" ", "")[-3:].casefold()
    strictness = (1.0 if clean else 0.75) * (1.0 if 2 <= len(words) <= 5 else 0.7) * _cased(words)
    strictness *= 0.4 + 0.6 * syllable_share(name)
    findings = [Finding.SPELLING_FROM_LIST] if corrected else []
    findings += [] if clean else [Finding.EXTRA_SIGNS]
    return Parsed(name, strictness * (0.85 if corrected else 1.0), tuple(findings))


def _surname_spelled(words: list[str]) -> tuple[list[str], bool]:
    """The first word as the surname that it is but for marks (NGUYÊN is none, NGUYỄN is); whether it changed."""
    by_fold = _surnames()
    known = by_fold.get(fold(words[0]), ())
    if len(words) < 2 or len(known) != 1 or words[0].casefold() == known[0].casefold():
        return words, False
    spelled = known[0].upper() if words[0].isupper() else known[0]
    return [spelled, *words[1:]], True


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    """Folded -> the surnames that fold so; several where marks part two surnames (Vũ, Vu)."""
    text = files("extractors.data").joinpath("surnames.csv").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        found[fold(row["surname"])] = (*found.get(fold(row["surname"]), ()), row["surname"])
    return found


def _without_stray_letters(words: list[str]) -> list[str]:
    """Single letters at either end are remains of rules, unless a name of minorities begins with Y, A, H', K'."""
    while words and len(words[-1]) == 1 and words[-1].upper() not in "YAÁÝ":
        words = words[:-1]
    while len(words) > 1 and len(words[0]) == 1 and words[0] not in "YAKH":
        words = words[1:]
    return words


def _in_one_case(words: list[str]) -> list[str]:
    """The words up to where capitals end: noise behind a name is mostly in small letters."""
    for count, word in enumerate(words):
        if count >= 2 and (not word[0].isupper() or (words[0].isupper() and words[1].isupper() and not word.isupper())):
            return words[:count]
    return words


def _cased(words: list[str]) -> float:
    """1 when all words are capitals or all begin with one; less for a mixture, as noise makes it."""
    if all(word.isupper() for word in words) or all(word[0].isupper() and word[1:].islower() for word in words if word):
        return 1.0
    return 0.7


def looks_like_name(text: str) -> bool:
    """Whether a line can be the name under a signature: two to six words, each with a capital, none of a heading."""
    words = text.split()
    if not 2 <= len(words) <= 6 or re.search(r"[\d(),:/]", text):
        return False
    return all(word[0].isupper() for word in words) and not _NO_NAME.search(fold(text))
