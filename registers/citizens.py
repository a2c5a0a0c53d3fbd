"""One person as the population database tells of him: never a phone, the card's day of issue, a parent's birth date.

The order of the elements is that of the real service. What the invented people lack (ethnic group, religion, codes of
units) is drawn by the person's number and so always the same; codes of provinces are real, those of smaller units not.
"""

import tomllib
import zlib
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from registers.envelope import group, tag
from registers.store import Citizen, Population

_SEXES = {"Nam": "1", "Nữ": "2"}
_KINDS = ("tỉnh ", "thành phố ")
_ADULT = 18  # years; below, somebody represents the person (Bộ luật Dân sự 91/2015/QH13, article 21)


def told(one: Citizen, population: Population, today: date) -> str:
    """The CongDan element of a person."""
    full, day = one.dob[:4], one.dob.replace("-", "")
    spouse = population.by_pin(one.spouse_cccd) if one.spouse_cccd else None
    father = population.by_pin(one.father_cccd) if one.father_cccd else None
    mother = population.by_pin(one.mother_cccd) if one.mother_cccd else None
    minor = today.year - int(full) < _ADULT
    birth_district = _unit_code(f"{one.birth_province} {quirk(one, 'birth')}", 3)
    birth_place = _place(one.birth_province[-2:], birth_district, "", "", "VN")
    father_told = _kin(one.father_name, one.father_cccd, father)
    mother_told = _kin(one.mother_name, one.mother_cccd, mother)
    guardian = (father_told if one.father_name else mother_told) if minor else _kin("", "", None)
    return group(
        "CongDan",
        tag("SoDinhDanh", one.cccd),
        tag("SoCMND", one.cmnd),
        group("HoVaTen", *_name(one)),
        tag("GioiTinh", _SEXES.get(one.gender, "")),
        tag("DanToc", _drawn("ethnicities", one)),
        tag("TonGiao", _drawn("religions", one)),
        tag("TinhTrangHonNhan", "2" if one.spouse_cccd else "1" if minor else _drawn("unmarried", one)),
        tag("NhomMau", _drawn("blood", one)),
        group("NgayThangNamSinh", tag("Nam", full), tag("NgayThangNam", day if len(day) == 8 else "")),
        group("NoiDangKyKhaiSinh", birth_place),
        tag("QuocTich", _drawn("nationality", one)),
        group("QueQuan", birth_place),
        group("ThuongTru", _residence(one)),
        group("NoiOHienTai", _residence(one) if quirk(one, "now") >= 15 else _place("", "", "", "", "")),
        group("Cha", father_told),
        group("Me", mother_told),
        group("VoChong", _kin(spouse.full_name if spouse else "", one.spouse_cccd, spouse)),
        group("NguoiDaiDien", guardian),
        group("ChuHo", _head(one, father, mother, spouse)),
        tag("SoSoHoKhau", one.household_no),
        tag("TrangThai", one.status),
    )


def quirk(one: Citizen, what: str) -> int:
    """0..99, always the same for a person: decides by which habit the person's record was once entered."""
    return zlib.crc32(f"{what} {one.cccd}".encode()) % 100


def _name(one: Citizen) -> tuple[str, str, str]:
    """In capitals; of a quarter of the people the whole name stands in Ten, Ho and ChuDem being empty."""
    words = one.full_name.upper().split()
    if quirk(one, "name") < 25 or len(words) < 2:
        return tag("Ho", ""), tag("ChuDem", ""), tag("Ten", " ".join(words))
    return tag("Ho", words[0]), tag("ChuDem", " ".join(words[1:-1])), tag("Ten", words[-1])


def _residence(one: Citizen) -> str:
    """Three levels, in capitals, where the record was not touched since 2025-07-01; the codes are of that time too."""
    before = one.address_old and (quirk(one, "address") < 30 or not one.address)
    units = (one.address_old if before else one.address).split(", ")
    province = _provinces("before" if before else "since").get(_bare(units[-1]), "") if units[-1] else ""
    if before:
        district = _unit_code(", ".join(units[-2:]), 3) if len(units) > 2 else ""
        commune = _unit_code(", ".join(units[-3:]), 5) if len(units) > 2 else ""
        return _place(province, district, commune, one.address_old.upper(), "VN")
    return _place(province, "", _unit_code(", ".join(units[-2:]), 5) if len(units) > 1 else "", one.address, "VN")


def _place(province: str, district: str, commune: str, text: str, country: str) -> str:
    return (
        tag("MaTinhThanh", province)
        + tag("MaQuanHuyen", district)
        + tag("MaPhuongXa", commune)
        + tag("ChiTiet", text)
        + tag("QuocGia", country)
    )


def _kin(name: str, number: str, held: Citizen | None) -> str:
    """A relative by name and numbers; the number is often not on file."""
    return (
        tag("HoVaTen", name.upper())
        + tag("QuocTich", _drawn("nationality", held) if held else "")
        + tag("SoDinhDanh", number)
        + tag("SoCMND", held.cmnd if held else "")
    )


def _head(one: Citizen, father: Citizen | None, mother: Citizen | None, spouse: Citizen | None) -> str:
    """The head of the household: a parent or the husband who lives in it, else the person."""
    relations = _codes()["relations"]
    head, relation = one, relations["head"]
    for kin, as_what in ((father, "child"), (mother, "child"), (spouse if one.gender == "Nữ" else None, "spouse")):
        if kin is not None and one.household_no and kin.household_no == one.household_no:
            head, relation = kin, relations[as_what]
            break
    return (
        tag("QuanHe", relation)
        + tag("SoDinhDanh", head.cccd)
        + tag("SoCMND", head.cmnd)
        + tag("HoVaTen", head.full_name.upper())
    )


def _drawn(what: str, one: Citizen) -> str:
    left = quirk(one, what)
    for code, share in _codes()[what]:
        left -= share
        if left < 0:
            return str(code)
    return str(_codes()[what][-1][0])


@lru_cache(maxsize=50_000)
def _unit_code(name: str, digits: int) -> str:
    """Invented, always the same for a unit."""
    return f"{zlib.crc32(name.casefold().encode()) % 10**digits:0{digits}d}"


@lru_cache(maxsize=1000)
def _bare(province: str) -> str:
    folded = province.casefold()
    return next((folded.removeprefix(kind) for kind in _KINDS if folded.startswith(kind)), folded)


@cache
def _provinces(when: str) -> dict[str, str]:
    rows = (row.split(" ", 1) for row in " ".join(_codes()["provinces"][when].split()).split(", "))
    return {name.casefold(): code for code, name in rows}


@cache
def _codes() -> dict[str, Any]:
    return tomllib.loads(files("registers").joinpath("data", "codes.toml").read_text("utf-8"))
