"""`hoso staff add|list|roles|disable|enable|password`: who works at the verification station."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from errors import StaffRefused
from storage.vietnam_time import day_of

if TYPE_CHECKING:
    from storage.staff.accounts import Staff
    from storage.staff.posts import Post
    from storage.warehouse import Warehouse

staff = typer.Typer(help="Who works at the verification station, and what each may do where.", no_args_is_help=True)

Account = Annotated[str, typer.Argument(help="name to log in by")]
Roles = Annotated[list[str], typer.Option("--role", help="clerk, second_reader, supervisor or auditor; repeat it")]
Offices = Annotated[
    list[str], typer.Option("--office", help='as dossiers name who received them, or "*" for all; repeat it')
]
Stdin = Annotated[bool, typer.Option("--stdin", help="read the password from the first line of standard input")]


@staff.command()
def add(
    account: Account,
    name: Annotated[str, typer.Option(help="as colleagues read it")],
    role: Roles,
    office: Offices,
    stdin: Stdin = False,
    generated: Annotated[bool, typer.Option("--generated", help="make a random password and print it once")] = False,
) -> None:
    """Make an account with a password that has to be changed at the first log-in."""
    from storage.staff import accounts
    from storage.staff.accounts import NewStaff
    from storage.staff.passwords import Passwords

    posts = _posts(role, office)
    password = _new_password(account, stdin, generated)
    hashed = Passwords().hash(password)
    with _opened() as warehouse, warehouse.changing(getpass.getuser()) as change:
        accounts.add(change, NewStaff(account, name, posts, hashed))
    typer.echo(f"Đã tạo tài khoản {account}; lần đăng nhập đầu sẽ phải đổi mật khẩu.")
    _tell(password, generated)


@staff.command("list")
def list_all() -> None:
    """List the accounts: what each may do where, and which are shut."""
    from storage.staff.accounts import all_staff

    with _opened() as warehouse, warehouse.looking() as connection:
        found = all_staff(connection)
    for one in found:
        typer.echo(_line(one))
    typer.echo(f"{len(found)} tài khoản.")


@staff.command()
def roles(account: Account, role: Roles, office: Offices) -> None:
    """Give exactly these roles at these offices from now on; who is logged in has them at once."""
    from storage.staff import accounts

    posts = _posts(role, office)
    with _opened() as warehouse, warehouse.changing(getpass.getuser()) as change:
        known = accounts.by_account(change.connection, account)
        accounts.set_posts(change, known.id, posts)
        told = accounts.staff(change.connection, known.id)
    typer.echo(_line(told))


@staff.command()
def disable(account: Account) -> None:
    """Shut somebody out at once, wherever they are logged in. What they answered stays, under their id."""
    from storage.staff import accounts

    with _opened() as warehouse, warehouse.changing(getpass.getuser()) as change:
        accounts.disable(change, accounts.by_account(change.connection, account).id)
    typer.echo(f"Đã khóa tài khoản {account} và đăng xuất ở mọi máy.")


@staff.command()
def enable(account: Account) -> None:
    """Let somebody in again."""
    from storage.staff import accounts

    with _opened() as warehouse, warehouse.changing(getpass.getuser()) as change:
        accounts.enable(change, accounts.by_account(change.connection, account).id)
    typer.echo(f"Đã mở lại tài khoản {account}.")


@staff.command()
def password(
    account: Account,
    stdin: Stdin = False,
    generated: Annotated[bool, typer.Option("--generated", help="make a random password and print it once")] = False,
) -> None:
    """Give a new password, to be changed at the next log-in; all sessions end, and failed tries are forgotten."""
    from storage.staff import accounts, sessions, tries
    from storage.staff.passwords import Passwords

    new = _new_password(account, stdin, generated)
    hashed = Passwords().hash(new)
    with _opened() as warehouse, warehouse.changing(getpass.getuser()) as change:
        known = accounts.by_account(change.connection, account)
        accounts.set_password(change, known.id, hashed, once=True)
        sessions.end_all(change, known.id)
        tries.forget_all(change, account)
    typer.echo(f"Đã đặt mật khẩu mới cho {account}; lần đăng nhập tới sẽ phải đổi.")
    _tell(new, generated)


def _new_password(account: str, stdin: bool, generated: bool) -> str:
    """Asked for, unless it comes by standard input or is made here; never part of the command line."""
    from storage.staff.passwords import checked_password, random_password

    if generated:
        return random_password()
    if stdin:
        return checked_password(sys.stdin.readline().rstrip("\r\n"), account)
    return checked_password(typer.prompt("Mật khẩu", hide_input=True, confirmation_prompt="Gõ lại"), account)


def _tell(password: str, generated: bool) -> None:
    if generated:
        typer.echo(f"Mật khẩu (chỉ hiện một lần): {password}")


def _posts(roles: list[str], offices: list[str]) -> "tuple[Post, ...]":
    from storage.staff.posts import StaffRole, posts_of

    known = StaffRole.__members__
    unknown = [one for one in roles if one.upper().replace("-", "_") not in known]
    if unknown:
        raise StaffRefused(f"no such role; there are {', '.join(name.lower() for name in known)}")
    return posts_of([known[one.upper().replace("-", "_")] for one in roles], offices)


def _line(one: "Staff") -> str:
    at: dict[str, list[str]] = {}
    for post in one.posts:
        at.setdefault(post.office, []).append(post.role.lower())
    posts = "; ".join(f"{office}: {', '.join(held)}" for office, held in at.items()) or "chưa có vai trò"
    state = f"KHÓA từ {day_of(one.disabled_at):%d/%m/%Y}" if one.disabled_at else "đang dùng"
    way = "OpenID" if one.issuer else "mật khẩu"
    return f"{one.account}  {one.name}  [{posts}]  {way}  {state}  {one.id}"


@contextmanager
def _opened() -> "Iterator[Warehouse]":
    from cli.embedded import warehouse
    from settings import read_settings
    from storage.warehouse import Warehouse
    from system import open_vault

    settings = read_settings()
    with (
        warehouse(settings) as url,
        open_vault(settings, url) as vault,
        Warehouse(url, vault, actor="hoso") as opened,
    ):
        opened.check()
        yield opened
