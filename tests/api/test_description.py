"""The description says what the service does: every route is closed unless it is public, and names its refusals."""

import json
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.problems import Kind
from api.scopes import scopes

pytestmark = pytest.mark.contract
PUBLIC = (
    "/v1/token",
    "/v1/health/live",
    "/v1/health/ready",
    "/v1/catalogue/",
    "/.well-known/",
)


@pytest.fixture
def described(http: TestClient) -> dict[str, Any]:
    given: dict[str, Any] = http.get("/v1/openapi.json").json()
    return given


def operations(described: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(path, one) for path, held in described["paths"].items() for one in held.values()]


def test_it_is_of_version_3_1_and_loads_nothing_from_elsewhere(http: TestClient, described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    assert [http.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [404] * 3


def test_every_route_is_closed_but_for_the_public_ones(described: dict[str, Any]) -> None:
    opened = [path for path, one in operations(described) if not one.get("security") and not path.startswith(PUBLIC)]
    assert not opened


def test_every_scope_that_a_route_asks_for_is_in_the_catalogue(described: dict[str, Any]) -> None:
    asked = {scope for _, one in operations(described) for each in one.get("security", ()) for scope in each["client"]}
    assert asked
    assert asked <= {one.name for one in scopes()}


def test_every_operation_has_a_name_a_title_and_typed_refusals(described: dict[str, Any]) -> None:
    names = [one["operationId"] for _, one in operations(described)]
    assert len(names) == len(set(names))
    for path, one in operations(described):
        assert one["summary"], path
        assert all(name.isalnum() for name in (one["operationId"],)), path
        for status in ("404", "405", "413", "415", "429", "500", "503"):
            assert "application/problem+json" in one["responses"][status]["content"], path
    assert "HTTPValidationError" not in str(described)


def test_a_stranger_gets_nothing_from_any_closed_route(http: TestClient, described: dict[str, Any]) -> None:
    for path, held in described["paths"].items():
        for method, one in held.items():
            if one.get("security"):
                url = path.replace("{", "").replace("}", "")
                given = http.request(method, url, json={} if "requestBody" in one else None)
                assert given.status_code == 401, (method, path, given.text)


def test_each_kind_of_refusal_has_an_address_and_a_title_of_its_own() -> None:
    assert len({kind.uri for kind in Kind}) == len({kind.title for kind in Kind}) == len(Kind) == len(Kind.__members__)
    assert all(kind.title.endswith(".") and 400 <= kind.status < 600 for kind in Kind)


def test_a_signed_answer_is_described_with_its_envelope_and_both_its_forms(described: dict[str, Any]) -> None:
    given = described["paths"]["/v1/sufficiency"]["post"]["responses"]["200"]
    parts = [one["$ref"].rpartition("/")[2] for one in given["content"]["application/json"]["schema"]["allOf"]]
    assert parts == ["Envelope", "SufficiencyGiven"]
    assert "application/jose" in given["content"]
    assert "Hoso-Signature" in given["headers"]
    assert {"iss", "aud", "iat", "jti", "purpose"} == described["components"]["schemas"]["Envelope"][
        "properties"
    ].keys()


def test_a_generator_can_make_a_class_of_every_name_and_follow_every_reference(described: dict[str, Any]) -> None:
    names = described["components"]["schemas"].keys()
    assert not [one for one in names if "__" in one]
    said = json.dumps(described)
    assert set(re.findall(r'"#/components/schemas/([^"]+)"', said)) <= names


def test_only_what_rests_on_an_edition_may_be_refused_for_it(described: dict[str, Any]) -> None:
    for path, one in operations(described):
        rests = any(each["name"] == "If-Match" for each in one.get("parameters", ()))
        assert ({"412", "428"} <= one["responses"].keys()) == rests, path


OPEN_TO_ALL = ["scopes", "problems", "procedures", "papers", "laws"]


@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_a_catalogue_may_be_kept_and_is_not_sent_twice(http: TestClient, name: str) -> None:
    given = http.get(f"/v1/catalogue/{name}")
    assert given.json()
    assert given.headers["cache-control"].startswith("public, max-age=")
    again = http.get(f"/v1/catalogue/{name}", headers={"If-None-Match": given.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_a_question_may_name_stands_in_the_catalogue(http: TestClient) -> None:
    rows = http.get("/v1/catalogue/procedures").json()
    (marriage,) = (one for one in rows if one["family"] == "ket_hon")
    told = {one["code"]: one["circumstance"] for one in marriage["components"]}
    assert (told["ly_hon"], told["to_khai"]) == ("da_ly_hon", None)
    papers = {one["code"]: one["fields"] for one in http.get("/v1/catalogue/papers").json()}
    assert {each["scope"] for each in papers["cccd"]} >= {"document.cccd.ngay_cap:read"}
    assert next(each for each in papers["giay_khai_sinh"] if each["field"] == "dan_toc")["sensitive"]


def test_a_library_finds_where_and_how_to_ask_for_a_token(http: TestClient) -> None:
    said = http.get("/.well-known/oauth-authorization-server").json()
    assert said["token_endpoint"] == f"{said['issuer']}/v1/token"
    assert said["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    assert http.get(said["jwks_uri"].removeprefix(said["issuer"])).json()["keys"]
    assert not [one for one in said["scopes_supported"] if "{" in one]
