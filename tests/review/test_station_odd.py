"""What no page of the station ever sends: each is refused with words, and breaks nothing."""

import uuid

import counter_makers as counter
import pytest
from ask_planted import Planter
from station_world import OFFICE, TAB, World, claim, planted, rows_of, say

from review.receiving.arriving import LONGEST_NAME, named
from storage import tasks
from storage.objects import digest_of
from storage.staff.posts import StaffRole

pytestmark = pytest.mark.contract
ODD_MATCHES = ["²", "9" * 5000, "-1", "1.0", '"1', "W/1", "99999999999999999999"]
ODD_PAPERS = ["[" * 20_000, '{"a":' * 3000, "[NaN]", '[{"form":"ct01","pages":[1e999]}]', "\0", "[1]"]
ODD_PLACES = ["9999-12-31~nan~0001-01-01T00:00:00+14:00~{id}", "0001-01-01~-inf~9999-12-31T23:59:59-14:00~{id}"]


@pytest.mark.parametrize("match", ODD_MATCHES)
def test_a_version_that_is_none_is_refused(world: World, match: str) -> None:
    clerk, task = world.browser(StaffRole.CLERK), planted(world)
    told = {"tab": TAB, "answer_id": str(uuid.uuid4()), "action": "UNREADABLE"}
    sent = clerk.send("PUT", f"/q/{task}/answer", json=told, headers={"If-Match": match.encode("latin-1")})
    assert sent.status_code in (412, 428, 409), sent.text


def test_papers_that_no_screen_tells_are_refused(world: World) -> None:
    clerk, dossier = world.browser(StaffRole.CLERK), Planter(world.station, OFFICE).papers(1)
    with world.station.warehouse.looking() as connection:
        (task,) = tasks.tasks(connection, dossier, None)
    claim(clerk, task.id).raise_for_status()
    for odd in ODD_PAPERS:
        refused = say(clerk, task.id, action="PAPER", value=odd)
        assert (refused.status_code, refused.json()["field"]) == (422, "value"), odd[:20]


@pytest.mark.parametrize("place", ODD_PLACES)
def test_a_place_that_no_page_gives_breaks_nothing(world: World, place: str) -> None:
    one = world.browser(StaffRole.SUPERVISOR)
    assert one.http.get("/", params={"after": place.format(id=uuid.uuid4())}).status_code < 500
    assert one.http.get("/supervisor", params={"after": f"0001-01-01~{uuid.uuid4()}"}).status_code < 500


def test_a_log_in_of_odd_signs_is_one_that_does_not_fit(world: World) -> None:
    nobody = world.browser(log_in=False)
    for odd in ("\0", "\u202e", "😀" * 100, " ", "'; --"):
        assert nobody.log_in(account=odd, password=odd).status_code in (401, 429)


NAMES = [
    "b../" + "c" * 197,
    "../" * 100 + "x",
    "..\\..\\x",
    "C:\\x",
    "a/../../b",
    "/etc/passwd",
    "." * 300,
    "a" * 210 + "/..",
]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_file_leads_out_of_its_dossier(name: str) -> None:
    told = named(name)
    assert 0 < len(told) <= LONGEST_NAME
    assert not told.startswith("/")
    assert not {".", "..", ""} & set(told.split("/"))
    assert ":" not in told.split("/")[0]


def test_a_page_number_that_is_none_is_none(world: World) -> None:
    clerk = world.browser(StaffRole.CLERK)
    basket, paper = counter.begun(clerk), counter.jpeg(counter.form())
    basket.bring(paper).raise_for_status()
    for number in (0, -1, 2, 10**30):
        assert clerk.http.get(f"{basket.path}/files/{digest_of(paper)}/{number}.webp").status_code in (404, 422)


def test_a_dossier_of_an_odd_procedure_is_opened_and_written_down(world: World) -> None:
    task = planted(world)
    with world.station.warehouse.changing("tests") as change:
        ours = "(SELECT dossier_id FROM review_task WHERE id = %(id)s)"
        odd = f"UPDATE dossier SET procedure_code = 'thủ tục của 099187000123' WHERE id = {ours}"
        change.connection.exec_driver_sql(odd, {"id": task})
    clerk = world.browser(StaffRole.CLERK)
    assert clerk.send("GET", f"/q/{task}").status_code == 200
    assert rows_of(world, task) == ["question.read"]


NULS = ["/?office=%00", "/?after=%00", "/supervisor?code=%00", "/supervisor?office=%00", "/quality?office=%00",
        "/login?to=%00", "/counter/%00"]  # fmt: skip


@pytest.mark.parametrize("path", NULS)
def test_signs_that_no_text_has_break_nothing(world: World, path: str) -> None:
    one = world.browser(StaffRole.SUPERVISOR)
    assert one.look(path).status_code < 500
    for body in ({"data": {"said": "\0"}}, {"data": {"said": "\ud800".encode("utf-8", "surrogatepass")}}):
        assert one.send("POST", "/counter/find", **body).status_code < 500
    assert one.send("POST", "/q/next", json={"tab": TAB, "office": "\0"}).status_code < 500
