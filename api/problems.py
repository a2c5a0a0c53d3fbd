"""Everything that the service refuses, as application/problem+json (RFC 9457): one table of kinds, one shape.

A problem holds codes and ids of ours; never a value that was sent or held.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

PROBLEM_JSON = "application/problem+json"
_PREFIX = "urn:hoso:problem:"


class Kind(Enum):
    """What was refused: HTTP status, title for the officer, and the word of OAuth (RFC 6749, 5.2) if it has one."""

    NOT_UNDERSTOOD = (422, "Nội dung gửi lên có mục thiếu, thừa hoặc không đúng dạng.")
    NOT_JSON = (400, "Nội dung gửi lên không đọc được.")
    INVALID_REQUEST = (400, "Yêu cầu cấp mã truy cập thiếu mục hoặc có mục sai.", "invalid_request")
    UNSUPPORTED_GRANT = (400, "Chỉ cấp mã truy cập theo client_credentials.", "unsupported_grant_type")
    INVALID_CLIENT = (401, "Không xác thực được hệ thống gửi yêu cầu.", "invalid_client")
    INVALID_SCOPE = (400, "Phạm vi xin cấp không có trong danh mục hoặc hệ thống chưa được cấp.", "invalid_scope")
    INVALID_PROOF = (401, "Chứng minh giữ khóa (DPoP) thiếu hoặc không đúng.", "invalid_dpop_proof")
    NO_TOKEN = (401, "Thiếu mã truy cập.")
    INVALID_TOKEN = (401, "Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi.")
    SUBJECT_UNPROVEN = (403, "Chưa chứng minh được người yêu cầu là chủ thể của dữ liệu.")
    SCOPE_MISSING = (403, "Mã truy cập không có phạm vi cần cho việc này.")
    PURPOSE_MISSING = (400, "Thiếu mục đích: thủ tục, mã hồ sơ và căn cứ pháp lý.")
    PURPOSE_REFUSED = (403, "Mục đích không được chấp nhận: thủ tục, hồ sơ hoặc căn cứ pháp lý không đúng.")
    HIDDEN = (404, "Không có, hoặc không được xem.")
    NO_SUCH_ROUTE = (404, "Không có địa chỉ này.")
    METHOD = (405, "Địa chỉ này không nhận phương thức đã dùng.")
    TOO_SLOW = (408, "Nội dung gửi lên quá chậm.")
    KEY_IN_USE = (409, "Khóa chống lặp đang được dùng cho một yêu cầu chưa xong.")
    NOT_REUSED = (409, "Thành phần nêu ra không có bản ghi đủ vào ngày đó nên không tính là dùng lại.")
    OTHER_PAPERS = (409, "Tệp gốc còn có giấy tờ khác nên không đưa ra nguyên tệp.")
    STATE_REFUSED = (409, "Không chuyển được sang trạng thái này.")
    ERASED = (410, "Dữ liệu đã bị xóa theo quy định.")
    CHANGED_MEANWHILE = (412, "Bản đang sửa không còn là bản mới nhất. Hãy xem lại rồi gửi lại.")
    TOO_LARGE = (413, "Nội dung gửi lên quá lớn.")
    MEDIA_TYPE = (415, "Không nhận kiểu nội dung này.")
    NOT_ACCEPTABLE = (406, "Không trả lời được theo kiểu nội dung đã nêu.")
    KEY_REUSED = (422, "Khóa chống lặp đã dùng cho một yêu cầu khác.")
    CURSOR_REFUSED = (400, "Con trỏ trang không đúng hoặc thuộc về yêu cầu khác.")
    KEY_MISSING = (400, "Thiếu khóa chống lặp (Idempotency-Key).")
    IF_MATCH_MISSING = (428, "Thiếu If-Match: hãy nêu bản đang sửa.")
    TOO_FAST = (429, "Gửi quá nhanh. Hãy đợi rồi gửi lại.")
    BUDGET_SPENT = (429, "Đã dùng hết lượt đọc trong ngày.")
    DAMAGED = (500, "Dữ liệu lưu trữ bị hỏng; đã báo người phụ trách.")
    BROKEN = (500, "Dịch vụ gặp lỗi; đã ghi lại theo mã yêu cầu.")
    AWAY = (503, "Kho dữ liệu chưa trả lời. Hãy thử lại sau.")
    NOT_LOGGED = (503, "Không ghi được nhật ký nên không cho xem dữ liệu. Hãy thử lại sau.")

    def __init__(self, status: int, title: str, oauth: str = "") -> None:
        self.status = status
        self.title = title
        self.oauth = oauth

    @property
    def uri(self) -> str:
        return _PREFIX + self.name.lower().replace("_", "-")


class Problem(Exception):
    """Ends a request. `detail`: a sentence, in English allowed, without any value that was sent or held."""

    def __init__(
        self,
        kind: Kind,
        detail: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        retry_after: int = 0,
        **more: Any,
    ) -> None:
        """`retry_after`: s. `more`: further members, of codes and ids only."""
        super().__init__(kind.name)
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {}) | ({"Retry-After": str(retry_after)} if retry_after else {})
        self.more = more


def hidden() -> Problem:
    """What is absent and what may not be seen answer alike, to the letter: nobody learns which of them it was."""
    return Problem(Kind.HIDDEN)


def answer(problem: Problem, request: Request | None, request_id: str = "") -> JSONResponse:
    """The problem as it goes out."""
    said: dict[str, Any] = {"type": problem.kind.uri, "title": problem.kind.title, "status": problem.kind.status}
    if problem.detail:
        said["detail"] = problem.detail
    if problem.kind.oauth:
        said["error"] = problem.kind.oauth
    said |= problem.more
    said["request"] = request_id or getattr(getattr(request, "state", None), "request_id", "")
    return JSONResponse(said, problem.kind.status, problem.headers, PROBLEM_JSON)
