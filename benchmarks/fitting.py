"""Logistic regression, then a step that never falls: from signals to a probability, in plain numpy."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PENALTY = 2.0  # of the squared weights: fields never met shall not hang on the chance of those that were
FAR = 4.0  # deviations beyond which a signal counts no more, as when it is applied
FINEST = 0.25  # least scale: a signal that samples seldom show still counts when it is there
SMOOTHED = 40  # fewest values in a step
SUREST = 7.6  # log odds: 0.9995, the most that is ever claimed


@dataclass(frozen=True, slots=True)
class Line:
    """A logistic regression over standardised signals."""

    means: Array
    scales: Array
    weights: Array
    bias: float

    def odds(self, signals: Array) -> Array:
        spread = np.clip((signals - self.means) / self.scales, -FAR, FAR)
        return np.asarray(spread @ self.weights + self.bias)


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known of a signal before any sample: its sign, and its weight where samples are too few to tell."""

    sign: int  # 1: it never makes a value less likely, -1: never likelier, 0: either
    weight: float = 0.0  # log odds per unit
    strength: float = PENALTY  # of the pull towards the weight


NOTHING_KNOWN = Prior(0)


def fitted(signals: Array, right: Array, priors: Sequence[Prior] = ()) -> Line:
    """Weights by Newton's method, the bias without penalty; a weight of the wrong sign is left out."""
    priors = priors or [NOTHING_KNOWN] * signals.shape[1]
    means, scales = signals.mean(axis=0), np.maximum(signals.std(axis=0), FINEST)
    spread = np.clip((signals - means) / scales, -FAR, FAR)
    known = np.column_stack([spread, np.ones(len(spread))])
    wanted = np.array([*(prior.weight for prior in priors), 0.0]) * np.array([*scales, 1.0])
    pull = np.array([*(prior.strength for prior in priors), 1e-6])
    signs = np.array([*(prior.sign for prior in priors), 0])
    free = np.ones(known.shape[1], dtype=bool)
    while True:
        weights = np.zeros(known.shape[1])
        weights[free] = _weights(known[:, free], right, wanted[free], pull[free])
        against = free & (weights * signs < 0)
        if not against.any():
            return Line(means, scales, weights[:-1], float(weights[-1]))
        free &= ~against


def _weights(known: Array, right: Array, wanted: Array, pull: Array) -> Array:
    def loss(weights: Array) -> float:
        odds = known @ weights
        return float(np.logaddexp(0, odds).sum() - right @ odds + pull @ (weights - wanted) ** 2 / 2)

    weights = np.zeros(known.shape[1])
    for _ in range(60):
        share = 1 / (1 + np.exp(-np.clip(known @ weights, -30, 30)))
        slope = known.T @ (right - share) - pull * (weights - wanted)
        bend = (known * (share * (1 - share))[:, None]).T @ known + np.diag(pull)
        step, length = np.linalg.solve(bend, slope), 1.0
        while length > 1e-4 and loss(weights + length * step) > loss(weights):
            length /= 2  # a full step may lead too far
        weights = weights + length * step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def left_out(
    signals: Array, right: Array, groups: Sequence[str], priors: Sequence[Prior] = (), folds: int = 6
) -> Array:
    """Log odds of each value by a line fitted without its group: what a form never met would get."""
    names = sorted(set(groups), key=lambda name: (-list(groups).count(name), name))
    fold_of = {name: number % folds for number, name in enumerate(names)}
    held = np.array([fold_of[group] for group in groups])
    odds = np.zeros(len(right))
    for number in range(folds):
        inside = held == number
        if inside.any() and not inside.all():
            odds[inside] = fitted(signals[~inside], right[~inside], priors).odds(signals[inside])
    return odds


def steps_of(odds: Array, right: Array) -> list[tuple[float, float]]:
    """(log odds, probability) that never fall (pool adjacent violators), of at least SMOOTHED values each.

    Beyond the outermost step the straight line through all log odds goes on: a step of n values cannot tell
    a probability nearer to 1 than 1 / n.
    """
    order = np.argsort(odds, kind="stable")
    blocks: list[list[float]] = []  # [sum of odds, right, number]
    for start in range(0, len(order), SMOOTHED):
        part = order[start : start + SMOOTHED]
        blocks.append([float(odds[part].sum()), float(right[part].sum()), float(len(part))])
        while len(blocks) > 1 and _share(blocks[-2]) >= _share(blocks[-1]):
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    shares = np.maximum.accumulate([(good + 0.5) / (number + 1) for _, good, number in blocks])
    shares = np.minimum(shares, 1 / (1 + math.exp(-SUREST)))
    steps = [(at / number, float(share)) for (at, _, number), share in zip(blocks, shares, strict=True)]
    line = fitted(odds[:, None], right)
    slope = float(np.clip(line.weights[0] / line.scales[0], 0.3, 1.0))
    low = (steps[0][0] - 4, _along(steps[0][1], -4 * slope))
    high = (steps[-1][0] + 4, _along(steps[-1][1], 4 * slope))
    middle = [_along(steps[-1][1], slope * way) for way in (0.5, 1, 2, 3)]
    tail = [(steps[-1][0] + way, share) for way, share in zip((0.5, 1, 2, 3), middle, strict=True)]
    return [low, *steps, *tail, high]


def _share(block: list[float]) -> float:
    return block[1] / block[2]


def _along(share: float, further: float) -> float:
    """A probability moved by log odds, at most to SUREST."""
    odds = float(np.clip(np.log(share / (1 - share)) + further, -SUREST, SUREST))
    return float(1 / (1 + np.exp(-odds)))
