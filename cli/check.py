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
from cli.scans import SCAN_NAMES, files_below

if TYPE_CHECKING:
    from ocr.files.scan_finding import ScanFinding
    from ocr.verdict.dossier import DossierJudge
    from ocr.verdict.verdict import Grade, ScanVerdict

TO_RESCAN = 3


@dataclass(frozen=True, slots=True)
class _Checked:
    """One file: its verdict and what is odd about it, or the sentence that tells why it is no scan."""

    name: str
    verdict: "ScanVerdict | None"
    refusal: str = ""
    findings: "tuple[ScanFinding, ...]" = ()


def check(
    paths: Annotated[list[Path], typer.Argument(help="scans, or folders of them: a folder is a dossier", exists=True)],
    json_file: Annotated[Path | None, typer.Option("--json", help="write all verdicts and measures here")] = None,
) -> None:
    """Tell at the counter, before anything is read, which pages to scan again and what is odd about a file.

    Exit status 3 when there is a page to scan again or a file that cannot be taken in.
    """
    from ocr.verdict.verdict import Grade

    checked = list(_checked(paths))
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
    """(name, file) of each file, those of one folder together: a page is looked for again within its folder."""
    found: dict[Path, list[tuple[str, Path]]] = {}
    for name, file in files_below(list(paths)):
        found.setdefault(file.parent, []).append((str(name), file))
    return list(found.values())


def _checked(paths: Sequence[Path]) -> Iterator[_Checked]:
    """Each scan. What lies beside them in a folder and neither is nor claims to be a scan is passed over."""
    from errors import ScanRefused
    from ocr.files.refusal import Refusal
    from ocr.verdict.dossier import DossierJudge

    folders = _folders(paths)
    done, files = 0, sum(len(folder) for folder in folders)
    with bar("Xem các tệp", files) as advance:
        advance(0)
        for folder in folders:
            judge, position = DossierJudge(), 0
            for name, file in folder:
                position += 1
                try:
                    yield _seen(name, file.read_bytes(), judge, position)
                except ScanRefused as refused:
                    beside = refused.reason in (Refusal.NOT_A_SCAN, Refusal.EMPTY) and file not in paths
                    if beside and file.suffix.lower() not in SCAN_NAMES:
                        position -= 1
                    else:
                        yield _Checked(name, None, refused.sentence)
                done += 1
                advance(done)


def _seen(name: str, content: bytes, judge: "DossierJudge", position: int) -> _Checked:
    """Raises ScanRefused."""
    from ocr.files.sandbox import inspect_confined

    facts = inspect_confined(content)
    return _Checked(name, judge.scan(content, position), findings=facts.findings)


def _print(one: _Checked, console: Console) -> None:
    if one.verdict is None:
        console.print(f"[red]{escape(one.name)}: {escape(one.refusal)}[/]")
        return
    for finding in one.findings:
        console.print(f"{escape(one.name)}: [{'bold yellow' if finding.held else 'yellow'}]{finding.value}[/]")
        if finding.held:
            console.print(f"    {finding.why_held} Hồ sơ có tệp này sẽ chờ cán bộ xem trước khi lưu vào kho.")
    for page in one.verdict.pages:
        dpi = f" ({page.dpi} dpi)" if page.dpi else ""
        console.print(f"{escape(one.name)}, trang {page.number}{dpi}: [{_style(page.grade)}]{page.grade.value}[/]")
        for sentence in page.sentences:
            console.print(f"    {escape(sentence)}")
    if one.verdict.seen_in_part:
        console.print(f"{escape(one.name)}: [yellow]{one.verdict.seen_in_part}[/]")


def _style(grade: "Grade") -> str:
    return {"GOOD": "green", "READABLE": "yellow", "RESCAN": "bold red"}[grade.name]


def _as_json(checked: Sequence[_Checked]) -> str:
    from ocr.verdict.codec import verdict_to_json

    rows = [
        {"file": one.name, "refusal": one.refusal} if one.verdict is None
        else {
            "file": one.name,
            "verdict": json.loads(verdict_to_json(one.verdict)),
            "findings": [finding.name for finding in one.findings],
        }
        for one in checked
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
