"""What the mocked registers answer, asked over real HTTP on loopback."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer
from typer.testing import CliRunner

from registers.__main__ import main
from registers.faults import Faults
from registers.serve import Addresses, Misbehaviour, running
from registers.store import name_key
from samples.people import Individual, World, make_world

pytestmark = pytest.mark.contract

Post = Callable[..., httpx.Response]
ENVELOPE = {"MaYeuCau": "r1", "MaDVC": "1.001193", "MaCanBo": "canbo.a", "MaDonVi": "H00.01"}


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(5, 400)


@pytest.fixture(scope="module")
def folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("registers")
    world.write(folder)
    return folder


@pytest.fixture(scope="module")
def addresses(folder: Path) -> Iterator[Addresses]:
    with running(folder) as addresses:
        yield addresses


@pytest.fixture
def post(addresses: Addresses) -> Iterator[Post]:
    """Posts a question to the population register, or with `to="telco"` to the other; lifts all faults afterwards."""
    with httpx.Client(trust_env=False) as client:

        def post(path: str, body: dict[str, Any], to: str = "population") -> httpx.Response:
            return client.post(getattr(addresses, to) + path, json=body)

        yield post
        for to in ("population", "telco"):
            post("/admin/faults", {}, to).raise_for_status()


def question(one: Individual, **changes: Any) -> dict[str, Any]:
    born = {"Nam": str(one.dob.year)} if one.year_only else {"NgayThangNam": one.dob.strftime("%Y%m%d")}
    asked = {
        **ENVELOPE, "MaTichHop": "037", "SoDinhDanh": one.cccd, "HoVaTen": one.full_name, "NgayThangNamSinh": born,
    }  # fmt: skip
    asked.update(changes)
    return {key: value for key, value in asked.items() if value is not None}


def found(response: httpx.Response) -> list[dict[str, Any]]:
    response.raise_for_status()
    citizens: list[dict[str, Any]] = response.json()["CongdanCollection"]["CongDan"]
    return citizens


def stripped(name: str) -> str:
    return name_key(name).upper()


# what is asked, changed from a person's own entry -> is the person found
MISSES: list[tuple[str, Callable[[Individual], dict[str, Any]], bool]] = [
    ("as registered", lambda one: {}, True),
    ("name without marks and spaces", lambda one: {"HoVaTen": stripped(one.full_name)}, True),
    ("by year", lambda one: {"NgayThangNamSinh": {"Nam": str(one.dob.year)}}, True),
    ("by old number", lambda one: {"SoDinhDanh": None, "SoCMND": one.cmnd}, True),
    ("another name", lambda one: {"HoVaTen": one.full_name + " Anh"}, False),
    ("another day", lambda one: {"NgayThangNamSinh": {"NgayThangNam": f"{one.dob.year}0231"}}, False),
    ("another year", lambda one: {"NgayThangNamSinh": {"Nam": str(one.dob.year + 1)}}, False),
    ("a number nobody has", lambda one: {"SoDinhDanh": "099999999999"}, False),
    ("another's old number", lambda one: {"SoDinhDanh": None, "SoCMND": "900000000"}, False),
]


@pytest.mark.parametrize(("changes", "hit"), [row[1:] for row in MISSES], ids=[row[0] for row in MISSES])
def test_all_or_nothing(world: World, post: Post, changes: Callable[[Individual], dict[str, Any]], hit: bool) -> None:
    one = world.old_number_holders[0]
    answer = post("/TraCuuThongTinCongDan", question(one, **changes(one)))
    assert [citizen["SoDinhDanh"] for citizen in found(answer)] == ([one.cccd] if hit else [])
    assert answer.json()["source"] == "mock"
    if not hit:
        assert set(answer.json()) == {"source", "CongdanCollection"}  # no reason, no field named
    yes_no = post("/XacThucThongTinCongDan", question(one, MaTichHop="003", **changes(one)))
    assert yes_no.json() == {"source": "mock", "TonTai": hit}


# what breaks the agreed form of a question
MISSHAPEN = [
    {"SoCMND": "900000000"},
    {"SoDinhDanh": None},
    {"HoVaTen": None},
    {"NgayThangNamSinh": None},
    {"NgayThangNamSinh": {"Nam": "1980", "NgayThangNam": "19800101"}},
    {"SoDinhDanh": "12345"},
    {"Khac": "x"},
]


@pytest.mark.parametrize("changes", MISSHAPEN, ids=str)
def test_a_misshapen_question_is_refused_without_an_echo(world: World, post: Post, changes: dict[str, Any]) -> None:
    one = world.adults[0]
    answer = post("/TraCuuThongTinCongDan", question(one, **changes))
    assert (answer.status_code, answer.json()["MaLoi"]) == (422, "001")
    assert one.full_name not in answer.text
    assert one.cccd not in answer.text


def test_a_person_as_the_register_tells(world: World, post: Post) -> None:
    child, father, mother = world.children_of_known_parents[0]
    (told,) = found(post("/TraCuuThongTinCongDan", question(child)))
    assert told["Cha"] == {"HoVaTen": father.full_name.upper(), "SoDinhDanh": father.cccd}
    assert told["Me"] == {"HoVaTen": mother.full_name.upper(), "SoDinhDanh": mother.cccd}
    assert " ".join(filter(None, told["HoVaTen"].values())) == child.full_name.upper()
    husband, wife = world.couples[0]
    (told,) = found(post("/TraCuuThongTinCongDan", question(husband)))
    assert told["VoChong"] == {"HoVaTen": wife.full_name.upper(), "SoDinhDanh": wife.cccd}


def test_never_a_phone_nor_a_day_of_issue_nor_a_parents_birth_date(world: World, post: Post) -> None:
    for child, father, mother in world.children_of_known_parents[:5]:
        text = post("/TraCuuThongTinCongDan", question(child)).text
        for parent in (father, mother):
            assert parent.dob.strftime("%Y%m%d") not in text
        told = found(post("/TraCuuThongTinCongDan", question(father)))[0]
        assert father.cccd_issued_on is None or father.cccd_issued_on.isoformat() not in json.dumps(told)
        assert world.phone(father) == "" or world.phone(father) not in json.dumps(told)
        assert not [key for key in told if "DienThoai" in key or "NgayCap" in key]


def test_habits_of_old_records_occur(world: World, post: Post) -> None:
    told = [found(post("/TraCuuThongTinCongDan", question(one)))[0] for one in world.adults[:40]]
    assert {bool(one["HoVaTen"]["Ho"]) for one in told} == {True, False}
    assert {one["ThuongTru"]["ChiTiet"].count(", ") for one in told} == {2, 3}
    year_only = found(post("/TraCuuThongTinCongDan", question(world.year_only[0])))[0]
    assert year_only["NgayThangNamSinh"] == {"Nam": str(world.year_only[0].dob.year), "NgayThangNam": ""}


def test_the_dead_and_cancelled_numbers_are_told_as_such(world: World, post: Post) -> None:
    cancelled = next(one for one in world.individuals if one.status == "da_huy")
    for one, state in ((world.deceased[0], "da_chet"), (cancelled, "da_huy")):
        assert found(post("/TraCuuThongTinCongDan", question(one)))[0]["TrangThai"] == state


# who asks for what -> error code
REFUSED = [
    ({"MaDVC": "9.999999"}, "004"),
    ({"MaDVC": "khai sinh"}, "004"),
    ({"MaDVC": "9.999999.000.00.00.H56"}, "004"),
    ({"MaCanBo": "canbo.chuacap"}, "005"),
    ({"MaCanBo": " "}, "005"),
]


@pytest.mark.parametrize(("changes", "code"), REFUSED)
def test_refusals(world: World, post: Post, changes: dict[str, str], code: str) -> None:
    person, phone = question(world.adults[0], **changes), {**ENVELOPE, "SoThueBao": "0320000000", **changes}
    assert post("/TraCuuThongTinCongDan", person).json()["MaLoi"] == code
    assert post("/XacThucThongTinCongDan", person).json()["MaLoi"] == code
    assert post("/TraCuuThueBao", phone, "telco").json()["MaLoi"] == code


def test_a_subscriber_by_number(world: World, post: Post) -> None:
    line = world.subscriptions[0]
    answer = post("/TraCuuThueBao", {**ENVELOPE, "SoThueBao": line.phone}, "telco").json()
    assert answer["ThueBao"]["SoGiayTo"] == line.subscriber_id
    assert answer["ThueBao"]["TrangThai"] == line.status
    taken = {one.phone for one in world.subscriptions}
    free = next(number for number in (f"032{n:07d}" for n in range(9999)) if number not in taken)
    absent = post("/TraCuuThueBao", {**ENVELOPE, "SoThueBao": free}, "telco")
    assert absent.json() == {"source": "mock", "ThueBao": None}


def test_faults_on_demand(world: World, post: Post) -> None:
    asked, path = question(world.adults[0]), "/TraCuuThongTinCongDan"
    post("/admin/faults", {"outage": True})
    assert post(path, asked).status_code == 503
    post("/admin/faults", {"malformed": True})
    assert post(path, asked).text.startswith("<html>")
    post("/admin/faults", {})
    whole = post(path, asked)
    post("/admin/faults", {"half": True})
    half = post(path, asked)
    assert (half.status_code, half.content) == (200, whole.content[: len(whole.content) // 2])
    assert post("/admin/faults", {"outrage": True}).status_code == 422
    assert post("/TraCuuThueBao", {**ENVELOPE, "SoThueBao": "0320000000"}, "telco").status_code == 200


def test_errors_are_drawn_from_a_seed(world: World, post: Post) -> None:
    def statuses() -> list[int]:
        post("/admin/faults", {"error_rate": 0.5, "seed": 7})
        return [post("/TraCuuThongTinCongDan", question(world.adults[0])).status_code for _ in range(12)]

    first = statuses()
    assert set(first) == {200, 500}
    assert statuses() == first


def test_what_was_asked_is_counted_without_personal_values(world: World, folder: Path) -> None:
    one = world.adults[0]
    with running(folder) as addresses, httpx.Client(base_url=addresses.population, trust_env=False) as client:
        officer = "003090000099"
        for number in (one.cccd, "099999999999"):
            client.post("/TraCuuThongTinCongDan", json=question(one, SoDinhDanh=number, MaCanBo=officer))
        report = client.get("/admin/asked")
    assert report.json()["counts"] == {"TraCuuThongTinCongDan empty": 1, "TraCuuThongTinCongDan hit": 1}
    assert [asked["procedure"] for asked in report.json()["last"]] == ["1.001193", "1.001193"]
    for value in (one.cccd, one.full_name, officer, one.dob.strftime("%Y%m%d")):
        assert value not in report.text


def test_a_year_may_find_only_those_without_a_day(world: World, folder: Path) -> None:
    full, year_only = world.adults[0], world.year_only[0]
    with running(folder, Misbehaviour(year_finds_full_date=False)) as addresses:
        for one, hits in ((full, 0), (year_only, 1)):
            asked = question(one, NgayThangNamSinh={"Nam": str(one.dob.year)})
            answer = httpx.post(addresses.population + "/TraCuuThongTinCongDan", json=asked, trust_env=False)
            assert len(found(answer)) == hits


def test_an_old_number_issued_twice_finds_by_name(tmp_path: Path, world: World) -> None:
    first, second = world.old_number_holders[:2]
    twice = replace(world, individuals=(first, replace(second, cmnd=first.cmnd)))
    twice.write(tmp_path)
    with running(tmp_path) as addresses:
        for one in twice.individuals:
            asked = question(one, SoDinhDanh=None, SoCMND=first.cmnd)
            answer = httpx.post(addresses.population + "/TraCuuThongTinCongDan", json=asked, trust_env=False)
            assert [citizen["SoDinhDanh"] for citizen in found(answer)] == [one.cccd]


def test_the_command_serves_until_its_input_ends_and_logs_no_personal_value(
    world: World, folder: Path, tmp_path: Path
) -> None:
    faults, ports, one = tmp_path / "faults.json", tmp_path / "ports.json", world.adults[0]
    faults.write_text('{"telco": {"outage": true}}')
    command = [sys.executable, "-m", "registers", "--data", str(folder), "--port-file", str(ports)]
    command += ["--faults", str(faults), "--while-input-open"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, text=True, **pipes) as process:
        assert process.stdout
        said = json.loads(process.stdout.readline())
        assert json.loads(ports.read_text()) == said
        asked = question(one)
        assert len(found(httpx.post(said["population"] + "/TraCuuThongTinCongDan", json=asked, trust_env=False))) == 1
        phone = {**ENVELOPE, "SoThueBao": "0320000000"}
        assert httpx.post(said["telco"] + "/TraCuuThueBao", json=phone, trust_env=False).status_code == 503
        out, _ = process.communicate(timeout=20)  # closes its input
    assert process.returncode == 0
    assert one.cccd not in out
    assert one.full_name not in out


def test_the_command_without_data_says_so(tmp_path: Path) -> None:
    command = typer.Typer()
    command.command()(main)
    ended = CliRunner().invoke(command, ["--data", str(tmp_path)])
    assert ended.exit_code == 1
    assert "population.parquet" in ended.stderr
    assert "Sổ đăng ký mô phỏng không chạy được" in ended.stderr


def test_faults_have_bounds() -> None:
    with pytest.raises(ValueError, match="error_rate"):
        Faults(error_rate=1.5)
