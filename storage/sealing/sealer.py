"""What seals and unseals for a connection, as the column types reach it: by the dialect of its engine."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, cast

from sqlalchemy import Dialect, Engine

from errors import NotSetUp
from storage.sealing.owner import Owner

_VAULT = "hoso_vault"


class Sealer(Protocol):
    """`storage.sealing.vault.Vault`, as far as columns and look-ups need it."""

    def seal(self, owner: Owner, place: str, content: bytes) -> str:
        """As a token that only the owner's key opens, and only at this place. Raises Erased."""
        ...

    def unseal(self, place: str, token: str) -> bytes:
        """What was sealed. Raises Erased, SealBroken."""
        ...

    def blind(self, kind: str, value: str) -> bytes:
        """16 bytes by which a value is found again without being told."""
        ...

    def prepare(self, owners: Iterable[Owner]) -> None:
        """Have the keys of many owners ready, made where there is none, in few statements. Raises Erased."""
        ...

    def fetch_ids(self, ids: Iterable[bytes]) -> None:
        """Have the keys of many tokens ready, in few statements."""
        ...

    def forget(self, owners: Sequence[Owner] | None = None) -> None:
        """Remember no key of these owners any more."""
        ...

    def lookup_secret(self, use: str) -> bytes:
        """32 secret bytes for keyed digests of one use, the same for ever."""
        ...


def give_vault(engine: Engine, vault: Sealer | None) -> None:
    """From now on the personal columns of this engine are sealed and unsealed by this vault."""
    setattr(engine.dialect, _VAULT, vault)


def vault_of(dialect: Dialect) -> Sealer:
    """Raises NotSetUp where an engine was opened without one: nothing is then read, and nothing written in clear."""
    vault: Any = getattr(dialect, _VAULT, None)
    if vault is None:
        raise NotSetUp("this connection has no vault of keys, so it neither reads nor writes personal values")
    return cast(Sealer, vault)
