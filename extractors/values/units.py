"""The lists of administrative units: of before 2025-07-01 (three levels) and since (two)."""

import csv
import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib.resources import files

from extractors.folded import fold

TYPES = ("thi tran", "thi xa", "thanh pho", "dac khu", "phuong", "quan", "huyen", "tinh", "xa")
_TYPE = re.compile(rf"^(?:{'|'.join(TYPES)}) ")


class UnitList(Enum):
    """Which list a unit stands in; codes are only unique within one."""

    LEGACY = "danh mục trước ngày 01/7/2025 (63 tỉnh, 3 cấp)"
    CURRENT = "danh mục từ ngày 01/7/2025 (34 tỉnh, 2 cấp)"


@dataclass(slots=True)
class Unit:
    """One province, district or commune. Built once and not changed afterwards."""

    code: str  # 2, 3 or 5 digits
    name: str  # with its type: "Xã Quỳnh Bảng"
    below: dict[str, list["Unit"]] = field(default_factory=dict)  # bare folded name -> units of the next level
    became: tuple[str, ...] = ()  # codes of present communes, for a commune of the legacy list

    @property
    def bare(self) -> str:
        """The name without its type, as spelled: "Quỳnh Bảng"; a number keeps standing alone: "9"."""
        words = self.name.split()
        return " ".join(words[len(_type_of(self.name).split()) :])


def _type_of(name: str) -> str:
    match = _TYPE.match(fold(name) + " ")
    return match[0].strip() if match else ""


def bare_key(name: str) -> str:
    """Folded, without the word that tells the type: "Xã Quỳnh Bảng" -> "quynh bang"; "Phường 09" -> "9"."""
    folded = fold(name)
    short = _TYPE.sub("", folded + " ").strip()
    return (short.lstrip("0") or short) if short.isdigit() else short or folded


@cache
def provinces(which: UnitList) -> dict[str, list[Unit]]:
    """Bare folded name -> province, with everything below it. Some 13,000 rows, read once."""
    return _tree(row for row in _rows() if row["list"] == which.name.lower())


@cache
def words_of_units() -> frozenset[str]:
    """Every word in the names of both lists, folded: "dak" and "krong" are none of Vietnamese, and are right."""
    names = {unit.name for which in UnitList for unit in _all_units(provinces(which))}
    return frozenset(word for name in names for word in fold(name).split())


def _all_units(level: dict[str, list[Unit]]) -> Iterator[Unit]:
    for units in level.values():
        for unit in units:
            yield unit
            yield from _all_units(unit.below)


@cache
def commune_chains() -> dict[str, str]:
    """Code of a present commune -> its province's code and its own, "22.06712"."""
    return {
        unit.code: f"{province.code}.{unit.code}"
        for group in provinces(UnitList.CURRENT).values()
        for province in group
        for units in province.below.values()
        for unit in units
    }


def _rows() -> list[dict[str, str]]:
    packed = files("extractors.data").joinpath("admin_units.csv.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def _tree(rows: Iterable[dict[str, str]]) -> dict[str, list[Unit]]:
    top: dict[str, list[Unit]] = {}
    known: dict[tuple[str, str], Unit] = {}
    for row in rows:
        home = _known(known, top, ("", row["province_code"]), row["province"])
        if row["district_code"]:
            home = _known(known, home.below, (row["province_code"], row["district_code"]), row["district"])
        if row["commune"]:
            commune = Unit(row["commune_code"], row["commune"], became=tuple(row["became"].split()))
            home.below.setdefault(bare_key(commune.name), []).append(commune)
        elif row["became"]:
            home.became = tuple(row["became"].split())
    return top


def _known(known: dict[tuple[str, str], Unit], level: dict[str, list[Unit]], key: tuple[str, str], name: str) -> Unit:
    """The unit of a key; a row that names it for the first time makes it (later rows leave the name out)."""
    if key not in known:
        known[key] = Unit(key[1], name)
        level.setdefault(bare_key(name), []).append(known[key])
    return known[key]
