"""Records as they are written: loaded, and revised. Each in few statements, however many records and fields it has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Integer, Text, column, func, insert, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from errors import NotHeld
from storage import descriptions
from storage.carrying import Carried, Lies, carried, lying
from storage.change import Change, Stage, id_from, latest_keys, write_all
from storage.descriptions import Describe, Description, Told
from storage.dossiers import lock
from storage.loads import Load
from storage.outbox import Announcement, EventKind, announce, announce_all
from storage.people import People
from storage.records import PERSON, Record, RecordField, field_row, records, records_of
from storage.schema import RECORD, RECORD_FIELD
from storage.schema_records import RECORD_LOAD
from storage.sealing.owner import Owner, of_dossier, of_person
from storage.sealing.sealer import vault_of
from storage.tasks import Question


@dataclass(frozen=True, slots=True)
class _Begun:
    """A load that was not done before."""

    load: Load
    number: int  # of `record_load`
    change: Change  # at its time: no load is dated before the one that it ends
    old: tuple[Record, ...]  # what the load before told


@dataclass(frozen=True, slots=True)
class _Thought:
    """All that a load writes."""

    begun: _Begun
    records: tuple[Record, ...]  # as they read from now on
    fields: tuple[tuple[Record, RecordField], ...]
    told: tuple[Told, ...]
    carried: Carried


def save(change: Change, loads: Sequence[Load]) -> dict[str, tuple[Question, ...]]:
    """Write loads of different dossiers; the ids of those whose step was not done before, each with what is to be
    asked further.

    It leaves what loading them one by one in this order leaves, in as many statements as one of them takes. What the
    load before told is not touched: from now on it is no more what is known. Raises NotHeld.
    """
    held = lock(change, (one.dossier_id for one in loads))
    for one in loads:
        if one.dossier_id not in held:
            raise NotHeld(f"no dossier {one.dossier_id} is held")
    begun = _begun(change, loads)
    if not begun:
        return {}
    people = People(change, [met for one in begun for met in _met(one.load.records).items()])
    lies = lying(change.connection, ((one.old, one.load.records) for one in begun))
    thought = [_thought(one, people, lies) for one in begun]
    _write(change, thought, people)
    return {one.begun.load.dossier_id: one.carried.questions for one in thought}


def _begun(change: Change, loads: Sequence[Load]) -> list[_Begun]:
    before = latest_keys(change.connection, (one.dossier_id for one in loads), Stage.LOAD)
    new = change.first_of(Stage.LOAD, {one.dossier_id: one.key for one in loads})
    begun = [one for one in loads if one.dossier_id in new]
    numbered = _numbered(change, begun)
    old = records_of(change.connection, {one: key for one, key in before.items() if one in new})
    return [_Begun(one, *numbered[one.dossier_id], old.get(one.dossier_id, ())) for one in begun]


def _numbered(change: Change, loads: Sequence[Load]) -> dict[str, tuple[int, Change]]:
    """The number of each load, and the change at its time."""
    table = RECORD_LOAD.c
    ids = literal([one.dossier_id for one in loads], ARRAY(table.dossier_id.type))
    keys = literal([one.key for one in loads], ARRAY(Text))
    columns = (column("id", table.dossier_id.type), column("key", Text))
    wanted = func.unnest(ids, keys).table_valued(*columns, name="wanted").render_derived()
    number = func.coalesce(func.max(table.number), 0) + literal(1, Integer)
    at = func.greatest(func.max(table.made_at), change.now)
    rows = select(wanted.c.id, number, wanted.c.key, at).group_by(wanted.c.id, wanted.c.key)
    rows = rows.select_from(wanted.outerjoin(RECORD_LOAD, table.dossier_id == wanted.c.id))
    made = insert(RECORD_LOAD).from_select(["dossier_id", "number", "key", "made_at"], rows)
    written = change.connection.execute(made.returning(table.dossier_id, table.number, table.made_at))
    return {row.dossier_id: (row.number, replace(change, now=row.made_at)) for row in written}


def _met(found: Sequence[Record]) -> dict[str, str]:
    """Whom they are about. The number that a register confirmed tells apart who has several keys."""
    keys = {one.register_key: "" for one in found if one.register_key}
    for one in found:
        for each in one.fields if one.register_key and one.kind == PERSON else ():
            if each.field == "id_number" and each.verified_against:
                keys[one.register_key or ""] = each.value
    return keys


def _thought(begun: _Begun, people: People, lies: Lies) -> _Thought:
    load, change = begun.load, begun.change
    known = {key: people.person(change, key, number) for key, number in _met(load.records).items()}
    ours = [
        replace(
            one,
            id=id_from("record", load.dossier_id, load.key, position),
            person_id=known[one.register_key] if one.register_key else one.person_id,
        )
        for position, one in enumerate(load.records, start=1)
    ]
    settled = carried(begun.old, ours, lies)
    fields = [(one, each) for one in ours for each in one.fields]
    fields += [(ours[index], each) for index, each in settled.fields]
    for index, each in settled.fields:
        ours[index] = replace(ours[index], fields=_with_field(ours[index].fields, each))
    told = _told(change, load.dossier_id, ours, load.describe, people) if load.describe else ()
    return _Thought(begun, tuple(ours), tuple(fields), told, settled)


def _write(change: Change, loads: Sequence[_Thought], people: People) -> None:
    owned = [(one, _owner(one, each.begun.load.dossier_id)) for each in loads for one in each.records]
    vault_of(change.connection.dialect).prepare(owner for _, owner in owned)
    owners = {one.id: owner for one, owner in owned}
    people.write_people()
    records = [row for one in loads for row in _record_rows(one)]
    fields = [field_row(one.begun.change, of.id, owners[of.id], each) for one in loads for of, each in one.fields]
    write_all(change.connection, RECORD, records)
    write_all(change.connection, RECORD_FIELD, fields)
    descriptions.save(change, [told for one in loads for told in one.told])
    people.write_aliases()
    announce_all(change, [told for one in loads for told in _announcements(one)])
    change.note_all([row for one in loads for row in _noted(one)])


def _record_rows(thought: _Thought) -> list[dict[str, Any]]:
    begun = thought.begun
    return [
        {
            "id": one.id,
            "dossier_id": begun.load.dossier_id,
            "key": begun.load.key,
            "position": position,
            "kind": one.kind,
            "person_id": one.person_id,
            "load_number": begun.number,
            "document_id": one.document_id,
            "made_at": begun.change.now,
        }
        for position, one in enumerate(thought.records, start=1)
    ]


def _announcements(thought: _Thought) -> Iterator[Announcement]:
    begun = thought.begun
    for kind, about in ((EventKind.OUTDATED, begun.old), (EventKind.LOADED, thought.records)):
        for one in about:
            codes = {"kind": one.kind, "dossier": begun.load.dossier_id}
            yield Announcement(kind, one.person_id, one.id, codes, begun.change.now)


def _noted(thought: _Thought) -> Iterator[dict[str, Any]]:
    load, change = thought.begun.load, thought.begun.change
    yield change.noted("dossier.loaded", load.dossier_id, key=load.key, records=len(load.records))
    for one, each in thought.carried.left:
        yield change.noted("record.not_carried", load.dossier_id, record=one.id, field=each.field)


def _owner(one: Record, dossier_id: str) -> Owner:
    """Under whose key it is sealed."""
    return of_person(one.person_id) if one.person_id else of_dossier(dossier_id)


def _told(
    change: Change,
    dossier_id: str,
    ours: Sequence[Record],
    describe: Describe,
    people: People,
) -> tuple[Told, ...]:
    """Descriptions; and people are told under which numbers they are known by these papers."""
    found = []
    for one, each in zip(ours, describe(ours), strict=True) if ours else ():
        if each is not None:
            found.append(Told(one.id, _owner(one, dossier_id), each, at=change.now))
            _tell(change, one, each, people)
    return tuple(found)


def _tell(change: Change, one: Record, description: Description, people: People) -> None:
    for alias in description.aliases if one.person_id else ():
        people.tell(change, one.person_id or "", replace(alias, record_id=one.id))


def _with_field(fields: Sequence[RecordField], new: RecordField) -> tuple[RecordField, ...]:
    return (*(one for one in fields if one.field != new.field), new)


def revise(change: Change, record_id: str, new: RecordField, describe: Describe | None = None) -> int:
    """Write a further revision of one field; its number. What stood before stays. Raises NotHeld.

    `describe`: as for `save`; without it days, identity code and metadata stay as they were told.
    """
    held = select(RECORD).where(RECORD.c.id == record_id).with_for_update()
    row = change.connection.execute(held).first()
    if row is None:
        raise NotHeld(f"no record {record_id} is held")
    before = records(change.connection, row.dossier_id, row.key)
    ours = next(one for one in before if one.id == record_id)
    revision = max(ours.revision_of(new.field), 1) + 1  # the first is that of loading
    new = replace(new, revision=revision)
    written = field_row(change, record_id, _owner(ours, row.dossier_id), new)
    change.connection.execute(RECORD_FIELD.insert().values(written))
    if describe:
        after = [replace(one, fields=_with_field(one.fields, new)) if one is ours else one for one in before]
        _tell_anew(change, row.dossier_id, after, describe)
    codes = {"kind": ours.kind, "dossier": row.dossier_id, "field": new.field, "revision": str(revision)}
    announce(change, EventKind.REVISED, ours.person_id, record_id, **codes)
    change.note("record.revised", row.dossier_id, record=record_id, field=new.field, revision=revision)
    return revision


def _tell_anew(change: Change, dossier_id: str, ours: Sequence[Record], describe: Describe) -> None:
    """Describe again whatever of the dossier reads otherwise now: a number of the person stands in every code."""
    ids = [one.id for one in ours]
    known = descriptions.descriptions_of(change.connection, ids)
    numbers = descriptions.numbers_of(change.connection, ids)
    people, told = People(change), []
    for one, each in zip(ours, describe(ours), strict=True):
        if each is not None and known.get(one.id) != each:
            told.append(Told(one.id, _owner(one, dossier_id), each, numbers.get(one.id, 0) + 1))
            _tell(change, one, each, people)
    descriptions.save(change, told)
    people.write_aliases()
