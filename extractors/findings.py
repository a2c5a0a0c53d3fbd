"""What a reading disagrees with, or how leniently it was read; each with the sentence that a clerk reads."""

from enum import Enum

from extractors.reading import Problem


class Finding(Enum):
    """A typed remark on a reading. `FieldReading.findings` holds the names; the value here is the sentence."""

    LENIENT_DIGIT = "Có ký tự đứng ở chỗ chữ số (O như 0, I như 1...). Hãy đối chiếu với ảnh quét."
    LOOKALIKE_SIGN = "Có ký hiệu lạ được đọc như chữ cái giống nó († là t). Hãy đối chiếu với ảnh quét."
    EXTRA_SIGNS = "Bên cạnh giá trị còn có ký tự lạ đã được bỏ qua. Hãy đối chiếu với ảnh quét."
    LOW_CONFIDENCE = "Máy không chắc chắn khi nhận dạng. Hãy đối chiếu với ảnh quét."
    SPELLING_FROM_LIST = "Chính tả được lấy theo danh mục vì chữ nhận dạng chỉ gần giống. Hãy đối chiếu với ảnh quét."
    SPELLING_FROM_PAPER = "Chính tả được lấy theo chỗ khác trên cùng giấy tờ. Hãy đối chiếu với ảnh quét."
    ID_PROVINCE_UNKNOWN = "Ba số đầu của số định danh không thuộc danh mục mã tỉnh; có thể là mã nước hoặc đọc nhầm."
    ID_CENTURY_UNLIKELY = "Chữ số thế kỷ trong số định danh chỉ người sinh từ năm 2100: có thể đọc nhầm."
    ID_LENGTH = "Số định danh phải có 12 chữ số; dãy số trên giấy thừa hoặc thiếu chữ số nên không được lấy."
    OLD_ID_LENGTH = (
        "Số chứng minh nhân dân phải có 9 chữ số; dãy số trên giấy thừa hoặc thiếu chữ số nên không được lấy."
    )
    ID_IS_OLD_NUMBER = "Số trên giấy có 9 chữ số: là số chứng minh nhân dân cũ, không phải số định danh."
    ID_BIRTH_YEAR_DIFFERS = "Năm sinh trong số định danh khác ngày sinh trên giấy."
    ID_SEX_DIFFERS = "Giới tính trong số định danh khác giới tính trên giấy."
    DAY_IMPOSSIBLE = "Không có ngày như vậy trong lịch (như 31/02)."
    CENTURY_UNKNOWN = "Năm chỉ ghi hai chữ số: không rõ thế kỷ nên không được lấy làm giá trị."
    YEAR_OUT_OF_RANGE = "Năm nằm ngoài khoảng có thể của giấy tờ này: có thể đọc nhầm một chữ số."
    DATE_PART_ONLY = "Giấy chỉ ghi tháng và năm, hoặc chỉ ghi năm; phần còn lại để trống, không điền thay."
    WORDS_DIFFER = "Ngày ghi bằng chữ khác ngày ghi bằng số."
    WORDS_AGREE = "Ngày ghi bằng chữ khớp với ngày ghi bằng số."
    DATE_FROM_WORDS = "Ngày ghi bằng số không đọc được; ngày này lấy từ dòng ghi bằng chữ."
    QR_DIFFERS_FROM_PRINT = "Mã QR khác với chữ in trên giấy."
    MRZ_DIFFERS_FROM_PRINT = "Vùng đọc máy (MRZ) khác với chữ in trên giấy."
    QR_DIFFERS_FROM_MRZ = "Mã QR khác với vùng đọc máy (MRZ) trên cùng thẻ."
    WITNESSES_AGREE = "Hai nguồn trên cùng giấy tờ cho cùng một giá trị."
    PHONE_RENUMBERED = "Số điện thoại kiểu cũ đã được chuyển sang đầu số mới theo quyết định đổi đầu số."
    PHONE_AMBIGUOUS = "Số điện thoại có thể hiểu theo nhiều cách (số cố định cũ hoặc số di động)."
    PHONE_UNKNOWN_PREFIX = "Đầu số điện thoại không có trong quy hoạch kho số."
    PHONE_SEVERAL = "Trên dòng có nhiều số điện thoại; giá trị là số đầu tiên."
    PHONE_LENGTH = "Số điện thoại thừa hoặc thiếu chữ số nên không được lấy."
    UNIT_UNKNOWN = "Không tìm thấy đơn vị hành chính của địa chỉ trong danh mục."
    UNIT_SUPERSEDED = "Địa chỉ ghi theo đơn vị hành chính trước ngày 01/7/2025; giữ nguyên như trên giấy."
    UNIT_AMBIGUOUS = "Tên đơn vị hành chính ứng với nhiều mã trong danh mục."
    UNIT_DIVIDED = "Xã, phường cũ đã chia về nhiều đơn vị mới; cần biết chỗ ở cụ thể để chọn mã."
    LEGACY_ENCODING = "Chữ viết bằng bảng mã cũ (TCVN3 hoặc VNI); chữ đã chuyển mã là một đề xuất, cần người xem."
    NOT_IN_LIST = "Từ này không có trong danh mục; giữ nguyên như trên giấy."
    AMOUNT_DIFFERS = "Số tiền bằng số và bằng chữ khác nhau."
    AMOUNT_AGREES = "Số tiền bằng số và bằng chữ khớp nhau."
    AMOUNT_FROM_WORDS = "Số tiền chỉ đọc được ở dòng ghi bằng chữ."
    CHECK_DIGIT_WRONG = "Chữ số kiểm tra của mã số thuế không khớp: có thể đọc nhầm một chữ số."
    CODE_MISREAD = "Mã có ký tự không đúng mẫu; mã đúng mẫu gần nhất là một đề xuất."
    ISSUER_OUT_OF_DATE = "Cơ quan cấp ghi trên giấy không cấp giấy tờ loại này vào ngày cấp."
    SEVERAL_VALUES = "Trên giấy có nhiều giá trị khác nhau cho trường này."
    DATE_UNLIKELY = "Ngày sinh sau ngày lập giấy tờ: một trong hai ngày đọc sai hoặc ghi sai."
    BORN_BEFORE_PARENT = "Ngày sinh của con và của cha hoặc mẹ không hợp lý: một trong hai năm đọc sai hoặc ghi sai."
    ISSUED_BEFORE_BIRTH = "Ngày cấp giấy tờ trước ngày sinh: một trong hai ngày đọc sai hoặc ghi sai."
    ISSUED_AFTER_PAPER = "Ngày cấp giấy tờ tùy thân sau ngày ký giấy này: một trong hai ngày đọc sai hoặc ghi sai."
    EXPIRY_UNLIKELY = "Ngày hết hạn của thẻ không khớp quy định theo tuổi hoặc không sau ngày cấp."
    ID_PROVINCE_DIFFERS = "Mã tỉnh trong số định danh khác tỉnh đăng ký khai sinh ghi trên giấy."
    PAPERS_DIFFER = "Giấy tờ khác trong hồ sơ ghi khác về cùng người này. Hãy đối chiếu các giấy tờ."
    PAPERS_AGREE = "Giấy tờ khác trong hồ sơ ghi giống như vậy."
    DECLARED_DIFFERS = "Thông tin khai khi nộp hồ sơ khác với giấy tờ này."
    DECLARED_AGREES = "Thông tin khai khi nộp hồ sơ khớp với giấy tờ này."
    PAGE_SHARED = "Trên cùng một trang có nhiều giấy tờ; mỗi giấy tờ được đọc riêng."
    PAGES_OUT_OF_ORDER = "Các trang của giấy tờ này được quét không đúng thứ tự; máy đã xếp lại để đọc."
    PAGE_MISSING = "Số trang ghi trên giấy cho thấy giấy tờ này còn thiếu trang."
    TOLD_BY_PERSON = "Cán bộ đã xem và xác định đây là giấy tờ gì, gồm những trang nào."
    PAGE_UNPLACED = "Trang này có thể thuộc nhiều giấy tờ đứng trước; cần người xem xếp vào đúng giấy tờ."


AGREEMENTS = frozenset(
    {
        Finding.WORDS_AGREE,
        Finding.WITNESSES_AGREE,
        Finding.AMOUNT_AGREES,
        Finding.PAPERS_AGREE,
        Finding.DECLARED_AGREES,
        Finding.TOLD_BY_PERSON,
    }
)
"""Findings that make a reading surer; every other is a doubt."""


def doubts_of(names: tuple[str, ...]) -> tuple[Finding, ...]:
    """The doubts among `FieldReading.findings`."""
    found = (Finding[name] for name in names if name in Finding.__members__)
    return tuple(finding for finding in found if finding not in AGREEMENTS)


SENTENCES = {
    Problem.BLANK: "Giấy để trống ô này.",
    Problem.UNREADABLE: "Có chữ nhưng máy không đọc được.",
    Problem.IMPOSSIBLE: "Giấy ghi một giá trị không thể có.",
}
"""What a clerk reads of each problem; the findings beside it say why."""


def sentences(problem: Problem | None, names: tuple[str, ...]) -> tuple[str, ...]:
    """All that a clerk reads of a reading: its problem first, then its doubts."""
    first = (SENTENCES[problem],) if problem else ()
    return (*first, *(finding.value for finding in doubts_of(names)))
