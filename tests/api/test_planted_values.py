"""A person goes the whole way through the warehouse and the service; nothing of them lies in clear in any file of ours.

Dossier, pages, readings, questions, records, aliases, revisions, requests, exports, events and webhooks, and requests
that are refused with the values in their paths, bodies and heads. Then all is stopped and every file is read: the
database's with its log and its WAL, the objects, the state, and what the processes logged.
"""

import logging
import re
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import api_makers as make
import asking
import held_people as people
import httpx
import planted
import pytest
import subject_makers as subjects
import uvicorn
from sqlalchemy import text

from api.app import make_app
from api.service import Service, open_service
from api.serving import _config
from api.webhooks import deliver_round
from extractors.reading import Document, Evidence, FieldReading
from ocr.page import Box, Line, Page, Word
from settings import Settings
from storage import private_postgres
from storage.connection import engine_for
from storage.dossiers import NewDossier, NewScan
from storage.manifest import Applicant, Manifest
from storage.migrating import migrate
from storage.objects import digest_of
from storage.people import Alias, AliasKind, add_aliases
from storage.readings import Method
from storage.records import RecordField
from storage.states import DossierState
from storage.tasks import Question

pytestmark = pytest.mark.contract
NAME, OTHER_NAME = "Lường Thị Ngọc Khuể", "Quàng Văn Xuyếnh"
NUMBER, OLD_NUMBER, PHONE, NEW_PHONE = "003187650417", "073165824", "0967812345", "0971538264"
HOME, FILE, PAPER = "ngõ Gạo Rang, bản Hát Lừu", "sơ yếu bà Khuể.pdf", "7431/2019-QZX"
WHY = "Tôi đổi sim vì mất máy ở chợ Phố Nối"
VALUES = (NAME, OTHER_NAME, NUMBER, OLD_NUMBER, PHONE, NEW_PHONE, HOME, FILE, PAPER, WHY)
SOME = (NAME, PHONE, HOME)  # beside a hundred megabytes these are enough for a control
BOX = Box(10, 20, 300, 60)


@dataclass(frozen=True)
class Left:
    """What lies in the files once all is stopped."""

    folder: Path
    postgres: Path
    clear_of: int  # files of the state's folder


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Left:
    folder = tmp_path_factory.mktemp("planted")
    url = private_postgres.start(folder / "postgres", settings=make.FAST)
    migrate(url)
    try:
        with logged(folder / "processes.log"), open_service(Settings(state=folder, warehouse_url=url)) as opened:
            clock = make.Clock(datetime.now(UTC) + timedelta(seconds=5))
            with served(replace(opened, clock=clock, issuer=make.ISSUER)) as (service, http):
                the_whole_way(service, http)
    finally:
        private_postgres.stop(folder / "postgres")
    return Left(folder, folder / "postgres", sum(one.is_file() for one in folder.rglob("*")))


@contextmanager
def logged(file: Path) -> Iterator[None]:
    """All that any part of the process logs, down to the least."""
    handler = logging.FileHandler(file, encoding="utf-8")
    loggers = [
        logging.getLogger(name) for name in ("", "hoso", "hoso.api", "uvicorn", "uvicorn.error", "uvicorn.access")
    ]
    before = [one.level for one in loggers]
    for one in loggers:
        one.addHandler(handler)
        one.setLevel(logging.DEBUG)
    noisy = [logging.getLogger(name) for name in ("httpx", "httpcore")]  # the test's own client, not ours
    for one in noisy:
        one.propagate = False
    try:
        yield
    finally:
        for one, level in zip(loggers, before, strict=True):
            one.removeHandler(handler)
            one.setLevel(level)
        for one in noisy:
            one.propagate = True
        handler.close()


@contextmanager
def served(service: Service) -> Iterator[tuple[Service, Any]]:
    """By a real server, as `hoso serve api` configures it."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(_config(make_app(service)))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{door.getsockname()[1]}", timeout=60) as http:
                yield service, http
        finally:
            server.should_exit = True
            thread.join()


def the_whole_way(service: Service, http: Any) -> None:
    held = taken_in(service)
    asker = asking.asker(service, http, held, people.MARRIAGE)
    with subjects.receiver() as hook:
        asked_for(service, http, asker, held, hook.address)
        assert deliver_round(service).delivered > 0
    refused(http, asker)


def taken_in(service: Service) -> people.Held:
    content = f"%PDF {NAME} {NUMBER} {HOME}".encode()
    scan = NewScan(FILE, service.objects.put(content), len(content), "application/pdf", 2)
    applicant = Applicant(NAME, NUMBER, "1987", PHONE, OTHER_NAME, OLD_NUMBER)
    manifest = Manifest("H56.12-261101-0001", "1.000894", "counter", "H56.12", applicant)
    warehouse = service.warehouse
    new = NewDossier(digest_of(b"planted"), f"hồ sơ {NAME}", manifest, (scan,), DossierState.RECEIVED)
    dossier_id = warehouse.take_in(new)
    words = tuple(Word(one, BOX, 0.9) for one in f"{NAME} {NUMBER} {HOME} {PAPER}".split())
    identity = (1.0, 0, 0, 0, 1, 0, 0, 0, 1)
    page = Page(1, 2480, 3508, 300, 0, 0.4, identity, (Line(words),), (), (), engine="recorded 1")
    warehouse.save_page(scan.digest, "read-1", page)
    (kept,) = warehouse.scans(dossier_id)
    seen = (Evidence(1, BOX, f"{NAME}, {HOME}", 0.93),)
    paper = Document("giay_khai_sinh", "2020", (1, 2), 0.97, (FieldReading("ho_ten", NAME, seen),))
    warehouse.save_documents(dossier_id, "extract-1", {kept.id: [paper]})
    warehouse.open_tasks(dossier_id, "ask-1", [Question("PHONE", f"Số {PHONE} có phải của {NAME}?", "so_dien_thoai")])
    (document,) = warehouse.documents(dossier_id)
    warehouse.correct_reading(document.id, "ho_ten", OTHER_NAME, person="can-bo-1")
    own = people.person(NUMBER, f"K{NUMBER}", PHONE)
    home = (people.said("full_name", NAME, "population"), people.said("permanent_address", HOME, "population"))
    own = replace(own, fields=(*(one for one in own.fields if one.field != "full_name"), *home))
    birth = replace(people.birth(f"K{NUMBER}", ho_ten=NAME, so=PAPER), document_id=document.id)
    card = people.card(NUMBER, f"K{NUMBER}", ho_ten=NAME)
    warehouse.save_records(dossier_id, "load-1", (own, birth, card), describe=people.described)
    records = {one.kind: one for one in warehouse.records(dossier_id)}
    person_id = records["person"].person_id or ""
    with warehouse.changing("tester") as change:
        add_aliases(change, [(person_id, Alias(AliasKind.PIN, NUMBER)), (person_id, Alias(AliasKind.CMND, OLD_NUMBER))])
    new_phone = RecordField("phone", NEW_PHONE, Method.KEYED, verified_by="can-bo-1")
    warehouse.revise_record(records["person"].id, new_phone, person="can-bo-1")
    ids = {kind: one.id for kind, one in records.items()}
    return people.Held(person_id, dossier_id, ids, {"giay_khai_sinh": document.id}, NUMBER)


def asked_for(service: Service, http: Any, asker: asking.Asker, held: people.Held, hook: str) -> None:
    """Every way in which the service gives something out or takes something in."""
    told = ", ".join(f"{name}={value}" for name, value in people.MARRIAGE.items())
    head = {"Hoso-Purpose": told, "Authorization": f"Bearer {asker.token}"}

    def ask(path: str, body: dict[str, Any] | None = None) -> Any:
        sent = head | {"Idempotency-Key": uuid.uuid4().hex}
        given = http.post(f"/v1/{path}", json=body, headers=sent) if body else http.get(f"/v1/{path}", headers=sent)
        assert given.is_success, (path, given.text)
        return given

    about = {"person": {"id_number": NUMBER, "full_name": NAME}, "purpose": people.MARRIAGE}
    assert NAME in ask("records/search", about).text
    for path in ("sufficiency", "prefill", "reuse"):
        ask(path, about | {"procedure": "1.000894"})
    ask("predicates/phone_owned_by", about | {"phone": PHONE})
    ask("predicates/is_same_person", about | {"stated": {"id_number": NUMBER, "full_name": NAME}})
    assert NAME in ask(f"records/{held.records['person']}").text
    ask(f"records/{held.records['giay_khai_sinh']}/history")
    assert NAME.encode() in ask(f"documents/{held.documents['giay_khai_sinh']}/original").content
    store = {"SoDinhDanhChuSoHuu": NUMBER, "HoTenNguoiYeuCau": NAME, "SoDinhDanhNguoiYeuCau": NUMBER}
    ask("national-store/query", store | {"KenhThucHien": "1", "MaThuTuc": "1.000894"})
    for form in ("csv", "parquet"):
        ask("exports", {"purpose": people.MARRIAGE, "format": form})
    ask("webhooks", {"address": hook})
    ask("events")
    subject = {"id_number": NUMBER, "full_name": NAME, "birth_date": "1987-03-12"}
    for path, more in {
        "subjects/corrections": {"record_id": held.records["person"], "field": "phone", "shows": NEW_PHONE, "why": WHY},
        "subjects/corrections/list": {},
        "subjects/log": {},
    }.items():
        proof = asker.sender.assertion(
            service.clock(), aud=f"{make.ISSUER}/v1/subjects", acr="vneid:2", subject=subject
        )
        ask(path, {"assertion": proof, **more})


def refused(http: Any, asker: asking.Asker) -> None:
    """With the values wherever a request can hold them."""
    head = {"Authorization": f"Bearer {asker.token}"}
    for value in VALUES:
        raw = value.encode()
        in_head = {b"Hoso-Purpose": raw, b"User-Agent": raw, b"X-Forwarded-For": raw, b"If-Match": raw}
        sent = [
            http.get(f"/v1/records/{value}", headers=head),
            http.get("/v1/events", params={"after": value, value: "1"}, headers=head),
            http.get(f"/{value}", headers=head),
            http.get("/v1/records/00000000-0000-4000-8000-000000000001", headers={**head, **in_head}),
            http.get("/v1/recalls", headers={"Authorization": f"Bearer {NUMBER}"}, params={"cursor": value}),
            http.post("/v1/prefill", json={value: value, "person": {"full_name": value}}, headers=head),
            http.post("/v1/prefill", content=raw, headers={**head, "Content-Type": "application/json"}),
            http.post("/v1/token", data={"client_id": value, "client_assertion": value, "scope": value}),
            http.post("/v1/webhooks", json={"address": f"https://{value}"}, headers=head | {"Idempotency-Key": NUMBER}),
            http.request("".join(re.findall("[0-9A-Za-z]", value)), "/v1/events", headers=head),
        ]
        assert all(one.status_code >= 400 for one in sent), [one.status_code for one in sent]


# --- what is found


def test_nothing_of_the_person_lies_in_clear(left: Left) -> None:
    assert left.clear_of > 100
    assert (left.postgres / "data" / "pg_wal").is_dir()
    assert (left.folder / "processes.log").stat().st_size > 10_000
    assert planted.found(VALUES, left.folder) == {}


@pytest.mark.parametrize("value", SOME)
def test_a_value_that_lies_there_is_found_in_whatever_form(value: str, tmp_path: Path) -> None:
    files = planted.every_way(value)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / f"{value}.pdf").write_bytes(b"")
    assert planted.found([value], tmp_path) == {value: {*files, f"{value}.pdf"}}


def test_what_is_written_in_clear_is_found_in_the_databases_files(left: Left) -> None:
    engine = engine_for(private_postgres.start(left.postgres, settings=make.FAST))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE in_clear (value text)"))
        for value in SOME:
            connection.execute(text("INSERT INTO in_clear VALUES (:value)"), {"value": value})
    engine.dispose()
    private_postgres.stop(left.postgres)
    told = planted.found(SOME, left.postgres / "data")
    assert told.keys() == {*SOME}
    for files in told.values():
        assert {Path(one).parts[0] for one in files} >= {"base", "pg_wal"}
