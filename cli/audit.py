"""`hoso audit verify|seal|show`"""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.progress import bar

if TYPE_CHECKING:
    from storage.audit.sealing import Seals
    from storage.warehouse import Warehouse

audit = typer.Typer(help="The audit: a chain of hashes that is sealed each day.")
TOUCHED = 3


@audit.command()
def verify(
    public_key: Annotated[
        Path | None, typer.Option(help="PEM of the key that seals; nothing: this installation's own", exists=True)
    ] = None,
) -> None:
    """Look through the whole audit and its seals. Exit status 3 when something was changed, removed or put in."""
    from storage.audit.seals import from_pem

    trusted = from_pem(public_key.read_bytes()) if public_key else None
    with _opened() as (_, seals), bar("Kiểm tra nhật ký", 1) as advance:
        report = seals.verify(advance, trusted, getpass.getuser())
    for fault in report.faults:
        typer.echo(fault.sentence)
    if report.untold:
        typer.echo(f"... và {report.untold} chỗ khác.")
    if not report.whole:
        typer.echo(
            f"Nhật ký KHÔNG còn nguyên vẹn: {len(report.faults) + report.untold} chỗ trong {report.rows} mục. "
            "Hãy giữ nguyên hiện trạng, sao lưu cơ sở dữ liệu và thư mục niêm phong, rồi báo người phụ trách an toàn."
        )
        raise typer.Exit(TOUCHED)
    typer.echo(f"Nhật ký còn nguyên vẹn: {report.rows} mục, mắt xích cuối {report.head.hex()[:16]}.")


@audit.command()
def seal(
    accept_faults: Annotated[
        bool, typer.Option("--accept-faults", help="seal although something was touched; their number is sealed too")
    ] = False,
) -> None:
    """Seal the audit as it stands now. Nothing new since today's seal: none is made."""
    with _opened() as (_, seals):
        sealed = seals.seal(datetime.now(UTC), getpass.getuser(), accept_faults=accept_faults)
    one = sealed.seal
    what = "Đã niêm phong" if sealed.new else "Không có gì mới từ lần niêm phong trước"
    typer.echo(f"{what}: số {one.number}, ngày {one.day:%d/%m/%Y}, {one.position} mục, {one.head.hex()[:16]}.")


@audit.command()
def show(
    subject: Annotated[str, typer.Option(help="id of a dossier, document, record ...; nothing: all")] = "",
    action: Annotated[str, typer.Option(help="only these, such as record.read")] = "",
    actor: Annotated[str, typer.Option(help="only what this staff id or role did")] = "",
    last: Annotated[int, typer.Option(help="so many, the newest last", min=1, max=100_000)] = 50,
) -> None:
    """Show who did what, when."""
    from storage.audit.rows import rows
    from storage.vietnam_time import VIETNAM

    with _opened() as (warehouse, _), warehouse.looking() as connection:
        found = rows(connection, subject=subject, action=action, actor=actor, last=last)
    for one in found:
        row = one.row
        details = ", ".join(f"{name}={value}" for name, value in row.details.items() if value is not None)
        place = one.position if one.position is not None else "chờ"
        typer.echo(f"{place:>8}  {row.made_at.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}  {row.actor}  {row.action}")
        typer.echo(f"          {row.subject}{'  ' + details if details else ''}")
    typer.echo(f"{len(found)} mục.")


@contextmanager
def _opened() -> "Iterator[tuple[Warehouse, Seals]]":
    """The warehouse alone: the audit asks no register."""
    from cli.embedded import warehouse
    from settings import read_settings
    from storage.warehouse import Warehouse
    from system import open_seals

    settings = read_settings()
    with warehouse(settings) as url, Warehouse(url) as opened:
        opened.check()
        yield opened, open_seals(settings, opened)
