"""Handed in at the counter: the dossier stands in the warehouse as from any inbox, and a receipt says so. Once."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import counter_makers as counter
import pytest
import review_makers as make

from review.receiving import handing_in
from review.station import Station, open_station
from settings import Settings
from storage.dossiers import Dossier, NewDossier, NewScan
from storage.manifest import Manifest
from storage.objects import digest_of
from storage.staff.posts import StaffRole
from storage.states import DossierState
from storage.warehouse import Warehouse

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


@pytest.fixture
def warehouse(opened: Station) -> Warehouse:
    return opened.warehouse


def filled(browser: make.Browser, *names: str) -> counter.Basket:
    basket = counter.begun(browser)
    for name in names:
        assert basket.bring(counter.jpeg(counter.form(name)), f"{name}.jpg").status_code == 200
    return basket


def dossier_of(warehouse: Warehouse, code: str) -> Dossier:
    (found,) = warehouse.dossiers(code=code)
    return found


def code_on(browser: make.Browser, number: str) -> str:
    shown = browser.look(f"/counter/{number}").text
    found = re.search(r"<dt>Mã hồ sơ</dt><dd><strong>([^<]+)</strong>", shown)
    assert found
    return found[1]


def test_a_dossier_stands_as_from_any_inbox(browser: make.Browser, warehouse: Warehouse, opened: Station) -> None:
    basket = filled(browser, "Lê Thị Một", "Lê Thị Hai")
    looked = basket.look(counter.jpeg(counter.form("Lê Thị Hai")))
    done = basket.hand_in(dossier_code="H56.12-261120-0801").json()
    assert done["again"] is False
    assert code_on(browser, done["receipt"]) == "H56.12-261120-0801"
    dossier = dossier_of(warehouse, "H56.12-261120-0801")
    assert dossier.state is DossierState.RECEIVED  # whatever run comes next goes on
    manifest = dossier.manifest
    assert (manifest.channel, manifest.receiving_office, manifest.applicant) == ("counter", counter.OFFICE, None)
    scans = warehouse.scans(dossier.id)
    assert [scan.name for scan in scans] == ["Lê Thị Một.jpg", "Lê Thị Hai.jpg"]
    assert all(opened.objects.get(scan.digest) for scan in scans)
    assert [page["dpi"] for page in looked["files"][1]["verdicts"]] == [scans[1].verdict.pages[0].dpi]  # type: ignore[union-attr]
    assert basket.told["files"] == []


def test_sent_again_it_is_the_same_receipt(browser: make.Browser, warehouse: Warehouse) -> None:
    basket = filled(browser, "Lê Thị Ba")
    first = basket.hand_in().json()
    assert basket.hand_in().json() == first
    assert len(warehouse.dossiers(code=code_on(browser, first["receipt"]))) == 1


def test_the_same_papers_again_are_told_with_their_receipt(browser: make.Browser, warehouse: Warehouse) -> None:
    first = filled(browser, "Lê Thị Bốn", "Lê Thị Năm").hand_in().json()
    again = filled(browser, "Lê Thị Năm", "Lê Thị Bốn").hand_in(dossier_code="H56.12-261120-0802").json()
    assert again == {"receipt": first["receipt"], "again": True}
    code = code_on(browser, first["receipt"])
    assert f"mã hồ sơ {code}" in browser.look(f"/counter/{first['receipt']}?again=1").text
    assert warehouse.dossiers(code="H56.12-261120-0802") == ()


def test_cut_short_it_goes_on_under_the_same_receipt(
    browser: make.Browser, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    basket = filled(browser, "Lê Thị Sáu")
    for broken in ("take_in", "counter.complete"):
        with monkeypatch.context() as patch:
            room, _, name = broken.rpartition(".")
            patch.setattr(getattr(handing_in, room) if room else handing_in, name, _cut)
            assert basket.hand_in().status_code == 500
    assert len(basket.told["files"]) == 1
    done = basket.hand_in().json()
    assert done["again"] is False
    assert dossier_of(warehouse, code_on(browser, done["receipt"])).state is DossierState.RECEIVED


def _cut(*_: object, **__: object) -> None:
    raise KeyError("the power went away here")


WRONG = {
    "a code of no form": ({"dossier_code": "12345"}, "dossier_code"),
    "a formula": ({"dossier_code": "=HYPERLINK(1)"}, "dossier_code"),
    "a day that never was": ({"dossier_code": "H56.12-261331-0001"}, "dossier_code"),
    "no procedure": ({"procedure": ""}, "procedure"),
    "a procedure in words": ({"procedure": "tạm trú"}, "procedure"),
}


@pytest.mark.parametrize(("wish", "field"), WRONG.values(), ids=WRONG.keys())
def test_what_is_filled_in_wrongly_is_told_beside_it(
    browser: make.Browser, warehouse: Warehouse, wish: dict[str, object], field: str
) -> None:
    before = len(warehouse.dossiers())
    answer = filled(browser, "Lê Thị Bảy").hand_in(**wish)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert answer.json()["detail"].endswith(".")
    assert len(warehouse.dossiers()) == before


def test_a_page_to_scan_again_is_asked_about_first(browser: make.Browser) -> None:
    basket, paper = counter.begun(browser), counter.jpeg(counter.blurred("Lê Thị Tám"))
    basket.bring(paper)
    basket.look(paper)
    asked = basket.hand_in()
    assert (asked.status_code, asked.json()["field"]) == (422, "anyway")
    assert basket.hand_in(anyway=True).status_code == 200


def test_nothing_cannot_be_handed_in(browser: make.Browser) -> None:
    answer = counter.begun(browser).hand_in()
    assert (answer.status_code, answer.json()["field"]) == (422, "files")


def test_an_office_takes_in_for_itself_alone(browser: make.Browser, station: Station, as_staff: Station) -> None:
    basket = filled(browser, "Lê Thị Chín")
    assert basket.hand_in(office="H01.7").status_code == 403
    receipt = basket.hand_in().json()["receipt"]
    elsewhere = make.browser(as_staff, make.new_staff(station, StaffRole.CLERK, offices=["H01.7"]).account)
    elsewhere.log_in()
    assert elsewhere.look(f"/counter/{receipt}").status_code == 404
    assert elsewhere.http.get(f"/counter/{receipt}/qr.svg").status_code == 404
    found = elsewhere.send("POST", "/counter/find", data={"said": receipt}, headers={"Accept": "text/html"})
    assert found.status_code == 404
    assert receipt not in elsewhere.look("/counter").text


def test_a_receipt_is_found_and_says_where_the_dossier_is(browser: make.Browser, warehouse: Warehouse) -> None:
    receipt = filled(browser, "Lê Thị Mười").hand_in().json()["receipt"]
    code = code_on(browser, receipt)
    found = browser.send("POST", "/counter/find", data={"said": code}, follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (303, f"/counter/{receipt}")
    shown = browser.look(f"/counter/{receipt}").text
    assert DossierState.RECEIVED.sentence in shown
    assert "Người xử lý: Hệ thống" in shown
    assert receipt in browser.look("/counter").text
    for personal in ("Lê Thị Mười", counter.NAME, "099091000456"):
        assert personal not in shown


def test_what_came_by_another_way_is_told(browser: make.Browser, warehouse: Warehouse) -> None:
    code = "H56.12-261119-0803"
    held = digest_of(counter.jpeg(counter.form("Lê Thị Xa")))
    scan = NewScan("1.jpg", held, 2, "image/jpeg", 1)
    manifest = Manifest(code, counter.PROCEDURE, "online", counter.OFFICE)
    warehouse.take_in(NewDossier(digest_of(b"elsewhere"), "x", manifest, (scan,), DossierState.RECEIVED))
    done = filled(browser, "Lê Thị Xa").hand_in().json()
    assert done["again"] is True
    assert code_on(browser, done["receipt"]) == code
    assert "không qua quầy" in browser.look(f"/counter/{done['receipt']}?again=1").text
