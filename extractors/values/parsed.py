"""What a parser of one value gives."""

from collections.abc import Callable
from dataclasses import dataclass

from extractors.findings import Finding
from extractors.reading import Alternative, AlternativeKind, Problem, Value


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value, and how strictly it was read."""

    value: Value
    strictness: float = 1.0  # 0..1: 1 = the text had exactly the form of such a value
    findings: tuple[Finding, ...] = ()
    alternatives: tuple[Alternative, ...] = ()  # codes of the value, and other ways to read it


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A problem of which more is known: the sentence that says why, and what the value may be."""

    problem: Problem
    findings: tuple[Finding, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


Answer = Parsed | Problem | Unsettled

# Called with the text of the field; a field that is read by date is also given the date of the paper.
Parse = Callable[..., Answer]


def or_else(*values: Value) -> tuple[Alternative, ...]:
    """Other ways to read a value, the likelier first, each once."""
    return tuple(Alternative(AlternativeKind.VALUE, value) for value in dict.fromkeys(values))


def problem_of(answer: Answer) -> Problem | None:
    """The problem of an answer that is no value."""
    if isinstance(answer, Parsed):
        return None
    return answer.problem if isinstance(answer, Unsettled) else answer
