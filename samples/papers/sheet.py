"""A page being drawn: text, dotted leaders, digit boxes, tables, and the truth of each field as it is filled in.

Lengths are millimetres from the top left corner of the page (or of the card being drawn on it), y on the baseline of
the text; type sizes are points. The truth is in pixels.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from PIL import Image, ImageDraw, ImageFont

from samples.box import Box, around
from samples.lettering import Face, font

Ink = tuple[int, int, int]
BLACK: Ink = (22, 22, 24)
BLUE: Ink = (28, 48, 138)
RED: Ink = (196, 32, 38)
GREY: Ink = (120, 120, 120)


@dataclass(frozen=True, slots=True)
class Pen:
    """How a paper is filled in."""

    face: Face = Face.SERIF
    points: float = 12.5
    ink: Ink = BLACK
    on_dots: bool = False  # the dotted leader runs on under the writing, as on a form printed first and filled later
    unsteady: float = 0.0  # mm by which the baseline of a word wanders


@dataclass(frozen=True, slots=True)
class Manner:
    """How a paper is printed and filled in: its dpi, its pen, its small changes by dice, the family of its print."""

    dpi: int
    pen: Pen
    dice: Random
    face: Face = Face.SERIF


@dataclass(slots=True)
class Filled:
    """A field on the undamaged page."""

    name: str
    value: str
    written: str
    box: Box


@dataclass(slots=True)
class Sheet:
    """One A4 page. What is drawn is also kept as text, so that the page's true lines are known."""

    dpi: int
    dice: Random
    width_mm: float = 210
    height_mm: float = 297
    fields: list[Filled] = field(default_factory=list)
    qr: str = ""
    mrz: tuple[str, ...] = ()
    _strokes: list[tuple[Box, str]] = field(default_factory=list)
    _origin: tuple[float, float, float] = (0.0, 0.0, 1.0)  # x, y in mm of the page; magnification
    image: Image.Image = field(init=False)
    draw: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        size = (round(self.width_mm / 25.4 * self.dpi), round(self.height_mm / 25.4 * self.dpi))
        self.image = Image.new("RGB", size, (255, 255, 255))
        self.draw = ImageDraw.Draw(self.image)

    @contextmanager
    def part(self, x: float, y: float, magnified: float = 1.0) -> Iterator[None]:
        """Draw a part (a card on its photocopy) in its own millimetres, magnified."""
        before, self._origin = self._origin, (x, y, magnified)
        yield
        self._origin = before

    def at(self, x: float, y: float) -> tuple[int, int]:
        """Pixel of a place in mm."""
        left, top, times = self._origin
        return round((left + x * times) / 25.4 * self.dpi), round((top + y * times) / 25.4 * self.dpi)

    def px(self, length: float) -> int:
        """Pixels of a length in mm, at least 1."""
        return max(1, round(length * self._origin[2] / 25.4 * self.dpi))

    def mm(self, pixels: float) -> float:
        """mm of a length in pixels."""
        return pixels * 25.4 / self.dpi / self._origin[2]

    def behind(self, box: Box) -> float:
        """x in mm of the right edge of a box."""
        return self.mm(box.right - self.at(0, 0)[0])

    def font(self, face: Face, points: float) -> ImageFont.FreeTypeFont:
        return font(face, self.px(points * 25.4 / 72))

    def wide(self, text: str, face: Face, points: float) -> float:
        """Width of a text in mm."""
        return self.mm(self.font(face, points).getlength(text))

    def text(
        self, x: float, y: float, text: str, face: Face, points: float, ink: Ink = BLACK, anchor: str = "ls"
    ) -> Box:
        """Print a text; `anchor` as in Pillow, its second letter "s" for the baseline."""
        place, letters = self.at(x, y), self.font(face, points)
        self.draw.text(place, text, font=letters, fill=ink, anchor=anchor)
        left, top, right, bottom = self.draw.textbbox(place, text, font=letters, anchor=anchor)
        box = Box(int(left), int(top), int(right) + 1, int(bottom) + 1)
        self._strokes.append((box, text))
        return box

    def write(self, x: float, y: float, text: str, pen: Pen) -> Box:
        """Fill in a text with the pen, word by word when it is unsteady."""
        if not pen.unsteady:
            return self.text(x, y, text, pen.face, pen.points, pen.ink)
        boxes = []
        for word in text.split(" "):
            points = pen.points * self.dice.uniform(0.95, 1.06)
            boxes.append(self._tilted(x, y + self.dice.uniform(-pen.unsteady, pen.unsteady), word, pen, points))
            x += self.wide(word, pen.face, points) + pen.points * 0.352 * self.dice.uniform(0.24, 0.4)
        whole = around(boxes)
        self._strokes.append((whole, text))
        return whole

    def _tilted(self, x: float, y: float, word: str, pen: Pen, points: float) -> Box:
        """One handwritten word, slightly off the horizontal."""
        letters = self.font(pen.face, points)
        pad = int(letters.size) // 2
        left, top, right, bottom = (int(side) for side in letters.getbbox(word, anchor="ls"))
        tile = Image.new("L", (right - left + 2 * pad, bottom - top + 2 * pad), 0)
        ImageDraw.Draw(tile).text((pad - left, pad - top), word, font=letters, fill=255, anchor="ls")
        tile = tile.rotate(self.dice.uniform(-1.6, 1.6), Image.Resampling.BICUBIC)
        px, py = self.at(x, y)
        corner = (px + left - pad, py + top - pad)
        self.image.paste(pen.ink, corner, tile)
        seen = tile.getbbox() or (0, 0, 1, 1)
        return Box(corner[0] + seen[0], corner[1] + seen[1], corner[0] + seen[2], corner[1] + seen[3])

    def dots(self, x0: float, x1: float, y: float) -> None:
        """A dotted leader on the baseline."""
        step, size = self.px(1.05), max(1, self.px(0.17))
        (left, base), (right, _) = self.at(x0, y), self.at(x1, y)
        for x in range(left, right, step):
            self.draw.rectangle((x, base - size, x + size, base), fill=(70, 70, 70))

    def rule(self, x0: float, y0: float, x1: float, y1: float, ink: Ink = BLACK, thick: float = 0.25) -> None:
        """A straight printed line."""
        self.draw.line((*self.at(x0, y0), *self.at(x1, y1)), fill=ink, width=self.px(thick))

    def filled(self, name: str, value: str, written: str, box: Box) -> None:
        """Note the truth of a field."""
        self.fields.append(Filled(name, value, written, box))

    def lines(self) -> tuple[str, ...]:
        """Everything drawn, as lines from top to bottom, each from left to right."""
        rows: list[list[tuple[Box, str]]] = []
        for stroke in sorted(self._strokes, key=lambda stroke: stroke[0].bottom):
            middle = (stroke[0].top + stroke[0].bottom) / 2
            if rows and rows[-1][0][0].top < middle < rows[-1][0][0].bottom:
                rows[-1].append(stroke)
            else:
                rows.append([stroke])
        return tuple(" ".join(text for _, text in sorted(row, key=lambda stroke: stroke[0].left)) for row in rows)
