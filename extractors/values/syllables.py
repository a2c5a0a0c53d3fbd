"""Whether words can be Vietnamese: onset, vowels and ending of a syllable. Noise seldom looks like one."""

import re
import unicodedata

from extractors.folded import plain

_ONSET = r"(?:ngh|ng|nh|kh|ch|gh|gi|ph|qu|th|tr|[bcdghklmnrstvxp])?"
_VOWELS = (
    r"(?:uoi|uou|ieu|yeu|uya|uye|uyu|oai|oay|oeo|uay|uao|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ya|ye|"
    r"[aeiouy])"
)
_ENDING = r"(?:ng|nh|ch|[cmnpt])?"
_SYLLABLE = re.compile(rf"{_ONSET}{_VOWELS}{_ENDING}")
_WORD = re.compile(r"[^\W\d_]+")

LEGIBLE = 0.65  # share of syllables below which a text is noise


def is_syllable(word: str) -> bool:
    """Whether a word can be one Vietnamese syllable: its shape, one case pattern, at most one tone."""
    if not (word.islower() or word.isupper() or (word[:1].isupper() and word[1:].islower())):
        return False
    tones = sum(sign in "\u0300\u0301\u0303\u0309\u0323" for sign in unicodedata.normalize("NFD", word))
    return tones <= 1 and bool(_SYLLABLE.fullmatch(plain(word).lower()))


def syllable_share(text: str) -> float:
    """Share of a text's words, by letters, that can be Vietnamese syllables, 0..1; 1 for a text without words.

    Words in capitals of up to five letters count as abbreviations: "UBND", "TP".
    """
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    good = sum(
        len(word) for word in words if is_syllable(word) or (word.isupper() and len(word) <= 5 and word.isascii())
    )
    return good / sum(map(len, words)) if words else 1.0
