"""The mocked register of telephone subscribers: to whom a number is registered, and nothing about its use."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from pydantic import Field

from registers.door import door
from registers.faults import Faults
from registers.purpose import AskedLog, Asking, refused
from registers.store import Line, read_lines

LOOK_UP = "TraCuuThueBao"


class LineQuery(Asking):
    """The question: a mobile number of ten digits as dialled today."""

    SoThueBao: str = Field(pattern=r"^0\d{9}$")


def app(folder: Path, faults: Faults | None = None) -> FastAPI:
    """The register over telco.parquet of a folder."""
    lines, log = read_lines(folder), AskedLog()
    served = door("telco", len(lines), faults or Faults(), log)

    @served.post(f"/{LOOK_UP}")
    async def look_up(query: LineQuery) -> dict[str, Any]:
        code = query.refusal()
        if code:
            log.note(LOOK_UP, query, code)
            return refused(code)
        line = lines.by_phone(query.SoThueBao)
        log.note(LOOK_UP, query, "hit" if line else "empty")
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
        "NgayDangKy": line.registered_on,
        "TrangThai": line.status,
    }
