"""For what a register is asked, whether that is allowed, and the count of what was asked: no personal value is kept."""

import hashlib
import re
import tomllib
from collections import Counter, deque
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

NOT_LICENSED, NO_RIGHT = "004", "005"
SENTENCES = {
    NOT_LICENSED: "Thủ tục hành chính chưa được cấp phép khai thác Cơ sở dữ liệu quốc gia về dân cư.",
    NO_RIGHT: "Tài khoản cán bộ không có quyền khai thác.",
}
_PROCEDURE = re.compile(r"\d\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})?")  # "1.001193" or "1.001193.000.00.00.H56"


class Asking(BaseModel):
    """The part that every query carries: who asks, for which procedure."""

    model_config = ConfigDict(extra="forbid")

    MaYeuCau: str = Field(min_length=1, max_length=64)  # unique request id of the caller
    MaDVC: str = Field(max_length=40)  # procedure
    MaCanBo: str = Field(max_length=64)  # the officer's account
    MaDonVi: str = Field(default="", max_length=64)  # the office

    def refusal(self) -> str:
        """The error code with which this asking is refused, or ""."""
        licences = _licences()
        if not _PROCEDURE.fullmatch(self.MaDVC) or self.MaDVC[:8] in licences["procedures_not_licensed"]:
            return NOT_LICENSED
        if not self.MaCanBo.strip() or self.MaCanBo in licences["officers_without_right"]:
            return NO_RIGHT
        return ""


@dataclass(slots=True)
class AskedLog:
    """What was asked of one register since it started: counts, and the last thousand requests by id and purpose."""

    counts: Counter[str] = field(default_factory=Counter)
    last: deque[dict[str, str]] = field(default_factory=lambda: deque(maxlen=1000))

    def note(self, service: str, asking: Asking, outcome: str) -> None:
        """Outcome is "hit", "empty" or an error code. An officer's account may be a PIN: only its digest is kept."""
        self.counts[f"{service} {outcome}"] += 1
        self.last.append(
            {
                "request": asking.MaYeuCau,
                "service": service,
                "procedure": asking.MaDVC,
                "office": asking.MaDonVi,
                "officer": hashlib.sha256(asking.MaCanBo.encode()).hexdigest()[:12],
                "outcome": outcome,
            }
        )

    def report(self) -> dict[str, Any]:
        return {"source": "mock", "counts": dict(sorted(self.counts.items())), "last": list(self.last)}


def refused(code: str) -> dict[str, Any]:
    """The answer to an asking that is not allowed."""
    return {"source": "mock", "MaLoi": code, "ThongBao": SENTENCES[code]}


@cache
def _licences() -> dict[str, list[str]]:
    return tomllib.loads(files("registers").joinpath("data", "licences.toml").read_text("utf-8"))
