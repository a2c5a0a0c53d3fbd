"""Where a mark lies on a page: the truth's own box, apart from the type that reading gives."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; origin top left; right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> tuple[float, float]:
        """(x, y) of the centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def with_(self, other: "Box") -> "Box":
        """The smallest box around both."""
        left, top = min(self.left, other.left), min(self.top, other.top)
        return Box(left, top, max(self.right, other.right), max(self.bottom, other.bottom))


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box around all of at least one."""
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.with_(box)
    return whole
