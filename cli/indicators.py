"""`hoso indicators`"""

import getpass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

_DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


def indicators(
    out: Annotated[Path, typer.Option(help="folder: dashboard.html, indicators.csv, dossiers.csv, indicators.json")],
    first: Annotated[
        datetime | None, typer.Option("--from", formats=_DAYS, help="first day of reception; nothing: from the start")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=_DAYS, help="last day of reception; nothing: until now")
    ] = None,
    office: Annotated[str, typer.Option(help="receiving office, as the dossiers name it; nothing: all")] = "",
    facts: Annotated[
        Path | None, typer.Option(help="CSV of what the one-stop system knows of dossiers, written down first")
    ] = None,
    portal_sync: Annotated[
        bool, typer.Option("--portal-sync", help="also write portal-sync.json, which names people")
    ] = False,
) -> None:
    """Publish indicators 4.1 to 4.5 of QĐ 766/QĐ-TTg and the rate of fields that nobody was asked for again."""
    from cli.embedded import warehouse
    from reuse.indicators import NO_DOSSIER
    from reuse.office_day import Period
    from reuse.publishing import publish, write_portal_sync
    from reuse.report import NO_FORMULA
    from reuse.tables import number
    from reuse.told import read_facts, tell_all
    from settings import read_settings
    from storage.warehouse import Warehouse
    from system import open_vault

    period = Period(_day(first), _day(last))
    if period.first and period.last and period.last < period.first:
        raise typer.BadParameter("the last day lies before the first", param_hint="--to")
    settings = read_settings()
    with warehouse(settings) as url, open_vault(settings, url) as vault, Warehouse(url, vault) as held:
        held.check()
        if facts:
            new = tell_all(read_facts(facts.read_bytes()), held, facts.name, getpass.getuser())
            typer.echo(f"{new} dữ kiện mới từ hệ thống một cửa.")
        published = publish(held, out, period, office, datetime.now(UTC))
        if portal_sync:
            write_portal_sync(held, out, published.told, getpass.getuser())
    told = published.told.whole
    typer.echo(f"{told.dossiers} hồ sơ, {period}.")
    if not told.figures:
        typer.echo(NO_FORMULA)
    for one in told.figures:
        rate = NO_DOSSIER if one.rate is None else f"{number(one.rate)}% ({one.numerator}/{one.denominator})"
        note = f"  {one.note}" if one.unknown else ""
        typer.echo(f"{one.indicator.id:5} {one.indicator.name}: {rate}{note}")
    fields = told.fields
    rate = NO_DOSSIER if fields.rate is None else f"{number(fields.rate)}% ({fields.reused}/{fields.needed})"
    typer.echo(f"      Thông tin không phải hỏi lại: {rate}")
    if told.mocked:
        typer.echo(f"{told.mocked} hồ sơ dùng cơ sở dữ liệu dân cư mô phỏng: không dùng để báo cáo.")
    typer.echo(f"Trang, bảng và JSON ở {out}.")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
