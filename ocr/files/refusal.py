"""Why a file cannot be taken in as a scan, each reason with the sentence that the clerk reads."""

from enum import Enum


class Refusal(Enum):
    """A reason to quarantine a file. The value is what the clerk reads; the file itself is kept as it came."""

    EMPTY = "Tệp rỗng (0 byte). Hãy quét lại giấy tờ và nộp lại tệp."
    NOT_A_SCAN = "Tệp không phải PDF, TIFF, JPEG hay PNG. Hãy nộp bản quét ở một trong các định dạng đó."
    TRUNCATED = "Tệp bị cắt cụt hoặc hỏng, không mở được. Hãy quét lại hoặc sao chép lại tệp từ máy quét."
    ENCRYPTED = "Tệp PDF có mật khẩu. Hãy nộp bản không đặt mật khẩu."
    NO_PAGES = "Tệp không có trang nào. Hãy quét lại giấy tờ."
    TOO_MANY_PAGES = "Tệp có quá nhiều trang. Hãy tách hồ sơ thành nhiều tệp nhỏ hơn."
    TOO_LARGE = "Ảnh quá lớn (quá nhiều điểm ảnh). Hãy quét lại ở 200 đến 300 dpi."
    UNSAFE_ARCHIVE = "Tệp ZIP chứa đường dẫn vượt ra ngoài thư mục hoặc nén bất thường. Hãy nén lại chỉ các tệp quét."
    NESTED_ARCHIVE = "Trong tệp ZIP lại có tệp ZIP khác. Hãy giải nén tệp bên trong và nộp trực tiếp các tệp quét."
    POLYGLOT = "Tệp vừa là bản quét vừa là loại tệp khác nên không an toàn. Hãy quét lại giấy tờ và nộp tệp mới."
    BOMB = "Tệp giải nén ra quá lớn so với một bản quét. Hãy quét lại giấy tờ và nộp tệp mới."
    HEIC = (
        "Ảnh HEIC hoặc AVIF của điện thoại chưa đọc được. Hãy gửi lại ảnh JPEG (máy iPhone: Cài đặt > Camera > "
        "Định dạng > Tương thích nhất) hoặc quét thành PDF."
    )
    VIDEO = "Tệp là phim (video), không phải bản quét. Hãy chụp ảnh từng trang hoặc quét thành PDF rồi nộp lại."
    UNSUPPORTED_CODING = (
        "Ảnh lưu theo kiểu nén hoặc kiểu màu không nhận (như JPEG 2000). Hãy lưu lại thành PDF hay JPEG."
    )
    DAMAGED_PAGE = "Một trang của tệp không giải mã được. Hãy quét lại trang đó."
    TOO_SLOW = "Một trang đọc quá lâu và bị dừng. Hãy quét lại trang đó ở 300 dpi, nền trắng."
