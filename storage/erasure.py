"""Erasing a person or a dossier: their keys are destroyed, and the receipt says which, when and why.

A person goes with every dossier and object on which no other person's standing record rests; what others need stays,
and only the person's own values go. Bulk exports that may hold them are withdrawn. While a term of retention runs or a
hold stands, nothing is erased: the processing is to be restricted instead, and the refusal is written down with its
basis.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Row, Select, and_, func, select, union

from errors import NotHeld, ObjectProtected
from storage.change import Change
from storage.fixity_rows import erased as fixity_erased
from storage.handed_in_again import alone_with_intakes
from storage.legal_holds import checked_basis, holds
from storage.outbox import Announcement, EventKind, announce_all
from storage.retention import kept
from storage.schema import DELIVERY, DOSSIER, PAGE, RECORD, SCAN
from storage.schema_keys import DATA_KEY
from storage.schema_records import PERSON, RECORD_LOAD
from storage.schema_retention import ERASURE
from storage.sealing import erasing
from storage.sealing.owner import Owner, OwnerKind, of_dossier, of_object, of_person
from storage.sealing.shut import erased_once
from storage.service import export_ending
from storage.tasks import ask_no_more
from storage.warehouse import Warehouse

OnHold = Callable[[str], bool]
"""Whether a store itself holds the object of this digest."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be erased with a person or a dossier, and what would not."""

    what: Owner
    bound: tuple[str, ...]  # dossiers whose terms and holds bind it, in order
    gone: tuple[Owner, ...]  # whose keys are destroyed
    left: tuple[Owner, ...]  # dossiers and objects that stay, for others rest on them
    exports: tuple[str, ...] = ()  # bulk exports that may hold their values: withdrawn, and their parts erased


@dataclass(frozen=True, slots=True)
class Receipt:
    """That something was erased. It holds no personal value, and is kept for ever."""

    id: str
    what: str
    basis: str
    owners: tuple[str, ...]
    key_ids: tuple[str, ...]
    kept: tuple[str, ...]
    at: datetime
    by: str

    @property
    def objects(self) -> tuple[str, ...]:
        """Digests of the objects that nobody can open any more."""
        mark = f"{OwnerKind.OBJECT.value}:"
        return tuple(one.removeprefix(mark) for one in self.owners if one.startswith(mark))


def erase(warehouse: Warehouse, what: Owner, basis: str, on_hold: OnHold, *, person: str) -> Receipt:
    """Destroy the keys; not to be undone. `basis`: number of the request or decision; `person`: staff id of who asks.

    Raises NotHeld, and ObjectProtected with what still keeps it; then the refusal stands in the audit.
    """
    checked_basis(basis)
    with warehouse.changing(person) as change:
        found = plan(change.connection, what, lock=True)
        why = protections(change.connection, found, change.today, on_hold)
        if not why:
            return _erased(change, found, basis)
        change.note("erasure.refused", str(what), basis=basis, protections=len(why), instead="restriction")
    raise ObjectProtected(f"{what} is not erased, restrict its processing instead: {'; '.join(why)}")


def plan(connection: Connection, what: Owner, *, lock: bool = False) -> Plan:
    """`lock`: nothing new comes to them until the transaction ends. Raises NotHeld."""
    table = {OwnerKind.PERSON: PERSON, OwnerKind.DOSSIER: DOSSIER}[what.kind]
    chosen = select(table.c.id).where(table.c.id == what.id)
    if connection.execute(chosen.with_for_update() if lock else chosen).first() is None:
        raise NotHeld(f"no {what} is held")
    bound = _dossiers_of(connection, what.id) if what.kind is OwnerKind.PERSON else (what.id,)
    if lock:
        alone_with_intakes(connection)
        connection.execute(select(DOSSIER.c.id).where(DOSSIER.c.id.in_(bound)).order_by(DOSSIER.c.id).with_for_update())
    shared = _shared(connection, bound, what.id) if what.kind is OwnerKind.PERSON else set()
    dossiers = [one for one in bound if one not in shared]
    holders = holders_of(connection, _objects_of(connection, bound))
    gone = {*dossiers, *_gone_before(connection, set().union(*holders.values()) - set(dossiers))}
    objects = {digest for digest, where in holders.items() if where <= gone}
    owners = (what, *map(of_dossier, dossiers))
    exports = export_ending.touched(connection, owners)
    parts = export_ending.own_parts(connection, exports)
    return Plan(
        what,
        bound,
        tuple(dict.fromkeys((*owners, *map(of_object, sorted(objects)), *map(of_object, parts)))),
        (*map(of_dossier, sorted(shared)), *map(of_object, sorted(holders.keys() - objects))),
        exports,
    )


def protections(connection: Connection, found: Plan, on: date, on_hold: OnHold) -> tuple[str, ...]:
    """Every term that runs and every hold that stands, in a clerk's words; none: it may be erased."""
    terms = [one.said for one in kept(connection, found.bound, on) if one.runs(on)]
    owners = {*found.gone, *map(of_dossier, found.bound), *_people_of(connection, found.gone)}
    standing = [f"{one.what}: giữ nguyên trạng theo {one.basis}" for one in holds(connection, on, owners)]
    objects = (one for one in found.gone if one.kind is OwnerKind.OBJECT)
    return (*terms, *standing, *(f"{one}: kho tệp giữ nguyên trạng" for one in objects if on_hold(one.id)))


def _people_of(connection: Connection, gone: Iterable[Owner]) -> set[Owner]:
    """Everybody about whom these dossiers ever told: to hold a person is to hold what proves something of them."""
    dossiers = [one.id for one in gone if one.kind is OwnerKind.DOSSIER]
    told = select(RECORD.c.person_id).where(RECORD.c.dossier_id.in_(dossiers), RECORD.c.person_id.is_not(None))
    return {of_person(one) for one in connection.execute(told.distinct()).scalars()}


def receipts(connection: Connection, what: Owner | None = None) -> tuple[Receipt, ...]:
    """In order of time: of one owner, or all."""
    chosen = select(ERASURE).order_by(ERASURE.c.made_at, ERASURE.c.id)
    if what is not None:
        chosen = chosen.where(ERASURE.c.what == str(what))
    return tuple(_receipt(row) for row in connection.execute(chosen))


def _erased(change: Change, found: Plan, basis: str) -> Receipt:
    names = [str(one) for one in found.gone]
    living = select(DATA_KEY.c.id, DATA_KEY.c.owner).where(DATA_KEY.c.owner.in_(names), DATA_KEY.c.wrapped.is_not(None))
    keys = change.connection.execute(living.order_by(DATA_KEY.c.owner, DATA_KEY.c.version)).all()
    if not keys:
        raise NotHeld(f"{found.what} was erased before, or nothing was ever sealed for it")
    receipt_id = str(uuid.uuid4())
    owners = sorted({row.owner for row in keys})
    for owner in found.gone:
        if str(owner) in owners:
            erasing.erase(change, owner, f"erasure/{receipt_id}")
    fixity_erased(change, [one.id for one in found.gone if one.kind is OwnerKind.OBJECT])
    ask_no_more(change, [one.id for one in found.gone if one.kind is OwnerKind.DOSSIER])
    values = {
        "id": receipt_id,
        "what": str(found.what),
        "basis": basis,
        "owners": owners,
        "key_ids": [str(row.id) for row in keys],
        "kept": [str(one) for one in found.left],
        "by": change.actor,
        "made_at": change.now,
    }
    row = change.connection.execute(ERASURE.insert().values(values).returning(ERASURE)).one()
    export_ending.withdraw(change, found.exports, receipt_id)
    change.note("erasure.done", str(found.what), receipt=receipt_id, basis=basis, keys=len(keys))
    _announce(change, found, receipt_id)
    return _receipt(row)


def _announce(change: Change, found: Plan, receipt_id: str) -> None:
    """Whoever has copied one of these records is told that it is gone."""
    standing = _standing().where(RECORD.c.dossier_id.in_(found.bound))
    gone = {one.id for one in found.gone if one.kind in (OwnerKind.PERSON, OwnerKind.DOSSIER)}
    rows = change.connection.execute(standing.order_by(RECORD.c.dossier_id, RECORD.c.position)).all()
    lost = [row for row in rows if (row.person_id or row.dossier_id) in gone]
    codes = {"state": "ERASED", "receipt": receipt_id}
    announce_all(change, [Announcement(EventKind.STATE_CHANGED, row.person_id, row.id, codes) for row in lost])


def _dossiers_of(connection: Connection, person_id: str) -> tuple[str, ...]:
    """Every dossier that was ever loaded with a record about this person."""
    chosen = select(RECORD.c.dossier_id).where(RECORD.c.person_id == person_id).distinct()
    return tuple(connection.execute(chosen.order_by(RECORD.c.dossier_id)).scalars())


def _shared(connection: Connection, dossiers: Iterable[str], person_id: str) -> set[str]:
    """Those on which a standing record of somebody else rests."""
    others = _standing().where(RECORD.c.dossier_id.in_(dossiers), RECORD.c.person_id != person_id)
    return {row.dossier_id for row in connection.execute(others)}


def _standing() -> Select[Any]:
    """Records of the last load of their dossier."""
    last = select(func.max(RECORD_LOAD.c.number)).where(RECORD_LOAD.c.dossier_id == RECORD.c.dossier_id)
    columns = (RECORD.c.id, RECORD.c.dossier_id, RECORD.c.person_id, RECORD.c.position)
    return select(*columns).where(RECORD.c.load_number == last.correlate(RECORD).scalar_subquery())


def _gone_before(connection: Connection, dossiers: Iterable[str]) -> set[str]:
    """Those that were erased already, and need nothing any more; one that may come again is another dossier."""
    return {one.id for one in erased_once(connection, map(of_dossier, dossiers))}


def _objects_of(connection: Connection, dossiers: Iterable[str]) -> set[str]:
    return {digest for digest, _ in connection.execute(_named(list(dossiers)))}


def holders_of(connection: Connection, digests: Iterable[str]) -> dict[str, set[str]]:
    """Ids of all dossiers that need each of these objects."""
    wanted = list(digests)
    found: dict[str, set[str]] = {digest: set() for digest in wanted}
    pictures = and_(PAGE.c.scan_digest == SCAN.c.digest, PAGE.c.picture.in_(wanted))
    chosen = union(
        select(SCAN.c.digest, SCAN.c.dossier_id).where(SCAN.c.digest.in_(wanted)),
        select(PAGE.c.picture, SCAN.c.dossier_id).join(SCAN, pictures),
        select(DOSSIER.c.manifest_object, DOSSIER.c.id).where(DOSSIER.c.manifest_object.in_(wanted)),
        select(DELIVERY.c.archive_object, DELIVERY.c.dossier_id).where(DELIVERY.c.archive_object.in_(wanted)),
    )
    for digest, dossier_id in connection.execute(chosen):
        found[digest].add(str(dossier_id))
    return found


def _named(dossiers: Sequence[str]) -> CompoundSelect[Any]:
    """(digest, dossier) of every object of these dossiers."""
    ours = SCAN.c.dossier_id.in_(dossiers)
    manifests = select(DOSSIER.c.manifest_object, DOSSIER.c.id).where(DOSSIER.c.id.in_(dossiers))
    archives = select(DELIVERY.c.archive_object, DELIVERY.c.dossier_id).where(DELIVERY.c.dossier_id.in_(dossiers))
    pictures = select(PAGE.c.picture, SCAN.c.dossier_id).join(SCAN, PAGE.c.scan_digest == SCAN.c.digest).where(ours)
    return union(
        select(SCAN.c.digest, SCAN.c.dossier_id).where(ours),
        pictures.where(PAGE.c.picture.is_not(None)),
        manifests.where(DOSSIER.c.manifest_object.is_not(None)),
        archives.where(DELIVERY.c.archive_object.is_not(None)),
    )


def _receipt(row: Row[Any]) -> Receipt:
    lists = (tuple(row.owners), tuple(row.key_ids), tuple(row.kept))
    return Receipt(row.id, row.what, row.basis, *lists, row.made_at, row.by)
