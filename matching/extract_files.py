"""Extracts of the registers as files: parquet or CSV, all columns text, named as the exports name them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from errors import NotSetUp
from extractors.reading import PartialDate
from matching.people import LifeStatus, Person, Sex, Subscriber, SubscriberKind

POPULATION_COLUMNS = (
    "person_id", "cccd", "cmnd", "full_name", "other_name", "dob", "gender", "birth_province", "address", "address_old",
    "household_no", "father_name", "father_cccd", "mother_name", "mother_cccd", "spouse_cccd", "cccd_issued_on",
    "status",
)  # fmt: skip
TELCO_COLUMNS = (
    "phone", "operator", "kind", "subscriber_name", "subscriber_id", "subscriber_dob", "registered_on", "status",
)  # fmt: skip

_SEXES = {sex.value: sex for sex in Sex}
_STATES = {"song": LifeStatus.LIVING, "da_chet": LifeStatus.DECEASED, "da_huy": LifeStatus.CANCELLED}
_KINDS = {"ca_nhan": SubscriberKind.PERSON, "to_chuc": SubscriberKind.ORGANISATION}


class ExtractRefused(NotSetUp):
    """An extract is not understood: the message names the file's kind and what is missing or unknown in it."""


def read_table(path: Path, columns: Sequence[str]) -> pa.Table:
    """The wanted columns of a parquet or CSV file, every value text, nothing null.

    Raises ExtractRefused when the file is neither, or a column is missing.
    """
    try:
        if path.suffix.lower() == ".csv":
            convert = pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False, include_columns=None
            )
            table = pyarrow.csv.read_csv(path, convert_options=convert)
        else:
            table = pyarrow.parquet.read_table(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise ExtractRefused(f"{path.name}: not a readable parquet or CSV file ({type(error).__name__})") from error
    missing = sorted(set(columns) - set(table.column_names))
    if missing:
        raise ExtractRefused(f"{path.name}: columns are missing: {', '.join(missing)}")
    texts = [table[name].cast(pa.string()).fill_null("").combine_chunks() for name in columns]
    return pa.table(texts, names=list(columns))


def partial_date(text: str) -> PartialDate | None:
    """YYYY-MM-DD or YYYY as registers export it; None when empty or not such a date."""
    try:
        if len(text) == 4:
            return PartialDate(int(text))
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return PartialDate(day.year, day.month, day.day)


def person_of(row: dict[str, str]) -> Person:
    """One row of a population extract. An unknown state of life counts as cancelled: nobody is linked to it."""
    issued = partial_date(row["cccd_issued_on"])
    return Person(
        person_id=row["person_id"],
        id_number=row["cccd"],
        old_numbers=(row["cmnd"],) if row["cmnd"] else (),
        full_name=row["full_name"],
        birth_date=partial_date(row["dob"]) or PartialDate(1),
        sex=_SEXES.get(row["gender"]),
        other_name=row["other_name"],
        birth_province=row["birth_province"],
        address=row["address"],
        address_old=row["address_old"],
        household=row["household_no"],
        father_name=row["father_name"],
        father_id=row["father_cccd"],
        mother_name=row["mother_name"],
        mother_id=row["mother_cccd"],
        spouse_id=row["spouse_cccd"],
        id_issued_on=date(issued.year, issued.month, issued.day) if issued and issued.month and issued.day else None,
        status=_STATES.get(row["status"], LifeStatus.CANCELLED),
    )


def subscriber_of(row: dict[str, str]) -> Subscriber:
    """One row of a telco extract."""
    since = partial_date(row["registered_on"])
    return Subscriber(
        phone=row["phone"],
        kind=_KINDS.get(row["kind"], SubscriberKind.PERSON),
        name=row["subscriber_name"],
        paper_number=row["subscriber_id"],
        birth_date=partial_date(row["subscriber_dob"]),
        operator=row["operator"],
        registered_on=date(since.year, since.month, since.day) if since and since.month and since.day else None,
        active=row["status"] == "hoat_dong",
    )
