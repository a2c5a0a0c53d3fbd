"""End to end with everything real: Airflow, Tesseract, PostgreSQL and the registers, on scans of invented people.

One run of the DAG is looked at from all sides; a second state folder is killed half way; a third is walked by plain
functions over the pages that the first one read.
"""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pytest
from made_dossiers import Made, made_dossiers, personal_values
from whole_road import end, ends_of, of

import pipeline
from cli.airflow import environment, run_dag
from cli.embedded import embedded
from errors import DossierError
from matching.resolution import Outcome
from ocr.reading import PageReading, version
from ocr.workers import PageTask
from pipeline import System
from settings import Settings
from storage import private_postgres
from storage.states import DossierState
from storage.warehouse import Warehouse

pytestmark = pytest.mark.road

ID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
OURS = ("postgres/data", "objects", "world")  # the stores themselves: there the values belong
SECONDS_TO_WAIT = 120.0


@dataclass(frozen=True)
class Road:
    """A state folder through which the DAG has run twice."""

    made: Made
    system: System
    told: str  # all that the processes of Airflow wrote, both times
    once: tuple[str, tuple[str, ...], int]  # fingerprint, objects, pages; after the first run
    twice: tuple[str, tuple[str, ...], int]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Dossiers as a scanner gives them; the one without a manifest lies in a folder that bears its applicant's name."""
    made = made_dossiers(tmp_path_factory.mktemp("in"))
    named = next(truth for truth in made.truths if not truth.manifest)
    name = next(field.written for field in named.files[0].pages[0].fields if field.name == "ho_ten")
    (made.inbox / named.path).rename(made.inbox / name)
    truths = tuple(replace(truth, path=name) if truth is named else truth for truth in made.truths)
    return replace(made, truths=truths)


@pytest.fixture(scope="module")
def road(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    """As `hoso demo` does it, twice."""
    with opened(tmp_path_factory.mktemp("s1"), made) as system:
        told, left = "", []
        for _ in range(2):
            run_dag(system.settings, "digitize_dossiers", {"inbox": str(made.inbox)}, lambda: None)
            told += (system.settings.state / "airflow" / "digitize_dossiers.log").read_text("utf-8")
            left.append((system.warehouse.fingerprint(), tuple(system.objects), system.warehouse.counts().pages))
        yield Road(made, system, told, *left)


@contextmanager
def opened(state: Path, made: Made, key: bytes = b"") -> Iterator[System]:
    settings = settled_in(state, made, key)
    with embedded(settings) as filled, pipeline.open_system(filled) as system:
        yield system


def settled_in(state: Path, made: Made, key: bytes = b"") -> Settings:
    """A state folder with the made people in its world; `key`: of another folder, so that the two can be compared."""
    (state / "world").mkdir(parents=True, exist_ok=True)
    for register in ("population.parquet", "telco.parquet"):
        shutil.copy(made.folder / register, state / "world" / register)
    if key:
        (state / "digest.key").write_bytes(key)
    return Settings(state=state)


# --- the run and its end


def test_every_dossier_ends_as_its_truth_says(road: Road):
    for truth in road.made.truths:
        one = of(truth, road.system)
        assert ends_of(one, road.system) & {truth.expected, *truth.also_right}, f"{truth.code}: {one.state.name}"
        resolution = road.system.warehouse.resolution(one.id)
        if resolution.outcome is Outcome.LINKED:
            right = next(each.cccd for each in road.made.world.individuals if each.person_id == truth.person_id)
            assert resolution.person_id == right


def test_every_page_is_read_and_the_broken_file_is_put_aside(road: Road):
    counts = road.system.warehouse.counts()
    shared = sum(scan.duplicate_of is not None for one in road.system.warehouse.dossiers()
                 for scan in road.system.warehouse.scans(one.id))  # fmt: skip
    assert counts.pages == sum(truth.pages for truth in road.made.truths) - shared
    assert (counts.failed_pages, counts.refused_scans, shared) == (0, 1, 1)


def test_the_second_run_reads_no_page_and_changes_no_row(road: Road):
    ids = [one.id for one in road.system.warehouse.dossiers()]
    assert road.system.warehouse.missing_pages(ids, version()) == ()
    assert road.twice == road.once


def test_every_task_succeeded_at_once_both_times(road: Road):
    with closing(metadata(road)) as held:
        runs = held.execute("SELECT state FROM dag_run").fetchall()
        tasks = held.execute("SELECT task_id, state, try_number FROM task_instance").fetchall()
    assert runs == [("success",)] * 2
    assert len(tasks) >= 10
    assert {(state, tries) for _, state, tries in tasks} == {("success", 1)}


def test_only_ids_travel_between_tasks(road: Road):
    with closing(metadata(road)) as held:
        values = [value for (value,) in held.execute("SELECT CAST(value AS TEXT) FROM xcom")]
    assert len(values) >= 10
    one = f'"{ID}"'
    assert [value for value in values if not re.fullmatch(rf"{one}|\[{one}(, ?{one})*\]", value)] == []


def test_plain_functions_come_to_the_same_end(road: Road, walked: System):
    assert end(walked) == end(road.system)


# --- no personal value where none belongs


def test_the_planted_values_would_be_found(road: Road):
    """The search itself: each way in which a value may be written is seen."""
    name = road.made.truths[2].path
    for written in (name, name.upper(), json_escaped(name), quote(name)):
        assert found_in(f"... {written} ...", road.made)
    assert found_in(road.made.world.individuals[0].cccd, road.made)


def test_no_personal_value_is_told_by_the_processes(road: Road):
    assert "digitize_dossiers" in road.told
    assert found_in(road.told, road.made) == set()


def test_no_personal_value_lies_in_the_metadata_of_airflow(road: Road):
    with closing(metadata(road)) as held:
        text = "\n".join(held.iterdump())
    assert "rendered_task_instance_fields" in text
    assert found_in(text, road.made) == set()


def test_no_personal_value_lies_in_any_file_or_name_beside_the_stores(road: Road):
    state = road.system.settings.state
    files = [path for path in state.rglob("*") if path.is_file()]
    assert found_in("\n".join(str(path.relative_to(state)) for path in files), road.made) == set()
    beside = [path for path in files if not str(path.relative_to(state)).startswith(OURS)]
    assert {"registers.log", "postgres.log", "airflow.db"} <= {path.name for path in beside}
    for path in beside:
        assert found_in(path.read_bytes().decode("utf-8", "replace"), road.made) == set(), path.name


def metadata(road: Road) -> sqlite3.Connection:
    return sqlite3.connect(road.system.settings.state / "airflow" / "airflow.db")


def found_in(text: str, made: Made) -> set[str]:
    """The personal values that stand in a text, in any case, plain or escaped."""
    folded = text.casefold()
    numbers = set(re.findall(r"(?<!\d)\d{9,12}(?!\d)", text))
    found = set()
    for value in personal_values(made):
        if value.isdecimal():
            found |= {value} & numbers
        elif any(written.casefold() in folded for written in {value, json_escaped(value), quote(value)}):
            found.add(value)
    return found


def json_escaped(value: str) -> str:
    return value.encode("ascii", "backslashreplace").decode()


# --- the same road by plain functions, and killed half way


@pytest.fixture(scope="module")
def walked(road: Road, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """What `hoso run` does, undisturbed, over the pages that the DAG's run has read."""

    def replayed(tasks: Iterable[PageTask], *_: object, **__: object) -> Iterator[tuple[str, PageReading]]:
        house = road.system.warehouse
        known = {
            (page.scan_digest, page.number): PageReading(page.page, road.system.objects.get(page.picture), 1.0)
            for one in house.dossiers()
            for page in house.pages(one.id, version())
        }
        for task in tasks:
            yield task.key, known[task.key, task.number]

    state = tmp_path_factory.mktemp("s3")
    with opened(state, road.made, road.system.digest_key) as system, pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "read_pages", replayed)
        ids = [pipeline.take_in_dossier(path, system) for path in sorted(road.made.inbox.iterdir())]
        for dossier_id in ids:
            pipeline.run(dossier_id, system)
        yield system


def test_killed_half_way_and_run_again_it_leaves_what_an_undisturbed_run_leaves(
    road: Road, walked: System, tmp_path_factory: pytest.TempPathFactory
):
    """SIGKILL to the whole group of processes: the command, its readers and its registers."""
    state = tmp_path_factory.mktemp("s2")
    settings = settled_in(state, road.made, road.system.digest_key)
    server = state / "postgres"
    try:
        first = hoso_run(settings, road.made)
        wait_for_pages(first, server, 3)
        os.killpg(first.pid, signal.SIGKILL)
        first.communicate()
        assert first.returncode == -signal.SIGKILL
        with Warehouse(private_postgres.url(server)) as house:
            assert 3 <= house.counts().pages < walked.warehouse.counts().pages
            assert house.counts().dossiers[DossierState.RECEIVED]
        second = hoso_run(settings, road.made)
        _, complaints = second.communicate()
        assert second.returncode == 0
        assert found_in(complaints, road.made) == set()
        with opened(state, road.made) as system:
            assert end(system) == end(walked)
            assert system.warehouse.fingerprint() == walked.warehouse.fingerprint()
            assert list(system.objects) == list(walked.objects)
    finally:
        private_postgres.stop(server)


def hoso_run(settings: Settings, made: Made) -> subprocess.Popen[str]:
    """In a session of its own, so that it can be killed with all that it has started."""
    dossiers = [str(path) for path in sorted(made.inbox.iterdir())]
    return subprocess.Popen(
        [sys.executable, "-c", "import cli; cli.app()", "run", *dossiers],
        env=environment(settings) | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for_pages(process: subprocess.Popen[str], server: Path, pages: int) -> None:
    """Until so many pages are stored, however long the machine takes for it within reason."""
    until = time.monotonic() + SECONDS_TO_WAIT
    while time.monotonic() < until:
        assert process.poll() is None, process.communicate()[1][-2000:]
        if private_postgres.running(server):
            with Warehouse(private_postgres.url(server)) as house:
                while time.monotonic() < until and process.poll() is None:
                    try:
                        if house.counts().pages >= pages:
                            return
                    except DossierError:  # its tables are not there yet
                        break
                    time.sleep(0.02)
        time.sleep(0.1)
    raise AssertionError("no pages were read in time")
