"""The keys under which two spellings of a name may agree."""

import re
import unicodedata
from dataclasses import dataclass

from extractors.folded import plain

# Tone marks stand on either vowel of oa, oe, uy at the end of a syllable: hòa and hoà are one word.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OLD_STYLE = re.compile(rf"([oO])([{_TONES}])([aAeE])(?![a-zA-Z])|([uU])([{_TONES}])([yY])(?![a-zA-Z])")
# y as the only vowel after a consonant, at the end: Lý, Mỹ, Kỳ; not in Thúy, Quý, nor alone (Y Moan).
_Y = re.compile(rf"(?<=[bcdđghklmnprstvx])y(?=[{_TONES}]?(?!\w))")


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
