"""Which extract of the population register is in use, and which were: what `hoso register show` tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Row, select

from matching.weighing.frequencies import Frequencies
from storage.change import Change
from storage.replica.frequencies import frequencies_from
from storage.replica.schema import POPULATION_EXTRACT, table_of


class ExtractState(Enum):
    """Where an extract stands. The value is the sentence for who looks."""

    BUILDING = "đang nạp"
    SERVING = "đang dùng"
    RETIRED = "đã thay hoặc đã bỏ"


@dataclass(frozen=True, slots=True)
class Extract:
    """An extract as loaded, without its rows."""

    id: int
    digest: str  # sha256 of the file
    key: str  # version of the look-up keys
    state: ExtractState
    provenance: str
    as_of: date
    rows: int
    details: Mapping[str, Any]  # counts: "status", "unusable", "noted", "difference"
    made_at: datetime
    changed_at: datetime

    @property
    def version(self) -> str:
        """What decisions name it by."""
        return f"replica/{self.digest[:16]}"

    def age_days(self, today: date) -> int:
        """Days since the day of which it tells."""
        return (today - self.as_of).days


_COLUMNS = [column for column in POPULATION_EXTRACT.c if column.name != "frequencies"]


def serving(connection: Connection) -> Extract | None:
    """The extract in use; None when there is none."""
    chosen = select(*_COLUMNS).where(POPULATION_EXTRACT.c.state == ExtractState.SERVING.name)
    row = connection.execute(chosen).first()
    return None if row is None else _extract(row)


def extracts(connection: Connection) -> tuple[Extract, ...]:
    """All that were ever loaded, the latest first."""
    chosen = select(*_COLUMNS).order_by(POPULATION_EXTRACT.c.id.desc())
    return tuple(_extract(row) for row in connection.execute(chosen))


def frequencies(connection: Connection, extract: Extract) -> Frequencies:
    """As counted in the extract."""
    chosen = select(POPULATION_EXTRACT.c.frequencies).where(POPULATION_EXTRACT.c.id == extract.id)
    return frequencies_from(connection.execute(chosen).scalar_one())


def retire(change: Change, extract: Extract) -> None:
    """No longer in use, and what was counted in it is forgotten; its rows go with `drop_rows`."""
    row = {"state": ExtractState.RETIRED.name, "frequencies": None, "changed_at": change.now}
    change.connection.execute(POPULATION_EXTRACT.update().where(POPULATION_EXTRACT.c.id == extract.id).values(row))
    change.note("register.retired", str(extract.id), digest=extract.digest)


def drop_rows(connection: Connection, extract: Extract, patience_s: int) -> None:
    """Waits so many seconds for a dossier that is being matched. Raises StorageUnavailable after that."""
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{patience_s}s'")
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table_of(extract.id)}")


def _extract(row: Row[Any]) -> Extract:
    return Extract(**{**row._mapping, "state": ExtractState[row.state]})
