"""Values out of text layers in TCVN3 or VNI: the font showed "Nguyễn", the file says "NguyÔn"."""

import re

from extractors.folded import fold, plain
from extractors.values.signs import written
from extractors.values.surnames import surnames
from extractors.values.syllables import is_syllable
from ocr.files.text_findings import decoded_from

_WORD = re.compile(r"[^\s,.;:()]+")


def legacy_name(text: str) -> str:
    """The name that a text says when its signs are those of TCVN3 or VNI; "" when they are not.

    Only a name whose every word is a Vietnamese syllable once decoded, and was not before, beginning with a known
    surname. Capitals of TCVN3 come from a font of their own, so case may be lost.
    """
    before = _WORD.findall(written(text))
    if len(before) < 2 or all(map(_legible, before)):
        return ""
    for name in ("TCVN3", "VNI"):
        decoded = written(decoded_from(name, written(text)))
        words = _WORD.findall(decoded)
        changed = sum(old != new for old, new in zip(before, words, strict=False))
        if len(words) == len(before) and all(map(_legible, words)) and fold(words[0]) in surnames():
            strange = any(not sign.isalnum() and sign not in "'’-" for word in before for sign in word)
            if changed > 1 or strange:
                return decoded
    return ""


def _legible(word: str) -> bool:
    return is_syllable(word) and not set(plain(word).lower()) - set("abcdeghiklmnopqrstuvxy")
