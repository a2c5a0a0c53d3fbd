"""What a verification of the audit may find, in the words of the person who has to act on it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from storage.vietnam_time import VIETNAM

MOST_TOLD = 1000  # faults that are listed; further ones are counted


class Flaw(Enum):
    """The value follows the words "Mục ..." or "Niêm phong ..."."""

    CHANGED = "nội dung đã bị sửa sau khi ghi"
    MISSING = "đã bị xóa khỏi nhật ký"
    LINKS_MISSING = "mắt xích đã bị xóa khỏi chuỗi"
    LINK_BROKEN = "mắt xích bị sửa, bị chèn hoặc bị đổi chỗ: không khớp với mục đứng trước"
    NOT_CHAINED = "bị chèn vào nhật ký mà không qua chuỗi, hoặc mắt xích của nó đã bị xóa"
    TRUNCATED = "bị cắt khỏi cuối nhật ký: niêm phong có ghi các mục này"
    REWRITTEN = "chuỗi đến đây đã bị tính lại: không còn khớp với niêm phong"
    SEAL_LOST = "tệp niêm phong đã mất"
    SEAL_UNREADABLE = "tệp niêm phong không đọc được"
    SEAL_FORGED = "chữ ký của niêm phong không đúng"
    SEAL_FOREIGN = "niêm phong được ký bằng khóa khác với khóa của hệ thống này"
    SEAL_ORDER = "niêm phong không nối với niêm phong đứng trước"
    SEAL_DIFFERS = "hai bản của niêm phong khác nhau"
    SEAL_COPY_MISSING = "một nơi lưu thiếu bản của niêm phong; hoso audit seal sẽ chép bù"
    STAMP_WRONG = "dấu thời gian không thuộc về niêm phong này"


@dataclass(frozen=True, slots=True)
class Fault:
    """One place at which the audit is no longer what it was."""

    flaw: Flaw
    position: int | None = None  # in the chain, 1..; the first one, where several follow each other
    until: int | None = None  # the last one
    seq: int | None = None  # of the row in the table `audit`
    seal: int | None = None  # number of the seal
    since: datetime | None = None  # then it was still whole
    witness: str = ""  # what shows that it was whole then

    @property
    def sentence(self) -> str:
        """Which row, what happened to it, and since when."""
        told = f"{self._what()}: {self.flaw.value}."
        if self.since is None:
            return told
        return f"{told} Xảy ra sau {self.since.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S} ({self.witness})."

    def _what(self) -> str:
        place = f"vị trí {self.position}" if self.position is not None else ""
        if self.until is not None and self.until != self.position:
            place = f"vị trí {self.position} đến {self.until}"
        if self.seal is not None:
            return f"Niêm phong số {self.seal}" + (f" ({place})" if place else "")
        if self.seq is not None:
            return f"Mục số {self.seq}" + (f" ({place})" if place else "")
        return f"Mục ở {place}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found."""

    rows: int  # links that were looked at
    position: int  # of the last link
    head: bytes  # its hash
    faults: tuple[Fault, ...]  # the first MOST_TOLD
    untold: int = 0  # further ones

    @property
    def whole(self) -> bool:
        return not self.faults
