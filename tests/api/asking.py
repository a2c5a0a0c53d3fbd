"""A right request to every operation of the service, for objects of one client, and for the same by another.

`OPERATIONS` names every route by its operation id; a route that is not in it fails `test_object_level.py`.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import api_makers as make
import held_people as people
import subject_makers as subjects
from fastapi.testclient import TestClient

from api.scopes import scopes
from api.service import Service
from reuse.recall import open_new
from storage.service.clients import Allowance

EVERYTHING = (
    *(one.name for one in scopes() if "{" not in one.name),
    *(f"document.{kind}.{name}:read" for kind in ("cccd", "giay_khai_sinh") for name in ("*", "original")),
    "document.giay_khai_sinh.so:read",
)
UNBOUND = Allowance(10**9, 10**9, 10**9, 0, 10**6)
FOREIGN = {
    "procedure": "1.012756",
    "dossier": "H29.12-261115-0007",
    "basis": "ND118-2025",
}  # needs no birth certificate
HOOK = "http://127.0.0.1:9/hook"  # nobody listens there


@dataclass(frozen=True)
class Asker:
    """A client, for what it asks, and the person who has logged in at its portal."""

    sender: make.Sender
    token: str = field(repr=False)
    purpose: Mapping[str, str]
    subject: people.Held


@dataclass(frozen=True)
class Ids:
    """Of objects; those that a request changes for good are apart."""

    person: str
    number: str
    record: str
    document: str
    revoked: str
    revoked_tag: str
    replaced: str
    replaced_tag: str
    successor: str
    webhook: str
    spent_webhook: str
    export: str
    part: str
    correction: str
    recall: str
    place: str  # of a file of the national store
    cursor: str  # of the events

    def absent(self) -> "Ids":
        """The same, of nothing that there is."""
        ids = {name: str(uuid.uuid4()) for name, value in vars(self).items() if is_id(value) and name != "successor"}
        sealed = {"place": turned(self.place), "cursor": turned(self.cursor)}
        return replace(self, **ids, **sealed, number="099199999997", part="fields-00009.parquet")


@dataclass(frozen=True)
class World:
    service: Service
    http: TestClient
    owner: Asker
    stranger: Asker
    ids: Ids

    @property
    def served(self) -> Service:
        """With the rights of the service; `service` has all."""
        app: Any = self.http.app
        served: Service = app.state.service
        return served

    def ask(self, operation: str, asker: Asker, ids: Ids, **headers: str) -> Any:
        sent = OPERATIONS[operation](self, asker, ids)
        if sent.closed:
            headers = {"Authorization": f"Bearer {asker.token}"} | headers
        if sent.told:
            headers = {"Hoso-Purpose": ", ".join(f"{name}={value}" for name, value in asker.purpose.items())} | headers
        head = {"Idempotency-Key": uuid.uuid4().hex} | dict(sent.headers) | headers
        return self.http.request(sent.method, sent.path, json=sent.json, data=sent.form, headers=head)


@dataclass(frozen=True)
class Sent:
    method: str
    path: str
    json: Any = None
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    told: bool = False  # the purpose goes in a header
    closed: bool = True


def is_id(value: str) -> bool:
    return len(value) == 36 and value.count("-") == 4


def turned(sealed: str) -> str:
    """Changed by one letter in its middle, where every bit of it counts."""
    middle = len(sealed) // 2
    return sealed[:middle] + ("A" if sealed[middle] != "A" else "B") + sealed[middle + 1 :]


def assertion(world: World, asker: Asker) -> str:
    subject = {"id_number": asker.subject.number, "full_name": people.NAME, "birth_date": "1987-03-12"}
    return asker.sender.assertion(
        world.service.clock(), aud=f"{make.ISSUER}/v1/subjects", acr="vneid:2", subject=subject
    )


_Made = Callable[[World, Asker, Ids], Sent]


def _get(path: str, *, told: bool = False, closed: bool = True) -> _Made:
    return lambda world, asker, ids: Sent("GET", path.format(**vars(ids)), told=told, closed=closed)


def _about(path: str, **more: Any) -> _Made:
    """A question about a person, for the asker's purpose."""

    def made(world: World, asker: Asker, ids: Ids) -> Sent:
        about = {"person": {"person_id": ids.person}, "purpose": dict(asker.purpose)}
        if path in ("sufficiency", "prefill", "reuse"):
            about["procedure"] = asker.purpose["procedure"]
        return Sent("POST", f"/v1/{path}", about | more)

    return made


def _own(path: str, told: Callable[[Ids], dict[str, Any]] = lambda ids: {}) -> _Made:
    """Of the person who has logged in."""
    return lambda world, asker, ids: Sent(
        "POST", f"/v1/subjects/{path.format(**vars(ids))}", {"assertion": assertion(world, asker)} | told(ids)
    )


def _state(what: str, which: str, reason: str, told: Callable[[Ids], dict[str, Any]] = lambda ids: {}) -> _Made:
    def made(world: World, asker: Asker, ids: Ids) -> Sent:
        body = {"purpose": dict(asker.purpose), "reason": reason, "effective": "2026-11-20"} | told(ids)
        head = {"If-Match": getattr(ids, f"{which}_tag")}
        return Sent("POST", f"/v1/records/{getattr(ids, which)}/{what}", body, headers=head)

    return made


def _query(world: World, asker: Asker, ids: Ids) -> Sent:
    asked = {
        "SoDinhDanhChuSoHuu": ids.number, "HoTenNguoiYeuCau": people.NAME, "SoDinhDanhNguoiYeuCau": ids.number,
        "KenhThucHien": "1", "MaThuTuc": asker.purpose["procedure"],
    }  # fmt: skip
    return Sent("POST", "/v1/national-store/query", asked, told=True)


STATED = {"id_number": "099187000123", "full_name": people.NAME, "birth_date": "1987-03-12"}
OPERATIONS: dict[str, _Made] = {
    "getToken": lambda world, asker, ids: Sent(
        "POST", "/v1/token", form=asker.sender.form(world.service.clock()), closed=False
    ),
    "getLive": _get("/v1/health/live", closed=False),
    "getReady": _get("/v1/health/ready", closed=False),
    "getKeys": _get("/.well-known/jwks.json", closed=False),
    "getKeyHistory": _get("/.well-known/jwks-history.json", closed=False),
    "listScopes": _get("/v1/catalogue/scopes", closed=False),
    "listProblems": _get("/v1/catalogue/problems", closed=False),
    "listProcedures": _get("/v1/catalogue/procedures", closed=False),
    "listPapers": _get("/v1/catalogue/papers", closed=False),
    "listLaws": _get("/v1/catalogue/laws", closed=False),
    "getMetadata": _get("/.well-known/oauth-authorization-server", closed=False),
    "getRecord": _get("/v1/records/{record}", told=True),
    "getRecordHistory": _get("/v1/records/{record}/history", told=True),
    "searchRecords": _about("records/search"),
    "revokeRecord": _state("revoke", "revoked", "WITHDRAWN_BY_ISSUER"),
    "supersedeRecord": _state("supersede", "replaced", "EXCHANGED", lambda ids: {"successor_id": ids.successor}),
    "getDocument": _get("/v1/documents/{document}", told=True),
    "getOriginal": _get("/v1/documents/{document}/original", told=True),
    "askSufficiency": _about("sufficiency"),
    "askPrefill": _about("prefill"),
    "tellReuse": _about("reuse"),
    "askPhoneOwnedBy": _about("predicates/phone_owned_by", phone=people.PHONE),
    "askIsSamePerson": _about("predicates/is_same_person", stated=STATED),
    "askOver18": _about("predicates/over_18"),
    "queryNationalStore": _query,
    "getNationalStoreFile": lambda world, asker, ids: Sent(
        "POST", "/v1/national-store/file",
        {"CoQuanChuQuan": world.service.settings.office, "DuongDan": ids.place}, told=True,
    ),
    "listEvents": _get("/v1/events?after={cursor}"),
    "listWebhooks": _get("/v1/webhooks"),
    "subscribe": lambda world, asker, ids: Sent("POST", "/v1/webhooks", {"address": HOOK, "kinds": []}),
    "getWebhook": _get("/v1/webhooks/{webhook}"),
    "resumeWebhook": lambda world, asker, ids: Sent("POST", f"/v1/webhooks/{ids.webhook}/resume", {}),
    "endWebhook": lambda world, asker, ids: Sent("DELETE", f"/v1/webhooks/{ids.spent_webhook}"),
    "listExports": _get("/v1/exports"),
    "askExport": lambda world, asker, ids: Sent("POST", "/v1/exports", {"purpose": dict(asker.purpose)}),
    "getExport": _get("/v1/exports/{export}"),
    "getExportManifest": _get("/v1/exports/{export}/manifest"),
    "getExportPart": _get("/v1/exports/{export}/parts/{part}"),
    "listRecalls": _get("/v1/recalls"),
    "acknowledgeRecall": lambda world, asker, ids: Sent(
        "POST", f"/v1/recalls/{ids.recall}/ack", {"answer": "CORRECTED"}
    ),
    "readSubjectLog": _own("log"),
    "askCorrection": _own(
        "corrections", lambda ids: {"record_id": ids.record, "field": "ho_ten", "shows": "A", "why": "B"}
    ),
    "listCorrections": _own("corrections/list"),
    "withdrawCorrection": _own("corrections/{correction}/withdraw"),
}  # fmt: skip
OPEN = (  # to all: nothing of anybody is in them
    "getToken", "getLive", "getReady", "getKeys", "getKeyHistory", "listScopes", "listProblems", "listProcedures",
    "listPapers", "listLaws", "getMetadata",
)  # fmt: skip
OF_OBJECTS = (
    "getRecord", "getRecordHistory", "revokeRecord", "supersedeRecord", "getDocument", "getOriginal",
    "getNationalStoreFile", "getWebhook", "resumeWebhook", "endWebhook", "getExport", "getExportManifest",
    "getExportPart", "acknowledgeRecall", "askCorrection", "withdrawCorrection",
)  # fmt: skip
OF_PEOPLE = (
    "searchRecords", "askSufficiency", "askPrefill", "tellReuse", "askPhoneOwnedBy", "askIsSamePerson", "askOver18",
)  # fmt: skip
LISTS = ("listWebhooks", "listExports", "listRecalls", "listCorrections", "queryNationalStore", "readSubjectLog")


def world_of(service: Service, http: TestClient, first: int) -> World:
    """`first`: last four digits of the first of five numbers that no other test uses."""
    held = [people.hold(service, f"09918700{first + each:04d}") for each in range(4)]
    owner = asker(service, http, held[0], people.MARRIAGE)
    stranger = asker(service, http, held[3], FOREIGN, "H29", procedures=("dat_dai",))
    nothing = Ids(held[0].person_id, held[0].number, held[0].records["giay_khai_sinh"],
                  held[0].documents["giay_khai_sinh"], held[1].records["giay_khai_sinh"], '"x"',
                  held[2].records["giay_khai_sinh"], '"x"', held[2].records["cccd"],
                  *[str(uuid.uuid4())] * 3, "fields-00001.parquet", *[str(uuid.uuid4())] * 2, "A" * 40, "")  # fmt: skip
    return _made(World(service, http, owner, stranger, nothing), nothing)


def asker(
    service: Service, http: TestClient, subject: people.Held, purpose: Mapping[str, str], *offices: str, **of: Any
) -> Asker:
    """A client that may everything, for one purpose."""
    sender = make.sender(service, *EVERYTHING, allowance=UNBOUND, offices=offices or ("H56",), **of)
    return Asker(sender, sender.token(http, service.clock()), purpose, subject)


def _made(world: World, ids: Ids) -> World:
    """With the owner's own objects, made as the owner would."""
    owner = world.owner

    def ask(operation: str, of: Ids = ids) -> Any:
        given = world.ask(operation, owner, of)
        assert given.is_success, (operation, given.text)
        return given

    tag = {which: ask("getRecord", replace(ids, record=getattr(ids, which))) for which in ("revoked", "replaced")}
    told = subjects.loaded(world.service)
    subjects.read(world.service, owner.sender.client.id, told.own)
    world.service.warehouse.revise_record(told.own, subjects.keyed("phone", "0987654321"), person="can-bo-1")
    open_new(world.service.warehouse)
    exported = ask("askExport").headers["location"].rpartition("/")[2]
    parts = ask("getExportManifest", replace(ids, export=exported)).json()["parts"]
    store = ask("queryNationalStore").json()["result"]["DanhSachGiayToKetQua"][0]
    found = replace(
        ids,
        revoked_tag=tag["revoked"].headers["etag"],
        replaced_tag=tag["replaced"].headers["etag"],
        webhook=ask("subscribe").json()["id"],
        spent_webhook=ask("subscribe").json()["id"],
        export=exported,
        part=parts[0]["name"],
        correction=ask("askCorrection").json()["id"],
        recall=ask("listRecalls").json()[0]["id"],
        place=store["DanhSachTepDinhKem"][0]["DuongDan"],
        cursor=ask("listEvents").headers["hoso-cursor"],
    )
    return replace(world, ids=found)
