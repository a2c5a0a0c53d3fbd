"""What the readers of pages are handed: the stored bytes of a scan and the number of a page of it."""

from collections.abc import Iterator, Mapping, Sequence

from errors import DossierError, NotHeld, ObjectDamaged
from ocr.page import Page
from ocr.workers import PageTask
from storage.contents import contents
from storage.objects import ObjectStore
from storage.pages import MissingPage, StoredPage


def page_tasks(
    pictures: Sequence[Sequence[MissingPage]], objects: ObjectStore, lost: dict[str, DossierError]
) -> Iterator[PageTask]:
    """A page of each picture. A scan whose stored bytes are damaged or gone is left out and noted in `lost`."""
    content = contents(objects)
    for pages in pictures:
        for page in pages:
            try:
                if page.scan_digest not in lost:
                    yield PageTask(page.scan_digest, content(page.scan_digest), page.number)
                    break
            except (NotHeld, ObjectDamaged) as error:
                lost[page.scan_digest] = error


def by_scan(pages: Sequence[StoredPage]) -> Mapping[str, list[Page]]:
    """The pages that were read, by the id of their scan."""
    found: dict[str, list[Page]] = {}
    for page in pages:
        if page.page is not None:
            found.setdefault(page.scan_id, []).append(page.page)
    return found
