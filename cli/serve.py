"""`hoso serve`"""

import subprocess
import sys
from enum import StrEnum
from typing import Annotated

import typer


class Service(StrEnum):
    registers = "registers"


def serve(
    service: Annotated[Service, typer.Argument(help="which service")],
    host: str = "127.0.0.1",
    population_port: int = 8701,
    telco_port: int = 8702,
) -> None:
    """Run one service in the foreground, until it is stopped (Ctrl+C)."""
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
