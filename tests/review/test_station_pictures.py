"""Every screen of the station as staff see it on a PC of 1366 x 768, of which the browser's own bars leave 625 px:
nothing is cut or overlaps, and everybody can read it. With HOSO_SCREENSHOTS=1 pictures are made in docs/screenshots."""

import itertools
from collections.abc import Iterator

import counter_makers as counter
import pytest
import review_makers as make
import screens
from browser_desk import SCREEN, WAIT, Served, chromium, desk, kind_of, painted
from pictured import Forms, a_week_of_work, third_reading
from playwright.sync_api import Browser, Page, expect

from review.station import Station
from storage.staff.posts import StaffRole

pytestmark = pytest.mark.browser
WORKED = "H26.17"  # of these tests alone
_OFFICES = (f"H26.{number}" for number in itertools.count(18))
FIELD, PERSON, PAPER, FILE = "FIELD", "PERSON", "PAPER", "FILE"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def served(opened: Station) -> Iterator[Served]:
    one = Served(opened)
    yield one
    one.kill()


@pytest.fixture
def plant(served: Served) -> Forms:
    """Of an office of its own, with too few people for double entry."""
    return Forms(served.station, next(_OFFICES))


@pytest.fixture
def clerk(browser: Browser, served: Served, plant: Forms) -> Iterator[Page]:
    page = desk(browser, served, plant.office, StaffRole.CLERK, StaffRole.SECOND_READER)
    yield page
    assert page.faults == []  # type: ignore[attr-defined]
    page.context.close()


@pytest.fixture
def supervisor(browser: Browser, served: Served) -> Iterator[Page]:
    page = desk(browser, served, WORKED, StaffRole.SUPERVISOR, StaffRole.CLERK)
    yield page
    page.context.close()


def opened_at(page: Page, plant: Forms, dossier: str, field: str | None = None) -> None:
    tasks = plant.station.warehouse.tasks(dossier)
    task = next(one for one in tasks if field in (None, one.question.field))
    page.goto(f"/ask?task={task.id}")
    assert painted(page) == task.id


def looked_at(page: Page, name: str) -> None:
    screens.keep(page, name)
    assert screens.faults(page) == []
    assert page.locator("#ask").count() == 0 or screens.scrolls(page) == []


def test_logging_in(browser: Browser, served: Served) -> None:
    make.new_staff(served.station, StaffRole.CLERK, offices=[WORKED])  # or the page tells how to make the first account
    page = browser.new_context(viewport=SCREEN, locale="vi-VN", base_url=served.address).new_page()
    page.goto("/login")
    looked_at(page, "login")
    page.context.close()


def test_the_queue(clerk: Page, plant: Forms) -> None:
    for one in (plant.fields, plant.person, plant.papers, plant.file):
        one()
    clerk.goto("/")
    looked_at(clerk, "queue")


@pytest.mark.parametrize("light", ["light", "dark"])
def test_a_field(clerk: Page, plant: Forms, light: str) -> None:
    clerk.emulate_media(color_scheme=light)  # type: ignore[arg-type]
    opened_at(clerk, plant, plant.differing(), "ho_ten")
    assert clerk.locator(".siblings li").count() == 5  # beside the one that is asked
    looked_at(clerk, "ask" if light == "light" else "ask-dark")


def test_a_field_that_starts_empty(clerk: Page, plant: Forms) -> None:
    opened_at(clerk, plant, plant.differing(), "noi_dung_de_nghi")
    clerk.keyboard.type("Đăng ký thường trú")
    looked_at(clerk, "ask-empty")


def test_the_whole_page(clerk: Page, plant: Forms) -> None:
    opened_at(clerk, plant, plant.differing(), "ho_ten")
    clerk.keyboard.press("F8")
    clerk.wait_for_selector("#picture[data-shows=page]")
    clerk.wait_for_load_state("networkidle")
    looked_at(clerk, "ask-page")


@pytest.mark.parametrize(("name", "kind"), [("person", PERSON), ("papers", PAPER), ("file", FILE)])
def test_people_papers_and_files(clerk: Page, plant: Forms, name: str, kind: str) -> None:
    opened_at(clerk, plant, getattr(plant, name)())
    assert kind_of(clerk) == kind
    clerk.wait_for_load_state("networkidle")
    if kind == PAPER:
        clerk.keyboard.type("cu tru")
    looked_at(clerk, f"ask-{name}")


def test_a_third_reading(clerk: Page, plant: Forms) -> None:
    opened_at(clerk, plant, third_reading(plant))
    looked_at(clerk, "ask-third")


def test_the_keys(clerk: Page, plant: Forms) -> None:
    opened_at(clerk, plant, plant.differing(), "ho_ten")
    clerk.keyboard.press("Alt+h")
    assert clerk.is_visible("#help")
    looked_at(clerk, "ask-keys")


def test_the_counter_and_its_receipt(clerk: Page) -> None:
    clerk.goto("/counter")
    clerk.wait_for_selector("#drop[data-ready]")
    clerk.set_input_files("#files", [
        {"name": "Tờ khai.pdf", "mimeType": "application/pdf", "buffer": counter.pdf(counter.form())},
        {"name": "Giấy tờ kèm.pdf", "mimeType": "application/pdf", "buffer": counter.pdf(counter.blurred("Phụ lục"))},
    ])  # fmt: skip
    expect(clerk.locator("#list > li.rescan")).to_have_count(1, timeout=WAIT)
    expect(clerk.locator("#list > li.good")).to_have_count(1, timeout=WAIT)
    clerk.wait_for_load_state("networkidle")
    looked_at(clerk, "counter")
    clerk.check("#anyway")
    clerk.keyboard.press("Control+Enter")
    clerk.wait_for_url("**/counter/PT-*")
    clerk.wait_for_load_state("networkidle")
    looked_at(clerk, "receipt")


@pytest.fixture(scope="module")
def _worked(served: Served) -> None:
    a_week_of_work(served.station, WORKED)


@pytest.mark.usefixtures("_worked")
@pytest.mark.parametrize("path", ["supervisor", "supervisor/fields", "quality", "me"])
def test_what_supervisors_see(supervisor: Page, path: str) -> None:
    supervisor.goto(f"/{path}?office={WORKED}" if path != "me" else "/me")
    looked_at(supervisor, path.rpartition("/")[2])
