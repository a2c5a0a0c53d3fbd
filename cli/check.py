"""`hoso check`"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from cli.progress import bar
from cli.scans import SCAN_NAMES

if TYPE_CHECKING:
    from ocr.verdict.verdict import Grade, ScanVerdict

TO_RESCAN = 3


@dataclass(frozen=True, slots=True)
class _Checked:
    """One file: its verdict, or the sentence that tells why it is no scan."""

    name: str
    verdict: "ScanVerdict | None"
    refusal: str = ""


def check(
    paths: Annotated[list[Path], typer.Argument(help="scans, or folders of them: a folder is a dossier", exists=True)],
    json_file: Annotated[Path | None, typer.Option("--json", help="write all verdicts and measures here")] = None,
) -> None:
    """Tell at the counter, before anything is read, which pages to scan again. Exit status 3 when there are any."""
    from ocr.verdict.verdict import Grade

    folders = _folders(paths)
    checked = list(_checked(folders))
    console = Console(emoji=False, highlight=False, soft_wrap=True)
    for one in checked:
        _print(one, console)
    if json_file:
        json_file.parent.mkdir(parents=True, exist_ok=True)
        json_file.write_text(_as_json(checked), encoding="utf-8")
    pages = [page for one in checked if one.verdict for page in one.verdict.pages]
    again = sum(page.grade is Grade.RESCAN for page in pages)
    refused = sum(bool(one.refusal) for one in checked)
    console.print(f"Đã xem {len(checked)} tệp, {len(pages)} trang: {again} trang cần quét lại, {refused} tệp hỏng.")
    if refused or any(one.verdict and one.verdict.grade is Grade.RESCAN for one in checked):
        raise typer.Exit(TO_RESCAN)


def _folders(paths: Sequence[Path]) -> list[list[tuple[str, Path]]]:
    """(name, file) of each scan, those of one folder together: a page is looked for again within its folder."""
    found: dict[Path, list[tuple[str, Path]]] = {}
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and not file.name.startswith(".") and (file == path or file.suffix.lower() in SCAN_NAMES):
                name = str(file.relative_to(path)) if path.is_dir() else file.name
                found.setdefault(file.parent, []).append((name, file))
    return list(found.values())


def _checked(folders: Sequence[Sequence[tuple[str, Path]]]) -> Iterator[_Checked]:
    from errors import ScanRefused
    from ocr.verdict.pages import DossierJudge
    from ocr.verdict.verdict import ScanVerdict

    done, files = 0, sum(len(folder) for folder in folders)
    with bar("Xem các tệp", files) as advance:
        advance(0)
        for folder in folders:
            judge = DossierJudge()
            for position, (name, file) in enumerate(folder, start=1):
                try:
                    yield _Checked(name, ScanVerdict(tuple(judge.pages(file.read_bytes(), position))))
                except ScanRefused as refused:
                    yield _Checked(name, None, refused.sentence)
                done += 1
                advance(done)


def _print(one: _Checked, console: Console) -> None:
    if one.verdict is None:
        console.print(f"[red]{escape(one.name)}: {escape(one.refusal)}[/]")
        return
    for page in one.verdict.pages:
        dpi = f" ({page.dpi} dpi)" if page.dpi else ""
        console.print(f"{escape(one.name)}, trang {page.number}{dpi}: [{_style(page.grade)}]{page.grade.value}[/]")
        for sentence in page.sentences:
            console.print(f"    {escape(sentence)}")


def _style(grade: "Grade") -> str:
    return {"GOOD": "green", "READABLE": "yellow", "RESCAN": "bold red"}[grade.name]


def _as_json(checked: Sequence[_Checked]) -> str:
    from ocr.verdict.codec import verdict_to_json

    rows = [
        {"file": one.name, "refusal": one.refusal} if one.verdict is None
        else {"file": one.name, "verdict": json.loads(verdict_to_json(one.verdict))}
        for one in checked
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
