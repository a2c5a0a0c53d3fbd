"""`hoso staff`: somebody gets an account, other roles, another password, and is shut out; no password is ever part of a
command."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli.staff import staff as command
from errors import NotHeld, StaffRefused
from storage import private_postgres
from storage.migrating import migrate

pytestmark = pytest.mark.contract

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
PASSWORD = "con cò bay lả bay la"
POSTS = ("--role", "clerk", "--office", "H56.12")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("postgres")
    url = private_postgres.start(folder, settings=FAST)
    migrate(url)
    yield url
    private_postgres.stop(folder)


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture
def staff(server: str, state: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`typed`: what is typed where the command asks."""
    monkeypatch.setenv("HOSO_WAREHOUSE_URL", server)
    monkeypatch.setenv("HOSO_STATE", str(state))
    return lambda *words, typed="": CliRunner().invoke(command, list(words), input=typed)


def test_the_life_of_an_account(staff: Callable[..., Result]) -> None:
    named = ("can-bo-1", "--name", "Đặng Thị Mẫu")
    made = staff("add", *named, *POSTS, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert made.exit_code == 0
    assert PASSWORD not in made.output
    again = staff("add", *named, *POSTS, "--stdin", typed=f"{PASSWORD}\n")
    assert isinstance(again.exception, StaffRefused)
    assert staff("roles", "can-bo-1", "--role", "supervisor", "--role", "second-reader", "--office", "*").exit_code == 0
    told = staff("list").output
    assert "[*: second_reader, supervisor]" in told
    assert "Đặng Thị Mẫu" in told
    assert staff("disable", "can-bo-1").exit_code == 0
    assert "KHÓA" in staff("list").output
    assert staff("enable", "can-bo-1").exit_code == 0
    assert "KHÓA" not in staff("list").output


def test_a_made_password_is_told_once(staff: Callable[..., Result]) -> None:
    made = staff("add", "can-bo-2", "--name", "Lê Văn Thử", *POSTS, "--generated").output
    first = re.search(r"chỉ hiện một lần\): ([a-z2-9-]{23})$", made, re.M)
    assert first
    other = staff("password", "can-bo-2", "--generated").output
    assert first[1] not in other


@pytest.mark.parametrize(
    "typed", ["ngắn\n", f"{PASSWORD}\nkhông giống như trên\n" * 3, "can-bo-3 là tôi đây\n", "\n", ""], ids=range(5)
)
def test_a_password_that_may_not_be_one_makes_no_account(typed: str, staff: Callable[..., Result]) -> None:
    more = () if "giống" in typed else ("--stdin",)
    assert staff("add", "can-bo-3", "--name", "Không Ai", *POSTS, *more, typed=typed).exit_code != 0
    assert "can-bo-3" not in staff("list").output


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("roles", "can-bo-9", *POSTS), NotHeld),
        (("password", "can-bo-9", "--generated"), NotHeld),
        (("disable", "can-bo-9"), NotHeld),
        (("add", "can-bo-4", "--name", "X", "--role", "boss", "--office", "A", "--generated"), StaffRefused),
        (("add", "can-bo-4", "--name", "X", "--role", "clerk", "--office", "A,B", "--generated"), StaffRefused),
        (("add", "can bo", "--name", "X", *POSTS, "--generated"), StaffRefused),
        (("add", "can-bo-4", "--name", " ", *POSTS, "--generated"), StaffRefused),
    ],
)
def test_what_is_wrong_is_refused(words: tuple[str, ...], error: type[Exception], staff: Callable[..., Result]) -> None:
    assert isinstance(staff(*words).exception, error)


def test_no_option_takes_a_password() -> None:
    options = {
        name
        for each in command.registered_commands
        for name in (each.callback.__annotations__ if each.callback else {})
    }
    assert "password" not in options
