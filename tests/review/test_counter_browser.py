"""The counter in a real browser: by keys alone, with a lost line, a killed server, a camera, and a receipt on paper."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import counter_desk
import counter_makers as counter
import pytest
import review_makers as make
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from counter_desk import Desk
from pdf2image import convert_from_bytes
from playwright.sync_api import Browser, Page, expect

from review.receiving import arriving, pages
from review.station import Station
from storage import counter as receipts
from storage.staff import sessions
from storage.staff.posts import StaffRole
from storage.staging import Basket

pytestmark = pytest.mark.browser
LATE = 30_000  # ms that a busy machine may take
CANNOT = ["serious", "critical"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with counter_desk.chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def now_station(opened: Station) -> Station:
    opened.warehouse._clock = lambda: datetime.now(UTC)
    return replace(make.station_with(opened, make.Clock()), clock=lambda: datetime.now(UTC))


@pytest.fixture
def at(now_station: Station) -> Iterator[Desk]:
    now_station.warehouse._clock = lambda: datetime.now(UTC)
    with counter_desk.desk(now_station) as desk:
        yield desk


@pytest.fixture
def account(now_station: Station) -> str:
    return make.new_staff(now_station, StaffRole.CLERK, offices=[counter.OFFICE]).account


@pytest.fixture
def page(chromium: Browser, at: Desk, account: str) -> Iterator[Page]:
    """A clerk before the counter's page; a script that breaks fails the test."""
    context = chromium.new_context(viewport=counter_desk.SCREEN, locale="vi-VN", permissions=["camera"])  # type: ignore[arg-type]
    opened, broken = context.new_page(), list[str]()
    opened.set_default_timeout(LATE)
    opened.on("pageerror", lambda error: broken.append(str(error)))
    counter_desk.log_in(opened, at, account)
    yield opened
    context.close()
    assert broken == []


@pytest.fixture
def paper(tmp_path: Path) -> Callable[..., str]:
    """A file on the clerk's disk."""

    def written(name: str, content: bytes | None = None) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(counter.jpeg(counter.form(path.stem)) if content is None else content)
        return str(path)

    return written


def good(page: Page, count: int = 1) -> None:
    """So many files are there and were looked at."""
    expect(page.locator("#list > li.good")).to_have_count(count, timeout=LATE)


def test_by_keys_alone_to_a_receipt_on_paper(page: Page, paper: Callable[..., str], now_station: Station) -> None:
    chosen = [paper("Trần Văn Một.jpg"), paper("Trần Văn Hai.jpg")]
    page.on("filechooser", lambda chooser: chooser.set_files(chosen))
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "pick":
            break
    assert page.evaluate("document.activeElement.id") == "pick"
    page.keyboard.press("Enter")
    good(page, 2)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/counter/PT-*")
    assert page.evaluate("document.activeElement.id") == "print"
    number = page.url.rpartition("/")[2].removesuffix("?new=1")
    with now_station.warehouse.looking() as connection:
        held = receipts.receipt(connection, number)
    for size in ("A5", "A4"):
        sheets = convert_from_bytes(page.pdf(format=size), dpi=200)
        assert len(sheets) == 1
        (code,) = zxingcpp.read_barcodes(sheets[0])
        assert code.text == held.qr == f"HOSO1/{held.code}/{held.number}/{held.signature[:20].upper()}"
        assert (code.position.top_right.x - code.position.top_left.x) / 200 * 25.4 >= 20
    assert "Trần" not in page.locator(".sheet").inner_text()
    page.goto(page.url.rpartition("/")[0])
    page.fill("#said-find", held.qr)  # as a scanner types it
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/counter/{number}")


def test_what_is_wrong_is_told_beside_the_file(page: Page, paper: Callable[..., str]) -> None:
    blurred = counter.pdf(counter.form(), counter.blurred("Trần Văn Ba"))
    page.set_input_files("#files", [paper("a.pdf", blurred), paper("b.pdf", b"<html>"), paper("c.pdf", b"")])
    expect(page.locator(".todo li")).to_contain_text("Quét lại trang 2: Chữ nhòe", timeout=LATE)
    assert sorted(page.locator("#list .fault").all_inner_texts()) == [
        "Chưa nhận: Tệp không phải PDF, TIFF, JPEG hay PNG. Hãy nộp bản quét ở một trong các định dạng đó.",
        "Tệp rỗng (0 byte). Hãy quét lại.",
    ]
    page.keyboard.press("Control+Enter")
    expect(page.locator("#anyway-fault")).to_contain_text("Còn 1 trang cần quét lại")
    assert page.evaluate("document.activeElement.id") == "anyway"
    page.keyboard.press("Space")
    page.fill("#dossier_code", "H56.12-261399-1")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dossier_code-fault")).to_contain_text("Mã hồ sơ không đúng dạng")
    expect(page.locator("#anyway-fault")).to_be_hidden()


def test_limits_are_told_before_anything_is_sent(
    page: Page, paper: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_FILE", 1000)
    page.reload()
    page.wait_for_selector("#drop[data-ready]")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.set_input_files("#files", paper("Trần Văn Tư.jpg"))
    expect(page.locator("#list .fault")).to_contain_text("lớn hơn")
    assert "PUT" not in sent


def test_a_lost_line_sends_again_and_nothing_twice(
    page: Page, paper: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive, came = arriving.arrive, list[str]()

    def lost_on_the_way(*given: Any, **named: Any) -> Basket:
        came.append(named["digest"])
        if len(came) == 1:
            raise KeyError("nothing of it was kept")
        kept = arrive(*given, **named)
        if len(came) == 2:
            raise KeyError("it was kept, and the answer is lost")
        return kept

    monkeypatch.setattr(arriving, "arrive", lost_on_the_way)
    page.set_input_files("#files", [paper("Trần Văn Năm.jpg"), paper("Trần Văn Sáu.jpg")])
    good(page, 2)
    assert [came.count(digest) for digest in dict.fromkeys(came)] == [2, 1]


def test_a_killed_server_loses_nothing(page: Page, at: Desk, paper: Callable[..., str]) -> None:
    page.set_input_files("#files", paper("Trần Văn Bảy.jpg"))
    good(page)
    at.stop()
    page.set_input_files("#files", paper("Trần Văn Tám.jpg"))
    expect(page.locator("#list .coming")).to_contain_text("Mất kết nối")
    at.start()
    good(page, 2)
    page.reload()
    good(page, 2)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/counter/PT-*")


def test_a_session_that_ends_goes_on_where_it_stood(
    page: Page, at: Desk, account: str, now_station: Station, paper: Callable[..., str]
) -> None:
    cookie = next(one["value"] for one in page.context.cookies() if one["name"] == "hoso-session")
    with now_station.warehouse.changing("tests") as change:
        session = sessions.look(change.connection, cookie, change.now)
        assert isinstance(session, sessions.Session)
        sessions.end(change, session)
    page.set_input_files("#files", paper("Trần Văn Chín.jpg"))
    expect(page.locator("#trouble")).to_contain_text("Phiên làm việc đã kết thúc")
    other = page.context.new_page()
    counter_desk.log_in(other, at, account)
    page.get_by_role("button", name="Gửi tiếp").click()
    good(page)


def test_a_page_of_the_camera_is_a_page(page: Page) -> None:
    page.click("#camera")
    expect(page.locator("#camera-dialog")).to_be_visible()
    seen = "view => view.videoWidth || new Promise(seen => { view.onloadeddata = () => seen(view.videoWidth); })"
    assert page.locator("#view").evaluate(seen) > 0
    page.keyboard.press("Enter")
    expect(page.locator("#shots")).to_have_text("Đã chụp 1 ảnh.")
    page.keyboard.press("Escape")
    expect(page.locator("#list .name")).to_have_text("Ảnh chụp 1.jpg")
    page.wait_for_function("() => document.getElementById('view').srcObject === null")  # the camera is let go


def test_a_folder_keeps_its_order_and_not_its_name(page: Page, paper: Callable[..., str], tmp_path: Path) -> None:
    for name in (
        "Nguyễn Thị Kín/2.jpg",
        "Nguyễn Thị Kín/10.jpg",
        "Nguyễn Thị Kín/sau/1.jpg",
        "Nguyễn Thị Kín/Thumbs.db",
    ):
        paper(name)
    page.set_input_files("#folder", tmp_path / "Nguyễn Thị Kín")
    good(page, 3)
    assert page.locator("#list .name").all_inner_texts() == ["2.jpg", "10.jpg", "sau/1.jpg"]


def test_files_are_dropped_anywhere(page: Page) -> None:
    jpeg = counter.jpeg(counter.form("Trần Văn Rơi"))
    dropped = """(bytes) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], "Giấy.jpg", {type: "image/jpeg"}));
        document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
    }"""
    page.evaluate(dropped, list(jpeg))
    good(page)


def test_files_are_moved_and_taken_out_by_keys_and_the_focus_stays(page: Page, paper: Callable[..., str]) -> None:
    page.set_input_files("#files", [paper("A Một.jpg"), paper("B Hai.jpg"), paper("C Ba.jpg")])
    good(page, 3)
    page.get_by_role("button", name="Xuống tệp 1: A Một.jpg").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#list .name")).to_have_text(["B Hai.jpg", "A Một.jpg", "C Ba.jpg"])
    page.keyboard.press("Enter")
    expect(page.locator("#list .name")).to_have_text(["B Hai.jpg", "C Ba.jpg", "A Một.jpg"])
    page.get_by_role("button", name="Bỏ tệp 2: C Ba.jpg").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#list .name")).to_have_text(["B Hai.jpg", "A Một.jpg"])
    assert page.evaluate("document.activeElement.dataset.act") == "remove"


@pytest.mark.parametrize("light", ["light", "dark"])
def test_nothing_stands_in_anybodys_way(page: Page, paper: Callable[..., str], light: str) -> None:
    page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
    assert _faults(page) == []
    page.set_input_files("#files", [paper(f"D {light}.jpg"), paper("x.pdf", counter.pdf(counter.blurred()))])
    expect(page.locator("#list > li.rescan")).to_have_count(1, timeout=LATE)
    good(page)
    assert _faults(page) == []
    page.check("#anyway")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/counter/PT-*")
    assert _faults(page) == []


def _faults(page: Page) -> list[str]:
    """What axe calls serious, and what does not fit in the width."""
    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [one["id"] for one in found if one["impact"] in CANNOT] + (["wide"] if wide else [])


def test_the_sheet_is_black_on_white_however_dark_the_screen(page: Page, paper: Callable[..., str]) -> None:
    page.emulate_media(color_scheme="dark")
    page.set_input_files("#files", paper("E Trắng.jpg"))
    good(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/counter/PT-*")
    (sheet,) = convert_from_bytes(page.pdf(format="A5"), dpi=60)
    assert sheet.convert("L").resize((1, 1)).getpixel((0, 0)) > 200
    assert len(io.BytesIO(page.pdf(format="A5")).getvalue()) < 200_000
