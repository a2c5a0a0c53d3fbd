"""How an extract differs from the one before it: who is new, gone or changed, as counts."""

from dataclasses import dataclass

from sqlalchemy import Connection

from matching.people import LifeStatus


@dataclass(frozen=True, slots=True)
class Difference:
    """Persons, known again by the register's own key."""

    new: int
    gone: int
    changed: int  # something of the row is another
    no_longer_living: int  # of `changed`: dead or cancelled since


def difference(connection: Connection, before: str, after: str) -> Difference:
    """Between two tables in the shape of `storage.replica.schema.POPULATION_PERSON`: one pass over both."""
    living = f"b.status = '{LifeStatus.LIVING.name}' AND a.status <> '{LifeStatus.LIVING.name}'"
    found = connection.exec_driver_sql(
        "SELECT count(*) FILTER (WHERE b.person_key IS NULL), count(*) FILTER (WHERE a.person_key IS NULL),"
        f" count(*) FILTER (WHERE a.row_digest <> b.row_digest), count(*) FILTER (WHERE {living})"
        f" FROM {before} AS b FULL JOIN {after} AS a USING (person_key)"
    )
    return Difference(*found.one())
