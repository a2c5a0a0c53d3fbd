"""Every route by every hand: nobody's, another office's, another role's, another page's. A route that has no case in
`station_world.py` fails here.

What another's id answers is held beside what an id answers that there is not: status, body and headers are the same.
"""

from typing import Any

import pytest
import review_makers as make
import station_world as made
from ask_planted import NAME, NUMBER
from httpx import Response
from station_world import CASES, OF_OBJECTS, OPEN, OTHER, UNTOLD, Ids, World

from storage.staff.posts import StaffRole

pytestmark = pytest.mark.contract
TALLY = ("date", "hoso-request", "content-length")  # headers that differ by nature
SAFE = ("GET",)


@pytest.fixture(scope="module")
def owner(world: World) -> make.Browser:
    return world.browser(StaffRole.CLERK)


@pytest.fixture(scope="module")
def ids(world: World, owner: make.Browser) -> Ids:
    return made.held_by(world, owner)


@pytest.fixture(scope="module")
def stranger(world: World) -> make.Browser:
    return world.browser(StaffRole.CLERK, StaffRole.SUPERVISOR, offices=(OTHER,))


def test_every_route_has_a_case(world: World) -> None:
    assert made.routes_of(world.app) == CASES.keys() | OPEN
    assert {one for one in CASES if "{" in one} <= OF_OBJECTS.keys() | UNTOLD.keys()


def answered(response: Response) -> tuple[int, Any, dict[str, str]]:
    head = {name: value for name, value in response.headers.items() if name not in TALLY}
    body = response.json() if "json" in head.get("content-type", "") else response.text
    return response.status_code, {**body, "request": ""} if isinstance(body, dict) else body, head


@pytest.mark.parametrize("case", [*OF_OBJECTS, *UNTOLD])
def test_anothers_object_is_as_one_that_is_not(world: World, stranger: make.Browser, ids: Ids, case: str) -> None:
    theirs, absent = (answered(world.ask(stranger, case, one)) for one in (ids, ids.absent()))
    assert theirs == absent
    assert (theirs[0] == 404) is (case in OF_OBJECTS)
    assert not any(told in str(theirs) for told in (NAME, NUMBER, ids.task, ids.dossier, ids.basket))


@pytest.mark.parametrize("case", ["GET /", "GET /supervisor", "GET /supervisor/fields", "GET /quality", "GET /me",
                                  "GET /counter", "POST /counter/find", "POST /q/next", "GET /notices"])  # fmt: skip
def test_a_list_shows_nothing_of_anothers(world: World, stranger: make.Browser, ids: Ids, case: str) -> None:
    told = world.ask(stranger, case, ids)
    code = ids.receipt.rsplit("-", 1)[0]
    assert told.status_code in (200, 204, 404)
    assert not any(one in told.text for one in (NAME, ids.task, ids.dossier, code, ids.notice, ids.basket))


@pytest.mark.parametrize("case", CASES)
def test_nobody_is_answered_without_a_session(world: World, ids: Ids, case: str) -> None:
    nobody = world.browser(log_in=False)
    sent = CASES[case](ids)
    more = {**sent.more, "headers": {**make.SAME_ORIGIN, **sent.more.get("headers", {})}}
    told = nobody.http.request(case.split()[0], sent.path, **more, follow_redirects=False)
    assert told.status_code == 401, told.text
    assert told.json()["type"] == "urn:hoso:problem:log-in-first"


@pytest.mark.parametrize("case", [one for one in CASES if not one.startswith(SAFE)])
@pytest.mark.parametrize("forged", ["no token", "of another", "of elsewhere"])
def test_no_change_is_made_for_another_page(
    world: World, owner: make.Browser, stranger: make.Browser, ids: Ids, case: str, forged: str
) -> None:
    sent = CASES[case](ids)
    form = {"no token": {}, "of another": {"X-Hoso-Form": stranger.form}, "of elsewhere": {"X-Hoso-Form": owner.form}}
    site = {"Origin": "https://elsewhere.test"} if forged == "of elsewhere" else make.SAME_ORIGIN
    more = {**sent.more, "headers": {**site, **form[forged], **sent.more.get("headers", {})}}
    told = owner.http.request(case.split()[0], sent.path, **more, follow_redirects=False)
    assert (told.status_code, told.json()["type"]) == (403, "urn:hoso:problem:forged")


WRONG = [(case, role) for case in CASES for role in StaffRole if role not in made.roles_for(case)]


@pytest.mark.parametrize(("case", "role"), WRONG)
def test_a_role_asks_only_what_it_may(world: World, ids: Ids, case: str, role: StaffRole) -> None:
    told = world.ask(_of(world, role), case, ids)
    assert (told.status_code, told.json()["type"]) == (403, "urn:hoso:problem:not-yours")


_BROWSERS: dict[tuple[int, StaffRole], make.Browser] = {}


def _of(world: World, role: StaffRole) -> make.Browser:
    """One for each role: to log in takes a while."""
    key = id(world), role
    if key not in _BROWSERS:
        _BROWSERS[key] = world.browser(role)
    return _BROWSERS[key]


@pytest.mark.parametrize("case", [one for one in CASES if "{" in one])
def test_an_id_that_is_none_breaks_nothing(world: World, owner: make.Browser, ids: Ids, case: str) -> None:
    for made_up in ("-" * 36, "0" * 36, "..%2f..%2fetc", "x" * 300, "%00"):
        wrong = Ids(*[made_up] * 6, tab=ids.tab)
        told = world.ask(owner, case, wrong)
        assert told.status_code < 500, (made_up, told.text)
