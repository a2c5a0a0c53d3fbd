"""The telco register as a one-stop system reaches it: to whom one number is registered, and nothing about its use."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from extractors.reading import PartialDate
from matching.gateway.client import RegisterClient
from matching.gateway.http import HttpRegister
from matching.gateway.inquiry import Purpose, Supposition
from matching.people import Subscriber, SubscriberKind

LOOK_UP = "TraCuuThueBao"
_MOBILE = re.compile(r"0\d{9}")
_KINDS = {"ca_nhan": SubscriberKind.PERSON, "to_chuc": SubscriberKind.ORGANISATION}


class _Line(BaseModel):
    SoThueBao: str = Field(pattern=r"^0\d{9}$")
    NhaMang: str = ""
    LoaiThueBao: Literal["ca_nhan", "to_chuc"]
    HoTen: str = Field(alias="HoVaTen", min_length=1)
    SoGiayTo: str = ""
    NgaySinh: str = Field(default="", pattern=r"^(\d{4}(-\d\d-\d\d)?)?$")
    NgayDangKy: str = Field(default="", pattern=r"^(\d{4}-\d\d-\d\d)?$")  # activation
    NgayXacThuc: str = Field(default="", pattern=r"^(\d{4}-\d\d-\d\d)?$")  # last check of the owner
    TrangThai: Literal["hoat_dong", "tam_khoa", "cat"]


class _Answer(BaseModel):
    ThueBao: _Line | None  # null: no operator has the number; the key itself must be there


class TelcoClient(RegisterClient):
    """`matching.registers.TelcoRegister` over HTTP. One for each dossier; it remembers its answers."""

    def __init__(
        self,
        register: HttpRegister | str,
        purpose: Purpose,
        budget: int = 6,
        *,
        production: bool = False,
        digest_key: bytes = b"",
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """`register`: the shared way to it, or its address. `budget`: numbers that may be asked for in all."""
        super().__init__("telco", register, purpose, budget, production=production, digest_key=digest_key, now=now)

    def subscriber(self, phone: str) -> Subscriber | None:
        """To whom a 10-digit mobile number is registered; None when no operator has it.

        Raises ValueError for what is no such number (normalise it first), RegisterUnavailable, RegisterRefused,
        NotSetUp, QueryBudgetSpent.
        """
        if not _MOBILE.fullmatch(phone):
            raise ValueError("a mobile number has ten digits, the first of them 0")

        def understood(answer: Mapping[str, Any]) -> Subscriber | None:
            line = _Answer.model_validate(answer).ThueBao
            if line is not None and line.SoThueBao != phone:
                raise ValueError("the answer is about another number")
            return _subscriber(line) if line else None

        return self._ledger.ask(LOOK_UP, {"SoThueBao": phone}, Supposition.PHONE_AS_NORMALISED, understood)

    def near(self, phone: str) -> tuple[Subscriber, ...]:
        """Nobody: operators answer for one exact number only, and guessing at others' numbers has no purpose."""
        return ()


def _subscriber(line: _Line) -> Subscriber:
    return Subscriber(
        phone=line.SoThueBao,
        kind=_KINDS[line.LoaiThueBao],
        name=line.HoTen,
        paper_number=line.SoGiayTo,
        birth_date=_birth_date(line.NgaySinh),
        operator=line.NhaMang,
        registered_on=date.fromisoformat(line.NgayDangKy) if line.NgayDangKy else None,
        active=line.TrangThai == "hoat_dong",
        verified_on=date.fromisoformat(line.NgayXacThuc) if line.NgayXacThuc else None,
    )


def _birth_date(text: str) -> PartialDate | None:
    if len(text) == 4:
        return PartialDate(int(text))
    if not text:
        return None
    day = date.fromisoformat(text)
    return PartialDate(day.year, day.month, day.day)
