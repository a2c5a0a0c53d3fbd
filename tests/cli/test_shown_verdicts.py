"""A scan's verdict stands in one line in the table, on the screen of one dossier and on the page."""

import io
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from rich.console import Console
from told_stories import told

import ocr.reading
from cli.page import write_page
from cli.story import Story
from cli.table import print_story, print_table
from ocr.verdict.verdict import Fault, PageVerdict, ScanVerdict
from storage.pages import StoredPage

BLURRED = ScanVerdict((PageVerdict(1, 300, ()), PageVerdict(2, 300, (Fault.BLURRED,))))
LINE = f"Cần quét lại, trang 2: {Fault.BLURRED.value}"


def judged(verdict: ScanVerdict | None) -> Story:
    story = told("[red]<b>")
    first, *others = story.scans
    return replace(story, scans=(replace(first, verdict=verdict), *others))


@dataclass
class NoPages:
    """As much of a system as the page asks for."""

    @property
    def warehouse(self) -> "NoPages":
        return self

    def pages(self, dossier_id: str, key: str) -> tuple[StoredPage, ...]:
        return ()


def shown(verdict: ScanVerdict | None, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Table, screen and page."""
    texts = []
    for write in (lambda console: print_table([judged(verdict)], console), lambda c: print_story(judged(verdict), c)):
        screen = io.StringIO()
        write(Console(file=screen, width=2000, color_system=None, emoji=False))
        texts.append(screen.getvalue())
    monkeypatch.setattr(ocr.reading, "version", lambda: "perfect 1")
    write_page([judged(verdict)], NoPages(), [], folder / "page.html")
    return [*texts, (folder / "page.html").read_text("utf-8")]


def test_what_is_to_be_scanned_again_is_told_with_its_scan(tmp_path, monkeypatch):
    table, screen, page = shown(BLURRED, tmp_path, monkeypatch)
    assert f"• [red]<b>: {LINE}" in table
    assert f"[red]<b>: {LINE}" in screen
    assert f'<p class="ask">[red]&lt;b&gt;: {LINE}</p>' in page


@pytest.mark.parametrize("verdict", [None, ScanVerdict((PageVerdict(1, 300, ()),))], ids=["not judged", "good"])
def test_of_a_good_scan_nothing_is_told(verdict, tmp_path, monkeypatch):
    assert all("quét lại, trang" not in text for text in shown(verdict, tmp_path, monkeypatch))
