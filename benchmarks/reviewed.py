"""Fields that people reviewed at the station, as cases for the calibration: a file that `hoso reviewed` wrote."""

from pathlib import Path

from benchmarks.field_cases import FieldCase, PageCase
from benchmarks.measures import Outcome
from extractors.confidence.reviewed import ReviewedField, from_line

REVIEWED = "reviewed"  # stands where a sample's difficulty and way of filling in stand


def reviewed_cases(file: Path) -> list[PageCase]:
    """One imagined page with all of them; none where the file tells of no field. Raises ValueError for signals of
    another version."""
    lines = (line for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    cases = tuple(_case(one) for one in map(from_line, lines) if one is not None)
    return [PageCase(REVIEWED, 1, REVIEWED, REVIEWED, REVIEWED, REVIEWED, 0.0, cases)] if cases else []


def _case(one: ReviewedField) -> FieldCase:
    read = Outcome.MISSING if not one.signals else Outcome.EXACT if one.right else Outcome.WRONG
    sure = one.probability or 0.0
    return FieldCase(
        REVIEWED, 1, one.form, one.field, REVIEWED, REVIEWED, one.kind, read, read, False, sure, one.signals
    )
