"""What the validation of a file's electronic signatures says, each word with the sentence that the clerk reads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from ocr.files.scan_finding import ScanFinding


class SignatureVerdict(Enum):
    """What a signature, or a file with all of its signatures, is good for; never a bare yes or no.

    In the order of gravity: a file is what its worst signature is.
    """

    UNSIGNED = "Tệp không có chữ ký số."
    VALID = "Chữ ký số hợp lệ."
    VALID_THEN = "Chữ ký số hợp lệ vào lúc ký; đến nay chứng thư không còn chứng minh được điều đó."
    INDETERMINATE = "Chưa kết luận được về chữ ký số."
    INVALID = "Chữ ký số không hợp lệ."


class SignatureReason(Enum):
    """Why a verdict is what it is. The status words are those of ETSI EN 319 102-1, 5.1.3, in a clerk's words."""

    PROOFS_ADDED = "Sau khi ký, tệp chỉ được thêm dữ liệu chứng minh chữ ký (như dấu thời gian, dữ liệu thu hồi)."
    LATER_ADDITIONS = "Sau khi ký, tệp được thêm phần mà chữ ký cho phép (chữ ký khác, nội dung điền vào biểu mẫu)."
    EXPIRED_SINCE = "Chứng thư số hết hạn sau khi ký: dấu thời gian cho thấy lúc ký chứng thư còn hiệu lực."
    REVOKED_SINCE = "Chứng thư số bị thu hồi sau khi ký: dấu thời gian cho thấy lúc ký chứng thư còn hiệu lực."
    REVOCATION_DATA_OLD = "Dữ liệu thu hồi kèm theo chỉ nói về lúc ký, không nói về hôm nay."

    NO_ANCHORS = "Chưa cài chứng thư gốc tin cậy nào (HOSO_TRUST_ANCHORS). Hãy báo quản trị viên."
    UNKNOWN_ISSUER = "Không nối được chứng thư của người ký với chứng thư gốc tin cậy nào."
    SELF_SIGNED = "Người ký tự cấp chứng thư cho mình; không tổ chức nào xác nhận."
    NO_REVOCATION_DATA = "Không có dữ liệu cho biết chứng thư có bị thu hồi hay không."
    STALE_REVOCATION_DATA = "Dữ liệu thu hồi đã cũ và không có dấu thời gian tin cậy chứng minh lúc ký."
    EXPIRED_TIME_UNKNOWN = "Chứng thư số đã hết hạn và không có dấu thời gian tin cậy chứng minh ký trước đó."
    REVOKED_TIME_UNKNOWN = "Chứng thư số đã bị thu hồi và không có dấu thời gian tin cậy chứng minh ký trước đó."
    WEAK_ALGORITHM = "Chữ ký dùng thuật toán nay không còn an toàn (như SHA-1)."
    UNSUPPORTED = "Kiểu chữ ký này máy chưa kiểm tra được. Hãy kiểm tra bằng phần mềm của nhà cung cấp chữ ký."
    FIELD_RULES_BROKEN = "Chữ ký không theo điều kiện mà ô ký của biểu mẫu đặt ra."
    LOOSE_STRUCTURE = "Cấu trúc tệp PDF không đúng chuẩn nên không chắc mọi chương trình hiển thị cùng một nội dung."
    UNREADABLE = "Cấu trúc tệp PDF hỏng nên không tìm được chữ ký để kiểm tra."
    OUTSIDE_THE_FORM = "Có dấu vết chữ ký trong tệp nhưng không nằm trong ô ký nào."
    LOCKED = "Tệp có mật khẩu nên không kiểm tra được chữ ký."
    TOO_MANY = "Tệp có quá nhiều chữ ký; các chữ ký còn lại chưa được kiểm tra."
    NOT_FINISHED = "Việc kiểm tra quá lâu hoặc quá tốn bộ nhớ nên bị dừng."

    CONTENT_DIFFERS = "Nội dung tệp không còn đúng như lúc ký."
    KEY_DIFFERS = "Chữ ký không do chứng thư kèm theo tạo ra."
    COVERS_A_PART = "Chữ ký chỉ bao một phần của tệp: phần còn lại có thể là của người khác."
    CHANGED_AFTERWARDS = "Sau khi ký, tệp bị sửa đổi ngoài phạm vi chữ ký cho phép."
    DAMAGED = "Dữ liệu chữ ký bị hỏng, không đọc được."
    BROKEN_CHAIN = "Chuỗi chứng thư của người ký bị sai: chứng thư không do nơi được ghi là nơi cấp ký ra."
    WRONG_USE = "Chứng thư của người ký không được cấp để ký văn bản."
    AFTER_REVOCATION = "Chính chữ ký ghi rằng được ký sau khi chứng thư bị thu hồi."
    AFTER_EXPIRY = "Chính chữ ký ghi rằng được ký sau khi chứng thư hết hạn."


class SignatureKind(Enum):
    SIGNATURE = "Chữ ký số"
    TIME_STAMP = "Dấu thời gian của tệp"  # ISO 32000-2, 12.8.5: a time stamp over the whole file


class Coverage(Enum):
    """Which bytes of the file a signature speaks for."""

    FILE = "toàn bộ tệp"
    REVISION = "tệp như lúc ký; có phần thêm sau"
    PART = "chỉ một phần của tệp"


class Allowance(Enum):
    """What a signature's policy lets others add later (DocMDP, ISO 32000-1, 12.8.2.2)."""

    NOTHING = "không cho thêm gì"
    FORMS = "cho điền biểu mẫu và ký thêm"
    NOTES = "cho điền biểu mẫu, ký thêm và ghi chú"
    UNSAID = "không nói"  # then what does not change the content, as with FORMS


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature, or time stamp, of a file."""

    kind: SignatureKind
    verdict: SignatureVerdict
    reasons: tuple[SignatureReason, ...] = ()
    signer: str = field(default="", repr=False)  # common name of the certificate's subject; "": cannot be told
    issuer: str = field(default="", repr=False)  # who issued the certificate, as it says
    certificate: str = ""  # sha256 over issuer and serial number, hex
    claimed_at: datetime | None = None  # as the signer says; proves nothing
    stamped_at: datetime | None = None  # proven by a time stamp that holds
    allowance: Allowance = Allowance.UNSAID
    coverage: Coverage = Coverage.PART


def open_question(reason: SignatureReason) -> Signature:
    """What stands for signatures that could not be looked at."""
    return Signature(SignatureKind.SIGNATURE, SignatureVerdict.INDETERMINATE, (reason,))


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What was found of a file's signatures at one time, with one set of trust anchors."""

    checked_at: datetime
    trust: str  # digest of the trust anchors and revocation lists that were there
    version: str  # of what checked
    signatures: tuple[Signature, ...] = ()  # in the order in which they were made

    @property
    def verdict(self) -> SignatureVerdict:
        """Of the file: that of its worst signature."""
        return worst([one.verdict for one in self.signatures])

    @property
    def content_is_signed(self) -> bool:
        """Whether the last signature speaks for all that the file shows, and each for what it covered: whoever made it.

        Certificates and time stamps that were added to prove it show nothing.
        """
        last = next((one for one in reversed(self.signatures) if one.kind is SignatureKind.SIGNATURE), None)
        if last is None or _SPOILT & set(self.reasons):
            return False
        return last.coverage is Coverage.FILE or SignatureReason.PROOFS_ADDED in last.reasons

    @property
    def reasons(self) -> tuple[SignatureReason, ...]:
        """Of all signatures, each once."""
        return tuple(dict.fromkeys(reason for one in self.signatures for reason in one.reasons))


# what leaves open which bytes a signature is about
_SPOILT = {
    SignatureReason.LOOSE_STRUCTURE,
    SignatureReason.UNREADABLE,
    SignatureReason.OUTSIDE_THE_FORM,
    SignatureReason.LOCKED,
    SignatureReason.TOO_MANY,
    SignatureReason.NOT_FINISHED,
    SignatureReason.UNSUPPORTED,
    SignatureReason.CONTENT_DIFFERS,
    SignatureReason.KEY_DIFFERS,
    SignatureReason.COVERS_A_PART,
    SignatureReason.CHANGED_AFTERWARDS,
    SignatureReason.DAMAGED,
}


# a file can be built so that nobody gets to see what its signatures are worth
_NOT_LOOKED_AT = {
    SignatureReason.UNREADABLE,
    SignatureReason.OUTSIDE_THE_FORM,
    SignatureReason.TOO_MANY,
    SignatureReason.NOT_FINISHED,
}


def worst(verdicts: Sequence[SignatureVerdict]) -> SignatureVerdict:
    order = list(SignatureVerdict)
    return max(verdicts, key=order.index, default=SignatureVerdict.UNSIGNED)


def findings_of(report: SignatureReport) -> tuple[ScanFinding, ...]:
    """What somebody should know of the file before trusting it; nothing where every signature holds."""
    found = {
        ScanFinding.SIGNATURE_INVALID: report.verdict is SignatureVerdict.INVALID,
        ScanFinding.SIGNATURE_REVOKED: SignatureReason.REVOKED_TIME_UNKNOWN in report.reasons,
        ScanFinding.SIGNATURE_UNREADABLE: bool(_NOT_LOOKED_AT & set(report.reasons)),
        ScanFinding.SIGNATURE_UNPROVEN: report.verdict is SignatureVerdict.INDETERMINATE,
    }
    return tuple(finding for finding, holds in found.items() if holds)
