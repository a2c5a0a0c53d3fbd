"""What is odd about a file or page is read in the table, on the screen of one dossier and on the page."""

import io
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

import pytest
from rich.console import Console
from told_stories import told

import ocr.reading
from cli.page import write_page
from cli.story import Story
from cli.table import print_story, print_table
from ocr.files.scan_finding import ScanFinding
from storage.findings import PlacedFinding, question_about
from storage.pages import StoredPage
from storage.states import TaskState
from storage.tasks import Task

NAME = "[red]<b>"
HELD, ONLY_TOLD = ScanFinding.TEXT_LAYER_DIFFERS, ScanFinding.SIGNED
FOUND = (PlacedFinding(ONLY_TOLD, "scan1", NAME), PlacedFinding(HELD, "scan1", NAME, (1, 3)))


def odd(*found: PlacedFinding) -> Story:
    """The second scan of the story was taken out of the first."""
    story = told(NAME)
    first, second = story.scans
    asked = tuple(
        Task(f"f{at}", "D1", question_about(one), TaskState.OPEN, *4 * (None,))
        for at, one in enumerate(found)
        if one.finding.held
    )
    scans = (first, replace(second, part_of=first.id))
    return replace(story, scans=scans, findings=found, tasks=(*asked, *story.tasks))


@dataclass
class OnePage:
    """As much of a system as the page asks for."""

    page: StoredPage

    @property
    def warehouse(self) -> "OnePage":
        return self

    def pages(self, dossier_id: str, key: str) -> tuple[StoredPage, ...]:
        return (self.page,)


def shown(story: Story, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Table, screen and page."""
    texts = []
    for write in (lambda console: print_table([story], console), lambda console: print_story(story, console)):
        screen = io.StringIO()
        write(Console(file=screen, width=3000, color_system=None, emoji=False))
        texts.append(screen.getvalue())
    monkeypatch.setattr(ocr.reading, "version", lambda: "perfect 1")
    write_page([story], OnePage(StoredPage("scan1", "ab" * 32, 1, None, None, None, (HELD,))), [], folder / "p.html")
    return [*texts, (folder / "p.html").read_text("utf-8")]


def test_each_finding_is_told_with_its_place_and_why_it_holds(tmp_path, monkeypatch):
    table, screen, page = map(unescape, shown(odd(*FOUND), tmp_path, monkeypatch))
    for text in (table, screen, page):
        assert f"{NAME}: {ONLY_TOLD.value}" in text
        assert f"{NAME}, trang 1, 3: {HELD.value}" in text
    for text in (screen, page):
        assert f"{HELD.value} {HELD.why_held}" in text


def test_on_the_page_what_holds_stands_out_and_no_name_is_markup(tmp_path, monkeypatch):
    page = shown(odd(*FOUND), tmp_path, monkeypatch)[2]
    assert f'<p class="ask"><b>Chờ cán bộ xem:</b> [red]&lt;b&gt;, trang 1, 3: {HELD.value}' in page
    assert f'<p class="ask">[red]&lt;b&gt;: {ONLY_TOLD.value}' in page


def test_in_the_table_a_question_about_a_file_is_not_one_about_the_person(tmp_path, monkeypatch):
    table = shown(odd(*FOUND), tmp_path, monkeypatch)[0]
    assert "• Tệp có điều bất thường" in table
    assert "• Tệp có điều bất thường" not in shown(odd(FOUND[0]), tmp_path, monkeypatch)[0]


def test_a_scan_out_of_a_pdf_is_told_with_the_pdf(tmp_path, monkeypatch):
    _, screen, page = shown(odd(), tmp_path, monkeypatch)
    for text in (screen, unescape(page)):
        assert f"{NAME}: lấy ra từ tệp đính kèm trong {NAME}" in text


def test_of_a_plain_file_nothing_is_told(tmp_path, monkeypatch):
    for text in shown(told(NAME), tmp_path, monkeypatch):
        assert not any(finding.value in text for finding in ScanFinding)
        assert "đính kèm" not in text
