"""The way into the warehouse: one pool of connections, with its role, its actor and its clock; one transaction for each
thing that is looked at or changed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import UTC, datetime
from typing import Self

from sqlalchemy import Connection

from storage.audit.linking import Linker
from storage.change import Change
from storage.connection import engine_for, transaction
from storage.grants import LINKING, Role
from storage.migrating import check_migrated
from storage.roles import bind
from storage.sealing.vault import Vault


def _now() -> datetime:
    return datetime.now(UTC)


class Transactions:
    """A database that is away, full or not migrated raises StorageUnavailable, StorageFull or NotSetUp, and then
    nothing was half written."""

    def __init__(
        self,
        url: str,
        vault: Vault | None = None,
        *,
        actor: str = "hoso",
        clock: Callable[[], datetime] = _now,
        role: Role | None = None,
        offices: Sequence[str] = (),
    ) -> None:
        """`actor`: staff id or the machine's role, for the audit. Nothing is asked of the server yet.

        `vault`: closed by who opened it. Without one, personal values are neither read nor written: NotSetUp.
        `role`: with whose rights; None: with those of the user that logs in. `offices`: whose dossiers a role sees that
        does not see all of them.
        """
        self._engine = engine_for(url, vault, role)
        self._role, self._offices = role, tuple(offices)
        self._actor = actor
        self._clock = clock
        self.linker = Linker(self._engine, clock)

    def of_offices(self, offices: Sequence[str]) -> Self:
        """The same warehouse over the same connections, seen from these offices. Not to be closed by itself."""
        other = copy(self)
        other._offices = tuple(offices)
        return other

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.linker.finish()
        self._engine.dispose()

    def check(self) -> None:
        """Raises StorageUnavailable or NotSetUp when it cannot be worked with."""
        with self.looking() as connection:
            check_migrated(connection)

    @contextmanager
    def looking(self, purpose: str = "") -> Iterator[Connection]:
        """For what is kept beside the dossiers' way, in modules of its own: correction requests and the like.

        `purpose`: a code that says what for; the reuse service's role sees no person and no record without one.
        """
        with transaction(self._engine) as connection:
            self._bind(connection, purpose)
            yield connection

    @contextmanager
    def changing(self, person: str | None = None, purpose: str = "") -> Iterator[Change]:
        """One transaction. `person`: staff id of who acts; None: the machine. `purpose`: as for `looking`."""
        with transaction(self._engine) as connection:
            self._bind(connection, purpose)
            yield Change(connection, person or self._actor, self._clock())
        if self._role in LINKING:  # another role's rows wait for who may give them their links
            self.linker.written()

    def _bind(self, connection: Connection, purpose: str) -> None:
        if self._role is not None and (self._offices or purpose):
            bind(connection, self._offices, purpose)
