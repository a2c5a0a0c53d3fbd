"""How a letter is known, which bears no name of kind: by its number and sign, "V/v" below, "Kính gửi", and no title."""

import re

from extractors.administrative.halves import halves_of
from extractors.administrative.head import head_of
from extractors.administrative.readings import letter_head
from extractors.folded import fold
from extractors.geometry.layout import Row, text_of

_COPIES = re.compile(r"n[oa]i nh[ae]n|nhu tren|luu v[ti]")


def letter_likeness(rows: tuple[Row, ...]) -> float:
    """How surely a page is the first of a letter, 0..1, by what stands on it and where."""
    end = letter_head(rows)
    if len(rows) < 5 or end < 3 or end >= len(rows) or "gui" not in rows[end].folded:
        return 0.0
    head = head_of(halves_of(rows, end))
    signed = bool(head.number) and "/" in text_of(head.number)
    copied = any(_COPIES.search(fold(row.folded)) for row in rows[end:])
    if _titled(rows[2:end]):
        return 0.0
    if not head.about or not (signed or (head.number and copied)):
        return 0.0
    return 0.55 + 0.15 * signed + 0.15 * copied + 0.1 * bool(head.day)


def _titled(rows: tuple[Row, ...]) -> bool:
    """Whether a line in capitals stands alone in the middle: the name of a kind of paper."""
    left, right = min(row.box.left for row in rows), max(row.box.right for row in rows)
    middle, wide = (left + right) / 2, right - left
    for row in rows:
        text = text_of(row.tokens)
        if text.isupper() and len(fold(text)) > 6 and abs(row.box.middle[0] - middle) < 0.08 * wide:
            return row.box.left > left + 0.15 * wide
    return False
