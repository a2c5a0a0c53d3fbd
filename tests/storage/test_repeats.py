"""The same picture is read once, whichever scans it stands in; what is merely alike is read for itself."""

from ocr.verdict.verdict import Fault, PageVerdict, ScanVerdict
from storage.dossiers import Scan
from storage.pages import MissingPage
from storage.repeats import by_picture
from storage.states import ScanState


def scan(digest: str, *images: str) -> Scan:
    pages = tuple(PageVerdict(number, 200, (), image=image) for number, image in enumerate(images, start=1))
    verdict = ScanVerdict(pages) if images else None
    return Scan(digest, "d", 1, "a.pdf", digest, 9, "application/pdf", 2, ScanState.ACCEPTED, None, None, verdict)


def pages(*places: str) -> list[MissingPage]:
    return [MissingPage(place[0], int(place[1:])) for place in places]


A1, A2, A3, B1, B2 = pages("a1", "a2", "a3", "b1", "b2")
CASES = {
    # scans as judged, missing pages, the pages of each picture
    "all different": ([scan("a", "x", "y")], [A1, A2], ((A1,), (A2,))),
    "twice in a scan": ([scan("a", "x", "y", "x")], [A1, A2, A3], ((A1, A3), (A2,))),
    "in two scans": ([scan("a", "x", "y"), scan("b", "y", "z")], [A1, A2, B1, B2], ((A1,), (A2, B1), (B2,))),
    "not decoded": ([scan("a", "", "")], [A1, A2], ((A1,), (A2,))),
    "not judged": ([scan("a")], [A1, A2], ((A1,), (A2,))),
    "seen in part": ([scan("a", "x")], [A1, A2, A3], ((A1,), (A2,), (A3,))),
    "the first is read": ([scan("a", "x", "x", "x")], [A2, A3], ((A2, A3),)),
}


def test_each_picture_is_read_once():
    for what, (scans, missing, expected) in CASES.items():
        assert by_picture(missing, scans) == expected, what


def test_a_near_repetition_is_read_for_itself():
    told = PageVerdict(2, 200, (Fault.REPEATED,), repeats=(1, 1), image="y")
    (one,) = [scan("a", "x")]
    both = ScanVerdict((PageVerdict(1, 200, (), image="x"), told))
    near = Scan("a", "d", 1, "a.pdf", "a", 9, one.kind, 2, ScanState.ACCEPTED, None, None, both)
    assert by_picture([A1, A2], [near]) == ((A1,), (A2,))
