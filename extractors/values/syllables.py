"""Whether words can be Vietnamese: onset, vowels and ending of a syllable. Noise seldom looks like one."""

import re
import unicodedata
from functools import lru_cache

from extractors.folded import fold, plain
from extractors.values.tables import rows_of
from extractors.values.units import words_of_units

_ONSET = r"(?:ngh|ng|nh|kh|ch|gh|gi|ph|qu|th|tr|[bcdghklmnrstvxp])?"
_VOWELS = (
    r"(?:uoi|uou|ieu|yeu|uya|uye|uyu|oai|oay|oeo|uay|uao|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ya|ye|"
    r"[aeiouy])"
)
_ENDING = r"(?:ng|nh|ch|[cmnpt])?"
_SYLLABLE = re.compile(rf"{_ONSET}{_VOWELS}{_ENDING}")
_WORD = re.compile(r"[^\W\d_]+")

MISREAD = 0.6  # factor on a text with a word that cannot be Vietnamese, marks and all
LEGIBLE = 0.65  # share of syllables below which a text is noise


def is_syllable(word: str) -> bool:
    """Whether a word can be one Vietnamese syllable: its shape, one case pattern, at most one tone."""
    if not (word.islower() or word.isupper() or (word[:1].isupper() and word[1:].islower())):
        return False
    tones = sum(sign in "\u0300\u0301\u0303\u0309\u0323" for sign in unicodedata.normalize("NFD", word))
    return tones <= 1 and bool(_SYLLABLE.fullmatch(plain(word).lower()))


def is_misread(word: str) -> bool:
    """Whether a word bears Vietnamese marks and can yet be no syllable: no foreign word, but a misread one."""
    marked = plain(word) != unicodedata.normalize("NFC", word)
    return marked and len(word) > 2 and not is_syllable(word) and not _of_others(word)


def all_known(text: str) -> bool:
    """Whether each word is a Vietnamese syllable or part of a name of a place or an ethnic group: "Lắk"."""
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    return all(syllable_share(word) == 1.0 or _of_others(word) for word in words)


@lru_cache(maxsize=4096)
def _of_others(word: str) -> bool:
    """Whether a word stands in the name of a place or of an ethnic group, in whatever language."""
    groups = {part for row in rows_of("ethnic_groups") for part in fold(f"{row['name']} {row['others']}").split()}
    return fold(word) in words_of_units() or fold(word) in groups


def syllable_share(text: str) -> float:
    """Share of a text's words, by letters, that can be Vietnamese syllables, 0..1; 1 for a text without words.

    Words in capitals of up to five letters count as abbreviations: "UBND", "TP".
    """
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    good = sum(
        len(word) for word in words if is_syllable(word) or (word.isupper() and len(word) <= 5 and word.isascii())
    )
    return good / sum(map(len, words)) if words else 1.0
