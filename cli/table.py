"""Dossiers as a table that a clerk understands, and one dossier at length."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.settled_lines import field_line, whole_line
from cli.signatures import signature_lines
from cli.story import (
    REGISTERS,
    Story,
    attached_line,
    correction_line,
    doubts,
    finding_line,
    paper_lines,
    paper_names,
    person_line,
    phone_line,
    reading_rows,
    value_shown,
    verdict_line,
)
from extractors.reading import Document
from extractors.titles import field_title, form_title
from matching.resolution import Outcome
from ocr.files.scan_finding import ScanFinding

STYLES = {"good": "green", "ask": "yellow", "bad": "red"}
NARROWEST = 110  # columns of a terminal; below, and in a log, the table takes this width all the same


def print_table(stories: Sequence[Story], console: Console) -> None:
    """One row a dossier: state and why, papers, person and phone, what was corrected, what waits."""
    table = Table(show_lines=True, width=max(console.width, NARROWEST))
    for heading, ratio in (
        ("Hồ sơ, trạng thái", 6),
        ("Giấy tờ, số trường đọc được", 6),
        ("Người, điện thoại", 7),
        ("Đã đính chính, theo đâu", 7),
        ("Chờ cán bộ đối chiếu", 6),
    ):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for one in stories:
        table.add_row(_state(one), _papers(one), _who(one), _corrected(one), _tasks(one))
    console.print(table, crop=False, soft_wrap=True)


def _state(one: Story) -> str:
    why = one.dossier.reason if one.tone != "good" else ""
    return f"[bold]{escape(one.name)}[/]\n[{STYLES[one.tone]}]{one.state}[/]\n{escape(why)}".strip()


def _papers(one: Story) -> str:
    documents = [paper.stored.document for paper in one.papers]
    read = sum(reading.value is not None for document in documents for reading in document.readings)
    lines = [f"• {escape(name)}" for name in paper_names(documents)]
    lines += [f"[dim]{read} trường[/]"] if documents else []
    lines += [f"[red]• {escape(scan.name)}: {escape(scan.refusal.value)}[/]" for scan in one.refused if scan.refusal]
    lines += [f"[yellow]• {escape(scan.name)}: trùng một tệp đã nộp trước[/]" for scan in one.duplicates]
    lines += [f"[yellow]• {escape(scan.name)}: {escape(verdict_line(scan))}[/]" for scan in one.faulty]
    lines += [f"[yellow]• {escape(f'{found.place}: {found.finding.value}')}[/]" for found in one.findings]
    return "\n".join(lines)


def _who(one: Story) -> str:
    if one.resolution is None:
        return ""
    return f"{escape(person_line(one)) or 'chưa rõ là ai'}\n[dim]ĐT:[/] {escape(phone_line(one.resolution.phone))}"


def _corrected(one: Story) -> str:
    if one.resolution is None:
        return ""
    proposed = "" if one.resolution.outcome is Outcome.LINKED else "[yellow](đề xuất)[/] "
    return "\n".join(
        f"• {proposed}{escape(correction_line(row))}\n  [dim]{REGISTERS[row.source]}: {escape(row.reason.value)}[/]"
        for row in one.corrections
    )


def _tasks(one: Story) -> str:
    """What is asked, short: whether a file may be used, whose dossier it is, and the fields of each paper."""
    forms = {paper.stored.id: paper.stored.document.form for paper in one.papers}
    lines: dict[str, list[str]] = {}
    for task in one.tasks:
        asked = task.question
        form = forms.get(asked.document_id or "")
        if asked.kind in ScanFinding.__members__:
            lines.setdefault("Tệp có điều bất thường", [])
        elif form is None:
            lines.setdefault("Hồ sơ này là của ai?", [])
        elif asked.field is None:
            lines.setdefault("Giấy tờ chưa nhận ra", [])
        else:
            lines.setdefault(form_title(form), []).append(field_title(form, asked.field))
    return "\n".join(
        f"• {escape(': '.join([what, ', '.join(fields)] if fields else [what]))}" for what, fields in lines.items()
    )


def print_story(one: Story, console: Console) -> None:
    """Everything that is known of one dossier, with where it was seen."""
    console.rule(escape(one.name))
    console.print(f"[{STYLES[one.tone]}]{one.state}[/]  {escape(one.sentence)}")
    console.print(f"[dim]mã trong kho {one.dossier.id}[/]")
    if one.dossier.owner:
        console.print(f"Người xử lý: {one.dossier.owner.value}, hạn {one.dossier.deadline:%d/%m/%Y}")
    for scan in one.refused:
        console.print(f"[red]{escape(scan.name)}: {escape(scan.refusal.value if scan.refusal else '')}[/]")
    for scan in one.faulty:
        console.print(f"[yellow]{escape(scan.name)}: {escape(verdict_line(scan))}[/]")
    for scan, parent in one.attached:
        console.print(f"[dim]{escape(attached_line(scan, parent))}[/]")
    for found in one.findings:
        console.print(f"[{'bold yellow' if found.finding.held else 'yellow'}]{escape(finding_line(found))}[/]")
    for signed in one.signed:
        for tone, line in signature_lines(signed):
            console.print(f"[{STYLES[tone]}]{escape(line)}[/]")
    for sentence in one.joins:
        console.print(f"[yellow]{escape(sentence)}[/]")
    if one.resolution:
        console.print(f"Người: {escape(person_line(one))}")
        console.print(f"Điện thoại: {escape(phone_line(one.resolution.phone))}")
        for reason in (*one.resolution.reasons, *one.resolution.phone.reasons):
            console.print(f"  • {reason.value}")
    for row in one.corrections:
        console.print(f"Đính chính  {escape(correction_line(row))}  ({REGISTERS[row.source]}) {row.reason.value}")
    for paper in one.papers:
        _print_paper(paper.stored.document, console)
    for line in (*map(field_line, one.settled), *map(whole_line, one.settled_whole)):
        console.print(f"[green]Đã xác nhận[/] {escape(line)}")
    for task in one.tasks:
        console.print(f"[yellow]Chờ: {escape(task.question.question)}[/]")
    for asked in one.inquiries:
        console.print(f"[dim]Đã hỏi {REGISTERS[asked.register]}: {asked.supposition.value} → {asked.outcome.value}[/]")


def _print_paper(document: Document, console: Console) -> None:
    for sentence in paper_lines(document):
        console.print(f"[yellow]{escape(f'{paper_names([document])[0]}: {sentence}')}[/]")
    table = Table(title=escape(paper_names([document])[0]), title_justify="left", show_edge=False)
    for heading in ("Trường", "Đọc được", "Bằng", "Độ tin", "Trang và ô (px)"):
        table.add_column(heading)
    for label, reading, method in reading_rows(document):
        where = "; ".join(
            f"{piece.page}: {piece.box.left},{piece.box.top} - {piece.box.right},{piece.box.bottom}"
            for piece in reading.evidence
        )
        remarks = "".join(f"\n[yellow]{escape(doubt)}[/]" for doubt in doubts(reading))
        table.add_row(label, escape(value_shown(reading)) + remarks, method.value, f"{reading.sureness:.2f}", where)
    console.print(table)
