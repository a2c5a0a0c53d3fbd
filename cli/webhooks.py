"""`hoso webhooks list|deliver|serve|resume`"""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from api.service import Service

webhooks = typer.Typer(help="Events sent to the systems that asked for them.", no_args_is_help=True)


@webhooks.command(name="list")
def list_webhooks() -> None:
    """List every subscription: how far it has got, since when it fails and why."""
    from storage.service import webhooks as held
    from storage.vietnam_time import VIETNAM

    with _opened() as service, service.warehouse.looking() as connection:
        found = held.webhooks(connection)
    for one in found:
        since = f"{one.failing_since.astimezone(VIETNAM):%d/%m/%Y %H:%M}" if one.failing_since else ""
        failing = f", lỗi {one.reason} từ {since}" if since else ""
        typer.echo(f"{one.id}  {one.client_id}  {one.state.name}  đã gửi {one.delivered}{failing}")
        typer.echo(f"    {one.state.value}")
    typer.echo(f"{len(found)} nơi nhận.")


@webhooks.command()
def deliver() -> None:
    """Send once all that is due, and open the recalls that are due; for a schedule. Exit status 3 when some failed."""
    from api.webhooks import deliver_round

    with _opened() as service:
        done = deliver_round(service)
    typer.echo(
        f"Đã gửi {done.delivered} sự kiện; {done.failed} nơi chưa nhận được, {done.paused} nơi tạm dừng; "
        f"{done.recalls} thu hồi mới."
    )
    if done.failed:
        raise typer.Exit(3)


@webhooks.command()
def serve() -> None:
    """Send as it happens, in the foreground, until stopped (Ctrl+C). Several may run at once."""
    import signal
    from threading import Event

    from api.webhooks import serve as serve_webhooks

    stop = Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stop.set())
    with _opened() as service:
        typer.echo("Đang gửi sự kiện  (dừng: Ctrl+C)")
        serve_webhooks(service, stop, lambda line: typer.echo(line, err=True))


@webhooks.command()
def resume(which: Annotated[str, typer.Argument(help="id of a subscription")]) -> None:
    """Send again, from where it stood, to one that was paused."""
    from storage.service import webhooks as held

    with _opened() as service, service.warehouse.changing(getpass.getuser()) as change:
        held.resume(change, which, held.webhook(change.connection, which).client_id)
    typer.echo(held.WebhookState.ACTIVE.value)


@contextmanager
def _opened() -> "Iterator[Service]":
    from api.service import DEFAULT_ISSUER, open_service
    from cli.embedded import warehouse
    from settings import read_settings

    settings = read_settings()
    with warehouse(settings) as url:
        settings = settings.model_copy(update={"warehouse_url": url})
        with open_service(settings, getattr(settings, "api_url", "") or DEFAULT_ISSUER) as service:
            yield service
