"""What reading gives: a `Page` of words with boxes and confidences, and the codes printed on it.

All boxes are in pixels of the *upright page*: the image that was read, after turning and deskewing. `Page.to_scan` maps
them back to the pixels of the page image as it came out of the scan, so that each word can be shown on the original.
"""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle in pixels of the upright page; origin top left; right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """(x, y) of the centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def with_(self, other: "Box") -> "Box":
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Word:
    text: str  # NFC, as recognised, never corrected
    box: Box
    confidence: float  # 0..1, the engine's own estimate; not calibrated


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one text line, left to right; never empty."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        box = self.words[0].box
        for word in self.words[1:]:
            box = box.with_(word.box)
        return box

    @property
    def confidence(self) -> float:
        """Mean of the words' confidences, weighted by their length."""
        letters = sum(len(word.text) for word in self.words) or 1
        return sum(word.confidence * len(word.text) for word in self.words) / letters


class CodeKind(Enum):
    QR = "a QR code"
    MRZ = "a machine-readable zone of three lines of thirty signs (ICAO 9303 TD1)"


@dataclass(frozen=True, slots=True)
class Code:
    """A code printed on the page, as read. Anybody can print one: it proves consistency, not identity."""

    kind: CodeKind
    text: str  # QR: the payload; MRZ: three lines parted by "\n"
    box: Box


@dataclass(frozen=True, slots=True)
class Tick:
    """A small square in which a form is answered by a tick or a cross."""

    box: Box  # with its walls
    inked: float  # 0..1, share of its inside that is ink; an empty one has next to none


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a scan, as read by one engine at one version."""

    number: int  # 1.. within its scan
    width: int  # px of the upright page
    height: int  # px of the upright page
    dpi: int  # of the scan as declared, or estimated from an A4 page
    turned: int  # degrees clockwise by which the scan was turned to stand upright: 0, 90, 180, 270
    skew: float  # degrees clockwise taken out after turning
    to_scan: tuple[float, ...]  # 9 numbers, row-major homography: upright page px -> scan px
    lines: tuple[Line, ...]  # in reading order
    codes: tuple[Code, ...]
    cells: tuple[Box, ...]  # digit boxes and table cells whose rules were taken out before reading
    engine: str  # name and version of engine, model and settings, as in the step's key
    ticks: tuple[Tick, ...] = ()  # tick boxes, empty or not

    @property
    def text(self) -> str:
        """Lines in reading order, parted by newlines."""
        return "\n".join(line.text for line in self.lines)

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for line in self.lines for word in line.words)
