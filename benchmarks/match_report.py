"""The page of `benchmarks.match`: one table a size and mix, the three ways side by side."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from benchmarks.machine import busy, machine
from benchmarks.report import page, percent, table

if TYPE_CHECKING:
    from benchmarks.match import Result

_NAMES = {"this_project": "this project", "splink": "Splink 5 on DuckDB", "exact": "exact join"}
_KINDS = 3  # of claims that were accepted wrongly, told by name
_INTRODUCTION = """\
Every way gets the same parsed claims and the same two extracts, and runs alone in a process on one core. *Exact join*
accepts a claim where number, bare name and birth date are all equal, and shows a person the holder of the number
otherwise. *Splink* is trained without labels, as its documentation advises, accepts at a probability of 0.999 where no
second person reaches 0.5, and shows what is above 0.05. Both tell whose phone it is by equality of numbers alone.
A *false accept* is a decision by machine for another person, for somebody who is not registered, or where a person had
to look (the dead, a stolen number, a former name that no register holds). The claims are a stress mix: troubles are far
commoner in them than in life."""


def report(results: Sequence["Result"], command: str) -> str:
    """The whole page in Markdown."""
    sections = [("What is compared", _INTRODUCTION)]
    for (persons, mix), rows in groupby(results, key=lambda result: (result.persons, result.mix)):
        sections.append((f"{persons:,} persons, {mix} claims", _table(list(rows))))
    return page("Matching: this project, Splink and an exact join", command, (*machine(), busy()), sections)


def _kinds(result: "Result") -> str:
    """The commonest kinds; the others together."""
    kinds = result.score.wrong_kinds
    told = [f"{kind} {count}" for kind, count in kinds[:_KINDS]]
    others = sum(count for _, count in kinds[_KINDS:])
    return ", ".join([*told, *([f"others {others}"] if others else [])]) or "none"


def _table(results: Sequence["Result"]) -> str:
    head = ("", *(_NAMES[result.way] for result in results))
    return table(head, [(name, *(show(result) for result in results)) for name, show in _ROWS])


_ROWS: tuple[tuple[str, Callable[["Result"], str]], ...] = (
    ("claims", lambda r: f"{r.score.claims:,}"),
    ("false accepts (95 % limit of the rate)", lambda r: f"{r.score.false_accepts} ({r.score.false_accept_limit:.5f})"),
    ("of these, by kind of claim", lambda r: _kinds(r)),
    ("automatic recall", lambda r: f"{r.score.recall:.4f}"),
    ("left to people", lambda r: percent(r.score.reviews / r.score.claims)),
    ("right person on top, where people look", lambda r: percent(r.score.top_rate)),
    ("corrected values right", lambda r: f"{r.score.values_right:,} of {r.score.values:,}"),
    ("phone status right", lambda r: percent(r.score.phone_rate)),
    ("phones wrongly said to be the person's", lambda r: f"{100 * r.score.false_owner_rate:.2f} %"),
    ("claims per CPU s", lambda r: f"{r.score.claims / r.cost.decide_cpu:,.0f}"),
    ("one claim, p50 / p99, ms", lambda r: f"{r.cost.one_p50:,.2f} / {r.cost.one_p99:,.2f}"),
    ("timed one by one", lambda r: f"{r.cost.singles:,}"),
    ("loading and training, CPU s", lambda r: f"{r.cost.load_cpu:,.0f}"),
    ("memory per person, kB", lambda r: f"{r.cost.peak / r.persons / 1000:.2f}"),
    ("peak memory, MiB", lambda r: f"{r.cost.peak / 2**20:,.0f}"),
)
