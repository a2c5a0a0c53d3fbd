"""What the warehouse holds about one person, as reuse looks at it: records with the days between which they hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import date, datetime, timedelta
from enum import Enum

from reuse.agreeing import same
from reuse.papers import PERSON, PaperKind
from storage.of_person import Loaded
from storage.people import is_number
from storage.record_states import RecordState, Standing, StateReason
from storage.records import Record, RecordField
from storage.vietnam_time import day_of

_NEVER = (StateReason.NOT_GENUINE, StateReason.LOADED_IN_ERROR)  # such a paper took the place of none


class Whose(Enum):
    OWN = "giấy tờ của chính người này"
    KIN = "giấy tờ của con, có ghi tên người này là cha hoặc mẹ"


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """One record about the subject. Holds personal values: never for a log."""

    id: str
    kind: str  # code of the paper, or "person"
    fields: tuple[RecordField, ...] = attribute(repr=False)
    issued: date | None = None  # the day that stands on the paper
    expires: date | None = None  # its last day; None: it has none, or none is known
    superseded_by: str | None = None  # id of the record that took its place
    superseded_on: date | None = None
    revoked_on: date | None = None  # withdrawn by who issued it
    doubted_on: date | None = None  # somebody wrote down that it may not hold; its issuer has not answered yet
    known_since: datetime | None = None  # when it came into the warehouse
    document_id: str | None = None
    whose: Whose = Whose.OWN

    def field(self, name: str) -> RecordField | None:
        return next((one for one in self.fields if one.field == name), None)

    def value(self, name: str) -> str:
        """ "" where the record does not say."""
        held = self.field(name)
        return held.value if held else ""

    @property
    def verified_on(self) -> date | None:
        """When a register last confirmed a value of it; None: it rests on the paper alone."""
        days = [known_on(one, self) for one in self.fields if one.verified_against]
        return max((day for day in days if day), default=None)


def known_on(one: RecordField, record: HeldRecord) -> date | None:
    """The last day on which a value is known to have been right: verified, else when its paper was issued."""
    if one.verified_against:
        at = one.verified_at or record.known_since
        return day_of(at) if at else record.issued
    return record.issued


def held_of(loaded: Sequence[Loaded], papers: Mapping[str, PaperKind]) -> tuple[HeldRecord, ...]:
    """What the warehouse gave about one person, each with when it was loaded and how it stands."""
    since = {one.record.id: one.at for one in loaded}
    return held_records([one.record for one in loaded], papers, since, {one.record.id: one.standing for one in loaded})


def held_records(
    records: Sequence[Record],
    papers: Mapping[str, PaperKind],
    since: Mapping[str, datetime] | None = None,
    standings: Mapping[str, Standing] | None = None,
) -> tuple[HeldRecord, ...]:
    """The records of one subject, by kind, day of issue and id. `since`: when each, by its id, was loaded; `standings`:
    how each stands by what was written of it.

    A paper that names another person as its holder is left out, unless it proves that they are kin: it lay in the
    dossier, but is not the subject's. A kind that is not in the catalogue is left out too: no procedure asks for it.
    """
    subject = Subject.of(records)
    taken = []
    for one in records:
        whose = subject.whose(one, papers[one.kind]) if one.kind in papers else None
        if whose is not None:
            held = replace(_held(one, papers[one.kind], (since or {}).get(one.id)), whose=whose)
            taken.append(_standing(held, (standings or {}).get(one.id)))
    taken.sort(key=lambda one: (one.kind, one.issued or date.min, one.id))
    never = {record_id for record_id, one in (standings or {}).items() if one.reason in _NEVER}
    real = [one for one in taken if one.id not in never]
    return tuple(_superseded(one, real) if papers[one.kind].one_in_force else one for one in taken)


def addressed(records: Sequence[Record], papers: Mapping[str, PaperKind]) -> tuple[Record, ...]:
    """The records of one load on their way into the warehouse: a paper of somebody else is not the subject's there
    either, so nobody finds it under the subject, nor is it sealed under the subject's key. Of a kind that is not in the
    catalogue it is not known whose it is: it stays the subject's."""
    subject = Subject.of(records)
    return tuple(
        replace(one, register_key=None) if one.kind in papers and subject.whose(one, papers[one.kind]) is None else one
        for one in records
    )


@dataclass(frozen=True, slots=True)
class Subject:
    """Who the subject is, as the register confirmed it."""

    numbers: tuple[str, ...]  # 12 digits each
    names: tuple[str, ...]
    births: tuple[str, ...]

    @staticmethod
    def of(records: Sequence[Record]) -> "Subject":
        fields = [each for one in records if one.kind == PERSON for each in one.fields]
        numbers, names, births = (
            tuple(dict.fromkeys(each.value for each in fields if each.field == name))
            for name in ("id_number", "full_name", "birth_date")
        )
        return Subject(tuple(one for one in numbers if len(one) == 12), names, births)

    def whose(self, record: Record, kind: PaperKind) -> Whose | None:
        """Whose paper it is; None: somebody's who is not known to be kin."""
        said = {each.field: each.value for each in record.fields}
        if not self._another(said, kind):
            return Whose.OWN
        named = [said[name] for name in kind.kin if name in said]
        return Whose.KIN if any(same(one, name) for one in named for name in self.names) else None

    def names_itself_on(self, record: Record, kind: PaperKind) -> bool:
        """True where the paper says that it is the subject's: its number, or all of name and birth date that it tells.
        A paper that does not say whose it is may be a relative's."""
        said = {each.field: each.value for each in record.fields}
        return any(told and all(told) for told in self._told(said, kind))

    def _another(self, said: Mapping[str, str], kind: PaperKind) -> bool:
        """The number tells; without one, name and birth date, of which one has to be the subject's. A paper of two is
        somebody else's where it tells of one of them alone and that is not the subject."""
        told = [one for one in self._told(said, kind) if one]
        return bool(told) and not any(any(one) for one in told)

    def _told(self, said: Mapping[str, str], kind: PaperKind) -> list[list[bool]]:
        """Of each whose paper it may be, whether what it tells of them is the subject's; empty where it tells nothing
        that is known of both."""
        found = []
        for holder, named in kind.holders:
            number = said.get(holder, "")
            by_number = self.numbers and is_number(number)
            found.append([number in self.numbers] if by_number else self._agreeing(said, named))
        return found

    def _agreeing(self, said: Mapping[str, str], named: Sequence[str]) -> list[bool]:
        """Of name and birth date, as far as both tell them, whether each is the subject's."""
        known = zip(named, (self.names, self.births), strict=False)
        return [any(same(said[name], each) for each in values) for name, values in known if said.get(name) and values]


def days_on(record: Record, kind: PaperKind) -> tuple[date | None, date | None]:
    """The day of issue and the last day, as far as the paper tells them."""
    days = {each.field: day(each.value) for each in record.fields}
    issued = next((found for name in kind.issued if (found := days.get(name))), None)
    expires = days.get(kind.expires)
    if expires is None and issued and kind.lasts_months is not None:
        expires = last_day(issued, kind.lasts_months)
    return issued, expires


def _held(record: Record, kind: PaperKind, since: datetime | None) -> HeldRecord:
    issued, expires = days_on(record, kind)
    return HeldRecord(
        record.id, record.kind, record.fields, issued, expires, known_since=since, document_id=record.document_id
    )


def _standing(one: HeldRecord, standing: Standing | None) -> HeldRecord:
    """With what was written of it, and with the end that a law has set to its kind."""
    if standing is None or standing.since is None:
        return one
    match standing.state:
        case RecordState.REVOKED:
            return replace(one, revoked_on=standing.since)
        case RecordState.REPLACED:
            return replace(one, superseded_by=standing.successor_id, superseded_on=standing.since)
        case RecordState.SUPERSEDED_BY_LAW:
            last = standing.since - timedelta(days=1)
            return replace(one, expires=min(one.expires or last, last))
        case RecordState.UNKNOWN:  # with a first day: it was written, and does not follow from days that are not known
            return replace(one, doubted_on=standing.since)
    return one


def _superseded(one: HeldRecord, among: Sequence[HeldRecord]) -> HeldRecord:
    """By a paper of its kind that was issued later, where nobody wrote down what took its place."""
    if one.superseded_by:
        return one
    later = [
        each for each in among if each.kind == one.kind and one.issued and each.issued and each.issued > one.issued
    ]
    if not later:
        return one
    follower = min(later, key=lambda each: (each.issued or date.max, each.id))
    return replace(one, superseded_by=follower.id, superseded_on=follower.issued)


def day(text: str) -> date | None:
    """A whole day; a year alone, or words ("Không thời hạn"), is none."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def last_day(start: date, months: int) -> date:
    """The last day of a term in months: it ends with the day of the same number, or with the month that lacks it
    (Bộ luật Dân sự 91/2015/QH13, Điều 148)."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=start.day - 1), after - timedelta(days=1))
