"""Every field filled in on labelled pages, with what extraction made of it: what the figures are counted from."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.measures import Outcome, outcome
from benchmarks.truth import PageTruth, Scan
from extractors.confidence.probability import is_accepted, is_given
from extractors.confidence.signals import ValueKind, all_signs, kind_of, signals
from extractors.papers import extract, page_readings
from extractors.reading import UNKNOWN_FORM, Document, FieldReading
from ocr.page import Page


@dataclass(frozen=True, slots=True)
class FieldCase:
    """One field of one page."""

    scan: str  # path below the folder of scans
    page: int  # 1..
    form: str
    field: str
    difficulty: str
    fill: str
    kind: ValueKind  # of the value given, else of the true one
    read: Outcome  # of whatever value was read, however unsure
    given: Outcome  # of the values that are handed on as read
    accepted: bool  # whether nobody is asked about it
    probability: float  # 0..1; 0 where no value was read
    signals: tuple[float, ...]  # () where no value was read

    @property
    def kind_of_field(self) -> str:
        """The field without the number of a row: "thanh_vien_n_ho_ten"."""
        return re.sub(r"_\d+_", "_n_", self.field)


@dataclass(frozen=True, slots=True)
class PageCase:
    scan: str
    page: int
    form: str
    told: str  # the form that it was taken for
    difficulty: str
    fill: str
    cpu: float  # s of extraction, the scan's shared evenly among its pages
    fields: tuple[FieldCase, ...]


def cases_of(name: str, scan: Scan, pages: Sequence[Page]) -> list[PageCase]:
    """Extraction run on the pages of one scan and held against their truth, as `hoso read` would give it."""
    begun = time.process_time()
    documents = extract(pages)
    cpu = (time.process_time() - begun) / max(1, len(pages))
    held = {page.number: page for page in pages}
    return [_page_case(name, truth, documents, held, cpu) for truth in scan.pages]


def _page_case(
    name: str, truth: PageTruth, documents: Sequence[Document], pages: dict[int, Page], cpu: float
) -> PageCase:
    document = next((one for one in documents if truth.number in one.pages), None)
    readings = {one.field: one for one in page_readings(document, truth.number)} if document else {}
    signs = all_signs([pages[number] for number in document.pages]) if document else {}
    cases = []
    for field in truth.fields:
        reading = readings.get(field.name)
        true = FieldReading(field.name, field.value, ())
        valued = reading is not None and reading.value is not None
        value = str(reading.value) if reading is not None and valued else None
        read = outcome(field.value, value, field.kind)
        given = read if reading is not None and is_given(reading) else outcome(field.value, None, field.kind)
        cases.append(
            FieldCase(
                name,
                truth.number,
                truth.form,
                field.name,
                truth.difficulty,
                truth.fill,
                kind_of(reading if reading is not None and valued else true),
                read,
                given,
                accepted=reading is not None and is_accepted(reading),
                probability=reading.sureness if reading is not None and valued else 0.0,
                signals=signals(reading, document, signs) if reading is not None and document and valued else (),
            )
        )
    told = document.form if document else UNKNOWN_FORM
    return PageCase(name, truth.number, truth.form, told, truth.difficulty, truth.fill, cpu, tuple(cases))
