"""Whom a paper names, in which role, and what it says of each: the readings of a document sorted by person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache

from extractors.folded import fold
from extractors.reading import Document, FieldReading, PartialDate
from extractors.values.name_keys import NameKeys, name_keys
from extractors.values.tables import rows_of


class Role(Enum):
    """As what a paper names a person. The value is what the clerk reads."""

    HOLDER = "người có tên trên giấy"
    APPLICANT = "người yêu cầu"
    MOTHER = "mẹ"
    FATHER = "cha"
    WIFE = "vợ hoặc bên nữ"
    HUSBAND = "chồng hoặc bên nam"
    SPOUSE = "vợ hoặc chồng"
    REPRESENTATIVE = "người đại diện"
    HEAD = "chủ hộ"
    MEMBER = "thành viên hộ gia đình"
    DECLARED = "người khai khi nộp hồ sơ"


class Says(Enum):
    """What a field says of a person. The value is the name of the field of a claim, or of a paper's own kind."""

    FULL_NAME = "full_name"
    ID_NUMBER = "id_number"
    OLD_NUMBER = "old_number"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    ETHNIC_GROUP = "ethnic_group"
    NATIONALITY = "nationality"
    ORIGIN = "origin"
    RESIDENCE = "residence"
    PHONE = "phone"
    ISSUED = "issued"  # when the paper that gives the number was issued


SEXES = {Role.MOTHER: "Nữ", Role.WIFE: "Nữ", Role.FATHER: "Nam", Role.HUSBAND: "Nam"}
"""Roles that tell the sex by themselves (Luật Hôn nhân và gia đình 52/2014/QH13, điều 8)."""

_MEMBER = re.compile(r"(thanh_vien)_(\d+)_(\w+)")


@dataclass(frozen=True, slots=True)
class Named:
    """One person as one paper names them."""

    document: int  # index of the paper within the dossier; -1: declared
    role: Role
    row: int  # of a table of persons, 1..; 0: none
    readings: Mapping[Says, FieldReading]  # the value of each is not None

    @property
    def number(self) -> str:
        """The personal number, twelve digits, or ""."""
        value = self.text(Says.ID_NUMBER)
        return value if len(value) == 12 else ""

    @property
    def birth(self) -> PartialDate | None:
        reading = self.readings.get(Says.BIRTH_DATE)
        return day_of(reading) if reading else None

    @property
    def name(self) -> NameKeys | None:
        text = self.text(Says.FULL_NAME)
        return name_keys(text) if text else None

    def text(self, says: Says) -> str:
        """The value as text, "" when the paper is silent."""
        reading = self.readings.get(says)
        return str(reading.value) if reading else ""


def persons_on(index: int, document: Document) -> tuple[Named, ...]:
    """Everybody whom a document names, in the order of its readings. `index` is handed on as `Named.document`."""
    found: dict[tuple[Role, int], dict[Says, FieldReading]] = {}
    for reading in document.readings:
        told = whose(document.form, reading.field)
        if told is None or reading.value is None:
            continue
        role, row, says = told
        if says is Says.ID_NUMBER and re.fullmatch(r"\d{9}", str(reading.value)):
            says = Says.OLD_NUMBER
        found.setdefault((role, row), {}).setdefault(says, reading)
    return tuple(Named(index, role, row, readings) for (role, row), readings in found.items())


@cache
def whose(form: str, field: str) -> tuple[Role, int, Says] | None:
    """Role, row of a table (0: none) and meaning of a field; None for a field that is about no person, or unknown."""
    roles, says, whole = _tables()
    for key in ((form, field), ("", field)):
        if key in whole:
            return (Role[whole[key][0]], 0, Says(whole[key][1])) if whole[key][1] else None
    if field in says:
        return Role.HOLDER, 0, Says(says[field])
    if member := _MEMBER.fullmatch(field):
        return (Role.MEMBER, int(member[2]), Says(says[member[3]])) if member[3] in says else None
    for name, role in roles.items():
        rest = field.removeprefix(f"{name}_") if field.startswith(f"{name}_") else field.removesuffix(f"_{name}")
        if rest != field and rest in says:
            return Role[role], 0, Says(says[rest])
    return None


@cache
def _tables() -> tuple[dict[str, str], dict[str, str], dict[tuple[str, str], tuple[str, str]]]:
    rows = rows_of("person_fields")
    roles = {row["name"]: row["role"] for row in rows if row["kind"] == "role"}
    says = {row["name"]: row["says"] for row in rows if row["kind"] == "says"}
    whole = {(row["form"], row["name"]): (row["role"], row["says"]) for row in rows if row["kind"] == "field"}
    return roles, says, whole


def day_of(reading: FieldReading) -> PartialDate | None:
    """A birth date as far as it is known; a year written alone counts as one."""
    value = reading.value
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, date):
        return PartialDate(value.year, value.month, value.day)
    return PartialDate(int(value)) if isinstance(value, str) and re.fullmatch(r"\d{4}", value) else None


def same_day(one: PartialDate, other: PartialDate) -> bool:
    """As far as both tell: a year alone denies no day."""
    parts = zip((one.year, one.month, one.day), (other.year, other.month, other.day), strict=True)
    return all(ours == theirs for ours, theirs in parts if ours and theirs)


def same_person(one: Named, other: Named) -> bool:
    """The number is one; or the name is, a birth date bears it out, and no number speaks against it.

    A digit misread in one of the numbers speaks not against it.
    """
    if one.number and other.number and one.number == other.number:
        return True
    if one.name is None or other.name is None or one.name.k5 != other.name.k5:
        return False
    if one.birth is None or other.birth is None or not same_day(one.birth, other.birth):
        return False
    return not (one.number and other.number) or _apart(one.number, other.number) <= 1


def namesakes(one: Named, other: Named) -> bool:
    """The names are alike and nothing speaks against it: enough only where nobody else in the dossier is called so."""
    if one.name is None or other.name is None or one.name.k5 != other.name.k5:
        return False
    if one.birth and other.birth and not same_day(one.birth, other.birth):
        return False
    sexes = {fold(sex) for each in (one, other) if (sex := each.text(Says.SEX) or SEXES.get(each.role, ""))}
    return len(sexes) < 2 and not (one.number and other.number and _apart(one.number, other.number) > 1)


def _apart(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))
