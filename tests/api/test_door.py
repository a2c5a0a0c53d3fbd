"""The door over HTTP: a route of the test's own behind it, as every route stands."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import api_makers as make
import pytest
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict

from api import cursors
from api.app import make_app
from api.caller import Caller
from api.door import Purpose, PurposeHeader, caller_with, purpose_of, service_of
from api.etags import Editions, check_match, etag
from api.idempotency import SentOnce, done_once
from api.limits import counted
from api.problems import PROBLEM_JSON, Kind, hidden
from api.service import Service
from errors import ReadNotLogged
from storage.service.clients import Allowance, revoke, set_scopes

pytestmark = pytest.mark.contract

NAME = "Đặng Thị Hồng Thử"
PERSON = "6f3b0f63-3f5c-5a3e-9f0e-7f1b6f0a7c11"


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")

    purpose: Purpose
    full_name: str = ""
    number: int = 0


router = APIRouter()
Filler = Annotated[Caller, caller_with("reuse:prefill")]


@router.post("/v1/test/read", operation_id="testRead")
def read(request: Request, caller: Filler, body: Body) -> dict[str, Any]:
    service = service_of(request)
    purpose = purpose_of(service, caller, body.purpose)
    counted(service, caller, purpose, lambda _: PERSON, str)
    return {"procedure": purpose.procedure}


@router.get("/v1/test/named", operation_id="testNamed")
def named(request: Request, caller: Filler, told: PurposeHeader) -> dict[str, str]:
    return {"dossier": purpose_of(service_of(request), caller, told).dossier_id}


@router.get("/v1/test/broken/{how}", operation_id="testBroken")
def broken(how: str, caller: Filler) -> None:
    if how == "hidden":
        raise hidden()
    if how == "unlogged":
        raise ReadNotLogged(f"no row about {NAME}")
    raise RuntimeError(f"{NAME} broke it")


@router.put("/v1/test/edition", operation_id="testEdition")
def edition(caller: Filler, editions: Editions) -> dict[str, str]:
    check_match(editions, etag("r", 2))
    return {}


@router.post("/v1/test/once", operation_id="testOnce")
def once(request: Request, caller: Filler, sent: SentOnce, body: Body) -> Response:
    with service_of(request).warehouse.changing(caller.client_id) as change:
        return done_once(change, caller, sent, lambda: JSONResponse({"id": request.state.request_id}, 201))


@router.get("/v1/test/list", operation_id="testList")
def listed(request: Request, caller: Filler, kind: str = "a", cursor: str = "") -> dict[str, Any]:
    service, question = service_of(request), {"operation": "testList", "kind": kind}
    place = cursors.opened(service, caller, question, cursor) if cursor else (0, "first")
    return {"place": list(place), "next": cursors.seal(service, caller, question, (place[0] + 1, "x"))}


@pytest.fixture
def http(service: Service) -> TestClient:
    app = make_app(service)
    app.include_router(router)
    return TestClient(app, base_url=make.ISSUER, raise_server_exceptions=False)


@pytest.fixture
def enter(http: TestClient, service: Service, clock: make.Clock) -> Callable[..., tuple[make.Sender, dict[str, str]]]:
    """A new client and the head of its requests."""

    def entered(*scopes: str, **more: Any) -> tuple[make.Sender, dict[str, str]]:
        one = make.sender(service, *(scopes or ("reuse:prefill",)), **more)
        return one, make.bearer(one.token(http, clock()))

    return entered


def body(**more: Any) -> dict[str, Any]:
    return {"purpose": make.PURPOSE} | more


def problem(answer: Any, kind: Kind) -> dict[str, Any]:
    assert (answer.status_code, answer.json()["type"]) == (kind.status, kind.uri), answer.text
    assert answer.headers["content-type"] == PROBLEM_JSON
    assert answer.json()["request"] == answer.headers["hoso-request"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    said: dict[str, Any] = answer.json()
    return said


def test_who_has_token_scope_and_purpose_is_answered(http: TestClient, enter: Any) -> None:
    _, head = enter()
    given = http.post("/v1/test/read", json=body(), headers=head)
    assert (given.status_code, given.json()) == (200, {"procedure": "1.004222"})
    assert given.headers["ratelimit-policy"] == '"client";q=1200;w=60'


def test_without_a_token_of_ours_nothing_is_read(http: TestClient, enter: Any, clock: make.Clock) -> None:
    one, head = enter()
    assert problem(http.post("/v1/test/read", json=body()), Kind.NO_TOKEN)
    foreign = one.assertion(clock(), head={"typ": "at+jwt"}, iss=make.ISSUER, aud=make.ISSUER)
    changed = head["Authorization"][:-4] + "AAAA"
    for token in (f"Bearer {foreign}", changed, "Bearer x", "Bearer " + "x" * 5000):
        problem(http.post("/v1/test/read", json=body(), headers={"Authorization": token}), Kind.INVALID_TOKEN)
    clock.pass_by(minutes=11)
    problem(http.post("/v1/test/read", json=body(), headers=head), Kind.INVALID_TOKEN)


def test_what_is_taken_away_counts_for_tokens_that_are_out(http: TestClient, enter: Any, service: Service) -> None:
    one, head = enter("reuse:prefill")
    other, later = enter("reuse:prefill")
    with service.warehouse.changing("tester") as change:
        set_scopes(change, one.client.id, ["events:read"])
        revoke(change, other.client.id, "contract-ended")
    service.registered.forget()
    problem(http.post("/v1/test/read", json=body(), headers=head), Kind.SCOPE_MISSING)
    problem(http.post("/v1/test/read", json=body(), headers=later), Kind.INVALID_TOKEN)


def test_a_missing_scope_is_named_and_written_down(http: TestClient, enter: Any, service: Service) -> None:
    _, head = enter("events:read")
    said = problem(http.post("/v1/test/read", json=body(), headers=head), Kind.SCOPE_MISSING)
    assert said["scopes"] == ["reuse:prefill"]
    row = make.audit(service, said["request"], "service.refused")[-1]
    assert (row["problem"], row["operation"]) == ("SCOPE_MISSING", "testRead")


PURPOSES = """
procedure               | dossier                | basis       | part
1.999999                | H56.12-261115-0007     | ND118-2025  | procedure
1.000894                | H56.12-261115-0007     | ND118-2025  | procedure
1.004222                | H29.12-261115-0007     | ND118-2025  | dossier
1.004222                | H560-261115-0007       | ND118-2025  | dossier
1.004222                | 099187000123           | ND118-2025  | dossier
1.004222                | H56.12-261315-0007     | ND118-2025  | dossier
1.004222                | H56.12-261121-0007     | ND118-2025  | dossier
1.004222                | H56.12-261115-0007     | ND999-2025  | basis
1.004222                | H56.12-261115-0007     | TT66-2023-BCA | basis
"""


@pytest.mark.parametrize("row", [line.split("|") for line in PURPOSES.strip().splitlines()[1:]])
def test_a_purpose_that_does_not_hold_is_refused(row: list[str], http: TestClient, enter: Any) -> None:
    _, head = enter(procedures=("cu_tru",))
    procedure, dossier, basis, part = (cell.strip() for cell in row)
    sent = {"purpose": {"procedure": procedure, "dossier": dossier, "basis": basis}}
    said = problem(http.post("/v1/test/read", json=sent, headers=head), Kind.PURPOSE_REFUSED)
    assert said["part"] == part
    assert dossier not in str(said)


def test_a_request_without_a_body_tells_its_purpose_in_a_header(http: TestClient, enter: Any) -> None:
    _, head = enter()
    told = ", ".join(f"{name}={value}" for name, value in make.PURPOSE.items())
    assert http.get("/v1/test/named", headers=head | {"Hoso-Purpose": told}).json() == {
        "dossier": make.PURPOSE["dossier"]
    }
    for wrong in ("", "procedure=1.004222", told + ", more=1", told + ", basis=x", "=,=,="):
        problem(http.get("/v1/test/named", headers=head | {"Hoso-Purpose": wrong}), Kind.PURPOSE_MISSING)


@pytest.mark.parametrize(
    ("spent", "field"),
    [("client", "reads_per_day"), ("subject", "reads_per_subject"), ("purpose", "reads_per_purpose")],
)
def test_each_allowance_ends(spent: str, field: str, http: TestClient, enter: Any, service: Service) -> None:
    _, head = enter(allowance=replace(Allowance(), **{field: 3}))
    told = [http.post("/v1/test/read", json=body(), headers=head) for _ in range(5)]
    assert [each.status_code for each in told] == [200, 200, 200, 429, 429]
    said = problem(told[-1], Kind.BUDGET_SPENT)
    assert (said["budget"], told[-1].headers["retry-after"]) == (spent, str(9 * 3600))  # 15:00 in the country
    assert make.audit(service, said["request"], "service.refused")[-1]["problem"] == "BUDGET_SPENT"


def test_a_client_that_reads_many_people_raises_one_alert(http: TestClient, enter: Any, service: Service) -> None:
    one, head = enter(allowance=replace(Allowance(), subjects_alert=1))
    for _ in range(3):
        http.post("/v1/test/read", json=body(), headers=head)
    assert make.audit(service, one.client.id, "client.alert") == [{"kind": "MANY_SUBJECTS", "used": 1}]


def test_who_sends_too_fast_is_told_when_to_come_again(http: TestClient, enter: Any) -> None:
    _, head = enter(allowance=replace(Allowance(), requests_per_minute=6))
    told = [http.get("/v1/test/named", headers=head) for _ in range(3)]
    said = told[-1]
    problem(said, Kind.TOO_FAST)
    assert int(said.headers["retry-after"]) >= 9
    assert said.headers["ratelimit"].startswith('"client";r=0;t=')


@pytest.mark.parametrize(
    ("how", "kind"), [("hidden", Kind.HIDDEN), ("unlogged", Kind.NOT_LOGGED), ("else", Kind.BROKEN)]
)
def test_an_error_says_nothing_of_what_it_was_about(
    how: str, kind: Kind, http: TestClient, enter: Any, caplog: pytest.LogCaptureFixture
) -> None:
    _, head = enter()
    with caplog.at_level("INFO"):
        said = problem(http.get(f"/v1/test/broken/{how}", headers=head), kind)
    assert NAME not in str(said) + caplog.text
    assert "/v1/test/broken/{how}" in caplog.text


def test_what_was_sent_is_never_said_again(http: TestClient, enter: Any, caplog: pytest.LogCaptureFixture) -> None:
    _, head = enter()
    with caplog.at_level("INFO"):
        said = problem(
            http.post("/v1/test/read", json=body(number=NAME, **{NAME: 1}, full_name=["099187000123"]), headers=head),
            Kind.NOT_UNDERSTOOD,
        )
        lost = http.get(f"/v1/nowhere/{NAME}?q=099187000123", headers=head)
    problem(lost, Kind.NO_SUCH_ROUTE)
    ours = " ".join(one.getMessage() for one in caplog.records if one.name.startswith("hoso"))
    assert "POST /v1/test/read 422" in ours
    assert {one["where"] for one in said["faults"]} == {"body", "body.full_name", "body.number"}
    for secret in (NAME, "099187000123", "%C4%90"):
        assert secret not in str(said) + lost.text + ours


def test_the_forms_of_a_wrong_request(http: TestClient, enter: Any) -> None:
    _, head = enter()
    problem(
        http.post("/v1/test/read", content=b"{", headers=head | {"Content-Type": "application/json"}), Kind.NOT_JSON
    )
    problem(http.post("/v1/test/read", content=b"<a/>", headers=head | {"Content-Type": "text/xml"}), Kind.MEDIA_TYPE)
    assert problem(http.get("/v1/test/read", headers=head), Kind.METHOD)
    problem(http.post("/v1/test/read", content=b"x" * 70_000, headers=head), Kind.TOO_LARGE)
    problem(http.post("/v1/test/read", content=iter([b"x" * 40_000] * 3), headers=head), Kind.TOO_LARGE)


def test_a_change_names_the_edition_that_it_rests_on(http: TestClient, enter: Any) -> None:
    _, head = enter()
    problem(http.put("/v1/test/edition", headers=head), Kind.IF_MATCH_MISSING)
    problem(http.put("/v1/test/edition", headers=head | {"If-Match": "*"}), Kind.IF_MATCH_MISSING)
    problem(http.put("/v1/test/edition", headers=head | {"If-Match": '"r-1"'}), Kind.CHANGED_MEANWHILE)
    assert http.put("/v1/test/edition", headers=head | {"If-Match": '"r-1", "r-2"'}).status_code == 200


def test_a_request_that_comes_again_gets_its_answer_again(http: TestClient, enter: Any) -> None:
    _, head = enter()
    _, other = enter()
    keyed = head | {"Idempotency-Key": "k-1"}
    problem(http.post("/v1/test/once", json=body(), headers=head), Kind.KEY_MISSING)
    first = http.post("/v1/test/once", json=body(), headers=keyed)
    again = http.post("/v1/test/once", json=body(), headers=keyed)
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    problem(http.post("/v1/test/once", json=body(number=2), headers=keyed), Kind.KEY_REUSED)
    assert http.post("/v1/test/once", json=body(), headers=other | {"Idempotency-Key": "k-1"}).json() != first.json()


def test_a_cursor_is_for_one_client_and_one_question(http: TestClient, enter: Any) -> None:
    _, head = enter()
    _, other = enter()
    cursor = http.get("/v1/test/list", headers=head).json()["next"]
    assert http.get("/v1/test/list", params={"cursor": cursor}, headers=head).json()["place"] == [1, "x"]
    problem(http.get("/v1/test/list", params={"cursor": cursor}, headers=other), Kind.CURSOR_REFUSED)
    problem(http.get("/v1/test/list", params={"cursor": cursor, "kind": "b"}, headers=head), Kind.CURSOR_REFUSED)
    turned = cursor[:-1] + ("A" if cursor[-1] != "A" else "B")
    for wrong in (turned, cursor[:10], "x", "é", "=", cursor + "=", "A" * 2000):
        problem(http.get("/v1/test/list", params={"cursor": wrong}, headers=head), Kind.CURSOR_REFUSED)
