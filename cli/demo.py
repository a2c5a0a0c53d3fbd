"""`hoso demo`"""

import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from cli.progress import bar

if TYPE_CHECKING:
    import pipeline

SEED = 20261122


def demo(seed: int = typer.Option(SEED, help="another number: other people and other papers")) -> None:
    """Make twelve scanned dossiers and let Airflow take them from scan to record. Run again: nothing is done twice."""
    import pipeline
    from cli.airflow import run_dag
    from cli.embedded import embedded
    from cli.page import write_page
    from cli.reusable import reusable
    from cli.story import story
    from cli.table import print_table
    from settings import read_settings

    console = Console(emoji=False)
    settings = read_settings()
    folder = settings.state / "demo"
    inbox = _papers(folder, settings.world, seed)
    with embedded(settings) as filled, pipeline.open_system(filled) as system:
        before = system.warehouse.fingerprint()
        pages_before = system.warehouse.counts().pages
        started = time.monotonic()
        with bar("Airflow: digitize_dossiers (trang đã đọc)", 1) as advance:
            run_dag(filled, "digitize_dossiers", {"inbox": str(inbox.resolve())}, lambda: advance(*_pages(system)))
        seconds = time.monotonic() - started
        stories = [story(one.id, system) for one in system.warehouse.dossiers()]
        print_table(stories, console)
        totals = _totals(system, seconds, system.warehouse.counts().pages - pages_before)
        console.print("  ".join(f"[bold]{figure}[/] {what}" for figure, what in totals))
        page = folder / "hoso.html"
        reuse = {one.dossier.id: reusable(one.dossier.id, system, date.today()) for one in stories}
        write_page(stories, system, totals, page, reuse)
        if system.warehouse.fingerprint() == before:
            console.print("[green]Không có gì mới: không đọc lại trang nào, không dòng dữ liệu nào thay đổi.[/]")
        _next(console, page, stories[0].name)


def _papers(folder: Path, world: Path, seed: int) -> Path:
    """The inbox, made once for each seed."""
    from samples.dossiers import INBOX, make_demo
    from samples.people import make_world

    made = folder / f"seed-{seed}"
    if not made.exists() or not (world / "telco.parquet").exists():
        from cli.embedded import WORLD_PERSONS

        with bar("Vẽ và quét 12 hồ sơ mẫu", 12) as advance:
            people = make_world(seed, WORLD_PERSONS)
            people.write(world)
            make_demo(folder, people, seed, advance)
        made.touch()
    return folder / INBOX


def _pages(system: "pipeline.System") -> tuple[int, int]:
    """(pages done, pages in all) of what was taken in so far."""
    from ocr.reading import version

    ids = [one.id for one in system.warehouse.dossiers()]
    missing = len(system.warehouse.missing_pages(ids, version())) if ids else 0
    done = system.warehouse.counts().pages
    return done, max(1, done + missing)


def _totals(system: "pipeline.System", seconds: float, read: int) -> list[tuple[str, str]]:
    from storage.states import DossierState

    counts = system.warehouse.counts()
    totals = [
        (str(sum(counts.dossiers.values())), "hồ sơ"),
        (str(counts.dossiers[DossierState.LOADED]), "đã lưu vào kho"),
        (str(counts.dossiers[DossierState.IN_REVIEW]), "chờ cán bộ"),
        (str(counts.refused_scans), "tệp để riêng"),
        (str(counts.duplicate_scans), "tệp trùng"),
        (str(counts.pages), "trang"),
        (str(counts.records), "bản ghi"),
        (str(counts.open_tasks), "câu hỏi cho cán bộ"),
    ]
    speed = f"{read / seconds:.2f} trang/giây" if read else "0 trang đọc mới"
    return [*totals, (speed, f"trong {seconds:.0f} giây, kể cả Airflow khởi động")]


def _next(console: Console, page: Path, first: str) -> None:
    console.print(
        f"\nMở trong trình duyệt: [bold]{page}[/]\n"
        f"  .venv/bin/hoso show {first}\n"
        "      một hồ sơ, từng trường với chứng cứ\n"
        f"  .venv/bin/hoso reuse sufficiency 1.000894 {first}\n"
        "      người ấy đăng ký kết hôn: giấy gì không phải nộp lại; prefill: mục nào điền sẵn được\n"
        f"  .venv/bin/hoso indicators --out {page.parent / 'indicators'}\n"
        "      chỉ số 4.1 đến 4.5 của QĐ 766, số mục và số phút không phải hỏi lại\n"
        '  .venv/bin/hoso staff add lan --name "Trần Thị Lan" --role clerk --office "*" --generated\n'
        "  .venv/bin/hoso serve review\n"
        "      trả lời các câu hỏi trong trình duyệt, bằng bàn phím; hồ sơ tự đi tiếp\n"
        "  .venv/bin/hoso serve api\n"
        "      để hệ thống khác hỏi kho; cách hỏi, cách kiểm chữ ký: README.vi.md, examples/\n"
        "  .venv/bin/hoso run THƯ_MỤC\n"
        "      đưa hồ sơ của bạn đi cùng con đường\n"
        "  .venv/bin/hoso doctor\n"
        "      đã cài gì, còn thiếu gì\n"
        "  make demo\n"
        "      chạy lại: không việc gì làm hai lần",
        highlight=False,
        soft_wrap=True,
    )
