"""Letters that stand where a digit must: which digits they may be."""

import re
from functools import cache
from itertools import islice, product

from extractors.values.tables import rows_of

MOST = 8  # ways to read one number; beyond it the signs say nothing


@cache
def digit_slips() -> dict[str, str]:
    """Sign -> the digits that it may be, the likelier first."""
    return {row["sign"]: row["digits"] for row in rows_of("digit_slips")}


def slipped(text: str, length: int, most_slips: int) -> tuple[str, ...]:
    """The numbers of `length` digits that a text may hold once its letters are digits; () when it holds none.

    Only a run that stands alone counts, of digits but for one to `most_slips` signs.
    """
    slips = digit_slips()
    signs = "".join(re.escape(sign) for sign in slips)
    found: list[str] = []
    for match in re.finditer(rf"(?<!\w)[\d{signs}]{{{length}}}(?!\w)", text):
        odd = sum(sign in slips for sign in match[0])
        if 0 < odd <= most_slips:
            ways = product(*(slips.get(sign, sign) for sign in match[0]))
            found += ["".join(way) for way in islice(ways, MOST)]
    return tuple(dict.fromkeys(found))
