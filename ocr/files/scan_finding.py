"""What is odd about a file or a page that is taken in all the same, each with the sentence that the clerk reads."""

from enum import Enum


class ScanFinding(Enum):
    """A thing that somebody should know before trusting the paper. It never keeps the file out.

    All of them are told to the clerk. Those that are `held` stop the dossier before anything of it may be reused, until
    a person has looked; `why_held` tells why.
    """

    OWNER_PASSWORD = "Người tạo tệp PDF đã hạn chế in hoặc sao chép (mở không cần mật khẩu). Tệp vẫn được đọc."
    SIGNED = "Tệp PDF có chữ ký số. Bản gốc được giữ nguyên từng byte."
    CHANGED_AFTER_SIGNING = "Tệp PDF có phần được thêm sau khi ký số. Hãy kiểm tra chữ ký trước khi tin nội dung."
    SIGNATURE_INVALID = "Chữ ký số trong tệp PDF không hợp lệ. Lý do ghi ở phần chữ ký số của hồ sơ."
    SIGNATURE_REVOKED = "Chứng thư của người ký tệp PDF đã bị thu hồi; không có gì chứng minh tệp được ký trước đó."
    SIGNATURE_UNREADABLE = "Tệp PDF có chữ ký số mà máy không tìm hoặc không kiểm tra hết được."
    SIGNATURE_UNPROVEN = "Chưa kết luận được về chữ ký số trong tệp PDF. Lý do ghi ở phần chữ ký số của hồ sơ."
    JAVASCRIPT = "Tệp PDF chứa mã JavaScript. Mã không được chạy; hãy hỏi người nộp vì sao có mã này."
    LAUNCH_ACTION = "Tệp PDF có lệnh mở chương trình hoặc gửi dữ liệu ra ngoài. Lệnh không được chạy."
    EMBEDDED_FILES = (
        "Tệp PDF có tệp khác đính kèm bên trong. Tệp đính kèm là bản quét thì được nhận thành một tệp của hồ sơ; "
        "loại khác chỉ còn trong bản gốc."
    )
    ATTACHMENTS_LEFT = (
        "Có tệp đính kèm trong PDF chưa được nhận: quá nhiều, quá lớn, bị hỏng hoặc lồng trong một tệp đính kèm khác. "
        "Hãy nộp riêng tệp đó nếu cần."
    )
    XFA = "Tệp PDF là biểu mẫu XFA: nội dung hiển thị có thể khác nhau giữa các chương trình. Hãy đối chiếu bản in."
    REPAIRED = "Cấu trúc tệp PDF bị lỗi và đã được sửa khi đọc (bản gốc giữ nguyên). Hãy kiểm tra có thiếu trang không."
    FIRST_FRAME_ONLY = "Ảnh có nhiều khung hình (ảnh động). Chỉ khung hình đầu tiên được đọc."
    PAGE_TOO_LARGE = "Một trang của tệp quá lớn nên không đọc được; các trang khác vẫn đọc. Hãy quét lại trang đó."
    LOCATION = "Ảnh chụp có kèm toạ độ nơi chụp. Toạ độ chỉ còn trong bản gốc, không có trong ảnh hiển thị."
    LOOKS_DIFFERENT = "Ảnh có bảng màu làm hình hiển thị khác hẳn điểm ảnh gốc. Hãy xem cả hai trước khi tin nội dung."
    TEXT_LAYER_DIFFERS = "Lớp chữ ẩn của tệp PDF khác với hình trên trang. Máy chỉ tin hình; hãy đối chiếu bằng mắt."
    TEXT_OFF_PAGE = "Tệp PDF có chữ nằm ngoài khổ trang, người xem không thấy. Chữ đó không được đọc vào hồ sơ."
    INSTRUCTIONS = "Trang có câu chữ ra lệnh cho máy đọc. Câu đó chỉ được coi là chữ trên giấy, không được làm theo."
    LEGACY_ENCODING = "Lớp chữ dùng bảng mã cũ (TCVN3 hoặc VNI). Chữ đã được chuyển mã; bản gốc vẫn được giữ."
    CONFUSABLE_LETTERS = "Có từ trộn chữ cái của bảng chữ khác trông giống chữ Việt. Hãy đối chiếu bằng mắt."
    NO_TONE_MARKS = "Chữ đọc được không có dấu tiếng Việt. Có thể giấy không dấu hoặc máy đọc sai: hãy đối chiếu."
    SPECIMEN = "Trang có chữ in MẪU (SPECIMEN) của bản mẫu. Hãy kiểm tra đây có phải giấy tờ thật không."

    @property
    def why_held(self) -> str:
        """Why a person must look before the dossier goes on; "" where telling is enough."""
        return _HELD.get(self, "")

    @property
    def held(self) -> bool:
        return self in _HELD


# where what was read may not be what people see or signed, where somebody may have meant to deceive, and where reading
# itself failed in a way that no single value shows. Whatever the machine neither runs nor uses is only told.
_HELD = {
    ScanFinding.CHANGED_AFTER_SIGNING: "Nội dung đọc được có thể không phải nội dung đã ký.",
    ScanFinding.SIGNATURE_INVALID: "Tệp có thể không do người ký lập ra, hoặc đã bị sửa sau khi ký.",
    ScanFinding.SIGNATURE_REVOKED: "Chữ ký có thể do người khác tạo bằng khóa đã bị lộ.",
    ScanFinding.SIGNATURE_UNREADABLE: "Tệp có thể được làm ra để tránh việc kiểm tra chữ ký.",
    ScanFinding.XFA: "Nội dung máy thấy có thể không phải nội dung người nộp thấy.",
    ScanFinding.LOOKS_DIFFERENT: "Có thể có chữ bị giấu bằng bảng màu.",
    ScanFinding.TEXT_LAYER_DIFFERS: "Lớp chữ có thể do máy quét nhận dạng kém, cũng có thể bị chèn vào.",
    ScanFinding.INSTRUCTIONS: "Giấy tờ thật không ra lệnh cho máy: có thể có người muốn đánh lừa.",
    ScanFinding.NO_TONE_MARKS: "Họ tên và địa chỉ không dấu không phân biệt được người với người.",
    ScanFinding.SPECIMEN: "Bản mẫu không phải giấy tờ của người nộp.",
}
