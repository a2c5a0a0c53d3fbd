"""A leader that was written over: its dots go from between the words, the words' own dots stay."""

import numpy as np
import pytest

from ocr.cleaning.clean import clean

RESOLUTIONS = (200, 300)
ROW = 0.6  # inch from the top: the row of the dots
PITCH = 0.05  # inch from dot to dot


class Drawn:
    """A strip of paper five inches wide; all places in inches."""

    def __init__(self, dpi: int) -> None:
        self.dpi = dpi
        self.page = np.full((dpi, 5 * dpi), 255, np.uint8)
        self._dot = max(2, round(0.013 * dpi))

    def dot(self, left: float, row: float = ROW) -> None:
        top, left = round(row * self.dpi), round(left * self.dpi)
        self.page[top : top + self._dot, left : left + self._dot] = 0

    def leader(self, left: float, right: float) -> None:
        for place in np.arange(left, right, PITCH):
            self.dot(place)

    def letter(self, left: float) -> None:
        bottom, start = round((ROW + 0.013) * self.dpi), round(left * self.dpi)
        self.page[bottom - round(0.11 * self.dpi) : bottom, start : start + round(0.025 * self.dpi)] = 0

    def inked(self, left: float, row: float = ROW) -> bool:
        """Whether the dot drawn there is left after cleaning."""
        after = clean(self.page, self.dpi).gray
        top, left = round(row * self.dpi), round(left * self.dpi)
        return bool(after[top : top + self._dot, left : left + self._dot].min() < 128)


@pytest.mark.parametrize("dpi", RESOLUTIONS)
def test_dots_left_and_amid_of_what_is_written_over_the_leader_go(dpi):
    line = Drawn(dpi)
    for place in (0.9, 1.1, 1.3, 1.5):
        line.letter(place)
    line.dot(0.8), line.dot(0.85)  # two dots of the leader before the word are no chain by themselves
    line.dot(1.215)
    line.leader(2.2, 4.6)
    assert [line.inked(place) for place in (0.8, 0.85, 1.215, 3.0)] == [False] * 4


@pytest.mark.parametrize("dpi", RESOLUTIONS)
@pytest.mark.parametrize("begins", [0.6, 1.8], ids=["close before a leader", "far before it"])
def test_full_stop_behind_a_number_stays(dpi, begins):
    line = Drawn(dpi)
    line.letter(0.3)
    line.dot(0.34)
    line.leader(begins, 4.6)
    assert line.inked(0.34)
    assert not line.inked(begins + 10 * PITCH)


@pytest.mark.parametrize("dpi", RESOLUTIONS)
@pytest.mark.parametrize("begins", [0.38, 0.6, 1.8], ids=["on it", "close", "far"])
def test_lower_dot_of_a_colon_stays(dpi, begins):
    line = Drawn(dpi)
    line.letter(0.28)
    line.dot(0.33), line.dot(0.33, ROW - 0.07)
    line.leader(begins, 4.6)
    assert line.inked(0.33)
    assert line.inked(0.33, ROW - 0.07)


@pytest.mark.parametrize("dpi", RESOLUTIONS)
def test_full_stop_within_a_word_stays(dpi):
    line = Drawn(dpi)
    for place in (0.9, 0.96):
        line.letter(place)
    line.dot(0.937)
    line.leader(1.6, 4.6)
    assert line.inked(0.937)
    assert not line.inked(1.6 + 10 * PITCH)
