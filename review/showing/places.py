"""Where on the pages a question's evidence stands, each place with the crop that shows it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from extractors.reading import Document, Evidence
from matching.mentions import asker_fields
from ocr.page import Box, Page
from review.shapes import Ask
from review.showing.asked import ask_of
from review.showing.crops import Crop, around
from storage.readings import StoredDocument
from storage.review.questions import Item

MOST = 4  # places of one question
_WHO = ("full_name", "id_number", "birth_date")

PageOf = Callable[[str, int], Page | None]
"""The page as read, by digest of the scan and number."""


@dataclass(frozen=True, slots=True)
class SeenPlace:
    at: tuple[str, int]  # digest of the scan, number of the page
    crop: Crop

    @property
    def version(self) -> str:
        """The same for the same pixels: it stands in the address of the crop."""
        region = self.crop.region
        told = f"{self.at} {region.left} {region.top} {region.right} {region.bottom}"
        return sha256(told.encode()).hexdigest()[:16]


def places_of(
    item: Item, documents: Sequence[StoredDocument], digests: dict[str, str], page_of: PageOf
) -> tuple[SeenPlace, ...]:
    """At most MOST, in order. `digests`: of the scans by their ids. Where there is no place, whole pages are shown."""
    found: dict[tuple[str, int, Box], SeenPlace] = {}
    for digest, piece in _evidence(item, documents, digests):
        page = page_of(digest, piece.page)
        if page is None or len(found) == MOST or _within_another(piece.box, digest, piece.page, found):
            continue
        crop = around([piece.box], page.lines, page.width, page.height)
        found[digest, piece.page, piece.box] = SeenPlace((digest, piece.page), crop)
    return tuple(found.values())


def _within_another(box: Box, digest: str, number: int, found: Iterable[tuple[str, int, Box]]) -> bool:
    x, y = box.middle
    return any(
        (digest, number) == (scan, page) and other.left <= x <= other.right and other.top <= y <= other.bottom
        for scan, page, other in found
    )


def _evidence(
    item: Item, documents: Sequence[StoredDocument], digests: dict[str, str]
) -> Iterable[tuple[str, Evidence]]:
    ask = ask_of(item.question)
    if ask is Ask.FIELD and item.reading is not None and item.scan_digest:
        yield from ((item.scan_digest, piece) for piece in item.reading.evidence)
    if ask is Ask.PERSON:
        for one in documents:
            yield from ((digests[one.scan_id], piece) for piece in _who(one.document))


def _who(document: Document) -> Iterable[Evidence]:
    """Where a paper names the person who asks."""
    names = asker_fields(document.form)
    readings = (document.reading(names[field]) for field in _WHO if field in names)
    return [reading.evidence[0] for reading in readings if reading and reading.evidence]
