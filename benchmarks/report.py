"""Results as a page of Markdown: the same text goes to the terminal and into docs/benchmarks/."""

from collections.abc import Iterable, Sequence
from pathlib import Path


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, its columns aligned for a reader of the source; the first to the left, figures to the right."""
    body = [tuple(head), *map(tuple, rows)]
    widths = [max(3, *(len(row[column]) for row in body)) for column in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(cells, widths) for cells in (body[0], rule, *body[1:]))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "| " + " | ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]) + " |"


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def page(title: str, command: str, machine: Iterable[tuple[str, str]], sections: Iterable[tuple[str, str]]) -> str:
    """A whole page: the command that makes it again, on what it ran, then the sections (heading, body)."""
    facts = "\n".join(f"- {what}: {value}" for what, value in machine)
    parts = "\n\n".join(f"## {heading}\n\n{body}" for heading, body in sections)
    origin = f"Made by `{command}`; what the figures mean is told in [README.md](README.md)."
    return f"# {title}\n\n{origin}\n\n{facts}\n\n{parts}\n"


def give(text: str, out: Path | None) -> None:
    """Print it, and write it where it is wanted."""
    print(text)
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
