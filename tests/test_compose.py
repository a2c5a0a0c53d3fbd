"""docker-compose.yml, held without any container engine: what is open, who gets which secret, who waits for whom."""

import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from cli.embedded import WORLD_PERSONS, WORLD_SEED
from settings import Settings

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
IMAGE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
RUNNING = {name for name, service in SERVICES.items() if service["restart"] != "no"}  # the others end by themselves
OURS = {name for name, service in SERVICES.items() if "build" in service}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The secrets of a new installation."""
    _make(tmp_path)
    return tmp_path


def _make(folder: Path) -> None:
    subprocess.run(["sh", ROOT / "tools" / "secrets.sh", folder], check=True, capture_output=True)


def test_the_services_are_these():
    assert set(SERVICES) == {"postgres", "objects", "migrate", "airflow", "registers", "samples"}
    assert set(SERVICES) - RUNNING == {"migrate", "samples"}
    assert SERVICES["registers"]["profiles"] == ["mock"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_can_be_replaced_by_a_variable(name):
    assert re.fullmatch(r"\$\{HOSO_(?:[A-Z]+_)?IMAGE:-[a-z/-]+:[a-z0-9.-]+\}", SERVICES[name]["image"])
    assert not SERVICES[name]["image"].endswith(":latest}")


def test_the_image_of_python_can_be_replaced_too():
    assert re.findall(r"^FROM (.*)", IMAGE, re.M) == ["${HOSO_PYTHON_IMAGE}"]


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_open_on_this_machine_only(name):
    assert all(str(port).startswith("127.0.0.1:") for port in SERVICES[name].get("ports", ()))
    assert SERVICES[name].get("network_mode", "none") == "none"  # never the host's own network


def test_the_stores_are_on_a_network_without_a_way_out():
    assert COMPOSE["networks"]["stores"]["internal"] is True
    assert SERVICES["postgres"]["networks"] == SERVICES["objects"]["networks"] == ["stores"]
    assert "stores" not in SERVICES["registers"]["networks"]


def test_no_password_stands_in_it():
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|KEY|TOKEN|URL", variable) and value is not None:
                by_file = "/run/secrets/" in value or value.endswith("logins.json")
                assert by_file or re.match(r"\$\{HOSO_(POPULATION|TELCO)_URL:-http://registers:", value), (
                    name,
                    variable,
                )
    assert not re.search(r"://[^/\s]*:[^/\s]*@", TEXT)


@pytest.mark.parametrize("name", sorted(RUNNING))
def test_every_service_that_stays_tells_its_health(name):
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] == "CMD"
    assert check["interval"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_has_a_limit_of_memory_and_gains_no_rights(name):
    assert SERVICES[name]["mem_limit"]
    assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_ours_run_without_rights_and_write_to_volumes_only(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "user" not in service  # the image's own, who is not root
    assert re.findall(r"^USER (.*)", IMAGE, re.M) == ["hoso"]


def test_who_needs_something_waits_until_it_is_ready():
    for service in SERVICES.values():
        for other, what in service.get("depends_on", {}).items():
            ready = "service_healthy" if other in RUNNING else "service_completed_successfully"
            assert what["condition"] == ready
    assert set(SERVICES["airflow"]["depends_on"]) == {"migrate", "registers"}
    assert SERVICES["airflow"]["depends_on"]["registers"]["required"] is False  # the agency's gateway is elsewhere


def test_every_volume_in_use_is_a_named_one():
    mounts = [mount for service in SERVICES.values() for mount in service.get("volumes", ())]
    named = {re.sub(r"\$\{HOSO_(?:INBOX|TRUST):-(\w+)\}", r"\1", mount).partition(":")[0] for mount in mounts}
    assert named == set(COMPOSE["volumes"])


def test_every_setting_reaches_airflow():
    airflow = SERVICES["airflow"]
    given = set(airflow["environment"]) | {secret.upper() for secret in airflow["secrets"]}
    given |= set(re.findall(r"^(?:ENV)? *(HOSO_\w+)=", IMAGE, re.M))
    assert {f"HOSO_{name.upper()}" for name in Settings.model_fields} <= given


def test_the_sample_dossiers_are_of_the_people_in_the_mocked_registers():
    command = " ".join(SERVICES["samples"]["command"])
    assert f"--seed {WORLD_SEED} --persons {WORLD_PERSONS} " in command


def test_every_secret_in_use_is_made_by_the_script(made):
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", ())}
    files = {name: secret["file"] for name, secret in COMPOSE["secrets"].items()}
    assert used == set(files) == {path.name for path in made.iterdir()}
    assert all(file == f"${{HOSO_SECRETS:-./secrets}}/{name}" for name, file in files.items())


def test_secrets_agree_with_each_other_and_nobody_else_reaches_them(made):
    assert made.stat().st_mode & 0o077 == 0
    url = urlsplit((made / "hoso_warehouse_url").read_text())
    assert url.password == (made / "hoso_postgres_password").read_text()
    identity = yaml.safe_load((made / "objects_identities").read_text())["identities"][0]["credentials"][0]
    assert identity["accessKey"] == (made / "hoso_s3_access_key").read_text()
    assert identity["secretKey"] == (made / "hoso_s3_secret_key").read_text()
    assert len((made / "hoso_postgres_password").read_text()) == 48


def test_secrets_are_new_for_each_installation_and_kept_ever_after(made, tmp_path):
    before = {path.name: path.read_bytes() for path in made.iterdir()}
    _make(made)
    assert {path.name: path.read_bytes() for path in made.iterdir()} == before
    other = tmp_path / "another"
    _make(other)
    assert not {path.read_bytes() for path in other.iterdir()} & set(before.values())


def test_only_what_a_service_runs_is_sent_to_the_image():
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    let_in = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    programs = {path.name for path in ROOT.glob("*.py")}
    others = {"dags", "requirements.txt", "tools/uv.txt", "pyproject.toml", "README.md", "LICENSE"}
    assert let_in == rooms | programs | others
