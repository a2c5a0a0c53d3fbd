"""What a person at the station answers, and what became of it."""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from storage.question import Round
from storage.review.refusals import AnswerRefused
from storage.states import TaskState

LONGEST = 2000  # characters of a value


class Action(Enum):
    """What was answered. The value is what the clerk reads."""

    ACCEPT = "đúng như đã hiện"
    EDIT = "nhập theo giấy"
    UNREADABLE = "không đọc được trên giấy"
    BLANK = "giấy để trống"
    CHOOSE = "chọn người trong danh sách"
    NONE_OF_THESE = "không phải ai trong danh sách"
    PAPER = "cho biết loại giấy tờ"
    USABLE = "dùng được"
    NOT_USABLE = "không dùng được"
    ESCALATE = "chuyển người phụ trách"
    UNDO = "lấy lại câu trả lời trước"

    @property
    def says_value(self) -> bool:
        return self in (Action.ACCEPT, Action.EDIT, Action.CHOOSE, Action.PAPER)

    @property
    def answers(self) -> bool:
        """Whether it says anything about the paper; handing on and taking back do not."""
        return self not in (Action.ESCALATE, Action.UNDO)


class Shown(Enum):
    """What stood in the field when it was asked."""

    EMPTY = "để trống"
    PREFILLED = "điền sẵn như máy đọc"
    WRONG_PREFILL = "điền sẵn sai có chủ ý"


class Escalation(Enum):
    """Why a question is handed on. The value is what the clerk reads."""

    LAW = "không rõ quy định"
    SUSPICION = "nghi giấy tờ bị sửa hoặc giả"
    PAPERS_DISAGREE = "giấy tờ mâu thuẫn nhau"
    RESCAN = "cần quét lại hoặc xem bản giấy"
    NOT_MINE = "không đúng thẩm quyền hoặc người quen"
    OTHER = "lý do khác"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it comes from the screen; its value is made NFC here, and nothing else of it is changed.

    Raises AnswerRefused for a value that is missing, too long, not wanted or holds control characters.
    """

    answer_id: str  # made by the browser: the same id twice is one answer
    task_id: str
    version: int  # of the question that was seen
    action: Action
    value: str | None = field(default=None, repr=False)  # the screen has normalised it: a day is yyyy-mm-dd
    reason: Escalation | None = None
    shown: Shown = Shown.EMPTY
    keys: int = 0  # pressed
    milliseconds: int = 0  # from the picture to the answer

    def __post_init__(self) -> None:
        if self.action is Action.UNDO:
            raise AnswerRefused("an answer is taken back by `undo`")
        if (self.value is not None) != self.action.says_value:
            raise AnswerRefused(f"{self.action.name} {'needs a' if self.value is None else 'takes no'} value")
        if (self.reason is not None) != (self.action is Action.ESCALATE):
            raise AnswerRefused("a reason is given for handing on, and for nothing else")
        if self.value is not None:
            object.__setattr__(self, "value", _plain_text(self.value))


def _plain_text(value: str) -> str:
    text = unicodedata.normalize("NFC", value).strip()
    if not text or len(text) > LONGEST:
        raise AnswerRefused(f"a value has 1 to {LONGEST} characters")
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
        raise AnswerRefused("a value has no control characters")
    return text


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it is kept."""

    id: str
    task_id: str
    number: int  # 1.. within the question
    round: Round
    person: str  # staff id
    action: Action
    value: str | None = field(repr=False)
    reason: Escalation | None
    shown: Shown
    undoes: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an answer."""

    state: TaskState
    round: Round  # the next one where the question stays open
    escalated: bool
    version: int  # of the question from now on
