"""`python -m benchmarks.warehouse`: a warehouse of a million records, sealed, audited and signed, beside a plain table.

It grows in stages. At each the load of further dossiers is timed, people are looked up, and the disk is looked at; at
the end the service is asked by the clock. Beside each stands a plain JSONB table in the same server.
"""

from pathlib import Path
from typing import Annotated

import typer

from benchmarks import warehouse_plain
from benchmarks.machine import busy, machine
from benchmarks.report import give, page
from benchmarks.warehouse_asked import ask
from benchmarks.warehouse_report import sections
from benchmarks.warehouse_stages import Grown
from settings import Settings
from storage import private_postgres
from storage.migrating import migrate

SERVER = {"shared_buffers": "2GB", "max_wal_size": "8GB", "checkpoint_timeout": "15min"}
_KEPT = Path(".hoso/benchmarks/warehouse")
_STEPS = (10_000, 100_000)  # records at which it is measured on the way


def main(
    records: Annotated[int, typer.Option(min=10_000, help="records at the end")] = 1_000_000,
    seconds: Annotated[float, typer.Option(min=1, help="how long each route of the service is asked")] = 60,
    rate: Annotated[float, typer.Option(min=1, help="questions a second")] = 100,
    processes: Annotated[int, typer.Option(min=1, help="processes that load, and that answer")] = 2,
    seed: Annotated[int, typer.Option(help="of whom is looked up and asked about")] = 7,
    fill_only: Annotated[bool, typer.Option(help="grow it and stop: the next run measures")] = False,
    out: Annotated[Path | None, typer.Option(help="write the tables to this Markdown page too")] = None,
) -> None:
    """What an earlier run has filled is kept and grown further; the last stage and the service are measured anew."""
    _KEPT.mkdir(parents=True, exist_ok=True)
    url = private_postgres.start(_KEPT / "postgres", settings=SERVER)
    plain = private_postgres.url(_KEPT / "postgres", warehouse_plain.DATABASE)
    settings = Settings(state=_KEPT, warehouse_url=url)  # type: ignore[call-arg]
    try:
        migrate(url)
        warehouse_plain.make(url, plain)
        grown = Grown(settings, plain, processes, seed)
        stages = [grown.stage(one, anew=False) for one in _STEPS if one < records]
        stages.append(grown.stage(records, anew=not fill_only))
        if fill_only:
            return
        asked = ask(settings, grown.people, rate, seconds, seed, processes)
    finally:
        private_postgres.stop(_KEPT / "postgres")
    command = f"python -m benchmarks.warehouse --records {records} --seconds {seconds:g} --rate {rate:g}"
    told = ", ".join(f"{name}={value}" for name, value in SERVER.items())
    facts = (*machine(), ("PostgreSQL", f"on the same machine, {told}, all else as it comes"), busy())
    give(page("Warehouse", command, facts, sections(stages, asked, rate, processes)), out)


if __name__ == "__main__":
    typer.run(main)
