"""Colours: what is written can be read, and what can be used is seen, in both lights (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re

import pytest

from review.statics import FOLDER

TOKENS = (FOLDER / "tokens.css").read_text(encoding="utf-8")
PAIRS = {name: found for name, *found in re.findall(r"--([a-z-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS)}
GROUNDS = ("ground", "raised", "sunken")
SOFT = ("accent-soft", "good-soft", "warn-soft", "bad-soft")

READ = """
text       | ground raised sunken accent-soft good-soft warn-soft bad-soft
text-quiet | ground raised sunken
accent     | ground raised sunken accent-soft
on-accent  | accent
good       | ground raised good-soft
warn       | ground raised warn-soft
bad        | ground raised bad-soft
"""
SEEN = """
edge-strong | ground raised
focus       | ground raised sunken
accent      | ground raised
mark        | raised
bad         | raised
"""


def cases(table: str) -> list[tuple[str, str]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [(front, back) for front, backs in lines for back in backs.split()]


def light(colour: str) -> float:
    """Relative luminance, 0..1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(front: str, back: str, at: int) -> float:
    found = sorted((light(PAIRS[front][at]), light(PAIRS[back][at])), reverse=True)
    return (found[0] + 0.05) / (found[1] + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), cases(READ))
def test_what_is_written_can_be_read(front: str, back: str, theme: str) -> None:
    assert contrast(front, back, ("light", "dark").index(theme)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), cases(SEEN))
def test_what_can_be_used_is_seen(front: str, back: str, theme: str) -> None:
    assert contrast(front, back, ("light", "dark").index(theme)) >= 3


def test_colours_stand_in_one_place() -> None:
    """In other styles they are named, so that both lights hold everywhere; paper is black on white."""
    others = [path for path in FOLDER.glob("*.css") if path.name != "tokens.css" and "print" not in path.name]
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)")  # not the id of a selector
    bare = {path.name: colour.findall(path.read_text(encoding="utf-8")) for path in others}
    assert {name: found for name, found in bare.items() if found} == {}
