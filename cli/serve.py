"""`hoso serve`"""

import signal
import subprocess
import sys
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from settings import Settings

_FIRST = (
    'hoso staff add can-bo-1 --name "Cán bộ thứ nhất" --role clerk --role second_reader --role supervisor '
    '--office "*" --generated'
)


class Service(StrEnum):
    registers = "registers"
    api = "api"
    review = "review"


def serve(
    service: Annotated[
        Service,
        typer.Argument(
            help="api: the reuse service; review: the verification station; registers: the mocked population and telco "
            "registers"
        ),
    ],
    host: Annotated[str, typer.Option(help="address to listen on; other machines only through a proxy with TLS")] = (
        "127.0.0.1"
    ),
    port: Annotated[
        int | None, typer.Option(help="of api (8700) or review (8710); 0: any free port", min=0, max=65535)
    ] = None,
    processes: Annotated[int, typer.Option(help="of api that answer together: one for each core", min=1, max=64)] = 1,
    population_port: Annotated[int, typer.Option(help="of the mocked population register")] = 8701,
    telco_port: Annotated[int, typer.Option(help="of the mocked telco register")] = 8702,
) -> None:
    """Run one service in the foreground, until it is stopped (Ctrl+C)."""
    if service is Service.api:
        _serve_api(host, 8700 if port is None else port, processes)
    elif service is Service.review:
        _serve_review(host, 8710 if port is None else port)
    else:
        _serve_registers(host, population_port, telco_port)


def _serve_registers(host: str, population_port: int, telco_port: int) -> None:
    from cli.embedded import ensure_world
    from settings import read_settings

    settings = read_settings()
    ensure_world(settings.world)
    ports = ["--population-port", str(population_port), "--telco-port", str(telco_port)]
    command = [sys.executable, "-m", "registers", "--data", str(settings.world), "--host", host, *ports]
    try:
        raise typer.Exit(subprocess.call(command))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


def _serve_api(host: str, port: int, processes: int) -> None:
    import logging

    from api.app import OPENAPI
    from api.serving import serve_api
    from cli.embedded import warehouse
    from settings import read_settings

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("hoso").setLevel(logging.INFO)
    settings = read_settings()

    def ready(address: str) -> None:
        typer.echo(f"Dịch vụ tái sử dụng: {address}  (dừng: Ctrl+C)")
        typer.echo(f"Mô tả OpenAPI: {address}{OPENAPI}")

    # the server hands the signal on once it is done: what was started for it is stopped then
    signal.signal(signal.SIGTERM, _ended)
    try:
        with warehouse(settings) as url:
            serve_api(settings.model_copy(update={"warehouse_url": url}), host, port, ready, processes)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


def _serve_review(host: str, port: int) -> None:
    import logging

    from cli.embedded import embedded, warehouse
    from review.serving import serve_review
    from settings import read_settings

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("hoso").setLevel(logging.INFO)
    settings = read_settings()

    def ready(address: str, known: bool) -> None:
        typer.echo(f"Trạm kiểm tra: {address}  (dừng: Ctrl+C)")
        if not known and settings.local_accounts:
            typer.echo(f"Chưa có tài khoản nào. Tạo tài khoản đầu tiên ở cửa sổ khác:\n  {_FIRST}")

    signal.signal(signal.SIGTERM, _ended)
    try:
        if settings.production:  # there the DAG go_on does what is to be done beside
            with warehouse(settings) as url:
                serve_review(settings.model_copy(update={"warehouse_url": url}), host, port, ready)
        else:
            with embedded(settings) as filled:
                serve_review(filled, host, port, ready, lambda _: _going_on(filled))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


@contextmanager
def _going_on(settings: "Settings") -> "Iterator[None]":
    """Answered dossiers, and those of the counter, are taken on as long as the station runs; samples are drawn once a
    day. In production DAGs do so."""
    from datetime import UTC, date, datetime

    import pipeline
    from review.beside import going_on
    from review.receiving.taking_up import take_up
    from storage.quality.planning import plan_samples
    from storage.vietnam_time import day_of

    planned: set[date] = set()

    def once() -> int:
        today = day_of(datetime.now(UTC))
        if today not in planned:
            plan_samples(system.warehouse, system.digest_key)
            planned.add(today)
        return pipeline.go_on_all(system) + take_up(system)

    with pipeline.open_system(settings) as system, going_on(once):
        yield


def _ended(*_: object) -> NoReturn:
    raise SystemExit(0)
