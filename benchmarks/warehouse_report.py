"""The figures of the warehouse's benchmark as sections of a page."""

from collections.abc import Sequence

from benchmarks.report import table
from benchmarks.warehouse_asked import Asked
from benchmarks.warehouse_made import RECORDS
from benchmarks.warehouse_stages import Stage, Way

_SHOWN = 8  # tables


def sections(
    stages: Sequence[Stage], asked: Sequence[Asked], rate: float, processes: int
) -> tuple[tuple[str, str], ...]:
    return (
        ("Loading", _loading(stages, processes)),
        ("Looking up a person", _looking_up(stages)),
        ("Asking the service", _asking(asked, rate, processes)),
        ("On the disk", _on_disk(stages)),
    )


def _loading(stages: Sequence[Stage], processes: int) -> str:
    head = (
        "records held",
        "warehouse, dossiers a second",
        "records a second",
        "ms a dossier",
        "plain, dossiers a second",
    )
    rows = [
        (
            f"{one.records:,}",
            f"{one.ours.dossiers_a_second:.0f}",
            f"{RECORDS * one.ours.dossiers_a_second:.0f}",
            f"{1000 / one.ours.dossiers_a_second:.1f}",
            f"{one.plain.dossiers_a_second:.0f}",
        )
        for one in stages
    ]
    return f"By {processes} processes, the server on the same cores.\n\n{table(head, rows)}"


def _looking_up(stages: Sequence[Stage]) -> str:
    def cells(way: Way) -> tuple[str, ...]:
        return tuple(f"{1000 * one:.1f}" for one in (way.p50, way.p99, way.longest))

    head = ("records held", "p50 ms", "p99 ms", "max ms", "plain p50 ms", "plain p99 ms", "plain max ms")
    return table(head, [(f"{one.records:,}", *cells(one.ours), *cells(one.plain)) for one in stages])


def _asking(asked: Sequence[Asked], rate: float, processes: int) -> str:
    head = ("route", "a second", "answers", "errors", "p50 ms", "p90 ms", "p99 ms", "max ms", "CPU ms an answer")
    rows = []
    for one in asked:
        times = [f"{1000 * one.load.percentile(share):.1f}" for share in (0.5, 0.9, 0.99, 1)]
        counts = (f"{len(one.load.latencies):,}", str(one.load.errors))
        rows.append((one.route, f"{rate:g}", *counts, *times, f"{1000 * one.cpu:.1f}"))
    return f"By {processes} processes, PostgreSQL and who asks on the same cores.\n\n{table(head, rows)}"


def _on_disk(stages: Sequence[Stage]) -> str:
    whole = [
        (f"{one.records:,}", _mib(one.ours.size), _each(one.ours, one), _mib(one.plain.size), _each(one.plain, one))
        for one in stages
    ]
    head = ("records held", "warehouse MiB", "bytes a record", "plain MiB", "bytes a record")
    last = stages[-1]
    held = last.records
    rows = [(name, _mib(size), f"{size / held:,.0f}") for name, size in list(last.tables.items())[:_SHOWN]]
    largest = table(("table, with its indexes", "MiB", "bytes a record"), rows)
    return f"{table(head, whole)}\n\nThe largest tables of the warehouse at the end:\n\n{largest}"


def _each(way: Way, stage: Stage) -> str:
    return f"{way.size / stage.records:,.0f}"


def _mib(size: int) -> str:
    return f"{size / 2**20:,.0f}"
