"""The record of a run of extraction: outcomes by page and field, no value; and what another run gained and lost."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.field_cases import PageCase
from benchmarks.measures import Outcome
from benchmarks.results import RecordRefused

RECORD = 1  # format
_LETTER = {Outcome.EXACT: "e", Outcome.WRONG: "w", Outcome.MISSING: "m"}
_OUTCOME = {letter: outcome for outcome, letter in _LETTER.items()}
_WORTH = {Outcome.EXACT: 2, Outcome.MISSING: 1, Outcome.WRONG: 0}  # a wrong value is worse than none


@dataclass(frozen=True, slots=True)
class ExtractRecord:
    source: str  # the arguments that made the scans: only runs over the same are compared
    forms: Mapping[str, str]  # "scan page": the form that it is
    told: Mapping[str, str]  # "scan page": the form that it was taken for
    fields: Mapping[str, Mapping[str, Outcome]]  # "scan page": field: outcome


def record_of(found: Sequence[PageCase], source: str) -> ExtractRecord:
    return ExtractRecord(
        source,
        {_place(one): one.form for one in found},
        {_place(one): one.told for one in found},
        {_place(one): {case.field: case.given for case in one.fields} for one in found},
    )


def _place(case: PageCase) -> str:
    return f"{case.scan} p{case.page}"


def write_record(path: Path, record: ExtractRecord) -> None:
    """One line a page: a change then shows as the lines of the pages that it touched."""
    pages = {
        place: {
            "form": record.forms[place],
            "told": record.told[place],
            **{name: _LETTER[one] for name, one in fields.items()},
        }
        for place, fields in record.fields.items()
    }
    lines = ",\n".join(f"  {json.dumps(place)}: {json.dumps(held)}" for place, held in sorted(pages.items()))
    head = f' "record": {RECORD},\n "source": {json.dumps(record.source)},\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{\n{head} "pages": {{\n{lines}\n }}\n}}\n', encoding="utf-8")


def read_record(path: Path) -> ExtractRecord:
    """Raises RecordRefused for anything that `write_record` did not write."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held["record"] != RECORD:
            raise RecordRefused(f"{path.name} is a record of format {held['record']}, not {RECORD}")
        pages = held["pages"]
        forms = {place: page.pop("form") for place, page in pages.items()}
        told = {place: page.pop("told") for place, page in pages.items()}
        fields = {place: {name: _OUTCOME[letter] for name, letter in page.items()} for place, page in pages.items()}
        return ExtractRecord(held["source"], forms, told, fields)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordRefused(f"{path.name} is no record of extraction ({type(error).__name__})") from error


def changes(before: ExtractRecord, now: ExtractRecord) -> tuple[list[str], list[str]]:
    """(losses, gains), a line for each page of both runs that has some."""
    losses, gains = [], []
    for place in sorted(before.fields.keys() & now.fields.keys()):
        worse, better = _of_page(place, before, now)
        losses += [f"- {place}: {'; '.join(worse)}"] if worse else []
        gains += [f"- {place}: {'; '.join(better)}"] if better else []
    return losses, gains


def _of_page(place: str, before: ExtractRecord, now: ExtractRecord) -> tuple[list[str], list[str]]:
    worse: list[str] = []
    better: list[str] = []
    if before.told[place] != now.told[place]:
        (better if now.told[place] == now.forms[place] else worse).append(
            f"form {before.told[place]} -> {now.told[place]}"
        )
    for name in sorted(before.fields[place].keys() & now.fields[place].keys()):
        was, came = before.fields[place][name], now.fields[place][name]
        if was is not came:
            better_now = _WORTH[came] > _WORTH[was]
            (better if better_now else worse).append(f"{name} {was.name.lower()} -> {came.name.lower()}")
    return worse, better
