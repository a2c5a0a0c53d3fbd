"""How much a client has read today: counted and held against its allowance in one statement."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from sqlalchemy import Connection, delete, select, text
from sqlalchemy.dialects.postgresql import insert

from storage.change import Change
from storage.schema_service import SERVICE_ALERT, SERVICE_USE
from storage.service.clients import Allowance

# The row of the client comes first, so that two reads of one client never wait for each other in a circle. An
# allowance need not outlive a crash: the commit does not wait for the disk.
_COUNTING = text("""
WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
counted AS (
    INSERT INTO service_use AS held (day, client_id, kind, key, used, allowed)
    SELECT :day, :client, wanted.kind, wanted.key, 1, wanted.allowed
    FROM quick, unnest(CAST(:kinds AS text[]), CAST(:keys AS text[]), CAST(:allowed AS bigint[]))
        AS wanted (kind, key, allowed)
    WHERE wanted.allowed > 0
    ON CONFLICT (day, client_id, kind, key) DO UPDATE SET used = held.used + 1, allowed = excluded.allowed
    WHERE held.used < excluded.allowed
    RETURNING kind, used
),
subjects AS (
    INSERT INTO service_use AS held (day, client_id, kind, key, used, allowed)
    SELECT :day, :client, 'SUBJECTS', '', 1, :unusual FROM counted WHERE kind = 'SUBJECT' AND used = 1
    ON CONFLICT (day, client_id, kind, key) DO UPDATE SET used = held.used + 1, allowed = excluded.allowed
    RETURNING kind, used
)
SELECT kind, used FROM counted UNION ALL SELECT kind, used FROM subjects
""")


class Counted(Enum):
    """For what an allowance is counted."""

    CLIENT = "mọi lượt đọc của hệ thống"
    SUBJECT = "lượt đọc về một người"
    PURPOSE = "lượt đọc cho một hồ sơ"
    SUBJECTS = "số người khác nhau đã đọc"


class Alert(Enum):
    """What about a client should be looked at by a person."""

    MANY_SUBJECTS = "Hệ thống đọc dữ liệu của nhiều người bất thường trong ngày."


@dataclass(frozen=True, slots=True)
class Spent:
    """What came of a read that was counted."""

    refused: Counted | None = None  # whose allowance has nothing left
    subjects: int = 0  # different persons today; 0: this one was read before today
    left: int = 0  # reads of the client today


@dataclass(frozen=True, slots=True)
class RaisedAlert:
    client_id: str
    day: date
    kind: Alert
    used: int
    made_at: datetime


def spend(
    connection: Connection, client_id: str, allowance: Allowance, day: date, person_id: str = "", purpose: str = ""
) -> Spent:
    """Count one read. `person_id`: about whom; `purpose`: code of the dossier; "": not counted by it.

    Where it is refused, the transaction has to be rolled back: what is over for one must not count for another.
    """
    wanted = [(Counted.CLIENT, "", allowance.reads_per_day)]
    if person_id:
        wanted.append((Counted.SUBJECT, person_id, allowance.reads_per_subject))
    if purpose:
        wanted.append((Counted.PURPOSE, purpose, allowance.reads_per_purpose))
    told = {
        "day": day,
        "client": client_id,
        "kinds": [kind.name for kind, _, _ in wanted],
        "keys": [key for _, key, _ in wanted],
        "allowed": [allowed for _, _, allowed in wanted],
        "unusual": allowance.subjects_alert,
    }
    used = {Counted[row.kind]: row.used for row in connection.execute(_COUNTING, told)}
    refused = next((kind for kind, _, _ in wanted if kind not in used), None)
    if refused is not None:
        return Spent(refused)
    return Spent(None, used.get(Counted.SUBJECTS, 0), allowance.reads_per_day - used[Counted.CLIENT])


def alert(change: Change, client_id: str, day: date, kind: Alert, used: int) -> bool:
    """Raise an alert, once a day for a client and kind, and write it into the audit. False: it was raised before."""
    row = {"client_id": client_id, "day": day, "kind": kind.name, "used": used, "made_at": change.now}
    made = insert(SERVICE_ALERT).values(row).on_conflict_do_nothing().returning(SERVICE_ALERT.c.day)
    if change.connection.execute(made).first() is None:
        return False
    change.note("client.alert", client_id, kind=kind.name, used=used)
    return True


def alerts(connection: Connection, since: date) -> tuple[RaisedAlert, ...]:
    """The newest first."""
    chosen = select(SERVICE_ALERT).where(SERVICE_ALERT.c.day >= since)
    found = connection.execute(chosen.order_by(SERVICE_ALERT.c.made_at.desc()))
    return tuple(RaisedAlert(row.client_id, row.day, Alert[row.kind], row.used, row.made_at) for row in found)


def forget_before(connection: Connection, day: date) -> int:
    """Counts of days that are over serve nothing; how many rows went."""
    return connection.execute(delete(SERVICE_USE).where(SERVICE_USE.c.day < day)).rowcount


@dataclass(frozen=True, slots=True)
class Used:
    reads: int
    subjects: int  # different persons


def used_today(connection: Connection, client_id: str, day: date) -> Used:
    """What a client has read on a day."""
    table = SERVICE_USE.c
    kinds = (Counted.CLIENT.name, Counted.SUBJECTS.name)
    chosen = select(table.kind, table.used).where(table.day == day, table.client_id == client_id, table.kind.in_(kinds))
    held = {row.kind: row.used for row in connection.execute(chosen)}
    return Used(held.get(Counted.CLIENT.name, 0), held.get(Counted.SUBJECTS.name, 0))
