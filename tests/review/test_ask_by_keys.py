"""The screen of questions in a real browser, by key presses alone."""

import json
from collections.abc import Iterator

import pytest
from ask_planted import NAME, Planter
from browser_desk import Served, chromium, desk, given, kind_of, now, painted, sent
from playwright.sync_api import Browser, Page

from review.station import Station
from storage.question import Origin
from storage.review import effects
from storage.states import TaskState

pytestmark = pytest.mark.browser
ADDRESS = "Thôn Thượng Đỗ, xã Lương Mỹ, huyện Ứng Hòa, thành phố Hà Nội"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def served(opened: Station) -> Iterator[Served]:
    one = Served(opened)
    yield one
    one.kill()


def answer(page: Page) -> None:
    """What a careful person presses, whatever is asked."""
    kind = kind_of(page)
    if kind == "PERSON":
        page.keyboard.press("Alt+1")
    elif kind == "FILE":
        page.keyboard.press("Alt+2")
    elif kind == "PAPER":
        page.keyboard.type("cu tru")
        page.keyboard.press("Enter")
    elif not page.input_value("#value"):
        page.keyboard.type(ADDRESS if "thường trú" in page.inner_text("#reason") else NAME)
    page.keyboard.press("Enter")


def settle_all(page: Page) -> int:
    """Until nothing waits; how many questions that were."""
    last, count = painted(page), 0
    while last != "none":
        answer(page)
        count += 1
        last = painted(page, last)
    return count


def settled(served: Served, *dossiers: str) -> list[tuple[str, str | None]]:
    """Nothing of these dossiers is open any more; the answers that were kept."""
    assert all(not served.station.warehouse.tasks(one, TaskState.OPEN) for one in dossiers)
    return [one for dossier in dossiers for one in given(served, dossier)]


def test_thirty_questions_of_all_kinds_are_settled_by_keys_alone(browser, served):
    plant = Planter(served.station, "H01.01")
    fields = [plant.fields() for _ in range(3)]
    people, papers, files = ([make() for _ in range(3)] for make in (plant.person, plant.papers, plant.file))
    blind = [plant.fields("ho_ten", origin=Origin.SAMPLE) for _ in range(3)]
    page = desk(browser, served, "H01.01")
    page.keyboard.press("Enter")  # the queue's own button has the focus
    assert settle_all(page) == 30
    sent(page)
    assert page.faults == []
    said = settled(served, *fields)
    assert [one for one, _ in said].count("ACCEPT") == 12
    assert sorted(value for one, value in said if one == "EDIT") == sorted([ADDRESS, NAME] * 3)
    assert settled(served, *people) == [("CHOOSE", "P123")] * 3
    assert {value for _, value in settled(served, *papers)} == {'[{"form":"ct01","pages":[1,2,3]}]'}
    assert settled(served, *files) == [("NOT_USABLE", None)] * 3
    assert settled(served, *blind) == [("EDIT", NAME)] * 3
    assert pressed_for_unchanged(served, fields) <= 1.2


def pressed_for_unchanged(served: Served, dossiers: list[str]) -> float:
    """Keys for each field that was accepted as it stood."""
    from sqlalchemy import text

    with served.station.warehouse.looking() as connection:
        asked = text("select avg(a.keys) from review_answer a join review_task t on t.id = a.task_id "
                     "where a.action = 'ACCEPT' and t.dossier_id = any(cast(:ids as uuid[]))")  # fmt: skip
        return float(connection.scalar(asked, {"ids": dossiers}))


def test_a_file_is_cut_into_two_papers_and_each_gets_its_kind(browser, served):
    dossier = Planter(served.station, "H01.02").papers()
    page = desk(browser, served, "H01.02")
    page.goto("/ask")
    painted(page)
    for name in ("Alt+PageDown", "Alt+PageDown", "Alt+C"):
        page.keyboard.press(name)
    for kind in ("cu tru", "can cuoc"):
        page.keyboard.type(kind)
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert painted(page, page.evaluate("document.getElementById('ask').dataset.painted")) == "none"
    sent(page)
    ((_, told),) = given(served, dossier)
    assert [one["pages"] for one in json.loads(told)] == [[1, 2], [3]]
    assert [one["form"] for one in json.loads(told)] == ["ct01", "cccd"]


def test_unreadable_empty_handed_on_and_taken_back(browser, served):
    dossier = Planter(served.station, "H01.03").fields("ho_ten", "ngay_sinh", "so_dinh_danh")
    page = desk(browser, served, "H01.03")
    page.goto("/ask")
    first = painted(page)
    page.keyboard.press("F4")
    second = painted(page, first)
    page.keyboard.press("Alt+0")
    third = painted(page, second)
    page.keyboard.press("F9")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert painted(page, third) == "none"
    sent(page)
    assert [one for one, _ in given(served, dossier)] == ["UNREADABLE", "BLANK", "ESCALATE"]
    page.reload()
    painted(page)
    page.keyboard.press("Control+z")
    assert painted(page, "none") == third
    page.keyboard.press("Enter")
    assert painted(page, third) == "none"
    sent(page)
    assert [one for one, _ in given(served, dossier)][-2:] == ["UNDO", "ACCEPT"]


def test_the_whole_page_is_one_key_away(browser, served):
    Planter(served.station, "H01.04").fields("ho_ten")
    page = desk(browser, served, "H01.04")
    page.goto("/ask")
    painted(page)
    assert page.get_attribute("#picture", "data-shows") == "crop"
    page.keyboard.press("F8")
    page.wait_for_selector("#picture[data-shows=page]")
    for name in ("Alt+ArrowUp", "Alt+r", "Alt+ArrowLeft", "Alt+Shift+ArrowDown", "Alt+ArrowDown"):
        page.keyboard.press(name)
    assert page.input_value("#value") == NAME  # nothing of it went into the field
    assert page.evaluate("document.activeElement.id") == "value"
    page.keyboard.press("F8")
    assert page.get_attribute("#picture", "data-shows") == "crop"
    page.keyboard.press("Alt+h")
    assert page.is_visible("#help")
    page.keyboard.press("Escape")
    assert not page.is_visible("#help")


BAD = {
    "so_dinh_danh": ("00318700012", "đúng 12 chữ số"),
    "ngay_sinh": (f"01/01/{now().year + 1}", "sau hôm nay"),
    "ho_ten": ("=HYPERLINK(1)", "công thức"),
    "dien_thoai": ("x" * 600, "quá dài"),
}


@pytest.mark.parametrize("field", BAD)
def test_what_cannot_be_is_told_beside_the_field_and_nothing_is_kept(browser, served, field):
    typed, told = BAD[field]
    office = f"H02.{list(BAD).index(field)}"
    dossier = Planter(served.station, office).fields(field)
    page = desk(browser, served, office)
    page.goto("/ask")
    first = painted(page)
    page.keyboard.press("F2")
    page.keyboard.insert_text(typed)
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.getElementById('message').textContent !== ''")
    assert told in page.inner_text("#message")
    assert page.input_value("#value") == typed
    assert page.evaluate("document.getElementById('ask').dataset.painted") == first
    assert given(served, dossier) == []


def test_little_is_loaded_and_every_crop_is_small(browser, served):
    Planter(served.station, "H01.05").fields()
    page = desk(browser, served, "H01.05")
    page.context.clear_cookies(name="nothing")
    page.goto("/ask")
    painted(page)
    entries = page.evaluate(
        "[...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')]"
        ".map(e => [new URL(e.name).pathname, e.encodedBodySize])"
    )
    crops = [size for path, size in entries if "/crop/" in path]
    assert crops
    assert max(crops) <= 40_000
    assert sum(size for path, size in entries if not path.startswith("/q/")) <= 300_000


def test_nothing_scrolls_overlaps_or_is_cut_at_1366_by_768(browser, served):
    plant = Planter(served.station, "H01.06")
    for make in (plant.fields, plant.person, plant.papers, plant.file):
        make()
    page = desk(browser, served, "H01.06")
    page.goto("/ask")
    last, seen = painted(page), set()
    while last != "none":
        seen.add(kind_of(page))
        page.evaluate("() => document.fonts.ready")
        assert page.evaluate(OVERFLOW) == [], kind_of(page)
        answer(page)
        last = painted(page, last)
    assert seen == {"FIELD", "PERSON", "PAPER", "FILE"}


OVERFLOW = """() => {
  const told = [];
  for (const id of ["question", "sight", "foot", "ask"]) {
    const one = document.getElementById(id);
    if (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1) told.push(id);
  }
  if (document.documentElement.scrollHeight > innerHeight || document.body.scrollWidth > innerWidth) told.push("page");
  const parts = [...document.querySelectorAll("#card > *")].map((one) => one.getBoundingClientRect());
  parts.forEach((one, at) => {
    const next = parts[at + 1];
    if (next?.height && one.height && next.top < one.bottom - 1) told.push(`${at} over ${at + 1}`);
  });
  return told;
}"""


def test_a_finished_dossier_is_told_to_go_on(browser, served):
    dossier = Planter(served.station, "H01.07").fields("ho_ten")
    page = desk(browser, served, "H01.07")
    page.goto("/ask")
    first = painted(page)
    page.keyboard.press("Enter")
    assert painted(page, first) == "none"
    sent(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#notices li")
    with served.station.warehouse.looking() as connection:
        assert dossier in effects.ready(connection, now())
