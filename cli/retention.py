"""`hoso retention list|due|hold|release|erase|receipts|sweep|again`: what is kept for how long, and what is erased."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cli.objects import Opened
    from storage.erasure import Plan, Receipt
    from storage.removal import Removed
    from storage.sealing.owner import Owner

retention = typer.Typer(no_args_is_help=True, help="Terms of retention, legal holds, erasure by destroying keys.")

What = Annotated[str, typer.Argument(help="person:<id>, dossier:<id or code> or object:<digest>")]
Basis = Annotated[str, typer.Option(help="number of the decision, request or letter: no words, no names")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="a day, yyyy-mm-dd; nothing: today")]
Officer = Annotated[str, typer.Option(help="staff id of who does it; nothing: the account on this machine")]


@retention.command(name="list")
def list_terms(on: Day = None) -> None:
    """List the terms of retention in force, with their sources, the papers' labels, and the holds that stand."""
    from storage.legal_holds import holds
    from storage.retention_terms import ANY, terms
    from storage.sensitivity import label_of

    day = _day(on)
    for term in terms(day):
        typer.echo(term.said)
        for kind in term.kinds:
            typer.echo("  mọi hồ sơ" if kind == ANY else f"  {kind}: {label_of(kind, on=day).said}")
        if term.note:
            typer.echo(f"  Chưa kiểm chứng: {term.note}.")
    with _opened() as held, held.warehouse.looking() as connection:
        for one in holds(connection, day):
            until = f" đến hết {one.until:%d/%m/%Y}" if one.until else ""
            typer.echo(f"Giữ nguyên trạng {one.id}: {one.what}{until}, theo {one.basis}")


@retention.command()
def due(on: Day = None) -> None:
    """List dossiers that no term keeps any more. Nothing is erased by it."""
    from storage import retention as keeping

    with _opened() as held, held.warehouse.looking() as connection:
        found = keeping.due(connection, _day(on))
    for one in found:
        typer.echo(one.said)
    typer.echo(f"{len(found)} hồ sơ hết thời hạn lưu giữ.")


@retention.command()
def hold(
    what: What,
    basis: Basis,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="last day; nothing: until released")
    ] = None,
    officer: Officer = "",
) -> None:
    """Put a person, a dossier or an object on legal hold: nothing of theirs is erased while it stands."""
    from storage import legal_holds

    with _opened() as held:
        owner, named = _owner(held, what), _basis(basis)
        with held.warehouse.changing(officer or getpass.getuser()) as change:
            typer.echo(legal_holds.hold(change, owner, named, until.date() if until else None))


@retention.command()
def release(
    which: Annotated[str, typer.Argument(help="id of a hold, as `hoso retention list` has it")],
    basis: Basis,
    officer: Officer = "",
) -> None:
    """End one legal hold."""
    from storage import legal_holds

    named = _basis(basis)
    with _opened() as held, held.warehouse.changing(officer or getpass.getuser()) as change:
        legal_holds.release(change, which, named)
    typer.echo("Đã bỏ giữ nguyên trạng.")


@retention.command()
def erase(
    what: What,
    basis: Basis,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask for the id to be typed again")] = False,
    officer: Officer = "",
) -> None:
    """Erase a person or a dossier for ever, by destroying their keys; refused while a term runs or a hold stands."""
    from storage.erasure import erase as erase_for_ever
    from storage.erasure import plan
    from storage.removal import remove_erased

    named = _basis(basis)
    with _opened() as held:
        owner = _erasable(_owner(held, what))
        stores = [held.store, *([held.copy] if held.copy else [])]
        with held.warehouse.looking() as connection:
            _tell_plan(plan(connection, owner))
        if not yes and typer.prompt("Không thể khôi phục. Gõ lại mã để xác nhận") != owner.id:
            raise typer.Abort()
        person = officer or getpass.getuser()
        done = erase_for_ever(
            held.warehouse, owner, named, lambda digest: any(store.on_hold(digest) for store in stores), person=person
        )
        _tell_receipt(done)
        removed = remove_erased(held.warehouse, stores, done.objects)
    if removed.locked:
        typer.echo(
            f"  {removed.locked} tệp còn nằm trong kho vì kho chưa cho xóa; không còn khóa nên không ai đọc được."
        )


@retention.command()
def receipts(what: Annotated[str, typer.Argument(help="of whom; nothing: all")] = "") -> None:
    """Show the receipts of erasures. They hold no personal value."""
    from storage import erasure

    with _opened() as held:
        owner = _owner(held, what) if what else None
        with held.warehouse.looking() as connection:
            found = erasure.receipts(connection, owner)
    for one in found:
        _tell_receipt(one)
    typer.echo(f"{len(found)} biên nhận.")


@retention.command()
def sweep() -> None:
    """End what is left of bulk exports past their term, and remove the unreadable bytes of erased files from stores
    that have since let go of them. Safe to run again."""
    from storage.care import sweep as remove
    from storage.service.export_ending import drop_parts

    with _opened() as held:
        left = drop_parts(held.warehouse)
        if left:
            typer.echo(f"  Đã hủy khóa {left} phần của các lần xuất dữ liệu đã hết hạn hoặc bị thu hồi.")
        _tell_removed(remove(held.warehouse, [held.store, *([held.copy] if held.copy else [])]))


@retention.command()
def again(what: What, basis: Basis, officer: Officer = "") -> None:
    """Let something new be kept for who was erased, after a new dossier came in. What was erased stays erased."""
    from storage.sealing.erasing import begin_again

    with _opened() as held:
        owner, named = _erasable(_owner(held, what)), _basis(basis)
        with held.warehouse.changing(officer or getpass.getuser()) as change:
            begin_again(change, held.vault.master, owner, "retention/again")
            change.note("retention.again", str(owner), basis=named)
    typer.echo("Có thể lưu dữ liệu mới; dữ liệu đã hủy vẫn không đọc được.")


@contextmanager
def _opened() -> "Iterator[Opened]":
    from cli.objects import opened

    with opened() as held:
        yield held


def _day(on: datetime | None) -> date:
    from storage.vietnam_time import today

    return on.date() if on else today()


def _basis(basis: str) -> str:
    from storage.legal_holds import checked_basis

    try:
        return checked_basis(basis)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--basis") from None


def _owner(held: "Opened", what: str) -> "Owner":
    """A dossier may be named by its code, as long as only one has it."""
    from storage.legal_holds import owner_in

    kind, _, name = what.partition(":")
    if kind == "dossier" and "-" in name:
        found = held.warehouse.dossiers(code=name)
        name = found[0].id if len(found) == 1 else name
    try:
        return owner_in(f"{kind}:{name}")
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="what") from None


def _erasable(owner: "Owner") -> "Owner":
    from storage.sealing.owner import OwnerKind

    if owner.kind is OwnerKind.OBJECT:
        raise typer.BadParameter("an object goes with its person or its dossier", param_hint="what")
    return owner


def _tell_plan(found: "Plan") -> None:
    typer.echo(f"Sẽ hủy khóa của {len(found.gone)} chủ: {_counted([str(one) for one in found.gone])}.")
    if found.exports:
        typer.echo(
            f"Thu hồi {len(found.exports)} lần xuất dữ liệu có thể chứa dữ liệu này; nơi đã lấy được báo để hủy."
        )
    if found.left:
        typer.echo(f"Giữ lại vì còn cần cho người khác: {_counted([str(one) for one in found.left])}.")


def _tell_receipt(one: "Receipt") -> None:
    typer.echo(f"Biên nhận {one.id}: {one.at:%d/%m/%Y %H:%M}, {one.what}, theo {one.basis}, người thực hiện {one.by}")
    typer.echo(f"  Đã hủy {len(one.key_ids)} khóa: {_counted(one.owners)}.")
    for key_id in one.key_ids:
        typer.echo(f"    khóa {key_id}")
    if one.kept:
        typer.echo(f"  Giữ lại: {_counted(one.kept)}.")


def _tell_removed(done: "Removed") -> None:
    typer.echo(f"  Đã xóa {done.removed} tệp khỏi kho.")
    if done.locked:
        typer.echo(f"  {done.locked} tệp còn trong kho vì kho chưa cho xóa; đã mất khóa nên không ai đọc được.")


def _counted(owners: "list[str] | tuple[str, ...]") -> str:
    """ "1 người, 2 hồ sơ, 5 tệp"."""
    words = {"person": "người", "dossier": "hồ sơ", "object": "tệp"}
    numbers = {word: sum(one.startswith(f"{kind}:") for one in owners) for kind, word in words.items()}
    return ", ".join(f"{number} {word}" for word, number in numbers.items() if number) or "không có gì"
