"""`python -m benchmarks.road`: how long each stage of the road takes, and what a second run over it costs."""

import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

import pipeline
from benchmarks.machine import busy, machine
from benchmarks.processes import Cost, cpu_seconds
from benchmarks.report import give, page
from benchmarks.road_report import Ended, Stage, sections
from cli.embedded import embedded
from cli.progress import Advance, bar
from settings import Settings

WORLD_PERSONS = 3000


def main(
    dossiers: Annotated[int, typer.Option(min=1, help="sample dossiers to make")] = 12,
    seed: Annotated[int, typer.Option(help="of the samples: another number, other people and other papers")] = 7,
    jobs: Annotated[int, typer.Option(min=0, help="reading processes; 0: one a core")] = 0,
    out: Annotated[Path | None, typer.Option(help="write the tables to this Markdown page too")] = None,
) -> None:
    """Take sample dossiers the whole road twice: private PostgreSQL, mocked registers, no Airflow."""
    with tempfile.TemporaryDirectory(prefix="hoso-bench-") as scratch, ExitStack() as stack:
        settings = _embedded_settings(Path(scratch) / "state", jobs)
        inbox = _samples(Path(scratch), settings.world, seed, dossiers)
        started = time.perf_counter()
        system = stack.enter_context(pipeline.open_system(stack.enter_context(embedded(settings))))
        start = time.perf_counter() - started
        first, after_first = _run(inbox, system, "First run")
        second, after_second = _run(inbox, system, "Second run")
    command = f"python -m benchmarks.road --dossiers {dossiers} --seed {seed} --jobs {jobs}"
    give(
        page("The road", command, (*machine(), busy()), sections(start, (first, after_first), (second, after_second))),
        out,
    )


def _embedded_settings(state: Path, jobs: int) -> Settings:
    """All inside one folder, whatever warehouse, store or register the environment names."""
    own = {"warehouse_url": "", "objects": "", "population_url": "", "telco_url": "", "production": False}
    return Settings.model_validate({"state": state, "jobs": jobs, **own})


def _samples(folder: Path, world: Path, seed: int, dossiers: int) -> Path:
    from samples.dossiers import INBOX, make_inbox
    from samples.people import make_world

    people = make_world(seed, WORLD_PERSONS)
    people.write(world)
    with bar("Drawing and scanning sample dossiers", dossiers) as advance:
        make_inbox(folder, people, seed, dossiers, advance)
    return folder / INBOX


def _run(inbox: Path, system: pipeline.System, title: str) -> tuple[list[Stage], Ended]:
    """Every stage over all dossiers before the next begins, as it is in one batch."""
    ids: list[str] = []
    batches: list[str] = []

    def take_in() -> None:
        ids.extend(pipeline.take_in(str(inbox), system))

    def read(advance: Advance) -> None:
        batches.extend(pipeline.plan(ids, system))
        pipeline.read(list(dict.fromkeys(_members(batches, system))), system, advance)

    with bar(f"{title}: taking in", 1) as advance:
        stages = [_timed("take in", take_in)]
        advance(1)
    with bar(f"{title}: reading pages", 1) as advance:
        stages.append(_timed("read", lambda: read(advance)))
    steps = (("extract", pipeline.extract_batch), ("match", pipeline.match_batch), ("load", pipeline.load_batch))
    with bar(f"{title}: extracting, matching, loading", len(steps)) as advance:
        for done, (name, step) in enumerate(steps, start=1):
            stages.append(_timed(name, partial(_each, step, batches, system)))
            advance(done)
    return stages, _ended(system)


def _each(step: Callable[[str, pipeline.System], str], batches: Sequence[str], system: pipeline.System) -> None:
    for batch in batches:
        step(batch, system)


def _members(batches: Sequence[str], system: pipeline.System) -> list[str]:
    return [dossier for batch in batches for dossier in system.warehouse.batch(batch)]


def _timed(name: str, stage: Callable[[], None]) -> Stage:
    cpu, wall = cpu_seconds(), time.perf_counter()
    stage()
    return Stage(name, Cost(cpu_seconds() - cpu, time.perf_counter() - wall))


def _ended(system: pipeline.System) -> Ended:
    counts = system.warehouse.counts()
    states = tuple((state.name.lower(), many) for state, many in counts.dossiers.items() if many)
    return Ended(sum(counts.dossiers.values()), counts.pages, states, system.warehouse.fingerprint())


if __name__ == "__main__":
    typer.run(main)
