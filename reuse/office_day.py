"""Days and periods as an office counts them: by when a dossier was received."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from storage.vietnam_time import day_of

_DAY_IN_CODE = re.compile(r"[0-9A-Z.]+-(\d{6})-\d{4,8}")


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it; None: without end on that side."""

    first: date | None = None
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def __str__(self) -> str:
        first = f"từ {self.first:%d/%m/%Y}" if self.first else ""
        last = f"đến {self.last:%d/%m/%Y}" if self.last else ""
        return " ".join(part for part in (first, last) if part) or "toàn bộ thời gian"


def received_on(code: str, taken_in: datetime) -> date:
    """The day on which an office received a dossier: the six digits YYMMDD of its code (Thông tư 01/2018/TT-VPCP,
    Điều 19; Thông tư 04/2025/TT-VPCP), else the day on which it was taken in here.

    A code whose day does not exist, or lies after the day on which the scans came in, says nothing.
    """
    came = day_of(taken_in)
    match = _DAY_IN_CODE.fullmatch(code)
    if match is None:
        return came
    try:
        said = datetime.strptime(match[1], "%y%m%d").date()
    except ValueError:
        return came
    return said if said <= came else came
