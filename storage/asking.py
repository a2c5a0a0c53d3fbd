"""What a person is asked about a dossier: each question in words, with its kind and the place that it is about."""

from collections.abc import Sequence

from extractors.findings import Finding, doubts_of
from extractors.reading import UNKNOWN_FORM, FieldReading, Problem
from extractors.titles import field_title, form_title
from matching.resolution import Resolution
from storage.paper import Paper
from storage.question import Origin, Question
from storage.readings import as_text
from storage.review.in_effect import Said, said_of

TOLD = Finding.TOLD_BY_PERSON.name
UNPLACED, MISSING = Finding.PAGE_UNPLACED.name, Finding.PAGE_MISSING.name
_OF_PAPERS = {  # kind -> the end of its question
    UNPLACED: "Trang này thuộc giấy tờ nào?",
    MISSING: "Có dùng được giấy tờ này không?",
}


def about_the_person(resolution: Resolution) -> Question:
    sentences = " ".join(reason.value for reason in resolution.reasons) or resolution.outcome.value
    kind = resolution.reasons[0].name if resolution.reasons else resolution.outcome.name
    return Question(kind, f"Hồ sơ này là của ai? {sentences}")


def about_papers(paper: Paper, said: Sequence[Said], joins: Sequence[str] = ()) -> tuple[Question, ...]:
    """What the paper is, and whether its pages are all of it. What a person told or said is not asked again.

    `joins`: sentences on which other papers of the dossier its pages may go on with.
    """
    document = paper.stored.document
    told = TOLD in document.findings
    if document.form == UNKNOWN_FORM:
        return () if told else (_which_paper(paper, joins),)
    kinds = [kind for kind in _OF_PAPERS if kind in document.findings and not (kind == UNPLACED and told)]
    asked = [kind for kind in kinds if said_about(paper, kind, said) is None]
    return tuple(_about_pages(paper, kind, joins) for kind in asked)


def said_about(paper: Paper, kind: str, said: Sequence[Said]) -> Said | None:
    return said_of(said, kind, paper.stored.scan_id, paper.stored.document.pages)


def is_refused(paper: Paper, said: Sequence[Said]) -> bool:
    """Whether a person said that the paper may not be used as it is."""
    told = said_about(paper, MISSING, said)
    return told is not None and not told.usable


def _which_paper(paper: Paper, joins: Sequence[str]) -> Question:
    pages = ", ".join(map(str, paper.stored.document.pages))
    asked = " ".join((f"Giấy tờ ở trang {pages} là loại nào?", *joins))
    origin = Origin.SPLIT if joins else Origin.STEP
    return Question("UNKNOWN_FORM", asked, None, paper.stored.id, told=_place(paper), origin=origin)


def _about_pages(paper: Paper, kind: str, joins: Sequence[str]) -> Question:
    document = paper.stored.document
    pages = ", ".join(map(str, document.pages))
    words = (f"{form_title(document.form)}, trang {pages}:", Finding[kind].value, *joins, _OF_PAPERS[kind])
    return Question(kind, " ".join(words), None, paper.stored.id, told=_place(paper), origin=Origin.SPLIT)


def _place(paper: Paper) -> dict[str, object]:
    return {"scan": paper.stored.scan_id, "pages": list(paper.stored.document.pages)}


def about_field(paper: Paper, reading: FieldReading) -> Question:
    code = paper.stored.document.form
    what = f"{form_title(code)}, mục “{field_title(code, reading.field)}”"
    findings = doubts_of(reading.findings)
    if reading.value is None:
        problem = reading.problem or Problem.UNREADABLE
        said = "ghi giá trị không thể có" if problem is Problem.IMPOSSIBLE else "có chữ nhưng máy không đọc được"
        return Question(problem.name, f"{what}: {said}. Trên giấy ghi gì?", reading.field, paper.stored.id)
    why = " ".join(str(finding.value) for finding in findings) or "Máy đọc chưa chắc."
    kind = findings[0].name if findings else "LOW_CONFIDENCE"
    asked = f"{what}: máy đọc là “{as_text(reading.value)}”. {why} Trên giấy ghi gì?"
    return Question(kind, asked, reading.field, paper.stored.id)
