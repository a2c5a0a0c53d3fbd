"""Faults that are switched at run time, and the page that shows them and what was asked."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import httpx
import pytest
from soap_asking import SEARCH, VERIFY, ask, exists, fields, found
from starlette.requests import Request

from registers import admin
from registers.asked import KEPT, AskedLog
from registers.faults import Faults, Flapping, Latency, Switch, TelcoFaults
from registers.serve import Addresses, running
from samples.people import World

contract = pytest.mark.contract


@pytest.fixture
def switch(addresses: Addresses) -> Iterator[Callable[..., httpx.Response]]:
    """Puts faults in force: `switch("telco", outage=True)`; all is well again after the test."""

    def to(register: str = "population", **how: object) -> httpx.Response:
        return httpx.post(f"{getattr(addresses, register)}/admin/faults", json=how, trust_env=False)

    yield to
    for register in ("population", "telco"):
        to(register).raise_for_status()


def look_up(addresses: Addresses, phone: str) -> httpx.Response:
    asked = {"MaYeuCau": "r1", "MaDVC": "1.001193", "MaCanBo": "canbo.a", "SoThueBao": phone}
    return httpx.post(f"{addresses.telco}/TraCuuThueBao", json=asked, trust_env=False)


# --- what goes wrong


def test_waiting_times_scatter_about_their_median() -> None:
    dice = Random(1)
    drawn = sorted(Latency(median_ms=20, p99_ms=200).draw(dice) for _ in range(4000))
    assert drawn[2000] == pytest.approx(0.020, rel=0.1)
    assert drawn[3960] == pytest.approx(0.200, rel=0.25)
    assert Switch(Faults(latency_ms=5, slow_s=2)).wait_s() == 2.005


# seconds passed since it was switched on -> is it down
FLAPPING = [(0, False), (9.9, False), (10, True), (14.9, True), (15, False), (24.9, False), (25.1, True)]


@pytest.mark.parametrize(("passed", "down"), FLAPPING)
def test_flapping_by_the_clock(passed: float, down: bool) -> None:
    times = iter([100.0, 100.0 + passed])
    assert Switch(Faults(flapping=Flapping(up=10, down=5)), lambda: next(times)).down() is down


@contract
def test_flapping_by_the_questions(addresses: Addresses, switch: Callable[..., httpx.Response]) -> None:
    switch("telco", flapping={"up": 2, "down": 1, "by": "queries"})
    statuses = [look_up(addresses, "0320000000").status_code for _ in range(6)]
    assert statuses == [200, 200, 503, 200, 200, 503]


@contract
def test_each_fault_as_a_caller_meets_it(
    world: World, addresses: Addresses, switch: Callable[..., httpx.Response]
) -> None:
    asked = fields(world.adults[0])
    whole = ask(addresses.population, SEARCH, asked)
    switch(outage=True)
    assert ask(addresses.population, SEARCH, asked).status_code == 503
    switch(error_rate=1)
    assert ask(addresses.population, SEARCH, asked).status_code == 500
    switch(malformed=True)
    assert ask(addresses.population, SEARCH, asked).text.startswith("<html>")
    switch(half=True)
    half = ask(addresses.population, SEARCH, asked)
    assert (half.status_code, half.content) == (200, whole.content[: len(whole.content) // 2])
    assert half.headers["content-type"] == whole.headers["content-type"]
    switch(closed=True)
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):  # a reset where the body was still on its way
        ask(addresses.population, SEARCH, asked)
    switch()
    assert ask(addresses.population, SEARCH, asked).content == whole.content


@contract
def test_a_fault_of_one_register_leaves_the_other_alone(
    world: World, addresses: Addresses, switch: Callable[..., httpx.Response]
) -> None:
    switch(outage=True)
    assert look_up(addresses, world.subscriptions[0].phone).status_code == 200
    assert httpx.get(f"{addresses.population}/health", trust_env=False).json()["source"] == "mock"


@contract
def test_lies_are_about_somebody_else_and_verdicts_are_true(
    world: World, addresses: Addresses, switch: Callable[..., httpx.Response]
) -> None:
    numbers = {one.cccd for one in world.individuals}
    switch(lies=1)
    for one in world.old_number_holders[:5]:
        for changes in ({}, {"SoDinhDanh": None, "SoCMND": one.cmnd}, {"HoVaTen": "Không Ai Cả"}):
            answer = ask(addresses.population, SEARCH, fields(one, **changes))
            told = [citizen["SoDinhDanh"] for citizen in found(answer)]
            assert len(told) == 1
            assert set(told) <= numbers - {one.cccd}
        assert exists(ask(addresses.population, VERIFY, fields(one, VERIFY)))
    switch("telco", lies=1)
    for line in world.subscriptions[:5]:
        assert look_up(addresses, line.phone).json()["ThueBao"]["SoThueBao"] != line.phone


@contract
def test_operators_records_err_by_their_knobs(
    world: World, addresses: Addresses, switch: Callable[..., httpx.Response]
) -> None:
    line = next(one for one in world.subscriptions if one.kind == "ca_nhan" and not one.subscriber_name.isupper())
    true = look_up(addresses, line.phone).json()["ThueBao"]
    knobs = dict.fromkeys(("unmarked", "spacing", "tone_placement", "year_only", "swapped", "old_number"), 0)
    switch("telco", subscribers={"mismatch_rate": 1, "artefacts": 1, "weights": knobs})
    for _ in range(2):
        assert look_up(addresses, line.phone).json()["ThueBao"] == {**true, "HoVaTen": line.subscriber_name.upper()}
    assert true["NgayDangKy"]
    assert true["NgayXacThuc"]


@contract
def test_errors_are_drawn_from_a_seed(addresses: Addresses, switch: Callable[..., httpx.Response]) -> None:
    def statuses() -> list[int]:
        switch("telco", error_rate=0.5, seed=7)
        return [look_up(addresses, "0320000000").status_code for _ in range(12)]

    first = statuses()
    assert set(first) == {200, 500}
    assert statuses() == first


# what no register can be asked to do -> what the answer names
WRONG: list[tuple[object, str]] = [
    ({"outrage": True}, "outrage"),
    ({"error_rate": 1.5}, "error_rate"),
    ({"lies": -0.1}, "lies"),
    ({"latency_ms": 10**9}, "latency_ms"),
    ({"latency": {"median_ms": 50, "p99_ms": 10}}, "latency"),
    ({"latency": {"median_ms": 50}}, "latency.p99_ms"),
    ({"flapping": {"up": 0, "down": 1}}, "flapping.up"),
    ({"flapping": {"up": 1, "down": 1, "by": "moons"}}, "flapping.by"),
    ({"subscribers": {"mismatch_rate": 2}}, "subscribers"),
    ([], "JSON"),
]


@contract
@pytest.mark.parametrize(("how", "named"), WRONG, ids=[row[1] for row in WRONG])
def test_what_cannot_be_is_refused_and_changes_nothing(addresses: Addresses, how: object, named: str) -> None:
    url = f"{addresses.population}/admin/faults"
    before = httpx.get(url, trust_env=False).json()
    answer = httpx.post(url, json=how, trust_env=False)
    assert (answer.status_code, answer.json()["ThongBao"]) == (422, f"Yêu cầu sai: {named}")
    assert httpx.get(url, trust_env=False).json() == before
    assert httpx.post(url, content=b"{", trust_env=False).status_code == 422
    assert httpx.post(url, content=b" " * 20_000, trust_env=False).status_code == 413


# --- what people see


@contract
def test_the_page_tells_what_was_asked_without_a_personal_value(world: World, folder: Path) -> None:
    one, officer = world.adults[0], "003090000099"
    with running(folder) as addresses:
        for changes in ({}, {"SoDinhDanh": "099999999999"}, {"MaDVC": "9.999999"}, {"MaDVC": one.cccd}):
            ask(addresses.population, SEARCH, fields(one, **{"MaCanBo": officer, "MaYeuCau": "hs7.1", **changes}))
        look_up(addresses, world.subscriptions[0].phone)
        pages = [httpx.get(address + "/admin", trust_env=False) for address in (addresses.population, addresses.telco)]
        asked = httpx.get(addresses.population + "/admin/asked", trust_env=False).json()
    shown = re.sub(r"\s+", " ", pages[0].text)
    assert "Cơ sở dữ liệu quốc gia về dân cư (mô phỏng)" in shown
    assert "source=mock" in shown
    assert f'<b class="num">{len(world.individuals)}</b>' in shown
    assert shown.count("<code>hs7.1</code>") == 4
    assert "có dữ liệu" in shown
    assert "004 thủ tục chưa được cấp phép" in shown
    assert asked["counts"] == {f"{SEARCH} 004": 2, f"{SEARCH} empty": 1, f"{SEARCH} hit": 1}
    assert asked["by"]["procedure"] == {"1.001193": 2, "9.999999": 1, "?": 1}
    assert {len(each["officer"]) for each in asked["last"]} == {12}
    for text in (*(page.text for page in pages), json.dumps(asked)):
        for value in (one.cccd, one.full_name, officer, one.dob.strftime("%Y%m%d"), world.subscriptions[0].phone):
            assert value not in text
        assert "http://" not in text  # nothing is fetched from elsewhere
        assert "https://" not in text


@contract
def test_the_form_shows_the_faults_in_force(addresses: Addresses, switch: Callable[..., httpx.Response]) -> None:
    calm = httpx.get(addresses.telco + "/admin", trust_env=False)
    assert "đang chạy bình thường" in calm.text
    assert "default-src 'none'" in calm.headers["content-security-policy"]
    switch("telco", half=True, latency={"median_ms": 20, "p99_ms": 90}, subscribers={"mismatch_rate": 0.08})
    shown = httpx.get(addresses.telco + "/admin", trust_env=False).text
    assert "đang có lỗi giả lập" in shown
    assert re.search(r'name="half" checked', shown)
    assert re.search(r'name="latency.p99_ms" value="90"', shown)
    assert re.search(r'name="subscribers.mismatch_rate" value="0.08"', shown)
    assert 'name="subscribers.' not in httpx.get(addresses.population + "/admin", trust_env=False).text


def test_only_the_machine_itself_sees_and_switches() -> None:
    for host, allowed in (("127.0.0.1", True), ("::1", True), ("192.0.2.7", False)):
        request = Request({"type": "http", "client": (host, 1), "headers": []})
        if allowed:
            admin._loopback_only(request)
        else:
            with pytest.raises(Exception, match="403"):
                admin._loopback_only(request)


class Envelope:
    MaYeuCau, MaDVC, MaCanBo, MaDonVi = "r1", "1.001193", "canbo.a", "H00.01"


def test_a_log_keeps_the_last_thousand_and_counts_them_all() -> None:
    log = AskedLog()
    for number in range(KEPT + 5):
        one = Envelope()
        one.MaCanBo = f"canbo.{number}"
        log.note(SEARCH, one, "hit", "003090000001")
    assert len(log.last) == KEPT
    assert log.counted("service") == [(SEARCH, KEPT + 5)]
    assert len(log.counted("officer")) == KEPT + 1  # the rest is counted together
    assert dict(log.counted("officer"))["..."] == 5
    assert len({one.subject for one in log.last}) == 1
    assert AskedLog().note(SEARCH, Envelope(), "hit", "003090000001") is None
    other = AskedLog()
    other.note(SEARCH, Envelope(), "hit", "003090000001")
    assert other.last[0].subject != log.last[0].subject  # nobody can try numbers against a digest


def test_by_default_nothing_is_wrong() -> None:
    assert not Faults(seed=9).in_force
    assert not TelcoFaults().in_force
    assert TelcoFaults.model_validate({"subscribers": {"mismatch_rate": 0.08}}).in_force
