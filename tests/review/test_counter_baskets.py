"""What comes in at the counter over HTTP: each file alone, known by its digest, told what is wrong with it at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import counter_makers as counter
import pytest
import review_makers as make

from review.receiving import arriving
from review.station import Station, open_station
from settings import Settings
from storage.objects import digest_of
from storage.staff.posts import StaffRole

pytestmark = pytest.mark.contract


@pytest.fixture(scope="module")
def as_staff(settings: Settings, opened: Station) -> Iterator[Station]:
    """The station with the rights that it has in the database, and with no more."""
    with open_station(settings, make.ORIGIN) as bound:
        yield replace(bound, passwords=make.station_with(opened, make.Clock()).passwords)


@pytest.fixture
def browser(as_staff: Station, station: Station) -> make.Browser:
    station.warehouse._clock = lambda: datetime.now(UTC)
    one = make.browser(as_staff, make.new_staff(station, StaffRole.CLERK, offices=[counter.OFFICE]).account)
    assert one.log_in().status_code == 200
    return one


def test_a_file_is_there_once_however_often_it_is_sent(browser: make.Browser) -> None:
    basket, paper = counter.begun(browser), counter.pdf(counter.form())
    first = basket.bring(paper, "Đơn.pdf").json()
    assert [file["name"] for file in first["files"]] == ["Đơn.pdf"]
    assert basket.bring(paper, "Khác.pdf").json() == first
    assert basket.told == first


def test_what_is_wrong_with_a_page_is_told_at_once(browser: make.Browser) -> None:
    basket = counter.begun(browser)
    paper = counter.pdf(counter.form(), counter.blurred("Phạm Văn Mẫu"))
    assert basket.bring(paper).json()["files"][0]["looked"] is False
    told = basket.look(paper)
    (file,) = told["files"]
    assert (told["rescan"], file["grade"], file["word"]) == (1, "RESCAN", "Cần quét lại")
    assert [page["grade"] for page in file["verdicts"]] == ["GOOD", "RESCAN"]
    assert file["verdicts"][1]["act"].startswith("Quét lại trang 2: Chữ nhòe")
    assert file["verdicts"][0]["dpi"] == counter.DPI


def test_a_page_that_comes_again_names_the_file_by_where_it_is_now(browser: make.Browser) -> None:
    basket = counter.begun(browser)
    first, other, again = (
        counter.jpeg(counter.form()),
        counter.jpeg(counter.form("Phạm Văn Mẫu")),
        counter.pdf(counter.form()),
    )
    for content in (other, first, again):
        basket.bring(content, "x.jpg")
        told = basket.look(content)
    assert "tệp thứ 2" in told["files"][2]["verdicts"][0]["sentences"][0]
    digests = [digest_of(first), digest_of(other), digest_of(again)]
    moved = basket.browser.send("PUT", f"{basket.path}/order", json={"digests": digests}).json()
    assert [file["digest"] for file in moved["files"]] == digests
    assert "tệp thứ 1" in moved["files"][2]["verdicts"][0]["sentences"][0]
    left = basket.browser.send("DELETE", f"{basket.path}/files/{digest_of(first)}").json()
    assert [file["grade"] for file in left["files"]] == ["GOOD", "GOOD"]


def test_a_page_is_replaced_where_it_stood(browser: make.Browser) -> None:
    basket = counter.begun(browser)
    bad, other, good = counter.jpeg(counter.blurred()), counter.jpeg(counter.form("A")), counter.jpeg(counter.form())
    basket.bring(bad)
    basket.bring(other)
    told = basket.bring(good, instead=digest_of(bad)).json()
    assert [file["digest"] for file in told["files"]] == [digest_of(good), digest_of(other)]


def test_a_picture_of_a_page_is_small(browser: make.Browser) -> None:
    basket, paper = counter.begun(browser), counter.pdf(counter.form())
    basket.bring(paper)
    small = browser.http.get(f"{basket.path}/files/{digest_of(paper)}/1.webp")
    large = browser.http.get(f"{basket.path}/files/{digest_of(paper)}/1.webp?large=1")
    assert small.headers["content-type"] == "image/webp"
    assert len(small.content) < 16_000 < len(large.content) < 160_000
    assert browser.http.get(f"{basket.path}/files/{digest_of(paper)}/2.webp").status_code == 404


HOSTILE = {
    "nothing": (b"", "Tệp rỗng"),
    "a page of the web": (b"<html><script>alert(1)</script></html>", "Tệp không phải PDF"),
    "a program": (b"MZ" + bytes(400), "Tệp không phải PDF"),
    "a bomb": (counter.zipped({"a.pdf": bytes(70 * 1024**2)}), "Tệp nén (ZIP)"),
    "half a PDF": (counter.pdf(counter.form())[:5000], "Tệp bị cắt cụt"),
    "a PDF with a password": (counter.encrypted_pdf(), "Tệp PDF có mật khẩu"),
    "121 million pixels": (counter.huge_png(), "Ảnh quá lớn"),
}


@pytest.mark.parametrize(("content", "sentence"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_told_beside_it_and_not_kept(browser: make.Browser, content: bytes, sentence: str) -> None:
    basket = counter.begun(browser)
    answer = basket.bring(content, "Giấy tờ.pdf")
    assert answer.status_code == 422
    assert answer.json()["field"] == "file"
    assert answer.json()["detail"].startswith(sentence)
    assert basket.told["files"] == []


def test_bytes_that_changed_on_the_way_are_not_kept(browser: make.Browser) -> None:
    basket, paper = counter.begun(browser), counter.jpeg(counter.form())
    answer = basket.bring(paper[:-1], digest=digest_of(paper))
    assert (answer.status_code, answer.json()["detail"]) == (422, arriving.CUT)
    assert basket.told["files"] == []


def test_too_much_is_told(browser: make.Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    basket, paper = counter.begun(browser), counter.pdf(counter.form(), counter.form("A"))
    for limit, most, said in (
        ("MOST_FILE", 1000, arriving.TOO_LARGE),
        ("MOST_DOSSIER", 1000, arriving.TOO_MUCH),
        ("MOST_FILES", 0, arriving.TOO_MANY),
        ("MOST_PAGES", 1, arriving.TOO_LONG),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(arriving, limit, most)
            answer = basket.bring(paper)
            assert (answer.status_code, answer.json()["detail"]) == (422, said)
    assert basket.told["files"] == []


NAMES = """
sent                                      | kept
Đơn xin.pdf                               | Đơn xin.pdf
Gi%C3%A2%CC%81y.pdf                       | Giấy.pdf
../../etc/passwd                          | etc/passwd
C:\\\\Users\\\\An\\\\a.pdf                | Users/An/a.pdf
/a//b/./c.pdf                             | a/b/c.pdf
a%00b%0A.pdf                              | a\ufffdb\ufffd.pdf
%E2%80%AEfdp.exe                          | \ufffdfdp.exe
%FF%FE.pdf                                | \ufffd\ufffd.pdf
                                          | Tệp không tên
"""


@pytest.mark.parametrize("line", NAMES.strip("\n").splitlines()[1:])
def test_names_of_files(line: str) -> None:
    sent, kept = (part.strip() for part in line.split("|"))
    assert arriving.named(sent) == kept


def test_a_basket_is_seen_by_whoever_filled_it(browser: make.Browser, station: Station, as_staff: Station) -> None:
    basket, paper = counter.begun(browser), counter.jpeg(counter.form())
    basket.bring(paper)
    other = make.browser(as_staff, make.new_staff(station, StaffRole.CLERK, offices=[counter.OFFICE]).account)
    other.log_in()
    theirs = replace(basket, browser=other)
    assert theirs.browser.send("GET", theirs.path).status_code == 404
    assert theirs.bring(counter.jpeg(counter.form("B"))).status_code == 404
    assert theirs.hand_in().status_code == 404
    assert theirs.browser.send("DELETE", theirs.path).status_code == 404
    assert other.http.get(f"{basket.path}/files/{digest_of(paper)}/1.webp").status_code == 404
    assert len(basket.told["files"]) == 1
    assert basket.browser.send("DELETE", basket.path).status_code == 204
    assert basket.browser.send("GET", basket.path).status_code == 404


def test_nothing_is_taken_without_the_form_or_without_the_role(browser: make.Browser, station: Station) -> None:
    basket = counter.begun(browser)
    bare = browser.http.put(f"{basket.path}/files/{'0' * 64}", content=b"x", headers=make.SAME_ORIGIN)
    assert bare.status_code == 403
    auditor = make.logged_in(station, StaffRole.AUDITOR)
    assert auditor.send("POST", "/counter/baskets").status_code == 403
    assert auditor.look("/counter").status_code == 403
    assert make.browser(station).look("/counter").status_code == 303
