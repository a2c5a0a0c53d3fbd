"""`hoso signing list|rotate|revoke|keys`: the keys under which answers are signed."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from storage.warehouse import Warehouse

signing = typer.Typer(help="The keys under which the reuse service signs its answers.", no_args_is_help=True)


class How(StrEnum):
    """`alg` of a signature."""

    es256 = "ES256"
    eddsa = "EdDSA"


class Why(StrEnum):
    compromised = "compromised"  # names of `storage.service.signing_keys.Revocation`
    mistaken = "mistaken"


@signing.command("list")
def list_keys() -> None:
    """Show every key, its state and its days."""
    from storage.service.signing_keys import signing_keys
    from storage.vietnam_time import VIETNAM

    with _opened() as warehouse, warehouse.looking() as connection:
        keys = signing_keys(connection)
    now = datetime.now(UTC)
    for key in keys:
        typer.echo(f"{key.kid}  {key.pair.algorithm.value}  {key.state(now).value}")
        days = {
            "công bố": key.made_at,
            "ký từ": key.signs_from,
            "ký đến": key.signs_until,
            "thu hồi": key.revoked_at,
        }
        said = [f"{what} {at.astimezone(VIETNAM):%d/%m/%Y %H:%M}" for what, at in days.items() if at]
        typer.echo(f"    {', '.join(said)}{f' ({key.reason.value})' if key.reason else ''}")
    typer.echo(f"{len(keys)} khóa.")


@signing.command()
def rotate(
    algorithm: Annotated[How, typer.Option(help="of the key that is published next")] = How.es256,
    hurry: Annotated[
        bool, typer.Option("--hurry", help="although the next key was published less than 20 minutes ago")
    ] = False,
) -> None:
    """Let the next key sign from two minutes on, and publish the one after it. What was signed before stays valid."""
    from storage.service.key_pairs import Algorithm
    from storage.service.signing_keys import rotate as rotated

    with _opened() as warehouse, warehouse.changing(getpass.getuser()) as change:
        key = rotated(change, Algorithm(algorithm.value), hurry=hurry)
    typer.echo(f"Từ 2 phút nữa ký bằng khóa {key.kid}. Đã công bố khóa kế tiếp.")


@signing.command()
def revoke(
    kid: Annotated[str, typer.Argument(help="thumbprint of the key, as `hoso signing list` shows it")],
    why: Annotated[Why, typer.Option(help="why nothing it signed is to be trusted any more")],
) -> None:
    """Withdraw a key at once: what it signed is no longer to be trusted. If it was signing, the next one signs now."""
    from storage.service.signing_keys import Revocation
    from storage.service.signing_keys import revoke as revoked

    with _opened() as warehouse, warehouse.changing(getpass.getuser()) as change:
        revoked(change, kid, Revocation[why.name.upper()])
    typer.echo("Đã thu hồi khóa. Hãy gửi tệp khóa mới cho nơi kiểm tra: hoso signing keys --out TỆP")


@signing.command()
def keys(out: Annotated[Path, typer.Option(help="file for the public keys")]) -> None:
    """Write all public keys, revoked ones marked, for `hoso verify --keys` on a machine without a network."""
    import json

    from api.jwks import key_set
    from storage.service.signing_keys import signing_keys

    with _opened() as warehouse, warehouse.looking() as connection:
        known = signing_keys(connection)
    out.write_text(json.dumps(key_set(known, datetime.now(UTC), revoked=True), indent=1) + "\n", encoding="utf-8")
    typer.echo(f"Đã ghi {len(known)} khóa công khai. Hãy chép tệp này qua đường tin cậy.")


@contextmanager
def _opened() -> "Iterator[Warehouse]":
    """The warehouse with its vault; the first keys are made where there are none."""
    from api.signing import open_signer
    from cli.embedded import warehouse
    from settings import read_settings
    from storage.warehouse import Warehouse
    from system import open_vault

    settings = read_settings()
    with warehouse(settings) as url, open_vault(settings, url) as vault, Warehouse(url, vault) as opened:
        opened.check()
        open_signer(settings, opened)
        yield opened
