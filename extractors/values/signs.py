"""Signs that are no part of a value: leaders and rules at its ends, and lookalikes within."""

import re
import unicodedata

EDGES = " .,:;_-–—…|'\"`~*=•·"
LOOKALIKES = str.maketrans({"⁄": "/", "∕": "/", "†": "t", "‡": "t", "‐": "-", "‑": "-"})
STRANGE = re.compile(r"[@#$%&£¿«»⁄{}<>\\=€©®°„ƒ¡¢]")


def written(text: str) -> str:
    """The text in NFC, white space folded, leaders and stray signs at its ends left off."""
    return " ".join(unicodedata.normalize("NFC", text).split()).strip(EDGES)


def says_nothing(text: str) -> bool:
    """Whether a text holds no letter and no digit."""
    return not re.search(r"[^\W_]", text)
