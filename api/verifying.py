"""Is this what the service signed? Judged from the bytes and from keys that were saved before, without any network."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from api.jose import ANSWER, MANIFEST, Malformed, Signed, attached, parse, strict_json
from api.jwks import KnownKey

_LEEWAY = timedelta(minutes=2)  # of clocks that differ
_COMPACT = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_HEADER = re.compile(r"hoso-signature:\s*(\S+)", re.I)


class Verdict(Enum):
    """The value is what the officer reads."""

    VALID = "CHỮ KÝ HỢP LỆ. Nội dung đúng như khi được ký."
    INVALID = "CHỮ KÝ KHÔNG HỢP LỆ. Nội dung hoặc chữ ký đã bị thay đổi; không được dùng."
    MALFORMED = "KHÔNG PHẢI NỘI DUNG ĐƯỢC KÝ ĐÚNG CÁCH. Không được dùng."
    UNKNOWN_KEY = "CHƯA KIỂM ĐƯỢC. Tệp khóa không có khóa đã ký; hãy lấy tệp khóa mới rồi kiểm lại."
    REVOKED = "KHÓA ĐÃ BỊ THU HỒI. Không được tin nội dung này; hãy hỏi lại nơi đã ký."
    OUT_OF_TIME = "KHÓA KHÔNG ĐƯỢC KÝ VÀO LÚC NÀY. Thời điểm ghi trong nội dung nằm ngoài thời hạn ký của khóa."
    PARTS_WRONG = "CHỮ KÝ HỢP LỆ NHƯNG CÁC PHẦN KHÔNG ĐỦ HOẶC ĐÃ BỊ THAY ĐỔI. Không được dùng."

    @property
    def status(self) -> int:
        """Exit status: 0 may be trusted, 1 may not, 2 nothing is known."""
        return {Verdict.VALID: 0, Verdict.UNKNOWN_KEY: 2}.get(self, 1)


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    detail: str = ""  # a further sentence
    kid: str = ""
    key: KnownKey | None = None
    claims: Mapping[str, Any] = field(default_factory=dict, repr=False)  # told only of what was signed indeed
    is_manifest: bool = False

    @property
    def signed_at(self) -> datetime | None:
        return datetime.fromtimestamp(self.claims["iat"], UTC) if self.claims else None


def is_compact(content: bytes) -> bool:
    """Whether these bytes carry their signature themselves."""
    return _COMPACT.fullmatch(content.strip()) is not None


def signature_in(text: str) -> str:
    """From a file that holds the signature alone, or the header lines of the answer as they came."""
    found = _HEADER.search(text)
    return found[1] if found else text.strip()


def judge(content: bytes, signature: str | None, keys: Mapping[str, KnownKey], now: datetime) -> Judgement:
    """`signature`: detached; None when the content is in compact form."""
    try:
        signed = parse(content.decode("ascii", "replace") if signature is None else attached(signature, content))
    except Malformed as error:
        return Judgement(Verdict.MALFORMED, f"Lý do: {error}.")
    key = keys.get(signed.kid)
    if key is None:
        return Judgement(Verdict.UNKNOWN_KEY, kid=signed.kid)
    if not signed.by(key.algorithm, key.public):
        return Judgement(Verdict.INVALID, kid=signed.kid, key=key)
    try:
        claims = _claims(signed)
    except Malformed as error:
        return Judgement(Verdict.MALFORMED, f"Lý do: {error}.", signed.kid, key)
    verdict, detail = _in_time(key, datetime.fromtimestamp(claims["iat"], UTC), now)
    return Judgement(verdict, detail, signed.kid, key, claims, signed.typ == MANIFEST)


def _claims(signed: Signed) -> Mapping[str, Any]:
    """Who, when, for whom, why. Raises Malformed."""
    if signed.typ not in (ANSWER, MANIFEST):
        raise Malformed("khóa đúng, nhưng đây là thứ ký cho việc khác (chẳng hạn mã truy cập), không phải câu trả lời")
    said = strict_json(signed.payload)
    if not isinstance(said, dict) or not all(isinstance(said.get(name), str) for name in ("iss", "aud", "jti")):
        raise Malformed("nội dung không nêu ai ký, cho ai")
    at = said.get("iat")
    if isinstance(at, bool) or not isinstance(at, int) or not 0 < at < 32_503_680_000:
        raise Malformed("nội dung không nêu thời điểm ký")
    if not isinstance(said.get("purpose"), dict):
        raise Malformed("nội dung không nêu mục đích")
    return said


def _in_time(key: KnownKey, at: datetime, now: datetime) -> tuple[Verdict, str]:
    if key.revoked_at is not None:
        return Verdict.REVOKED, f"Lý do thu hồi: {key.reason}." if key.reason else ""
    early = key.signs_from is not None and at < key.signs_from - _LEEWAY
    late = key.signs_until is not None and at > key.signs_until + _LEEWAY
    if early or late:
        return Verdict.OUT_OF_TIME, ""
    if at > now + _LEEWAY:
        return Verdict.OUT_OF_TIME, "Nội dung ghi thời điểm ở tương lai; hãy xem lại đồng hồ của máy này."
    return Verdict.VALID, ""
