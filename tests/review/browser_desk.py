"""A desk: the station served on a port of its own, and a real browser before it."""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import review_makers as make
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from review.app import make_app
from review.station import Station
from storage import tasks
from storage.review import answers
from storage.staff.passwords import Passwords
from storage.staff.posts import StaffRole

SCREEN = {"width": 1366, "height": 625}  # px: what the browser's own bars leave of 768
WAIT = 20_000  # ms: of a busy machine


def now() -> datetime:
    return datetime.now(UTC)


class Served:
    """The station over HTTP; it can be killed and started again on the same port."""

    def __init__(self, station: Station) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        station.warehouse._clock = now
        self.station = replace(station, origin=self.address, passwords=Passwords(make.CHEAP), clock=now)
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.start()

    def start(self) -> None:
        config = uvicorn.Config(
            make_app(self.station), port=self.port, access_log=False, log_level="warning", lifespan="off",
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            self._thread.join(0.02)

    def kill(self) -> None:
        assert self._server
        assert self._thread
        self._server.force_exit = self._server.should_exit = True
        self._thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        found = shutil.which("chromium")
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def desk(browser: Browser, served: Served, office: str, *roles: StaffRole) -> Page:
    """A page of somebody of this office who has logged in."""
    account = make.new_staff(served.station, *roles, offices=[office]).account
    context: BrowserContext = browser.new_context(viewport=SCREEN, locale="vi-VN", base_url=served.address)
    context.set_default_timeout(WAIT)
    page = context.new_page()
    page.faults = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.faults.append(str(error)))  # type: ignore[attr-defined]
    log_in(page, account)
    page.account = account  # type: ignore[attr-defined]
    return page


def log_in(page: Page, account: str) -> None:
    page.goto("/login")
    page.fill("input[name=account]", account)
    page.fill("input[name=password]", make.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "/login" not in address)


def painted(page: Page, but: str = "") -> str:
    """Waits until a question is painted that is not `but`; its id, or "none" when nothing is left."""
    page.wait_for_function(
        "but => { const at = document.getElementById('ask')?.dataset.painted; return at && at !== but; }", arg=but
    )
    return str(page.evaluate("document.getElementById('ask').dataset.painted"))


def sent(page: Page) -> None:
    """Waits until the station has every answer."""
    page.wait_for_function("() => !Object.keys(localStorage).some((one) => one.includes('.out.'))")


def kind_of(page: Page) -> str:
    return str(page.evaluate("document.getElementById('ask').dataset.ask"))


def given(served: Served, dossier_id: str) -> list[tuple[str, str | None]]:
    """(action, value) of every answer that was kept for a dossier, in order of time."""
    with served.station.warehouse.looking() as connection:
        kept = [
            one for task in tasks.tasks(connection, dossier_id, None) for one in answers.answers_of(connection, task.id)
        ]
    return [(one.action.name, one.value) for one in sorted(kept, key=lambda one: one.at)]
