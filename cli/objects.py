"""`hoso objects`: are the stored files whole, where is their second copy, and what must be kept as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from cli.progress import bar
from errors import NotSetUp

if TYPE_CHECKING:
    from settings import Settings
    from storage.fixity import FixityRun
    from storage.fixity_rows import Site
    from storage.objects import ObjectStore
    from storage.sealing.vault import Vault
    from storage.warehouse import Warehouse

SOME_FAILED = 3
SECONDS_OF_A_MINUTE = 60

objects = typer.Typer(no_args_is_help=True, help="Stored files: prove them, copy them, bring them back, hold them.")

Copy = Annotated[bool, typer.Option("--copy", help="the second copy instead of the originals")]
Digest = Annotated[str, typer.Argument(help="digest of the file, 64 hex digits")]
Basis = Annotated[str, typer.Option(help="number of the decision or letter that asks for it")]


@dataclass(frozen=True, slots=True)
class Opened:
    settings: "Settings"
    warehouse: "Warehouse"
    vault: "Vault"
    store: "ObjectStore"
    copy: "ObjectStore | None"

    def second(self) -> "ObjectStore":
        """Raises NotSetUp without a second copy."""
        if self.copy is None:
            raise NotSetUp("no second copy is set: HOSO_OBJECTS_COPY, s3://bucket or another folder")
        return self.copy

    def at(self, copy: bool) -> "tuple[Site, ObjectStore]":
        from storage.fixity_rows import Site

        return (Site.COPY, self.second()) if copy else (Site.ORIGINALS, self.store)


@objects.command()
def show() -> None:
    """How well the files are kept: lock, second copy, share found whole of late, what is damaged or lost."""
    from cli.objects_health import told_of
    from storage.fixity_rows import Site

    with opened() as held:
        for site, store in ((Site.ORIGINALS, held.store), (Site.COPY, held.copy)):
            for line in told_of(held.warehouse, site, store, held.settings.fixity_days):
                typer.echo(line)


@objects.command()
def fixity(
    share: Annotated[
        float, typer.Option(help="share of all files to look at, longest unseen first", min=0, max=1)
    ] = 0.1,
    everything: Annotated[bool, typer.Option("--all", help="every file")] = False,
    minutes: Annotated[float, typer.Option(help="end after so long; 0: no limit", min=0)] = 0,
    copy: Copy = False,
) -> None:
    """Read stored files again and compare their digests. Nothing is changed or deleted.

    Exit status 3 when a file was found damaged or missing. Stopped half way, the next run goes on with the others.
    """
    from storage.fixity import Bound, fixity_run

    bound = Bound(1.0 if everything else share, minutes * SECONDS_OF_A_MINUTE or float("inf"))
    with opened() as held:
        site, store = held.at(copy)
        with bar("Kiểm tệp", 0) as advance:
            run = fixity_run(held.warehouse, store, site, bound, advance)
        typer.echo(
            f"{site.value.capitalize()}: đã kiểm {run.looked} trong {run.objects} tệp, "
            f"{megabytes(run.size)} MB nguyên vẹn{_erased_too(run.erased)}."
        )
        _tell_coverage(held, site)
    _tell_troubles(run, copy)


@objects.command("copy")
def bring() -> None:
    """Put into the second copy what it lacks. Safe to run again and to stop. Exit status 3 when some could not be."""
    from storage.copies import bring_copies

    with opened() as held, bar("Sao chép", 0) as advance:
        brought = bring_copies(held.warehouse, held.store, held.second(), advance)
    typer.echo(f"Đã sao chép {brought.copied} tệp sang bản sao thứ hai{_erased_too(brought.erased)}.")
    for digest in brought.unsound:
        typer.echo(f"Không sao chép được, tệp gốc hỏng hoặc mất: sha256:{digest}", err=True)
    if brought.unsound:
        raise typer.Exit(SOME_FAILED)


@objects.command("restore")
def bring_back(copy: Copy = False) -> None:
    """Bring damaged and lost files back from the other site, each proven first. Safe to run again and to stop.

    Exit status 3 when some are whole nowhere.
    """
    from storage.copies import restore

    with opened() as held, bar("Khôi phục", 0) as advance:
        site, store = held.at(copy)
        other = held.store if copy else held.second()
        done = restore(held.warehouse, store, other, site, advance)
    typer.echo(f"Đã khôi phục {len(done.restored)} tệp của {site.value}.")
    for digest in done.lost:
        typer.echo(f"Không nơi nào còn nguyên vẹn: sha256:{digest}", err=True)
    if done.lost:
        raise typer.Exit(SOME_FAILED)


@objects.command()
def hold(digest: Digest, basis: Basis) -> None:
    """Put a file on legal hold: it is kept beyond any term, at each site that has it."""
    _set_hold(digest, basis, on=True)


@objects.command()
def release(digest: Digest, basis: Basis) -> None:
    """End the legal hold of a file."""
    _set_hold(digest, basis, on=False)


@contextmanager
def opened() -> Iterator[Opened]:
    """The warehouse and both stores of these settings; no register is needed."""
    from cli.embedded import warehouse
    from settings import read_settings
    from storage.warehouse import Warehouse
    from system import open_stores, open_vault

    settings = read_settings()
    with (
        warehouse(settings) as url,
        open_vault(settings, url) as vault,
        Warehouse(url, vault, actor=settings.officer) as held,
    ):
        held.check()
        yield Opened(settings, held, vault, *open_stores(settings, vault))


def _set_hold(digest: str, basis: str, *, on: bool) -> None:
    from storage.legal_holds import checked_basis

    try:
        checked_basis(basis)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--basis") from None
    with opened() as held:
        stores = [held.store, *([held.copy] if held.copy and held.copy.has(digest) else [])]
        with held.warehouse.changing() as change:  # a store that refuses takes the audit row with it
            change.note("object.held" if on else "object.released", digest, basis=basis)
            for store in stores:
                (store.hold if on else store.release)(digest)
    typer.echo("Đã giữ nguyên trạng tệp." if on else "Đã bỏ giữ nguyên trạng.")


def megabytes(size: int) -> str:
    """ "1,9": a million bytes each, with a decimal comma."""
    return f"{size / 1e6:.1f}".replace(".", ",")


def _tell_coverage(held: Opened, site: "Site") -> None:
    from cli.objects_health import coverage_sentence, coverage_within

    typer.echo(
        coverage_sentence(coverage_within(held.warehouse, site, held.settings.fixity_days), held.settings.fixity_days)
    )


def _erased_too(number: int) -> str:
    return f", {number} tệp đã hủy khóa nên không đọc được nữa" if number else ""


def _tell_troubles(run: "FixityRun", copy: bool) -> None:
    if not run.troubles:
        return
    for trouble in run.troubles:
        of = f", thuộc hồ sơ {', '.join(trouble.dossier_ids)}" if trouble.dossier_ids else ""
        typer.echo(f"{trouble.condition.value}: sha256:{trouble.digest}{of}", err=True)
    typer.echo(f"Khôi phục bằng: hoso objects restore{' --copy' if copy else ''}", err=True)
    raise typer.Exit(SOME_FAILED)
