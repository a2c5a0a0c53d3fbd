"""Dossiers with questions of every kind, planted without any engine: drawn pages, what was read of them, whom they may
be about. All people are invented."""

import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PIL import Image, ImageDraw

from extractors.reading import Alternative, AlternativeKind, Document, Evidence, FieldReading, PartialDate, Problem
from matching.decision import Decision, Explanation, Grounds
from matching.people import Claim, Person, Sex
from matching.reasons import Reason
from matching.registers import Candidate, Why
from matching.resolution import Comparison, Level, Outcome, PhoneFinding, PhoneStatus, Resolution
from matching.weighing.posterior import Posterior
from ocr.files.scan_finding import ScanFinding
from ocr.page import Box, Line, Page, Word
from review.station import Station
from samples.lettering import Face, font
from storage.dossiers import NewDossier, NewScan
from storage.manifest import Applicant, Manifest
from storage.objects import digest_of
from storage.question import Origin, Question
from storage.readings import StoredDocument
from storage.states import DossierState

PROCEDURE = "1.004194"
WIDTH, HEIGHT, DPI = 1654, 2339, 200
LEFT, TOP, PITCH, SIZE = 140, 220, 62, 36
PLAIN = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
NAME, NUMBER = "Nguyễn Thị Hồng Thắm", "003187000123"
FIELDS = (  # field of the form ct01, its label, what the paper says, what was read, the probability of that
    ("ho_ten", "Họ, chữ đệm và tên", NAME, NAME, 0.9),
    ("ngay_sinh", "Ngày, tháng, năm sinh", "12/03/1987", date(1987, 3, 12), 0.88),
    ("so_dinh_danh", "Số định danh cá nhân", NUMBER, NUMBER, 0.91),
    ("dien_thoai", "Số điện thoại liên hệ", "0912345678", "0912345678", 0.9),
    ("noi_thuong_tru", "Nơi thường trú", "Thôn Thượng Đỗ, xã Lương Mỹ, huyện Ứng Hòa, thành phố Hà Nội", None, 0.0),
    ("nguoi_ky", "Người kê khai", NAME, "Nguyễn Thị Hồng Thắn", 0.2),
)


def drawn(lines: Sequence[tuple[str, str]], number: int, heading: str) -> tuple[Image.Image, Page]:
    """A page as it might be scanned, and the same as a perfect reader gives it."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(picture)
    told = [_line(pen, heading, 90)]
    for row, (label, value) in enumerate(lines):
        told.append(_line(pen, f"{label}: {value}", TOP + row * PITCH))
    return picture, Page(number, WIDTH, HEIGHT, DPI, 0, 0.0, PLAIN, tuple(told), (), (), "planted 1")


def _line(pen: ImageDraw.ImageDraw, text: str, top: int) -> Line:
    face, at, words = font(Face.SERIF, SIZE), LEFT, []
    for word in text.split():
        pen.text((at, top), word, font=face, fill="black")
        right = at + round(pen.textlength(word, font=face))
        words.append(Word(word, Box(at, top + 4, right, top + SIZE + 6), 0.9))
        at = right + round(pen.textlength(" ", font=face))
    return Line(tuple(words))


def box_of(page: Page, label: str) -> Box:
    """Of what stands after the label."""
    words = next(line.words for line in page.lines if line.text.startswith(f"{label}:"))
    boxes = [word.box for word in words[len(label.split()) :]]
    whole = boxes[0]
    for one in boxes[1:]:
        whole = whole.with_(one)
    return whole


def readings_of(page: Page) -> tuple[FieldReading, ...]:
    return tuple(_reading(page, *one) for one in FIELDS)


def _reading(page: Page, name: str, label: str, said: str, value: object, probability: float) -> FieldReading:
    seen = (Evidence(1, box_of(page, label), said, 0.8),)
    if value is None:
        return FieldReading(name, None, seen, Problem.UNREADABLE)
    others = (Alternative(AlternativeKind.VALUE, NAME),) if name == "nguoi_ky" else ()
    return FieldReading(name, value, seen, None, ("LOW_CONFIDENCE",), others, probability)  # type: ignore[arg-type]


def person(number: int, name: str = NAME, born: int = 12) -> Person:
    return Person(
        f"P{number}", f"00318700{number:04d}", (), name.upper(), PartialDate(1987, 3, born), Sex.FEMALE,
        address="Xã Ứng Hòa, thành phố Hà Nội", father_name="NGUYỄN VĂN MẪU", mother_name="TRẦN THỊ THỬ",
    )  # fmt: skip


def decision(dossier_id: str) -> Decision:
    """Two sisters of the same birthday: a person has to choose."""
    people = (person(123), person(124, "Nguyễn Thị Hồng Thơm"))
    claim = Claim(dossier_id, NAME, NUMBER, "", PartialDate(1987, 3, 12), Sex.FEMALE, father_name="Nguyễn Văn Mẫu")
    return Decision(
        claim=claim,
        resolution=Resolution(
            dossier_id=dossier_id,
            outcome=Outcome.CLERICAL_REVIEW,
            person_id="P123",
            comparisons=_comparisons(0),
            corrections=(),
            reasons=(Reason.TWIN, Reason.NOT_SURE_ENOUGH),
            phone=PhoneFinding(PhoneStatus.MISSING, "", ()),
            weight=3.1,
            candidates=tuple(Candidate(one, (Why.NAME_AND_BIRTH, Why.NUMBER_NEAR)) for one in people),
            version="planted",
        ),
        explanations=tuple(
            Explanation(one.person_id, (Why.NAME_AND_BIRTH,), _comparisons(at), 14.2 - 9 * at)
            for at, one in enumerate(people)
        ),
        prior=-16.0,
        certainty=Posterior(0.9, 0.01, 3.1),
        fired=(Reason.TWIN,),
        thresholds={"most_doubt": 0.001},
        weights_digest="ab" * 32,
        index="planted",
        grounds=Grounds((), 100_000_000, True, (), ()),
    )


def _comparisons(at: int) -> tuple[Comparison, ...]:
    if at == 0:
        return (Comparison("full_name", Level.EXACT, 11.2), Comparison("id_number", Level.EXACT, 20.5),
                Comparison("birth_date", Level.EXACT, 7.9), Comparison("sex", Level.EXACT, 1.0))  # fmt: skip
    return (
        Comparison("full_name", Level.CLOSE, 4.1, Reason.NAME_LETTERS_MISREAD),
        Comparison("id_number", Level.CLOSE, 9.0, Reason.ID_DIGIT_WRONG),
        Comparison("birth_date", Level.EXACT, 7.9),
        Comparison("sex", Level.EXACT, 1.0),
    )


_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Planter:
    """Plants dossiers that one office received, so that whoever works there has a queue of their own."""

    station: Station
    office: str

    def dossier(self, pages: int = 1, findings: tuple[ScanFinding, ...] = ()) -> tuple[str, str, Page]:
        """(id of the dossier, id of its scan, its first page): scanned and read."""
        number, warehouse, objects = next(_NUMBERS), self.station.warehouse, self.station.objects
        made = self.pages(number, pages)
        file = io.BytesIO()
        rest = [picture for picture, _ in made[1:]]
        made[0][0].save(file, "PDF", resolution=DPI, save_all=True, append_images=rest, quality=80)
        digest = objects.put(file.getvalue())
        scan = NewScan("to-khai.pdf", digest, len(file.getvalue()), "application/pdf", pages, findings=findings)
        code = f"{self.office}-261115-{number:04d}"
        manifest = Manifest(code, PROCEDURE, "counter", self.office, Applicant(NAME, NUMBER, "1987", ""))
        whole = digest_of(f"planted {number} {digest}".encode())
        dossier_id = warehouse.take_in(NewDossier(whole, f"planted {number}", manifest, (scan,), DossierState.RECEIVED))
        (held,) = warehouse.scans(dossier_id)
        for picture, page in made:
            jpeg = io.BytesIO()
            picture.resize((WIDTH * 2 // 3, HEIGHT * 2 // 3)).save(jpeg, "JPEG", quality=70)
            warehouse.save_page(digest, "planted 1", page, objects.put(jpeg.getvalue()), ())
        warehouse.move(dossier_id, DossierState.READ)
        return dossier_id, held.id, made[0][1]

    def pages(self, number: int, count: int) -> list[tuple[Image.Image, Page]]:
        """Each as it was scanned, and as it was read."""
        told = [(label, value) for _, label, value, _, _ in FIELDS] + [("Số thứ tự", str(number))]
        return [drawn(told, one, f"TỜ KHAI {number} TRANG {one}") for one in range(1, count + 1)]

    def readings(self, page: Page) -> tuple[FieldReading, ...]:
        return readings_of(page)

    def decision(self, dossier_id: str) -> Decision:
        return decision(dossier_id)

    def _read(self) -> tuple[str, StoredDocument]:
        dossier_id, scan_id, page = self.dossier()
        read = Document("ct01", "2023", (1,), 0.97, self.readings(page))
        self.station.warehouse.save_documents(dossier_id, "planted", {scan_id: [read]})
        (document,) = self.station.warehouse.documents(dossier_id)
        return dossier_id, document

    def _ask(self, dossier_id: str, *asked: Question) -> str:
        self.station.warehouse.open_tasks(dossier_id, "planted", asked)
        return dossier_id

    def fields(self, *names: str, origin: Origin = Origin.STEP) -> str:
        """A dossier with a question for each of these fields, or for all; its id."""
        dossier_id, document = self._read()
        rounds = 2 if origin is Origin.DOUBLE else 1
        return self._ask(dossier_id, *(
            Question(_kind(each), "Trên giấy ghi gì?", each.field, document.id, origin=origin, rounds=rounds)
            for each in document.document.readings if not names or each.field in names
        ))  # fmt: skip

    def person(self) -> str:
        dossier_id, _ = self._read()
        self.station.warehouse.save_resolution(dossier_id, "planted", self.decision(dossier_id))
        return self._ask(dossier_id, Question(Reason.TWIN.name, f"Hồ sơ này là của ai? {Reason.TWIN.value}"))

    def papers(self, pages: int = 3) -> str:
        dossier_id, scan_id, _ = self.dossier(pages)
        read = Document("unknown", "", tuple(range(1, pages + 1)), 0.2, ())
        self.station.warehouse.save_documents(dossier_id, "planted", {scan_id: [read]})
        (document,) = self.station.warehouse.documents(dossier_id)
        return self._ask(dossier_id, Question("UNKNOWN_FORM", "Giấy tờ này là loại nào?", None, document.id))

    def file(self) -> str:
        found = ScanFinding.CHANGED_AFTER_SIGNING
        dossier_id, scan_id, _ = self.dossier(findings=(found,))
        asked = f"to-khai.pdf: {found.value} {found.why_held} Có dùng được giấy tờ này không?"
        return self._ask(dossier_id, Question(found.name, asked, told={"scan": scan_id, "pages": []}))


def _kind(reading: FieldReading) -> str:
    return reading.problem.name if reading.problem else "LOW_CONFIDENCE"
