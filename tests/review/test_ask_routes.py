"""Questions and answers as the screen's scripts ask for them."""

from uuid import uuid4

import pytest
import review_makers as make
from ask_planted import NAME, NUMBER, Planter

from review.station import Station
from storage.question import Origin
from storage.review import answers
from storage.staff.posts import StaffRole

pytestmark = pytest.mark.contract


class Desk:
    """One tab of somebody's browser."""

    def __init__(self, station: Station, office: str, *roles: StaffRole) -> None:
        self.browser = make.logged_in(station, *roles, offices=[office])
        self.tab = str(uuid4())

    def next(self, *skip: str):
        answer = self.browser.send("POST", "/q/next", json={"tab": self.tab, "skip": list(skip)})
        return answer.json() if answer.status_code == 200 else None

    def say(self, item, action: str, value: str | None = None, *, answer_id: str = "", **more):
        told = {"tab": self.tab, "answer_id": answer_id or str(uuid4()), "action": action, "value": value, **more}
        match = {"If-Match": f'"{item["version"]}"'}
        return self.browser.send("PUT", f"/q/{item['task']}/answer", json=told, headers=match)


def kept(station: Station, task: str) -> list[tuple[str, str | None, str]]:
    with station.warehouse.looking() as connection:
        found = answers.answers_of(connection, task)
    return [(one.action.name, one.value, one.shown.name) for one in found]


def test_a_value_is_filled_in_only_where_that_helps_and_nothing_tells_it_elsewhere(station):
    Planter(station, "A1").fields("ho_ten", "nguoi_ky")
    desk = Desk(station, "A1")
    first = desk.next()
    items = {one["field"]["title"]: one for one in (first, desk.next(first["task"]))}
    sure = next(one for one in items.values() if one["shown"] == "PREFILLED")
    assert (sure["prefill"], sure["paper"]["value"]) == (NAME, NAME)
    unsure = next(one for one in items.values() if one["shown"] == "EMPTY")
    assert "Thắn" not in str(unsure)


@pytest.mark.parametrize("origin", [Origin.SAMPLE, Origin.DOUBLE])
def test_who_types_blindly_is_shown_nothing_that_was_read(station, origin):
    office = f"A2.{origin.name}"
    Planter(station, office).fields("ho_ten", origin=origin)
    item = Desk(station, office).next()
    assert item["shown"] == "EMPTY"
    assert item["paper"] is item["in_register"] is item["decided"] is None
    assert item["others"] == []
    assert NAME not in str(item)
    assert len(item["places"]) == 1


def test_an_accepted_value_is_what_the_machine_read_whatever_was_sent(station):
    Planter(station, "A3").fields("ngay_sinh")
    desk = Desk(station, "A3")
    item = desk.next()
    assert item["prefill"] == "12/03/1987"
    assert desk.say(item, "ACCEPT", "01/01/1900").json()["outcome"] == "saved"
    assert kept(station, item["task"]) == [("ACCEPT", "1987-03-12", "PREFILLED")]


def test_the_same_answer_sent_twice_is_one_answer(station):
    Planter(station, "A4").fields("so_dinh_danh")
    desk, one = Desk(station, "A4"), str(uuid4())
    item = desk.next()
    told = [desk.say(item, "EDIT", "003 187 000 124", answer_id=one).json() for _ in range(2)]
    assert told[0] == told[1]
    assert kept(station, item["task"]) == [("EDIT", "003187000124", "PREFILLED")]


WRONG = {
    "so_dinh_danh": ("00318700012", "12 chữ số"),
    "ngay_sinh": ("31/02/1987", "lịch"),
    "ho_ten": ("Nguyễn\u0007", "điều khiển"),
    "dien_thoai": ("=1+1", "công thức"),
}


@pytest.mark.parametrize("field", WRONG)
def test_what_cannot_be_is_refused_beside_the_field(station, field):
    typed, told = WRONG[field]
    office = f"A5.{field}"
    Planter(station, office).fields(field)
    desk = Desk(station, office)
    item = desk.next()
    refused = desk.say(item, "EDIT", typed)
    assert (refused.status_code, refused.json()["field"]) == (422, "value")
    assert told in refused.json()["detail"]
    looked = desk.browser.send("POST", f"/q/{item['task']}/check", json={"value": typed}).json()
    assert (looked["ok"], looked["message"]) == (False, refused.json()["detail"])
    assert kept(station, item["task"]) == []


def test_a_value_is_set_in_its_normal_shape_by_the_parser_of_its_field(station):
    Planter(station, "A6").fields("ngay_sinh")
    desk = Desk(station, "A6")
    item = desk.next()
    looked = desk.browser.send("POST", f"/q/{item['task']}/check", json={"value": " 2 / 9 / 1945 "}).json()
    assert looked == {"ok": True, "value": "02/09/1945", "message": ""}


def test_a_person_who_is_no_candidate_any_more_cannot_be_chosen(station):
    Planter(station, "A7").person()
    desk = Desk(station, "A7")
    item = desk.next()
    assert [one["person"] for one in item["candidates"]] == ["P123", "P124"]
    assert desk.say(item, "CHOOSE", "P999").status_code == 422
    assert desk.say(item, "CHOOSE", "P124").status_code == 200


def test_candidates_stand_beside_the_paper_with_what_differs_and_why(station):
    Planter(station, "A8").person()
    item = Desk(station, "A8").next()
    name = {row["title"]: row for row in item["candidates"][1]["rows"]}["Họ, chữ đệm và tên"]
    assert [part["text"] for part in name["held"] if part["differs"]] == ["Ơ"]
    assert "".join(part["text"] for part in name["paper"]) == NAME
    assert (name["level"], name["weight"]) == ("CLOSE", 4.1)
    assert "chữ cái" in name["reason"]
    number = {row["title"]: row for row in item["candidates"][0]["rows"]}["Số định danh"]
    assert (number["level"], "".join(part["text"] for part in number["held"])) == ("EXACT", NUMBER)


@pytest.mark.parametrize(
    "papers", ["", "{}", "[]", '[{"form":"ct01","pages":[1,2]}]', '[{"form":"none","pages":[1,2,3]}]',
               '[{"form":"ct01","pages":[1,2,3]},{"form":"cccd","pages":[3]}]', '[{"form":"ct01","pages":[true,2,3]}]']
)  # fmt: skip
def test_papers_that_are_none_are_refused(station, papers):
    office = f"A9.{abs(hash(papers))}"
    Planter(station, office).papers()
    desk = Desk(station, office)
    item = desk.next()
    assert desk.say(item, "PAPER", papers).status_code == 422
    assert kept(station, item["task"]) == []


def test_who_holds_a_question_elsewhere_is_asked_before_it_is_taken(station):
    Planter(station, "A10").fields("ho_ten")
    mine, theirs = Desk(station, "A10"), Desk(station, "A10")
    item = mine.next()
    refused = theirs.browser.send("POST", f"/q/{item['task']}/claim", json={"tab": theirs.tab})
    assert (refused.status_code, refused.json()["steal"]) == (409, True)
    assert theirs.browser.send("POST", f"/q/{item['task']}/steal", json={"tab": theirs.tab}).status_code == 200
    lost = mine.say(item, "ACCEPT", NAME)
    assert (lost.status_code, lost.json()["why"]) == (409, "ClaimLost")
    told = mine.browser.send("GET", "/notices").json()["notices"]
    assert [one["task"] for one in told] == [item["task"]]
    assert mine.browser.send("POST", f"/notices/{told[0]['id']}/read", json={}).json() == {"done": True}
    assert mine.browser.send("GET", "/notices").json()["notices"] == []


def test_an_answer_says_which_version_was_seen(station):
    Planter(station, "A11").fields("ho_ten")
    desk = Desk(station, "A11")
    item = desk.next()
    told = {"tab": desk.tab, "answer_id": str(uuid4()), "action": "UNREADABLE"}
    assert desk.browser.send("PUT", f"/q/{item['task']}/answer", json=told).status_code == 428
    assert desk.say(item | {"version": 9}, "UNREADABLE").status_code == 412


def test_pictures_are_of_the_page_and_small(station):
    Planter(station, "A12").fields("ho_ten")
    desk = Desk(station, "A12")
    item = desk.next()
    crop = desk.browser.http.get(item["places"][0]["crop"])
    assert crop.headers["content-type"] == "image/webp"
    assert len(crop.content) <= 40_000
    assert "private" in crop.headers["cache-control"]
    page = desk.browser.http.get(item["pages"][0]["url"])
    assert page.headers["content-type"] == "image/jpeg"
    assert desk.browser.http.get(f"/q/{item['task']}/crop/7").status_code == 404


def test_looking_is_in_the_audit_before_anything_is_shown(station):
    dossier = Planter(station, "A13").fields("ho_ten")
    desk = Desk(station, "A13")
    item = desk.next()
    from sqlalchemy import text

    with station.warehouse.looking() as connection:
        rows = connection.execute(
            text("select details from audit where action = 'question.read' and subject = :task"), {"task": item["task"]}
        ).scalars()
        told = list(rows)
    assert told[0]["procedure"] == "review:1.004194"
    assert told[0]["dossier"] == dossier
    assert told[0]["fields"] == ["ho_ten"]


def test_the_queue_is_paged_and_filtered_and_says_nothing_about_anybody(station):
    for _ in range(5):
        Planter(station, "A14").fields()
    desk = Desk(station, "A14")
    shown = desk.browser.look("/")
    assert shown.status_code == 200
    assert NAME not in shown.text
    assert NUMBER not in shown.text
    assert "after=" in shown.text
    few = desk.browser.look("/?kind=UNREADABLE&older_than_days=&procedure=")
    assert few.text.count("/ask?task=") == 5
    assert desk.browser.look("/?after=nonsense").status_code == 422
