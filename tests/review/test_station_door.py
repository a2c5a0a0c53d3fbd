"""The door: which page opens to whom, and that nobody else's page speaks for who is logged in."""

from typing import Annotated

import pytest
import review_makers as make
from fastapi import APIRouter, FastAPI, Form, Request
from fastapi.testclient import TestClient

from review.app import answer_from, make_app
from review.door import Officer, officer_with, warehouse_of
from review.routes.login import within
from review.station import Station
from review.viewing import note_views, viewing
from storage.staff import accounts
from storage.staff.posts import StaffRole, posts_of
from storage.staff.tries import PER_BROWSER

pytestmark = pytest.mark.contract
router = APIRouter()
APPS: list[FastAPI] = []
Supervisor = Annotated[Officer, officer_with(StaffRole.SUPERVISOR)]
Anybody = Annotated[Officer, officer_with()]


@router.get("/t/supervisor")
def supervisor(officer: Supervisor, request: Request) -> list[str]:
    return [*officer.offices, *warehouse_of(request)._offices]


@router.get("/t/clerk")
def clerk(officer: Annotated[Officer, officer_with(StaffRole.CLERK)]) -> list[tuple[str, ...]]:
    return [officer.offices, officer.offices_as(StaffRole.SUPERVISOR)]


@router.post("/t/change")
def change(officer: Anybody, word: Annotated[str, Form()] = "") -> str:
    return word


@router.put("/t/json")
def put(officer: Anybody) -> str:
    return officer.staff_id


@router.get("/t/view/{subject}")
def view(subject: str, officer: Anybody, request: Request) -> int:
    note_views(request, officer, "queue.read", [subject], procedure="1.004194")
    with viewing(request, officer, "question", subject, procedure="1.004194", fields=["full_name"]) as connection:
        return int(connection.exec_driver_sql("SELECT 1").scalar_one())


def with_pages(station: Station) -> FastAPI:
    """The same application for every test, which answers from this station now."""
    if not APPS:
        APPS.append(make_app(station))
        APPS[0].include_router(router)
    if APPS[0].state.station is not station:
        answer_from(APPS[0], station)
    return APPS[0]


def browser(station: Station, *roles: StaffRole, offices: tuple[str, ...] = ("*",)) -> make.Browser:
    """Logged in, at a station that has the pages above as well."""
    http = TestClient(with_pages(station), base_url=station.origin, raise_server_exceptions=False)
    one = make.Browser(http, make.new_staff(station, *roles, offices=offices).account)
    assert one.log_in().status_code == 200
    return one


@pytest.mark.parametrize("role", StaffRole)
def test_a_page_opens_to_the_roles_that_it_names(role: StaffRole, station: Station) -> None:
    answer = browser(station, role).send("GET", "/t/supervisor")
    assert answer.status_code == (200 if role is StaffRole.SUPERVISOR else 403)


def test_a_role_opens_only_the_offices_where_it_is_held(station: Station) -> None:
    one = browser(station, StaffRole.CLERK, offices=("A", "B"))
    with station.warehouse.changing("tests") as done:
        known = accounts.by_account(done.connection, one.account)
        mixed = (*known.posts, *posts_of([StaffRole.SUPERVISOR], ["B"]))
        accounts.set_posts(done, known.id, mixed)
    assert one.send("GET", "/t/supervisor").json() == ["B", "B"]
    assert one.send("GET", "/t/clerk").json() == [["A", "B"], ["B"]]


@pytest.mark.parametrize("path", ["/t/supervisor", "/account", "/session"])
def test_nobody_is_let_in_without_a_session(path: str, station: Station) -> None:
    http = TestClient(with_pages(station), base_url=station.origin)
    assert http.get(path, headers={"Accept": "application/json"}).status_code == 401
    assert http.get(path, headers={"Accept": "text/html"}, follow_redirects=False).status_code == 303


@pytest.mark.parametrize("told", ["", "made-up", "another's"])
def test_a_change_without_the_sessions_own_token_is_a_forgery(told: str, station: Station) -> None:
    one, other = browser(station), browser(station)
    form = other.form if told == "another's" else told
    by_header = one.http.put("/t/json", headers={"X-Hoso-Form": form, **make.SAME_ORIGIN})
    by_field = one.http.post("/t/change", data={"form": form, "word": "x"}, headers=make.SAME_ORIGIN)
    assert (by_header.status_code, by_field.status_code) == (403, 403)
    assert by_header.json()["type"] == "urn:hoso:problem:forged"


def test_the_token_is_taken_from_the_header_or_from_the_form(station: Station) -> None:
    one = browser(station)
    assert one.send("PUT", "/t/json").status_code == 200
    sent = one.http.post("/t/change", data={"form": one.form, "word": "xin chào"}, headers=make.SAME_ORIGIN)
    assert (sent.status_code, sent.json()) == (200, "xin chào")


def test_a_token_is_of_one_session(station: Station) -> None:
    one = browser(station)
    before = one.form
    one.log_in()
    assert one.http.put("/t/json", headers={"X-Hoso-Form": before, **make.SAME_ORIGIN}).status_code == 403


def test_each_view_is_in_the_audit_with_its_purpose(station: Station) -> None:
    one = browser(station)
    subject = "7f6bd7a0-3c53-5a9f-8a51-0f6a1d1ad001"
    assert one.send("GET", f"/t/view/{subject}").json() == 1
    assert make.audited(station, subject) == ["queue.read", "question.read"]
    with station.warehouse.looking() as connection:
        told = connection.exec_driver_sql(
            "SELECT actor, details FROM audit WHERE subject = %(subject)s", {"subject": subject}
        ).all()
        known = make.by_account(connection, one.account)
    assert {actor for actor, _ in told} == {known}
    assert {details["procedure"] for _, details in told} == {"review:1.004194"}


def test_a_password_that_somebody_else_gave_is_changed_first(station: Station) -> None:
    one = make.browser(station, make.new_staff(station, once=True).account)
    one.log_in()
    assert one.look("/account").headers["location"] == "/account/password"
    assert one.send("POST", "/account/everywhere").status_code == 403
    assert "người khác đặt" in one.look("/account/password").text
    new = {"old": make.PASSWORD, "new": "mưa tháng bảy gãy cành trám", "again": "mưa tháng bảy gãy cành trám"}
    assert one.send("POST", "/account/password", data=new, follow_redirects=False).status_code == 303
    assert one.look("/account").status_code == 200
    assert make.browser(station, one.account).log_in().status_code == 401
    assert make.browser(station, one.account).log_in(new["new"]).status_code == 200


CHANGED = """
old   | new                         | again                       | wrong field
wrong | mưa tháng bảy gãy cành trám | mưa tháng bảy gãy cành trám | old
right | mưa tháng bảy gãy cành trám | mưa tháng tám               | again
right | ngắn                        | ngắn                        | new
right | con cò bay lả bay la        | con cò bay lả bay la        | new
"""


@pytest.mark.parametrize(
    ("old", "new", "again", "wrong"),
    [[cell.strip() for cell in line.split("|")] for line in CHANGED.strip().splitlines()[1:]],
)
def test_a_password_is_changed_only_as_it_should_be(
    old: str, new: str, again: str, wrong: str, station: Station
) -> None:
    one = make.logged_in(station)
    told = {"old": make.PASSWORD if old == "right" else old, "new": new, "again": again}
    shown = one.send("POST", "/account/password", data=told, headers={"Accept": "text/html"})
    assert shown.status_code == 422
    assert f'id="{wrong}-fault"' in shown.text
    assert new not in shown.text
    assert make.browser(station, one.account).log_in().status_code == 200


def test_who_sits_before_an_open_session_guesses_no_faster(station: Station) -> None:
    one = make.logged_in(station)
    told = {"old": "không đúng", "new": "mưa tháng bảy gãy cành trám", "again": "mưa tháng bảy gãy cành trám"}
    said = [one.send("POST", "/account/password", data=told).status_code for _ in range(PER_BROWSER + 1)]
    assert said == [422] * PER_BROWSER + [429]


LEADS = """
to                         | leads
/account                   | /account
/ask?x=1                   | /ask?x=1
//[                        | /
//elsewhere.test           | /
https://elsewhere.test     | /
/\\elsewhere.test          | /
javascript:alert(1)        | /
account                    | /
"""


@pytest.mark.parametrize(
    ("to", "leads"), [[cell.strip() for cell in line.split("|")] for line in LEADS.strip().splitlines()[1:]]
)
def test_the_log_in_leads_nowhere_else(to: str, leads: str) -> None:
    assert within(to) == leads


def test_an_empty_station_says_how_the_first_account_is_made(fresh: Station) -> None:
    shown = make.browser(fresh).look("/login").text
    assert "hoso staff add" in shown
    make.new_staff(fresh)
    assert "hoso staff add" not in make.browser(fresh).look("/login").text
