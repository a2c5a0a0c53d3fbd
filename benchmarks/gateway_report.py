"""What the gateway costs and finds, as a page: docs/benchmarks/gateway.md."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.machine import machine

if TYPE_CHECKING:
    from benchmarks.gateway import Measured

_HEAD = """# Queries over the gateway

Written by `python -m benchmarks.gateway`; the page is made again by the command at its end and never edited by hand.

Each claim is traced through the gateway's client against a stand-in inside the process with the register's manner: all
or nothing on number, name and birth date. No cache is used.

- *queries*: to the population register, about the person or about the subscriber of the phone; those to the operators
  do not count. *of those found*: over the claims for which some question found somebody.
- *found*: claims about a registered person for whom that person was found. *recall*: claims decided by the machine and
  rightly, of those that a machine may decide. *wrong links*: another person, or one whom a person had to look at.
- *natural*: the assumed mix of daily work, most of it clean. *usual* and *hard*: mixes made of errors and fraud, where
  a gateway that wants everything right cannot find most people.
- *by value*: the question likeliest to hit comes first, and none that hits less often than told is asked. *fixed
  order*: the likeliest question of each kind in one order for every claim, six at most, without such a stop.
"""

_NOT_SHOWN = """
## What is not shown

- Whether the real service finds a person by the birth year alone. The stand-in does; with `--strict-year` it does not.
- How alike names must be for the real service. The stand-in ignores case, marks and spaces, as its papers hint.
- The cache: whoever comes again with the same papers within its hours costs no query, which only a real post can tell.
- Times. The stand-in answers at once; docs/benchmarks/registers.md has those of the mocked service.
- Real papers. The slips and their shares are assumptions; the mixes that are made know no reader's other readings, so
  that no question rests on them here.
"""


def write_report(runs: "Sequence[Measured]", out: Path | None, command: str) -> None:
    """Print the page, and write it where wanted."""
    text = "\n".join(_page(runs, command)) + "\n"
    print(text)
    if out:
        out.write_text(text, encoding="utf-8")


def _page(runs: "Sequence[Measured]", command: str) -> Iterator[str]:
    yield _HEAD
    yield (
        "| claims | questions | queries mean / most | of those found | found | recall | linked | wrong links "
        "| phone right | false owner |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|"
    yield from (_row(one) for one in runs)
    for one in runs:
        if one.way != "fixed order":
            yield from _kinds(one)
    yield _NOT_SHOWN
    yield "; ".join(f"{what} {value}" for what, value in machine()[:2])
    yield f"\n    {command}"


def _kinds(one: "Measured") -> Iterator[str]:
    yield f"\n## {one.name}, {one.way}: {one.claims:,} claims, {one.persons:,} persons\n"
    yield "Outcomes: " + ", ".join(f"{k} {n:,}" for k, n in sorted(one.outcomes.items())) + "."
    if one.wrong:
        yield f"Wrong links, by kind of claim: {', '.join(sorted(one.wrong))}."
    yield "\n| supposition | asked | hit |\n|---|---|---|"
    for name, by_outcome in sorted(one.by_supposition.items()):
        yield f"| {name} | {sum(by_outcome.values()):,} | {_share(by_outcome['HIT'], sum(by_outcome.values()))} |"
    yield "\n| kind of claim | claims | queries | found | linked |\n|---|---|---|---|---|"
    for name, kind in sorted(one.kinds.items()):
        many = kind["claims"]
        found, linked = _share(kind["found"], many), _share(kind["linked"], many)
        yield f"| {name} | {many:,} | {kind['queries'] / many:.2f} | {found} | {linked} |"


def _row(one: "Measured") -> str:
    total = {what: sum(kind[what] for kind in one.kinds.values()) for what in ("found", "linked", "linked of linkable")}
    cells = (
        one.name,
        one.way,
        f"{_mean(one.queries)} / {max(one.queries)}",
        f"{_mean(one.answered)} / {max(one.answered)}",
        _share(total["found"], one.registered),
        _share(total["linked of linkable"], one.linkable),
        f"{total['linked']:,}",
        str(len(one.wrong)),
        _share(one.phone["right"], one.phone["all"]),
        str(one.phone["false owner"]),
    )
    return f"| {' | '.join(cells)} |"


def _mean(counts: Sequence[int]) -> str:
    return f"{sum(counts) / len(counts):.2f}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / max(whole, 1):.1f} %"
