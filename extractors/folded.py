"""Text without case, marks, đ and punctuation: what labels, titles and unit names are compared in."""

import re
import unicodedata
from functools import lru_cache

_D = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "Ɖ": "D"})
_SIGNS = re.compile(r"[^0-9a-z]+")


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Lower case, marks and đ stripped, everything but letters and digits as one space: "Số: ĐDCN" -> "so ddcn"."""
    return _SIGNS.sub(" ", plain(text).lower()).strip()


def plain(text: str) -> str:
    """Marks and đ stripped, case and punctuation kept: "Đỗ Thị" -> "Do Thi"."""
    apart = unicodedata.normalize("NFD", text.translate(_D))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def tight(text: str) -> str:
    """Folded, without any space."""
    return fold(text).replace(" ", "")
