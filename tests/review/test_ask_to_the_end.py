"""From scans to records with a person between, who has a keyboard and nothing else: dossiers that waited are loaded,
and `hoso show` tells of each field who settled it on which pixels. No engine reads; the mocked registers answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from browser_desk import Served, chromium, desk, kind_of, painted, sent
from made_dossiers import COARSE, Made, made_dossiers, read_perfectly
from playwright.sync_api import Browser, Page
from review_makers import by_account
from whole_road import of, walk

import pipeline
from cli.show import show
from pipeline import System
from registers.serve import Addresses, running
from review.showing.values import as_read
from review.station import Station
from samples.truth import Trouble
from storage.readings import as_text
from storage.review import questions
from storage.review.given import Action
from storage.states import DossierState, TaskState

pytestmark = pytest.mark.browser
NOW = timedelta(0)
ROUNDS = 4  # of questions that a dossier may ask before it is done


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_dossiers(tmp_path_factory.mktemp("made"), dpi=COARSE)


@pytest.fixture(scope="module")
def registers(made: Made) -> Iterator[Addresses]:
    with running(made.folder) as addresses:
        yield addresses


@pytest.fixture
def system(fresh: Station, made: Made, registers: Addresses, monkeypatch: pytest.MonkeyPatch) -> Iterator[System]:
    """Over the station's own warehouse; the dossiers have come as far as they come by themselves."""
    read_perfectly(made, monkeypatch)
    told = {"population_url": registers.population, "telco_url": registers.telco}
    with pipeline.open_system(fresh.settings.model_copy(update=told)) as opened:
        walk(opened, made)
        yield opened


@pytest.fixture
def at_desk(browser: Browser, fresh: Station, system: System) -> Iterator[tuple[Page, str]]:
    """The screen, and the id of the only person who is there."""
    served = Served(fresh)
    page = desk(browser, served, "*")
    with fresh.warehouse.looking() as connection:
        person = by_account(connection, page.account)  # type: ignore[attr-defined]
    yield page, person
    page.context.close()
    served.kill()


def settle_by_keys(page: Page, system: System) -> int:
    """Whatever is asked now, until nothing waits; how many questions that were."""
    page.goto("/ask")
    last, count = painted(page), 0
    while last != "none":
        press(page, last, system)
        count += 1
        last = painted(page, last)
    sent(page)
    return count


def press(page: Page, task: str, system: System) -> None:
    """What a person presses who sees what the perfect reader saw."""
    if kind_of(page) == "PERSON":
        page.keyboard.press("Alt+1" if page.locator(".choices.person button").count() > 1 else "Alt+0")
    elif kind_of(page) == "FILE":
        page.keyboard.press("Alt+1")
    elif not page.input_value("#value"):
        with system.warehouse.looking() as connection:
            reading = questions.item(connection, task).reading
        if reading is None or reading.value is None:
            page.keyboard.press("F4")
            return
        page.keyboard.type(as_read(as_text(reading.value)))
    page.keyboard.press("Enter")


def shown(system: System, dossier_id: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """What `hoso show` prints."""

    @contextmanager
    def opened() -> Iterator[System]:
        yield system

    monkeypatch.setattr("cli.cases.opened", opened)
    monkeypatch.setenv("COLUMNS", "500")
    capsys.readouterr()
    show(dossier_id)
    return capsys.readouterr().out


def test_dossiers_that_waited_are_loaded_and_tell_who_settled_what(
    at_desk: tuple[Page, str],
    system: System,
    made: Made,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (page, person), house = at_desk, system.warehouse
    how = [f"{person} ({one.value}, " for one in (Action.ACCEPT, Action.EDIT, Action.UNREADABLE)]
    waited = {one.dossier_id for one in house.tasks(state=TaskState.OPEN)}
    held = {one.id for one in house.dossiers(DossierState.IN_REVIEW)}
    assert held
    assert held < waited
    for _ in range(ROUNDS):
        if not settle_by_keys(page, system):
            break
        assert pipeline.go_on_all(system, NOW)
    assert page.faults == []  # type: ignore[attr-defined]
    assert house.tasks(state=TaskState.OPEN) == ()
    nobodys = {of(truth, system).id for truth in made.truths if Trouble.NOT_REGISTERED in truth.troubles}
    ends = {one: house.dossier(one).state for one in waited}
    assert ends == {one: DossierState.WAITING_FOR_COUNTER if one in nobodys else DossierState.LOADED for one in waited}
    for dossier in waited:
        fields = {
            one.question.field
            for one in house.tasks(dossier, TaskState.SETTLED)
            if one.question.field and one.answer is not None
        }
        told = shown(system, dossier, monkeypatch, capsys)
        lines = [line for line in told.splitlines() if line.startswith("Đã xác nhận") and ", mục “" in line]
        assert len(lines) >= len(fields) > 0
        assert all(any(one in line for one in how) for line in lines)
        digests = [f"tệp {scan.digest[:12]}" for scan in house.scans(dossier)]
        assert all(any(one in line for one in digests) and ", ô " in line for line in lines)
