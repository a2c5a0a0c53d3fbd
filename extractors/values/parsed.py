"""What a parser of one value gives."""

from collections.abc import Callable
from dataclasses import dataclass

from extractors.findings import Finding
from extractors.reading import Problem, Value


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value, and how strictly it was read."""

    value: Value
    strictness: float = 1.0  # 0..1: 1 = the text had exactly the form of such a value
    findings: tuple[Finding, ...] = ()


# Called with the text of the field; phones are also called with the date of the paper.
Parse = Callable[..., Parsed | Problem]
