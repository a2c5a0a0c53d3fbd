"""The mocked register of telephone subscribers: to whom a number is registered, and nothing about its use."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from pydantic import Field

from registers.asked import AskedLog
from registers.door import door
from registers.faults import TelcoFaults
from registers.lies import Subscribers
from registers.purpose import Asking, refusal
from registers.store import Line, read_lines, read_population

LOOK_UP = "TraCuuThueBao"


class LineQuery(Asking):
    """The question: a mobile number of ten digits as dialled today."""

    SoThueBao: str = Field(pattern=r"^0[0-9]{9}$")


def app(folder: Path, faults: TelcoFaults | None = None) -> FastAPI:
    """The register over telco.parquet of a folder."""
    lines, log = read_lines(folder), AskedLog()
    served = door("telco", len(lines), faults or TelcoFaults(), log)
    subscribers = Subscribers(lines, read_population(folder), served.state.switch)

    @served.post(f"/{LOOK_UP}")
    async def look_up(query: LineQuery) -> dict[str, Any]:
        refused = refusal(query.MaDVC, query.MaCanBo)
        if refused is not None:
            code, sentence = refused
            log.note(LOOK_UP, query, code)
            return {"source": "mock", "MaLoi": code, "ThongBao": sentence}
        line = subscribers.by_phone(query.SoThueBao)
        log.note(LOOK_UP, query, "hit" if line else "empty", query.SoThueBao)
        return {"source": "mock", "ThueBao": _shared(line) if line else None}

    return served


def _shared(line: Line) -> dict[str, str]:
    """Ownership attributes only: usage data are sensitive and are nobody's business here."""
    return {
        "SoThueBao": line.phone,
        "NhaMang": line.operator,
        "LoaiThueBao": line.kind,
        "HoVaTen": line.subscriber_name,
        "SoGiayTo": line.subscriber_id,
        "NgaySinh": line.subscriber_dob,
        "NgayDangKy": line.registered_on,  # activation
        "NgayXacThuc": line.verified_on,  # last check of the owner
        "TrangThai": line.status,  # hoat_dong, tam_khoa, cat
    }
