"""What the warehouse holds about one person, as reuse looks at it: records with the days between which they hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import date, datetime, timedelta
from enum import Enum

from reuse.agreeing import same
from reuse.papers import PERSON, PaperKind
from storage.records import Record, RecordField


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
        return at.date() if at else record.issued
    return record.issued


def held_records(
    records: Sequence[Record], papers: Mapping[str, PaperKind], since: Mapping[str, datetime] | None = None
) -> tuple[HeldRecord, ...]:
    """The records of one subject, by kind, day of issue and id. `since`: when each, by its id, was loaded.

    A paper that names another person as its holder is left out, unless it proves that they are kin: it lay in the
    dossier, but is not the subject's. A kind that is not in the catalogue is left out too: no procedure asks for it.
    """
    subject = _Subject.of(records)
    taken = []
    for one in records:
        whose = subject.whose(one, papers[one.kind]) if one.kind in papers else None
        if whose is not None:
            taken.append(replace(_held(one, papers[one.kind], (since or {}).get(one.id)), whose=whose))
    taken.sort(key=lambda one: (one.kind, one.issued or date.min, one.id))
    return tuple(_superseded(one, taken) if papers[one.kind].one_in_force else one for one in taken)


@dataclass(frozen=True, slots=True)
class _Subject:
    """Who the subject is, as the register confirmed it."""

    numbers: tuple[str, ...]  # 12 digits each
    names: tuple[str, ...]
    births: tuple[str, ...]

    @staticmethod
    def of(records: Sequence[Record]) -> "_Subject":
        fields = [each for one in records if one.kind == PERSON for each in one.fields]
        numbers, names, births = (
            tuple(dict.fromkeys(each.value for each in fields if each.field == name))
            for name in ("id_number", "full_name", "birth_date")
        )
        return _Subject(tuple(one for one in numbers if len(one) == 12), names, births)

    def whose(self, record: Record, kind: PaperKind) -> Whose | None:
        """Whose paper it is; None: somebody's who is not known to be kin."""
        said = {each.field: each.value for each in record.fields}
        if not self._another(said, kind):
            return Whose.OWN
        named = [said[name] for name in kind.kin if name in said]
        return Whose.KIN if any(same(one, name) for one in named for name in self.names) else None

    def _another(self, said: Mapping[str, str], kind: PaperKind) -> bool:
        """The number tells; without one, a name and a birth date that both are another's."""
        number = said.get(kind.holder, "")
        if self.numbers and len(number) == 12 and number.isdigit():
            return number not in self.numbers
        known = (self.names, self.births)
        told = [
            (said[name], values) for name, values in zip(kind.named, known, strict=False) if name in said and values
        ]
        return len(told) == len(known) and all(not any(same(one, each) for each in values) for one, values in told)


def _held(record: Record, kind: PaperKind, since: datetime | None) -> HeldRecord:
    days = {each.field: _day(each.value) for each in record.fields}
    issued = next((day for name in kind.issued if (day := days.get(name))), None)
    expires = days.get(kind.expires)
    if expires is None and issued and kind.lasts_months is not None:
        expires = last_day(issued, kind.lasts_months)
    return HeldRecord(
        record.id, record.kind, record.fields, issued, expires, known_since=since, document_id=record.document_id
    )


def _superseded(one: HeldRecord, among: Sequence[HeldRecord]) -> HeldRecord:
    later = [
        each for each in among if each.kind == one.kind and one.issued and each.issued and each.issued > one.issued
    ]
    if not later:
        return one
    follower = min(later, key=lambda each: (each.issued or date.max, each.id))
    return replace(one, superseded_by=follower.id, superseded_on=follower.issued)


def _day(text: str) -> date | None:
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
