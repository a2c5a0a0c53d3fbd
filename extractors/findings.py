"""What a reading disagrees with, or how leniently it was read; each with the sentence that a clerk reads."""

from enum import Enum


class Finding(Enum):
    """A typed remark on a reading. `FieldReading.findings` holds the names; the value here is the sentence."""

    LENIENT_DIGIT = "Có ký tự được đọc như chữ số (O là 0, I là 1...). Hãy đối chiếu với ảnh quét."
    LOOKALIKE_SIGN = "Có ký hiệu lạ được đọc như chữ cái giống nó († là t). Hãy đối chiếu với ảnh quét."
    EXTRA_SIGNS = "Bên cạnh giá trị còn có ký tự lạ đã được bỏ qua. Hãy đối chiếu với ảnh quét."
    LOW_CONFIDENCE = "Máy không chắc chắn khi nhận dạng. Hãy đối chiếu với ảnh quét."
    SPELLING_FROM_LIST = "Chính tả được lấy theo danh mục vì chữ nhận dạng chỉ gần giống. Hãy đối chiếu với ảnh quét."
    ID_PROVINCE_UNKNOWN = "Ba số đầu của số định danh không thuộc danh mục mã tỉnh; có thể là mã nước hoặc đọc nhầm."
    ID_CENTURY_UNLIKELY = "Chữ số thế kỷ trong số định danh chỉ người sinh từ năm 2100: có thể đọc nhầm."
    ID_BIRTH_YEAR_DIFFERS = "Năm sinh trong số định danh khác ngày sinh trên giấy."
    ID_SEX_DIFFERS = "Giới tính trong số định danh khác giới tính trên giấy."
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
    UNIT_UNKNOWN = "Không tìm thấy đơn vị hành chính của địa chỉ trong danh mục."
    UNIT_SUPERSEDED = "Đơn vị hành chính của địa chỉ thuộc danh mục trước ngày 01/7/2025."
    UNIT_AMBIGUOUS = "Tên đơn vị hành chính ứng với nhiều mã trong danh mục."
    SEVERAL_VALUES = "Trên giấy có nhiều giá trị khác nhau cho trường này."
    DATE_UNLIKELY = "Ngày sinh sau ngày lập giấy tờ: một trong hai ngày đọc sai hoặc ghi sai."


AGREEMENTS = frozenset({Finding.WORDS_AGREE, Finding.WITNESSES_AGREE})
"""Findings that make a reading surer; every other is a doubt."""


def doubts_of(names: tuple[str, ...]) -> tuple[Finding, ...]:
    """The doubts among `FieldReading.findings`."""
    found = (Finding[name] for name in names if name in Finding.__members__)
    return tuple(finding for finding in found if finding not in AGREEMENTS)
