"""A person with records, readers of them, and a receiver of webhooks. All are invented."""

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import api_makers as make

from api.service import Service
from reuse.describing import describer
from storage.audit.reading import ReadPurpose, reading
from storage.document_codes import CodeTemplate
from storage.dossiers import NewDossier, NewScan
from storage.manifest import Applicant, Manifest
from storage.objects import digest_of
from storage.outbox import events
from storage.readings import Method
from storage.records import Record, RecordField
from storage.states import DossierState

NAME = "Đặng Thị Hồng Thử"


@dataclass(frozen=True)
class Held:
    """One person with one record of the register and one paper."""

    person_id: str
    dossier_id: str
    code: str  # of the dossier
    number: str
    own: str  # id of the record "person"
    card: str  # id of the record "cccd"

    def subject(self, **told: str) -> dict[str, str]:
        return {"id_number": self.number, "full_name": NAME, "birth_date": "1987-03-12"} | told


def loaded(service: Service, office: str = "H56.12", phone: str = "0912345678") -> Held:
    """A new person each time."""
    seed = uuid.uuid4()
    number = f"003187{seed.int % 10**6:06d}"
    code = f"{office}-261115-{seed.int % 10**4:04d}"
    scan = NewScan("1.pdf", digest_of(seed.bytes), 2, "application/pdf", 1)
    manifest = Manifest(code, "1.004194", "counter", office, Applicant(NAME, number, "1987", ""))
    new = NewDossier(digest_of(seed.bytes + b"d"), "hồ sơ", manifest, (scan,), DossierState.RECEIVED)
    dossier_id = service.warehouse.take_in(new)
    load(service, dossier_id, number, phone)
    own, card = service.warehouse.records(dossier_id)
    assert own.person_id
    return Held(own.person_id, dossier_id, code, number, own.id, card.id)


def load(service: Service, dossier_id: str, number: str, phone: str, key: str = "load-1") -> None:
    told = {"id_number": number, "full_name": NAME, "birth_date": "1987-03-12", "phone": phone}
    fields = tuple(
        RecordField(name, value, Method.REGISTER, verified_against="population") for name, value in told.items()
    )
    card = RecordField("so_dinh_danh", number, Method.QR), RecordField("ho_ten", NAME, Method.QR)
    register_key = f"P{number}"
    found = [Record("person", register_key, fields), Record("cccd", register_key, card)]
    describe = describer(CodeTemplate(service.settings.document_code))
    assert service.warehouse.save_records(dossier_id, key, found, describe=describe)


def read(
    service: Service,
    reader: str,
    subject: str,
    *,
    kind: str = "record",
    dossier: str = "",
    fields: tuple[str, ...] = (),
) -> None:
    """As a route of the service reads."""
    with reading(
        service.warehouse, ReadPurpose("1.004222", dossier, "ND118-2025"), kind, subject, reader=reader, fields=fields
    ):
        pass


def keyed(name: str, value: str, by: str = "can-bo-1") -> RecordField:
    return RecordField(name, value, Method.KEYED, verified_by=by)


def assertion(of: make.Sender, held: Held, now: datetime, acr: str = "vneid:2", **subject: str) -> str:
    """As a portal states who has logged in."""
    return of.assertion(now, aud=f"{make.ISSUER}/v1/subjects", acr=acr, subject=held.subject(**subject))


def past(service: Service) -> Any:
    """The place behind all that happened so far: tests share one outbox."""
    from storage.outbox import Cursor

    with service.warehouse.looking() as connection:
        found = events(connection, Cursor(), 100_000)
    return found[-1].cursor if found else Cursor()


@dataclass
class Receiver:
    """Keeps what it is sent; answers what it is told to, and 204 after that."""

    answers: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    address: str = ""
    arrived: threading.Event = field(default_factory=threading.Event)
    let: threading.Event | None = None  # answers only once this is set

    @property
    def told(self) -> list[dict[str, Any]]:
        bodies = [json.loads(body) for _, body in self.got]
        return [one for body in bodies for one in (body if isinstance(body, list) else [body])]


@contextmanager
def receiver(*answers: int) -> Iterator[Receiver]:
    held = Receiver(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            held.got.append((dict(self.headers), body))
            held.arrived.set()
            if held.let is not None:
                held.let.wait(30)
            status = held.answers.pop(0) if held.answers else 204
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", held.address + "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.address = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
