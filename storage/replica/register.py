"""The replica as a way to the population register: an agency's own extract in PostgreSQL, asked like one in memory."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from errors import NotSetUp
from matching.gateway.inquiry import Inquiry, Purpose, Supposition
from matching.people import Claim, Person
from matching.registers import Candidate
from matching.weighing.frequencies import Frequencies
from storage.connection import engine_for, mapped
from storage.replica.keys import version
from storage.replica.log import ReplicaLog
from storage.replica.rows import ReplicaRows
from storage.replica.schema import table_of
from storage.replica.state import Extract, extracts, frequencies, serving
from storage.sealing.vault import Vault

_BY_NUMBER = {"number", "old_number"}
NONE_LOADED = "no extract of the population register is loaded: hoso register load FILE"
OTHER_KEYS = "the extract was loaded by another version, load it again: hoso register load FILE"


class Replicas:
    """Gives the replica to one dossier after the other. The shares of the extract in use are read once."""

    def __init__(self, url: str, vault: Vault | None = None) -> None:
        """Nothing is asked of the server yet. Without a vault it tells only which extracts there are."""
        self._engine = engine_for(url, vault)
        self._counted: tuple[int, Frequencies] | None = None

    def close(self) -> None:
        self._engine.dispose()

    def serving(self) -> Extract | None:
        """The extract in use; None when there is none."""
        with mapped(), self._engine.connect() as connection:
            return serving(connection)

    def extracts(self) -> tuple[Extract, ...]:
        """All that were ever loaded, the latest first."""
        with mapped(), self._engine.connect() as connection:
            return extracts(connection)

    @contextmanager
    def open(
        self, purpose: Purpose, digest_key: bytes = b"", now: Callable[[], datetime] | None = None
    ) -> Iterator["PopulationReplica"]:
        """For one dossier: to its end it sees one and the same extract. Raises NotSetUp when none can be asked."""
        with mapped(), self._engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            extract = serving(connection)
            if extract is None:
                raise NotSetUp(NONE_LOADED)
            if extract.key != version():
                raise NotSetUp(OTHER_KEYS)
            yield PopulationReplica(connection, extract, self._shares(connection, extract), purpose, digest_key, now)

    def _shares(self, connection: Connection, extract: Extract) -> Frequencies:
        if self._counted is None or self._counted[0] != extract.id:
            self._counted = extract.id, frequencies(connection, extract)
        return self._counted[1]


class PopulationReplica:
    """`matching.registers.PopulationRegister` over the extract in use. One for each dossier; it remembers its answers.

    Each question is a use of personal data and is noted in `inquiries`, as the gateway does; there is no budget, for
    nothing leaves the house.
    """

    searches_by_name = True

    def __init__(
        self,
        connection: Connection,
        extract: Extract,
        shares: Frequencies,
        purpose: Purpose,
        digest_key: bytes = b"",
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self.frequencies = shares
        self.version = extract.version
        self._rows = ReplicaRows(connection, table_of(extract.id))
        self._blocking = self._rows.blocking()
        self._log = ReplicaLog(purpose, digest_key, now)
        self._found: dict[bytes, tuple[Candidate, ...]] = {}

    @property
    def inquiries(self) -> tuple[Inquiry, ...]:
        """Every question that was asked, also those that failed, in order."""
        return tuple(self._log.inquiries)

    def candidates(self, claim: Claim) -> tuple[Candidate, ...]:
        """Everybody whom the claim may mean, in order of the register's key. Raises StorageUnavailable."""
        question = _question(claim)
        if question not in self._found:
            with self._log.asked(question) as answer:
                self._rows.asked.clear()
                found = self._blocking.candidates(claim)
                people = (Candidate(self._rows.person(row), tuple(why)) for row, why in found.items())
                self._found[question] = tuple(sorted(people, key=lambda entry: entry.person.person_id))
                answer.supposition = _supposition(claim, self._rows.asked)
                answer.people = [entry.person.person_id for entry in self._found[question]]
        return self._found[question]

    def person(self, id_number: str) -> Person | None:
        """The holder of a 12-digit number, or of an old one that only one person holds. Raises StorageUnavailable."""
        with self._log.asked(id_number.encode()) as answer:
            answer.supposition = Supposition.NAMED_PERSON
            rows = self._blocking.holders(id_number)
            people = [self._rows.person(row) for row in rows] if len(rows) == 1 else []
            answer.people = [one.person_id for one in people]
        return people[0] if people else None


def _supposition(claim: Claim, asked: set[str]) -> Supposition:
    """How far the search went; a claim without a dossier is another register's record."""
    if not claim.dossier_id:
        return Supposition.NAMED_PERSON
    return Supposition.AS_READ if asked <= _BY_NUMBER else Supposition.SEARCHED_ALL_WAYS


def _question(claim: Claim) -> bytes:
    """All of a claim by which people are looked up."""
    asked: tuple[Any, ...] = (
        claim.full_name, claim.id_number, claim.old_number, str(claim.birth_date or ""),
        sorted((name, list(texts)) for name, texts in claim.alternatives.items()),
    )  # fmt: skip
    return json.dumps(asked, ensure_ascii=False).encode()
