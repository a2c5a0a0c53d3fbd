"""What hands put on a printed page: a round red stamp and a signature."""

import math

from PIL import Image, ImageChops, ImageDraw

from samples.lettering import Face
from samples.papers.sheet import RED, Ink, Sheet


def signature(sheet: Sheet, x: float, y: float, wide: float, ink: Ink) -> None:
    """A scribble centred on (x, y): loops that run to the right and a stroke back under them. Nobody's name."""
    dice, points = sheet.dice, []
    loops, high = dice.randint(2, 6), wide * dice.uniform(0.14, 0.28)
    start, wave, lean = dice.uniform(0, 3), dice.uniform(3, 9), dice.uniform(0.03, 0.11)
    for step in range(loops * 12 + 1):
        part = step / (loops * 12)
        swing = (
            math.sin(part * loops * 2 * math.pi + start)
            * high
            * (1 - 0.55 * part)
            * (0.65 + 0.35 * math.cos(wave * part))
        )
        back = math.cos(part * loops * 2 * math.pi) * wide * lean
        points.append(sheet.at(x - wide / 2 + wide * part + back, y - swing))
    if dice.random() < 0.6:
        points += [sheet.at(x - wide * dice.uniform(0.1, 0.4), y + high), sheet.at(x + wide * 0.45, y + high * 0.55)]
    sheet.draw.line(points, fill=ink, width=sheet.px(0.38), joint="curve")


def round_stamp(sheet: Sheet, x: float, y: float, words: tuple[str, str], radius: float = 17.0, ink: Ink = RED) -> None:
    """An office's round stamp centred on (x, y) in mm: a name around a star, another line below the star.

    It is laid over what stands there as ink is: dark marks under it stay dark.
    """
    size = 2 * sheet.px(radius)
    stamp = Image.new("L", (size, size), 0)
    draw, middle, line = ImageDraw.Draw(stamp), size / 2, max(1, size // 60)
    draw.ellipse((line, line, size - line, size - line), outline=255, width=2 * line)
    draw.ellipse((size * 0.27, size * 0.27, size * 0.73, size * 0.73), outline=255, width=line)
    _star(draw, middle, middle, size * 0.12)
    _around(stamp, words[0], size, 198, 342, sheet)
    _around(stamp, words[1], size, 160, 20, sheet)
    stamp = stamp.rotate(sheet.dice.uniform(-14, 14), Image.Resampling.BICUBIC).point(lambda light: int(light * 0.82))
    left, top = sheet.at(x, y)
    corner = (left - size // 2, top - size // 2)
    under = sheet.image.crop((*corner, corner[0] + size, corner[1] + size))
    inked = Image.composite(Image.new("RGB", under.size, ink), Image.new("RGB", under.size, (255, 255, 255)), stamp)
    sheet.image.paste(ImageChops.multiply(under, inked), corner)


def _star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    corners = []
    for point in range(10):
        reach, angle = radius * (1 if point % 2 == 0 else 0.4), math.pi * (point / 5 - 0.5)
        corners.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    draw.polygon(corners, fill=255)


def _around(stamp: Image.Image, text: str, size: int, first: float, last: float, sheet: Sheet) -> None:
    """Letters set between two rings, from angle `first` to `last` in degrees clockwise from the right."""
    span = abs(last - first)
    height = min(size * 0.13, span / 360 * math.pi * size * 0.74 / max(1, len(text)) * 1.55)
    letters = sheet.font(Face.SANS_BOLD, 72 / 25.4 * sheet.mm(max(5, height)))
    for place, sign in enumerate(text):
        angle = math.radians(first + (last - first) * (place + 0.5) / len(text))
        em = int(letters.size)
        tile = Image.new("L", (em * 2, em * 2), 0)
        ImageDraw.Draw(tile).text((em, em), sign, font=letters, fill=255, anchor="mm")
        turn = -math.degrees(angle) - 90 if last > first else -math.degrees(angle) + 90
        tile = tile.rotate(turn, Image.Resampling.BICUBIC)
        x, y = size / 2 + 0.365 * size * math.cos(angle), size / 2 + 0.365 * size * math.sin(angle)
        stamp.paste(255, (round(x) - em, round(y) - em), tile)
