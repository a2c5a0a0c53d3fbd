"""`hoso quality`"""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.cases import opened

if TYPE_CHECKING:
    from storage.quality.lots import Lot

quality = typer.Typer(help="How good what was accepted is: samples keyed again, lots with their bounds.")


@quality.command()
def plan(
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d", "%d/%m/%Y"], help="last day whose loads are taken into lots; the day before"),
    ] = None,
) -> None:
    """Hold the answers against what was accepted, and ask for today's samples. Run again, it asks nothing twice."""
    from storage.quality.planning import plan_samples

    with opened() as system:
        done = plan_samples(system.warehouse, system.digest_key, until.date() if until else None)
    typer.echo(
        f"{done.judged} câu kiểm đã có kết luận; {done.lots} lô mới; {done.asked} mục được chọn kiểm, "
        f"thêm {done.beside}; {done.seeded} câu đã biết đáp án, rút lại {done.withdrawn}."
    )


@quality.command()
def show(
    office: Annotated[str, typer.Option(help="receiving office, as the dossiers name it; nothing: all")] = "",
    most: Annotated[int, typer.Option(min=1, max=1000, help="at most so many lots")] = 20,
) -> None:
    """Show the latest lots: how much of each was looked at, what was wrong, and what that proves."""
    from storage.quality.lots import lots

    with opened() as system, system.warehouse.looking() as connection:
        found = lots(connection, [office] if office else [], most)
    if not found:
        typer.echo("Chưa có lô nào. Lập lô và chọn mẫu: hoso quality plan")
    for one in found:
        typer.echo(_line(one))


def _line(one: "Lot") -> str:
    from storage.quality.stating import percent

    bound = "" if one.bound is None else f"; sai của lô ≤ {percent(one.bound)}"
    running = "" if one.running_bound is None else f"; của cơ quan ≤ {percent(one.running_bound)}"
    name = one.office or "không ghi cơ quan"
    counts = f"kiểm {one.looked}/{one.wanted} trên {one.size} mục, sai {one.wrong}, không rõ {one.unsure}"
    return f"{one.day:%d/%m/%Y} {name} ({one.number}): {one.state.value}; {counts}{bound}{running}"
