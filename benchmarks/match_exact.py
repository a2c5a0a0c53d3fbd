"""The plain way: a claim is the person with the same number, bare name and birth date, and nobody else."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.match_duckdb import Phones, claims_table, connection, people_table, row
from matching.people import Claim

_JOIN = """
SELECT c.unique_id, p.unique_id, p.id_number
FROM claims c JOIN people p ON p.id_number = c.id_number AND p.bare_name = c.bare_name AND p.dob = c.dob
"""
_SAME_NUMBER = "SELECT c.unique_id, min(p.unique_id) FROM claims c JOIN people p USING (id_number) GROUP BY 1"


class ExactJoin:
    """Equal in all three: accepted. The number alone: a person looks. Else nobody."""

    _tables: duckdb.DuckDBPyConnection
    _phones: Phones

    def load(self, folder: Path, claims: Sequence[Claim]) -> None:
        self._tables = connection()
        people = people_table(folder)
        self._tables.register("loaded", people)
        self._tables.execute("CREATE TABLE people AS SELECT * FROM loaded")
        self._tables.execute("CREATE INDEX people_number ON people (id_number)")
        self._tables.unregister("loaded")
        self._phones = Phones(folder)

    def decide(self, claims: Sequence[Claim]) -> list[dict[str, Any]]:
        self._tables.register("claims", claims_table(claims))
        same = {claim: (person, number) for claim, person, number in self._tables.execute(_JOIN).fetchall()}
        held = dict(self._tables.execute(_SAME_NUMBER).fetchall())
        rows = []
        for claim in claims:
            person, number = same.get(claim.dossier_id, (None, None))
            status = self._phones.status(claim, number)
            near = held.get(claim.dossier_id)
            left = "review" if near else "reject_no_match"
            rows.append(row(claim, person or near, "auto_verify" if person else left, status))
        return rows

    def one(self, claim: Claim) -> dict[str, Any]:
        return self.decide([claim])[0]
