"""`python -m samples OUT`: an invented world and its dossiers, to try things out or to measure with."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from samples.dossiers import INBOX, TRUTH, make_inbox
from samples.people import make_world
from samples.single_papers import make_papers


def main(
    out: Annotated[Path, typer.Argument(help="Thư mục để ghi: hộp hồ sơ, lời giải và hai tệp cơ sở dữ liệu.")],
    seed: Annotated[int, typer.Option(help="Cùng số này thì cùng dữ liệu, đến từng byte.")] = 1,
    dossiers: Annotated[int, typer.Option(min=1, help="Số hồ sơ; từ hồ sơ thứ 13 là hỗn hợp ngẫu nhiên.")] = 12,
    papers: Annotated[int, typer.Option(min=0, help="Chỉ vẽ ngần này giấy tờ rời, mỗi biểu mẫu nhiều như nhau.")] = 0,
    forms: Annotated[str, typer.Option(help="Với --papers: chỉ những biểu mẫu này, cách nhau bằng dấu phẩy.")] = "",
    persons: Annotated[int, typer.Option(min=1000, help="Số người trong cơ sở dữ liệu dân cư.")] = 5000,
) -> None:
    """Tạo dân cư, thuê bao và hồ sơ quét, tất cả đều là bịa."""
    console = Console()
    if papers:
        _single(out, seed, papers, tuple(filter(None, forms.split(","))), console)
        return
    with Progress(console=console) as bar:
        people = bar.add_task("Tạo dân cư và thuê bao", total=1)
        world = make_world(seed, persons)
        world.write(out)
        bar.update(people, completed=1)
        papers = bar.add_task("Vẽ và quét hồ sơ", total=dossiers)
        truths = make_inbox(out, world, seed, dossiers, lambda done, _: bar.update(papers, completed=done))
    pages = sum(truth.pages for truth in truths)
    console.print(f"{len(truths)} hồ sơ, {pages} trang trong {out / INBOX}; lời giải ở {out / TRUTH}.")
    console.print(f"Dân cư và thuê bao: {out / 'population.parquet'}, {out / 'telco.parquet'}.")


def _single(out: Path, seed: int, papers: int, forms: tuple[str, ...], console: Console) -> None:
    with Progress(console=console) as bar:
        drawn = bar.add_task("Vẽ và quét giấy tờ", total=papers)
        try:
            make_papers(out, seed, papers, forms, lambda done, _: bar.update(drawn, completed=done))
        except ValueError as unknown:
            raise typer.BadParameter(str(unknown)) from None
    console.print(f"{papers} giấy tờ trong {out / INBOX}; lời giải ở {out / TRUTH}.")


if __name__ == "__main__":
    typer.run(main)
