"""A record says how good the lot is that it was loaded with."""

from dataclasses import replace

import api_makers as make
import held_people as people
import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from api.limits import Buckets
from api.service import open_service
from storage.grants import Role
from storage.quality.planning import plan_samples
from storage.vietnam_time import today

pytestmark = pytest.mark.contract


@pytest.fixture
def client(service, settings, clock):
    """Of the service with the rights that it has in the database, and with no more."""
    with open_service(settings, make.ISSUER, Role.API) as bound:
        served = replace(bound, clock=clock, buckets=Buckets())
        http = TestClient(make_app(served), base_url=make.ISSUER, raise_server_exceptions=False)
        yield people.client(service, http)


def test_a_record_comes_with_what_its_lot_proves(service, client):
    held = people.hold(service, "099187000777")
    path = f"records/{held.records['cccd']}"
    before = client.get(path)
    assert before.json()["quality"] == []
    plan_samples(service.warehouse, b"k" * 32, until=today())
    said = client.get(path)
    (lot,) = said.json()["quality"]
    assert lot["state"]["code"] == "OPEN"
    assert (lot["looked_at"], lot["wrong"], lot["at_most"]) == (0, 0, None)
    assert lot["fields"] > 0
    assert lot["confidence"] == 0.95
    assert said.headers["ETag"] != before.headers["ETag"]
    assert said.headers["ETag"].partition("-")[0] == before.headers["ETag"].partition("-")[0]
    assert client.get(path, **{"If-None-Match": said.headers["ETag"]}).status_code == 304
    assert client.get(f"{path}?known_at=2026-11-22T23:00:00Z").json().get("quality", []) == []
