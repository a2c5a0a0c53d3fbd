"""`hoso register`: the population register as an extract of the agency's own, in the warehouse."""

from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.progress import Advance, bar

if TYPE_CHECKING:
    from settings import Settings
    from storage.replica.load import Loaded
    from storage.replica.state import Extract

SOME_FAILED = 3
STATES = {"LIVING": "còn sống", "DECEASED": "đã chết", "CANCELLED": "số định danh đã hủy"}

register = typer.Typer(no_args_is_help=True, help="The population register as an extract: load, show, drop.")


@register.command()
def load(
    file: Annotated[Path, typer.Argument(help="extract, Parquet or CSV (UTF-8)", exists=True, dir_okay=False)],
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="day it tells of; else the file's own day")
    ] = None,
    provenance: Annotated[str, typer.Option(help="whence it came: office, number of the letter")] = "",
    most_unusable: Annotated[float, typer.Option(help="share of rows that may be left out", min=0, max=1)] = 0.01,
    most_gone: Annotated[float, typer.Option(help="share of persons that may be missing now", min=0, max=1)] = 0.1,
) -> None:
    """Put an extract in place of the one in use. What served before serves until all is done; safe to run again.

    Exit status 3 when some rows were left out.
    """
    from cli.embedded import warehouse
    from settings import read_settings
    from storage.replica.load import Terms
    from storage.replica.load import load as load_extract
    from system import open_vault

    settings = read_settings()
    told = as_of.date() if as_of else date.fromtimestamp(file.stat().st_mtime)
    terms = Terms(provenance, told, most_unusable, most_gone)
    with warehouse(settings) as url, open_vault(settings, url) as vault, _Bars() as bars:
        loaded = load_extract(url, vault, file, terms, actor=settings.officer, now=_now, progress=bars.told)
        asked = _asked_again(url, loaded, settings)
    _tell(loaded)
    if asked:
        typer.echo(f"{asked} hồ sơ chưa rõ sẽ được đối chiếu lại ở lần chạy tới.")
    if loaded.flaws.unusable:
        raise typer.Exit(SOME_FAILED)


@register.command()
def show() -> None:
    """What is loaded, of which day, how old, how many persons; and what was loaded before."""
    from cli.embedded import warehouse
    from settings import read_settings
    from storage.replica.register import Replicas
    from storage.replica.state import ExtractState

    with warehouse(read_settings()) as url:
        replicas = Replicas(url)
        found = replicas.extracts()
        replicas.close()
    if not any(one.state is ExtractState.SERVING for one in found):
        typer.echo("Chưa có bản trích nào đang dùng. Nạp bằng: hoso register load TỆP")
    for one in found:
        typer.echo(_shown(one))


@register.command()
def drop(yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False) -> None:
    """Delete the extract in use with all its rows."""
    from cli.embedded import warehouse
    from settings import read_settings
    from storage.replica.clearing import drop as drop_extract

    if not yes:
        typer.confirm("Xóa bản trích đang dùng cùng mọi dòng của nó?", abort=True)
    settings = read_settings()
    with warehouse(settings) as url:
        dropped = drop_extract(url, actor=settings.officer, now=_now)
    typer.echo(f"Đã xóa bản trích số {dropped.id}, {dropped.rows} người." if dropped else "Không có bản trích nào.")


def _asked_again(url: str, loaded: "Loaded", settings: "Settings") -> int:
    """How many dossiers the next run matches again, because what they are matched against is new."""
    from followup.again import register_changed
    from storage.warehouse import Warehouse

    if not loaded.new or settings.population_way != "replica":
        return 0
    with Warehouse(url, actor=settings.officer) as held:
        return register_changed("population", loaded.extract.version, held)


class _Bars:
    """One bar after the other: rows, then indexes."""

    def __init__(self) -> None:
        self._title = ""
        self._advance: Advance | None = None
        self._opened = ExitStack()

    def __enter__(self) -> "_Bars":
        return self

    def __exit__(self, *why: object) -> None:
        self._opened.close()

    def told(self, title: str, done: int, total: int) -> None:
        if title != self._title:
            self._opened.close()
            self._title, self._advance = title, self._opened.enter_context(bar(title, total))
        assert self._advance
        self._advance(done, total)


def _tell(loaded: "Loaded") -> None:
    extract, found = loaded.extract, loaded.difference
    if not loaded.new:
        typer.echo(f"Đúng tệp này đang được dùng (bản trích số {extract.id}): không có gì phải làm.")
        return
    typer.echo(_shown(extract))
    if found:
        typer.echo(
            f"So với bản trước: {found.new} người mới, {found.gone} người không còn, {found.changed} người có thay đổi "
            f"(trong đó {found.no_longer_living} người nay đã chết hoặc bị hủy số)."
        )
    for sentence in loaded.flaws.sentences():
        typer.echo(sentence, err=True)


def _shown(one: "Extract") -> str:
    from storage.vietnam_time import today

    states = ", ".join(f"{STATES[name]} {number}" for name, number in one.details.get("status", {}).items())
    lines = [
        f"Bản trích số {one.id}: {one.state.value} từ {one.changed_at.astimezone():%d/%m/%Y %H:%M}",
        f"  số liệu ngày {one.as_of:%d/%m/%Y}, cách đây {one.age_days(today())} ngày; {one.rows} người"
        + (f" ({states})" if states else ""),
        f"  nguồn: {one.provenance or 'không ghi'}; tệp sha256 {one.digest[:16]}",
    ]
    left_out = sum(one.details.get("unusable", {}).values())
    return "\n".join([*lines, f"  bỏ {left_out} dòng không dùng được"] if left_out else lines)


def _now() -> datetime:
    return datetime.now(UTC)
