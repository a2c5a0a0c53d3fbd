"""What each step of reading is worth: the same pages with all steps, and with all but one.

A step is left out by a function that does nothing in its place, in a process of its own; nothing in `ocr/` knows of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from statistics import mean
from typing import Any

from benchmarks.gains import changes
from benchmarks.measures import Outcome, TextTally
from benchmarks.readers import Reader, ThisProject
from benchmarks.report import percent, table
from benchmarks.results import PageResult, Side, record_of

WITH_ALL = "with all steps"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: where it is called from, and what to call in its place."""

    name: str
    module: str
    function: str
    instead: Callable[..., Any]


def _nothing(*_: Any) -> None:
    return None


def _level(*_: Any) -> float:
    return 0.0


def _upright(*_: Any) -> int:
    return 0


def _first(first: Any, *_: Any) -> Any:
    return first


def _none(*_: Any) -> tuple[Any, ...]:
    return ()


def _gray(pixels: Any, *_: Any) -> Any:
    from ocr.cleaning.stamps import Stampless
    from ocr.geometry.upright import gray_of

    return Stampless(gray_of(pixels))


def _mask(ink: Any, *_: Any) -> Any:
    return ink & 0


def _no_specks(specks: Any, *_: Any) -> Any:
    return specks[:, 0] < 0


def _unruled(ink: Any, *_: Any) -> Any:
    from ocr.cleaning.rules import Rules

    return Rules(ink & 0, ())


STEPS = (
    Step("sheet cut out of photographs", "ocr.geometry.photo", "sheet_corners", _nothing),
    Step("turned upright", "ocr.geometry.facing", "quarter_turns", _upright),
    Step("levelled", "ocr.geometry.upright", "skew", _level),
    Step("stamps taken off", "ocr.paper", "without_stamps", _gray),
    Step("light and ink evened", "ocr.cleaning.clean", "_levelled", _first),
    Step("leaders taken off", "ocr.cleaning.clean", "leaders", _mask),
    Step("a leader's dots amid words taken off", "ocr.cleaning.leaders", "_strewn", _no_specks),
    Step("rules and boxes taken off", "ocr.cleaning.clean", "rules", _unruled),
    Step("line by line, not the page at once", "ocr.paper", "read_by_lines", _none),
    Step("small print shown larger", "ocr.recognition.inked", "inked_parts", _none),
    Step("other lines' ink painted over", "ocr.recognition.lines", "_drop_other_lines", _nothing),
    Step("doubtful lines looked at again", "ocr.recognition.lines", "_looked_at_again", _first),
    Step("numbers read twice", "ocr.paper", "with_surer_numbers", _first),
    Step("digit boxes read as numbers", "ocr.paper", "with_boxed_numbers", _first),
    Step("QR codes", "ocr.paper", "qr_codes", _none),
)


def readers() -> dict[str, Callable[[], Reader]]:
    """This project with all steps, then without each."""
    return {WITH_ALL: ThisProject, **{step.name: partial(without, step) for step in STEPS}}


def without(step: Step) -> Reader:
    """This project with one step fewer, for the process that calls. Raises AttributeError when the step has moved."""
    module = import_module(step.module)
    getattr(module, step.function)
    setattr(module, step.function, step.instead)
    return ThisProject()


def worth(sides: Sequence[Side]) -> str:
    """The table; `sides` as `readers` names them, the first with all steps."""
    whole, *others = sides
    rows = [(f"**{whole.name}**", *_figures(whole.pages), "", "")]
    for side in others:
        found = changes(_by_place(side.pages), _by_place(whole.pages))
        better = sum(bool(one.gains) and not one.losses for one in found)
        worse = sum(bool(one.losses) and not one.gains for one in found)
        rows.append((f"without: {side.name}", *_figures(side.pages), str(better), str(worse)))
    head = ("CER", "CERseq", "found", "exact", "wrong", "CPU s", "pages that the step mends", "pages that it harms")
    return table([f"{len(whole.pages)} pages", *head], rows)


def _by_place(pages: Sequence[PageResult]) -> dict[tuple[str, int], Any]:
    return {record.place: record for record in map(record_of, pages)}


def _figures(pages: Sequence[PageResult]) -> tuple[str, ...]:
    tally = sum((one.tally for one in pages), TextTally())
    fields = [outcome for one in pages for outcome in one.fields]
    shares = (fields.count(one) / max(1, len(fields)) for one in (Outcome.EXACT, Outcome.WRONG))
    text = (tally.cer, tally.cer_in_order, tally.found, *shares)
    return (*map(percent, text), f"{mean(one.cost.cpu for one in pages):.2f}")
