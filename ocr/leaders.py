"""Dotted leaders, on which a form asks to be filled in. To an engine they are the rest of the line, read as garbage.

A leader is found as a chain of flat specks on one row, not by one opening: print and copying make of it dots, dashes,
or a ragged stroke.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.images import Pixels

FLAT = 0.036  # inch: the height of a leader's dot at 14 points, smeared by copying
PITCH = 0.075  # inch from the end of one speck to the next: less than from letter to letter's mark
SHORTEST = 0.2  # inch: the shortest chain
ROW = 0.024  # inch: the height of a chain, its dots not quite level
SAG = 0.03  # inch per inch: a photographed sheet is not flat, nor are its leaders
LINKS = 4  # specks of a chain; a smeared leader is one long stroke instead
STROKE = 0.3  # inch: length of one flat stroke that is a leader by itself
REACH = 0.3  # inch from a chain's end within which specks on the same row still belong to it


def leaders(ink: Pixels, dpi: int) -> Pixels:
    """255 where the ink is a leader's. `ink` is 255 where there is ink; the page must be nearly level."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    flat = stats[:, cv2.CC_STAT_HEIGHT] <= max(3, FLAT * dpi)
    flat[0] = False
    specks = stats[flat]
    ids = np.flatnonzero(flat)
    if not len(ids):
        return np.zeros_like(ink)
    chosen = np.zeros(count, bool)
    chosen[ids[_chained(specks, ink.shape, dpi)]] = True
    return chosen[labels].astype(np.uint8) * 255


def _chained(specks: NDArray[Any], shape: tuple[int, ...], dpi: int) -> NDArray[np.bool_]:
    """Which specks belong to a chain."""
    rows = np.zeros(shape, np.uint8)
    middles = specks[:, 1] + specks[:, 3] // 2
    for (left, _, width, *_), middle in zip(specks, middles, strict=True):
        cv2.line(rows, (int(left), int(middle)), (int(left + width - 1), int(middle)), 255, max(1, round(0.01 * dpi)))
    joined = cv2.morphologyEx(rows, cv2.MORPH_CLOSE, np.ones((1, max(3, round(PITCH * dpi))), np.uint8))
    count, labels, chains, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    chain_of = labels[middles, specks[:, 0] + specks[:, 2] // 2]
    links = np.bincount(chain_of, minlength=count)
    longest = np.zeros(count, np.int64)
    np.maximum.at(longest, chain_of, specks[:, 2])
    good = (chains[:, 2] >= SHORTEST * dpi) & (chains[:, 3] <= ROW * dpi + SAG * chains[:, 2])
    good &= (links >= LINKS) | (longest >= STROKE * dpi)
    good[0] = False
    return good[chain_of] | _near_chain(specks, middles, chains[good], dpi)


def _near_chain(specks: NDArray[Any], middles: NDArray[Any], chains: NDArray[Any], dpi: int) -> NDArray[np.bool_]:
    """Single dots between words written over a leader: on the row of a chain and not far from its end."""
    near = np.zeros(len(specks), bool)
    slack, reach = 0.008 * dpi, REACH * dpi
    for left, top, width, height, _ in chains:
        level = np.abs(middles - (top + height / 2)) <= slack
        ends = (specks[:, 0] + specks[:, 2] >= left - reach) & (specks[:, 0] <= left + width + reach)
        near |= level & ends
    return near
