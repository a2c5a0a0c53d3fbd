"""What the mocked registers answer, asked over real HTTP on loopback."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer
from soap_asking import SEARCH, ask, fields, found
from typer.testing import CliRunner

from registers.__main__ import main
from registers.faults import Faults
from registers.serve import Addresses, running
from samples.people import World

pytestmark = pytest.mark.contract

Post = Callable[..., httpx.Response]
ENVELOPE = {"MaYeuCau": "r1", "MaDVC": "1.001193", "MaCanBo": "canbo.a", "MaDonVi": "H00.01"}


@pytest.fixture
def post(addresses: Addresses) -> Iterator[Post]:
    """Posts a question to the population register, or with `to="telco"` to the other; lifts all faults afterwards."""
    with httpx.Client(trust_env=False) as client:

        def post(path: str, body: dict[str, Any], to: str = "population") -> httpx.Response:
            return client.post(getattr(addresses, to) + path, json=body)

        yield post
        for to in ("population", "telco"):
            post("/admin/faults", {}, to).raise_for_status()


# who asks for what -> error code
REFUSED = [
    ({"MaDVC": "9.999999"}, "004"),
    ({"MaDVC": "khai sinh"}, "004"),
    ({"MaCanBo": "canbo.chuacap"}, "005"),
    ({"MaCanBo": "canbo.chuacoso"}, "005"),
    ({"MaCanBo": " "}, "005"),
]


@pytest.mark.parametrize(("changes", "code"), REFUSED)
def test_refusals(post: Post, changes: dict[str, str], code: str) -> None:
    answer = post("/TraCuuThueBao", {**ENVELOPE, "SoThueBao": "0320000000", **changes}, "telco").json()
    assert (answer["MaLoi"], answer["source"]) == (code, "mock")


# what breaks the agreed form of a question to the telco register
MISSHAPEN: list[dict[str, Any]] = [
    {},
    {"SoThueBao": "84320000000"},
    {"SoThueBao": "0٣20000000"},
    {"SoThueBao": "0320000000", "Khac": "x"},
]


@pytest.mark.parametrize("asked", MISSHAPEN, ids=str)
def test_a_misshapen_question_is_refused_without_an_echo(post: Post, asked: dict[str, Any]) -> None:
    answer = post("/TraCuuThueBao", {**ENVELOPE, **asked}, "telco")
    assert (answer.status_code, answer.json()["MaLoi"], answer.headers["x-source"]) == (422, "001", "mock")
    assert "20000000" not in answer.text


def test_a_subscriber_by_number(world: World, post: Post) -> None:
    line = world.subscriptions[0]
    answer = post("/TraCuuThueBao", {**ENVELOPE, "SoThueBao": line.phone}, "telco").json()
    assert answer["ThueBao"]["SoGiayTo"] == line.subscriber_id
    assert answer["ThueBao"]["TrangThai"] == line.status
    assert list(answer["ThueBao"]) == [  # ownership, and nothing of the use
        "SoThueBao", "NhaMang", "LoaiThueBao", "HoVaTen", "SoGiayTo", "NgaySinh",
        "NgayDangKy", "NgayXacThuc", "TrangThai",
    ]  # fmt: skip
    taken = {one.phone for one in world.subscriptions}
    free = next(number for number in (f"032{n:07d}" for n in range(9999)) if number not in taken)
    absent = post("/TraCuuThueBao", {**ENVELOPE, "SoThueBao": free}, "telco")
    assert absent.json() == {"source": "mock", "ThueBao": None}


def test_faults_on_demand(world: World, addresses: Addresses, post: Post) -> None:
    def told() -> httpx.Response:
        answer = ask(addresses.population, SEARCH, fields(world.adults[0]))
        assert answer.headers["x-source"] == "mock"
        return answer

    post("/admin/faults", {"outage": True})
    assert told().status_code == 503
    post("/admin/faults", {"malformed": True})
    assert told().text.startswith("<html>")
    post("/admin/faults", {})
    whole = told()
    post("/admin/faults", {"half": True})
    half = told()
    assert (half.status_code, half.content) == (200, whole.content[: len(whole.content) // 2])
    assert post("/admin/faults", {"outrage": True}).status_code == 422
    assert post("/TraCuuThueBao", {**ENVELOPE, "SoThueBao": "0320000000"}, "telco").status_code == 200


def test_errors_are_drawn_from_a_seed(world: World, addresses: Addresses, post: Post) -> None:
    def statuses() -> list[int]:
        post("/admin/faults", {"error_rate": 0.5, "seed": 7})
        return [ask(addresses.population, SEARCH, fields(world.adults[0])).status_code for _ in range(12)]

    first = statuses()
    assert set(first) == {200, 500}
    assert statuses() == first


def test_what_was_asked_is_counted_without_personal_values(world: World, folder: Path) -> None:
    one = world.adults[0]
    with running(folder) as addresses, httpx.Client(base_url=addresses.population, trust_env=False) as client:
        officer = "003090000099"
        for number in (one.cccd, "099999999999"):
            ask(addresses.population, SEARCH, fields(one, SoDinhDanh=number, MaCanBo=officer))
        report = client.get("/admin/asked")
    assert report.json()["counts"] == {"TraCuuThongTinCongDan empty": 1, "TraCuuThongTinCongDan hit": 1}
    assert [asked["procedure"] for asked in report.json()["last"]] == ["1.001193", "1.001193"]
    for value in (one.cccd, one.full_name, officer, one.dob.strftime("%Y%m%d")):
        assert value not in report.text


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
        assert len(found(ask(said["population"], SEARCH, fields(one)))) == 1
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
