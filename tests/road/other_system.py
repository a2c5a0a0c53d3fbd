"""A system of another office: the clients of `examples/`, and the service that they ask."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from installation import Installation

EXAMPLES = Path(__file__).parents[2] / "examples"
CLIENT, ORGANISATION = "portal.h56", "Trung tâm thử"
SCOPES = (
    "reuse:sufficiency", "reuse:prefill", "reuse:note", "person.full_name:read", "person.birth_date:read",
    "person.id_number:read", "person.sex:read", "person.phone:read", "document.cccd.*:read",
)  # fmt: skip
PROCEDURES = ("1.004222", "1.000894")  # thường trú, kết hôn
DOSSIER, BASIS = "H56.11-261123-0001", "ND118-2025"
NUMBER = "013177000025"  # of the manifest of H56.11-261005-0001: an invented person


@dataclass(frozen=True)
class Told:
    """What the clients kept, each in a folder of its own, and what all processes said meanwhile."""

    folder: Path
    clients: tuple[str, ...]
    printed: dict[str, str]  # by client
    service: str
    to_http2: str  # the fault of a request that offered HTTP/2


def clients(address: str, folder: Path) -> dict[str, list[object]]:
    """Those for which this machine has a program."""
    who, why = [address, CLIENT, folder / "key.pem"], [DOSSIER, BASIS]
    found = {"python": python_client(address, folder, PROCEDURES, folder / "python")}
    if shutil.which("node"):
        found["node"] = ["node", EXAMPLES / "ask.mjs", *who, ",".join(PROCEDURES), *why, folder / "node"]
    if shutil.which("java"):
        found["java"] = ["java", EXAMPLES / "Ask.java", *who, PROCEDURES[0], *why, folder / "java"]
    return found


def python_client(address: str, folder: Path, procedures: tuple[str, ...], out: Path) -> list[object]:
    who = [address, CLIENT, "--key", folder / "key.pem"]
    what = [word for code in procedures for word in ("--procedure", code)]
    return [sys.executable, EXAMPLES / "ask.py", *who, *what, "--dossier", DOSSIER, "--basis", BASIS, "--out", out]


def offering_http2(address: str) -> str:
    """The fault told to a request that offers HTTP/2, as those of many clients do, and lacks an assertion."""
    offer = {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2-Settings": "AAMAAABkAAQBAAAAAAIAAAAA"}
    form = {"grant_type": "client_credentials"}
    return str(httpx.post(f"{address}/v1/token", data=form, headers=offer, trust_env=False).json()["error"])


def run(*words: object, said: str = "") -> str:
    told = [str(word) for word in words]
    ran = subprocess.run(told, input=f"{said}\n", capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@contextmanager
def serving(demo: Installation, said: list[str]) -> Iterator[str]:
    """The address of `hoso serve api` while it runs; it is stopped as a service manager stops it."""
    process = demo.start("serve", "api", "--port", 0)
    assert process.stdout
    try:
        said.append(process.stdout.readline())
        address = next((word for word in said[0].split() if word.startswith("http://")), "")
        assert address, said[0] + process.communicate()[0]
        yield address
        process.send_signal(signal.SIGTERM)
        said.append(process.communicate(timeout=60)[0])
        assert process.returncode == 0
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
