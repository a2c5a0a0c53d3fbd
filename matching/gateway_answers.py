"""The population gateway's answers, made `Person`s at the door: what lacks a part or is misshapen is no answer."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, Field

from extractors.reading import PartialDate
from matching.people import LifeStatus, Person, Sex

_SEXES = {"1": Sex.MALE, "2": Sex.FEMALE}
_STATES = {
    "": LifeStatus.LIVING,
    "song": LifeStatus.LIVING,
    "da_chet": LifeStatus.DECEASED,
    "da_huy": LifeStatus.CANCELLED,
}
_DISTRICT = re.compile(r"\b(huyện|quận|thị xã|thành phố)\b[^,]*,[^,]*$", re.IGNORECASE)


class _Name(BaseModel):
    """Ho and ChuDem may be empty, the whole name standing in Ten: the parts mean nothing, only the whole."""

    Ho: str = ""
    ChuDem: str = ""
    Ten: str = Field(min_length=1)

    def whole(self) -> str:
        return " ".join(part for text in (self.Ho, self.ChuDem, self.Ten) for part in text.split())


class _Born(BaseModel):
    Nam: str = Field(pattern=r"^\d{4}$")
    NgayThangNam: str = Field(default="", pattern=r"^(\d{8})?$")  # yyyyMMdd


class _Kin(BaseModel):
    HoVaTen: str = ""
    SoDinhDanh: str = Field(default="", pattern=r"^(\d{12})?$")


class _Place(BaseModel):
    MaTinhThanh: str = ""
    ChiTiet: str = ""


class _Citizen(BaseModel):
    SoDinhDanh: str = Field(pattern=r"^\d{12}$")
    SoCMND: str = Field(default="", pattern=r"^(\d{9})?$")
    HoVaTen: _Name
    GioiTinh: str = ""
    NgayThangNamSinh: _Born
    NoiDangKyKhaiSinh: _Place = _Place()
    ThuongTru: _Place = _Place()
    Cha: _Kin = _Kin()
    Me: _Kin = _Kin()
    VoChong: _Kin = _Kin()
    SoSoHoKhau: str = ""
    TrangThai: Literal["", "song", "da_chet", "da_huy"] = ""


class _Collection(BaseModel):
    CongDan: list[_Citizen]


class _Answer(BaseModel):
    CongdanCollection: _Collection


class _Verdict(BaseModel):
    TonTai: bool


def persons(answer: Mapping[str, Any]) -> tuple[Person, ...]:
    """The persons of an answer to TraCuuThongTinCongDan, in order of their number; () when the collection is empty.

    Raises ValueError when it is not such an answer.
    """
    found = _Answer.model_validate(answer).CongdanCollection.CongDan
    return tuple(sorted((_person(one) for one in found), key=lambda person: person.person_id))


def verdict(answer: Mapping[str, Any]) -> bool:
    """The answer to XacThucThongTinCongDan. Raises ValueError when it is not such an answer."""
    return _Verdict.model_validate(answer).TonTai


def _person(one: _Citizen) -> Person:
    address = one.ThuongTru.ChiTiet
    before = bool(_DISTRICT.search(address))  # three levels: written before 2025-07-01
    return Person(
        person_id=one.SoDinhDanh,
        id_number=one.SoDinhDanh,
        old_numbers=(one.SoCMND,) if one.SoCMND else (),
        full_name=one.HoVaTen.whole(),
        birth_date=_birth_date(one.NgayThangNamSinh),
        sex=_SEXES.get(one.GioiTinh),
        birth_province=one.NoiDangKyKhaiSinh.MaTinhThanh,
        address="" if before else address,
        address_old=address if before else "",
        household=one.SoSoHoKhau,
        father_name=one.Cha.HoVaTen,
        father_id=one.Cha.SoDinhDanh,
        mother_name=one.Me.HoVaTen,
        mother_id=one.Me.SoDinhDanh,
        spouse_id=one.VoChong.SoDinhDanh,
        status=_STATES[one.TrangThai],
    )


def _birth_date(born: _Born) -> PartialDate:
    """The day when the register knows it; "19870000" and the like are a year alone."""
    text = born.NgayThangNam
    month, day = int(text[4:6] or 0), int(text[6:8] or 0)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return PartialDate(int(born.Nam))
    return PartialDate(int(text[:4]), month, day)
