"""Where a box of the upright page lies on the page of the scan: its four corners, led back by `Page.to_scan`."""

from collections.abc import Sequence

from ocr.page import Box

Point = tuple[float, float]
"""(x, y)."""

Corners = tuple[Point, Point, Point, Point]
"""Of a box, as the letters in it stand: top left, top right, bottom right, bottom left."""


def on_scan(box: Box, to_scan: Sequence[float]) -> Corners:
    """Corners in px of the scan's page; a photographed page makes any four-cornered shape of a box."""
    corners = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
    first, second, third, fourth = (_led(corner, to_scan) for corner in corners)
    return first, second, third, fourth


def around(corners: Sequence[Point], width: int, height: int) -> Box:
    """The smallest level box around the corners that lies within a page of this size; never without a pixel."""
    across, down = [x for x, _ in corners], [y for _, y in corners]
    left, top = (min(max(0, round(min(side))), most - 1) for side, most in ((across, width), (down, height)))
    right, bottom = min(max(round(max(across)), left + 1), width), min(max(round(max(down)), top + 1), height)
    return Box(left, top, right, bottom)


def is_level(corners: Corners) -> bool:
    """Whether the corners are those of an upright box, to half a pixel."""
    (a, b), (c, d), (e, f), (g, h) = corners
    return a < c and b < h and max(abs(a - g), abs(c - e), abs(b - d), abs(f - h)) <= 0.5


def _led(point: Point, to_scan: Sequence[float]) -> Point:
    x, y = point
    a, b, c, d, e, f, g, h, i = to_scan
    depth = g * x + h * y + i
    if abs(depth) < 1e-9:
        raise ValueError("a box beyond the horizon of its page")
    return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth
