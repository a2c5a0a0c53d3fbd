"""`hoso reuse export`"""

import getpass
import re
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.progress import bar

if TYPE_CHECKING:
    from reuse.export_writing import Sign, Written
    from settings import Settings
    from storage.warehouse import Warehouse

_SCOPE = re.compile(r"(person\.[a-z0-9_]+|document\.[a-z0-9_]+\.([a-z0-9_]+|\*)):read")
_DAYS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"]

Moment = Annotated[datetime | None, typer.Option(formats=_DAYS, help="a day by the clock of Vietnam, or a moment")]


def export(
    out: Annotated[Path, typer.Option(help="new or empty folder for the parts and the signed manifest")],
    procedure: Annotated[str, typer.Option(help="purpose: code of the procedure")],
    basis: Annotated[str, typer.Option(help="purpose: legal basis, by its code")],
    dossier: Annotated[str, typer.Option(help="purpose: code of the dossier, where it is for one")] = "",
    scope: Annotated[
        list[str] | None,
        typer.Option(help="values to give out: person.phone:read, document.cccd.ngay_cap:read, document.ct01.*:read"),
    ] = None,
    kind: Annotated[list[str] | None, typer.Option(help="kind of record; nothing: all")] = None,
    field: Annotated[list[str] | None, typer.Option(help="field; nothing: all that the scopes allow")] = None,
    since: Moment = None,
    until: Moment = None,
    issuer: Annotated[str, typer.Option(help="address under which the service is known; nothing: HOSO_API_URL")] = "",
    csv: Annotated[bool, typer.Option("--csv", help="CSV for spreadsheets in place of Parquet")] = False,
) -> None:
    """Write records and fields with their provenance, signed. Without --scope only ids, kinds, days and states."""
    from cli.embedded import warehouse
    from reuse.export_job import write_export
    from reuse.export_places import FolderSink
    from settings import read_settings
    from storage.audit.reading import ReadPurpose
    from storage.service.exports import ExportOrder, FileForm
    from storage.warehouse import Warehouse
    from system import open_vault

    wrong = [one for one in scope or [] if not _SCOPE.fullmatch(one)]
    if wrong:
        raise typer.BadParameter("not a scope of a field", param_hint="--scope")
    now = datetime.now(UTC)
    order = ExportOrder(
        str(uuid.uuid4()),
        getpass.getuser(),
        ReadPurpose(procedure, dossier, basis),
        frozenset(scope or []),
        _moment(until) or now,
        _moment(since),
        tuple(kind or []),
        tuple(field or []),
        form=FileForm.CSV if csv else FileForm.PARQUET,
    )
    settings = read_settings()
    with warehouse(settings) as url, open_vault(settings, url) as vault, Warehouse(url, vault) as held:
        held.check()
        sink = FolderSink(out)
        with bar("Xuất dữ liệu", 0) as advance:
            sign = _signer(settings, held)
            written = write_export(
                held,
                order,
                sink,
                sign,
                issuer or settings.api_url or _default_issuer(),
                lambda done: advance(done, done),
            )
    if written is None:  # nobody else has this id
        raise typer.Exit(3)
    _tell(written, order.id)
    typer.echo(f"Kiểm tra: hoso verify {out / 'manifest.json'} --keys TỆP")


def _tell(written: "Written", export_id: str) -> None:
    parts = len(written.parts)
    typer.echo(f"Đã xuất {written.records} bản ghi, {written.fields} giá trị, {parts} phần; mã {export_id}.")
    if written.withheld:
        values, fields = sum(written.withheld.values()), len(written.withheld)
        typer.echo(f"Không xuất {values} giá trị của {fields} mục vì chưa có --scope cho chúng.")
    if written.erased:
        typer.echo(f"{written.erased} giá trị đã bị hủy khóa nên không còn.")


def _signer(settings: "Settings", warehouse: "Warehouse") -> "Sign":
    from api.jose import MANIFEST
    from api.signing import open_signer

    signer = open_signer(settings, warehouse)
    return lambda content: signer.sign_detached(content, typ=MANIFEST)


def _default_issuer() -> str:
    from api.service import DEFAULT_ISSUER

    return DEFAULT_ISSUER


def _moment(said: datetime | None) -> datetime | None:
    from storage.vietnam_time import VIETNAM

    return said.replace(tzinfo=VIETNAM) if said is not None and said.tzinfo is None else said
