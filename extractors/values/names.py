"""Names of persons."""

import re
import unicodedata

from extractors.findings import Finding
from extractors.folded import fold, plain
from extractors.reading import Problem
from extractors.values.legacy import legacy_name
from extractors.values.parsed import Answer, Parsed, Unsettled, or_else
from extractors.values.signs import says_nothing
from extractors.values.surnames import highland_houses, surnames
from extractors.values.syllables import LEGIBLE, MISREAD, all_known, is_misread, syllable_share

_SPLIT_CAPITAL = re.compile(r"\b([A-ZĐ]) ([a-zà-ỹđ]{2,})")  # "N guyễn"
_ITEM = re.compile(  # the number of an item, "Ông/Bà:" before a name; "Ông" alone is a surname too
    r"^\W*\d{1,2}\s?[.)/]\s*(?=\D)|"
    r"^\W*(?:[Ôô]ng\s?(?:[/(]\s?[Bb]à\)?)?\s?:|[Ôô]ng\s?[/(]\s?[Bb]à\)?|[Bb]à\s?:?(?=\s\w+\s\w))\s*"
)
_REST = re.compile(r"[,;(].*|\s\d{1,2}\W*$|\s[Ss]inh (?:năm|ngày)\b.*")  # what may follow a name on its line
_STRANGE = re.compile(r"[@#$%&£¿«»⁄{}<>\\=€©®°]|\d")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*['’]?")
_JOINED = re.compile(r"[^\W\d_][.\-–][^\W\d_]")  # a leader between two words
_NO_NAME = re.compile(
    r"\b(?:cong an|uy ban|chu tich|truong phong|truong cong|ho va ten|ho ten|chu dem|can bo|giam doc|cuc truong|"
    r"nguoi (?:ky|lam|nop|tiep|yeu|ke|thuc)|cong hoa|doc lap|xa hoi|hanh phuc|ky ghi|ro ho|"
    r"chung nhan|xac nhan|ho so)\b"
)
_LOOKALIKES = str.maketrans("ÐðÑñ", "ĐđNn")  # letters that no Vietnamese name has
_HEADING_WORDS = {"ky", "ghi", "ro", "dem", "sinh", "ngay", "thang", "tich"}


def parse_name(text: str) -> Answer:
    """Read a person's name as written (NFC). Numbers of items, "Ông/Bà" and signs around it are dropped.

    One-syllable names and names of six syllables exist; a run of capitals is kept as capitals. UNREADABLE when the
    words are those of a form, not of a name; a name in TCVN3 or VNI is decoded as a alternative.
    """
    if says_nothing(text):
        return Problem.BLANK
    if decoded := legacy_name(text):
        return Unsettled(Problem.UNREADABLE, (Finding.LEGACY_ENCODING,), or_else(decoded))
    whole = unicodedata.normalize("NFC", text.translate(_LOOKALIKES))
    words = _words_of(_SPLIT_CAPITAL.sub(r"\1\2", _ITEM.sub("", whole, count=1)))
    if not words or len(words) > 8 or len(set(map(fold, words)) & _HEADING_WORDS) > 1:
        return Problem.UNREADABLE
    if len(words) > 1 and syllable_share(" ".join(words)) < LEGIBLE and not _of_highlands(words):
        return Problem.UNREADABLE
    words, corrected = _surname_spelled(words)
    name = " ".join(words)
    clean = re.sub(r"[\s.,:;_\-…]+", "", whole)[-3:].casefold() == name.replace(" ", "")[-3:].casefold()
    strictness = (1.0 if clean else 0.75) * (1.0 if 2 <= len(words) <= 5 else 0.7) * _cased(words)
    strictness *= (0.4 + 0.6 * syllable_share(name)) * (0.7 if _JOINED.search(whole) else 1.0)
    strictness *= MISREAD if any(map(_is_odd, words)) and not _of_highlands(words) else 1.0
    findings = [Finding.SPELLING_FROM_LIST] if corrected else []
    findings += [] if clean and not _JOINED.search(whole) else [Finding.EXTRA_SIGNS]
    return Parsed(name, strictness * (0.85 if corrected else 1.0), tuple(findings))


def _is_odd(word: str) -> bool:
    """Whether a word of a name was probably misread: "TRJNH" has no mark, and is no syllable all the same."""
    return is_misread(word) or (len(word) > 2 and word.isascii() and not all_known(word.title()))


def _words_of(whole: str) -> list[str]:
    """The words of the name; () when signs stand among them that no name has. What follows a name is left off."""
    if _STRANGE.search(whole):
        whole = _REST.sub("", whole)
        if _STRANGE.search(whole) or len(whole.split()) < 2:
            return []
    return _without_stray_letters(_in_one_case(_without_stray_letters(_NAME_WORD.findall(whole))))


def _of_highlands(words: list[str]) -> bool:
    """Whether a name begins as those of the Central Highlands do: Y, H', K', Ka, or a house name of theirs.

    Its other words have sounds that Vietnamese has not (Brêu, Mlô), as noise has; so all must be well cased and short.
    """
    begins = words[0].rstrip("'’").upper() in {"Y", "H", "K", "KA"} or re.match(r"[HK]['’]\w", words[0])
    sounded = all(len(word) <= 7 and re.search("[aeiouy]", plain(word).lower()) for word in words[1:])
    return bool(begins or fold(words[0]) in highland_houses()) and sounded and _cased(words) == 1.0 and len(words) <= 4


def _surname_spelled(words: list[str]) -> tuple[list[str], bool]:
    """The first word as the surname that it is but for marks (NGUYÊN is none, NGUYỄN is); whether it changed."""
    by_fold = surnames()
    known = by_fold.get(fold(words[0]), ())
    if len(words) < 2 or len(known) != 1 or words[0].casefold() == known[0].casefold():
        return words, False
    spelled = known[0].upper() if words[0].isupper() else known[0]
    return [spelled, *words[1:]], True


def _without_stray_letters(words: list[str]) -> list[str]:
    """Single letters at either end are remains of rules, unless a name of minorities begins with Y, A, H', K'."""
    while words and len(words[-1]) == 1 and words[-1].upper() not in "YAÁÝ":
        words = words[:-1]
    while len(words) > 1 and len(words[0]) == 1 and words[0] not in "YAKH":
        words = words[1:]
    return words


def _in_one_case(words: list[str]) -> list[str]:
    """The words up to where capitals end: noise behind a name is mostly in small letters.

    A word of capitals with a small one among them ("THỤy") is of the name: some letters look alike in both cases.
    """
    capitals = len(words) > 2 and words[0].isupper() and words[1].isupper()
    kept = words[:2]
    for word in words[2:]:
        if not word[0].isupper() or (capitals and not _mostly_capital(word)):
            break
        kept.append(word.upper() if capitals else word)
    return kept


def _mostly_capital(word: str) -> bool:
    return 2 * sum(map(str.isupper, word)) > len(word)


def _cased(words: list[str]) -> float:
    """1 when all words are capitals or all begin with one; less for a mixture, as noise makes it."""
    parts = [part for word in words for part in re.split("['’]", word) if part]
    titled = all(part[0].isupper() and part[1:] == part[1:].lower() for part in parts)
    if all(word.isupper() for word in words) or titled:
        return 1.0
    return 0.7


def looks_like_name(text: str) -> bool:
    """Whether a line can be the name under a signature: two to six words, each with a capital, none of a heading."""
    words = text.split()
    if not 2 <= len(words) <= 6 or re.search(r"[\d(),:/]", text):
        return False
    return all(word[0].isupper() for word in words) and not _NO_NAME.search(fold(text))
