"""Pages of one paper that may lie in several files of a dossier: proposals for people, nothing is joined here."""

from collections.abc import Mapping, Sequence

import ocr.reading
from extractors.findings import Finding
from extractors.reading import UNKNOWN_FORM
from extractors.sorting.joins import TOLD, Join, ReadFile, joins
from extractors.sorting.told import ToldPaper
from storage.paper import Paper
from storage.warehouse import Warehouse


def proposed(
    dossier_id: str, papers: Sequence[Paper], told: Mapping[str, Sequence[ToldPaper]], warehouse: Warehouse
) -> tuple[tuple[str, Join], ...]:
    """(id of the document that may go on with another, how), in the order of the files."""
    read = [one for one in warehouse.pages(dossier_id, ocr.reading.version()) if one.page]
    files, found = [], []
    for scan in warehouse.scans(dossier_id):
        pages = tuple(one.page for one in read if one.scan_id == scan.id and one.page)
        if pages:
            ours = [paper.stored for paper in papers if paper.stored.scan_id == scan.id]
            files.append(ReadFile(scan.name, pages, tuple(one.document for one in ours), tuple(told.get(scan.id, ()))))
            found.append(ours)
    return tuple((found[one.goes_on.file][one.goes_on.document].id, one) for one in joins(files))


def asked_of_people(
    dossier_id: str, papers: Sequence[Paper], told: Mapping[str, Sequence[ToldPaper]], warehouse: Warehouse
) -> dict[str, tuple[str, ...]]:
    """By id of a document: the sentences. Only where nobody knows what a paper is, or to which one a page belongs."""
    if not any(_is_open(paper) for paper in papers):
        return {}
    sentences: dict[str, tuple[str, ...]] = {}
    for document_id, join in proposed(dossier_id, papers, told, warehouse):
        sentences[document_id] = (*sentences.get(document_id, ()), join.sentence)
    return sentences


def _is_open(paper: Paper) -> bool:
    document = paper.stored.document
    lost = document.form == UNKNOWN_FORM or Finding.PAGE_UNPLACED.name in document.findings
    return lost and TOLD not in document.findings
