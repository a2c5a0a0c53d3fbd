"""What is told of a scan at the counter, before anything is read: grade and faults of each page, in a clerk's words.

Here are the words and the rules that need no pixels; `ocr.verdict.pages` looks at the pages.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

MOST_LISTED = 8  # pages that one line names


class Grade(Enum):
    """How well a page or scan can be read. The value is what the clerk reads."""

    GOOD = "Tốt"
    READABLE = "Đọc được, cần lưu ý"
    RESCAN = "Cần quét lại"


class Fault(Enum):
    """Something that makes a page hard to read. The value tells the clerk what to do while the citizen is present."""

    DAMAGED = "Trang không giải mã được. Hãy quét lại trang này."
    TOO_HEAVY = "Trang quá lớn hoặc quá phức tạp, máy không mở được. Hãy quét lại trang này ở 300 dpi."
    TOO_COARSE = "Độ phân giải quá thấp, nét chữ vỡ. Hãy quét lại ở 300 dpi."
    COARSE = "Độ phân giải dưới 200 dpi. Nên quét lại ở 300 dpi nếu chữ trên trang nhỏ."
    BLURRED = "Chữ nhòe, mất nét. Hãy đặt giấy phẳng, lau mặt kính hoặc giữ yên máy ảnh rồi quét lại."
    SOFT = "Chữ hơi nhòe. Nếu trên trang có chữ nhỏ hoặc chữ viết tay, nên quét lại cho rõ hơn."
    TOO_FAINT = "Chữ quá nhạt so với nền giấy. Hãy tăng độ đậm của máy quét rồi quét lại."
    FAINT = "Chữ hơi nhạt. Nếu có dòng khó thấy, nên tăng độ đậm rồi quét lại."
    NOISY = "Ảnh nhiễu hạt, chữ lẫn vào nền. Hãy lau mặt kính rồi quét lại từ giấy gốc, hoặc chụp ở nơi đủ sáng."
    GRAINY = "Nền trang nhiễu hạt. Nếu trên trang có chữ nhỏ hoặc chữ viết tay, nên quét lại từ giấy gốc."
    TOO_DARK = "Ảnh quá tối. Hãy chụp ở nơi đủ sáng hoặc giảm độ đậm của máy quét rồi quét lại."
    DARK = "Ảnh hơi tối. Lần sau nên chụp ở nơi sáng hơn."
    CUT_OFF = "Chữ bị cắt ở mép trang. Hãy đặt giấy lọt hẳn trong khung rồi quét lại."
    GLARE = "Vệt lóa che mất một phần trang. Hãy đổi góc chụp, tắt đèn nháy rồi chụp lại."
    CROOKED = "Trang quá nghiêng. Hãy đặt giấy thẳng theo cạnh kính rồi quét lại."
    ASLANT = "Trang hơi nghiêng; máy tự chỉnh được, không cần quét lại."
    TURNED = "Trang nằm ngang; máy tự xoay được, không cần quét lại."
    BLANK = (
        "Trang trắng hoặc mực quá nhạt. Bỏ qua nếu đây là mặt sau để trống; nếu không, hãy quét lại đúng mặt có chữ."
    )
    NEARLY_BLANK = (
        "Trang hầu như không có chữ; máy vẫn đọc. Bỏ qua nếu trang chỉ có vài chữ, con dấu hay chữ ký; nếu không, hãy "
        "quét lại đúng mặt có chữ."
    )
    REPEATED = (
        "Trang trùng với một trang khác trong hồ sơ. Hãy xem có trang nào bị quét hai lần thay cho trang còn thiếu."
    )

    @property
    def grade(self) -> Grade:
        """The best grade of a page with this fault."""
        return Grade.RESCAN if self in _RESCAN else Grade.READABLE


_RESCAN = frozenset(
    (
        Fault.DAMAGED,
        Fault.TOO_HEAVY,
        Fault.TOO_COARSE,
        Fault.BLURRED,
        Fault.TOO_FAINT,
        Fault.NOISY,
        Fault.TOO_DARK,
        Fault.CUT_OFF,
        Fault.GLARE,
        Fault.CROOKED,
    )
)


class Side(Enum):
    """An edge of the image; the value is its Vietnamese name."""

    TOP = "trên"
    RIGHT = "phải"
    BOTTOM = "dưới"
    LEFT = "trái"


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured of a page; 0 for what a page without text cannot tell."""

    letters: int = 0  # marks of a letter's size
    letter_mm: float = 0.0  # median height of these marks
    blur_mm: float = 0.0  # spread (standard deviation) of the edges of strokes
    contrast: float = 0.0  # 0..1: by how much of the paper's brightness the strokes are darker
    grain: float = 0.0  # standard deviation of the noise over the difference of paper and ink
    brightness: float = 0.0  # 0..255 of the paper
    glare: float = 0.0  # share of the page, 0..1, that is washed out
    slope: float = 0.0  # degrees clockwise, -45..45
    sideways: bool = False  # lines run up the page
    cut: tuple[Side, ...] = ()  # edges at which text is cut off


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """What is told of one page."""

    number: int  # 1.. within its scan
    dpi: int  # effective: as declared where the paper's size agrees, else as if the paper were A4; 0 if not decoded
    faults: tuple[Fault, ...]  # the gravest first
    measures: Measures = Measures()
    repeats: tuple[int, int] | None = (
        None  # (scan, page), both 1.. in order of the dossier, of which it is a repetition
    )
    image: str = ""  # digest of all that reading sees of the page, to know the very same picture; "" if not decoded

    @property
    def grade(self) -> Grade:
        return worst(fault.grade for fault in self.faults)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the clerk reads, a sentence or two a fault."""
        return tuple(self._sentence(fault) for fault in self.faults)

    def _sentence(self, fault: Fault) -> str:
        if fault is Fault.CUT_OFF and self.measures.cut:
            sides = ", ".join(side.value for side in self.measures.cut)
            return f"Chữ bị cắt ở mép {sides} của trang. {fault.value.partition('. ')[2]}"
        if fault is Fault.REPEATED and self.repeats:
            scan, page = self.repeats
            return f"Trang trùng với trang {page} của tệp thứ {scan}. {fault.value.partition('. ')[2]}"
        return fault.value


@dataclass(frozen=True, slots=True)
class ScanVerdict:
    """What is told of the pages of one scan: of all, or of a part of a long one."""

    pages: tuple[PageVerdict, ...]  # those looked at, in order
    count: int = 0  # pages that the scan has; 0: those looked at are all

    @property
    def grade(self) -> Grade:
        """The worst page's; a scan with nothing on any of its pages is to be scanned again."""
        if self.pages and all(_EMPTY & set(page.faults) for page in self.pages):
            return Grade.RESCAN
        return worst(page.grade for page in self.pages)

    @property
    def sentence(self) -> str:
        """One short line: "" when all is good, else the gravest faults and their pages, or how few were looked at."""
        if self.grade is Grade.GOOD:
            return self.seen_in_part
        worst_pages = [page for page in self.pages if page.grade is self.grade] or list(self.pages)
        fault, pages = worst_pages[0].faults[0], []
        for page in worst_pages:
            if page.faults[0] is fault:
                pages.append(str(page.number))
        others = len(worst_pages) - len(pages)
        listed = ", ".join(pages[:MOST_LISTED]) + (
            f" và {left} trang khác" if (left := len(pages) - MOST_LISTED) > 0 else ""
        )
        told = worst_pages[0].sentences[0] if len(pages) == 1 else fault.value
        more = f" ({others} trang khác cũng cần xem.)" if others else ""
        part = f" ({self.seen_in_part})" if self.seen_in_part else ""
        return f"{self.grade.value}, trang {listed}: {told}{more}{part}"

    @property
    def seen_in_part(self) -> str:
        """ "" when every page was looked at."""
        if self.count <= len(self.pages):
            return ""
        return f"Máy chỉ xem {len(self.pages)} trong {self.count} trang khi tiếp nhận; các trang khác vẫn được đọc."


_EMPTY = frozenset((Fault.BLANK, Fault.NEARLY_BLANK))


def worst(grades: Iterable[Grade]) -> Grade:
    """The worst of all; GOOD of none."""
    return max(grades, key=tuple(Grade).index, default=Grade.GOOD)
