"""An invented population and its telephones: who is who, whose number is whose, and two files that say so to registers.

Nobody real can be hit: every PIN stands under a province code that was never given out (`UNASSIGNED`), every nine-digit
CMND begins with 9, which no provincial police used.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

UNASSIGNED = ("003", "005", "007", "009", "013", "099")  # in neither table of province codes (63 of PIN, 34 of GSO)

LIVING, DECEASED, CANCELLED = "song", "da_chet", "da_huy"


@dataclass(frozen=True, slots=True)
class Individual:
    """One row of the population register; what the register does not know of the person is "" or None."""

    person_id: str
    cccd: str  # 12 digits
    cmnd: str  # 9 digits, or "" when never issued or not on file
    full_name: str
    other_name: str
    dob: date  # 1 January when `year_only`
    year_only: bool  # the register holds the birth year and no day
    gender: str  # "Nam" or "Nữ"
    birth_province: str  # 3 digits, as in `cccd`
    address: str  # two levels, as since 2025-07-01
    address_old: str  # three levels, as before
    household_no: str
    father_name: str
    father_cccd: str
    mother_name: str
    mother_cccd: str
    spouse_name: str
    spouse_cccd: str
    cccd_issued_on: date | None
    status: str  # LIVING, DECEASED or CANCELLED

    @property
    def dob_text(self) -> str:
        """YYYY-MM-DD, or YYYY when the register knows no day."""
        return str(self.dob.year) if self.year_only else self.dob.isoformat()

    @property
    def living(self) -> bool:
        return self.status == LIVING


@dataclass(frozen=True, slots=True)
class Subscription:
    """One telephone number as its operator has it registered."""

    phone: str  # 10 digits
    operator: str
    kind: str  # "ca_nhan" or "to_chuc"
    subscriber_name: str  # a third without marks, in capitals
    subscriber_id: str  # PIN, old CMND, or wrong; "" for an organisation
    subscriber_dob: date | None
    registered_on: date
    status: str  # "hoat_dong" or "tam_khoa"


@dataclass(frozen=True)
class World:
    """A population, its telephones, and look-ups for those who plant trouble in dossiers.

    All look-ups keep the order of `individuals`, give living persons only, and are the same for the same seed.
    """

    seed: int
    individuals: tuple[Individual, ...]
    subscriptions: tuple[Subscription, ...]
    phones: Mapping[str, str]  # person_id -> the number this person gives on papers, whoever it is registered to
    strangers: tuple[Individual, ...]  # complete persons whom the register does not hold

    @cached_property
    def _by_cccd(self) -> dict[str, Individual]:
        return {one.cccd: one for one in self.individuals}

    @cached_property
    def _by_phone(self) -> dict[str, Subscription]:
        return {one.phone: one for one in self.subscriptions}

    def person(self, cccd: str) -> Individual | None:
        """The holder of a PIN, living or not; None for a number (or "") that the register does not hold."""
        return self._by_cccd.get(cccd)

    def phone(self, one: Individual) -> str:
        """The 10-digit number that this person writes on papers, or ""."""
        return self.phones.get(one.person_id, "")

    def subscription(self, phone: str) -> Subscription | None:
        """To whom a number is registered; None when no operator has it."""
        return self._by_phone.get(phone)

    @cached_property
    def adults(self) -> tuple[Individual, ...]:
        """Living persons of 18 years and more (on 2026-11-01) with a card and a full birth date: usual applicants."""
        eldest = date(2008, 11, 1)
        return tuple(one for one in self._living if one.dob <= eldest and one.cccd_issued_on and not one.year_only)

    @cached_property
    def couples(self) -> tuple[tuple[Individual, Individual], ...]:
        """(husband, wife), both living adults."""
        adult = {one.cccd: one for one in self.adults}
        return tuple(
            (one, adult[one.spouse_cccd]) for one in self.adults if one.gender == "Nam" and one.spouse_cccd in adult
        )

    @cached_property
    def old_number_holders(self) -> tuple[Individual, ...]:
        """Adults whose nine-digit CMND is on file and was issued to nobody else."""
        times: dict[str, int] = {}
        for one in self.individuals:
            times[one.cmnd] = times.get(one.cmnd, 0) + 1
        return tuple(one for one in self.adults if one.cmnd and times[one.cmnd] == 1)

    @cached_property
    def phone_of_spouse(self) -> tuple[tuple[Individual, Individual, Subscription], ...]:
        """(person, spouse, subscription): the person's number is registered to the spouse, with the spouse's PIN."""
        found = []
        for one in self.adults:
            spouse, line = self.person(one.spouse_cccd), self.subscription(self.phone(one))
            if spouse and spouse.living and line and line.subscriber_id == spouse.cccd:
                found.append((one, spouse, line))
        return tuple(found)

    @cached_property
    def phone_of_own(self) -> tuple[Individual, ...]:
        """Adults whose number is registered to themselves, with PIN and birth date as the population register has."""
        found = []
        for one in self.adults:
            line = self.subscription(self.phone(one))
            if line and line.subscriber_id == one.cccd and line.subscriber_dob == one.dob:
                found.append(one)
        return tuple(found)

    @cached_property
    def children_of_known_parents(self) -> tuple[tuple[Individual, Individual, Individual], ...]:
        """(child under 14, father, mother): the register holds both parents' PIN in the child's record, both live."""
        found = []
        for one in self._living:
            father, mother = self.person(one.father_cccd), self.person(one.mother_cccd)
            if one.dob > date(2012, 11, 1) and father and mother and father.living and mother.living:
                found.append((one, father, mother))
        return tuple(found)

    @cached_property
    def year_only(self) -> tuple[Individual, ...]:
        """Persons of whom the register knows the birth year alone."""
        return tuple(one for one in self._living if one.year_only)

    @cached_property
    def deceased(self) -> tuple[Individual, ...]:
        """Persons whom the register marks as dead: the one look-up that is not of living persons."""
        return tuple(one for one in self.individuals if one.status == DECEASED)

    @cached_property
    def _living(self) -> tuple[Individual, ...]:
        return tuple(one for one in self.individuals if one.living)

    def household(self, one: Individual) -> tuple[Individual, ...]:
        """The living members of a person's household, the eldest first, the person included."""
        members = [other for other in self._living if other.household_no == one.household_no]
        return tuple(sorted(members, key=lambda other: (other.dob, other.person_id)))

    def write(self, folder: Path) -> None:
        """Write population.parquet and telco.parquet; the same world gives the same bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / "population.parquet", [_population_row(one) for one in self.individuals])
        _write(folder / "telco.parquet", [_telco_row(one) for one in self.subscriptions])


def _population_row(one: Individual) -> dict[str, str]:
    return {
        "person_id": one.person_id,
        "cccd": one.cccd,
        "cmnd": one.cmnd,
        "full_name": one.full_name,
        "other_name": one.other_name,
        "dob": one.dob_text,
        "gender": one.gender,
        "birth_province": one.birth_province,
        "address": one.address,
        "address_old": one.address_old,
        "household_no": one.household_no,
        "father_name": one.father_name,
        "father_cccd": one.father_cccd,
        "mother_name": one.mother_name,
        "mother_cccd": one.mother_cccd,
        "spouse_cccd": one.spouse_cccd,
        "cccd_issued_on": one.cccd_issued_on.isoformat() if one.cccd_issued_on else "",
        "status": one.status,
    }


def _telco_row(one: Subscription) -> dict[str, str]:
    return {
        "phone": one.phone,
        "operator": one.operator,
        "kind": one.kind,
        "subscriber_name": one.subscriber_name,
        "subscriber_id": one.subscriber_id,
        "subscriber_dob": one.subscriber_dob.isoformat() if one.subscriber_dob else "",
        "registered_on": one.registered_on.isoformat(),
        "status": one.status,
    }


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    columns = list(rows[0])
    table = pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in columns})
    part = path.with_suffix(".part")
    pq.write_table(table, part)
    part.replace(path)
