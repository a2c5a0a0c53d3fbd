"""Case tables as a clerk reads them: a header line, then a case a line, and how answers stand in them."""

from extractors.reading import AlternativeKind, Problem
from extractors.values.parsed import Answer, problem_of


def rows(table: str) -> list[tuple[str, ...]]:
    """The cells of each case, stripped; "∅" stands for an empty text."""
    lines = [line for line in table.strip().splitlines() if line.strip()][1:]
    return [tuple("" if cell.strip() == "∅" else cell.strip() for cell in line.split("|")) for line in lines]


def banged(table: str) -> list[tuple[str, ...]]:
    """As `rows`, for tables whose cells hold "|"."""
    lines = [line for line in table.strip().splitlines() if line.strip()][1:]
    return [tuple(cell.strip() for cell in line.split("!")) for line in lines]


def said(answer: Answer) -> str:
    """A parser's answer as the tables write it: the value, or the name of the problem."""
    problem = problem_of(answer)
    return problem.name if problem else str(answer.value)  # type: ignore[union-attr]


def notes(answer: Answer) -> str:
    """The names of an answer's findings."""
    return "" if isinstance(answer, Problem) else " ".join(finding.name for finding in answer.findings)


def ways(answer: Answer, kind: AlternativeKind = AlternativeKind.VALUE) -> str:
    """The alternatives of one kind."""
    held = () if isinstance(answer, Problem) else answer.alternatives
    return " ".join(str(one.value) for one in held if one.kind is kind)
