"""Rows of the registers' extracts as records: columns as the exports name them, and what a row of texts says."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from extractors.reading import PartialDate
from matching.people import LifeStatus, Person, Sex, Subscriber, SubscriberKind

PHONE_LENGTH = 10  # digits of a mobile number with its nought
POPULATION_COLUMNS = (
    "person_id", "cccd", "cmnd", "full_name", "other_name", "dob", "gender", "birth_province", "address", "address_old",
    "household_no", "father_name", "father_cccd", "mother_name", "mother_cccd", "spouse_cccd", "cccd_issued_on",
    "status",
)  # fmt: skip
TELCO_COLUMNS = (
    "phone", "operator", "kind", "subscriber_name", "subscriber_id", "subscriber_dob", "registered_on", "status",
    "verified_on",
)  # fmt: skip

_SEXES = {sex.value: sex for sex in Sex}
_STATES = {"song": LifeStatus.LIVING, "da_chet": LifeStatus.DECEASED, "da_huy": LifeStatus.CANCELLED}
_KINDS = {"ca_nhan": SubscriberKind.PERSON, "to_chuc": SubscriberKind.ORGANISATION}


@lru_cache(maxsize=65536)
def partial_date(text: str) -> PartialDate | None:
    """YYYY-MM-DD or YYYY as registers export it; None when empty or not such a date."""
    try:
        if len(text) == 4:
            return PartialDate(int(text))
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return PartialDate(day.year, day.month, day.day)


def person_of(row: Mapping[str, str]) -> Person:
    """One row of a population extract. An unknown state of life counts as cancelled: nobody is linked to it."""
    return person_from([row[name] for name in POPULATION_COLUMNS])


def person_from(texts: Sequence[str]) -> Person:
    """The same from the texts of `POPULATION_COLUMNS`, in their order."""
    (
        person_id, number, old_number, full_name, other_name, born, sex, birth_province, address, address_old,
        household, father_name, father_id, mother_name, mother_id, spouse_id, issued_on, status,
    ) = texts  # fmt: skip
    return Person(
        person_id, number, (old_number,) if old_number else (), full_name, partial_date(born) or PartialDate(1),
        _SEXES.get(sex), other_name, birth_province, address, address_old, household, father_name, father_id,
        mother_name, mother_id, spouse_id, _day(issued_on), _STATES.get(status, LifeStatus.CANCELLED),
    )  # fmt: skip


def subscriber_of(row: Mapping[str, str]) -> Subscriber:
    """One row of a telco extract."""
    return subscriber_from([row[name] for name in TELCO_COLUMNS])


def subscriber_from(texts: Sequence[str]) -> Subscriber:
    """The same from the texts of `TELCO_COLUMNS`, in their order."""
    phone, operator, kind, name, number, born, registered_on, status, verified_on = texts
    return Subscriber(
        phone, _KINDS.get(kind, SubscriberKind.PERSON), name, number, partial_date(born), operator,
        _day(registered_on), status == "hoat_dong", _day(verified_on),
    )  # fmt: skip


@lru_cache(maxsize=16384)
def _day(text: str) -> date | None:
    known = partial_date(text)
    return date(known.year, known.month, known.day) if known and known.month and known.day else None
