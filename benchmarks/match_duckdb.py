"""What the ways that stand on DuckDB share: the register and the claims as tables, and the phone by equality."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from extractors.values.phones import Line, phone_of
from matching.comparing.names import keys, parts
from matching.index.extract_files import POPULATION_COLUMNS, TELCO_COLUMNS, read_table
from matching.people import Claim

COLUMNS = (
    "unique_id", "id_number", "old_number", "bare_name", "surname", "given", "dob", "year", "sex", "father", "mother",
    "province",
)  # fmt: skip


def connection() -> duckdb.DuckDBPyConnection:
    """In memory, on one core."""
    opened = duckdb.connect()
    opened.execute("SET threads = 1")
    return opened


def people_table(folder: Path) -> pa.Table:
    """The register in `COLUMNS`, names bare."""
    table = read_table(folder / "population.parquet", POPULATION_COLUMNS)
    names = [_named(name) for name in table["full_name"].to_pylist()]
    births = table["dob"].to_pylist()
    columns: dict[str, Any] = {
        "unique_id": table["person_id"],
        "id_number": table["cccd"],
        "old_number": table["cmnd"],
        **_name_columns(names),
        "dob": [birth if len(birth) == 10 else None for birth in births],
        "year": [birth[:4] or None for birth in births],
        "sex": [sex or None for sex in table["gender"].to_pylist()],
        "father": [keys(name).k4 or None for name in table["father_name"].to_pylist()],
        "mother": [keys(name).k4 or None for name in table["mother_name"].to_pylist()],
        "province": [_last_part(text) for text in table["address"].to_pylist()],
    }
    return pa.table({name: pa.array(column, pa.string()) for name, column in columns.items()})


def claims_table(claims: Sequence[Claim]) -> pa.Table:
    """Claims in `COLUMNS`."""
    columns: dict[str, Any] = {
        "unique_id": [claim.dossier_id for claim in claims],
        "id_number": [claim.id_number if len(claim.id_number) != 9 else None for claim in claims],
        "old_number": [claim.id_number if len(claim.id_number) == 9 else claim.old_number for claim in claims],
        **_name_columns([_named(claim.full_name) for claim in claims]),
        "dob": [str(claim.birth_date) if claim.birth_date and claim.birth_date.day else None for claim in claims],
        "year": [f"{claim.birth_date.year:04d}" if claim.birth_date else None for claim in claims],
        "sex": [claim.sex.value if claim.sex else None for claim in claims],
        "father": [keys(claim.father_name).k4 or None for claim in claims],
        "mother": [keys(claim.mother_name).k4 or None for claim in claims],
        "province": [_last_part(claim.address) for claim in claims],
    }
    rows = {name: [value or None for value in column] for name, column in columns.items()}
    return pa.table({name: pa.array(column, pa.string()) for name, column in rows.items()})


def _named(name: str) -> tuple[str, str, str]:
    bare = keys(name).k4
    cut = parts(bare)
    return bare, cut.surname, cut.given


def _name_columns(names: Iterable[tuple[str, str, str]]) -> dict[str, list[str]]:
    bare, surnames, givens = zip(*names, strict=True)
    return {"bare_name": list(bare), "surname": list(surnames), "given": list(givens)}


def _last_part(address: str) -> str | None:
    return keys(address.rpartition(",")[2].replace("tỉnh", "").replace("thành phố", "")).k4 or None


class Phones:
    """Whose phone it is, as a user would tell without more: by equality of numbers."""

    def __init__(self, folder: Path) -> None:
        table = read_table(folder / "telco.parquet", TELCO_COLUMNS)
        columns = (table[name].to_pylist() for name in ("phone", "kind", "subscriber_id"))
        self._lines = {phone: (kind, number) for phone, kind, number in zip(*columns, strict=True)}

    def status(self, claim: Claim, id_number: str | None) -> str:
        if not claim.phone.strip():
            return "missing"
        read = phone_of(claim.phone, claim.phone_dated)
        mobiles = [reading.number for reading in read.readings if reading.line is Line.MOBILE] if read else []
        if not mobiles:
            return "invalid"
        line = self._lines.get(mobiles[0])
        if line is None:
            return "not_found"
        kind, number = line
        if kind == "to_chuc":
            return "organisation"
        return "owner" if id_number and number == id_number else "other_person"


def row(claim: Claim, person_id: str | None, decision: str, phone_status: str) -> dict[str, Any]:
    """A decision as `hoso match` writes it; these ways correct nothing."""
    return {
        "dossier_id": claim.dossier_id,
        "person_id": person_id,
        "decision": decision,
        "corrected": {},
        "phone_status": phone_status,
    }
