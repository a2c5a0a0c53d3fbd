"""Intake keeps what is told of each scan at the counter, once, and goes on without it where a scan cannot be judged."""

from pathlib import Path

import pytest
import storage_makers as make

from errors import ScanRefused
from ocr.verdict.verdict import Fault, Grade, Measures, PageVerdict, ScanVerdict, Side
from storage.incoming import open_dossier
from storage.intake import take_in
from storage.objects import FolderStore
from storage.states import ScanState
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract
MEASURES = Measures(letters=300, blur_mm=0.31, brightness=250.0, cut=(Side.LEFT,))
VERDICT = ScanVerdict((PageVerdict(1, 200, (Fault.CUT_OFF, Fault.REPEATED), MEASURES, (1, 2)), PageVerdict(2, 300, ())))


class Judge:
    """Gives VERDICT for every scan but those it chokes on, and remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[tuple[bytes, int]] = []

    def __call__(self, content: bytes, position: int) -> ScanVerdict:
        self.shown.append((content, position))
        if content == b"%PDF PP refused":
            raise ScanRefused("seen too late")
        if content == b"%PDF PP choke":
            raise RuntimeError("a library choked")
        return VERDICT


FILES = {"a.pdf": b"%PDF PP", "b.pdf": b"", "c.pdf": b"%PDF PP choke", "d.pdf": b"%PDF PP refused", "e.pdf": b"%PDF P"}


def test_each_scan_that_can_be_judged_keeps_its_verdict(
    warehouse: Warehouse, objects: FolderStore, tmp_path: Path
) -> None:
    make.laid(tmp_path / "d1", FILES)
    judge = Judge()
    dossier_id = take_in(open_dossier(tmp_path / "d1"), warehouse, objects, make.inspect, judge)
    a, b, c, d, e = warehouse.scans(dossier_id)
    assert (a.verdict, e.verdict) == (VERDICT, VERDICT)
    assert (b.verdict, c.verdict, d.verdict) == (None, None, None)
    assert [scan.state for scan in (a, c, d, e)] == [ScanState.ACCEPTED] * 4
    assert [position for _, position in judge.shown] == [1, 3, 4, 5]
    assert a.verdict is not None
    assert a.verdict.grade is Grade.RESCAN


def test_a_dossier_that_is_held_is_not_judged_again(warehouse: Warehouse, objects: FolderStore, tmp_path: Path) -> None:
    make.laid(tmp_path / "d1", FILES)
    judge = Judge()
    first = take_in(open_dossier(tmp_path / "d1"), warehouse, objects, make.inspect, judge)
    rows, shown = warehouse.fingerprint(), len(judge.shown)
    assert take_in(open_dossier(tmp_path / "d1"), warehouse, objects, make.inspect, judge) == first
    assert (warehouse.fingerprint(), len(judge.shown)) == (rows, shown)


def test_without_a_judge_nothing_is_told(warehouse: Warehouse, objects: FolderStore, tmp_path: Path) -> None:
    make.laid(tmp_path / "d1", FILES)
    dossier_id = take_in(open_dossier(tmp_path / "d1"), warehouse, objects, make.inspect)
    assert {scan.verdict for scan in warehouse.scans(dossier_id)} == {None}
