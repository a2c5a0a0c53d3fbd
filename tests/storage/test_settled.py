"""What of a dossier becomes a record and what a question: decided from values to values."""

import re
from dataclasses import replace
from datetime import date

import pytest
import storage_makers as make

from extractors.findings import Finding
from extractors.reading import UNKNOWN_FORM, Document, Evidence, FieldReading, PartialDate, Problem, Source
from matching.people import Person, Sex
from matching.reasons import Reason
from matching.registers import Candidate
from matching.resolution import Correction, Outcome, PhoneFinding, PhoneStatus, Resolution
from matching.witnesses import claim_of
from storage.readings import Method, StoredDocument
from storage.records import Record, RecordField
from storage.settled import Paper, Settled, corrected_readings, settled

ACCEPT = 0.80
PHONE = "0912345678"
DIGEST = "ab" * 32
BORN = PartialDate(1987, 3, 12)
PERSON = Person("P1", make.NUMBER, (), make.NAME.upper(), BORN, Sex.FEMALE)
RIGHT: dict[str, object] = {
    "ho_ten": make.NAME, "so_dinh_danh": make.NUMBER, "ngay_sinh": BORN, "gioi_tinh": "Nữ", "dien_thoai": PHONE,
}  # fmt: skip


def rows(table: str) -> list[tuple[str, ...]]:
    """The cells below the heading of a table of cases; "-" stands for nothing."""
    lines = table.strip().splitlines()[1:]
    return [tuple("" if cell.strip() == "-" else cell.strip() for cell in line.split("|")) for line in lines]


def reading(field: str, value: object, confidence: float = 0.95, source: Source = Source.PRINT) -> FieldReading:
    """`value`: what was read, or the problem."""
    seen = (Evidence(1, make.BOX, f"raw {field}", confidence, source),)
    if isinstance(value, Problem):
        return FieldReading(field, None, () if value is Problem.BLANK else seen, value)
    return FieldReading(field, value, seen)  # type: ignore[arg-type]


def paper(*read: FieldReading, form: str = "ct01", number: int = 1) -> Paper:
    """A paper on which the person's own fields stand right, but for those given."""
    given = {one.field for one in read}
    others = [reading(field, value) for field, value in RIGHT.items() if field not in given]
    if form != "ct01":
        others = []
    return Paper(StoredDocument(f"doc{number}", "scan1", Document(form, "", (number,), 0.9, (*others, *read))), DIGEST)


def linked(*corrections: Correction, phone: PhoneFinding | None = None, person: Person = PERSON) -> Resolution:
    phone = phone or PhoneFinding(PhoneStatus.OWNER, PHONE, (Reason.PHONE_OF_OWNER,))
    known = replace(make.resolution("D1"), candidates=(Candidate(person, ()),))
    return replace(known, corrections=corrections, phone=phone)


def settle(papers: list[Paper], resolution: Resolution) -> Settled:
    fused = claim_of([one.stored.document for one in papers], "D1")
    return settled(papers, fused, resolution, ACCEPT)


def held(record: Record, field: str) -> RecordField | None:
    return next((one for one in record.fields if one.field == field), None)


# --- fields of a paper of a person who is known

READ = """
field             | what was read   | by    | sure | in the record   | method | checked against | asked about as
noi_dung_de_nghi  | Đăng ký tạm trú | PRINT | 0.95 | Đăng ký tạm trú | OCR    | -               | -
noi_dung_de_nghi  | Đăng ký tạm trú | PRINT | 0.80 | Đăng ký tạm trú | OCR    | -               | -
noi_dung_de_nghi  | Đăng ký tạm trú | PRINT | 0.79 | -               | -      | -               | LOW_CONFIDENCE
noi_dung_de_nghi  | Đăng ký tạm trú | QR    | 0.10 | Đăng ký tạm trú | QR     | -               | -
noi_dung_de_nghi  | Đăng ký tạm trú | MRZ   | 0.10 | Đăng ký tạm trú | MRZ    | -               | -
noi_dung_de_nghi  | BLANK           | PRINT | 0.99 | -               | -      | -               | -
noi_dung_de_nghi  | UNREADABLE      | PRINT | 0.99 | -               | -      | -               | UNREADABLE
noi_dung_de_nghi  | IMPOSSIBLE      | PRINT | 0.99 | -               | -      | -               | IMPOSSIBLE
dien_thoai        | 0912345678      | PRINT | 0.50 | -               | -      | -               | LOW_CONFIDENCE
so_dinh_danh      | 099187000123    | PRINT | 0.30 | 099187000123    | OCR    | population      | -
so_dinh_danh      | 099187000123    | QR    | 0.99 | 099187000123    | QR     | population      | -
so_dinh_danh      | UNREADABLE      | PRINT | 0.30 | -               | -      | -               | UNREADABLE
so_dinh_danh      | BLANK           | PRINT | 0.30 | -               | -      | -               | -
"""


@pytest.mark.parametrize(("field", "read", "by", "sure", "value", "method", "against", "kind"), rows(READ))
def test_a_field_is_loaded_or_asked_about_never_both(field, read, by, sure, value, method, against, kind):
    what = Problem[read] if read in Problem.__members__ else read
    found = settle([paper(reading(field, what, float(sure), Source[by]))], linked())
    _, of_paper = found.records
    one = held(of_paper, field)
    assert (one.value if one else "") == value
    assert (one.method.name if one else "") == method
    assert (one.verified_against or "" if one else "") == against
    assert [(task.kind, task.field, task.document_id) for task in found.questions] == (
        [(kind, field, "doc1")] if kind else []
    )


def test_a_field_shows_where_on_the_scan_it_was_seen():
    found = settle([paper()], linked())
    place = held(found.records[1], "dien_thoai").evidence[0]
    assert (place.scan_digest, place.page, place.box, place.raw) == (DIGEST, 1, make.BOX, "raw dien_thoai")


def test_a_doubtful_field_is_asked_about_with_its_label_value_and_reason():
    doubtful = replace(reading("noi_dung_de_nghi", "Tách hộ", 0.4), findings=(Finding.EXTRA_SIGNS.name,))
    (asked,) = settle([paper(doubtful)], linked()).questions
    assert asked.kind == "EXTRA_SIGNS"
    for part in ("Tờ khai thay đổi thông tin cư trú", "Nội dung đề nghị", "Tách hộ", Finding.EXTRA_SIGNS.value):
        assert part in asked.question


def test_a_code_that_the_rest_of_the_paper_gainsays_is_asked_about():
    pasted = replace(reading("noi_dung_de_nghi", "x", 0.39, Source.QR), findings=(Finding.QR_DIFFERS_FROM_MRZ.name,))
    found = settle([paper(pasted)], linked())
    assert [task.kind for task in found.questions] == ["QR_DIFFERS_FROM_MRZ"]
    assert held(found.records[1], "noi_dung_de_nghi") is None


# --- what the register has otherwise

CORRECTED = """
of claim   | on the paper  | paper says         | register holds     | reason         | in the record
id_number  | so_dinh_danh  | 099187000128       | 099187000123       | ID_DIGIT_WRONG | 099187000123
id_number  | so_dinh_danh  | 990000123          | 099187000123       | OLD_CMND       | 099187000123
full_name  | ho_ten        | Đặng Thị Hồng Thư  | ĐẶNG THỊ HỒNG THỬ  | NAME_MARK_DIFFERS | ĐẶNG THỊ HỒNG THỬ
"""


@pytest.mark.parametrize(("of_claim", "field", "written", "register", "reason", "value"), rows(CORRECTED))
def test_a_corrected_value_keeps_what_the_paper_says_and_why(of_claim, field, written, register, reason, value):
    correction = Correction(of_claim, written, register, "population", Reason[reason])
    found = settle([paper(reading(field, written, 0.97))], linked(correction))
    for one in (held(found.records[0], of_claim), held(found.records[1], field)):
        assert one is not None
        assert (one.value, one.written, one.reason) == (value, written, Reason[reason])
        assert (one.method, one.verified_against) == (Method.REGISTER, "population")
        assert one.evidence
    assert found.questions == ()


def test_a_swapped_birth_date_is_loaded_as_the_register_has_it():
    swapped = PartialDate(1987, 12, 3)
    correction = Correction("birth_date", "1987-12-03", BORN, "population", Reason.DATE_SWAPPED)
    found = settle([paper(reading("ngay_sinh", swapped))], linked(correction))
    for one in (held(found.records[0], "birth_date"), held(found.records[1], "ngay_sinh")):
        assert one is not None
        assert (one.value, one.written, one.reason) == ("1987-03-12", "1987-12-03", Reason.DATE_SWAPPED)


def test_the_weaker_of_two_papers_is_corrected_against_the_register_too():
    """The form has a digit wrong and the card is right: nothing is corrected in the claim, but the form is."""
    form = paper(reading("so_dinh_danh", "099187000128"))
    card = paper(
        reading("so_dinh_danh", make.NUMBER, 0.99, Source.QR), reading("ho_ten", make.NAME, 0.99, Source.QR),
        reading("ngay_sinh", BORN, 0.99, Source.QR), form="cccd", number=2,
    )  # fmt: skip
    papers = [form, card]
    person, of_form, of_card = settle(papers, linked()).records
    assert held(person, "id_number").written is None
    corrected = held(of_form, "so_dinh_danh")
    assert (corrected.value, corrected.written) == (make.NUMBER, "099187000128")
    assert corrected.reason is not None
    assert held(of_card, "so_dinh_danh").method is Method.QR
    told = list(corrected_readings(claim_of([one.stored.document for one in papers], "D1"), linked()))
    assert [(one.field, one.written, one.value, one.source) for one in told] == [
        ("id_number", "099187000128", make.NUMBER, "papers")
    ]


# --- the person


def test_the_person_is_loaded_with_the_registers_values_spelled_as_on_paper():
    person, of_paper = settle([paper()], linked()).records
    assert (person.kind, person.register_key, person.document_id) == ("person", "P1", None)
    assert (of_paper.kind, of_paper.register_key, of_paper.document_id) == ("ct01", "P1", "doc1")
    assert {one.field: one.value for one in person.fields} == {
        "id_number": make.NUMBER, "full_name": make.NAME, "birth_date": "1987-03-12", "sex": "Nữ", "phone": PHONE,
    }  # fmt: skip
    assert all(one.verified_by for one in person.fields)


def test_what_no_paper_says_comes_from_the_register():
    person = settle([paper(reading("gioi_tinh", Problem.BLANK))], linked()).records[0]
    sex = held(person, "sex")
    assert (sex.value, sex.method, sex.confidence, sex.verified_against) == ("Nữ", Method.REGISTER, None, "population")


PHONES = """
whose it is        | number     | in the record | verified
OWNER              | 0912345678 | 0912345678    | telco
OWNER_STALE        | 0912345678 | 0912345678    | telco
RELATIVE           | 0912345678 | 0912345678    | -
OTHER_PERSON       | 0912345678 | 0912345678    | -
ORGANISATION       | 0912345678 | 0912345678    | -
UNKNOWN_SUBSCRIBER | 0912345678 | 0912345678    | -
NOT_FOUND          | 0912345678 | 0912345678    | -
INVALID            | -          | -             | -
MISSING            | -          | -             | -
"""


@pytest.mark.parametrize(("status", "number", "value", "verified"), rows(PHONES))
def test_a_phone_is_verified_only_when_it_is_the_persons_own(status, number, value, verified):
    finding = PhoneFinding(PhoneStatus[status], number, (Reason.PHONE_OF_OTHER,))
    one = held(settle([paper()], linked(phone=finding)).records[0], "phone")
    assert (one.value if one else "") == value
    assert (one.verified_against or "" if one else "") == verified
    assert bool(one and one.verified_by) == bool(verified)


def test_a_misread_phone_is_corrected_by_the_operator():
    finding = PhoneFinding(PhoneStatus.MISREAD, "0912345679", (Reason.PHONE_MISREAD,))
    correction = Correction("phone", PHONE, "0912345679", "telco", Reason.PHONE_MISREAD)
    one = held(settle([paper()], linked(correction, phone=finding)).records[0], "phone")
    assert (one.value, one.written, one.reason) == ("0912345679", PHONE, Reason.PHONE_MISREAD)
    assert (one.method, one.verified_against) == (Method.REGISTER, "telco")


def test_every_status_of_a_phone_has_its_case():
    assert {row[0] for row in rows(PHONES)} | {"MISREAD"} == set(PhoneStatus.__members__)


# --- what is not settled


@pytest.mark.parametrize("outcome", [Outcome.CLERICAL_REVIEW, Outcome.UNLINKED])
@pytest.mark.parametrize("reasons", [(Reason.NAMESAKE, Reason.NO_FIRM_NUMBER), ()])
def test_as_long_as_nobody_is_linked_there_is_one_question_and_no_record(outcome, reasons):
    unclear = replace(linked(), outcome=outcome, reasons=reasons)
    found = settle([paper(reading("noi_dung_de_nghi", "Tách hộ", 0.2)), paper(form=UNKNOWN_FORM)], unclear)
    assert found.records == ()
    (asked,) = found.questions
    assert asked.kind == (reasons[0].name if reasons else outcome.name)
    for sentence in [reason.value for reason in reasons] or [outcome.value]:
        assert sentence in asked.question


def test_a_link_to_somebody_whom_the_answer_does_not_hold_is_not_loaded():
    found = settle([paper()], replace(linked(), person_id="P2"))
    assert found.records == ()
    assert len(found.questions) == 1


def test_an_unknown_paper_is_asked_about_and_the_others_are_loaded():
    found = settle([paper(), paper(reading("dong_1", "chữ lạ"), form=UNKNOWN_FORM, number=3)], linked())
    assert [record.kind for record in found.records] == ["person", "ct01"]
    (asked,) = found.questions
    assert (asked.kind, asked.field, asked.document_id) == ("UNKNOWN_FORM", None, "doc3")
    assert re.search(r"trang 3\b", asked.question)


def test_the_same_values_settle_the_same():
    doubtful = [paper(reading("noi_dung_de_nghi", "Tách hộ", 0.3), reading("ngay_ky", date(2026, 10, 5)))]
    assert settle(doubtful, linked()) == settle(doubtful, linked())
