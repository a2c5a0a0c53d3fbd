"""The reuse service as a process of its own, and a client that proves itself and asks it by the clock."""

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from api.jose import compact
from benchmarks.registers_load import Call
from benchmarks.warehouse_made import somebody
from settings import Settings
from storage.service.clients import Allowance, Client, ClientKey, add
from storage.service.key_pairs import Algorithm, KeyPair, jwk, new_pair
from storage.warehouse import Warehouse

PROCEDURE, BASIS = "1.000894", "ND118-2025"  # registering a marriage
SCOPES = (
    "reuse:sufficiency",
    "reuse:prefill",
    "person.full_name:read",
    "person.birth_date:read",
    "person.id_number:read",
    "document.cccd.*:read",
    "document.giay_khai_sinh.*:read",
)
_PLENTY = Allowance(10_000_000, 1_000, 1_000, 0, 60_000)
_START = "from cli import app; app()"


@dataclass(frozen=True, slots=True)
class Served:
    process: int
    host: str
    port: int
    issuer: str


@dataclass(frozen=True, slots=True)
class Asker:
    """A registered client with its key."""

    id: str
    pair: KeyPair = field(repr=False)


@contextmanager
def served(settings: Settings, processes: int) -> Iterator[Served]:
    """`hoso serve api`, stopped at the end."""
    ours = {"HOSO_STATE": str(settings.state.absolute()), "HOSO_WAREHOUSE_URL": settings.warehouse_url}
    command = [sys.executable, "-c", _START, "serve", "api", "--port", "0", "--processes", str(processes)]
    log = settings.state / "api.log"
    with log.open("w", encoding="utf-8") as errors:
        child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env={**os.environ, **ours}, cwd=_root()
        )
    assert child.stdout
    try:
        line = child.stdout.readline()
        address = next((word for word in line.split() if word.startswith("http://")), "")
        if not address:
            raise RuntimeError(f"the service did not start; see {log}")
        parts = urlsplit(address)
        yield Served(child.pid, parts.hostname or "", parts.port or 0, address)
    finally:
        child.terminate()
        child.wait(timeout=30)


def _root() -> Path:
    return Path(__file__).parent.parent


def registered(settings: Settings) -> Asker:
    """A client of its own for each run."""
    pair, now = new_pair(Algorithm.ES256), datetime.now(UTC)
    key = ClientKey(pair.kid, jwk(pair.public), "ES256", now - timedelta(hours=1))
    name = f"benchmark.{uuid.uuid4().hex[:12]}"
    client = Client(name, "Trung tâm phục vụ hành chính công (bịa)", ("H56",), ("*",), SCOPES, (key,), _PLENTY)
    with Warehouse(settings.warehouse_url) as warehouse, warehouse.changing("benchmark") as change:
        add(change, client)
    return Asker(name, pair)


def token(served: Served, asker: Asker) -> str:
    """An access token of ten minutes (RFC 7523)."""
    now = int(time.time())
    claims = {"iss": asker.id, "sub": asker.id, "aud": f"{served.issuer}/v1/token", "iat": now, "exp": now + 120}
    assertion = compact(asker.pair, "JWT", json.dumps({**claims, "jti": str(uuid.uuid4())}).encode())
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion,
    }
    connection = HTTPConnection(served.host, served.port, timeout=30)
    connection.request("POST", "/v1/token", urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})
    answer = json.loads(connection.getresponse().read())
    connection.close()
    if "access_token" not in answer:
        raise RuntimeError(f"no token was given: {answer.get('error') or answer.get('type')}")
    return str(answer["access_token"])


def calls(served: Served, token: str, route: str, people: Sequence[int]) -> list[Call]:
    """One question about each of these people, by number, name and birth date, for a dossier of its own."""
    return [_call(served, token, route, one) for one in people]


def _call(served: Served, token: str, route: str, number: int) -> Call:
    one = somebody(number)
    body = {
        "procedure": PROCEDURE,
        "person": {"id_number": one.id_number, "full_name": one.name, "birth_date": one.born.isoformat()},
        "purpose": {"procedure": PROCEDURE, "dossier": f"H56.12-261116-{number:07d}", "basis": BASIS},
    }
    content = json.dumps(body, ensure_ascii=False).encode()
    head = (
        f"POST /v1/{route} HTTP/1.1\r\nHost: {served.host}:{served.port}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return Call(head.encode() + content, b'"person_id":"')


def cpu_seconds(process: int) -> float:
    """User and system, of a process and those that it started, so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    started = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return own + sum(cpu_seconds(int(one)) for one in started)
