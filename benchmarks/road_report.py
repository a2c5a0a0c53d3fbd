"""The tables of the road's benchmark."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.processes import Cost
from benchmarks.report import table


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage of one run cost: this process and its workers, not the database server and the registers."""

    name: str
    cost: Cost


@dataclass(frozen=True, slots=True)
class Ended:
    """What lies in the warehouse after a run."""

    dossiers: int
    pages: int
    states: tuple[tuple[str, int], ...]  # (state, dossiers in it), those with any
    fingerprint: str


Run = tuple[Sequence[Stage], Ended]


def sections(start: float, first: Run, second: Run) -> list[tuple[str, str]]:
    """(heading, body); `start`: s until database and registers stood."""
    states = [(name, str(many)) for name, many in first[1].states]
    return [
        ("Stages", stage_table(first[0], second[0], first[1])),
        ("Where the dossiers stand", table(["state", "dossiers"], states)),
        ("Besides", _besides(start, first[1], second[1])),
    ]


def stage_table(first: Sequence[Stage], second: Sequence[Stage], ended: Ended) -> str:
    """Both runs, stage by stage, with the first run's time for one dossier and for one page."""
    rows = [_row(one.name, one.cost, again.cost, ended) for one, again in zip(first, second, strict=True)]
    whole, whole_again = (sum((stage.cost for stage in run), Cost()) for run in (first, second))
    head = ("wall s", "a dossier", "a page", "CPU s", "second run, wall s", "CPU s")
    return table(["stage", *head], [*rows, _row("all", whole, whole_again, ended)])


def _row(name: str, first: Cost, second: Cost, ended: Ended) -> tuple[str, ...]:
    parts = (first.wall, first.part(max(1, ended.dossiers)).wall, first.part(max(1, ended.pages)).wall, first.cpu)
    return name, *(f"{seconds:.2f}" for seconds in (*parts, second.wall, second.cpu))


def _besides(start: float, first: Ended, second: Ended) -> str:
    same = "changed no row" if first.fingerprint == second.fingerprint else "CHANGED what the warehouse holds"
    return (
        f"- {first.dossiers} dossiers, {first.pages} pages read\n"
        f"- the second run {same}\n"
        f"- making and starting PostgreSQL, migrating, starting the registers: {start:.1f} s, once"
    )
