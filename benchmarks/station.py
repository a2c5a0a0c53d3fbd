"""`python -m benchmarks.station`: how soon the verification station shows the next question, and what it costs.

Thousands of questions are planted in a warehouse of its own; a real browser answers some by keys, then staff without a
browser answer others, alone and together. Beside it a plain form for each document over the same warehouse.
"""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from benchmarks import station_screen as screen
from benchmarks.machine import busy, machine
from benchmarks.report import give, page, table
from benchmarks.station_plain import plain_form
from benchmarks.station_planted import ASKED, SURE, plant, staff
from benchmarks.station_screen import Seen
from benchmarks.station_staff import Latencies, served, work_together
from benchmarks.warehouse_lookup import percentile
from settings import Settings
from storage import private_postgres
from storage.migrating import migrate

_TOGETHER = 4  # staff at once


def main(
    questions: Annotated[int, typer.Option(min=60, help="that wait")] = 2000,
    answers: Annotated[
        int, typer.Option(min=20, help="given by keys at each pace, and by staff without a browser")
    ] = 200,
    pause: Annotated[int, typer.Option(min=0, help="ms for which a careful person looks")] = 700,
    seed: Annotated[int, typer.Option(help="of the drawn forms")] = 7,
    plain_documents: Annotated[int, typer.Option(min=2, help="settled in the plain form")] = 60,
    out: Annotated[Path | None, typer.Option(help="write the tables to this Markdown page too")] = None,
) -> None:
    with tempfile.TemporaryDirectory(prefix="hoso-station-") as folder:
        url = private_postgres.start(Path(folder) / "postgres")
        settings = Settings(state=Path(folder), warehouse_url=url)  # type: ignore[call-arg]
        try:
            migrate(url)
            dossiers = plant(settings, questions + 2 * answers + 2 * answers + plain_documents * len(ASKED), seed)
            accounts = staff(settings, _TOGETHER + 2)
            with served(settings) as address:
                seen = _before_the_screen(address, accounts, answers, pause)
                alone = work_together(address, accounts[2:3], answers)
                together = work_together(address, accounts[2:], answers // _TOGETHER)
            with plain_form(settings, dossiers[::-1]) as plain_at, screen.browser_page() as shown:
                every = len(ASKED) + len(SURE)
                plain = screen.work_plainly(shown, plain_at, plain_documents, every, len(ASKED), pause)
        finally:
            private_postgres.stop(Path(folder) / "postgres")
    command = f"python -m benchmarks.station --questions {questions} --answers {answers} --pause {pause} --seed {seed}"
    facts = (*machine(), ("PostgreSQL", "on the same machine, as it comes"), busy())
    parts = (
        ("By keys, in Chromium", _screens(seen, plain, questions, pause)),
        ("The station's answers", _latencies({1: alone, _TOGETHER: together})),
    )
    give(page("Verification station", command, facts, parts), out)


def _before_the_screen(address: str, accounts: list[str], answers: int, pause: int) -> tuple[Seen, Seen]:
    """(by a careful person, by somebody who does not look)"""
    careful, hasty = accounts[:2]
    with screen.browser_page() as shown:
        looked = screen.work(shown, address, careful, answers, pause)
    with screen.browser_page() as shown:
        return looked, screen.work(shown, address, hasty, answers, 0)


def _screens(seen: tuple[Seen, Seen], plain: Seen, questions: int, pause: int) -> str:
    head = (
        "", "next painted p50 ms", "p95 ms", "max ms", "keys a settled question", "first load kB", "kB a question",
        "largest crop kB",
    )  # fmt: skip
    rows = [
        _row(f"this project, {pause} ms a question", seen[0]),
        _row("this project, without a look", seen[1]),
        _row("plain form of a document", plain),
    ]
    told = (
        f"At least {questions:,} questions wait, {len(ASKED)} of {len(ASKED) + len(SURE)} fields of each document, and "
        "every value that stands there is right. In the plain form the next thing painted is a document: to go on to "
        "the next field takes no time there, and whoever looks has to find it on the page.\n\n"
    )
    return told + table(head, rows)


def _row(name: str, seen: Seen) -> tuple[str, ...]:
    times = [f"{percentile(seen.next_ms, share):.0f}" for share in (0.5, 0.95, 1)]
    crop = f"{seen.largest_crop / 1000:.1f}" if seen.largest_crop else "–"
    keys = f"{seen.keys / seen.settled:.2f}"
    return (name, *times, keys, f"{seen.first_load / 1000:.0f}", f"{seen.each / 1000:.1f}", crop)


def _latencies(told: dict[int, Latencies]) -> str:
    rows = []
    for people, each in told.items():
        for route, found in (("POST /q/next", each.next), ("PUT /q/…/answer", each.answer)):
            times = [f"{1000 * percentile(sorted(found), share):.1f}" for share in (0.5, 0.95, 1)]
            rows.append((route, str(people), str(len(found)), *times))
    head = ("request", "staff at once", "requests", "p50 ms", "p95 ms", "max ms")
    return "As fast as the station answers, without a pause; the client on the same cores.\n\n" + table(head, rows)


if __name__ == "__main__":
    typer.run(main)
