"""`hoso replay`"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from matching.decision import Decision

DIFFERS = 3


def replay(
    what: Annotated[str, typer.Argument(help="code or id of a dossier, or a file that `hoso match --record` wrote")],
    weights: Annotated[Path | None, typer.Option(help="the rates of then, where others are in force now")] = None,
) -> None:
    """Make decisions again from what they rest on, asking no register. Exit status 3 when one comes out otherwise."""
    from matching.replay import replay as again
    from matching.weighing.weights import read_weights

    rates = read_weights(weights) if weights else None
    made, different = 0, 0
    for decision in _from_file(Path(what)) if Path(what).is_file() else _from_warehouse(what):
        made += 1
        result = again(decision, rates)
        if not result.same:
            different += 1
            parts = ", ".join(result.differs_in)
            typer.echo(f"{decision.claim.dossier_id}: quyết định làm lại khác ở {parts}", err=True)
    typer.echo(f"{made} quyết định được làm lại: {made - different} giống từng byte, {different} khác.")
    if different:
        raise typer.Exit(DIFFERS)


def _from_file(path: Path) -> "list[Decision]":
    from errors import NotSetUp
    from matching.codec import decision_from_json

    found = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                found.append(decision_from_json(line))
            except (KeyError, TypeError, ValueError):  # its text would tell the values
                raise NotSetUp(f"{path.name}, dòng {number}: không phải một quyết định đã ghi lại") from None
    return found


def _from_warehouse(what: str) -> "list[Decision]":
    import pipeline
    from cli.embedded import embedded
    from cli.show import dossiers
    from errors import NotHeld
    from settings import read_settings

    with embedded(read_settings()) as settings, pipeline.open_system(settings) as system:
        ids = dossiers(what, system)
        if not ids:
            raise NotHeld(f"no dossier is held under {what}")
        return [decision for one in ids for decision in system.warehouse.decisions(one)]
