"""Damages move the truth boxes with the marks, and are the same for the same dice."""

from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw

from samples import damage
from samples.box import Box

MARK = Box(90, 160, 210, 190)
MOVING = {
    "skew": damage.skew(2.5),
    "turn 90": damage.turn(90),
    "turn 180": damage.turn(180),
    "turn 270": damage.turn(270),
    "telephone": damage.telephone(0.06),
}
STILL = {
    "grey": damage.grey,
    "noise": damage.noise(9),
    "blur": damage.blur(0.8),
    "faint": damage.faint(0.4),
    "specks": damage.specks(20),
    "photocopy": damage.photocopy,
    "shadow": damage.shadow,
}


def page() -> Image.Image:
    image = Image.new("RGB", (420, 594), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    draw.rectangle((MARK.left, MARK.top, MARK.right - 1, MARK.bottom - 1), fill=(255, 0, 0))
    return image


def red_box(image: Image.Image) -> Box:
    pixels = np.asarray(image.convert("RGB")).astype(int)
    rows, columns = np.nonzero((pixels[..., 0] > 150) & (pixels[..., 1] < 100) & (pixels[..., 2] < 100))
    return Box(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)


@pytest.mark.parametrize("name", MOVING)
def test_a_box_follows_its_mark(name):
    scan = MOVING[name](damage.fresh(page()), Random(5))
    seen, told = red_box(scan.image), scan.place(MARK)
    sides = ("left", "top", "right", "bottom")
    assert max(abs(getattr(seen, side) - getattr(told, side)) for side in sides) <= 3
    assert told != MARK


def test_boxes_follow_a_whole_chain():
    steps = (damage.skew(2), damage.telephone(0.04), damage.turn(90))
    scan = damage.damaged(damage.fresh(page()), steps, Random(2))
    seen, told = red_box(scan.image), scan.place(MARK)
    assert abs(seen.middle[0] - told.middle[0]) < 3
    assert abs(seen.middle[1] - told.middle[1]) < 3
    assert scan.done == ("skew", "telephone", "turn 90")


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turning_back_by_what_is_told_sets_the_page_upright(degrees):
    scan = damage.turn(degrees)(damage.fresh(page()), Random(1))
    assert scan.turned == degrees
    assert red_box(scan.image.rotate(-degrees, expand=True)) == MARK


@pytest.mark.parametrize("name", MOVING | STILL)
def test_damage_changes_the_page_and_is_the_same_for_the_same_dice(name):
    step = (MOVING | STILL)[name]
    once, again = (step(damage.fresh(page()), Random(7)).image for _ in range(2))
    assert once.tobytes() == again.tobytes()
    assert once.convert("RGB").tobytes() != page().tobytes()


@pytest.mark.parametrize("name", STILL)
def test_other_damages_leave_the_boxes(name):
    assert STILL[name](damage.fresh(page()), Random(1)).place(MARK) == MARK


def test_a_photocopy_is_black_or_white():
    assert damage.photocopy(damage.fresh(page()), Random(1)).image.mode == "1"
