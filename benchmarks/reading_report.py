"""The tables of the reading benchmark, made of what came of each page."""

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.measures import Outcome, TextTally
from benchmarks.processes import Cost
from benchmarks.report import percent, table
from benchmarks.truth import PageTruth

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class PageResult:
    """One page as one reader read it."""

    truth: PageTruth
    tally: TextTally
    cost: Cost
    failed: bool
    form: str = ""  # as it was taken for; "" for a reader that knows no forms
    fields: tuple[Outcome, ...] = ()  # in the order of the truth's fields


Measured = tuple[str, Sequence[PageResult], int]
"""(name of the reader, its pages, its peak memory in bytes)."""


def sections(sides: Sequence[Measured]) -> list[tuple[str, str]]:
    """(heading, table) of text, cost and fields; every side has the same pages."""
    return [
        ("Text", _text_table(sides)),
        ("Cost a page", _cost_table(sides)),
        *((f"Fields, {name}", _field_table(results)) for name, results, _ in sides if any(one.form for one in results)),
    ]


def groups(pages: Iterable[PageTruth]) -> list[tuple[str, Callable[[PageResult], bool]]]:
    """(name, which pages are in it): all, each way of scanning, typed and by hand."""
    scanned = sorted({page.difficulty for page in pages})
    return [
        ("all", lambda one: True),
        *((name, lambda one, name=name: one.truth.difficulty == name) for name in scanned),
        ("filled in by type", lambda one: one.truth.fill == "typed"),
        ("filled in by hand", lambda one: one.truth.fill == "hand"),
    ]


def _text_table(sides: Sequence[Measured]) -> str:
    rows = []
    for name, inside in groups(one.truth for one in sides[0][1]):
        tallies = [sum((one.tally for one in results if inside(one)), TextTally()) for _, results, _ in sides]
        pages = sum(map(inside, sides[0][1]))
        shares = [percent(share(one)) for share in (_cer, _wer, _found) for one in tallies]
        rows.append((name, str(pages), *shares))
    head = [f"{what}, {name}" for what in ("CER", "WER", "found") for name, _, _ in sides]
    return table(["pages", "number", *head], [row for row in rows if row[1] != "0"])


def _cer(tally: TextTally) -> float:
    return tally.cer


def _wer(tally: TextTally) -> float:
    return tally.wer


def _found(tally: TextTally) -> float:
    return tally.found


def _cost_table(sides: Sequence[Measured]) -> str:
    rows = []
    for name, results, peak in sides:
        cpu, wall = [one.cost.cpu for one in results], [one.cost.wall for one in results]
        seconds = (statistics.mean(cpu), statistics.median(cpu), max(cpu), statistics.mean(wall), max(wall))
        failed = sum(one.failed for one in results)
        rows.append((name, *(f"{one:.2f}" for one in seconds), f"{peak / MIB:.0f}", str(failed)))
    head = ("CPU s, mean", "median", "most", "wall s, mean", "most", "peak memory, MiB", "pages not read")
    return table(["reader", *head], rows)


def _field_table(results: Sequence[PageResult]) -> str:
    rows = [_field_row("all", results)]
    for form in sorted({one.truth.form for one in results}):
        rows.append(_field_row(form, [one for one in results if one.truth.form == form]))
    return table(["form", "pages", "form told", "fields", "exact", "wrong", "missing"], rows)


def _field_row(name: str, results: Sequence[PageResult]) -> tuple[str, ...]:
    told = sum(one.form == one.truth.form for one in results)
    came_out = Counter(outcome for one in results for outcome in one.fields)
    shares = [percent(came_out[outcome] / max(1, came_out.total())) for outcome in Outcome]
    return name, str(len(results)), percent(told / max(1, len(results))), str(came_out.total()), *shares
