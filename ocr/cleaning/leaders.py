"""Dotted leaders, on which a form asks to be filled in. To an engine they are the rest of the line, read as garbage.

A leader is found as a chain of flat specks on one row, not by one opening: print and copying make of it dots, dashes,
or a ragged stroke.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.cleaning.rules import painted
from ocr.files.images import Pixels

FLAT = 0.036  # inch: the height of a leader's dot at 14 points, smeared by copying
PITCH = 0.075  # inch from the end of one speck to the next: less than from letter to letter's mark
SHORTEST = 0.2  # inch: the shortest chain
ROW = 0.024  # inch: the height of a chain, its dots not quite level
SAG = 0.03  # inch per inch: a photographed sheet is not flat, nor are its leaders
LINKS = 4  # specks of a chain; a smeared leader is one long stroke instead
STROKE = 0.3  # inch: length of one flat stroke that is a leader by itself
MARK_BELOW = 0.075  # inch: the most from a letter, or from the upper dot of a colon, to the dot below it
BIGGER = 1.6  # times the ink of the usual speck of its chain
HIGHER = 0.6  # of the usual speck's height: by how much a mark stands above the dots to its left and right
APART = 1.7  # times the usual gap of its chain, on either side
ROUND = 4.5  # width over height of a mark, dots of the leader perhaps touching it
REACH = 0.3  # inch from a chain's end within which specks on the same row still belong to it
FAR = 3.0  # inch from a chain's end within which its very dots do: a hand writes over the leader between
LEVEL = 0.012  # inch: how far such dots may lie off the row
CLOSE = 0.035  # inch: the most from a word to the full stop behind it, and less than from there to what follows
WITHIN = 0.02  # inch: the most from a letter to the full stop within an address or a number, on both its sides
SPECK = 0.012  # inch: what is slimmer is no full stop amid a word, but the rest of a leader's dot
COLON = 0.12  # inch: the most from one dot of a colon to the other
HIGH = 0.06  # inch: a letter reaches this far above the row


def leaders(ink: Pixels, dpi: int) -> Pixels:
    """255 where the ink is a leader's. `ink` is 255 where there is ink; the page must be nearly level."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    flat = stats[:, cv2.CC_STAT_HEIGHT] <= max(3, FLAT * dpi)
    flat[0] = False
    specks = stats[flat]
    ids = np.flatnonzero(flat)
    if not len(ids):
        return np.zeros_like(ink)
    chains, loose = _chains(specks, ink.shape, dpi)
    loose |= _strewn(specks, chains, dpi)
    chosen = np.zeros(count, bool)
    chosen[ids[(chains > 0) | loose]] = True
    others = ~chosen
    others[0] = False
    for speck in np.flatnonzero(_unlike_their_chain(specks, chains)):
        left, top, width = (int(side) for side in specks[speck][:3])
        above = labels[max(0, top - round(MARK_BELOW * dpi)) : top, left : left + width]
        if others[above].any():  # the dot below a vowel, or the lower one of a colon
            chosen[ids[speck]] = False
    dots = others.copy()
    dots[1:] &= flat[1:]
    for speck in np.flatnonzero(loose | _first(specks, chains)):
        if _is_a_mark(specks[speck], labels, others, dots, dpi):
            chosen[ids[speck]] = False
    return painted(labels, chosen)


def _strewn(specks: NDArray[Any], chains: NDArray[np.int64], dpi: int) -> NDArray[np.bool_]:
    """Specks like the dots of a chain and on its row, among the words that are written over the leader."""
    strewn = np.zeros(len(specks), bool)
    left, width, height, area = specks[:, 0], specks[:, 2], specks[:, 3], specks[:, 4]
    middles, right = specks[:, 1] + height / 2, left + width
    order = np.argsort(chains, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(chains[order])) + 1):
        if not chains[members[0]] or len(members) < LINKS:
            continue
        slope, start = np.polyfit(left[members], middles[members], 1)
        alike = (area <= 1.6 * np.median(area[members])) & (area >= 0.4 * np.median(area[members]))
        alike &= (width <= 1.6 * height) & (height <= 1.6 * np.median(height[members]))
        level = np.abs(middles - (start + slope * left)) <= LEVEL * dpi
        reached = (right >= left[members].min() - FAR * dpi) & (left <= right[members].max() + FAR * dpi)
        strewn |= alike & level & reached & (chains == 0)
    return strewn


def _first(specks: NDArray[Any], chains: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The leftmost speck of each chain: a colon's lower dot, where the leader begins right behind it."""
    order = np.lexsort((specks[:, 0], chains))
    begins = np.diff(chains[order], prepend=0) != 0
    first = np.zeros(len(specks), bool)
    first[order[begins]] = True
    return first


def _is_a_mark(
    speck: NDArray[Any], labels: NDArray[Any], others: NDArray[np.bool_], dots: NDArray[np.bool_], dpi: int
) -> bool:
    """Whether it is a word's own: below a letter, the lower dot of a colon, a full stop behind a word or within it."""
    left, top, width, height = (int(side) for side in speck[:4])
    above = labels[max(0, top - round(COLON * dpi)) : top, left : left + width]
    if dots[above].any() or others[above[-round(MARK_BELOW * dpi) :]].any():
        return True
    close, high = round(CLOSE * dpi), max(0, top - round(HIGH * dpi))
    before = labels[high : top + height, max(0, left - close) : left]
    after = labels[high : top + height, left + width : left + width + close]
    if not after.any() or min(width, height) < SPECK * dpi:
        return bool(others[before].any()) and not after.any()
    within = max(2, round(WITHIN * dpi))
    return bool(others[before[:, -within:]].any() and others[after[:, :within]].any())


def _chains(specks: NDArray[Any], shape: tuple[int, ...], dpi: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """(number of the chain to which each speck belongs, 0: to none; whether it stands loose beyond the chain's end)."""
    rows = np.zeros(shape, np.uint8)
    middles = specks[:, 1] + specks[:, 3] // 2
    for (left, _, width, *_), middle in zip(specks, middles, strict=True):
        cv2.line(rows, (int(left), int(middle)), (int(left + width - 1), int(middle)), 255, max(1, round(0.01 * dpi)))
    joined = cv2.morphologyEx(rows, cv2.MORPH_CLOSE, np.ones((1, max(3, round(PITCH * dpi))), np.uint8))
    # no more chains than specks: small numbers do, and half the memory
    kind = cv2.CV_16U if len(specks) < 2**16 - 1 else cv2.CV_32S
    count, labels, chains, _ = cv2.connectedComponentsWithStats(joined, connectivity=8, ltype=kind)
    del rows, joined
    chain_of = labels[middles, specks[:, 0] + specks[:, 2] // 2].astype(np.int64)
    links = np.bincount(chain_of, minlength=count)
    longest = np.zeros(count, np.int64)
    np.maximum.at(longest, chain_of, specks[:, 2])
    good = (chains[:, 2] >= SHORTEST * dpi) & (chains[:, 3] <= ROW * dpi + SAG * chains[:, 2])
    good &= (links >= LINKS) | (longest >= STROKE * dpi)
    good[0] = False
    chain_of[~good[chain_of]] = 0
    alone = chain_of == 0
    chain_of = _with_near(chain_of, specks, middles, chains, np.flatnonzero(good), dpi)
    return chain_of, alone & (chain_of > 0)


def _with_near(
    chain_of: NDArray[np.int64],
    specks: NDArray[Any],
    middles: NDArray[Any],
    chains: NDArray[Any],
    good: NDArray[Any],
    dpi: int,
) -> NDArray[np.int64]:
    """Single dots between words written over a leader go with it: on the row of a chain and not far from its end."""
    slack, reach = 0.008 * dpi, REACH * dpi
    for chain in good:
        left, top, width, height, _ = chains[chain]
        level = np.abs(middles - (top + height / 2)) <= slack
        ends = (specks[:, 0] + specks[:, 2] >= left - reach) & (specks[:, 0] <= left + width + reach)
        chain_of[level & ends & (chain_of == 0)] = chain
    return chain_of


def _unlike_their_chain(specks: NDArray[Any], chains: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Specks that are bigger than the dots of the leader, or stand above or apart from its even row."""
    unlike = np.zeros(len(specks), bool)
    order = np.lexsort((specks[:, 0], chains))
    for members in np.split(order, np.flatnonzero(np.diff(chains[order])) + 1):
        if not chains[members[0]] or len(members) < LINKS:
            continue
        left, top, width, height, area = specks[members].T
        gaps = np.concatenate(([np.inf], left[1:] - left[:-1] - width[:-1], [np.inf]))
        apart = np.minimum(gaps[:-1], gaps[1:]) > APART * max(2.0, float(np.median(gaps[1:-1])))
        # two dots of the leader that ran together are wide, but no higher than one
        usual = np.median(height)
        bigger = (area >= BIGGER * np.median(area)) & (
            (width <= 2 * height) & (height >= usual) | (height > 1.3 * usual)
        )
        middle = top + height / 2
        beside = (np.roll(middle, 1) + np.roll(middle, -1)) / 2
        higher = beside - middle >= max(2.0, HIGHER * float(usual))
        unlike[members] = (apart | bigger | higher) & (width <= ROUND * height)
    return unlike
