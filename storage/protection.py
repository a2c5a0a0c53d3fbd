"""How an object store keeps what it holds from being deleted or written over, and what it cannot do."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from errors import ObjectProtected


class LockMode(Enum):
    """Who may lift a lock before its term."""

    GOVERNANCE = "trừ người được cấp quyền gỡ khóa"
    COMPLIANCE = "kể cả quản trị viên"


@dataclass(frozen=True, slots=True)
class Lock:
    """For how long a new object may not be deleted."""

    days: int = 0  # 0: without an end, as far as Hoso deletes; a store is asked to lock for a term only
    mode: LockMode = LockMode.COMPLIANCE

    def refuse(self, digest: str, kept_since: datetime, *, on_hold: bool) -> None:
        """Raises ObjectProtected unless the term is over and nobody holds the object."""
        if on_hold:
            raise ObjectProtected(f"object {digest} is on legal hold: it must be released first")
        if not self.days:
            raise ObjectProtected(f"object {digest} is kept without end (HOSO_OBJECT_RETENTION_DAYS is 0)")
        end = kept_since + timedelta(days=self.days)
        if datetime.now(UTC) < end:
            raise ObjectProtected(f"object {digest} is kept until {end:%Y-%m-%d}")


class Guard(Enum):
    """What stands behind the interface's own refusal."""

    LOCKED = "kho tự khóa từng tệp, không ai xóa hay ghi đè được trước hạn"
    TERMLESS = "kho khóa được từng tệp nhưng chưa đặt thời hạn, nên chưa khóa tệp nào"
    READ_ONLY = (
        "tệp chỉ đọc, Hoso không xóa và không ghi đè; thư mục không khóa được nên quản trị viên máy vẫn xóa được"
    )
    OPEN = "kho không có khóa tệp (S3 object lock): ai có khóa truy cập S3 đều xóa được"


@dataclass(frozen=True, slots=True)
class Protection:
    guard: Guard
    mode: LockMode | None = None  # set when LOCKED
    days: int = 0  # of the store's own lock
    holds: bool = True  # whether an object can be put on legal hold

    @property
    def sentence(self) -> str:
        """What a clerk reads."""
        locked = f" {self.days} ngày, {self.mode.value}" if self.mode else ""
        return f"{self.guard.value}{locked}" + ("" if self.holds else "; không giữ nguyên trạng (legal hold) được")
