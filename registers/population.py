"""The mocked national population database, as the gateway of a one-stop system sees it.

It wants a number, a name and a birth date together and answers all or nothing: a query that misses by any one of them
gets an empty collection and no reason. Field names are those of the real service (TraCuuThongTinCongDan,
XacThucThongTinCongDan).
"""

import zlib
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field, model_validator

from registers.door import door
from registers.faults import Faults
from registers.purpose import AskedLog, Asking, refused
from registers.store import Citizen, Population, name_key, read_population

SEARCH, VERIFY = "TraCuuThongTinCongDan", "XacThucThongTinCongDan"
_SEXES = {"Nam": "1", "Nữ": "2"}


class BirthDate(BaseModel):
    """A full date or, where the person's papers know no more, a year: one of them."""

    model_config = ConfigDict(extra="forbid")

    NgayThangNam: str | None = Field(default=None, pattern=r"^\d{8}$")  # yyyyMMdd
    Nam: str | None = Field(default=None, pattern=r"^\d{4}$")

    @model_validator(mode="after")
    def one_of_two(self) -> "BirthDate":
        if (self.NgayThangNam is None) == (self.Nam is None):
            raise ValueError("give NgayThangNam or Nam, not both or neither")
        return self


class CitizenQuery(Asking):
    """The question; PIN or old number, name and birth date are all required."""

    MaTichHop: str
    SoDinhDanh: str | None = Field(default=None, pattern=r"^\d{12}$")
    SoCMND: str | None = Field(default=None, pattern=r"^\d{9}$")
    HoVaTen: str = Field(min_length=1, max_length=200)
    NgayThangNamSinh: BirthDate

    @model_validator(mode="after")
    def one_number(self) -> "CitizenQuery":
        if (self.SoDinhDanh is None) == (self.SoCMND is None):
            raise ValueError("give SoDinhDanh or SoCMND, not both or neither")
        return self


def app(folder: Path, faults: Faults | None = None, year_finds_full_date: bool = True) -> FastAPI:
    """The register over population.parquet of a folder.

    `year_finds_full_date`: whether a query by year alone finds a person of whom the full date is held. How the real
    service answers is not known, so a client must bear both.
    """
    population, log = read_population(folder), AskedLog()
    served = door("population", len(population), faults or Faults(), log)

    def found(query: CitizenQuery) -> list[Citizen]:
        return [one for one in _holders(population, query) if _agrees(one, query, year_finds_full_date)]

    @served.post(f"/{SEARCH}")
    async def search(query: CitizenQuery) -> dict[str, Any]:
        code = query.refusal()
        if code:
            log.note(SEARCH, query, code)
            return refused(code)
        citizens = found(query)
        log.note(SEARCH, query, "hit" if citizens else "empty")
        return {"source": "mock", "CongdanCollection": {"CongDan": [_shared(one, population) for one in citizens]}}

    @served.post(f"/{VERIFY}")
    async def verify(query: CitizenQuery) -> dict[str, Any]:
        code = query.refusal()
        if code:
            log.note(VERIFY, query, code)
            return refused(code)
        held = bool(found(query))
        log.note(VERIFY, query, "hit" if held else "empty")
        return {"source": "mock", "TonTai": held}

    return served


def _holders(population: Population, query: CitizenQuery) -> list[Citizen]:
    if query.SoCMND is not None:
        return population.by_old_number(query.SoCMND)
    one = population.by_pin(query.SoDinhDanh or "")
    return [one] if one else []


def _agrees(one: Citizen, query: CitizenQuery, year_finds_full_date: bool) -> bool:
    if name_key(one.full_name) != name_key(query.HoVaTen):
        return False
    held, asked = one.dob.replace("-", ""), query.NgayThangNamSinh
    if asked.NgayThangNam is not None:
        return held == asked.NgayThangNam
    return held[:4] == asked.Nam and (len(held) == 4 or year_finds_full_date)


def _shared(one: Citizen, population: Population) -> dict[str, Any]:
    """What the register tells of a person: never a phone, the card's day of issue, or a parent's birth date."""
    spouse, day = population.by_pin(one.spouse_cccd), one.dob.replace("-", "")
    return {
        "SoDinhDanh": one.cccd,
        "SoCMND": one.cmnd,
        "HoVaTen": _name(one),
        "GioiTinh": _SEXES.get(one.gender, ""),
        "NgayThangNamSinh": {
            "Nam": one.dob[:4],
            "NgayThangNam": day if len(day) == 8 else "",
        },
        "NoiDangKyKhaiSinh": {"MaTinhThanh": one.birth_province},
        "TinhTrangHonNhan": "2" if one.spouse_cccd else "",
        "ThuongTru": {"ChiTiet": one.address_old if _quirk(one, "address") < 30 else one.address, "QuocGia": "VN"},
        "Cha": _kin(one.father_name, one.father_cccd),
        "Me": _kin(one.mother_name, one.mother_cccd),
        "VoChong": _kin(spouse.full_name if spouse else "", one.spouse_cccd),
        "SoSoHoKhau": one.household_no,
        "TrangThai": one.status,
    }


def _kin(name: str, number: str) -> dict[str, str]:
    return {"HoVaTen": name.upper(), "SoDinhDanh": number}


def _name(one: Citizen) -> dict[str, str]:
    """In capitals; of a quarter of the people the whole name stands in Ten, Ho and ChuDem being empty."""
    words = one.full_name.upper().split()
    if _quirk(one, "name") < 25 or len(words) < 2:
        return {"Ho": "", "ChuDem": "", "Ten": " ".join(words)}
    return {"Ho": words[0], "ChuDem": " ".join(words[1:-1]), "Ten": words[-1]}


def _quirk(one: Citizen, what: str) -> int:
    """0..99, always the same for a person: decides by which habit the person's record was once entered."""
    return zlib.crc32(f"{what} {one.cccd}".encode()) % 100
