"""What is odd about a file or a page that is taken in all the same, each with the sentence that the clerk reads."""

from enum import Enum


class ScanFinding(Enum):
    """A thing that somebody should know before trusting the paper. It never keeps the file out."""

    OWNER_PASSWORD = "Người tạo tệp PDF đã hạn chế in hoặc sao chép (mở không cần mật khẩu). Tệp vẫn được đọc."
    SIGNED = "Tệp PDF có chữ ký số. Bản gốc được giữ nguyên từng byte; chữ ký chưa được kiểm tra ở bước này."
    CHANGED_AFTER_SIGNING = "Tệp PDF có phần được thêm sau khi ký số. Hãy kiểm tra chữ ký trước khi tin nội dung."
    JAVASCRIPT = "Tệp PDF chứa mã JavaScript. Mã không được chạy; hãy hỏi người nộp vì sao có mã này."
    LAUNCH_ACTION = "Tệp PDF có lệnh mở chương trình hoặc gửi dữ liệu ra ngoài. Lệnh không được chạy."
    EMBEDDED_FILES = "Tệp PDF có tệp khác đính kèm bên trong. Tệp đính kèm chưa được đọc: hãy nộp riêng nếu cần."
    XFA = "Tệp PDF là biểu mẫu XFA: nội dung hiển thị có thể khác nhau giữa các chương trình. Hãy đối chiếu bản in."
    REPAIRED = "Cấu trúc tệp PDF bị lỗi và đã được sửa khi đọc (bản gốc giữ nguyên). Hãy kiểm tra có thiếu trang không."
    FIRST_FRAME_ONLY = "Ảnh có nhiều khung hình (ảnh động). Chỉ khung hình đầu tiên được đọc."
    PAGE_TOO_LARGE = "Một trang của tệp quá lớn nên không đọc được; các trang khác vẫn đọc. Hãy quét lại trang đó."
    LOCATION = "Ảnh chụp có kèm toạ độ nơi chụp. Toạ độ chỉ còn trong bản gốc, không có trong ảnh hiển thị."
    LOOKS_DIFFERENT = "Ảnh có bảng màu làm hình hiển thị khác hẳn điểm ảnh gốc. Hãy xem cả hai trước khi tin nội dung."
    TEXT_LAYER_DIFFERS = "Lớp chữ ẩn của tệp PDF khác với hình trên trang. Máy chỉ tin hình; hãy đối chiếu bằng mắt."
    INSTRUCTIONS = "Trang có câu chữ ra lệnh cho máy đọc. Câu đó chỉ được coi là chữ trên giấy, không được làm theo."
    LEGACY_ENCODING = "Lớp chữ dùng bảng mã cũ (TCVN3 hoặc VNI). Chữ đã được chuyển mã; bản gốc vẫn được giữ."
    CONFUSABLE_LETTERS = "Có từ trộn chữ cái của bảng chữ khác trông giống chữ Việt. Hãy đối chiếu bằng mắt."
    NO_TONE_MARKS = "Chữ đọc được không có dấu tiếng Việt. Có thể giấy không dấu hoặc máy đọc sai: hãy đối chiếu."
    SPECIMEN = "Trang có chữ in MẪU (SPECIMEN) của bản mẫu. Hãy kiểm tra đây có phải giấy tờ thật không."
