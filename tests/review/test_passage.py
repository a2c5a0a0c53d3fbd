"""What every request passes: where it comes from, how large it is, what goes out with each answer, what is logged."""

import logging
import re

import pytest
import review_makers as make

from review.passage import MOST_BODY
from review.station import Station

pytestmark = pytest.mark.contract

WHERE_FROM = """
sec-fetch-site | origin                   | let in
same-origin    | http://station.test      | yes
-              | http://station.test      | yes
same-origin    | -                        | yes
same-site      | http://other.test        | no
cross-site     | http://elsewhere.test    | no
cross-site     | -                        | no
none           | -                        | no
-              | http://elsewhere.test    | no
-              | https://station.test     | no
-              | http://station.test:8080 | no
-              | null                     | no
-              | -                        | no
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize(("site", "origin", "let_in"), rows(WHERE_FROM))
def test_only_a_page_of_the_stations_own_changes_anything(
    site: str, origin: str, let_in: str, station: Station
) -> None:
    told = {"Sec-Fetch-Site": site, "Origin": origin}
    headers = {name: value for name, value in told.items() if value != "-"}
    answer = make.browser(station).http.post("/look", data={"theme": "dark"}, headers=headers, follow_redirects=False)
    assert answer.status_code == (303 if let_in == "yes" else 403)


@pytest.mark.parametrize("path", ["/login", "/healthz", "/account", "/nowhere", "/session"])
def test_every_answer_has_its_headers(path: str, station: Station) -> None:
    headers = make.browser(station).look(path).headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"  # or browsers would send a form without saying from where


def test_no_page_needs_an_inline_script_or_style(station: Station) -> None:
    one = make.logged_in(station)
    for path in ("/login?to=/&ended=idle", "/account", "/account/password", "/nowhere"):
        text = one.look(path).text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text), path


def test_a_body_that_is_too_large_is_not_read(station: Station) -> None:
    one = make.logged_in(station)
    answer = one.send("POST", "/account/password", data={"old": "a" * MOST_BODY})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


def test_files_of_the_screen_are_kept_for_ever_and_packed(station: Station) -> None:
    one = make.browser(station)
    address = re.search(r'href="(/static/[0-9a-f]+/base.css)"', one.look("/login").text)
    assert address
    answer = one.http.get(address[1], headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert "immutable" not in one.http.get("/static/0/base.css").headers["cache-control"]
    assert one.http.get("/static/0/../station.py").status_code == 404


def test_the_log_holds_no_address_as_it_was_sent(station: Station, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "hoso.review"):
        make.browser(station).look("/login?to=/079200000001")
        make.browser(station).look("/079200000001")
        make.browser(station).log_in("079200000001", "079200000001")
    assert "GET /login 200" in caplog.text
    assert "079200000001" not in caplog.text


def test_what_is_counted_names_nobody(station: Station) -> None:
    one = make.logged_in(station)
    one.look("/account?x=079200000001")
    one.look("/079200000001")
    told = one.http.get("/metrics").text
    assert 'hoso_review_requests_total{method="GET",route="/account",status="200"} 1' in told
    assert 'hoso_review_logins_total{outcome="ok"} 1' in told
    assert re.search(r"^hoso_review_sessions [1-9]", told, re.M)
    assert "079200000001" not in told
    assert one.account not in told


def test_metrics_are_as_prometheus_reads_them(station: Station) -> None:
    one = make.logged_in(station)
    line = re.compile(
        r'[a-z_:]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? -?[0-9.e+-]+|# TYPE [a-z_]+ (counter|gauge|histogram)'
    )
    assert all(line.fullmatch(each) for each in one.http.get("/metrics").text.splitlines())


def test_the_station_is_well_while_its_warehouse_answers(station: Station) -> None:
    assert make.browser(station).http.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    "method_path", ["POST /healthz", "DELETE /login", "GET /logout", "GET /nowhere", "GET /q/%00", "GET /static/x"]
)
def test_whatever_is_refused_is_told_in_both_ways(method_path: str, station: Station) -> None:
    """As a page for a person, as a problem for a script; both with what to do."""
    method, path = method_path.split()
    one = make.browser(station)
    problem = one.http.request(method, path, headers={"Accept": "application/json", **make.SAME_ORIGIN})
    assert 400 <= problem.status_code < 500
    assert problem.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "request"} <= problem.json().keys()
    shown = one.http.request(method, path, headers={"Accept": "text/html", **make.SAME_ORIGIN}, follow_redirects=False)
    assert shown.status_code == problem.status_code or shown.status_code == 303
