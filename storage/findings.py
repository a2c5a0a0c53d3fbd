"""What is odd about the files and pages of a dossier, each with its place, and which of it waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from ocr.files.scan_finding import ScanFinding
from storage import dossiers, pages
from storage.question import Question
from storage.review.in_effect import Said, said_of


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A scan finding with the file, and the pages, that it was found in."""

    finding: ScanFinding
    scan_id: str
    scan_name: str = field(repr=False)
    pages: tuple[int, ...] = ()  # 1.. within the scan, in order; none: the file as a whole

    @property
    def place(self) -> str:
        """The file and its pages, as one says it."""
        numbers = ", ".join(map(str, self.pages))
        return f"{self.scan_name}, trang {numbers}" if numbers else self.scan_name


def findings(connection: Connection, dossier_id: str, key: str) -> tuple[PlacedFinding, ...]:
    """Scan after scan: first those of the file, then those of its pages as read under this key."""
    read = pages.findings(connection, dossier_id, key)
    found = []
    for scan in dossiers.scans(connection, dossier_id):
        found += [PlacedFinding(finding, scan.id, scan.name) for finding in scan.findings]
        its_pages = {number: odd for (scan_id, number), odd in read.items() if scan_id == scan.id}
        for finding in ScanFinding:
            numbers = tuple(number for number, odd in its_pages.items() if finding in odd)
            found += [PlacedFinding(finding, scan.id, scan.name, numbers)] if numbers else []
    return tuple(found)


def holding(found: Sequence[PlacedFinding], said: Sequence[Said]) -> tuple[PlacedFinding, ...]:
    """Those for which a dossier waits: a person has not said yet that the file may be used, or said that it may not."""
    return tuple(one for one in found if one.finding.held and not _is_lifted(one, said))


def _is_lifted(one: PlacedFinding, said: Sequence[Said]) -> bool:
    told = said_of(said, one.finding.name, one.scan_id, one.pages)
    return told is not None and told.usable


def question_about(one: PlacedFinding) -> Question:
    told = one.finding
    asked = f"{one.place}: {told.value} {told.why_held} Có dùng được giấy tờ này không?"
    return Question(told.name, asked, told={"scan": one.scan_id, "pages": list(one.pages)})
