"""What a clerk reads of a dossier: whole, in Vietnamese, and never taken for markup."""

import base64
import io
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console
from told_stories import BOX, told

import ocr.reading
from cli.page import write_page
from cli.story import CLAIM_FIELDS, PHONE, REGISTERS, SHORT, Story, person_line, shown
from cli.table import print_story, print_table
from extractors.reading import PartialDate
from matching.people import Sex
from matching.reasons import Reason
from matching.resolution import Outcome, PhoneStatus
from ocr.files.refusal import Refusal
from ocr.page import Page
from storage.pages import StoredPage
from storage.states import DossierState

PLANTED = ("An [bold]Bình[/bold]", "[/]", "[red", "]]", "An\\[/]Bình", "[link=file:///]x[/link]")
MARKUP = ("<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "</title></svg>", "{{ 7 * 7 }}", "&lt;b&gt;")


def printed(write, *what: object) -> str:
    """What stands on a wide screen without colours, its lines joined."""
    screen = io.StringIO()
    write(*what, Console(file=screen, width=2000, color_system=None, emoji=False))
    return screen.getvalue()


def table(*stories: Story) -> str:
    return printed(lambda console: print_table(stories, console))


@pytest.mark.parametrize("planted", PLANTED)
def test_the_table_shows_names_as_they_are(planted):
    text = table(told(planted))
    assert f"Họ và tên: {planted} → Đặng Thị Thử" in text
    assert f"{planted}, 12/03/1987, Nữ, 099187000123" in text
    assert f"• {planted}: trùng một tệp đã nộp trước" in text
    assert f"• {planted}: {Refusal.ENCRYPTED.value}" in text


@pytest.mark.parametrize("planted", PLANTED)
def test_one_dossier_at_length_shows_names_as_they_are(planted):
    text = printed(print_story, told(planted))
    for line in (
        f"Người: {planted}, 12/03/1987", f"Chờ: Câu 2 về {planted}?", f"{planted} xin tách hộ",
        f"{planted}: {Refusal.ENCRYPTED.value}", f"Họ và tên: {planted} → Đặng Thị Thử",
    ):  # fmt: skip
        assert line in text


def test_a_row_tells_state_papers_person_phone_correction_and_what_waits():
    text = table(told())
    for part in (
        SHORT[DossierState.IN_REVIEW], "Tờ khai thay đổi thông tin cư trú", "3 trường", "do người thân đứng tên",
        "CSDL quốc gia về dân cư", Reason.NAME_MIDDLE_DROPPED.value, "Hồ sơ này là của ai?",
        "Tờ khai thay đổi thông tin cư trú: Họ, chữ đệm và tên, Nội dung đề nghị",
    ):  # fmt: skip
        assert part in text


def test_one_dossier_at_length_tells_where_each_value_was_seen_and_what_was_asked():
    text = printed(print_story, told())
    for part in (
        "Người xử lý: Cán bộ thẩm tra, hạn 24/11/2026", "1: 10,20 - 300,60", "0.61", "máy đọc chữ trên giấy",
        "Hỏi đúng như trên giấy.", Reason.PHONE_OF_SPOUSE.value,
    ):  # fmt: skip
        assert part in text


def test_the_best_candidate_is_not_called_the_person():
    story = told()
    unclear = replace(story, resolution=replace(story.resolution, outcome=Outcome.CLERICAL_REVIEW))
    assert person_line(story).startswith("Đặng")
    assert person_line(unclear).startswith("có thể là Đặng")
    assert person_line(replace(story, resolution=None)) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1987-03-12", "12/03/1987"), (PartialDate(1987, 3, 12), "12/03/1987"), (PartialDate(1987), "1987"),
        (PartialDate(1987, 3), "1987-03"), (Sex.FEMALE, "Nữ"), ("Số 1-2", "Số 1-2"), ("a-b-c", "a-b-c"),
    ],
)  # fmt: skip
def test_values_are_shown_as_papers_write_them(value, text):
    assert shown(value) == text


@pytest.mark.parametrize("state", DossierState)
def test_every_state_is_told(state):
    text = table(told(state=state))
    assert SHORT.get(state, state.sentence) in text


def test_every_status_field_and_register_has_its_words():
    assert set(PHONE) == set(PhoneStatus)
    assert {"id_number", "full_name", "birth_date", "sex", "phone"} <= set(CLAIM_FIELDS)
    assert set(REGISTERS) == {"population", "telco", "papers"}


# --- the page


@dataclass
class OnePage:
    """As much of a system as the page asks for: a warehouse of one page, and its picture."""

    name: str

    @property
    def warehouse(self) -> "OnePage":
        return self

    @property
    def objects(self) -> "OnePage":
        return self

    def pages(self, dossier_id: str, key: str) -> tuple[StoredPage, ...]:
        plain = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
        page = Page(1, 1654, 2339, 200, 90, 0.0, plain, (), (), (), "perfect 1")
        failed = StoredPage("scan1", "ab" * 32, 2, None, Refusal.DAMAGED_PAGE, None)
        return StoredPage("scan1", "ab" * 32, 1, page, None, "ef" * 32), failed

    def get(self, digest: str) -> bytes:
        return b"picture"


class Seen(HTMLParser):
    """Tags with their attributes, and all text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(ocr.reading, "version", lambda: "perfect 1")
    write_page([told(text)], OnePage(text), [("1", text)], folder / "page.html")
    return (folder / "page.html").read_text("utf-8")


@pytest.mark.parametrize("planted", MARKUP)
def test_the_page_shows_names_as_text(planted, tmp_path, monkeypatch):
    plain = Seen(page("An Bình", tmp_path, monkeypatch))
    seen = Seen(page(planted, tmp_path, monkeypatch))
    assert [tag for tag, _ in seen.tags] == [tag for tag, _ in plain.tags]
    assert [set(names) for _, names in seen.tags] == [set(names) for _, names in plain.tags]
    assert seen.text.count(planted) == plain.text.count("An Bình") > 8


def test_the_page_needs_no_other_file_and_no_network(tmp_path, monkeypatch):
    seen = Seen(page("An Bình", tmp_path, monkeypatch))
    for tag, attributes in seen.tags:
        for name in ("src", "href", "action", "srcset", "data", "xlink:href"):
            assert (attributes.get(name) or "#").startswith(("#", "data:")), f"{tag} {name}"
    assert "url(" not in page("An Bình", tmp_path, monkeypatch)


def test_each_value_is_marked_on_its_scan(tmp_path, monkeypatch):
    seen = Seen(page("An Bình", tmp_path, monkeypatch))
    (image,) = seen.of("img")
    assert image["src"] == "data:image/jpeg;base64," + base64.b64encode(b"picture").decode()
    marks = {(mark["data-of"], mark["x"], mark["y"], mark["width"], mark["height"]) for mark in seen.of("rect")}
    box = (str(BOX.left), str(BOX.top), str(BOX.width), str(BOX.height))
    assert marks == {(f"0.0.{field}", *box) for field in ("ho_ten", "ngay_sinh", "noi_dung_de_nghi")}
    assert {row["data-of"] for row in seen.of("tr") if "data-of" in row} == {mark[0] for mark in marks}
    assert "trang 1, đã xoay 90°" in seen.text
    assert f"trang 2: {Refusal.DAMAGED_PAGE.value}" in seen.text
