"""What the days of three witnesses tell of a phone: the dossier's paper, the telco record, the register's entry.

The state machine of `phones` says whose the number is. Here stand its lawful cases and what time explains. None of it
is a ground for refusing anybody.
"""

import csv
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from importlib import resources

from matching.comparing.names import compare_names
from matching.comparing.numbers import OLD_LENGTH
from matching.people import LifeStatus, Person, Subscriber
from matching.phones.subscribers import Ties
from matching.reasons import Reason
from matching.resolution import Level

_OF_AGE = 18  # years; until then a representative acts (Bộ luật Dân sự 2015 art. 20-21; NĐ 69/2024/NĐ-CP art. 10)
_SAME = (Level.EXACT, Level.VARIANT)
_BARE = (*_SAME, Level.CLOSE)


def recycled(subscriber: Subscriber | None, dated: date | None) -> bool:
    """The line was activated for its holder after the paper was written: then the paper names an earlier holder.

    False where either day is not known.
    """
    since = subscriber.registered_on if subscriber is not None else None
    return since is not None and dated is not None and since > dated


def is_minor(person: Person, on: date | None) -> bool:
    """Under 18 on that day, for certain: an unknown day or month counts as the earliest. False when no day is known."""
    if on is None:
        return False
    born = person.birth_date
    return (on.year - born.year, on.month, on.day) < (_OF_AGE, born.month or 1, born.day or 1)


def guards(ties: Ties, holder: Person | None, person: Person, on: date | None) -> bool:
    """The holder stands up for a minor: father or mother, or an adult of the same household."""
    if not is_minor(person, on):
        return False
    if ties is Ties.PARENT:
        return True
    adult = holder is not None and not is_minor(holder, on)
    return adult and ties in (Ties.HOUSEHOLD, Ties.SIBLING)


def is_filers(subscriber: Subscriber, filer_name: str, filer_number: str) -> bool:
    """The line is registered to who hands the dossier in: number and name agree, or the name where no number is told.

    A number that another person gave as the filer's is no proof of identity: it only explains a contact.
    """
    name = compare_names(filer_name, subscriber.name)
    if filer_number:
        return filer_number == subscriber.paper_number and name.level in (*_BARE, Level.MISSING)
    return name.level in _SAME or name.reason is Reason.NAME_NO_MARKS


def later_reasons(
    subscriber: Subscriber, person: Person | None, holder: Person | None, stale: bool
) -> Iterable[Reason]:
    """What else the record's own days and papers tell. `stale`: it is the person's line with outdated particulars."""
    if holder is not None and holder.status is LifeStatus.DECEASED:
        yield Reason.PHONE_OF_DECEASED
    checked = subscriber.verified_on or subscriber.registered_on
    issued = person.id_issued_on if person is not None else None
    if stale and checked is not None and issued is not None and checked < issued:
        yield Reason.PHONE_NOT_VERIFIED
    if not stale and len(subscriber.paper_number) == OLD_LENGTH and subscriber.paper_number.isdecimal():
        yield Reason.PHONE_ON_OLD_CMND
    if not subscriber.active:
        yield Reason.PHONE_INACTIVE


@lru_cache(maxsize=1)
def listed_numbers() -> frozenset[str]:
    """Numbers of offices and organisations, from the data file."""
    text = resources.files("matching").joinpath("data/office_phones.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return frozenset(row["number"] for row in csv.DictReader(lines))
