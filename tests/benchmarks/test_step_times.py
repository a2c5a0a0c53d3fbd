"""Where a page's time goes is told by where the reading thread stands."""

import sys
from pathlib import Path

import pytest

import ocr
from benchmarks.processes import cpu_seconds
from benchmarks.steps import OTHER, STEPS, Sampler, innermost, step_of

pytestmark = pytest.mark.pixels

FOLDER = Path(ocr.__path__[0])

PLACES = """
file                     | function              | step
files/pdf.py             | page_image            | decode
files/images.py          | decoded               | decode
files/images.py          | jpeg_of               | picture
reading.py               | picture_of            | picture
geometry/facing.py       | quarter_turns         | upright
cleaning/blank.py        | is_blank              | decode
cleaning/leaders.py      | without               | clean
recognition/detection.py | boxes                 | detect
recognition/tesseract.py | read_lines            | recognise
codes/on_page.py         | machine_readable_zone | codes
novelty/thing.py         | anything              | other: novelty
thing.py                 | anything              | other: thing
"""


def rows(table):
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize(("file", "function", "step"), rows(PLACES))
def test_the_step_of_a_place(file, function, step):
    assert step_of(Path(file), function) == step


def test_the_files_that_a_step_is_made_of_are_there():
    known = {step_of(path.relative_to(FOLDER), "") for path in FOLDER.rglob("*.py")}
    assert set(STEPS) - {"picture"} <= known


def within(file: str, work):
    """The work as if it were done by a function of a file of the reading folder."""
    held = {}
    exec(compile("def run(work):\n    return work()", str(FOLDER / file), "exec"), held)
    return held["run"](work)


@pytest.mark.parametrize(
    ("outer", "inner", "step"),
    [
        ("geometry/upright.py", "recognition/detection.py", "detect"),
        ("codes/on_page.py", "recognition/plain.py", "codes"),
    ],
)
def test_the_innermost_step_counts_but_what_is_read_for_a_code_is_the_codes(outer, inner, step):
    seen = within(outer, lambda: within(inner, lambda: innermost(sys._getframe(), FOLDER)))
    assert seen == step


def test_outside_of_reading_is_other():
    assert innermost(sys._getframe(), FOLDER) == OTHER
    assert innermost(None, FOLDER) == OTHER


def test_time_is_put_to_the_step_that_spent_it():
    def burn():
        until = cpu_seconds() + 0.15
        while cpu_seconds() < until:
            pass

    sampler = Sampler()
    with sampler:
        within("cleaning/clean.py", burn)
        spent = sampler.so_far()
    assert spent["clean"] >= 0.1
    assert sum(spent.values()) - spent["clean"] < 0.1
