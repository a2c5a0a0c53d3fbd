"""Stories of one dossier, built by hand: what the table, the screen and the page are told."""

from datetime import UTC, date, datetime

from extractors.findings import Finding
from extractors.reading import Document, Evidence, FieldReading, PartialDate, Source
from matching.gateway.inquiry import Inquiry, InquiryOutcome, Purpose, Supposition
from matching.people import Person, Sex
from matching.reasons import Reason
from matching.registers import Candidate
from matching.resolution import (
    Comparison,
    Correction,
    Level,
    Outcome,
    PhoneFinding,
    PhoneStatus,
    Resolution,
)
from ocr.files.refusal import Refusal
from ocr.page import Box
from storage.dossiers import Dossier, Scan
from storage.manifest import Manifest
from storage.readings import StoredDocument
from storage.settled import Paper
from storage.states import DossierState, Owner, ScanState, TaskState
from storage.tasks import Question, Task

from cli.story import Story  # isort: skip

BOX = Box(10, 20, 300, 60)


def told(text: str = "Đặng Thị Hồng Thử", state: DossierState = DossierState.IN_REVIEW) -> Story:
    """A linked dossier in which `text` stands wherever something from outside can stand."""
    person = Person("P1", "099187000123", (), text, PartialDate(1987, 3, 12), Sex.FEMALE)
    resolution = Resolution(
        dossier_id="D1",
        outcome=Outcome.LINKED,
        person_id="P1",
        comparisons=(Comparison("full_name", Level.CLOSE, 3.1),),
        corrections=(Correction("full_name", text, "Đặng Thị Thử", "population", Reason.NAME_MIDDLE_DROPPED),),
        reasons=(Reason.NAME_MIDDLE_DROPPED,),
        phone=PhoneFinding(PhoneStatus.RELATIVE, "0912345678", (Reason.PHONE_OF_SPOUSE,)),
        weight=20.0,
        candidates=(Candidate(person, ()),),
        version="matching-1",
    )
    seen = (Evidence(1, BOX, text, 0.61, Source.PRINT),)
    read = (
        FieldReading("ho_ten", text, seen, findings=(Finding.EXTRA_SIGNS.name,)),
        FieldReading("ngay_sinh", date(1987, 3, 12), seen),
        FieldReading("noi_dung_de_nghi", f"{text} xin tách hộ", seen),
    )
    stored = StoredDocument("doc1", "scan1", Document("ct01", "", (1,), 0.97, read))
    return Story(
        dossier=Dossier(
            "D1", text, Manifest(dossier_code=text), state, text, Owner.REVIEWER, date(2026, 11, 24),
            datetime(2026, 11, 20, tzinfo=UTC), None,
        ),
        scans=(
            Scan("scan1", "D1", 1, text, "ab" * 32, 9, "image/tiff", 1, ScanState.ACCEPTED, None, "scan0"),
            Scan("scan2", "D1", 2, text, "cd" * 32, 9, None, None, ScanState.QUARANTINED, Refusal.ENCRYPTED, None),
        ),
        papers=(Paper(stored, "ab" * 32),),
        resolution=resolution,
        corrections=resolution.corrections,
        spelled=text,
        inquiries=(
            Inquiry(
                "r1", "population", "x", Purpose("1.004194", "can-bo", "H56", "D1"), Supposition.AS_READ, "", 
                datetime(2026, 11, 20, tzinfo=UTC), InquiryOutcome.HIT, "", True,
            ),
        ),
        tasks=tuple(
            Task(f"t{at}", "D1", Question("X", f"Câu {at} về {text}?", field, paper), TaskState.OPEN, *4 * (None,))
            for at, (field, paper) in enumerate(((None, None), ("ho_ten", "doc1"), ("noi_dung_de_nghi", "doc1")))
        ),
    )  # fmt: skip
