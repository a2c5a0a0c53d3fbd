"""`python -m samples.worlds OUT --persons N`: an invented country of up to five million people, for measuring at size.

    population.parquet   the population register's extract       telco.parquet   the operators'
    usage.parquet        who uses which number, whoever it is registered to: the truth, which no register holds

People come commune by commune, so memory does not grow with their number; each commune is drawn by itself.
The small world with dossiers on paper is `python -m samples`.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import pyarrow.parquet as pq
import typer
from rich.console import Console
from rich.progress import Progress

from samples.world_census import census, entries
from samples.world_fashions import Fashions
from samples.world_lines import telephones
from samples.world_plan import Plan

POPULATION, TELCO, USAGE = FILES = ("population.parquet", "telco.parquet", "usage.parquet")
Tables = tuple[pa.Table, ...]  # one for each of FILES


def write_world(
    out: Path, seed: int, persons: int, processes: int = 1, advance: Callable[[int], None] = lambda done: None
) -> None:
    """Write the files of a world of exactly `persons` entries (at least 1000); the same seed gives the same bytes.

    `advance` is told how many more people stand.
    """
    out.mkdir(parents=True, exist_ok=True)
    plan = Plan(seed, persons)
    parts = [(out / name).with_suffix(".part") for name in FILES]
    writers: list[pq.ParquetWriter] = []
    try:
        for number, tables in enumerate(_communes(plan, processes)):
            writers = writers or [
                pq.ParquetWriter(part, table.schema) for part, table in zip(parts, tables, strict=True)
            ]
            for writer, table in zip(writers, tables, strict=True):
                writer.write_table(table)
            advance(plan.sizes[number])
    finally:
        for writer in writers:
            writer.close()
    for part, name in zip(parts, FILES, strict=True):
        part.replace(out / name)


def commune_tables(seed: int, persons: int, commune: int) -> Tables:
    """The rows of each file that one commune of the world gives."""
    plan, fashions = _country(seed, persons)
    rng, one = census(plan, fashions, commune)
    people = entries(rng, plan, fashions, commune, one)
    phones = telephones(rng, plan, fashions, commune, one)
    return people, phones.lines, phones.usage


@cache
def _country(seed: int, persons: int) -> tuple[Plan, Fashions]:
    return Plan(seed, persons), Fashions()


def _communes(plan: Plan, processes: int) -> Iterator[Tables]:
    numbers = range(len(plan))
    if processes < 2:
        yield from (commune_tables(plan.seed, plan.persons, number) for number in numbers)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from _in_order(pool, plan, iter(numbers), 2 * processes)


def _in_order(pool: ProcessPoolExecutor, plan: Plan, numbers: Iterable[int], ahead: int) -> Iterator[Tables]:
    """As many communes under way as `ahead` says, no more: what is done waits in memory."""
    numbers = iter(numbers)
    waiting = [pool.submit(commune_tables, plan.seed, plan.persons, number) for number in islice(numbers, ahead)]
    while waiting:
        yield waiting.pop(0).result()
        waiting += [pool.submit(commune_tables, plan.seed, plan.persons, number) for number in islice(numbers, 1)]


def main(
    out: Annotated[Path, typer.Argument(help="Thư mục để ghi ba tệp Parquet.")],
    persons: Annotated[int, typer.Option(min=1000, help="Số người trong cơ sở dữ liệu dân cư.")] = 200_000,
    seed: Annotated[int, typer.Option(help="Cùng số này thì cùng dữ liệu, đến từng byte.")] = 1,
    processes: Annotated[int, typer.Option(min=1, help="Số tiến trình.")] = 1,
) -> None:
    """Tạo dân cư và thuê bao ở quy mô lớn, tất cả đều là bịa."""
    console = Console()
    with Progress(console=console) as bar:
        task = bar.add_task("Tạo dân cư và thuê bao", total=persons)
        write_world(out, seed, persons, processes, lambda more: bar.update(task, advance=more))
    console.print(f"{persons} người: {', '.join(str(out / name) for name in FILES)}.")


if __name__ == "__main__":
    typer.run(main)
