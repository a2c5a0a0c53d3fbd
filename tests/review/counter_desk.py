"""A station that listens on a port of its own, and a browser before it with a camera that is none."""

import asyncio
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import review_makers as make
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from review.app import make_app
from review.station import Station

ARGUMENTS = (
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-dev-shm-usage",
)
SCREEN = {"width": 1366, "height": 625}  # a PC of 1366x768, less what the browser takes


class Desk:
    """The server; it can be killed and started again on the same port."""

    def __init__(self, station: Station) -> None:
        self._door = socket.socket()
        self._door.bind(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._door.close()
        self.address = f"http://127.0.0.1:{self.port}"
        self.station = replace(station, origin=self.address)

    def start(self) -> None:
        self._server = uvicorn.Server(
            uvicorn.Config(make_app(self.station), port=self.port, log_level="critical", lifespan="off", http="h11")
        )
        self._thread = threading.Thread(target=lambda: asyncio.run(self._server.serve()), daemon=True)
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.01)

    def stop(self) -> None:
        """At once, whatever is on its way."""
        self._server.should_exit = self._server.force_exit = True
        self._thread.join()


@contextmanager
def desk(station: Station) -> Iterator[Desk]:
    one = Desk(station)
    one.start()
    yield one
    one.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*ARGUMENTS])
        yield browser
        browser.close()


def log_in(page: Page, at: Desk, account: str) -> None:
    """To the counter."""
    page.goto(f"{at.address}/login?to=/counter")
    page.fill("#account", account)
    page.fill("#password", make.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{at.address}/counter")
    page.wait_for_selector("#drop[data-ready]")
