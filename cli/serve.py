"""`hoso serve`"""

import signal
import subprocess
import sys
from enum import StrEnum
from typing import Annotated, NoReturn

import typer


class Service(StrEnum):
    registers = "registers"
    api = "api"


def serve(
    service: Annotated[
        Service, typer.Argument(help="api: the reuse service; registers: the mocked population and telco registers")
    ],
    host: Annotated[str, typer.Option(help="address to listen on; other machines only through a proxy with TLS")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(help="of api; 0: any free port", min=0, max=65535)] = 8700,
    processes: Annotated[int, typer.Option(help="of api that answer together: one for each core", min=1, max=64)] = 1,
    population_port: Annotated[int, typer.Option(help="of the mocked population register")] = 8701,
    telco_port: Annotated[int, typer.Option(help="of the mocked telco register")] = 8702,
) -> None:
    """Run one service in the foreground, until it is stopped (Ctrl+C)."""
    if service is Service.api:
        _serve_api(host, port, processes)
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


def _ended(*_: object) -> NoReturn:
    raise SystemExit(0)
