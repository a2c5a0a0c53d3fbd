"""`python -m benchmarks.gains OLD.json NEW.json`: what a change of reading gained and lost, page by page.

Both are records that `python -m benchmarks.ocr --json` made of the same scans.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.measures import Outcome, TextTally
from benchmarks.report import percent, table
from benchmarks.results import PageRecord, RecordRefused, read_records

Place = tuple[str, int]
"""(scan, number of the page)."""

LEAST = 0.005  # change of CER or CERseq, 0..1, that is worth a line
_WORTH = {Outcome.EXACT: 2, Outcome.MISSING: 1, Outcome.WRONG: 0}  # a wrong value is worse than none


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one page; every remark is a gain or a loss."""

    place: Place
    gains: tuple[str, ...]
    losses: tuple[str, ...]
    letters: int  # errors of letters fewer now; below zero: more


def change(old: PageRecord, new: PageRecord, least: float = LEAST) -> Change:
    """Field by field and measure by measure; a change of a measure below `least` is none."""
    gains: list[str] = []
    losses: list[str] = []
    for name, before, after in (
        ("CER", old.tally.cer, new.tally.cer),
        ("CERseq", old.tally.cer_in_order, new.tally.cer_in_order),
    ):
        if abs(before - after) >= least:
            (gains if after < before else losses).append(f"{name} {percent(before)} -> {percent(after)}")
    if old.tally.values_found != new.tally.values_found:
        more = new.tally.values_found > old.tally.values_found
        said = f"values found {old.tally.values_found} -> {new.tally.values_found} of {new.tally.values}"
        (gains if more else losses).append(said)
    for what, held, holds in (
        ("read", not old.failed, not new.failed),
        ("form told", old.told == old.form, new.told == new.form),
        ("upright", old.upright, new.upright),
    ):
        if held != holds:
            (gains if holds else losses).append(f"{what}: {_yes(held)} -> {_yes(holds)}")
    for name in old.fields.keys() | new.fields.keys():
        was, now = (one.fields.get(name, Outcome.MISSING) for one in (old, new))
        if was is not now:
            (gains if _WORTH[now] > _WORTH[was] else losses).append(f"{name}: {was.name.lower()} -> {now.name.lower()}")
    fewer = old.tally.letter_errors - new.tally.letter_errors
    return Change(new.place, tuple(sorted(gains)), tuple(sorted(losses)), fewer)


def _yes(fact: bool | None) -> str:
    return "-" if fact is None else "yes" if fact else "no"


def changes(old: Mapping[Place, PageRecord], new: Mapping[Place, PageRecord], least: float = LEAST) -> list[Change]:
    """Pages of both runs that changed, the worst loss first."""
    both = (change(old[place], new[place], least) for place in sorted(old.keys() & new.keys()))
    return sorted((one for one in both if one.gains or one.losses), key=lambda one: one.letters)


def summary(old: Sequence[PageRecord], new: Sequence[PageRecord]) -> str:
    """A table of both runs over the pages that they share."""
    rows = []
    before, after = (sum((page.tally for page in pages), TextTally()) for pages in (old, new))
    for name, was, now in (
        ("CER", before.cer, after.cer),
        ("CERseq", before.cer_in_order, after.cer_in_order),
        ("WER", before.wer, after.wer),
        ("found", before.found, after.found),
        *((f"fields {one.name.lower()}", _share(old, one), _share(new, one)) for one in Outcome),
    ):
        rows.append((name, percent(was), percent(now), f"{100 * (now - was):+.2f}"))
    seconds = [sum(page.cpu for page in pages) / max(1, len(pages)) for pages in (old, new)]
    rows.append(("CPU s a page", f"{seconds[0]:.2f}", f"{seconds[1]:.2f}", f"{seconds[1] - seconds[0]:+.2f}"))
    return table([f"{len(new)} pages", "old", "new", "change"], rows)


def _share(pages: Sequence[PageRecord], wanted: Outcome) -> float:
    came_out = [outcome for page in pages for outcome in page.fields.values()]
    return came_out.count(wanted) / max(1, len(came_out))


def told(found: Sequence[Change]) -> str:
    """Losses first, for they want an explanation; then gains."""
    parts = []
    for heading, remarks in (("Losses", "losses"), ("Gains", "gains")):
        pages = [(one.place, getattr(one, remarks)) for one in found if getattr(one, remarks)]
        lines = [f"- {scan}, page {number}: {'; '.join(said)}" for (scan, number), said in pages]
        parts.append(f"## {heading}: {len(lines)} pages\n\n" + ("\n".join(lines) or "none"))
    return "\n\n".join(parts)


def main(
    old: Annotated[Path, typer.Argument(help="record of the run before")],
    new: Annotated[Path, typer.Argument(help="record of the run after")],
    reader: Annotated[str, typer.Option(help="whose pages")] = "this project",
    least: Annotated[float, typer.Option(min=0, max=1, help="change of CER that is worth a line, 0..1")] = LEAST,
    strict: Annotated[bool, typer.Option("--strict", help="end with status 1 when any page lost something")] = False,
) -> None:
    """List what every page gained and lost between two recorded runs over the same scans."""
    try:
        before, after = read_records(old, reader), read_records(new, reader)
    except RecordRefused as refused:
        raise typer.BadParameter(str(refused)) from None
    shared = sorted(before.keys() & after.keys())
    if not shared:
        raise typer.BadParameter("the two records share no page")
    found = changes(before, after, least)
    print(summary([before[place] for place in shared], [after[place] for place in shared]))
    if alone := before.keys() ^ after.keys():
        print(f"\n{len(alone)} pages stand in one of the records only and are left out.")
    print(f"\n{told(found)}")
    if strict and any(one.losses for one in found):
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
