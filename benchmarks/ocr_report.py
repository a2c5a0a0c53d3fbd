"""The tables of the reading benchmark, made of what came of each page."""

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from benchmarks.measures import Outcome, TextTally
from benchmarks.report import percent, table
from benchmarks.results import PageResult, Side
from benchmarks.steps import STEPS
from benchmarks.truth import PageTruth

MIB = 1 << 20
NONE = "-"


def sections(sides: Sequence[Side]) -> list[tuple[str, str]]:
    """(heading, table) of text, cost, geometry, cards and fields; every side has the same pages."""
    found = [
        ("Text", _text_table(sides)),
        ("Cost a page", _cost_table(sides)),
        ("Pages a minute", _speed_table(sides)),
        ("Turned pages", _turned_table(sides)),
        ("Numbers of copied cards", _card_table(sides)),
        *((f"Fields, {side.name}", _field_table(side.pages)) for side in sides if side.gives_fields),
        *((f"Where the time goes, {side.name}", _step_table(side.pages)) for side in sides),
    ]
    return [(heading, body) for heading, body in found if body]


def groups(pages: Iterable[PageTruth]) -> list[tuple[str, Callable[[PageResult], bool]]]:
    """(name, which pages are in it): all, each way of scanning, typed and by hand."""
    scanned = sorted({page.difficulty for page in pages})
    return [
        ("all", lambda one: True),
        *((name, lambda one, name=name: one.truth.difficulty == name) for name in scanned),
        ("filled in by type", lambda one: one.truth.fill == "typed"),
        ("filled in by hand", lambda one: one.truth.fill == "hand"),
    ]


_MEASURES: tuple[tuple[str, Callable[[TextTally], float]], ...] = (
    ("CER", lambda one: one.cer),
    ("CERseq", lambda one: one.cer_in_order),
    ("WER", lambda one: one.wer),
    ("found", lambda one: one.found),
)


def _text_table(sides: Sequence[Side]) -> str:
    """A line for each group and reader: more readers than two do not fit beside each other."""
    rows = []
    for name, inside in groups(one.truth for one in sides[0].pages):
        for side in sides:
            tallies = [one.tally for one in side.pages if inside(one)]
            whole = sum(tallies, TextTally())
            if tallies:
                rows.append((name, str(len(tallies)), side.name, *(percent(share(whole)) for _, share in _MEASURES)))
    return table(["pages", "number", "reader", *(what for what, _ in _MEASURES)], rows)


def _cost_table(sides: Sequence[Side]) -> str:
    rows = []
    for side in sides:
        cpu, wall = [one.cost.cpu for one in side.pages], [one.cost.wall for one in side.pages]
        seconds = (statistics.mean(cpu), statistics.median(cpu), max(cpu), statistics.mean(wall), max(wall))
        failed = sum(one.failed for one in side.pages)
        rows.append((side.name, *(f"{one:.2f}" for one in seconds), f"{side.peak / MIB:.0f}", str(failed)))
    head = ("CPU s, mean", "median", "most", "wall s, mean", "most", "peak memory, MiB", "pages not read")
    return table(["reader", *head], rows)


def _speed_table(sides: Sequence[Side]) -> str:
    numbers = sorted({number for side in sides for number in side.speeds})
    if not numbers:
        return ""
    head = ["reader", *(f"{number} worker{'s' if number > 1 else ''}" for number in numbers)]
    return table(head, [(side.name, *(f"{side.speeds[number]:.1f}" for number in numbers)) for side in sides])


def _turned_table(sides: Sequence[Side]) -> str:
    rows = []
    for side in sides:
        turning = [one for one in side.pages if one.turned is not None]
        crooked = [one for one in side.pages if one.truth.turned]
        upright = sum(one.turned == one.truth.turned for one in crooked)
        false = sum(bool(one.turned) for one in turning if not one.truth.turned)
        counts = (str(upright), str(len(turning) - len([one for one in turning if one.truth.turned])), str(false))
        rows.append((side.name, str(len(crooked)), *(counts if turning else (NONE,) * 3)))
    return table(["reader", "scanned turned", "set upright", "scanned upright", "turned falsely"], rows)


def _card_table(sides: Sequence[Side]) -> str:
    rows = []
    for side in sides:
        cards = [one for one in side.pages if one.number is not None]
        if not cards:
            return ""
        came_out = Counter(one.number for one in cards)
        codes = [
            f"{sum(exact(one) for one in cards)} of {sum(bool(printed(one)) for one in cards)}"
            if side.gives_fields
            else NONE
            for exact, printed in (
                (lambda one: one.qr_exact, lambda one: one.truth.qr),
                (lambda one: one.mrz_exact, lambda one: one.truth.mrz),
            )
        ]
        counts = (f"{came_out[one]} ({percent(came_out[one] / len(cards))})" for one in Outcome)
        rows.append((side.name, str(len(cards)), *counts, *codes))
    return table(["reader", "cards", "exact", "wrong", "missing", "QR exact", "MRZ exact"], rows)


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


def _step_table(results: Sequence[PageResult]) -> str:
    """Mean CPU time a page, the steps in the order of the road; "" when nothing was taken down."""
    spent: Counter[str] = Counter()
    for one in results:
        spent.update(one.steps)
    if not spent:
        return ""
    order = [*STEPS, *sorted(set(spent) - set(STEPS))]
    rows = [(step, f"{spent[step] / len(results):.3f}", percent(spent[step] / spent.total())) for step in order]
    rows.append(("all", f"{spent.total() / len(results):.3f}", percent(1.0)))
    return table(["step", "CPU s a page", "share"], rows)
