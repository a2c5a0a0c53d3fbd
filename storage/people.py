"""People as records speak of them: an id of ours, and every number by which somebody was ever known.

Numbers and the registers' keys are kept sealed and found by a keyed index of them. None is ever deleted: a person has
several old numbers, and two registers have different keys for the same person. The id is made from the index, not from
the number, so that nobody without its secret can try numbers against ids.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime
from enum import Enum
from operator import itemgetter
from typing import Any

from sqlalchemy import BigInteger, Connection, LargeBinary, Row, any_, bindparam, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from errors import NotHeld
from storage.change import Change, id_from, write_all
from storage.personal import Private
from storage.schema import RECORD
from storage.schema_records import PERSON, PERSON_ALIAS
from storage.sealing.blind import blind_of
from storage.sealing.owner import of_person

_FIND = (
    select(PERSON_ALIAS.c.person_id)
    .where(PERSON_ALIAS.c.kind == bindparam("kind"), PERSON_ALIAS.c.blind == bindparam("blind"))
    .distinct()
    .order_by(PERSON_ALIAS.c.person_id)
)


class AliasKind(Enum):
    """By what somebody is known. The value is what the clerk reads."""

    REGISTER_KEY = "khóa của người này trong cơ sở dữ liệu dân cư"
    PIN = "số định danh cá nhân"
    CMND = "số chứng minh nhân dân"
    PASSPORT = "số hộ chiếu"


@dataclass(frozen=True, slots=True)
class Alias:
    kind: AliasKind
    value: str = attribute(repr=False)
    valid_from: date | None = None
    valid_to: date | None = None  # last day
    record_id: str | None = None  # that tells it; None: the register's own key
    known_since: datetime | None = None  # given when it is saved


class People:
    """Who is met in one change, looked up at once; then in order, as if each had been met in a change of its own.

    `write_people` before a record names one of them; `write_aliases` after the records that tell them.
    """

    def __init__(self, change: Change, met: Iterable[tuple[str, str]] = ()) -> None:
        """`met`: the register's key and the number that a register confirmed, "" where none is, of each."""
        self._connection = connection = change.connection
        self._people: dict[str, dict[str, Any]] = {}
        self._aliases: list[dict[str, Any]] = []
        all_met = [self._blinds(key, number) for key, number in met]
        self._known = _by_blind(connection, {AliasKind.REGISTER_KEY: {key for key, _ in all_met}})  # also by numbers
        new = [blinds for blinds in all_met if blinds[0] not in self._known]
        if new:
            _lock(connection, {number or key for key, number in new})  # two loads meet the same person but once
            numbers = {number for _, number in new if number}
            keys = {key for key, _ in new}
            self._known |= _by_blind(connection, {AliasKind.REGISTER_KEY: keys, AliasKind.PIN: numbers})

    def person(self, change: Change, register_key: str, id_number: str = "") -> str:
        """Id of the person whom the register knows by this key; a new one is made where nobody is.

        `id_number`: the 12 digits, where a register confirmed them: a person who is known by them under another
        register's key is the same. Both as they were told to be met.
        """
        key, number = self._blinds(register_key, id_number)
        if key not in self._known:
            same = self._known.get(number, ())
            person_id = same[0] if len(same) == 1 else id_from("person", key.hex())
            self._people.setdefault(person_id, {"id": person_id, "made_at": change.now})
            self._aliases.append(_alias_row(change, person_id, Alias(AliasKind.REGISTER_KEY, register_key), key))
            self._known[key] = (person_id,)
        return self._known[key][0]

    def tell(self, change: Change, person_id: str, alias: Alias) -> None:
        """What a paper tells. An alias that stands already with the same days stays as it was first told."""
        blind = _blind(self._connection, alias.kind, normal(alias.kind, alias.value))
        self._aliases.append(_alias_row(change, person_id, alias, blind))
        if alias.kind is AliasKind.PIN:
            self._known[blind] = tuple(sorted({*self._known.get(blind, ()), person_id}))

    def write_people(self) -> None:
        """Those whom nobody had met."""
        rows = sorted(self._people.values(), key=itemgetter("id"))  # so that two changes do not wait in a circle
        write_all(self._connection, PERSON, rows, unless_there=True)

    def write_aliases(self) -> None:
        write_all(self._connection, PERSON_ALIAS, sorted(self._aliases, key=itemgetter("id")), unless_there=True)

    def _blinds(self, key: str, number: str) -> tuple[bytes, bytes]:
        """Of the key, and of the number; empty where there is none. A key of 12 digits is a number."""
        number = number or (key if is_number(key) else "")
        blind = _blind(self._connection, AliasKind.PIN, number) if number else b""
        return _blind(self._connection, AliasKind.REGISTER_KEY, key), blind


def person_for(change: Change, register_key: str, id_number: str = "") -> str:
    """One alone, as `People.person`, and written."""
    people = People(change, [(register_key, id_number)])
    person_id = people.person(change, register_key, id_number)
    people.write_people()
    people.write_aliases()
    return person_id


def add_aliases(change: Change, found: Sequence[tuple[str, Alias]]) -> None:
    """What papers tell of people who are held: (person's id, alias)."""
    people = People(change)
    for person_id, alias in found:
        people.tell(change, person_id, alias)
    people.write_aliases()


def _alias_row(change: Change, person_id: str, alias: Alias, blind: bytes) -> dict[str, Any]:
    days = [each.isoformat() if each else "" for each in (alias.valid_from, alias.valid_to)]
    said = "\x1f".join((person_id, alias.kind.name, blind.hex(), *days))  # keyed: days are few enough to be tried
    return {
        "id": id_from("alias", blind_of(change.connection, "alias", said).hex()),
        "person_id": person_id,
        "kind": alias.kind.name,
        "blind": blind,
        "value": Private(normal(alias.kind, alias.value), of_person(person_id)),
        "days": Private(days, of_person(person_id)),
        "record_id": alias.record_id,
        "made_at": change.now,
    }


def find_person(connection: Connection, kind: AliasKind, value: str) -> str | None:
    """Whose it is; None where nobody's, and where it is told of several: such a number names nobody."""
    named = find_people(connection, kind, value)
    return named[0] if len(named) == 1 else None


def find_people(connection: Connection, kind: AliasKind, value: str) -> tuple[str, ...]:
    """Everybody of whom it was ever told, in order of their ids."""
    blind = _blind(connection, kind, normal(kind, value))
    return tuple(connection.execute(_FIND, {"kind": kind.name, "blind": blind}).scalars())


def aliases(connection: Connection, person_id: str, known_at: datetime | None = None) -> tuple[Alias, ...]:
    """All that this person is or was known by, in order of kind and time; as far as it was known at a moment."""
    chosen = select(PERSON_ALIAS).where(PERSON_ALIAS.c.person_id == person_id)
    if known_at:
        chosen = chosen.where(PERSON_ALIAS.c.made_at <= known_at)
    ordered = chosen.order_by(PERSON_ALIAS.c.made_at, PERSON_ALIAS.c.id)
    found = [_alias(row) for row in connection.execute(ordered)]
    return tuple(sorted(found, key=lambda one: (one.kind.name, one.valid_from or date.max)))


def person_of(connection: Connection, record_id: str) -> str:
    """Id of the person whom a record is about. Raises NotHeld."""
    person_id = connection.scalar(select(RECORD.c.person_id).where(RECORD.c.id == record_id))
    if person_id is None:
        raise NotHeld(f"no record {record_id} about a person is held")
    return str(person_id)


def normal(kind: AliasKind, value: str) -> str:
    """As it is compared: a number without what parts its digits, a passport in capitals; a register's key as it is."""
    if kind is AliasKind.REGISTER_KEY:
        return value
    return "".join(sign for sign in value.upper() if sign.isalnum())


def _blind(connection: Connection, kind: AliasKind, value: str) -> bytes:
    return blind_of(connection, kind.name, value)


def _by_blind(connection: Connection, blinds: Mapping[AliasKind, Collection[bytes]]) -> dict[bytes, tuple[str, ...]]:
    """Who is known by each, in order of their ids; one by which nobody is known is left out. No two kinds have a blind
    in common."""
    named = [
        (PERSON_ALIAS.c.kind == kind.name) & (PERSON_ALIAS.c.blind == any_(literal(list(each), ARRAY(LargeBinary))))
        for kind, each in blinds.items()
        if each
    ]
    if not named:
        return {}
    columns = (PERSON_ALIAS.c.blind, PERSON_ALIAS.c.person_id)
    found: dict[bytes, tuple[str, ...]] = {}
    for row in connection.execute(select(*columns).where(or_(*named)).distinct().order_by(*columns)):
        found[bytes(row.blind)] = (*found.get(bytes(row.blind), ()), row.person_id)
    return found


def _lock(connection: Connection, blinds: Iterable[bytes]) -> None:
    """In order, so that two changes never wait for each other in a circle."""
    locks = sorted({int.from_bytes(blind[:8], "big", signed=True) for blind in blinds})
    each = func.unnest(literal(locks, ARRAY(BigInteger))).column_valued("lock")
    connection.execute(select(func.pg_advisory_xact_lock(each)))


def _alias(row: Row[Any]) -> Alias:
    first, last = (date.fromisoformat(each) if each else None for each in row.days or ("", ""))
    return Alias(AliasKind[row.kind], row.value, first, last, row.record_id, row.made_at)


def is_number(key: str) -> bool:
    """Whether it is written as a personal identification number."""
    return len(key) == 12 and key.isdigit()
