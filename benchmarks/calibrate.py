"""`python -m benchmarks.calibrate`: fit extractors/data/confidence.json anew on sample scans of every form.

Never on scans of a corpus that is used to measure. Of a real counter it takes what people reviewed at the station
(`--reviewed`): signals and right or wrong, no value and no scan. The same seeds, samples and reading engine give the
same file, but for its date.
"""

import json
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from benchmarks.calibration_error import reliability
from benchmarks.field_cases import FieldCase, PageCase, cases_of
from benchmarks.fitting import NOTHING_KNOWN, Array, Line, Prior, fitted, left_out, steps_of
from benchmarks.measures import Outcome
from benchmarks.read_once import FOLDER, all_pages
from benchmarks.reviewed import reviewed_cases
from benchmarks.thresholds import accepted_from, given_from
from benchmarks.truth import Scan, scans_in
from cli.progress import bar
from extractors.confidence.probability import FORMAT, Calibration, along, calibration, from_json, to_json
from extractors.confidence.signals import NAMES, ValueKind

FILE = Path("extractors/data/confidence.json")
PRIORS = {
    "code": Prior(1, 2.0),
    "agrees": Prior(1, 1.0, 8.0),
    "contradicted": Prior(-1, -1.5, 40.0),  # samples are seldom at odds with themselves; dossiers are
    "lenient": Prior(-1, -1.0),
    "mean": Prior(1, 0.3),
    "least": Prior(1, 0.3),
    "digit_least": Prior(1),
    "below_print": Prior(-1),
    "strange_words": Prior(-1, -0.5),
    "odd_signs": Prior(-1, -0.5),
    "findings_lenient": Prior(-1, -0.5),
    "listed": Prior(1),
}
"""What one knows without samples: a witness that agrees never makes a value less likely."""
SEEDS = (511, 512, 513, 514)


def main(
    seed: Annotated[list[int], typer.Option(help="of the samples; several are all used")] = list(SEEDS),  # noqa: B006
    papers: Annotated[int, typer.Option(min=1, help="sample papers to make of each seed")] = 92,
    pages: Annotated[Path, typer.Option(help="folder where pages once read are kept")] = FOLDER,
    out: Annotated[Path, typer.Option(help="the file to write")] = FILE,
    reviewed: Annotated[Path | None, typer.Option(help="what `hoso reviewed` wrote; counts beside the samples")] = None,
) -> None:
    """Read sample papers, hold their fields against the truth, and fit how likely each is right."""
    _start(out)
    with tempfile.TemporaryDirectory(prefix="hoso-calibrate-") as scratch:
        found = [case for one in seed for case in sample_cases(Path(scratch) / str(one), one, papers, pages)]
    found += reviewed_cases(reviewed) if reviewed else []
    seeds = " ".join(f"--seed {one}" for one in seed)
    command = f"python -m benchmarks.calibrate {seeds} --papers {papers}"
    made = fit(found, {"command": command, "seeds": seed, "papers": papers})
    out.write_text(json.dumps(rounded(to_json(made)), indent=1) + "\n", encoding="utf-8")
    typer.echo(json.dumps(made.made["figures"], indent=1))


def _start(out: Path) -> None:
    """When the signals have changed, extraction runs on a calibration of nothing until the new one is there."""
    try:
        calibration()
    except (ValueError, KeyError, OSError):
        none = [0.0] * len(NAMES)
        ones = [1.0] * len(NAMES)
        held = {"format": FORMAT, "made": {}, "given": {}, "accepted": {}, "bias": 0.0, "names": list(NAMES)}
        held |= {"means": none, "scales": ones, "weights": none, "steps": [[-1.0, 0.5], [1.0, 0.5]]}
        out.write_text(json.dumps(held), encoding="utf-8")
        calibration.cache_clear()


def sample_cases(folder: Path, seed: int, papers: int, pages: Path) -> list[PageCase]:
    """Sample papers of a seed, read and extracted."""
    from samples.single_papers import make_papers

    with bar(f"Drawing and scanning papers, seed {seed}", papers) as advance:
        make_papers(folder, seed, papers, progress=advance)
    return read_cases(scans_in(folder, folder / "unpacked"), folder, pages)


def read_cases(scans: Sequence[Scan], folder: Path, pages: Path) -> list[PageCase]:
    """The fields of all scans; pages read before are not read again."""
    with bar("Reading pages", sum(len(scan.pages) for scan in scans)) as advance:
        read = all_pages(scans, pages, advance)
    found = []
    for scan, held in read:
        name = scan.path.relative_to(folder).as_posix() if scan.path.is_relative_to(folder) else scan.path.name
        found += cases_of(name, scan, held)
    return found


def fit(found: Sequence[PageCase], made: dict[str, Any]) -> Calibration:
    """A calibration of all fields with a value; the last step from odds of lines that never saw the field's form."""
    cases = [case for one in found for case in one.fields if case.signals]
    signals: Array = np.array([case.signals for case in cases])
    right: Array = np.array([case.read is Outcome.EXACT for case in cases], dtype=float)
    priors = [PRIORS.get(name, NOTHING_KNOWN) for name in NAMES]
    odds = left_out(signals, right, [case.form for case in cases], priors)
    line, steps = fitted(signals, right, priors), steps_of(odds, right)
    draft = _calibration(line, steps, {}, {}, {})
    seen = [along(draft.steps, float(at)) for at in odds]
    filled = sum(len(one.fields) for one in found)
    given = given_from(cases, seen, right, filled)
    accepted = accepted_from(cases, seen, right)
    figures = _figures(cases, seen, right, filled, given)
    facts = {**made, **_facts(found), "fields": len(cases), "figures": figures}
    return _calibration(line, steps, given, accepted, facts)


def _calibration(
    line: Line,
    steps: list[tuple[float, float]],
    given: dict[ValueKind, float],
    accepted: dict[ValueKind, float],
    made: dict[str, Any],
) -> Calibration:
    numbers = (tuple(map(float, held)) for held in (line.means, line.scales, line.weights))
    means, scales, weights = numbers
    rounded_line = Calibration(NAMES, means, scales, weights, line.bias, tuple(steps), given, accepted, made)
    return from_json(rounded(to_json(rounded_line)))


def rounded(held: Any) -> Any:
    """Numbers to six digits: the file is read by people, too."""
    if isinstance(held, float):
        return round(held, 6)
    if isinstance(held, dict):
        return {key: rounded(value) for key, value in held.items()}
    return [rounded(one) for one in held] if isinstance(held, list | tuple) else held


def _facts(found: Sequence[PageCase]) -> dict[str, Any]:
    from extractors.papers import VERSION
    from ocr.reading import version

    return {
        "made_on": f"{date.today():%Y-%m-%d}",
        "pages": len(found),
        "forms": sorted({one.form for one in found}),
        "engine": version(),
        "extractors": VERSION,
    }


def _figures(
    cases: Sequence[FieldCase], seen: Sequence[float], right: Array, filled: int, given: dict[ValueKind, float]
) -> dict[str, Any]:
    """By lines that never saw the field's form."""
    curve = reliability(list(zip(seen, (bool(one) for one in right), strict=True)))
    handed = [good for case, at, good in zip(cases, seen, right, strict=True) if at >= given[case.kind]]
    return {
        "left_out": "each form judged by a line fitted without it",
        "read_right": float(right.mean()),
        "calibration_error": curve.error,
        "given_exact_of_filled": sum(handed) / filled,
        "given_wrong_of_filled": (len(handed) - sum(handed)) / filled,
        "kinds": {kind.name: sum(case.kind is kind for case in cases) for kind in ValueKind},
    }


if __name__ == "__main__":
    typer.run(main)
