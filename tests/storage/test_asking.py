"""What is asked about papers and their pages, and that what people told or said is not asked again."""

from dataclasses import replace

import pytest
import storage_makers as make
from test_settled import ACCEPT, linked, paper, reading

from extractors.reading import Document, Evidence, FieldReading, Problem, Source
from matching.reasons import Reason
from matching.resolution import Outcome
from matching.witnesses import claim_of
from ocr.page import Box
from storage.asking import about_papers
from storage.paper import Paper
from storage.question import Origin
from storage.readings import Method, StoredDocument, StoredReading
from storage.review.in_effect import Said, said_of
from storage.settled import Settled, settled

SCAN, PAGES = "scan1", (2,)
UNKNOWN = "unknown"
CASES = """
form    | findings                     | said                     | asked
ct01    |                              |                          |
unknown |                              |                          | UNKNOWN_FORM STEP
unknown | TOLD_BY_PERSON               |                          |
ct01    | PAGE_MISSING                 |                          | PAGE_MISSING SPLIT
ct01    | PAGE_MISSING TOLD_BY_PERSON  |                          | PAGE_MISSING SPLIT
ct01    | PAGE_MISSING                 | PAGE_MISSING yes         |
ct01    | PAGE_MISSING                 | PAGE_MISSING no          |
ct01    | PAGE_UNPLACED                |                          | PAGE_UNPLACED SPLIT
ct01    | PAGE_UNPLACED TOLD_BY_PERSON |                          |
ct01    | PAGE_UNPLACED                | PAGE_UNPLACED yes        |
ct01    | PAGE_SHARED                  |                          |
ct01    | PAGES_OUT_OF_ORDER           |                          |
"""


def found(form: str, findings: str = "") -> Paper:
    return Paper(
        StoredDocument("doc1", SCAN, Document(form, "", PAGES, 0.9, (), None, tuple(findings.split()))), "d" * 64
    )


@pytest.mark.parametrize(
    ("form", "findings", "said", "asked"),
    [[cell.strip() for cell in row.split("|")] for row in CASES.strip().splitlines()[1:]],
)
def test_what_a_paper_is_and_whether_it_is_whole(form: str, findings: str, said: str, asked: str) -> None:
    told = [Said(said.split()[0], SCAN, PAGES, said.endswith("yes"))] if said else []
    questions = about_papers(found(form, findings), told)
    assert " ".join(f"{one.kind} {one.origin.name}" for one in questions) == asked
    assert all(one.told == {"scan": SCAN, "pages": [2]} and one.document_id == "doc1" for one in questions)


def test_what_pages_may_go_on_with_is_told_within_the_question() -> None:
    (asked,) = about_papers(found(UNKNOWN), (), ("Có thể là mặt kia của thẻ.",))
    assert (asked.kind, asked.origin) == ("UNKNOWN_FORM", Origin.SPLIT)
    assert asked.question.endswith("Có thể là mặt kia của thẻ.")


def test_what_was_said_last_of_the_same_place_counts() -> None:
    said = (Said("X", SCAN, (1,), True), Said("X", SCAN, (1,), False), Said("X", "other", (1,), True))
    assert said_of(said, "X", SCAN, (1,)) == said[1]
    assert said_of(said, "X", SCAN, (2,)) is None
    assert said_of(said, "Y", SCAN, (1,)) is None
    assert said_of((Said("X", None, (), True),), "X", SCAN, (9,)) is not None


def whole(papers: list[Paper], said: tuple[Said, ...] = (), *reasons: Reason) -> Settled:
    fused = claim_of([one.stored.document for one in papers], "D1")
    known = linked()
    if reasons:
        known = replace(known, outcome=Outcome.UNLINKED, person_id=None, reasons=reasons, candidates=())
    return settled(papers, fused, known, ACCEPT, (), said)


def test_a_paper_that_may_not_be_used_is_no_record() -> None:
    own = paper()
    document = replace(own.stored.document, findings=("PAGE_MISSING",))
    papers = [replace(own, stored=replace(own.stored, document=document))]
    place = (own.stored.scan_id, document.pages)
    assert [one.kind for one in whole(papers, (Said("PAGE_MISSING", *place, usable=True),)).records] == [
        "person",
        "ct01",
    ]
    refused = whole(papers, (Said("PAGE_MISSING", *place, usable=False),))
    assert ([one.kind for one in refused.records], refused.questions) == (["person"], ())


def keyed(field: str, value: str | None, problem: Problem | None = None) -> FieldReading:
    return FieldReading(field, value, (Evidence(1, Box(1, 2, 3, 4), "", 1.0, Source.KEYED),), problem)


def test_what_a_person_keyed_is_loaded_under_the_persons_name() -> None:
    own = paper(keyed("nghe_nghiep", "Giáo viên"), reading("email", "a@b.vn", 0.1))
    by = StoredReading("doc1", "nghe_nghiep", "Giáo viên", None, 1.0, Method.KEYED, 2, "cb-7", make.NOON)
    result = whole([replace(own, keyed={"nghe_nghiep": by})])
    (field,) = [one for each in result.records for one in each.fields if one.field == "nghe_nghiep"]
    assert (field.method, field.verified_by, field.verified_at, field.confidence) == (
        Method.KEYED,
        "cb-7",
        make.NOON,
        None,
    )
    assert field.evidence[0].box == Box(1, 2, 3, 4)
    assert [one.field for one in result.questions] == ["email"]


@pytest.mark.parametrize("problem", [Problem.UNREADABLE, Problem.BLANK])
def test_a_persons_problem_opens_no_question(problem: Problem) -> None:
    result = whole([paper(keyed("nghe_nghiep", None, problem))])
    assert result.questions == ()


def test_where_nobody_is_found_people_first_say_what_the_register_was_asked_by() -> None:
    asked = whole([paper()], (), Reason.ASKED_BY_NUMBER_ONLY).questions
    assert {one.field for one in asked} == {"so_dinh_danh", "ho_ten", "ngay_sinh"}
    document = paper().stored.document
    values = {one.field: one for one in document.readings}
    settled_by_people = [keyed(name, str(values[name].value)) for name in ("so_dinh_danh", "ho_ten")]
    left = whole([paper(*settled_by_people)], (), Reason.ASKED_BY_NUMBER_ONLY).questions
    assert [one.field for one in left] == ["ngay_sinh"]


def test_whom_people_found_nobody_for_is_asked_about_no_more() -> None:
    assert whole([paper()], (), Reason.NONE_OF_CANDIDATES) == Settled((), ())
    (asked,) = whole([paper()], (), Reason.CHOSEN_NOT_FOUND).questions
    assert (asked.kind, asked.field) == ("CHOSEN_NOT_FOUND", None)
