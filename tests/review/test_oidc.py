"""Logging in at an OpenID provider: a real one on loopback, with whatever may be wrong about what it says."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import review_makers as make
import small_provider
from cryptography.hazmat.primitives.asymmetric import ec
from small_provider import CLIENT, SECRET, SmallProvider

from errors import NotSetUp
from review.serving import checked
from review.station import Station
from settings import Settings
from storage.staff import accounts
from storage.staff.posts import StaffRole, posts_of

pytestmark = pytest.mark.contract


def refused(one: make.Browser) -> str:
    """Why, as it was counted."""
    shown, _ = make.come_back(one)
    assert shown.status_code == 401
    told = one.http.app.state.metrics.told()  # type: ignore[attr-defined]
    return re.findall(r'outcome="([a-z-]+)"', told)[-1]


@pytest.fixture
def provider(clock: make.Clock) -> Iterator[SmallProvider]:
    with small_provider.running() as one:
        one.now = clock().timestamp()
        yield one


@pytest.fixture
def central(opened: Station, clock: make.Clock, provider: SmallProvider) -> Station:
    """A station whose staff log in at the provider, which tells what they may do, too."""
    return make.station_with(
        opened,
        clock,
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_roles_claim="realm_access.roles",
        oidc_offices_claim="offices",
    )


def test_the_provider_says_who_it_is_and_what_they_may(central: Station, provider: SmallProvider) -> None:
    roles = {"roles": ["clerk", "second-reader", "something else"]}
    provider.who |= {"sub": "s-roles", "realm_access": roles, "offices": ["H56.12", "H56.13"]}
    one = make.browser(central)
    shown, _ = make.come_back(one)
    assert shown.status_code == 200
    assert 'content="0;url=/account"' in shown.text
    assert one.http.get("/session").json()["roles"] == ["CLERK", "SECOND_READER"]
    assert "H56.13" in one.look("/account").text


def test_the_question_holds_to_pkce_and_carries_no_secret(central: Station) -> None:
    sent = make.browser(central).http.get("/oidc/start", follow_redirects=False)
    asked = parse_qs(urlsplit(sent.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    assert "SameSite=lax" in sent.headers["set-cookie"]
    assert "HttpOnly" in sent.headers["set-cookie"]
    assert SECRET not in sent.headers["location"]


REFUSED = {
    "another nonce": ({"nonce": "made up"}, "nonce"),
    "no nonce": ({"nonce": None}, "nonce"),
    "for somebody else": ({"aud": "another-client"}, "audience"),
    "for several, nobody says for whom": ({"aud": [CLIENT, "another-client"]}, "audience"),
    "for several, asked by another": ({"aud": [CLIENT, "another-client"], "azp": "another-client"}, "audience"),
    "of another issuer": ({"iss": "https://elsewhere.example"}, "issuer"),
    "no issuer": ({"iss": None}, "issuer"),
    "over": ({"exp": 1_700_000_000}, "time"),
    "without an end": ({"exp": None}, "time"),
    "of a time to come": ({"iat": 4_000_000_000}, "time"),
    "of nobody": ({"sub": None}, "subject"),
}


@pytest.mark.parametrize(("twist", "reason"), REFUSED.values(), ids=REFUSED)
def test_an_id_token_that_is_not_for_this_log_in_opens_nothing(
    twist: dict[str, Any], reason: str, central: Station, provider: SmallProvider
) -> None:
    provider.twist = twist
    one = make.browser(central)
    assert refused(one) == f"oidc-{reason}"
    assert one.http.get("/session").status_code == 401


def test_an_unsigned_token_opens_nothing(central: Station, provider: SmallProvider) -> None:
    provider.algorithm = "none"
    assert refused(make.browser(central)) == "oidc-algorithm"


def test_a_token_signed_by_the_secret_opens_nothing(central: Station, provider: SmallProvider) -> None:
    """By a key that both sides know, as if it were the public one."""
    provider.algorithm, provider.signed_by = "HS256", SECRET.encode()
    assert refused(make.browser(central)) == "oidc-algorithm"


def test_a_token_signed_by_another_key_opens_nothing(central: Station, provider: SmallProvider) -> None:
    provider.signed_by = ec.generate_private_key(ec.SECP256R1())
    assert refused(make.browser(central)) == "oidc-signature"


def test_a_key_that_is_not_published_opens_nothing(central: Station, provider: SmallProvider) -> None:
    provider.kid_told = "k2"
    assert refused(make.browser(central)) == "oidc-key"


def test_a_way_back_opens_once_and_only_where_it_was_begun(central: Station) -> None:
    one, other = make.browser(central), make.browser(central)
    shown, path = make.come_back(one)
    assert shown.status_code == 200
    assert one.look(path).status_code == 401
    assert other.look(path).status_code == 401


def test_a_state_that_was_changed_opens_nothing(central: Station) -> None:
    one = make.browser(central)
    one.http.get("/oidc/start", follow_redirects=False)
    assert one.look("/oidc/back?code=x&state=made-up").status_code == 401


def test_who_waits_too_long_begins_again(central: Station, clock: make.Clock) -> None:
    one = make.browser(central)
    sent = one.http.get("/oidc/start", follow_redirects=False)
    back = httpx.get(sent.headers["location"], trust_env=False).headers["location"]
    clock.pass_by(minutes=11)
    assert one.look(back.removeprefix(make.ORIGIN)).status_code == 401


def test_a_provider_that_says_no_is_told(central: Station) -> None:
    one = make.browser(central)
    one.http.get("/oidc/start", follow_redirects=False)
    shown = one.look("/oidc/back?error=access_denied")
    assert shown.status_code == 401
    assert "Không đăng nhập được" in shown.text


def test_a_provider_under_another_name_is_not_asked_further(central: Station, provider: SmallProvider) -> None:
    provider.published = {"issuer": "https://elsewhere.example"}
    assert make.browser(central).look("/oidc/start").status_code == 503


def test_a_provider_that_is_away_is_told_and_asked_again(central: Station, provider: SmallProvider) -> None:
    one = make.browser(central)
    provider.published = {"jwks_uri": "http://127.0.0.1:9/none"}
    assert one.look("/oidc/start").status_code == 503
    provider.published = {}
    assert one.look("/oidc/start").status_code == 303


def test_somebody_is_the_same_the_next_time_under_a_new_name(central: Station, provider: SmallProvider) -> None:
    provider.who |= {"sub": "s-renamed", "preferred_username": "doi-ten", "name": "Tên Cũ"}
    make.come_back(make.browser(central))
    provider.who["name"] = "Tên Mới"
    make.come_back(make.browser(central))
    with central.warehouse.looking() as connection:
        named = [one.name for one in accounts.all_staff(connection) if one.account == "doi-ten"]
    assert named == ["Tên Mới"]


def test_a_local_account_of_the_same_name_stays_somebody_elses(central: Station, provider: SmallProvider) -> None:
    local = make.new_staff(central, StaffRole.SUPERVISOR)
    provider.who |= {"sub": "s-double", "preferred_username": local.account, "name": "Người Khác"}
    one = make.browser(central)
    make.come_back(one)
    assert one.http.get("/session").json()["name"] == "Người Khác"
    assert one.http.get("/session").json()["roles"] == []


def test_who_is_shut_out_here_cannot_come_in_from_there(central: Station, provider: SmallProvider) -> None:
    provider.who |= {"sub": "s-shut", "preferred_username": "bi-khoa"}
    one = make.browser(central)
    make.come_back(one)
    with central.warehouse.changing("tests") as change:
        accounts.disable(change, accounts.by_account(change.connection, "bi-khoa").id)
    assert one.http.get("/session").status_code == 401
    assert make.come_back(one)[0].status_code == 401


def test_without_a_claim_for_roles_the_station_gives_them(
    opened: Station, clock: make.Clock, provider: SmallProvider
) -> None:
    told = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    station = make.station_with(opened, clock, **told)
    provider.who |= {"sub": "s-given", "preferred_username": "duoc-giao", "roles": ["SUPERVISOR"]}
    one = make.browser(station)
    make.come_back(one)
    assert one.http.get("/session").json()["roles"] == []
    with station.warehouse.changing("tests") as change:
        known = accounts.by_account(change.connection, "duoc-giao")
        accounts.set_posts(change, known.id, posts_of([StaffRole.CLERK], ["H56.12"]))
    assert one.http.get("/session").json()["roles"] == ["CLERK"]


def test_local_accounts_may_be_turned_off(opened: Station, clock: make.Clock, provider: SmallProvider) -> None:
    station = make.station_with(opened, clock, local_accounts=False, oidc_issuer=provider.issuer, oidc_client_id=CLIENT)
    one = make.browser(station, make.new_staff(station).account)
    assert one.log_in().status_code == 404
    shown = one.look("/login").text
    assert 'type="password"' not in shown
    assert "/oidc/start" in shown


def test_one_may_log_out_of_the_provider_as_well(central: Station, provider: SmallProvider) -> None:
    sent = make.browser(central).look("/oidc/end").headers["location"]
    assert sent.startswith(f"{provider.issuer}/end?")


UNSAFE = [
    {"oidc_issuer": "http://login.example.vn", "oidc_client_id": "x"},
    {"oidc_issuer": "https://login.example.vn"},
    {"oidc_issuer": "https://login.example.vn", "oidc_client_id": "x", "oidc_roles_claim": "roles"},
    {"local_accounts": False},
    {"production": True, "review_url": "http://tram.example.vn"},
    {"production": True},
    {"review_url": "https://tram.example.vn/duong-dan"},
    {"review_proxies": "may-chu"},
]


@pytest.mark.parametrize("told", UNSAFE, ids=lambda told: " ".join(told))
def test_settings_under_which_it_would_not_be_safe_are_refused(told: dict[str, Any]) -> None:
    with pytest.raises(NotSetUp):
        checked(Settings(**told))
