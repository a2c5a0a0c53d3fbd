"""How a line is looked at: first as most lines read best, then otherwise, as long as its reading is unsure.

A letter that falls apart at one size holds together at another; ink that cleaning took off by mistake is on the page as
scanned; what a wider margin lets in, a tight one leaves out. The engine's confidence tells well enough which look was
the better one: neither agreement among readings nor choosing word by word did better.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocr.page import Line

DOUBT = 0.88  # confidence below which a line is looked at once more


@dataclass(frozen=True, slots=True)
class Look:
    height: int  # px of the strip between its margins
    cleaned: bool = True  # else the page as it was scanned
    margin: float = 0.1  # of the line's height, added above and below: marks stand high and low
    ends: float = 0.15  # of the line's height, added to its left and right: the detector is stingy at a line's ends
    alone: bool = True  # whether other lines' ink is painted over


FIRST = Look(44)
AGAIN = (Look(56), Look(44, cleaned=False, margin=0.04, ends=0.0, alone=False), Look(30))


def doubtful(lines: Sequence[Line | None]) -> Iterator[int]:
    """Places of lines whose reading is unsure, or that no reading was had of."""
    return (place for place, line in enumerate(lines) if line is None or line.confidence < DOUBT)


def surer(before: Line | None, now: Line | None) -> Line | None:
    """The one of two readings of a line that the engine is surer of; the first where both are alike."""
    if before is None or now is None:
        return before or now
    return now if now.confidence > before.confidence else before
