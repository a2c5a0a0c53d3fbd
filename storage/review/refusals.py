"""What the station refuses: every class says to the clerk what happened and what to do.

ReviewRefused
├── AnswerRefused         the answer itself cannot be taken: beside the field
├── NotYours              somebody else has to answer this round
├── ClaimedByAnother      somebody holds the question, or you do in another tab
├── ClaimLost             the lease ended and somebody else took the question
├── VersionGone           the question was changed or withdrawn since it was shown
├── AnsweredByAnother     somebody answered it first
├── AnswerIdTaken         the id of an answer was used for another one
├── NothingToUndo         there is no answer of yours that could be taken back
└── WentOn                the dossier, or another person, went on from the answer
"""

from datetime import datetime

from errors import DossierError


class ReviewRefused(DossierError):
    """The station did not take it; nothing was saved."""

    sentence = "Màn hình đối chiếu không nhận thao tác này; chưa lưu gì. Hãy tải lại câu hỏi rồi làm lại."


class AnswerRefused(ReviewRefused):
    """The answer cannot be taken as it is: correct it and send it again under a new id."""

    sentence = "Câu trả lời chưa hợp lệ: thiếu giá trị, quá dài hoặc có ký tự điều khiển. Chưa lưu gì."


class NotYours(ReviewRefused):
    """Another person has to answer this round, or one with another role."""

    sentence = "Câu hỏi này phải do người khác trả lời: lượt sau độc lập với lượt trước. Hãy lấy câu kế tiếp."


class ClaimedByAnother(ReviewRefused):
    """Somebody holds the question until `until`; `own`: it is you, in another tab."""

    def __init__(self, until: datetime, *, own: bool) -> None:
        super().__init__(f"the question is held until {until:%H:%M:%S}")
        self.until = until
        self.own = own
        self.sentence = (
            "Bạn đang mở câu hỏi này ở một thẻ khác. Có thể chuyển về thẻ này."
            if own
            else "Người khác đang giữ câu hỏi này. Hãy lấy câu kế tiếp, hoặc giành quyền (người kia sẽ được báo)."
        )


class ClaimLost(ReviewRefused):
    """Somebody else holds the question now; what was typed is not saved, and stays as a draft on the screen."""

    sentence = "Câu hỏi đã chuyển sang người khác hoặc thẻ khác. Nội dung vừa gõ vẫn còn ở màn hình này, chưa lưu."


class VersionGone(ReviewRefused):
    """The question was changed, taken back or withdrawn since it was shown: show it again."""

    sentence = "Câu hỏi đã thay đổi hoặc không cần hỏi nữa. Hãy xem lại; nội dung vừa gõ vẫn còn ở màn hình này."


class AnsweredByAnother(ReviewRefused):
    """Somebody answered this round first: theirs stands."""

    sentence = "Người khác đã trả lời câu hỏi này trước. Câu trả lời của bạn không được lưu."


class AnswerIdTaken(ReviewRefused):
    """An answer with other content was saved under this id: the screen makes a new id and sends again."""

    sentence = "Mã câu trả lời đã dùng cho nội dung khác. Hãy tải lại màn hình rồi trả lời lại."


class NothingToUndo(ReviewRefused):
    """The person has no answer that could be taken back."""

    sentence = "Bạn không còn câu trả lời nào để lấy lại."


class WentOn(ReviewRefused):
    """The answer is in effect, or somebody answered after it: it can only be corrected as a new revision."""

    sentence = (
        "Không lấy lại được: hồ sơ đã xử lý tiếp hoặc người khác đã trả lời sau bạn. Hãy báo người phụ trách để sửa."
    )
