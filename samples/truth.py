"""What truly stands on the made papers: the answer sheet beside the scans."""

from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from samples.box import Box


@dataclass(frozen=True, slots=True)
class FieldTruth:
    """One field as filled in."""

    name: str  # as the form's field is named in extractors/forms: "ho_ten"
    value: str  # dates ISO, names in title case, numbers as digits without spaces
    written: str  # NFC, as it stands on the paper
    box: Box  # px of the page image as it comes out of the scan, damage included


@dataclass(frozen=True, slots=True)
class PageTruth:
    """One page of a scanned file."""

    number: int  # 1.. within its file
    form: str  # "ct01", "cccd", ...
    width: int  # px
    height: int  # px
    dpi: int
    turned: int  # degrees clockwise by which the scan must be turned to stand upright: 0, 90, 180, 270
    fill: str  # "typed" or "hand"
    damage: tuple[str, ...]  # names of what was done to the page, in order
    lines: tuple[str, ...]  # everything printed and filled in, line by line
    fields: tuple[FieldTruth, ...]
    qr: str = ""  # payload of the QR code printed on it
    mrz: tuple[str, ...] = ()  # the three lines of the machine-readable zone


@dataclass(frozen=True, slots=True)
class FileTruth:
    """One scanned file of a dossier."""

    name: str  # path below the dossier, or the name of the dossier's only file
    pages: tuple[PageTruth, ...]  # () when the file cannot be opened
    corrupt: bool = False


class Trouble(Enum):
    """What was planted in a dossier; the value is the sentence for the reader of the truth."""

    NONE = "Không gài lỗi nào: mọi giấy tờ khớp với nhau và với cơ sở dữ liệu."
    OLD_CMND = "Tờ khai ghi số CMND 9 số cũ thay cho số định danh cá nhân."
    OLD_PHONE = "Tờ khai ghi số điện thoại 11 số cũ, chưa đổi sang 10 số."
    SPOUSE_PHONE = "Số điện thoại ghi trên tờ khai do vợ hoặc chồng của người khai đứng tên."
    WRONG_DIGIT_CARD_RIGHT = "Tờ khai ghi sai một chữ số của số định danh; bản chụp CCCD và mã QR ghi đúng."
    WRONG_DIGIT_NO_CARD = "Tờ khai ghi sai một chữ số của số định danh và không kèm bản chụp CCCD."
    SWAPPED_DATE = "Tờ khai ghi ngày sinh bị đảo ngày với tháng; bản chụp CCCD ghi đúng."
    NOT_REGISTERED = "Người khai không có trong cơ sở dữ liệu dân cư."
    CORRUPT_FILE = "Một tệp PDF bị cắt cụt, không mở được; các tệp khác vẫn đọc được."
    DUPLICATE_FILE = "Một tệp trùng từng byte với tệp của hồ sơ nộp trước."
    BY_HAND = "Giấy tờ được điền bằng chữ viết tay."
    TURNED_PAGE = "Một trang bị quét xoay ngang hoặc ngược."
    BAD_SCAN = "Bản quét lệch, nhiễu hoặc có dấu đỏ và chữ ký đè lên chữ."


class Expected(Enum):
    """How the dossier ought to end."""

    AUTOMATIC = "Nhận ra đúng người và nạp vào kho tự động, không phải sửa gì."
    CORRECTED = "Nhận ra đúng người và nạp tự động, có đề xuất sửa kèm bằng chứng."
    REVIEW = "Chuyển cho cán bộ xem: máy không được tự quyết."
    NOBODY = "Không gắn với ai trong cơ sở dữ liệu; báo không tìm thấy hoặc chuyển cho cán bộ xem."


@dataclass(frozen=True, slots=True)
class DossierTruth:
    """One dossier of the inbox, with what was planted in it and how it ought to end."""

    code: str  # "H56.12-241015-0007"
    path: str  # below the inbox: a folder, a ZIP or a single file
    procedure: str  # "1.004194"
    person_id: str | None  # the applicant in the made register; None: nobody there
    child_id: str | None  # the child on its papers, if there is one
    phone_owner: str | None  # person_id of the subscriber of the phone that is written, if any
    files: tuple[FileTruth, ...]
    troubles: tuple[Trouble, ...]
    expected: Expected
    also_right: tuple[Expected, ...]  # other ends that are no error
    corrections: tuple[tuple[str, str], ...]  # (field of Claim, right value): what should be proposed
    manifest: bool

    @property
    def pages(self) -> int:
        """Pages in files that open."""
        return sum(len(file.pages) for file in self.files)

    @property
    def sentence(self) -> str:
        """What was planted, for a reader."""
        return " ".join(trouble.value for trouble in self.troubles)


def as_json(truth: DossierTruth) -> dict[str, Any]:
    """The truth as it stands in truth.json: enums by name, boxes as [left, top, right, bottom]."""

    def plain(value: Any) -> Any:
        if isinstance(value, Enum):
            return value.name
        if isinstance(value, dict):
            if set(value) == {"left", "top", "right", "bottom"}:
                return [value["left"], value["top"], value["right"], value["bottom"]]
            return {key: plain(item) for key, item in value.items()}
        return [plain(item) for item in value] if isinstance(value, list | tuple) else value

    return plain(asdict(truth)) | {"sentence": truth.sentence}
