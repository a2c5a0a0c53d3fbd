"""`hoso keys status|rotate|rotate-master|drill`"""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.progress import bar
from cli.scans import SOME_FAILED

if TYPE_CHECKING:
    from storage.sealing.vault import Vault
    from storage.warehouse import Warehouse

KINDS = {
    "person": "người",
    "dossier": "hồ sơ",
    "object": "tệp gốc",
    "extract": "bản trích dân cư",
    "system": "hệ thống",
}
RETIRING = "Hủy các đời khóa chủ cũ: mọi bản sao lưu trước lúc này sẽ KHÔNG mở được nữa. Tiếp tục?"

keys = typer.Typer(no_args_is_help=True, help="The keys under which personal values and objects are sealed.")


@keys.command()
def status() -> None:
    """How many keys there are, of whom, under which generation of the master key, and how many were destroyed."""
    from storage.sealing.rotation import key_counts, still_under_older

    with _opened() as (warehouse, vault), warehouse.looking() as connection:
        counted, now = key_counts(connection), vault.master.id
        left = still_under_older(connection, vault.master)
    typer.echo(f"Khóa chủ đang dùng: {now}")
    for one in counted:
        gone = f", đã hủy {one.erased}" if one.erased else ""
        typer.echo(f"  {KINDS.get(one.kind, one.kind)}: {one.keys} khóa của {one.owners} chủ thể ({one.master}){gone}")
    if left:
        typer.echo(f"Còn {left} khóa dưới đời khóa chủ cũ: chạy tiếp `hoso keys rotate-master`.")


@keys.command()
def rotate(
    kind: Annotated[str, typer.Option(help="only of these owners: person, dossier, object, extract, system")] = "",
) -> None:
    """Give every owner a new key for what is written from now on; what is written already keeps its own."""
    from storage.sealing.owner import OwnerKind
    from storage.sealing.rotation import rotate as rotate_keys

    if kind and kind not in KINDS:
        raise typer.BadParameter(f"one of {', '.join(KINDS)}")
    with _opened() as (warehouse, vault), bar("Cấp khóa mới", 0) as advance:
        done = rotate_keys(warehouse, vault, OwnerKind(kind) if kind else None, advance)
    typer.echo(f"Đã cấp khóa mới cho {done} chủ thể; dữ liệu ghi từ nay dùng khóa mới.")


@keys.command("rotate-master")
def rotate_master(
    retire: Annotated[
        bool, typer.Option("--retire", help="then destroy the older generations: no older backup opens any more")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask before destroying")] = False,
) -> None:
    """Wrap all keys under a new generation of the master key. Killed half way: run it again."""
    from storage.sealing.rotation import retire_masters
    from storage.sealing.rotation import rotate_master as rotate_all

    if retire and not yes:
        typer.confirm(RETIRING, abort=True)
    with _opened() as (warehouse, vault), bar("Bọc lại khóa", 0) as advance:
        done = rotate_all(warehouse, vault, advance)
        gone = retire_masters(warehouse, vault) if retire else ()
        now = vault.master.id
    typer.echo(f"Đã bọc lại {done} khóa dưới khóa chủ {now}. Hãy sao lưu khóa chủ ngay, tách khỏi dữ liệu.")
    if gone:
        typer.echo(f"Đã hủy {len(gone)} đời khóa chủ cũ: {', '.join(gone)}")


@keys.command()
def drill(
    copy: Annotated[
        Path | None,
        typer.Option("--master", help="a copy of its file; nothing: the one in use", exists=True),
    ] = None,
) -> None:
    """Prove that the master key, or a copy of it, opens every key, and that a destroyed key opens nothing any more.

    Exit status 3 when it does not.
    """
    from storage.sealing.drill import destroys, opens_all
    from storage.sealing.master import FileMaster

    with _opened() as (warehouse, vault):
        tried = opens_all(warehouse, FileMaster(copy) if copy else vault.master)
        gone = destroys(warehouse, vault)
    typer.echo(f"{'Bản sao khóa chủ' if copy else 'Khóa chủ'} mở được {tried.keys} khóa, không mở được {tried.shut}.")
    typer.echo("Hủy khóa thử: " + ("không mở lại được." if gone else "VẪN MỞ ĐƯỢC, dừng mọi việc hủy dữ liệu."))
    if tried.shut:
        typer.echo("Dữ liệu dưới các khóa không mở được sẽ mất nếu chỉ còn bản này: hãy sao lưu lại khóa chủ.")
    if tried.shut or not gone:
        raise typer.Exit(SOME_FAILED)


@contextmanager
def _opened() -> "Iterator[tuple[Warehouse, Vault]]":
    from cli.embedded import warehouse
    from settings import read_settings
    from storage.warehouse import Warehouse
    from system import open_vault

    settings = read_settings()
    with (
        warehouse(settings) as url,
        open_vault(settings, url) as vault,
        Warehouse(url, vault, actor=getpass.getuser()) as opened,
    ):
        opened.check()
        yield opened, vault
