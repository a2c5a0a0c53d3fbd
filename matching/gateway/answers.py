"""The population gateway's answers, made `Person`s at the door: what lacks a part or is misshapen is no answer.

Nor is what speaks of somebody else than was asked about: a register that errs or lies must not lead to a link.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, Field, model_validator

from extractors.folded import tight
from extractors.reading import PartialDate
from matching.people import LifeStatus, Person, Sex

_SEXES = {"1": Sex.MALE, "2": Sex.FEMALE}
_STATES = {
    "": LifeStatus.LIVING,
    "song": LifeStatus.LIVING,
    "da_chet": LifeStatus.DECEASED,
    "da_huy": LifeStatus.CANCELLED,
}
_PIN, _OLD = re.compile("[0-9]{12}"), re.compile("[0-9]{9}")
_DISTRICT = re.compile(r"\b(huyện|quận|thị xã|thành phố)\b[^,]*,[^,]*$", re.IGNORECASE)


class _Part(BaseModel):
    """A part of an answer; an element without content stands for one of which nothing is known."""

    @model_validator(mode="before")
    @classmethod
    def nothing_known(cls, value: Any) -> Any:
        return {} if value == "" else value


class _Name(_Part):
    """Ho and ChuDem may be empty, the whole name standing in Ten: the parts mean nothing, only the whole."""

    Ho: str = ""
    ChuDem: str = ""
    Ten: str = Field(min_length=1)

    def whole(self) -> str:
        return " ".join(part for text in (self.Ho, self.ChuDem, self.Ten) for part in text.split())


class _Born(_Part):
    Nam: str = Field(pattern=r"^[0-9]{4}$")
    NgayThangNam: str = Field(default="", pattern=r"^([0-9]{8})?$")  # yyyyMMdd


class _Kin(_Part):
    """A relative as a clerk once wrote him down: a number of another shape is no number."""

    HoVaTen: str = ""
    SoDinhDanh: str = ""

    def number(self) -> str:
        return self.SoDinhDanh if _PIN.fullmatch(self.SoDinhDanh) else ""


class _Place(_Part):
    MaTinhThanh: str = ""
    MaQuanHuyen: str = ""
    ChiTiet: str = ""


class _Citizen(_Part):
    SoDinhDanh: str = Field(pattern=r"^[0-9]{12}$")
    SoCMND: str = ""
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


class _Collection(_Part):
    CongDan: list[_Citizen] = []


class _Answer(BaseModel):
    CongdanCollection: _Collection


class _Verdict(BaseModel):
    TonTai: Literal["true", "false", "1", "0", True, False]  # as XML Schema writes yes and no


def persons(answer: Mapping[str, Any]) -> tuple[Person, ...]:
    """The persons of an answer to TraCuuThongTinCongDan, in order of their number; () when the collection is empty.

    Raises ValueError when it is not such an answer.
    """
    found = _Answer.model_validate(answer).CongdanCollection.CongDan
    return tuple(sorted((_person(one) for one in found), key=lambda person: person.person_id))


def verdict(answer: Mapping[str, Any]) -> bool:
    """The answer to XacThucThongTinCongDan. Raises ValueError when it is not such an answer."""
    return _Verdict.model_validate(answer).TonTai in ("true", "1", True)


def check_about(question: Mapping[str, object], answer: Mapping[str, Any]) -> None:
    """Raises ValueError where an answer with persons speaks of another number, name or birth date than was asked.

    Names are compared without marks, case, spaces and punctuation, as the register compares them itself. Where it knows
    the year alone, the year has to be the one asked.
    """
    if "CongdanCollection" not in answer:
        return
    found = _Answer.model_validate(answer).CongdanCollection.CongDan
    if "SoDinhDanh" in question and len(found) > 1:
        raise ValueError("several persons under one number")
    if len({one.SoDinhDanh for one in found}) < len(found):
        raise ValueError("a person twice")
    for one in found:
        if not (_number_fits(question, one) and _name_fits(question, one) and _birth_fits(question, one)):
            raise ValueError("the answer is about somebody else")


def _number_fits(question: Mapping[str, object], one: _Citizen) -> bool:
    if "SoDinhDanh" in question:
        return one.SoDinhDanh == question["SoDinhDanh"]
    return one.SoCMND == question["SoCMND"]


def _name_fits(question: Mapping[str, object], one: _Citizen) -> bool:
    asked = tight(str(question["HoVaTen"]))
    return bool(asked) and tight(one.HoVaTen.whole()) == asked


def _birth_fits(question: Mapping[str, object], one: _Citizen) -> bool:
    asked, held = question["NgayThangNamSinh"], _birth_date(one.NgayThangNamSinh)
    if not isinstance(asked, Mapping):
        return False
    if "Nam" in asked:
        return f"{held.year:04d}" == asked["Nam"]
    day = str(asked["NgayThangNam"])
    return f"{held.year:04d}" == day[:4] and (held.day is None or f"{held.month:02d}{held.day:02d}" == day[4:])


def _person(one: _Citizen) -> Person:
    address = one.ThuongTru.ChiTiet
    # three levels: written before 2025-07-01
    before = bool(one.ThuongTru.MaQuanHuyen or _DISTRICT.search(address))
    birth = one.NoiDangKyKhaiSinh
    return Person(
        person_id=one.SoDinhDanh,
        id_number=one.SoDinhDanh,
        old_numbers=(one.SoCMND,) if _OLD.fullmatch(one.SoCMND) else (),
        full_name=one.HoVaTen.whole(),
        birth_date=_birth_date(one.NgayThangNamSinh),
        sex=_SEXES.get(one.GioiTinh),
        birth_province=birth.MaTinhThanh.zfill(3) if birth.MaTinhThanh and birth.MaQuanHuyen else "",
        address="" if before else address,
        address_old=address if before else "",
        household=one.SoSoHoKhau,
        father_name=one.Cha.HoVaTen,
        father_id=one.Cha.number(),
        mother_name=one.Me.HoVaTen,
        mother_id=one.Me.number(),
        spouse_id=one.VoChong.number(),
        status=_STATES[one.TrangThai],
    )


def _birth_date(born: _Born) -> PartialDate:
    """The day when the register knows it; "19870000" and the like are a year alone. Raises ValueError for two years."""
    text = born.NgayThangNam
    month, day = int(text[4:6] or 0), int(text[6:8] or 0)
    if text and text[:4] != born.Nam:
        raise ValueError("two birth years")
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return PartialDate(int(born.Nam))
    return PartialDate(int(text[:4]), month, day)
