"""One invented person with papers of two dossiers in a real database, and a client that asks about her."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import api_makers as make
from fastapi.testclient import TestClient

from api.service import Service
from extractors.reading import Document
from ocr.page import Box
from storage.descriptions import Days, Description
from storage.dossiers import NewDossier, NewScan
from storage.manifest import Manifest
from storage.objects import digest_of
from storage.people import AliasKind, find_person
from storage.readings import Method
from storage.records import Place, Record, RecordField
from storage.states import DossierState

NUMBER = "099187000123"
NAME = "Đặng Thị Hồng Thử"
ODD = "<script>alert(1)</script> =1+1 \u202eLê\u0301 🏠"  # as it may stand on a paper: data, whatever it looks like
PHONE = "0912345678"
CONFIRMED = datetime(2026, 11, 10, 8, tzinfo=UTC)
PLACE = Place("ab" * 32, 2, Box(10, 20, 200, 40), "như trên giấy")
MARRIAGE = {"procedure": "1.000894", "dossier": "H56.12-261115-0007", "basis": "ND118-2025"}
ALL = (
    "reuse:sufficiency", "reuse:prefill", "reuse:note", "records:read", "records:revoke", "documents:read",
    "predicate:phone_owned_by", "predicate:is_same_person", "predicate:over_18", "national-store:query",
    "person.full_name:read", "person.birth_date:read", "person.id_number:read", "person.phone:read",
    "document.cccd.*:read",
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    person_id: str
    dossier_id: str
    records: dict[str, str]  # id by kind
    documents: dict[str, str]  # id by kind
    number: str


def said(name: str, value: str, against: str | None = None, **more: Any) -> RecordField:
    at = CONFIRMED if against else None
    by = "matching-1" if against else None
    told = {"verified_against": against, "verified_by": by, "verified_at": at, **more}
    return RecordField(name, value, Method.OCR, 0.98, evidence=(PLACE,), engine="tess 1", **told)


def person(number: str, subject: str, phone: str = PHONE) -> Record:
    values = {"id_number": number, "full_name": NAME, "birth_date": "1987-03-12", "sex": "Nữ"}
    fields = [said(name, value, "population") for name, value in values.items()]
    return Record("person", subject, (*fields, said("phone", phone, "telco")))


def card(number: str, subject: str, **other: str) -> Record:
    told = {"so_dinh_danh": number, "ho_ten": NAME, "ngay_sinh": "1987-03-12", "ngay_cap": "2022-05-10"} | other
    return Record("cccd", subject, tuple(said(name, value) for name, value in told.items()))


def birth(subject: str, **other: str) -> Record:
    told = {"ho_ten": NAME, "ngay_sinh": "1987-03-12", "dan_toc": "Kinh", "so": "31/2020", "quoc_tich": ODD} | other
    return Record("giay_khai_sinh", subject, tuple(said(name, value) for name, value in told.items()))


def described(records: Sequence[Record]) -> list[Description | None]:
    return [
        None if one.kind == "person" else Description(Days(date(2022, 5, 10)), one.kind, one.kind) for one in records
    ]


def hold(service: Service, number: str, code: str = "H56.12-261101-0001", *more: Record) -> Held:
    """The papers of a new person of this number."""
    subject = f"K{number}"
    content = f"%PDF {code} {number}".encode()
    scan = NewScan("1.pdf", service.objects.put(content), len(content), "application/pdf", 2)
    manifest = Manifest(code, "1.000894", "counter", "H56.12", None)
    new = NewDossier(digest_of(f"{code} {number}".encode()), "hồ sơ thử", manifest, (scan,), DossierState.RECEIVED)
    warehouse = service.warehouse
    dossier_id = warehouse.take_in(new)
    (kept,) = warehouse.scans(dossier_id)
    papers = [Document("giay_khai_sinh", "2020", (1, 2), 0.97, ()), Document("cccd", "2024", (1,), 0.97, ())]
    warehouse.save_documents(dossier_id, "extract-1", {kept.id: papers})
    whole, part = warehouse.documents(dossier_id)
    own = replace(card(number, subject), document_id=part.id)
    found = (person(number, subject), own, replace(birth(subject), document_id=whole.id), *more)
    warehouse.save_records(dossier_id, "load-1", found, describe=described)
    with warehouse.looking() as connection:
        person_id = find_person(connection, AliasKind.REGISTER_KEY, subject)
    assert person_id
    with service.warehouse.changing("tester") as change:
        from storage.people import Alias, add_aliases

        add_aliases(change, [(person_id, Alias(AliasKind.PIN, number))])
    records = {one.kind: one.id for one in warehouse.records(dossier_id)}
    return Held(person_id, dossier_id, records, {"giay_khai_sinh": whole.id, "cccd": part.id}, number)


@dataclass(frozen=True)
class Client:
    """A client with its token."""

    http: TestClient
    token: str

    def post(self, path: str, body: dict[str, Any], **headers: str) -> Any:
        return self.http.post(f"/v1/{path}", json=body, headers=make.bearer(self.token, **headers))

    def get(self, path: str, purpose: dict[str, str] = MARRIAGE, **headers: str) -> Any:
        told = ", ".join(f"{name}={value}" for name, value in purpose.items())
        return self.http.get(f"/v1/{path}", headers=make.bearer(self.token, **{"Hoso-Purpose": told} | headers))


def client(service: Service, http: TestClient, *scopes: str, **more: Any) -> Client:
    sender = make.sender(service, *(scopes or ALL), **more)
    return Client(http, sender.token(http, service.clock()))


def asked(held: Held | str, **more: Any) -> dict[str, Any]:
    number = held if isinstance(held, str) else held.number
    return {"person": {"id_number": number}, "purpose": MARRIAGE, **more}


def shown(value: str) -> str:
    """As it comes out: what was written, sign by sign."""
    return value
