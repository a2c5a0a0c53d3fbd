"""What a person is asked, why, and which of several people answers it."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from enum import Enum
from typing import Any

KEYED_WITHOUT_PAPER = "KEYED_WITHOUT_PAPER"  # kind: somebody settled a field, and its paper is found no more


class Round(Enum):
    """Which of several people answers a question now. The value is what the clerk reads."""

    FIRST = "lượt 1"
    SECOND = "lượt 2, độc lập với lượt 1"
    THIRD = "lượt 3, vì hai lượt trước khác nhau"
    CHECK = "kiểm mẫu"


class Origin(Enum):
    """Why there is a question. The value is what a supervisor reads."""

    STEP = "máy không được tự quyết định"
    SAMPLE = "mẫu kiểm chất lượng"
    GOLD = "câu đã biết đáp án, để đo"
    PREFILL_TEST = "điền sẵn sai có chủ ý, để đo"
    DOUBLE = "trường quan trọng, nhập hai lượt độc lập"
    DISAGREEMENT = "hai lượt trả lời khác nhau"
    SPLIT = "tách hoặc ghép giấy tờ"

    @property
    def holds(self) -> bool:
        """Whether the dossier waits for the answer; what only measures keeps nobody waiting."""
        return self not in (Origin.SAMPLE, Origin.GOLD, Origin.PREFILL_TEST)


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked about a dossier, a document of it, or one field."""

    kind: str  # why it is asked: name of a `matching.reasons.Reason`, of a `Problem`, or the like
    question: str = attribute(repr=False)  # Vietnamese; may quote a value
    field: str | None = None
    document_id: str | None = None
    told: Mapping[str, Any] | None = attribute(default=None, repr=False)  # JSON: what it rests on, for people to see
    rounds: int = 1  # how many people answer it, each without the others' answers: 1 or 2
    origin: Origin = Origin.STEP

    def __post_init__(self) -> None:
        if self.rounds not in (1, 2):
            raise ValueError("one or two people answer a question")
        if self.rounds == 2 and self.origin is Origin.STEP:
            object.__setattr__(self, "origin", Origin.DOUBLE)
