"""Small whole things to store: invented people, no scan engine, no register."""

import base64
import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from errors import ScanRefused
from extractors.reading import Document, Evidence, FieldReading, Problem, Source
from matching.decision import Decision, Grounds
from matching.gateway.inquiry import Inquiry, InquiryOutcome, Purpose, Supposition
from matching.people import Claim
from matching.reasons import Reason
from matching.resolution import Comparison, Level, Outcome, PhoneFinding, PhoneStatus, Resolution
from matching.weighing.posterior import Posterior
from ocr.files.attachments import Attachment
from ocr.files.refusal import Refusal
from ocr.files.scan_finding import ScanFinding
from ocr.page import Box, Line, Page, Word
from storage.dossiers import NewDossier, NewScan
from storage.manifest import Applicant, Manifest
from storage.objects import digest_of
from storage.readings import Method
from storage.records import Place, Record, RecordField
from storage.sealing.master import FileMaster
from storage.sealing.vault import Vault
from storage.states import DossierState
from storage.tasks import Question

NAME = "Đặng Thị Hồng Thử"
NUMBER = "099187000123"
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # of a server that may lose all
BOX = Box(10, 20, 300, 60)
_FOLDER = TemporaryDirectory(prefix="hoso-test-")  # gone with the process


class Kind(Enum):
    PDF = "application/pdf"


@dataclass(frozen=True)
class Facts:
    kind: Kind
    pages: int
    findings: tuple[ScanFinding, ...] = ()
    attachments: tuple[Attachment, ...] = ()


def inspect(content: bytes) -> Facts:
    """Stands for `ocr.files.opening.inspect`: "%PDF" and as many pages as the content has "P"s after it."""
    if not content:
        raise ScanRefused(Refusal.EMPTY)
    if not content.startswith(b"%PDF"):
        raise ScanRefused(Refusal.NOT_A_SCAN)
    return Facts(Kind.PDF, content[4:].count(b"P"))


@cache
def master() -> FileMaster:
    """The same in every process: a test kills writers that it starts as processes of their own."""
    file = Path(_FOLDER.name) / "master.key"
    file.write_text(f"tests {base64.b64encode(b'k' * 32).decode()}\n")
    return FileMaster(file)


def vault(url: str) -> Vault:
    """To be closed, or used in a `with`."""
    return Vault(url, master())


def new_dossier(seed: str = "a", pages: tuple[int, ...] = (2,)) -> NewDossier:
    scans = tuple(
        NewScan(f"{number}.pdf", digest_of(f"{seed}{number}".encode()), 2, "application/pdf", count)
        for number, count in enumerate(pages, start=1)
    )
    manifest = Manifest("H56.12-261115-0007", "1.004194", "counter", "H56.12", Applicant(NAME, NUMBER, "1987", ""))
    return NewDossier(digest_of(seed.encode()), f"{NAME} {seed}", manifest, scans, DossierState.RECEIVED)


def page(number: int = 1, text: str = NAME) -> Page:
    words = tuple(Word(word, BOX, 0.9) for word in text.split())
    return Page(
        number, 2480, 3508, 300, 0, 0.4, (1.0, 0, 0, 0, 1, 0, 0, 0, 1), (Line(words),), (), (), engine="recorded 1"
    )


def document(form: str = "ct01", name: str | None = NAME) -> Document:
    seen = (Evidence(1, BOX, NAME, 0.93, Source.QR),)
    read = FieldReading("ho_ten", name, seen) if name else FieldReading("ho_ten", None, seen, Problem.UNREADABLE)
    born = FieldReading("ngay_sinh", date(1987, 3, 12), (Evidence(1, BOX, "12/03/1987", 0.8),))
    return Document(form, "2023", (1, 2), 0.97, (read, born))


def resolution(dossier_id: str, outcome: Outcome = Outcome.LINKED) -> Resolution:
    return Resolution(
        dossier_id=dossier_id,
        outcome=outcome,
        person_id="P1",
        comparisons=(Comparison("full_name", Level.EXACT, 6.2),),
        corrections=(),
        reasons=(Reason.ALL_AGREES,),
        phone=PhoneFinding(PhoneStatus.MISSING, "", ()),
        weight=21.5,
        candidates=(),
        version="matching-1",
    )


def decision(dossier_id: str, outcome: Outcome = Outcome.LINKED) -> Decision:
    return Decision(
        claim=Claim(dossier_id, NAME, NUMBER),
        resolution=resolution(dossier_id, outcome),
        explanations=(),
        prior=-16.0,
        certainty=Posterior(0.9999, 0.0001, 21.5),
        fired=(),
        thresholds={"most_doubt": 0.001},
        weights_digest="ab" * 32,
        index="general",
        grounds=Grounds((), 100_000_000, False, (), ()),
    )


def inquiry(dossier_id: str, request_id: str = "r1") -> Inquiry:
    return Inquiry(
        request_id=request_id,
        register="population",
        service="xac-thuc",
        purpose=Purpose("1.004194", "can-bo-1", "H56.12", dossier_id),
        supposition=Supposition.AS_READ,
        request_digest="ab" * 32,
        asked_at=datetime(2026, 11, 20, 8, 0, tzinfo=UTC),
        outcome=InquiryOutcome.HIT,
        answer_digest="cd" * 32,
        mock=True,
    )


def record(document_id: str | None = None) -> Record:
    place = Place("ab" * 32, 1, BOX, NAME)
    return Record(
        "person",
        "P1",
        (
            RecordField("ho_ten", NAME, Method.REGISTER, 0.99, (place,), NAME.lower(), Reason.NAME_CASE, "population"),
            RecordField("so_dien_thoai", "0912345678", Method.OCR, 0.81, (place,)),
        ),
        document_id,
    )


def question(kind: str = "PHONE") -> Question:
    return Question(kind, f"Số điện thoại của {NAME} đọc đúng chưa?", "so_dien_thoai")


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def laid(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files below a folder and give the folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder
