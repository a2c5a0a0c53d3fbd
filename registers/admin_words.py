"""What the admin page calls things, and the inputs of its form."""

from dataclasses import dataclass

TITLES = {
    "population": "Cơ sở dữ liệu quốc gia về dân cư (mô phỏng)",
    "telco": "Sổ đăng ký thuê bao của các nhà mạng (mô phỏng)",
}
WHATS = {
    "service": "Dịch vụ",
    "outcome": "Kết quả",
    "procedure": "Thủ tục",
    "officer": "Cán bộ (mã băm)",
    "office": "Đơn vị",
}
OUTCOMES = {
    "hit": "có dữ liệu",
    "empty": "trả lời rỗng",
    "001": "001 câu hỏi sai dạng",
    "004": "004 thủ tục chưa được cấp phép",
    "005": "005 cán bộ không có quyền",
}
UNITS = (("seconds", "giây"), ("queries", "câu hỏi"))  # by which flapping counts
KINDS = {"hit": "good", "empty": "ask"}  # colour by outcome; all others are bad


@dataclass(frozen=True, slots=True)
class Field:
    """An input of the form: `name` is the path of the knob, `step` the grain of a number."""

    name: str
    label: str
    kind: str = "number"
    step: str = "any"
    most: str = ""

    @property
    def knob(self) -> str:
        return self.name.partition(".")[0]


FIELDS = (
    Field("outage", "Ngừng phục vụ (503)", "checkbox"),
    Field("closed", "Đóng kết nối, không trả lời", "checkbox"),
    Field("malformed", "Trả lời sai dạng", "checkbox"),
    Field("half", "Trả lời một nửa", "checkbox"),
    Field("latency_ms", "Trễ cố định (ms)", step="1", most="60000"),
    Field("latency.median_ms", "Trễ ngẫu nhiên, trung vị (ms)", most="60000"),
    Field("latency.p99_ms", "Trễ ngẫu nhiên, p99 (ms)", most="600000"),
    Field("slow_s", "Chậm quá hạn chờ (giây)", most="600"),
    Field("error_rate", "Tỷ lệ lỗi 500 (0..1)", most="1"),
    Field("lies", "Tỷ lệ nói về người khác (0..1)", most="1"),
    Field("flapping.up", "Chập chờn: sống"),
    Field("flapping.down", "Chập chờn: chết"),
    Field("flapping.by", "Chập chờn: đếm theo", "select"),
    Field("subscribers.mismatch_rate", "Thuê bao lệch dữ liệu dân cư (0..1; thực tế 0,08)", most="1"),
    Field("subscribers.artefacts", "Trong đó chỉ do cách ghi (0..1)", most="1"),
    Field("seed", "Hạt giống ngẫu nhiên", step="1"),
)
