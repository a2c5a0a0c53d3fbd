"""What a person is told of a question that was theirs: somebody else took it, or answered it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import Connection, select

from storage.change import Change
from storage.schema_review import REVIEW_NOTICE


class NoticeKind(Enum):
    """What happened. The value is what the clerk reads."""

    STOLEN = "Người khác đã giành quyền trả lời câu hỏi bạn đang giữ. Nội dung bạn gõ vẫn còn ở màn hình, chưa lưu."
    ANSWERED = "Người khác đã trả lời câu hỏi mà bạn từng giữ; câu trả lời của họ được lưu."
    UNDONE = "Người trả lời lượt trước đã lấy lại câu trả lời; câu hỏi bạn đang giữ đã thay đổi."
    TOOK_THE_SLIP = (
        "Câu vừa trả lời là câu kiểm: giá trị điền sẵn được đổi có chủ ý một chỗ, và bạn đã chấp nhận. Không ảnh hưởng "
        "tới hồ sơ nào; chỉ mình bạn thấy thông báo này."
    )


@dataclass(frozen=True, slots=True)
class Notice:
    id: str
    kind: NoticeKind
    task_id: str
    at: datetime


def tell(change: Change, person: str, kind: NoticeKind, task_id: str) -> None:
    """Whoever it is reads it on their next look."""
    row = {
        "id": str(uuid.uuid4()),
        "person": person,
        "kind": kind.name,
        "task_id": task_id,
        "made_at": change.now,
    }
    change.connection.execute(REVIEW_NOTICE.insert().values(row))


def unread(connection: Connection, person: str) -> tuple[Notice, ...]:
    """The oldest first."""
    ours = select(REVIEW_NOTICE).where(REVIEW_NOTICE.c.person == person, REVIEW_NOTICE.c.read_at.is_(None))
    rows = connection.execute(ours.order_by(REVIEW_NOTICE.c.made_at, REVIEW_NOTICE.c.id))
    return tuple(Notice(row.id, NoticeKind[row.kind], row.task_id, row.made_at) for row in rows)


def read(change: Change, person: str, notice_id: str) -> bool:
    """The person has seen it; False when that was so before, or it is not theirs."""
    ours = (REVIEW_NOTICE.c.id == notice_id) & (REVIEW_NOTICE.c.person == person)
    values = {"read_at": change.now}
    return (
        change.connection.execute(
            REVIEW_NOTICE.update().where(ours, REVIEW_NOTICE.c.read_at.is_(None)).values(values)
        ).rowcount
        > 0
    )
