"""What scanners, copiers and telephones do to a page: small damages, composed in order, each with its dice.

Each keeps the matrix from the drawn page to the scan, so that the truth boxes follow the marks.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from samples.box import Box

Matrix = NDArray[np.float64]
WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Scan:
    """A page image on its way from paper to file."""

    image: Image.Image
    matrix: Matrix  # 3 x 3 homography: pixels of the drawn page -> pixels of `image`
    turned: int = 0  # degrees clockwise by which the image must be turned to stand upright
    done: tuple[str, ...] = ()  # names of the damages, in order

    def place(self, box: Box) -> Box:
        """Where a box of the drawn page now lies: the upright rectangle around it, cut at the page's edge."""
        corners = [(x, y, 1.0) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        moved = np.array(corners) @ self.matrix.T
        xs, ys = moved[:, 0] / moved[:, 2], moved[:, 1] / moved[:, 2]
        left, top = max(0, math.floor(xs.min())), max(0, math.floor(ys.min()))
        right, bottom = min(self.image.width, math.ceil(xs.max())), min(self.image.height, math.ceil(ys.max()))
        return Box(left, top, right, bottom)


Damage = Callable[[Scan, Random], Scan]


def fresh(image: Image.Image) -> Scan:
    """A page as drawn."""
    return Scan(image, np.eye(3))


def damaged(scan: Scan, damages: tuple[Damage, ...], dice: Random) -> Scan:
    """The scan after all damages, in the order given."""
    for damage in damages:
        scan = damage(scan, dice)
    return scan


def _after(scan: Scan, image: Image.Image, what: str, matrix: Matrix | None = None, turned: int | None = None) -> Scan:
    moved = scan.matrix if matrix is None else matrix @ scan.matrix
    return replace(
        scan, image=image, matrix=moved, done=(*scan.done, what), turned=scan.turned if turned is None else turned
    )


def grey(scan: Scan, dice: Random) -> Scan:
    """Scanned without colour."""
    return _after(scan, scan.image.convert("L"), "grey")


def skew(most: float) -> Damage:
    """Laid crooked on the glass, by at least half of `most` degrees to either side."""

    def crooked(scan: Scan, dice: Random) -> Scan:
        degrees = dice.choice((-1, 1)) * dice.uniform(most / 2, most)
        paper = 255 if scan.image.mode == "L" else WHITE
        image = scan.image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=paper)
        turn, middle_x, middle_y = math.radians(-degrees), image.width / 2, image.height / 2
        cos, sin = math.cos(turn), math.sin(turn)
        matrix = np.array(
            [
                [cos, -sin, middle_x - cos * middle_x + sin * middle_y],
                [sin, cos, middle_y - sin * middle_x - cos * middle_y],
                [0.0, 0.0, 1.0],
            ]
        )
        return _after(scan, image, "skew", matrix)

    return crooked


def noise(amount: float) -> Damage:
    """Grain of a sensor: normal noise of `amount` grey levels (0..255)."""

    def grained(scan: Scan, dice: Random) -> Scan:
        pixels = np.asarray(scan.image, dtype=np.int16)
        sand = np.random.default_rng(dice.getrandbits(32))
        grain = sand.normal(0.0, amount, (512, 521)).astype(np.int16)  # tiled: prime width, so the tiles do not show
        rows, columns = -(-pixels.shape[0] // 512), -(-pixels.shape[1] // 521)
        field = np.tile(grain, (rows, columns))[: pixels.shape[0], : pixels.shape[1]]
        field = field[..., None] if pixels.ndim == 3 else field
        return _after(scan, Image.fromarray(np.clip(pixels + field, 0, 255).astype(np.uint8)), "noise")

    return grained


def blur(radius: float) -> Damage:
    """Out of focus by `radius` px (standard deviation)."""
    return lambda scan, dice: _after(scan, scan.image.filter(ImageFilter.GaussianBlur(radius)), "blur")


def faint(strength: float) -> Damage:
    """Little toner: black becomes grey, 0 leaves the page as it is and 1 leaves white."""
    light = [round(255 - (255 - value) * (1 - strength)) for value in range(256)]
    return lambda scan, dice: _after(scan, scan.image.point(light * len(scan.image.getbands())), "faint")


def specks(count: int) -> Damage:
    """Dust of a copier's glass: `count` dark specks of one to four pixels."""

    def dusty(scan: Scan, dice: Random) -> Scan:
        image = scan.image.copy()
        for _ in range(count):
            size = dice.randint(1, 4)
            x, y = dice.randrange(image.width - size), dice.randrange(image.height - size)
            shade = dice.randrange(60, 140)
            image.paste(shade if image.mode == "L" else (shade, shade, shade), (x, y, x + size, y + size))
        return _after(scan, image, "specks")

    return dusty


def photocopy(scan: Scan, dice: Random) -> Scan:
    """Black or white only, as an old copier and a fax-like scanner give it."""
    ink = scan.image.convert("L").filter(ImageFilter.GaussianBlur(0.6))
    level = dice.randint(150, 185)
    return _after(scan, ink.point([0 if value < level else 255 for value in range(256)]).convert("1"), "photocopy")


def shadow(scan: Scan, dice: Random) -> Scan:
    """Light falls off towards one corner, as under a lamp or a lid that stood open."""
    across, down = np.meshgrid(np.linspace(0, 1, 64), np.linspace(0, 1, 64))
    across = across if dice.random() < 0.5 else 1 - across
    down = down if dice.random() < 0.5 else 1 - down
    light = 255 - dice.uniform(45, 80) * np.clip((across + down) / 2 - 0.25, 0, 1)
    mask = Image.fromarray(light.astype(np.uint8)).resize(scan.image.size, Image.Resampling.BICUBIC)
    veil = mask if scan.image.mode == "L" else Image.merge("RGB", (mask, mask, mask))
    return _after(scan, ImageChops.multiply(scan.image, veil), "shadow")


def turn(degrees: int) -> Damage:
    """Scanned lying on its side or head: turned clockwise by `degrees` (90, 180, 270) the image stands upright."""

    def over(scan: Scan, dice: Random) -> Scan:
        width, height = scan.image.size
        way, rows = {
            90: (Image.Transpose.ROTATE_90, [[0, 1, 0], [-1, 0, width]]),
            180: (Image.Transpose.ROTATE_180, [[-1, 0, width], [0, -1, height]]),
            270: (Image.Transpose.ROTATE_270, [[0, -1, height], [1, 0, 0]]),
        }[degrees]
        matrix = np.array([*rows, [0, 0, 1]], dtype=np.float64)
        return _after(scan, scan.image.transpose(way), f"turn {degrees}", matrix, (scan.turned + degrees) % 360)

    return over


def telephone(amount: float) -> Damage:
    """Photographed from a slight angle on a table: each corner up to `amount` of the page's width inwards."""

    def seen(scan: Scan, dice: Random) -> Scan:
        width, height = scan.image.size
        reach = amount * width
        lean = [(dice.uniform(0.2, 1) * reach, dice.uniform(0.2, 1) * reach) for _ in range(4)]
        here = [(0, 0), (width, 0), (width, height), (0, height)]
        signs = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
        there = [(x + a * p, y + b * q) for (x, y), (a, b), (p, q) in zip(here, lean, signs, strict=True)]
        matrix = _homography(here, there)
        back = np.linalg.inv(matrix)
        table = dice.randint(70, 120)
        ground = (table, table - 12, table - 30) if scan.image.mode == "RGB" else table
        image = scan.image.transform(
            scan.image.size,
            Image.Transform.PERSPECTIVE,
            tuple((back / back[2, 2]).ravel()[:8]),
            Image.Resampling.BICUBIC,
            fillcolor=ground,
        )
        return _after(scan, image, "telephone", matrix)

    return seen


def _homography(here: list[tuple[int, int]], there: list[tuple[float, float]]) -> Matrix:
    """The 3 x 3 matrix that takes four points to four others."""
    rows, right = [], []
    for (x, y), (u, v) in zip(here, there, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return np.append(np.linalg.solve(np.array(rows, dtype=np.float64), np.array(right)), 1.0).reshape(3, 3)
