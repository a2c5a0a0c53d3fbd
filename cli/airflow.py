"""Runs a DAG here and now, in a process of its own, with a small private Airflow beside the other state."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from errors import NotSetUp
from settings import Settings

DAGS = Path(__file__).parent.parent / "dags"
SECONDS_BETWEEN_LOOKS = 0.5


def environment(settings: Settings) -> dict[str, str]:
    """What Airflow and its tasks need to know; nothing is written to the user's own Airflow."""
    home = (settings.state / "airflow").resolve()
    return os.environ | {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home / 'airflow.db'}",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "logs"),
        "HOSO_STATE": str(settings.state.resolve()),
        "HOSO_WAREHOUSE_URL": settings.warehouse_url,
        "HOSO_POPULATION_URL": settings.population_url,
        "HOSO_TELCO_URL": settings.telco_url,
        "no_proxy": "127.0.0.1,localhost",
        "PYTHONWARNINGS": "ignore",
    }


def run_dag(settings: Settings, dag: str, conf: Mapping[str, str | int], look: Callable[[], None]) -> None:
    """One run of a DAG to its end; `look` is called now and then while it runs.

    Raises NotSetUp with the name of the log when the run did not succeed.
    """
    home = settings.state / "airflow"
    home.mkdir(parents=True, exist_ok=True)
    log = home / f"{dag}.log"
    with log.open("w", encoding="utf-8") as out:
        if not (home / "airflow.db").exists():
            _run(["db", "migrate"], settings, out, look)
        _run(["dags", "test", dag, "--conf", json.dumps(conf)], settings, out, look)


def _run(words: list[str], settings: Settings, out: object, look: Callable[[], None]) -> None:
    command = [sys.executable, "-m", "airflow", *words]
    process = subprocess.Popen(command, env=environment(settings), stdout=out, stderr=subprocess.STDOUT)  # type: ignore[call-overload]
    try:
        while process.poll() is None:
            look()
            time.sleep(SECONDS_BETWEEN_LOOKS)
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if process.returncode:
        log = settings.state / "airflow"
        raise NotSetUp(f"airflow {words[0]} ended with status {process.returncode}; its log lies in {log}")
