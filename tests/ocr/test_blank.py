"""What is on a page that nobody wrote on, and what makes a page worth reading however little it is."""

from collections.abc import Callable
from datetime import date
from functools import cache
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.cleaning.blank import is_blank
from ocr.files.images import PageImage, pixels_of
from ocr.verdict.pages import judge_page
from ocr.verdict.verdict import Fault
from samples import damage
from samples.damage import Damage
from samples.papers import ct01
from samples.papers.sheet import Manner, Pen

pytestmark = pytest.mark.pixels

DPI = 200
SIZE = (1654, 2339)
GRAIN = damage.noise(4)
SCANNED = (damage.blur(0.8), damage.noise(3))


def after(image: Image.Image, *damages: Damage) -> Image.Image:
    return damage.damaged(damage.fresh(image), damages, Random(3)).image


def sheet(shade: int = 245) -> Image.Image:
    return Image.new("L", SIZE, shade)


@cache
def form() -> Image.Image:
    name, number = "Đặng Thị Hồng Thử", "099187000123"
    paper = ct01.Ct01(
        addressed_to="Công an xã Yên Lãng", full_name=name, birth_date=date(1987, 3, 12), sex="Nữ", id_number=number,
        phone="0912345678", email="", head=name, relation="Chủ hộ", head_id=number, request="Tách hộ", members=(),
        place="Yên Lãng", signed_on=date(2026, 10, 5),
    )  # fmt: skip
    return ct01.draw(paper, Manner(DPI, Pen(), Random(1))).image.convert("L")


def shining_through(strength: float) -> Image.Image:
    back = form().transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return after(back, damage.blur(1.5), damage.faint(strength), GRAIN)


def in_pencil(shade: int) -> Image.Image:
    """One line, 0.4 mm wide, on paper of 245."""
    page, dice = sheet(), np.random.default_rng(2)
    waves = [(300 + 6 * at, 400 + 18 * np.sin(0.9 * at) + dice.normal(0, 3)) for at in range(40)]
    ImageDraw.Draw(page).line(waves, fill=shade, width=3)
    return after(page, damage.blur(0.7), GRAIN)


def stamped() -> Image.Image:
    page = Image.new("RGB", SIZE, (248, 246, 240))
    draw = ImageDraw.Draw(page)
    draw.ellipse((1000, 1500, 1280, 1780), outline=(200, 40, 50), width=8)
    draw.ellipse((1030, 1530, 1250, 1750), outline=(200, 40, 50), width=4)
    return after(page, GRAIN)


def numbered(page: Image.Image, ink: int = 40, points: int = 11) -> Image.Image:
    letters = ImageFont.load_default(round(points * DPI / 72))
    ImageDraw.Draw(page).text((827, 2250), "7", font=letters, fill=ink)
    return after(page, GRAIN)


def punched() -> Image.Image:
    """Two holes of 6 mm, 12 mm from the edge; the scanner's lid behind them."""
    page = sheet()
    for middle in (SIZE[1] // 2 - 315, SIZE[1] // 2 + 315):
        ImageDraw.Draw(page).ellipse((70, middle - 24, 118, middle + 24), fill=30)
    return after(page, damage.blur(1))


def ringed() -> Image.Image:
    """A number in a ring as large as a hole."""
    page = sheet()
    draw = ImageDraw.Draw(page)
    draw.ellipse((70, 1000, 120, 1050), outline=30, width=3)
    draw.text((87, 1008), "1", font=ImageFont.load_default(32), fill=30)
    return after(page, GRAIN)


def under_an_open_lid(page: Image.Image) -> Image.Image:
    draw, (width, height) = ImageDraw.Draw(page), SIZE
    draw.polygon([(0, 0), (60, 0), (35, height), (0, height)], fill=20)
    draw.rectangle((0, height - 45, width, height), fill=15)
    draw.polygon([(width, 0), (width - 20, 0), (width - 45, height), (width, height)], fill=25)
    return after(page, damage.blur(1), GRAIN)


def yellowed() -> Image.Image:
    """Darker and yellower towards one corner, with soft spots."""
    down, across = np.mgrid[: SIZE[1], : SIZE[0]]
    paper = np.dstack([235 - 0 * across, 220 - 15 * across / SIZE[0], 175 - 35 * (down / SIZE[1])])
    dice = np.random.default_rng(4)
    for _ in range(6):
        x, y, wide = dice.uniform(0, SIZE[0]), dice.uniform(0, SIZE[1]), dice.uniform(60, 250)
        paper -= np.exp(-((across - x) ** 2 + (down - y) ** 2) / (2 * wide * wide))[..., None] * (6, 15, 35)
    paper += dice.normal(0, 4, (SIZE[1], SIZE[0], 1))
    return Image.fromarray(np.clip(paper, 0, 255).astype(np.uint8))


BLANK: dict[str, Callable[[], Image.Image]] = {
    "nothing": lambda: after(sheet(), GRAIN),
    "a coarse grain": lambda: after(sheet(), damage.noise(12)),
    "dust": lambda: after(sheet(250), damage.specks(60), damage.noise(5)),
    "dust, in black and white": lambda: after(sheet(), damage.specks(80), damage.photocopy),
    "a lamp's shadow": lambda: after(sheet(), damage.shadow, GRAIN),
    "print of the other side": lambda: shining_through(0.93),
    "strong print of the other side": lambda: shining_through(0.9),
    "punched holes": lambda: after(punched(), GRAIN),
    "black borders": lambda: under_an_open_lid(sheet()),
    "yellowed paper": yellowed,
}
WRITTEN_ON: dict[str, Callable[[], Image.Image]] = {
    "a note in pencil": lambda: in_pencil(205),
    "a note in the palest pencil": lambda: in_pencil(225),
    "a stamp": stamped,
    "a page number": lambda: numbered(sheet()),
    "a small and pale page number": lambda: numbered(sheet(), ink=150, points=9),
    "a page number beside holes": lambda: numbered(punched()),
    "a number in a ring": ringed,
    "a page number and black borders": lambda: under_an_open_lid(numbered(sheet())),
    "a form that is all but gone": lambda: after(form(), *SCANNED[:1], damage.faint(0.9), *SCANNED[1:]),
    "a form whose toner ran out": lambda: after(form(), *SCANNED[:1], damage.faint(0.93), *SCANNED[1:]),
    "a form out of focus": lambda: after(form(), damage.blur(2.5), damage.noise(3)),
}


@pytest.mark.parametrize("what", BLANK)
def test_these_are_blank_to_reader_and_verdict_alike(what):
    pixels = pixels_of(BLANK[what]())
    assert is_blank(pixels)
    assert Fault.BLANK in judge_page(PageImage(1, pixels, DPI, False)).faults


@pytest.mark.parametrize("what", WRITTEN_ON)
def test_these_are_read_and_so_said(what):
    pixels = pixels_of(WRITTEN_ON[what]())
    assert not is_blank(pixels)
    assert Fault.BLANK not in judge_page(PageImage(1, pixels, DPI, False)).faults


@pytest.mark.parametrize("shape", [(1, 1), (3, 3000), (30000, 5), (20, 20, 3)])
def test_what_is_too_small_to_tell_is_read(shape):
    assert not is_blank(np.full(shape, 255, np.uint8))
