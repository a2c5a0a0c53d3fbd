"""The day of the first registration, where it stands behind its label: "Đăng ký lần đầu, ngày: 09/03/2026"."""

from rapidfuzz import fuzz

from extractors.evidence import printed
from extractors.geometry.layout import Row, text_of
from extractors.geometry.same_line import with_paper_line
from extractors.reading import FieldReading
from extractors.values.dates import parse_first_date
from extractors.values.parsed import Parsed
from ocr.page import Page

_LABEL = "dang ky lan dau"
ALIKE = 86  # likeness, 0..100
_with_paper_line = with_paper_line("so_dinh_danh", "ngay_cap", "noi_cap", "ngay_cap_giay")


def with_first_day(
    pages: tuple[Page, ...], rows: tuple[Row, ...], readings: tuple[FieldReading, ...]
) -> tuple[FieldReading, ...]:
    """The readings, with the only date on the row of that label in place of another date line of the paper."""
    held = {one.field: one for one in _with_paper_line(pages, rows, readings)}
    for row in rows:
        at = fuzz.partial_ratio_alignment(_LABEL, row.folded, score_cutoff=ALIKE)
        if at is None or len(row.folded) < len(_LABEL):
            continue
        tokens = [token for token, start in zip(row.tokens, row.starts, strict=True) if start >= at.dest_end]
        answer = parse_first_date(text_of(tokens)) if tokens else None
        if isinstance(answer, Parsed):
            held["ngay_cap_giay"] = printed("ngay_cap_giay", answer, tokens, row.page)
            break
    return tuple(held.values())
