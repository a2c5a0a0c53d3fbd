"""A line that is cut, a station that is killed, a session that ends, two people on one question: in a real browser
nothing is lost, nothing is doubled, and whoever it concerns is told."""

from collections.abc import Iterator

import pytest
from ask_planted import Planter
from browser_desk import Served, chromium, desk, given, log_in, painted, sent
from playwright.sync_api import Browser, Page

from review.station import Station
from storage.staff import sessions
from storage.staff.accounts import by_account

pytestmark = pytest.mark.browser
LOST = "() => document.getElementById('line').dataset.kind === 'lost'"
FORGED = """async (task) => {
  const headers = { "Content-Type": "application/json", "X-Hoso-Form": "forged", "If-Match": '"1"' };
  const said = { tab: crypto.randomUUID(), answer_id: crypto.randomUUID(), action: "UNREADABLE" };
  return (await fetch(`/q/${task}/answer`, { method: "PUT", headers, body: JSON.stringify(said) })).status;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def served(opened: Station) -> Iterator[Served]:
    one = Served(opened)
    yield one
    one.kill()


def at_a_question(browser: Browser, served: Served, office: str) -> tuple[Page, str]:
    page = desk(browser, served, office)
    page.goto("/ask")
    return page, painted(page)


def typed(page: Page, text: str) -> None:
    page.keyboard.press("F2")
    page.keyboard.insert_text(text)


def drafts(page: Page) -> list[str]:
    return page.evaluate("() => Object.keys(localStorage).filter((one) => one.startsWith('hoso.'))")


def test_a_line_that_is_cut_loses_no_answer_and_doubles_none(browser, served):
    dossier = Planter(served.station, "H03.01").fields("ho_ten", "ngay_sinh", "so_dinh_danh")
    page, first = at_a_question(browser, served, "H03.01")
    page.wait_for_timeout(300)  # the next ones are fetched ahead
    page.context.set_offline(True)
    for _ in range(2):
        page.keyboard.press("Enter")
        first = painted(page, first)
    page.wait_for_function(LOST)
    assert given(served, dossier) == []
    page.context.set_offline(False)
    sent(page)
    assert [one for one, _ in given(served, dossier)] == ["ACCEPT"] * 2


def test_a_station_killed_in_the_middle_of_saving_has_the_answer_once(browser, served):
    dossier = Planter(served.station, "H03.02").fields("ho_ten", "ngay_sinh")
    page, first = at_a_question(browser, served, "H03.02")

    def saved_but_not_told(route):
        route.fetch()
        route.abort()

    page.route("**/answer", saved_but_not_told, times=1)
    page.keyboard.press("Enter")
    second = painted(page, first)
    page.wait_for_function(LOST)
    served.kill()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    served.start()
    sent(page)
    assert page.evaluate("() => document.getElementById('ask').dataset.painted") != second
    assert [one for one, _ in given(served, dossier)] == ["ACCEPT"] * 2


def test_what_was_typed_before_the_browser_died_is_there_again_and_lies_nowhere_readable(browser, served):
    dossier = Planter(served.station, "H03.03").fields("ho_ten")
    page, task = at_a_question(browser, served, "H03.03")
    typed(page, "Nguyễn Thị Hồng Gõ Dở")
    page.wait_for_function("() => document.getElementById('saved').textContent !== ''")
    assert len(drafts(page)) == 1
    assert "Dở" not in page.evaluate("() => JSON.stringify(localStorage)")
    context = page.context
    page.close()
    again = context.new_page()
    again.goto("/ask")
    painted(again)
    again.wait_for_function("() => document.getElementById('value').value === 'Nguyễn Thị Hồng Gõ Dở'")
    again.keyboard.press("Enter")
    assert painted(again, task) == "none"
    sent(again)
    assert given(served, dossier) == [("EDIT", "Nguyễn Thị Hồng Gõ Dở")]
    assert drafts(again) == []


def test_a_session_that_ends_keeps_the_answer_until_its_owner_is_back(browser, served):
    dossier = Planter(served.station, "H03.04").fields("ho_ten")
    page, _ = at_a_question(browser, served, "H03.04")
    with served.station.warehouse.changing("tests") as change:
        staff = by_account(change.connection, page.account)
        sessions.end_all(change, staff.id)
    typed(page, "Nguyễn Thị Trở Lại")
    page.keyboard.press("Enter")
    page.wait_for_selector("#log-in-again", state="visible")
    assert given(served, dossier) == []
    other = page.context.new_page()
    log_in(other, page.account)
    other.close()
    page.bring_to_front()
    page.click("#log-in-done")
    page.wait_for_selector("#log-in-again", state="hidden")
    sent(page)
    assert given(served, dossier) == [("EDIT", "Nguyễn Thị Trở Lại")]


def test_whose_question_is_taken_is_told_and_loses_nothing_of_what_was_typed(browser, served):
    dossier = Planter(served.station, "H03.05").fields("ho_ten")
    mine, task = at_a_question(browser, served, "H03.05")
    with mine.expect_response("**/check"):
        typed(mine, "Nguyễn Thị Của Tôi")
    theirs = desk(browser, served, "H03.05")
    theirs.goto(f"/ask?task={task}")
    theirs.wait_for_selector("dialog.choose")
    theirs.keyboard.press("Enter")  # take it
    painted(theirs)
    theirs.keyboard.press("Enter")
    painted(theirs, task)
    sent(theirs)
    mine.keyboard.press("Enter")
    mine.wait_for_function("() => document.body.innerText.includes('Bạn đã nhập: “Nguyễn Thị Của Tôi”')")
    assert [one for one, _ in given(served, dossier)] == ["ACCEPT"]


def test_two_people_get_different_questions(browser, served):
    for _ in range(2):
        Planter(served.station, "H03.06").fields()
    shown = [at_a_question(browser, served, "H03.06")[1] for _ in range(2)]
    assert "none" not in shown
    assert len(set(shown)) == 2


def test_a_forged_form_changes_nothing(browser, served):
    dossier = Planter(served.station, "H03.07").fields("ho_ten")
    page, task = at_a_question(browser, served, "H03.07")
    status = page.evaluate(FORGED, task)
    assert status == 403
    assert given(served, dossier) == []


def test_nothing_personal_is_left_after_logging_out(browser, served):
    Planter(served.station, "H03.08").fields("ho_ten")
    page, _ = at_a_question(browser, served, "H03.08")
    typed(page, "Nguyễn Thị Chưa Xong")
    page.wait_for_function("() => document.getElementById('saved').textContent !== ''")
    page.click('form[action="/logout"] button')
    page.wait_for_url(lambda address: "/login" in address)
    assert drafts(page) == []
