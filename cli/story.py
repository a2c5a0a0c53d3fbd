"""All that is known of one dossier, in the words that a clerk reads: what `hoso show`, the table and the page tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import ocr.reading
from extractors.findings import Finding, doubts_of
from extractors.reading import UNKNOWN_FORM, Document, FieldReading, PartialDate, Problem
from extractors.titles import field_title, form_title
from followup import basis
from followup.joining import proposed
from matching.gateway.inquiry import Inquiry
from matching.people import Person, Sex
from matching.resolution import Correction, Outcome, PhoneFinding, PhoneStatus, Resolution
from pipeline import System, fused_claim, papers
from storage.dossiers import Dossier, Scan
from storage.findings import PlacedFinding
from storage.readings import Method, as_text, method_of
from storage.review.who_settled import SettledField, SettledWhole, settled_fields, settled_whole
from storage.settled import Paper, corrected_readings
from storage.signatures import SignedScan, signed_scans
from storage.states import DossierState
from storage.tasks import Task

TONES = {DossierState.LOADED: "good", DossierState.QUARANTINED: "bad", DossierState.FAILED: "bad"}
SHORT = {  # of a state, for a table
    DossierState.LOADED: "Đã lưu vào kho",
    DossierState.IN_REVIEW: "Chờ cán bộ xem xét",
    DossierState.WAITING_FOR_COUNTER: "Chờ người nộp bổ sung",
    DossierState.WAITING_FOR_REGISTER: "Chờ cơ sở dữ liệu trả lời",
    DossierState.QUARANTINED: "Đã để riêng",
    DossierState.FAILED: "Máy gặp lỗi",
}
PHONE = {  # a finding, never a ground for refusing a citizen
    PhoneStatus.OWNER: "chính chủ",
    PhoneStatus.OWNER_STALE: "chính chủ, nhà mạng còn giữ thông tin cũ",
    PhoneStatus.RELATIVE: "do người thân đứng tên",
    PhoneStatus.OTHER_PERSON: "do người khác đứng tên",
    PhoneStatus.ORGANISATION: "do tổ chức đứng tên",
    PhoneStatus.UNKNOWN_SUBSCRIBER: "người đứng tên không có trong CSDL dân cư",
    PhoneStatus.NOT_FOUND: "không nhà mạng nào có số này",
    PhoneStatus.MISREAD: "đọc sai một chữ số; số đúng là chính chủ",
    PhoneStatus.INVALID: "không phải số di động",
    PhoneStatus.MISSING: "không ghi số điện thoại",
}
CLAIM_FIELDS = {
    "id_number": "Số định danh",
    "full_name": "Họ và tên",
    "birth_date": "Ngày sinh",
    "sex": "Giới tính",
    "phone": "Số điện thoại",
}
REGISTERS = {"population": "CSDL quốc gia về dân cư", "telco": "CSDL thuê bao", "papers": "giấy tờ khác trong hồ sơ"}
PROBLEMS = {Problem.BLANK: "(để trống)", Problem.UNREADABLE: "(không đọc được)", Problem.IMPOSSIBLE: "(không thể có)"}


@dataclass(frozen=True, slots=True)
class Story:
    """One dossier. Holds personal values: for the screen of who may see them, never for a log."""

    dossier: Dossier
    scans: tuple[Scan, ...]
    papers: tuple[Paper, ...]
    resolution: Resolution | None
    corrections: tuple[Correction, ...]
    spelled: str  # the person's name as the warehouse has it; the register answers in capitals
    inquiries: tuple[Inquiry, ...]
    tasks: tuple[Task, ...]
    findings: tuple[PlacedFinding, ...] = ()  # what is odd about its files and pages
    joins: tuple[str, ...] = ()  # pages of one paper that may lie in several files, for people to look at
    signed: tuple[SignedScan, ...] = ()  # files whose electronic signatures were checked
    settled: tuple[SettledField, ...] = ()  # by people, each with who, when and on which pixels
    settled_whole: tuple[SettledWhole, ...] = ()

    @property
    def name(self) -> str:
        return self.dossier.manifest.dossier_code or self.dossier.label

    @property
    def state(self) -> str:
        return SHORT.get(self.dossier.state, self.dossier.state.sentence)

    @property
    def tone(self) -> str:
        return TONES.get(self.dossier.state, "ask")

    @property
    def sentence(self) -> str:
        """State and why, as one says it aloud."""
        return self.dossier.reason or self.dossier.state.sentence

    @property
    def person(self) -> Person | None:
        """Whom the dossier is about, or the best candidate where a person has to settle it."""
        if self.resolution is None:
            return None
        people = (candidate.person for candidate in self.resolution.candidates)
        return next((person for person in people if person.person_id == self.resolution.person_id), None)

    @property
    def refused(self) -> tuple[Scan, ...]:
        return tuple(scan for scan in self.scans if scan.refusal)

    @property
    def faulty(self) -> tuple[Scan, ...]:
        """Scans of which something was told at the counter."""
        return tuple(scan for scan in self.scans if verdict_line(scan))

    @property
    def attached(self) -> tuple[tuple[Scan, Scan], ...]:
        """(scan, the PDF that it was taken out of)."""
        by_id = {scan.id: scan for scan in self.scans}
        return tuple((scan, by_id[scan.part_of]) for scan in self.scans if scan.part_of)

    @property
    def duplicates(self) -> tuple[Scan, ...]:
        return tuple(scan for scan in self.scans if scan.duplicate_of)


def story(dossier_id: str, system: System) -> Story:
    """Raises NotHeld."""
    warehouse = system.warehouse
    dossier, found = warehouse.dossier(dossier_id), papers(dossier_id, system)
    resolution = warehouse.resolution(dossier_id)
    corrections = tuple(corrected_readings(fused_claim(dossier_id, system), resolution)) if resolution else ()
    with warehouse.looking() as connection:
        settled = settled_fields(connection, dossier_id, found)
        whole = settled_whole(connection, dossier_id)
    return Story(
        dossier,
        warehouse.scans(dossier_id),
        found,
        resolution,
        tuple(dict.fromkeys(corrections)),
        _spelled(dossier_id, system),
        warehouse.inquiries(dossier_id),
        warehouse.tasks(dossier_id),
        warehouse.findings(dossier_id, ocr.reading.version()),
        _joins(dossier_id, found, system),
        _signed(dossier_id, system),
        settled,
        whole,
    )


def _joins(dossier_id: str, found: Sequence[Paper], system: System) -> tuple[str, ...]:
    """A sentence for each proposal; nothing is joined by itself."""
    told = basis.told(dossier_id, system.warehouse)
    return tuple(one.sentence for _, one in proposed(dossier_id, found, told, system.warehouse))


def _signed(dossier_id: str, system: System) -> tuple[SignedScan, ...]:
    with system.warehouse.looking() as connection:
        return signed_scans(connection, dossier_id)


def _spelled(dossier_id: str, system: System) -> str:
    fields = (
        field for record in system.warehouse.records(dossier_id) if record.kind == "person" for field in record.fields
    )
    return next((field.value for field in fields if field.field == "full_name"), "")


def person_line(one: Story) -> str:
    """ "Nguyễn Văn An, 12/03/1987, Nam, số 099..."; the best candidate is said to be one."""
    person = one.person
    if person is None or one.resolution is None:
        return ""
    told = [
        one.spelled or person.full_name,
        shown(person.birth_date),
        person.sex.value if person.sex else "",
        person.id_number,
    ]
    line = ", ".join(part for part in told if part)
    return line if one.resolution.outcome is Outcome.LINKED else f"có thể là {line}"


def verdict_line(scan: Scan) -> str:
    """What was told of a scan at the counter, in one line; "" when all was good."""
    return scan.verdict.sentence if scan.verdict else ""


def finding_line(found: PlacedFinding) -> str:
    """What is odd about a file or page, with its place; of what the dossier waits for, why."""
    return f"{found.place}: {found.finding.value} {found.finding.why_held}".strip()


def paper_lines(document: Document) -> list[str]:
    """What is odd about a paper as a whole."""
    return [Finding[name].value for name in document.findings]


def attached_line(scan: Scan, parent: Scan) -> str:
    return f"{scan.name}: lấy ra từ tệp đính kèm trong {parent.name}"


def phone_line(phone: PhoneFinding) -> str:
    return f"{phone.number} {PHONE[phone.status]}".strip()


def paper_names(found: Iterable[Document]) -> list[str]:
    """Titles in order, each with its count when there are several."""
    titles = [form_title(document.form) for document in found]
    return [title if titles.count(title) == 1 else f"{titles.count(title)} {title}" for title in dict.fromkeys(titles)]


def value_shown(reading: FieldReading) -> str:
    return PROBLEMS[reading.problem] if reading.problem else shown(reading.value)


def shown(value: object) -> str:
    """A value as Vietnamese papers write it: dates day first."""
    if isinstance(value, Sex):
        return value.value
    if isinstance(value, PartialDate) and value.day is None:
        return str(value)
    text = as_text(value)
    parts = text.split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 and all(part.isdigit() for part in parts) else text


def correction_line(row: Correction) -> str:
    return f"{CLAIM_FIELDS.get(row.field, row.field)}: {shown(row.written) or '(trống)'} → {shown(row.value)}"


def doubts(reading: FieldReading) -> list[str]:
    """Sentences of the findings that a clerk should look at."""
    return [finding.value for finding in doubts_of(reading.findings)]


def reading_rows(document: Document) -> list[tuple[str, FieldReading, Method]]:
    """(label, reading, by what means) of every field, in the order of the form."""
    if document.form == UNKNOWN_FORM:
        return []
    return [(field_title(document.form, one.field), one, method_of(one)) for one in document.readings]
