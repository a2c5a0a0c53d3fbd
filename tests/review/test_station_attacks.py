"""What somebody with an account of their own tries: a role from elsewhere, what another answered, what is a test."""

import uuid
from typing import Any

import pytest
import review_makers as make
from ask_planted import NAME
from station_world import OFFICE, OTHER, TAB, World, claim, planted, rows_of, say

from errors import StorageUnavailable
from storage import tasks
from storage.change import Change
from storage.question import Origin, Question
from storage.staff import accounts
from storage.staff.posts import StaffRole, posts_of

pytestmark = pytest.mark.contract


# --- a role that is held elsewhere


@pytest.fixture(scope="module")
def mixed(world: World) -> make.Browser:
    """A clerk here, a supervisor elsewhere."""
    one = world.browser(StaffRole.CLERK, offices=(OFFICE,))
    with world.station.warehouse.changing("tests") as change:
        known = accounts.by_account(change.connection, one.account)
        posts = (*known.posts, *posts_of([StaffRole.SUPERVISOR, StaffRole.SECOND_READER], [OTHER]))
        accounts.set_posts(change, known.id, posts)
    return one


def escalated(world: World, office: str) -> str:
    clerk, task = world.browser(StaffRole.CLERK, offices=(office,)), planted(world, office=office)
    claim(clerk, task).raise_for_status()
    say(clerk, task, action="ESCALATE", value=None, reason="OTHER").raise_for_status()
    return task


def in_dispute(world: World, office: str) -> str:
    """Two people differ."""
    task = planted(world, Origin.DOUBLE, office=office)
    for version, value in ((1, "Trần Văn Một"), (2, "Trần Văn Hai")):
        one = world.browser(StaffRole.CLERK, offices=(office,))
        claim(one, task).raise_for_status()
        say(one, task, version, value=value).raise_for_status()
    return task


@pytest.mark.parametrize("made_hard", [escalated, in_dispute])
def test_a_role_counts_only_where_it_is_held(world: World, mixed: make.Browser, made_hard: Any) -> None:
    here, there = made_hard(world, OFFICE), made_hard(world, OTHER)
    for way in ("claim", "steal"):
        refused = mixed.send("POST", f"/q/{here}/{way}", json={"tab": TAB})
        assert (refused.status_code, refused.json()["why"]) == (409, "NotYours")
    assert say(mixed, here, 3 if made_hard is in_dispute else 2).json()["why"] == "NotYours"
    assert here not in mixed.look("/").text
    assert there in mixed.look("/").text
    nexts = {mixed.send("POST", "/q/next", json={"tab": TAB}).json()["task"] for _ in range(3)}
    assert here not in nexts
    assert claim(mixed, there).status_code == 200
    assert f"/ask?task={here}" not in mixed.look("/supervisor").text


def test_who_supervises_elsewhere_is_led_to_no_answer_here(world: World) -> None:
    one = world.browser(StaffRole.AUDITOR, offices=(OFFICE,))
    with world.station.warehouse.changing("tests") as change:
        known = accounts.by_account(change.connection, one.account)
        accounts.set_posts(change, known.id, (*known.posts, *posts_of([StaffRole.SUPERVISOR], [OTHER])))
    here, there = escalated(world, OFFICE), escalated(world, OTHER)
    shown = one.look("/supervisor").text
    assert (f"/ask?task={here}" in shown, f"/ask?task={there}" in shown) == (False, True)


# --- an answer that is not one's to give, or to see


def test_nobody_answers_what_another_holds(world: World) -> None:
    holder, other = (world.browser(StaffRole.CLERK) for _ in range(2))
    task = planted(world)
    assert say(other, task).json()["why"] == "ClaimLost"
    claim(holder, task).raise_for_status()
    assert say(other, task).json()["why"] == "ClaimLost"
    assert say(holder, task, tab=str(uuid.uuid4())).json()["why"] == "ClaimLost"


def test_the_second_sees_nothing_of_the_first(world: World) -> None:
    first, second = (world.browser(StaffRole.CLERK) for _ in range(2))
    task, said = planted(world, Origin.DOUBLE), str(uuid.uuid4())
    claim(first, task).raise_for_status()
    say(first, task, answer_id=said).raise_for_status()
    told = [
        claim(second, task), second.send("GET", f"/q/{task}"),
        second.send("POST", "/q/undo", json={"tab": TAB, "undo_id": said}),
        second.send("POST", f"/q/{task}/check", json={"value": "Trần Văn Một"}),
        second.send("PUT", f"/q/{task}/answer", headers={"If-Match": '"2"'},
                    json={"tab": TAB, "answer_id": said, "action": "EDIT", "value": "Trần Văn Hai"}),
    ]  # fmt: skip
    assert [one.status_code for one in told] == [200, 200, 409, 200, 409]
    assert not any("Văn Một" in one.text for one in (*told[:3], told[4]))
    assert claim(first, task).json()["why"] == "NotYours"


# --- a test is like any other question


def shape(item: dict[str, Any]) -> dict[str, Any]:
    """What is told of a question, but for ids and what is drawn on its page."""
    left = ("task", "dossier", "places", "pages")
    return {name: value for name, value in item.items() if name not in left}


def again(
    world: World, origin: Origin, like: Origin, told: dict[str, Any] | None = None, field: str = "ho_ten"
) -> tuple[str, str]:
    """An ordinary question, and beside it one of control of what was answered before."""
    ordinary, before = (planted(world, like, field) for _ in range(2))
    with world.station.warehouse.looking() as connection:
        (task,) = [one for one in tasks.tasks(connection, None, None) if one.id == before]
        document = connection.exec_driver_sql(
            "SELECT document_id FROM review_task WHERE id = %(id)s", {"id": before}
        ).scalar_one()
    control = Question(task.question.kind, task.question.question, field, str(document), told, 1, origin)
    warehouse = world.station.warehouse
    with warehouse.changing("tests") as change:
        change.connection.exec_driver_sql("UPDATE review_task SET state = 'SETTLED' WHERE id = %(id)s", {"id": before})
        (asked,) = tasks.ask_more(change, task.dossier_id, f"tests {before}", [control])
    return ordinary, asked


def test_one_of_known_answer_is_asked_and_taken_like_any_other(world: World) -> None:
    ordinary, control = taken(world, *again(world, Origin.GOLD, Origin.DOUBLE), "Trần Văn Một")
    assert control == ordinary


def test_a_planted_slip_stands_like_any_value(world: World) -> None:
    told = {"prefill": "0912345679"}
    ordinary, control = taken(world, *again(world, Origin.PREFILL_TEST, Origin.STEP, told, "dien_thoai"), "0987654321")
    assert control.replace("345 679", "345 678").replace("0912345679", "0912345678") == ordinary


def taken(world: World, *asked: str) -> list[str]:
    """What was told of each question, before and after it was answered with the last of these."""
    clerk, seen = world.browser(StaffRole.CLERK), []
    for task in asked[:-1]:
        item, rows = claim(clerk, task).json(), clerk.look("/?mine=true").text
        outcome = say(clerk, task, value=asked[-1]).json()
        assert outcome["version"] == 2
        seen.append(str((shape(item), outcome, rows.count("/ask?task="))))
    return seen


def test_a_control_leads_to_no_answer_of_before(world: World) -> None:
    _, control = again(world, Origin.SAMPLE, Origin.STEP)
    item = claim(world.browser(StaffRole.CLERK), control).json()
    assert item["siblings"] == []


def test_no_value_is_put_where_the_machine_never_puts_one(world: World) -> None:
    """An unread field is always empty: with a value in it, it would be known for a test."""
    _, task = again(world, Origin.PREFILL_TEST, Origin.STEP, {"prefill": "Xã Lương Mỹ"}, field="noi_thuong_tru")
    item = claim(world.browser(StaffRole.CLERK), task).json()
    assert (item["shown"], item["prefill"], item["paper"]["value"]) == ("EMPTY", "", "")


def test_what_is_counted_does_not_tell_a_test(world: World) -> None:
    again(world, Origin.GOLD, Origin.DOUBLE)
    again(world, Origin.PREFILL_TEST, Origin.STEP, {"prefill": "Nguyễn Thị Hồng Thẳm"})
    told = world.browser(log_in=False).http.get("/metrics").text
    assert Origin.GOLD.name not in told
    assert Origin.PREFILL_TEST.name not in told


# --- looking is written down


@pytest.mark.parametrize(("path", "action"), [("crop/0", "crop.read"), ("page/1", "page.read"),
                                              ("page/1?small=true", "page.read"), ("", "question.read")])  # fmt: skip
def test_no_picture_is_shown_that_is_not_written_down(
    world: World, path: str, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, task, other = world.browser(StaffRole.CLERK), planted(world), planted(world)
    where = f"/q/{task}/{path}".rstrip("/")
    clerk.send("GET", where).raise_for_status()
    assert action in rows_of(world, task)

    def away(*_: object) -> None:
        raise StorageUnavailable("the audit takes no row")

    monkeypatch.setattr(Change, "note_all", away)
    for fresh in (other, task):
        refused = clerk.send("GET", where.replace(task, fresh))
        assert (refused.status_code, refused.json()["type"]) == (503, "urn:hoso:problem:not-logged")
        assert NAME not in refused.text


def test_the_crops_of_a_question_are_looked_at_with_it(world: World) -> None:
    clerk, task = world.browser(StaffRole.CLERK), planted(world)
    item = claim(clerk, task).json()
    clerk.send("GET", item["places"][0]["crop"]).raise_for_status()
    assert rows_of(world, task).count("crop.read") == 0
    other = world.browser(StaffRole.CLERK)
    other.send("GET", item["places"][0]["crop"]).raise_for_status()
    assert rows_of(world, task).count("crop.read") == 1


# --- bodies and sessions


@pytest.mark.parametrize("path", ["/counter/find", "/counter/baskets", "/login", "/q/next"])
def test_no_large_body_is_taken_from_who_is_not_logged_in(world: World, path: str) -> None:
    nobody, paper = world.browser(log_in=False), {"form": ("1.bin", b"x" * 300_000)}
    assert nobody.http.post(path, files=paper, headers=make.SAME_ORIGIN).status_code == 413


def test_who_logs_out_leaves_no_picture_in_the_browser(world: World) -> None:
    one = world.browser(StaffRole.CLERK)
    told = one.send("POST", "/logout", follow_redirects=False)
    assert (told.status_code, told.headers["clear-site-data"]) == (303, '"cache"')


def test_who_logs_in_anew_leaves_no_session_behind(world: World) -> None:
    one = world.browser(StaffRole.CLERK)
    before = one.http.cookies.get("hoso-session")
    one.log_in()
    now = one.http.cookies.get("hoso-session")
    assert before != now
    left = world.browser(log_in=False)
    left.http.cookies.set("hoso-session", str(before))
    assert left.http.get("/session", headers={"Accept": "application/json"}).status_code == 401
