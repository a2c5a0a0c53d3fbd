"""Where a request to put a register right stands: closed words, each with its sentence and its deadline.

MOVES is the whole table of allowed moves. Only people move a request; the machine drafts one and takes its own draft
back when the reason has gone.
"""

from enum import Enum


class CorrectionState(Enum):
    """`days`: working days until somebody has to ask why it is still there; None: final."""

    sentence: str
    days: int | None

    DRAFTED = ("Đã soạn, chờ cán bộ xem và gửi.", 2)
    SENT = ("Đã gửi cơ quan quản lý dữ liệu, chờ xác nhận đã nhận.", 5)
    ACKNOWLEDGED = ("Cơ quan quản lý dữ liệu đã nhận, chờ kết quả.", 15)
    CORRECTED = ("Cơ quan quản lý dữ liệu đã sửa; hồ sơ được đối chiếu lại.", None)
    REFUSED = ("Cơ quan quản lý dữ liệu không sửa, có nêu lý do.", None)
    WITHDRAWN = ("Đã rút, không gửi hoặc không theo nữa.", None)

    def __init__(self, sentence: str, days: int | None) -> None:
        self.sentence = sentence
        self.days = days

    @property
    def final(self) -> bool:
        return self.days is None

    def may_become(self, state: "CorrectionState") -> bool:
        return state in MOVES[self]


_S = CorrectionState
MOVES: dict[CorrectionState, frozenset[CorrectionState]] = {
    _S.DRAFTED: frozenset({_S.SENT, _S.WITHDRAWN}),
    _S.SENT: frozenset({_S.ACKNOWLEDGED, _S.CORRECTED, _S.REFUSED, _S.WITHDRAWN}),
    _S.ACKNOWLEDGED: frozenset({_S.CORRECTED, _S.REFUSED, _S.WITHDRAWN}),
    _S.CORRECTED: frozenset(),
    _S.REFUSED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}
