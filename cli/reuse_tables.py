"""The answers of reuse as tables that a clerk reads aloud from."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.story import shown
from reuse.catalogue import catalogue
from reuse.components import Procedure
from reuse.prefill import Filled, PrefilledField, Provenance
from reuse.standing import State
from reuse.sufficiency import Applies, ComponentAnswer, RestsOn, Sufficiency

_TONES = {
    State.SUFFICIENT: "green",
    State.CONFLICTING: "red",
    State.INCOMPLETE: "yellow",
    State.STALE: "yellow",
    State.ABSENT: "default",
}


def procedures_table(known: Sequence[Procedure]) -> Table:
    table = Table("Mã", "Nhóm", "Thủ tục", "Cơ quan giải quyết", "Áp dụng từ", "Thành phần", "Mục tờ khai")
    for one in known:
        codes = [f"{code} (chưa kiểm chứng)" if code in one.unverified_codes else code for code in one.codes]
        counts = str(len(one.components)), str(len(one.fields))
        table.add_row(", ".join(codes), one.family, one.name, one.office, shown(one.valid_from), *counts)
    return table


def print_sufficiency(answer: Sufficiency, console: Console) -> None:
    console.rule(f"{escape(str(answer.procedure))}, xét vào ngày {shown(answer.on)}")
    table = Table("Thành phần", "Kết quả", "Dựa vào", "Căn cứ", "Làm gì, nói gì", show_lines=True)
    for one in answer.components:
        table.add_row(one.component.name, _state(one), _rests_on(one), _basis(one), _said(one))
    console.print(table)
    reused = len(answer.not_asked_again)
    enough = "Đủ, chỉ còn ký tờ khai." if answer.enough else "Chưa đủ."
    console.print(f"{enough} Không phải nộp lại: {reused}/{len(answer.components)} thành phần.")


def _state(one: ComponentAnswer) -> str:
    if one.applies is Applies.NO:
        return Applies.NO.value
    unsure = f"\n[dim]{one.applies.value}[/]" if one.applies is Applies.UNKNOWN else ""
    whom = f"\n[dim]Ai làm: {', '.join(actor.value for actor in one.tell)}[/]" if one.tell else ""
    return f"[{_TONES[one.state]}]{one.state.value}[/]\n{one.ground.value}{unsure}{whom}"


def _said(one: ComponentAnswer) -> str:
    lines = [f"[dim]Cán bộ: {escape(one.do)}[/]"] if one.do else []
    return "\n".join([*lines, escape(one.ask)] if one.ask else lines) or "(không hỏi gì)"


def _rests_on(one: ComponentAnswer) -> str:
    return "\n".join(_record(each) for each in one.rests_on) or "-"


def _record(each: RestsOn) -> str:
    days = {"cấp": each.issued, "xác minh": each.verified, "giá trị đến": each.valid_until}
    told = ", ".join(f"{what} {shown(day)}" for what, day in days.items() if day)
    missing = f"; thiếu: {', '.join(each.missing)}" if each.missing else ""
    return f"{each.title} [dim]{each.record_id[:8]}[/] {told}{missing}"


def _basis(one: ComponentAnswer) -> str:
    return "\n".join(law.cited for law in one.basis)


def print_prefill(procedure: Procedure, filled: Sequence[PrefilledField], console: Console) -> None:
    console.rule(escape(str(procedure)))
    table = Table("Mục của tờ khai", "Giá trị", "Từ đâu", "Độ mới")
    for one in filled:
        mark = "" if one.field.required else " [dim](nếu có)[/]"
        fresh = one.freshness.value if one.freshness else ""
        table.add_row(f"{one.field.label}{mark}", _value(one), _from(one), fresh)
    console.print(table)
    held = sum(one.state is Filled.HELD for one in filled)
    console.print(f"Điền sẵn được {held}/{len(filled)} mục.")


def _value(one: PrefilledField) -> str:
    if one.value is not None:
        return escape(shown(one.value))
    values = dict.fromkeys(shown(source.value) for source in one.sources)
    return "[red]" + escape(" | ".join(values)) + "[/]" if values else "[dim]-[/]"


def _from(one: PrefilledField) -> str:
    if one.state is Filled.NOT_HELD:
        why = one.why.value if one.why else ""
        return f"[dim]{why} Nơi có: {one.who_has.value if one.who_has else '-'}[/]"
    lines = [_source(each) for each in one.sources]
    return "\n".join(dict.fromkeys((*lines, one.why.value) if one.why else lines))


def _source(one: Provenance) -> str:
    title = catalogue().papers[one.kind].title
    place = next((f", trang {each.page}" for each in one.places), "")
    sure = f" {one.confidence:.0%}" if one.confidence is not None else ""
    register = f"; {one.register.value}" if one.register else ""
    day = f", {shown(one.known_on)}" if one.known_on else ""
    reason = f"\n[yellow]{one.reason.value}[/]" if one.reason else ""
    return f"{title}{place} [dim]({one.method.value}{sure}{register}{day})[/]{reason}"
