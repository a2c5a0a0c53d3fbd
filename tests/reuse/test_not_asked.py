"""What of a dossier counts as not asked again: only what a paper needed and something else said."""

from dataclasses import replace
from datetime import date

import pytest

from extractors.reading import Document, Evidence, FieldReading, PartialDate, Problem
from matching.people import Claim, Person, Sex
from matching.reasons import Reason
from matching.registers import Candidate
from matching.resolution import Correction, Outcome, PhoneFinding, PhoneStatus, Resolution
from matching.witnesses import claim_of
from ocr.page import Box
from reuse.ledger import Asking, component_reused, not_asked
from reuse.minutes import minutes_for, minutes_table
from storage.readings import StoredDocument
from storage.reuse_ledger import Origin, Reuse, Source, What
from storage.settled import Paper, settled

NAME, NUMBER, PHONE = "Đặng Thị Hồng Thử", "099187000123", "0912345678"
BORN = PartialDate(1987, 3, 12)
PERSON = Person("P1", NUMBER, (), NAME.upper(), BORN, Sex.FEMALE)
ASKING = Asking("D1", "1.004194", "Bộ phận Một cửa xã Thử", date(2026, 11, 20))
RIGHT = {"ho_ten": NAME, "so_dinh_danh": NUMBER, "ngay_sinh": BORN, "gioi_tinh": "Nữ", "dien_thoai": PHONE}


def reading(field: str, value: object, confidence: float = 0.95) -> FieldReading:
    seen = (Evidence(1, Box(10, 20, 300, 60), f"raw {field}", confidence),)
    if isinstance(value, Problem):
        return FieldReading(field, None, () if value is Problem.BLANK else seen, value)
    return FieldReading(field, value, seen)  # type: ignore[arg-type]


def paper(number: int = 1, form: str = "ct01", **said: object) -> Paper:
    """A CT01 on which all stands right but what is given; of another form only what is given."""
    told = {**(RIGHT if form == "ct01" else {}), **said}
    document = Document(form, "", (number,), 0.9, tuple(reading(*each) for each in told.items()))
    return Paper(StoredDocument(f"doc{number}", "scan1", document), "ab" * 32)


def resolution(*corrections: Correction, outcome: Outcome = Outcome.LINKED) -> Resolution:
    phone = PhoneFinding(PhoneStatus.OWNER, PHONE, (Reason.PHONE_OF_OWNER,))
    return Resolution(
        "D1", outcome, "P1", (), corrections, (Reason.ALL_AGREES,), phone, 21.5, (Candidate(PERSON, ()),), "matching-1"
    )


def found(papers: list[Paper], said: Resolution | None = None, declared: Claim | None = None) -> list[tuple[str, ...]]:
    """(paper, field, source, id of the other paper) of each row."""
    fused = claim_of([one.stored.document for one in papers], "D1", declared)
    result = settled(papers, fused, said or resolution(), 0.80)
    rows = not_asked(papers, fused, result.records, ASKING)
    return [(row.document_id or "", row.field, row.source.name, row.source_id) for row in rows]


def test_what_a_paper_says_and_the_register_confirms_is_no_reuse():
    assert found([paper()]) == []


def test_a_blank_that_the_register_fills():
    assert found([paper(ngay_sinh=Problem.BLANK)]) == [("doc1", "ngay_sinh", "POPULATION", "")]


def test_a_blank_that_another_paper_of_the_dossier_fills():
    card = paper(2, "cccd", ho_ten=NAME, so_dinh_danh=NUMBER, ngay_sinh=BORN)
    assert found([paper(ngay_sinh=Problem.BLANK), card]) == [("doc1", "ngay_sinh", "PAPER", "doc2")]


def test_a_blank_that_a_doubtful_reading_of_another_paper_would_fill_is_asked_about_there():
    card = paper(2, "cccd", ho_ten=NAME, so_dinh_danh=NUMBER, ngay_cap=date(2021, 5, 4))
    form = paper(1, "tk_khai_sinh", nguoi_yeu_cau=NAME, so_giay_to=NUMBER, ngay_cap=Problem.BLANK)
    assert ("doc1", "ngay_cap", "PAPER", "doc2") in found([form, card])
    doubtful = card.stored.document.readings[-1]
    seen = replace(doubtful.evidence[0], confidence=0.3)
    document = replace(
        card.stored.document, readings=(*card.stored.document.readings[:-1], replace(doubtful, evidence=(seen,)))
    )
    unsure = replace(card, stored=replace(card.stored, document=document))
    assert found([form, unsure]) == []


def test_a_value_that_the_register_puts_right():
    wrong = PartialDate(1987, 12, 3)
    correction = Correction("birth_date", "1987-12-03", BORN, "population", Reason.DATE_SWAPPED)
    assert found([paper(ngay_sinh=wrong)], resolution(correction)) == [("doc1", "ngay_sinh", "POPULATION", "")]


def test_a_phone_that_the_operator_puts_right_is_told_once():
    correction = Correction("phone", "0912345679", PHONE, "telco", Reason.PHONE_OF_OWNER)
    assert found([paper(dien_thoai="0912345679")], resolution(correction)) == [("doc1", "dien_thoai", "TELCO", "")]


@pytest.mark.parametrize("problem", [Problem.UNREADABLE, Problem.IMPOSSIBLE])
def test_what_a_person_is_asked_about_is_no_reuse(problem):
    assert found([paper(ngay_sinh=problem)]) == []


def test_what_was_declared_at_the_counter_was_asked_for_there():
    declared = Claim("D1", NAME, NUMBER, birth_date=BORN)
    assert found([paper(ngay_sinh=Problem.BLANK)], declared=declared) == []


def test_nothing_counts_as_long_as_nothing_is_loaded():
    assert found([paper(ngay_sinh=Problem.BLANK)], resolution(outcome=Outcome.CLERICAL_REVIEW)) == []


# --- components and minutes


def component(source: Source = Source.RECORD, source_id: str = "record-1") -> Reuse:
    return component_reused(ASKING, "giay_khai_sinh", source, source_id)


def test_a_component_that_a_held_record_stands_for():
    row = component()
    assert (row.what, row.component, row.field, row.origin) == (What.COMPONENT, "giay_khai_sinh", "", Origin.SERVICE)
    assert (row.procedure_code, row.office) == ("1.004194", "Bộ phận Một cửa xã Thử")
    assert row.minutes == minutes_for(What.COMPONENT, ("giay_khai_sinh",), ASKING.on).minutes


def test_the_same_reuse_has_the_same_id_and_another_source_another():
    assert component().id == component().id
    assert len({component().id, component(source_id="record-2").id, component(Source.NATIONAL_STORE).id}) == 3
    assert replace(component(), minutes=99.0, office="nơi khác").id == component().id


MINUTES = """
what      | names              | on         | basis
FIELD     | phone,dien_thoai   | 2026-11-20 | FIELD/phone@2026-01-01
FIELD     | birth_date         | 2026-11-20 | FIELD/*@2026-01-01
FIELD     | phone              | 2020-01-01 | FIELD/phone@2026-01-01
COMPONENT | giay_khai_sinh     | 2026-11-20 | COMPONENT/*@2026-01-01
"""


@pytest.mark.parametrize(
    ("what", "names", "on", "basis"),
    [[cell.strip() for cell in line.split("|")] for line in MINUTES.strip().splitlines()[1:]],
)
def test_the_row_of_minutes(what, names, on, basis):
    assert minutes_for(What[what], tuple(names.split(",")), date.fromisoformat(on)).basis == basis


def test_minutes_without_a_source_are_called_an_assumption():
    for row in minutes_table():
        assert row.minutes > 0
        assert row.assumed == row.source.startswith("Giả định"), row.basis
