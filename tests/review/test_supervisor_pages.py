"""Pages of supervisors: what waits is found, and nobody's own figures are on them."""

import made_lots as made
import pytest
import review_makers as make
from fastapi.testclient import TestClient

from review.station import Station
from review.texts import Locale, words
from storage.quality.judging import judge
from storage.quality.planning import plan_samples
from storage.question import Origin, Question
from storage.review import waiting
from storage.review.given import Action, Escalation, Shown
from storage.review.measures import by_field
from storage.review.waiting import Sought
from storage.staff.posts import StaffRole
from storage.states import DossierState
from storage.tasks import ask_more

pytestmark = pytest.mark.contract
OFFICE = "H77.1"  # of these tests alone


@pytest.fixture(scope="module")
def day() -> dict[str, str]:
    """Of the dossiers that were planted."""
    return {}


@pytest.fixture
def planted(station: Station, clock: make.Clock, day: dict[str, str]) -> dict[str, str]:
    """Three dossiers with questions, answered by three people; a lot with its sample."""
    if day:
        clock.now = make.BEGIN.replace(day=26)
        return day
    clock.now = made.LOADED_AT
    warehouse = station.warehouse
    for number, name in enumerate(("một", "hai", "ba")):
        day[name] = made.loaded(warehouse, name, 12, office=OFFICE)
        document_id = warehouse.documents(day[name])[0].id
        fields = ["truong_5", f"truong_{6 + number}"]
        with warehouse.changing() as change:
            asked = [Question("LOW_CONFIDENCE", "Trên giấy ghi gì?", field, document_id) for field in fields]
            ids = ask_more(change, day[name], "asked", asked)
        value = f"Giá trị 5 của {name}"
        told = {"shown": Shown.PREFILLED, "keys": 1, "milliseconds": 2000 + 1000 * number}
        made.answer(warehouse, ids[0], f"cb-{number}", value, Action.ACCEPT, **told)
        if name == "một":
            made.answer(warehouse, ids[1], "cb-0", value)
    with warehouse.changing() as change:
        (day["handed on"],) = ask_more(change, day["hai"], "asked too", [Question("PHONE", "?", "dien_thoai")])
    made.answer(warehouse, day["handed on"], "cb-1", None, Action.ESCALATE, reason=Escalation.SUSPICION)
    clock.now = made.NEXT
    plan_samples(warehouse, made.KEY)
    for item in made.open_questions(warehouse, Origin.SAMPLE, office=OFFICE):
        made.answer(warehouse, item.task_id, "cb-9", made.truth(item))
    clock.now = make.BEGIN.replace(day=26)
    with warehouse.changing() as change:
        judge(change)
    return day


def supervisor(station: Station, *roles: StaffRole) -> make.Browser:
    return make.logged_in(station, *(roles or (StaffRole.SUPERVISOR,)), offices=[OFFICE])


def test_a_dossier_that_waits_is_one_line_and_is_found(station: Station, planted: dict[str, str]) -> None:
    one = supervisor(station)
    code = station.warehouse.dossier(planted["ba"]).manifest.dossier_code
    for path in (f"/supervisor?code={code}", f"/supervisor?office={OFFICE}"):  # without either: a page of all offices
        shown = one.look(path)
        assert shown.status_code == 200, shown.text[:300]
        assert code in shown.text
        assert "Cán bộ thẩm tra" in shown.text
    assert code not in one.look("/supervisor?code=H99").text
    assert code not in one.look("/supervisor?state=FAILED").text


def test_what_was_handed_on_comes_first_with_its_reason(station: Station, planted: dict[str, str]) -> None:
    shown = supervisor(station).look("/supervisor").text
    assert f"/ask?task={planted['handed on']}" in shown
    assert Escalation.SUSPICION.value in shown
    auditor = supervisor(station, StaffRole.AUDITOR).look("/supervisor").text
    assert f"/ask?task={planted['handed on']}" not in auditor


def test_lines_go_on_where_the_page_ended(station: Station, planted: dict[str, str]) -> None:
    with station.warehouse.looking() as connection:
        sought = Sought(office=OFFICE)
        (first,) = waiting.waiting(connection, sought, station.today, limit=1)
        assert first.deadline is not None
        (second,) = waiting.waiting(connection, sought, station.today, (first.deadline, first.dossier_id))
        assert {first.dossier_id, second.dossier_id} == {planted["ba"], planted["hai"]}
        assert waiting.waiting(connection, Sought(code="H77.1", overdue=True), station.today)


def test_figures_are_of_fields_and_of_three_people_at_least(station: Station, planted: dict[str, str]) -> None:
    with station.warehouse.looking() as connection:
        found = {one.field: one for one in by_field(connection, station.clock(), OFFICE)}
    work = found["truong_5"].work
    assert work is not None
    assert (work.answers, work.people, work.median_seconds, work.keys) == (3, 3, 3.0, 1.0)
    assert (work.accepted, work.reversed, work.agreed) == (1.0, 0.0, None)
    assert found["truong_6"].work is None  # one person alone answered
    assert found["truong_11"].straight == 1.0
    assert found["truong_5"].straight == 0.5
    shown = supervisor(station).look(f"/supervisor/fields?office={OFFICE}")
    assert shown.status_code == 200
    assert "ít hơn 3 người" in shown.text


def test_no_page_of_measures_names_anybody(station: Station, planted: dict[str, str]) -> None:
    one = supervisor(station)
    for path in ("/supervisor", "/supervisor/fields", "/quality"):
        text = one.look(path).text
        assert not any(f"cb-{number}" in text for number in range(10)), path
        assert text.count("Đặng Thị") == 1, path  # who looks, in the head


def test_lots_are_shown_with_their_bounds(station: Station, planted: dict[str, str]) -> None:
    shown = supervisor(station).look("/quality")
    assert shown.status_code == 200
    assert OFFICE in shown.text
    assert "20/11/2026" in shown.text
    assert "≤ " in shown.text
    assert 'role="img"' in shown.text


def test_lots_of_other_offices_are_not_shown(station: Station, planted: dict[str, str]) -> None:
    other = make.logged_in(station, StaffRole.SUPERVISOR, offices=["H78.9"])
    assert OFFICE not in other.look("/quality").text
    assert OFFICE not in other.look(f"/quality?office={OFFICE}").text.replace(f"?office={OFFICE}", "")


@pytest.mark.parametrize("path", ["/supervisor", "/supervisor/fields", "/quality"])
def test_clerks_do_not_come_in(station: Station, path: str) -> None:
    assert make.logged_in(station, StaffRole.CLERK).look(path).status_code == 403


@pytest.mark.parametrize("query", ["state=GONE", "after=x", "after=2026-11-20~1", "code=" + "9" * 61])
def test_what_is_not_understood_is_refused(station: Station, query: str) -> None:
    assert make.logged_in(station, StaffRole.SUPERVISOR).look(f"/supervisor?{query}").status_code == 422


def test_everybody_sees_the_own_figures_alone(station: Station, planted: dict[str, str]) -> None:
    shown = make.logged_in(station, StaffRole.CLERK, offices=[OFFICE]).look("/me")
    assert shown.status_code == 200
    assert "Chỉ mình bạn" in shown.text


def test_every_state_has_its_word() -> None:
    for locale in Locale:
        assert all(words(locale).has(f"supervisor.states.{state.name.lower()}") for state in DossierState)


def test_gauges_hold_no_office_and_no_person(station: Station, planted: dict[str, str]) -> None:
    http: TestClient = make.browser(station).http
    told = http.get("/metrics").text
    assert 'hoso_review_open_questions{origin="STEP"' in told
    assert "hoso_quality_lots{state=" in told
    assert OFFICE not in told
    assert "cb-" not in told
