"""The warehouse goes away while the service runs: it says so, and comes back by itself."""

import api_makers as make
import pytest
from fastapi.testclient import TestClient

from api.problems import Kind
from api.service import Service
from settings import Settings
from storage import private_postgres

pytestmark = pytest.mark.contract


def test_without_the_warehouse_everything_is_refused_and_may_be_tried_again(
    http: TestClient, service: Service, settings: Settings, clock: make.Clock
) -> None:
    one = make.sender(service, "reuse:prefill")
    folder = settings.state / "postgres"
    private_postgres.stop(folder)
    try:
        for answer in (http.get("/v1/health/ready"), http.post("/v1/token", data=one.form(clock()))):
            assert (answer.status_code, answer.json()["type"]) == (503, Kind.AWAY.uri)
            assert int(answer.headers["retry-after"]) > 0
        assert http.get("/v1/health/live").status_code == 200
    finally:
        private_postgres.start(folder, settings=make.FAST)
    assert http.post("/v1/token", data=one.form(clock())).status_code == 200
