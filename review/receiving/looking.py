"""What is told of a basket's pages while the citizen is present: by the same judge as at any intake."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace

from ocr.verdict.dossier import DossierJudge
from ocr.verdict.verdict import Fault, Grade, PageVerdict, ScanVerdict
from storage.staging import Basket, StagedFile, Staging

MOST_BASKETS = 12  # whose pages are remembered at once, to know one that comes again


class Judges:
    """One judge for each basket, in memory only. After a restart pages of before are no longer known again; all else
    that was told of them stands in the basket."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, tuple[threading.Lock, DossierJudge]] = OrderedDict()
        self._lock = threading.Lock()

    def look(self, staging: Staging, basket: Basket, file: StagedFile) -> Basket:
        """The basket with the verdict of this file's pages. Raises ScanRefused where it cannot be opened any more."""
        lock, judge = self._of(basket.id)
        content = staging.content(basket.id, basket.person, file.digest)
        with lock:
            verdict = judge.scan(content, file.number)
        return staging.judged(basket.id, basket.person, file.digest, verdict)

    def forget(self, basket_id: str) -> None:
        with self._lock:
            self._held.pop(basket_id, None)

    def _of(self, basket_id: str) -> tuple[threading.Lock, DossierJudge]:
        with self._lock:
            if basket_id not in self._held:
                self._held[basket_id] = (threading.Lock(), DossierJudge())
            self._held.move_to_end(basket_id)
            while len(self._held) > MOST_BASKETS:
                self._held.popitem(last=False)
            return self._held[basket_id]


def placed(basket: Basket) -> dict[str, ScanVerdict]:
    """The verdicts by digest of their file; a repeated page names the file by its place in the basket as it is now,
    and is no repetition where that file was taken away."""
    places = {file.number: place for place, file in enumerate(basket.files, start=1)}
    return {file.digest: _placed(file.verdict, places) for file in basket.files if file.verdict}


def to_rescan(verdicts: Mapping[str, ScanVerdict]) -> int:
    """How many pages are to be scanned again; a file with nothing on any page counts once."""
    return sum(
        max(sum(page.grade is Grade.RESCAN for page in verdict.pages), verdict.grade is Grade.RESCAN)
        for verdict in verdicts.values()
    )


def _placed(verdict: ScanVerdict, places: Mapping[int, int]) -> ScanVerdict:
    return replace(verdict, pages=tuple(_page(page, places) for page in verdict.pages))


def _page(page: PageVerdict, places: Mapping[int, int]) -> PageVerdict:
    if page.repeats is None:
        return page
    file, number = page.repeats
    if file in places:
        return replace(page, repeats=(places[file], number))
    faults = tuple(fault for fault in page.faults if fault is not Fault.REPEATED)
    return replace(page, faults=faults, repeats=None)
