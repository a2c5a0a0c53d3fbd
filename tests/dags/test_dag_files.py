"""Every DAG file loads, reads as a table of contents, and is retried by itself."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cli.airflow import DAGS, environment
from settings import Settings

pytestmark = pytest.mark.road


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Airflow makes of the folder of DAGs."""
    state = tmp_path_factory.mktemp("dags")
    probe = Path(__file__).with_name("dag_facts.py")
    known = environment(Settings(state=state)) | {"PYTHONPATH": os.pathsep.join(sys.path)}
    shown = subprocess.run(
        [sys.executable, str(probe), str(DAGS)], env=known, capture_output=True, text=True, check=False
    )
    lines = [line for line in shown.stdout.splitlines() if line.startswith("facts ")]
    assert lines, shown.stderr[-2000:]
    return json.loads(lines[-1].removeprefix("facts "))


def test_every_dag_file_loads(facts):
    assert facts["errors"] == {}
    files = {path.stem for path in DAGS.glob("*.py") if path.stem != "__init__"}
    assert files == set(facts["dags"])


def test_the_steps_and_their_order(facts):
    tasks = facts["dags"]["digitize_dossiers"]["tasks"]
    assert {name: task["downstream"] for name, task in tasks.items()} == {
        "take_in": ["road.read_pages"],
        "road.read_pages": ["road.extract_fields"],
        "road.extract_fields": ["road.match_people"],
        "road.match_people": ["road.load_records"],
        "road.load_records": [],
    }


def test_stored_objects_are_copied_checked_and_told_of_each_week(facts):
    dag = facts["dags"]["fixity"]
    assert dag["schedule"] == "0 1 * * 0"
    assert {name: task["downstream"] for name, task in dag["tasks"].items()} == {
        "copy_objects": ["check_objects"],
        "check_objects": ["tell_damage"],
        "tell_damage": [],
    }


def test_the_warehouse_is_cared_for_each_day(facts):
    dag = facts["dags"]["warehouse_care"]
    assert dag["schedule"] == "30 17 * * *"
    assert {name: task["downstream"] for name, task in dag["tasks"].items()} == {
        "end_exports": ["sweep_erased"],
        "sweep_erased": ["tell_lacks"],
        "forget_spent": ["tell_lacks"],
        "open_recalls": ["tell_lacks"],
        "plan_samples": ["tell_lacks"],
        "link_audit": ["tell_lacks"],
        "tell_lacks": [],
    }


def test_answered_dossiers_go_on_each_minute(facts):
    dag = facts["dags"]["go_on"]
    assert dag["schedule"] == "* * * * *"
    assert {name: task["downstream"] for name, task in dag["tasks"].items()} == {"go_on_all": []}


def test_every_task_is_tried_again_and_says_what_it_does(facts):
    for dag in facts["dags"].values():
        for name, task in dag["tasks"].items():
            assert task["retries"] >= 1, name
            assert task["doc"], name


def test_every_dag_says_what_to_do_when_a_task_fails_and_what_is_asked_of_the_user(facts):
    for dag in facts["dags"].values():
        assert "When a task fails" in dag["doc"]
        assert dag["catchup"] is False
        assert all(param["title"] and param["description"] for param in dag["params"].values())
    assert set(facts["dags"]["digitize_dossiers"]["params"]) == {"inbox"}
