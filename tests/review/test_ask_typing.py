"""Telex and VNI, by composition and by backspaces, typed fast: what is kept is the right text in NFC."""

import unicodedata
from collections.abc import Iterator

import pytest
from ask_planted import Planter
from browser_desk import Served, chromium, desk, given, painted, sent
from playwright.sync_api import Browser
from typing_streams import composed, replayed

from review.station import Station

pytestmark = pytest.mark.browser
TEXT = "Nguyễn Thị Đặng Ước Trường thuở"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def served(opened: Station) -> Iterator[Served]:
    one = Served(opened)
    yield one
    one.kill()


@pytest.mark.parametrize("field", ["nguoi_ky", "noi_thuong_tru"])  # a line, and a field of several
@pytest.mark.parametrize("method", ["telex", "vni"])
@pytest.mark.parametrize("way", [composed, replayed])
def test_what_is_typed_is_kept_as_it_was_meant(browser, served, way, method, field):
    office = f"H04.{way.__name__}.{method}.{field}"
    dossier = Planter(served.station, office).fields(field)
    page = desk(browser, served, office)
    page.goto("/ask")
    first = painted(page)
    way(page, TEXT, method)
    assert page.input_value("#value") == TEXT
    page.keyboard.press("Enter")
    assert painted(page, first) == "none"
    sent(page)
    assert given(served, dossier) == [("EDIT", TEXT)]
    assert unicodedata.is_normalized("NFC", given(served, dossier)[0][1])


@pytest.mark.parametrize("way", [composed, replayed])
def test_the_list_of_kinds_follows_what_is_typed_and_never_writes_into_the_field(browser, served, way):
    office = f"H04.kinds.{way.__name__}"
    Planter(served.station, office).papers(1)
    page = desk(browser, served, office)
    page.goto("/ask")
    painted(page)
    way(page, "Trường", "telex")
    assert page.input_value("#value") == "Trường"
    assert page.evaluate("() => document.getElementById('value').selectionStart") == len("Trường")


def test_what_is_pasted_in_another_normal_form_is_kept_in_nfc(browser, served):
    dossier = Planter(served.station, "H04.pasted").fields("nguoi_ky")
    page = desk(browser, served, "H04.pasted")
    page.goto("/ask")
    first = painted(page)
    page.keyboard.insert_text(unicodedata.normalize("NFD", TEXT))
    page.keyboard.press("Enter")
    assert painted(page, first) == "none"
    sent(page)
    assert given(served, dossier) == [("EDIT", TEXT)]


def test_enter_that_ends_a_composition_answers_nothing(browser, served):
    dossier = Planter(served.station, "H04.enter").fields("nguoi_ky")
    page = desk(browser, served, "H04.enter")
    page.goto("/ask")
    first = painted(page)
    line = page.context.new_cdp_session(page)
    line.send("Input.imeSetComposition", {"text": "Thị", "selectionStart": 3, "selectionEnd": 3})
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229, "nativeVirtualKeyCode": 229}
    line.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    line.send("Input.insertText", {"text": "Thị"})
    assert page.input_value("#value") == "Thị"
    assert page.evaluate("() => document.getElementById('ask').dataset.painted") == first
    assert given(served, dossier) == []
