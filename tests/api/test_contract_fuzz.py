"""schemathesis against the whole service: what the description allows is answered as it says, all else is refused.

Half of the requests are well formed: those are about objects that are there (`asking.py`), so that every handler is
reached behind its door. `make fuzz-api` runs it for long.
"""

import os
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from asking import OPERATIONS, World
from hypothesis import HealthCheck, Phase, given, settings
from route_shapes import TAKING
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode
from schemathesis.python import asgi

pytestmark = pytest.mark.contract
EXAMPLES = int(os.environ.get("HOSO_API_FUZZ_EXAMPLES", "10"))
CONFIG = {
    "generation": {"deterministic": EXAMPLES < 100, "no-shrink": EXAMPLES < 100},
    "checks": {
        # what is well formed may still be about nobody, out of order, or sent a second time
        "positive_data_acceptance": {"expected-statuses": ["2xx", 304, 401, 403, 404, 409, 412, 429]},
        "negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 405, 406, 412, 413, 415, 422, 428, 429]},
        "missing_required_header": {"expected-statuses": [400, 401, 415, 422, 428]},
    },
}
SETTINGS = settings(
    max_examples=EXAMPLES, deadline=None, database=None, derandomize=EXAMPLES < 100,
    phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck),
)  # fmt: skip
TIED = ("cursor", "after", "wait", "on", "told", "components", "since", "until")  # hold only with what they go with
LEFT = ("kinds",)
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
CASES = [(name, POSITIVE) for name in OPERATIONS] + [(name, NEGATIVE) for name in OPERATIONS if name in TAKING]
load_all_checks()


@pytest.fixture(scope="module")
def described(world: World) -> Any:
    app = world.http.app
    return schemathesis.openapi.from_asgi("/v1/openapi.json", app, config=SchemathesisConfig.from_dict(CONFIG))


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals wait for nothing here: thousands of them are asked for."""
    monkeypatch.setattr("api.holding.EVENLY_S", 0.0)


@pytest.fixture(scope="module")
def session(world: World) -> Iterator[Any]:
    with asgi.get_client(world.http.app) as client:
        yield client


def test_only_what_takes_nothing_is_sent_nothing_wrong(described: Any) -> None:
    taking = {name for name in OPERATIONS if takes(described.find_operation_by_id(name))}
    assert taking == {*TAKING}


@pytest.mark.parametrize(("name", "mode"), CASES, ids=lambda one: getattr(one, "value", one))
def test_what_it_says_is_what_it_does(
    name: str, mode: GenerationMode, world: World, described: Any, session: Any
) -> None:
    operation = described.find_operation_by_id(name)
    closed = bool(operation.definition.raw.get("security"))
    head = {"Authorization": f"Bearer {world.owner.token}"} if closed else {}

    @given(case=operation.as_strategy(generation_mode=mode))
    @SETTINGS
    def run(case: Any) -> None:
        if mode is POSITIVE:
            make_real(case, world)
        case.call_and_validate(session=session, headers=head)

    run()


def takes(operation: Any) -> bool:
    return any(list(part) for part in (operation.path_parameters, operation.query, operation.headers, operation.body))


def make_real(case: Any, world: World) -> None:
    """What only the warehouse can know is put in: ids, people, purposes. The rest stays as it was made up."""
    sent = OPERATIONS[case.operation.definition.raw["operationId"]](world, world.owner, world.ids)
    parts = zip(case.operation.path.split("/"), sent.path.split("?")[0].split("/"), strict=True)
    case.path_parameters = {template[1:-1]: own for template, own in parts if template.startswith("{")}
    case.headers = {
        name: value for name, value in (case.headers or {}).items() if name not in ("DPoP", "Authorization")
    }
    told = ", ".join(f"{name}={value}" for name, value in world.owner.purpose.items())
    for name, value in {"Hoso-Purpose": told, "Idempotency-Key": uuid.uuid4().hex, **sent.headers}.items():
        if name in {one.name for one in case.operation.headers}:
            case.headers[name] = value
    if case.query:
        case.query = {name: value for name, value in case.query.items() if name not in TIED}
    if sent.json is not None and isinstance(case.body, dict):
        free = {name: value for name, value in case.body.items() if name not in TIED}
        case.body = free | {name: value for name, value in sent.json.items() if name not in LEFT}
    if sent.form is not None:
        case.body = dict(sent.form)
