"""`python -m registers --data DIR`: the mocked population database and telco register, over invented people."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, ConfigDict, ValidationError

from registers.faults import Faults, TelcoFaults
from registers.serve import Addresses, Misbehaviour, announce, serve, stop_when_input_ends


class FaultFile(BaseModel):
    """The file given with --faults."""

    model_config = ConfigDict(extra="forbid")

    population: Faults = Faults()
    telco: TelcoFaults = TelcoFaults()
    year_finds_full_date: bool = True


def main(
    data: Annotated[Path, typer.Option(help="folder with population.parquet and telco.parquet")],
    host: str = "127.0.0.1",
    population_port: Annotated[int, typer.Option(help="0: any free port")] = 0,
    telco_port: Annotated[int, typer.Option(help="0: any free port")] = 0,
    port_file: Annotated[Path | None, typer.Option(help="gets the addresses, as JSON, once both answer")] = None,
    faults: Annotated[Path | None, typer.Option(help="JSON: how the registers misbehave from the start")] = None,
    while_input_open: Annotated[bool, typer.Option(help="stop when standard input ends")] = False,
) -> None:
    """Answer as the national population database and the telco register would, over invented people, until stopped."""

    def ready(addresses: Addresses, stop: Callable[[], None]) -> None:
        gc.collect()
        gc.freeze()  # what was imported is not looked through again, which could hold up an answer
        announce(addresses, port_file)
        if while_input_open:
            stop_when_input_ends(stop)

    try:
        file = FaultFile.model_validate_json(faults.read_bytes()) if faults else FaultFile()
        serve(
            data,
            host,
            population_port,
            telco_port,
            Misbehaviour(file.population, file.telco, file.year_finds_full_date),
            ready,
        )
    except ValidationError as error:
        wrong = ", ".join(".".join(map(str, one["loc"])) for one in error.errors())
        raise typer.BadParameter(f"the faults file is not understood: {wrong}") from None
    except (OSError, KeyError, ValueError) as error:
        typer.echo(f"Sổ đăng ký mô phỏng không chạy được: {error}", err=True)
        raise typer.Exit(1) from None


if __name__ == "__main__":
    typer.run(main)
