"""One calibrated probability a field: how likely the value given is the one that truly stands on the paper.

A logistic regression over the signals beside this, then steps that never fall (isotonic). Both are fitted on sample
scans by `python -m benchmarks.calibrate` and kept, with where they come from, in extractors/data/confidence.json. The
raw confidence of the recognition is one signal among others and stays in the evidence as it was.
"""

import json
import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from extractors.confidence.signals import NAMES, PageSigns, ValueKind, all_signs, kind_of, signals
from extractors.findings import Finding
from extractors.reading import Document, FieldReading, Source
from ocr.page import Page

FORMAT = 1
_ELSEWHERE = {Finding.PAPERS_AGREE.name, Finding.DECLARED_AGREES.name}
DATA = "confidence.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was fitted: signals to probability, and from which probability a value is good for what."""

    names: tuple[str, ...]  # of the signals, in order
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    steps: tuple[tuple[float, float], ...]  # (log odds, probability), both rising; between them straight lines
    given: dict[ValueKind, float]  # probability from which a value is handed on as read
    accepted: dict[ValueKind, float]  # probability from which nobody is asked; above 1: everybody is
    made: dict[str, Any]  # seeds, number of pages and fields, engine, date, figures

    def odds(self, values: Sequence[float]) -> float:
        """Natural log odds before the last step."""
        parts = zip(values, self.means, self.scales, self.weights, strict=True)
        return self.bias + sum(weight * _kept((value - mean) / scale) for value, mean, scale, weight in parts)

    def probability(self, values: Sequence[float]) -> float:
        """0..1, rounded to four digits."""
        return round(along(self.steps, self.odds(values)), 4)


def _kept(deviation: float) -> float:
    """A signal further out than any that was fitted is no stronger witness."""
    return max(-4.0, min(4.0, deviation))


def along(steps: Sequence[tuple[float, float]], at: float) -> float:
    """The height of the line through the steps; level beyond its ends."""
    right = bisect_right(steps, (at, math.inf))
    if right in (0, len(steps)):
        return steps[min(right, len(steps) - 1)][1]
    (x0, y0), (x1, y1) = steps[right - 1], steps[right]
    return y0 + (y1 - y0) * (at - x0) / (x1 - x0)


@cache
def calibration() -> Calibration:
    """The one in force. Raises ValueError when it was fitted for other signals than these."""
    held = json.loads(files("extractors.data").joinpath(DATA).read_text(encoding="utf-8"))
    return from_json(held)


def from_json(held: dict[str, Any]) -> Calibration:
    if held["format"] != FORMAT or tuple(held["names"]) != NAMES:
        raise ValueError("the calibration is of other signals: fit it again by python -m benchmarks.calibrate")
    return Calibration(
        tuple(held["names"]),
        tuple(held["means"]),
        tuple(held["scales"]),
        tuple(held["weights"]),
        held["bias"],
        tuple((at, share) for at, share in held["steps"]),
        {ValueKind[name]: at for name, at in held["given"].items()},
        {ValueKind[name]: at for name, at in held["accepted"].items()},
        held["made"],
    )


def to_json(made: Calibration) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made": made.made,
        "given": {kind.name: at for kind, at in made.given.items()},
        "accepted": {kind.name: at for kind, at in made.accepted.items()},
        "bias": made.bias,
        "names": list(made.names),
        "means": list(made.means),
        "scales": list(made.scales),
        "weights": list(made.weights),
        "steps": [list(step) for step in made.steps],
    }


def assessed(document: Document, pages: Sequence[Page]) -> Document:
    """The document, each value with its probability: to be asked again whenever findings were added.

    `pages`: those of its scan, at least its own. A reading without a value has none, nor has what a person read.
    """
    signs = all_signs([page for page in pages if page.number in document.pages])
    readings = tuple(_assessed(reading, document, signs) for reading in document.readings)
    return replace(document, readings=readings)


def _assessed(reading: FieldReading, document: Document, signs: dict[int, PageSigns]) -> FieldReading:
    if reading.value is None or reading.source is Source.KEYED:
        return replace(reading, probability=None)
    return replace(reading, probability=calibration().probability(signals(reading, document, signs)))


def is_given(reading: FieldReading) -> bool:
    """Whether a value is sure enough to be handed on as read; a wrong one does more harm than none."""
    return reading.value is not None and reading.sureness >= calibration().given.get(kind_of(reading), 1.0)


def is_accepted(reading: FieldReading) -> bool:
    """Whether a value is so sure that nobody is asked about it."""
    if reading.value is None:
        return False
    kind = kind_of(reading)
    if kind is ValueKind.ID and not _borne_out(reading):
        return False
    return reading.sureness >= calibration().accepted.get(kind, math.inf)


def _borne_out(reading: FieldReading) -> bool:
    """Whether a code or another paper says the same: the last six digits of a number are random (NĐ 137/2015/NĐ-CP),
    so that print alone, however clear, shows no slip in them."""
    return reading.source is not Source.PRINT or bool(_ELSEWHERE & set(reading.findings))
