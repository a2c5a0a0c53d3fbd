"""Every error of Hoso, as one family.

    DossierError                  a run cannot go on; the message says what was seen and what to do
    ├── ScanRefused               a file that cannot be taken in as a scan (ocr/files/refusal.py names each reason)
    ├── ManifestRefused           a manifest.json that is not understood
    ├── RegisterUnavailable       a register did not answer: try again (never the same as "not in the register")
    ├── RegisterRefused           a register answered that this query may not be made
    ├── QueryBudgetSpent          the dossier has used up its allowed register queries
    ├── NotHeld                   asked for a dossier, scan, record or object that is not here
    ├── ObjectDamaged             stored bytes no longer have their digest
    ├── Erased                    the key of a value was destroyed: the value is gone, and was meant to be
    │   └── ErasedBefore          a dossier that was erased is handed in again: refused until an officer lets it come
    ├── SealBroken                a sealed value does not open: it was changed, or moved here from elsewhere
    ├── ObjectProtected           an object may not be deleted: its term runs, or it is on legal hold
    ├── MoveRefused               a request may not go from where it stands to where it was sent
    ├── StateRefused              a record may not go from the state that it is in to the one asked for
    ├── ReadNotLogged             a value may not be given out, for the reading of it could not be written down
    ├── AuditBroken               the audit or its seals were touched since they were last sealed
    ├── SealNotStamped            a seal of the audit stands, but without its time stamp: try again
    ├── LetterheadRefused         a file that describes an office is not understood
    ├── FactsRefused              a table of what the one-stop system knows of dossiers is not understood
    ├── RotationRefused           another key may not sign yet: verifiers do not know it
    ├── ExportRefused             a bulk export may not be made as it was asked for
    ├── CareDue                   something of the warehouse waits for a person; the message names it
    ├── NotGranted                the role under which the warehouse is used may not do this
    ├── ClientRefused             a client of the service may not be registered as it was described
    ├── StaffRefused              a member of staff may not be registered as described, or not with this password
    ├── HandInRefused             papers scanned at the counter may not be handed in as they are
    ├── StorageFull               the disk or the bucket took no more: free space and run again
    ├── StorageUnavailable        the warehouse or the object store did not answer: try again
    └── NotSetUp                  a program, font, model or migration is missing: `hoso doctor` says which

Doubt about a paper is never an error: a faint stamp is a `Problem`, two likely persons are an `Outcome`.
No message may hold a personal value; ids of ours and digests only.
"""


class DossierError(Exception):
    """A run cannot go on; the message says what was seen and what to do."""

    retry = False
    """True when the same call may succeed later without anybody's help."""
    sentence = "Hệ thống phải dừng lại; xem thông báo kèm theo."
    """What a clerk reads: what happened and what to do."""


class ScanRefused(DossierError):
    """A file cannot be taken in as a scan. `reason` is an `Refusal` of ocr.files; the file is kept and quarantined."""

    def __init__(self, reason: object, detail: str = "") -> None:
        super().__init__(f"{getattr(reason, 'name', reason)}{': ' + detail if detail else ''}")
        self.reason = reason
        self.sentence = str(getattr(reason, "value", self.sentence))


class ManifestRefused(DossierError):
    """manifest.json is not understood: correct the keys that the message names, then hand the dossier in again."""

    sentence = "Tệp manifest.json có mục không hiểu được. Hãy sửa mục được nêu rồi nộp lại hồ sơ."


class RegisterUnavailable(DossierError):
    """A register did not answer in time. The dossier waits and is asked again; nobody is told "not found"."""

    retry = True
    sentence = "Cơ sở dữ liệu chưa trả lời. Hồ sơ đang chờ và sẽ được tra cứu lại; không có nghĩa là không tìm thấy."


class RegisterRefused(DossierError):
    """A register answered that the query is not allowed (procedure not licensed, officer without the right)."""

    sentence = "Cơ sở dữ liệu từ chối tra cứu (thủ tục hoặc cán bộ chưa được cấp quyền). Hãy báo quản trị viên."


class QueryBudgetSpent(DossierError):
    """The dossier has used up its register queries; a person decides with what is known."""

    sentence = "Đã dùng hết số lần tra cứu cho phép của hồ sơ. Cán bộ quyết định theo những gì đã biết."


class NotHeld(DossierError):
    """Nothing is held under this id."""

    sentence = "Không lưu giữ gì dưới mã này. Hãy kiểm tra lại mã."


class ObjectDamaged(DossierError):
    """Stored bytes no longer have the digest that names them: restore the object from its second copy."""

    sentence = "Tệp lưu trữ bị hỏng (sai mã băm). Hãy khôi phục từ bản sao thứ hai."


class Erased(DossierError):
    """The key under which this was sealed was destroyed, so the value is gone. Nothing is to be done."""

    sentence = "Dữ liệu này đã được hủy vĩnh viễn (hủy khóa mã hóa), không đọc hay ghi thêm được."


class ErasedBefore(Erased):
    """A dossier that was erased is handed in again. Nothing of it was kept; others go on. `dossier_id`: of the erased.

    Where there is a ground to take it in, an officer runs `hoso retention again`, and it is handed in once more.
    """

    def __init__(self, dossier_id: str) -> None:
        super().__init__(f"dossier {dossier_id} was erased, and the same content is handed in again: nothing was kept")
        self.dossier_id = dossier_id
        self.sentence = (
            "Hồ sơ này đã được hủy vĩnh viễn nên chưa nhận lại, chưa lưu gì. Nếu có căn cứ để nhận lại: "
            f"hoso retention again dossier:{dossier_id} --basis SỐ_VĂN_BẢN, rồi nộp lại hồ sơ."
        )


class SealBroken(DossierError):
    """A sealed value does not open under its key: it was changed, cut or moved. Find who wrote to the database."""

    sentence = "Dữ liệu niêm phong trong cơ sở dữ liệu đã bị thay đổi hoặc đặt sai chỗ. Hãy báo quản trị viên."


class ObjectProtected(DossierError):
    """An object may not be deleted: its term of retention runs, or it is on legal hold."""

    sentence = "Tệp đang trong thời hạn lưu giữ hoặc được giữ nguyên trạng, không xóa được."


class MoveRefused(DossierError):
    """A request may not go from where it stands to where it was sent: look where it stands."""

    sentence = "Không chuyển được đề nghị sang trạng thái này. Hãy xem đề nghị đang ở đâu: hoso correction show"

    def __init__(self, seen: str, sentence: str = "") -> None:
        """`sentence`: where the clerk is to read something more exact."""
        super().__init__(seen)
        self.sentence = sentence or self.sentence


class StateRefused(DossierError):
    """A record may not go from the state that it is in to the one asked for: look at its history."""

    sentence = "Không chuyển được bản ghi sang trạng thái này. Hãy xem lịch sử của bản ghi: hoso record history"


class ReadNotLogged(DossierError):
    """Nothing was given out, for the reading could not be written down: run again once the warehouse takes rows."""

    retry = True
    sentence = (
        "Không ghi được nhật ký nên không cho xem dữ liệu. Hãy thử lại khi cơ sở dữ liệu ghi được; xem: hoso doctor"
    )


class AuditBroken(DossierError):
    """The audit or its seals were touched since the last seal: find where, then let a person seal over it."""

    sentence = (
        "Nhật ký hoặc niêm phong đã bị đụng chạm nên chưa niêm phong. Hãy chạy: hoso audit verify. "
        "Sau khi đã lập biên bản: hoso audit seal --accept-faults"
    )


class SealNotStamped(DossierError):
    """A seal of the audit is made and kept, but the time stamping service gave no stamp: run it again later."""

    retry = True
    sentence = "Đã niêm phong nhưng chưa có dấu thời gian (HOSO_TSA_URL). Hãy chạy lại: hoso audit seal"


class LetterheadRefused(DossierError):
    """The file that describes an office is not understood: correct the keys that the message names."""

    sentence = "Tệp mô tả cơ quan (--office) có mục không hiểu được. Hãy sửa mục được nêu."


class FactsRefused(DossierError):
    """A table of what the one-stop system knows of dossiers is not understood: correct what the message names."""

    sentence = "Bảng dữ kiện của hệ thống một cửa có cột, dòng hoặc giá trị không hiểu được. Chưa ghi gì."


class RotationRefused(DossierError):
    """Another key may not sign yet: whoever verifies may not know it. Wait as long as the message says."""

    sentence = (
        "Chưa đổi được khóa ký: khóa kế tiếp phải được công bố đủ lâu để nơi kiểm tra đã biết. Hãy chờ rồi chạy lại."
    )


class ExportRefused(DossierError):
    """A bulk export may not be made as it was asked for: correct what the message names."""

    sentence = "Không xuất được theo yêu cầu này. Hãy sửa mục được nêu."


class CareDue(DossierError):
    """Something of the warehouse waits for a person: the message names each thing with its command."""

    sentence = "Kho dữ liệu có việc cần người vận hành làm; xem từng việc được nêu."


class NotGranted(DossierError):
    """The database's role may not do this: another part of the system has to, or its right is missing in the table of
    rights."""

    sentence = "Vai trò cơ sở dữ liệu của dịch vụ này không được làm việc đó. Hãy báo quản trị hệ thống."


class ClientRefused(DossierError):
    """A client of the service may not be registered as it was described: correct what the message names."""

    sentence = "Chưa đăng ký được hệ thống: tên, khóa hoặc phạm vi không đúng. Hãy sửa điều được nêu."


class StaffRefused(DossierError):
    """A member of staff may not be registered as described, or not with this password: correct what is named."""

    sentence = "Chưa ghi được tài khoản cán bộ: tên, vai trò, cơ quan hoặc mật khẩu không đúng. Hãy sửa điều được nêu."


class HandInRefused(DossierError):
    """Papers scanned at the counter may not be handed in as they are; the sentence tells the clerk why.

    `field`: beside which field of the form it is told; "" for none.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__("what was scanned at the counter may not be handed in as it is")
        self.sentence = sentence
        self.field = field


class StorageFull(DossierError):
    """The disk or bucket took no more. Nothing was half written: free space and run again."""

    retry = True
    sentence = "Ổ đĩa hoặc kho tệp đã đầy. Chưa ghi dở dang gì: hãy giải phóng chỗ rồi chạy lại."


class StorageUnavailable(DossierError):
    """The warehouse or the object store did not answer. Nothing was half written: run again when it is back."""

    retry = True
    sentence = "Cơ sở dữ liệu hoặc kho tệp chưa trả lời. Chưa ghi dở dang gì: hãy chạy lại khi đã sẵn sàng."


class NotSetUp(DossierError):
    """A program, font, model or migration is missing; `hoso doctor` says which and what to type."""

    sentence = "Thiếu chương trình, phông chữ, mô hình hoặc bước cài đặt. Hãy chạy: hoso doctor"
