"""Whether a page goes on with the official paper before it: such pages bear no title, at most their number."""

import re

from extractors.administrative.halves import DEEPEST, halves_of
from extractors.administrative.signer import has_capacity
from extractors.geometry.layout import Row

_GOES_ON = re.compile(r"(?:dieu \d|noi nhan|n[oa]i nh[ae]n|nhu dieu|luu v[ti])")


def goes_on(before: tuple[Row, ...], rows: tuple[Row, ...]) -> bool:
    """Whether untitled rows continue a paper: it is not signed yet, and they bear its next number, article or end."""
    if not rows or not before or has_capacity(before):
        return False
    if halves_of(rows, min(DEEPEST, len(rows))).nation >= 0:
        return False
    pages = len({row.page for row in before})
    numbered = rows[0].folded == str(pages + 1)
    return numbered or has_capacity(rows) or any(_GOES_ON.match(row.folded) for row in rows)
