"""Pages that are the very same picture, so that each picture is read once and the reading kept for every page."""

from collections.abc import Iterable, Sequence

from storage.dossiers import Scan
from storage.pages import MissingPage


def by_picture(missing: Sequence[MissingPage], scans: Iterable[Scan]) -> tuple[tuple[MissingPage, ...], ...]:
    """The pages in groups of one picture, in order.

    A page is known by what the verdict at intake kept of it; one that was not looked at stands for itself alone.
    Pages that are merely alike are never taken for one another.
    """
    images = {(scan.digest, page.number): page.image for scan in scans if scan.verdict for page in scan.verdict.pages}
    groups: dict[object, list[MissingPage]] = {}
    for page in missing:
        groups.setdefault(images.get((page.scan_digest, page.number)) or page, []).append(page)
    return tuple(map(tuple, groups.values()))
