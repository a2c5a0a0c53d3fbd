"""`hoso recall`"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.cases import opened
from storage.vietnam_time import VIETNAM, day_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.service.recalls import Reader


def recall(
    record: Annotated[str, typer.Argument(help="id of a record; nothing: open the recalls that are due")] = "",
    field: Annotated[str, typer.Argument(help="one of its fields; nothing: the whole record")] = "",
) -> None:
    """Show what of a record proved wrong, who had read it, who was told and what they answered."""
    from reuse.recall import NAME, open_new
    from storage.of_person import loaded
    from storage.service import recalls

    with opened() as system:
        typer.echo(f"{open_new(system.warehouse)} thu hồi mới.")
        if not record:
            return
        with system.warehouse.looking(NAME) as connection:
            found = recalls.recalls_of(connection, record, field)
            held = loaded(connection, record)
            person_id = held.record.person_id if held else None
            readers: tuple[Reader, ...] = ()
            if not found and person_id:
                latest = (
                    max((one.revision for one in held.record.fields if one.field == field), default=0) if held else 0
                )
                wrong = recalls.Wrong(person_id, record, field, latest, recalls.Cause.REVISED, datetime.now(UTC))
                readers = recalls.would_be_told(connection, wrong)
    for one in found:
        what = f"mục {one.wrong.field}" if one.wrong.field else "cả bản ghi"
        at = one.wrong.found_at.astimezone(VIETNAM)
        typer.echo(f"{one.id}  {what}, phát hiện {at:%d/%m/%Y %H:%M}. {one.wrong.cause.value}")
        _show(one.readers)
    if not found:
        typer.echo("Chưa có gì của bản ghi này bị phát hiện là sai. Nếu sai thì những nơi sau được báo:")
        _show(readers)


def _show(readers: "Iterable[Reader]") -> None:
    for one in readers:
        answer = f"{one.answer.value} ({day_of(one.answered_at):%d/%m/%Y})" if one.answer and one.answered_at else ""
        waiting = "chưa trả lời" if one.told_at else ""
        first, last = (f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}" for at in (one.first_at, one.last_at))
        typer.echo(f"    {one.reader}: đọc {one.number} lần, {first} - {last}  {answer or waiting}")
