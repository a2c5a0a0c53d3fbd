"""Where a dossier, a scan or a question stands: closed words, each with its sentence, its owner and its deadline.

No dossier is stuck in silence: every state that is not final names who has to act and within how many working days.
MOVES is the whole table of allowed moves; the diagram in the docs is made from it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum


class Owner(Enum):
    """Who has to act next. The value is what the clerk reads."""

    MACHINE = "Hệ thống"
    COUNTER = "Bộ phận Một cửa"
    REVIEWER = "Cán bộ thẩm tra"
    SUPERVISOR = "Người phụ trách bộ phận"
    ENGINEER = "Quản trị kỹ thuật"


class DossierState(Enum):
    """Where a dossier stands. `days`: working days until somebody has to ask why it is still there."""

    sentence: str
    owner: Owner | None  # None: final, nobody has to act
    days: int | None

    RECEIVED = ("Đã tiếp nhận, bản gốc đã lưu; chờ đọc giấy tờ.", Owner.MACHINE, 1)
    READ = ("Đã đọc xong các trang; chờ bóc tách thông tin.", Owner.MACHINE, 1)
    EXTRACTED = ("Đã bóc tách thông tin; chờ đối chiếu với cơ sở dữ liệu.", Owner.MACHINE, 1)
    WAITING_FOR_REGISTER = ("Cơ sở dữ liệu chưa trả lời; hệ thống sẽ hỏi lại, chưa kết luận gì.", Owner.MACHINE, 1)
    RESOLVED = ("Đã đối chiếu xong; chờ lưu vào kho.", Owner.MACHINE, 1)
    IN_REVIEW = ("Chờ cán bộ xem xét: có điều máy không được phép tự quyết định.", Owner.REVIEWER, 2)
    WAITING_FOR_COUNTER = (
        "Chờ Bộ phận Một cửa liên hệ người nộp: cán bộ đã xem và kết luận giấy tờ chưa đủ hoặc không dùng được.",
        Owner.COUNTER,
        2,
    )
    LOADED = ("Đã lưu vào kho dữ liệu, dùng lại được.", None, None)
    QUARANTINED = ("Đã để riêng: không đọc được; bản gốc vẫn được giữ nguyên vẹn.", Owner.COUNTER, 1)
    FAILED = ("Máy gặp lỗi khi xử lý; quản trị kỹ thuật cần xem. Không mất gì.", Owner.ENGINEER, 1)
    CLOSED = ("Đã đóng: hồ sơ được nộp lại hoặc được rút.", None, None)

    def __init__(self, sentence: str, owner: Owner | None, days: int | None) -> None:
        self.sentence = sentence
        self.owner = owner
        self.days = days

    @property
    def final(self) -> bool:
        return self.owner is None

    def may_become(self, state: "DossierState") -> bool:
        return state in MOVES[self]


_S = DossierState
_STOPS = {_S.QUARANTINED, _S.FAILED}
MOVES: dict[DossierState, frozenset[DossierState]] = {
    _S.RECEIVED: frozenset({_S.READ, *_STOPS}),
    _S.READ: frozenset({_S.EXTRACTED, *_STOPS}),
    _S.EXTRACTED: frozenset({_S.READ, _S.WAITING_FOR_REGISTER, _S.RESOLVED, _S.IN_REVIEW, *_STOPS}),
    _S.WAITING_FOR_REGISTER: frozenset({_S.READ, _S.EXTRACTED, _S.RESOLVED, _S.IN_REVIEW, *_STOPS}),
    _S.RESOLVED: frozenset(
        {_S.READ, _S.EXTRACTED, _S.WAITING_FOR_REGISTER, _S.LOADED, _S.IN_REVIEW, _S.WAITING_FOR_COUNTER, *_STOPS}
    ),
    # a better engine or model may take up again what waits for people or was loaded; what people settled stays
    _S.IN_REVIEW: frozenset(
        {_S.READ, _S.EXTRACTED, _S.WAITING_FOR_REGISTER, _S.RESOLVED, _S.LOADED, _S.CLOSED, *_STOPS}
    ),
    _S.WAITING_FOR_COUNTER: frozenset(
        {_S.READ, _S.EXTRACTED, _S.WAITING_FOR_REGISTER, _S.RESOLVED, _S.LOADED, _S.IN_REVIEW, _S.CLOSED, *_STOPS}
    ),
    _S.LOADED: frozenset({_S.READ, _S.EXTRACTED, _S.WAITING_FOR_REGISTER, _S.RESOLVED, _S.IN_REVIEW, _S.FAILED}),
    _S.QUARANTINED: frozenset({_S.RECEIVED, _S.READ, _S.CLOSED}),
    _S.FAILED: frozenset(
        {_S.RECEIVED, _S.READ, _S.EXTRACTED, _S.WAITING_FOR_REGISTER, _S.RESOLVED, _S.LOADED, _S.IN_REVIEW}
        | {_S.QUARANTINED, _S.CLOSED, _S.WAITING_FOR_COUNTER}
    ),
    _S.CLOSED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Move:
    """Where a dossier stands after a save, in the same transaction."""

    state: DossierState
    reason: str = ""  # a sentence for the clerk; holds no personal value


class ScanState(Enum):
    ACCEPTED = "Đã nhận, đọc được."
    QUARANTINED = "Đã để riêng: không đọc được; bản gốc vẫn được giữ nguyên vẹn."


class TaskState(Enum):
    OPEN = "Đang chờ cán bộ trả lời."
    SETTLED = "Cán bộ đã trả lời."
    WITHDRAWN = "Không cần hỏi nữa: lần xử lý sau đã trả lời được."


def due(days: int | None, today: date) -> date | None:
    """The day that lies this many working days after today; None for no deadline.

    Monday to Friday count. Public holidays do not lengthen it yet: it never falls later than the law's own count.
    """
    if days is None:
        return None
    day = today
    for _ in range(days):
        day += timedelta(days=1 if day.weekday() < 4 else 7 - day.weekday())
    return day
