"""The daily care of the warehouse, as the DAG `warehouse_care` calls it: what has served its time goes, and what waits
for a person is told. Each function is safe to run again, and beside everything else."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from errors import CareDue, NotGranted
from storage.audit.seals import NOTED
from storage.erasure import receipts
from storage.objects import ObjectStore
from storage.outbox import oldest_waiting
from storage.register_cache import purge
from storage.removal import Removed, remove_erased
from storage.schema import AUDIT
from storage.schema_audit import AUDIT_WAITING
from storage.service import export_ending
from storage.service.housekeeping import forget_served
from storage.service.signing_keys import signs_since
from storage.warehouse import Warehouse

SEAL_DAYS = 2  # the audit is sealed each day; one day may be missed
MOST_UNLINKED = 10_000  # rows of the audit that may wait for their links
LONGEST_HOLD = timedelta(minutes=30)  # for which a running change may hold events back


def end_exports(warehouse: Warehouse, now: datetime, days: int) -> int:
    """End bulk exports that have stood for so many days, and destroy the keys of their parts; how many were ended.

    Whoever may not destroy keys leaves that to `hoso retention sweep`; none of them is given out any more.
    """
    with warehouse.changing() as change:
        ended = export_ending.expire(change, now - timedelta(days=days))
    with suppress(NotGranted):
        export_ending.drop_parts(warehouse)
    return ended


def sweep(warehouse: Warehouse, stores: Sequence[ObjectStore]) -> Removed:
    """Remove the bytes of what was erased, as far as the stores let go of them; nothing that a key still opens."""
    with warehouse.looking() as connection:
        digests = {digest for one in receipts(connection) for digest in one.objects}
        digests.update(export_ending.parts_of_ended(connection))
    return remove_erased(warehouse, stores, sorted(digests))


def forget_spent(warehouse: Warehouse, now: datetime) -> int:
    """Rows of the service and answers of registers whose time is over; how many went."""
    with warehouse.looking() as connection:
        gone = forget_served(connection, now)
    return gone.answers + gone.counts + gone.assertions + purge(warehouse, now)


def link_audit(warehouse: Warehouse) -> int:
    """Give every row of the audit that waits its link; how many had none."""
    return warehouse.linker.link()


def refuse_lacks(warehouse: Warehouse, now: datetime, signing_key_days: int) -> None:
    """Raises CareDue with everything that waits for a person."""
    with warehouse.looking() as connection:
        told = list(lacks(connection, now, signing_key_days))
    if told:
        raise CareDue("; ".join(told))


def lacks(connection: Connection, now: datetime, signing_key_days: int) -> Iterator[str]:
    """In an operator's words."""
    since = signs_since(connection, now)
    if since is not None and now - since > timedelta(days=signing_key_days):
        yield f"khóa ký đã dùng {(now - since).days} ngày (hạn {signing_key_days}): hoso signing rotate"
    sealed = sealed_at(connection)
    if sealed is not None and now - sealed > timedelta(days=SEAL_DAYS):
        yield f"nhật ký chưa niêm phong {(now - sealed).days} ngày: hoso audit seal"
    unlinked = connection.scalar(select(func.count()).select_from(AUDIT_WAITING)) or 0
    if unlinked > MOST_UNLINKED:
        yield f"{unlinked} dòng nhật ký chờ móc nối: hoso audit seal"
    held = oldest_waiting(connection)
    if held is not None and now - held > LONGEST_HOLD:
        yield f"sự kiện bị một giao dịch giữ lại từ {held:%Y-%m-%d %H:%M}Z: tìm giao dịch treo trong pg_stat_activity"


def sealed_at(connection: Connection) -> datetime | None:
    """When the audit was sealed last, as it says itself; None: never."""
    found: datetime | None = connection.scalar(select(func.max(AUDIT.c.made_at)).where(AUDIT.c.action == NOTED))
    return found
