"""Tick boxes are found, ticked or not, and what is ticked is told by its ink; letters and boxes of numbers are none."""

import cv2
import numpy as np
import pytest

from ocr.cleaning.ticks import tick_boxes

RESOLUTIONS = (150, 200, 300)


def sheet(dpi: int) -> np.ndarray:
    return np.full((2 * dpi, 6 * dpi), 255, np.uint8)


def box(page: np.ndarray, dpi: int, x: float, side: float = 0.15) -> None:
    """An empty box, its upper left corner `x` inches from the left and an inch from the top."""
    corners = (round(x * dpi), dpi), (round((x + side) * dpi), round((1 + side) * dpi))
    cv2.rectangle(page, *corners, 0, max(1, round(0.01 * dpi)))


def stroke(page: np.ndarray, dpi: int, start: tuple[float, float], end: tuple[float, float]) -> None:
    points = [(round(x * dpi), round((1 + y) * dpi)) for x, y in (start, end)]
    cv2.line(page, *points, 0, max(1, round(0.018 * dpi)), cv2.LINE_AA)


@pytest.mark.parametrize("dpi", RESOLUTIONS)
def test_an_empty_box_has_no_ink_and_a_ticked_one_has(dpi: int) -> None:
    page = sheet(dpi)
    for x in (1.0, 2.0, 3.0):
        box(page, dpi, x)
    stroke(page, dpi, (2.03, 0.03), (2.12, 0.12))
    stroke(page, dpi, (2.12, 0.03), (2.03, 0.12))
    stroke(page, dpi, (3.02, 0.07), (3.07, 0.13))
    stroke(page, dpi, (3.07, 0.13), (3.2, -0.06))  # a tick runs out of its box
    empty, crossed, ticked = tick_boxes(page, dpi)
    assert [round(one.box.left / dpi) for one in (empty, crossed, ticked)] == [1, 2, 3]
    assert empty.inked < 0.02
    assert min(crossed.inked, ticked.inked) > 0.15


@pytest.mark.parametrize("dpi", RESOLUTIONS)
def test_boxes_of_a_number_and_letters_are_no_tick_boxes(dpi: int) -> None:
    page = sheet(dpi)
    for digit in range(12):
        box(page, dpi, 1 + digit * 0.25, 0.25)
    text = "DON DE NGHI BO QD 0BD08 ODDO"
    cv2.putText(page, text, (dpi // 4, dpi // 2), cv2.FONT_HERSHEY_DUPLEX, dpi / 200, 0, 2, cv2.LINE_AA)
    assert tick_boxes(page, dpi) == ()


def test_an_empty_page_has_none() -> None:
    assert tick_boxes(sheet(200), 200) == ()
