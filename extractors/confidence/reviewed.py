"""What people found of values that the machine had read: what the calibration may be fitted on again.

A line tells how sure the machine was and whether it was right, with the signals of that value; never the value itself.
"""

import json
from dataclasses import dataclass

from extractors.confidence.signals import NAMES, ValueKind


@dataclass(frozen=True, slots=True)
class ReviewedField:
    form: str
    field: str
    kind: ValueKind
    origin: str  # why it was asked: what only the unsure values show is not how papers are read
    probability: float | None  # 0..1, the machine's; None: it read no value
    right: bool
    signals: tuple[float, ...]  # in the order of NAMES; () where no value was read


def to_line(one: ReviewedField) -> str:
    """As one line of a file, without its end."""
    held = {
        "what": "field",
        "form": one.form,
        "field": one.field,
        "kind": one.kind.name,
        "origin": one.origin,
        "probability": one.probability,
        "right": one.right,
        "names": len(NAMES),
        "signals": [round(value, 4) for value in one.signals],
    }
    return json.dumps(held, separators=(",", ":"))


def from_line(line: str) -> ReviewedField | None:
    """None for a line that tells of something else. Raises KeyError or ValueError for a line of another kind, and for
    signals of another version."""
    held = json.loads(line)
    if held.get("what") != "field":
        return None
    if held["names"] != len(NAMES):
        raise ValueError("signals of another version: export the reviewed fields again")
    kind, signals = ValueKind[held["kind"]], tuple(held["signals"])
    sure, right = held["probability"], held["right"]
    return ReviewedField(held["form"], held["field"], kind, held["origin"], sure, right, signals)
