"""Blocking: which rows of an extract a claim may mean. Each look-up is an index hit with a label; none scans all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from extractors.reading import PartialDate
from matching.comparing.dates import compare_dates, one_digit_away, swapped
from matching.comparing.names import compare_names, keys, may_be_close
from matching.comparing.numbers import LENGTH, OLD_LENGTH, filled_numbers, near_numbers, slip_between
from matching.index.keys import Index, day_key, full_name_key, full_name_keys, household_key, short_name_key
from matching.people import Claim, Person
from matching.registers import Why
from matching.resolution import Level

_MOST_OF_ONE_KIND = 60  # rows of one look-up that are compared; the rarest names of all registers stay below
_MOST_BORN_ONE_DAY = 3000  # in a register of 2 million some 80 persons were born on one day, in all the country 4,000
_AGREES = (Level.EXACT, Level.VARIANT, Level.CLOSE)
_SAME = (Level.EXACT, Level.VARIANT)

Found = dict[int, list[Why]]


class Named(Protocol):
    """What tells at a glance whether somebody may be meant: a `Person` does, so does a `Glance`."""

    @property
    def full_name(self) -> str: ...

    @property
    def other_name(self) -> str: ...

    @property
    def birth_date(self) -> PartialDate | None: ...


class Glance(NamedTuple):
    """A `Named` for a tenth of the price of a person."""

    full_name: str
    other_name: str
    birth_date: PartialDate | None


@dataclass(frozen=True, slots=True)
class Blocking:
    """The indexes of one extract, in memory or in a database, and the order in which they are asked."""

    number: Index
    old_number: Index
    day: Index
    name_and_day: Index
    name_and_year: Index
    short_name_and_day: Index
    former_name_and_day: Index
    household: Index
    parent: Index  # children by a parent's number
    person: Callable[[int], Person]
    glances: Callable[[Sequence[int]], Sequence[Named]] | None = None  # of many rows at once; else each as a person
    maybe_close: Callable[[str, Sequence[int]], list[int]] | None = None  # rows that `may_be_close` of a name leaves

    def candidates(self, claim: Claim) -> Found:
        """Rows and why each was found. Where number, name and date meet in one person, nobody else is looked for."""
        found: Found = {}
        self._by_number(claim, found)
        if any(_settled(claim, self.person(row)) for row in found):
            return found
        self._by_name(claim, found)
        if not any(_nearly_settled(claim, self.person(row)) for row in found):
            self._by_near_number(claim, found)
            self._by_near_name_or_day(claim, found)
        self._by_year(claim, found)
        self._by_kin(claim, found)
        return found

    def holders(self, number: str) -> list[int]:
        """Rows of a whole 12-digit or 9-digit number."""
        if not number.isdecimal():
            return []
        index = {LENGTH: self.number, OLD_LENGTH: self.old_number}.get(len(number))
        return index.find(int(number)) if index else []

    def _by_number(self, claim: Claim, found: Found) -> None:
        why = Why.NUMBER if len(claim.id_number) == LENGTH else Why.OLD_NUMBER
        _add(found, self.holders(claim.id_number), why)
        _add(found, self.holders(claim.old_number), Why.OLD_NUMBER)

    def _by_name(self, claim: Claim, found: Found) -> None:
        name, birth = claim.full_name, claim.birth_date
        if not name.strip() or birth is None:
            return
        _add(found, self.name_and_day.find(full_name_key(name, birth)), Why.NAME_AND_BIRTH)
        _add(found, self.short_name_and_day.find(short_name_key(name, birth)), Why.SHORT_NAME_AND_BIRTH)
        _add(found, self.former_name_and_day.find(full_name_key(name, birth)), Why.FORMER_NAME)
        turned = swapped(birth)
        if turned:
            _add(found, self.name_and_day.find(full_name_key(name, turned)), Why.NAME_AND_SWAPPED_BIRTH)
            _add(found, self.short_name_and_day.find(short_name_key(name, turned)), Why.NAME_AND_SWAPPED_BIRTH)
        if birth.day:  # the register may know the year only
            year = PartialDate(birth.year)
            _add(found, self.name_and_day.find(full_name_key(name, year)), Why.NAME_AND_YEAR)

    def _by_near_number(self, claim: Claim, found: Found) -> None:
        """Numbers one slip away, kept only when the name or the date speaks for their holder too."""
        written = claim.id_number
        for why, index, length in (
            (Why.NUMBER_NEAR, self.number, LENGTH),
            (Why.OLD_NUMBER, self.old_number, OLD_LENGTH),
        ):
            if "?" in written:
                near = filled_numbers(written) if len(written) == length else []
                why = Why.NUMBER_MASKED
            else:
                near = near_numbers(written, length)
            rows = index.find_any(near) if near else []
            named = set(self._maybe_close(claim.full_name, rows))
            _add(found, (row for row, one in self._glance_at(rows) if _speaks_for(claim, one, row in named)), why)

    def _by_near_name_or_day(self, claim: Claim, found: Found) -> None:
        """Born on the written day with a name close to the written one; or of the written name, born a digit off."""
        if not claim.full_name.strip() or claim.birth_date is None or not claim.birth_date.day:
            return
        rows = self._first(self.day.find(day_key(claim.birth_date)), _MOST_BORN_ONE_DAY)
        likely = self._glance_at(self._maybe_close(claim.full_name, rows))
        _add(found, (row for row, one in likely if _close_name(claim, one)), Why.NAME_AND_BIRTH)
        near = full_name_keys(claim.full_name, one_digit_away(claim.birth_date))
        _add(found, self.name_and_day.find_any(near), Why.NAME_AND_BIRTH)

    def _maybe_close(self, written: str, rows: Sequence[int]) -> list[int]:
        """Those whose name, or former name, is worth comparing with the written one."""
        if self.maybe_close:
            return self.maybe_close(written, rows)
        may = may_be_close(written)
        names = ((row, (one.full_name, one.other_name)) for row, one in self._glance_at(rows))
        return [row for row, held in names if any(name and may(keys(name).k4) for name in held)]

    def _glance_at(self, rows: Sequence[int]) -> Iterable[tuple[int, Named]]:
        seen: Sequence[Named] = self.glances(rows) if self.glances else [self.person(row) for row in rows]
        return zip(rows, seen, strict=True)

    def _first(self, rows: list[int], most: int) -> list[int]:
        """At most so many, the first by the register's key: neither the order of rows nor their number tells whom."""
        if len(rows) <= most:
            return rows
        return sorted(rows, key=lambda row: self.person(row).person_id)[:most]

    def _by_year(self, claim: Claim, found: Found) -> None:
        if claim.birth_date and claim.full_name.strip():
            year = PartialDate(claim.birth_date.year)
            rows = self.name_and_year.find(full_name_key(claim.full_name, year))
            _add(found, self._first(rows, _MOST_OF_ONE_KIND), Why.NAME_AND_YEAR)

    def _by_kin(self, claim: Claim, found: Found) -> None:
        """Those linked to the owner of the written number, when the owner's name is not the written one."""
        for owner_row in self.holders(claim.id_number):
            owner = self.person(owner_row)
            if compare_names(claim.full_name, owner.full_name).level in _SAME:
                continue
            kin = self.household.find(household_key(owner.household)) if owner.household else []
            for number in (owner.father_id, owner.mother_id, owner.spouse_id):
                kin += self.holders(number)
            kin += self.parent.find(int(owner.id_number)) if owner.id_number.isdecimal() else []
            _add(found, (row for row in kin if row != owner_row), Why.KIN_OF_NUMBER)


def _add(found: Found, rows: Iterable[int], why: Why) -> None:
    for row in rows:
        reasons = found.setdefault(row, [])
        if why not in reasons:
            reasons.append(why)


def _settled(claim: Claim, person: Person) -> bool:
    same_name = compare_names(claim.full_name, person.full_name).level in _SAME
    return same_name and claim.birth_date == person.birth_date


def _nearly_settled(claim: Claim, person: Person) -> bool:
    numbers = (person.id_number, *person.old_numbers)
    near = any(claim.id_number == number or slip_between(claim.id_number, number) for number in numbers)
    return near and _settled(claim, person)


def _close_name(claim: Claim, person: Named) -> bool:
    return compare_names(claim.full_name, person.full_name, person.other_name).level in _AGREES


def _speaks_for(claim: Claim, person: Named, may_be_named: bool) -> bool:
    if compare_dates(claim.birth_date, person.birth_date).level in _AGREES:
        return True
    return may_be_named and _close_name(claim, person)
