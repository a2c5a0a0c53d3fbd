"""What the form asks for in parts and tables, as wholes: each address, and the trades."""

import re

from rapidfuzz import fuzz

from extractors.evidence import printed
from extractors.folded import fold
from extractors.geometry.labels import find_labels
from extractors.geometry.layout import Row, Token, text_of
from extractors.geometry.same_line import with_paper_line
from extractors.reading import FieldReading, Problem
from extractors.values.addresses import parse_address_text
from extractors.values.parsed import Parsed, Unsettled
from extractors.values.texts import parse_text
from ocr.page import Page

PARTS = {  # of an address, from the house upwards, with their labels in both editions
    "so_nha": (
        "Số nhà, đường phố/tổ/xóm/ấp/thôn",
        "Số nhà, ngách, hẻm, ngõ, đường phố/tổ/xóm/ấp/thôn",
        "Số nhà/phòng, ngách/hẻm, ngõ/kiệt, đường/phố/đại lộ, tổ/xóm/ấp/thôn",
        "Số nhà, đường, tổ, thôn",
        "Số nhà, đường/tổ/thôn",
        "Số nhà",
    ),
    "xa": ("Xã/Phường/Đặc khu", "Xã/Phường/Thị trấn", "Phường/Xã/Đặc khu", "Phường/Xã", "Xã/Phường"),
    "huyen": ("Quận/Huyện/Thị xã/Thành phố thuộc tỉnh", "Quận/Huyện/Thị xã", "Huyện/Quận", "Quận/Huyện"),
    "tinh": ("Tỉnh/Thành phố trực thuộc trung ương", "Tỉnh/Thành phố", "Tỉnh/TP", "Thành phố/Tỉnh"),
}
_ADDRESSES = ("noi_thuong_tru", "noi_o_hien_tai", "dia_diem")
_NEEDED = ("so_nha", "xa", "tinh")
ALIKE = 84  # likeness, 0..100, of a column's title
_HEAD = ("ten nganh", "ma nganh")  # titles of the two columns that are read, on one row or on neighbours
_ENDS = tuple(map(fold, ("Vốn kinh doanh", "Chủ thể thành lập hộ kinh doanh", "Thông tin đăng ký thuế")))
_TRADE = re.compile(r"^\W*(?:\d{1,2}[.)|]?\s+)?(?P<name>[^\W\d].*?)[\s|.]+\d{4,5}(?=\W|$)")
_with_paper_line = with_paper_line("so_dinh_danh", "ngay_cap", "noi_cap", "ngay_ky")


def completed(
    pages: tuple[Page, ...], rows: tuple[Row, ...], readings: tuple[FieldReading, ...]
) -> tuple[FieldReading, ...]:
    """The readings with whole addresses in place of their parts, and the trades out of their table."""
    held = {one.field: one for one in _with_paper_line(pages, rows, readings)}
    for name in _ADDRESSES:
        parts = {part: reading for part in PARTS if (reading := held.pop(f"{name}_{part}", None))}
        known = held.get(name)
        if parts and (known is None or known.value is None):
            held[name] = _address(name, parts)
    trades = _trades(rows)
    if trades:
        held["nganh_nghe"] = trades
    return tuple(held.values())


def _address(name: str, parts: dict[str, FieldReading]) -> FieldReading:
    """The parts as one address; unreadable when one of them is, or was not found: half an address is a wrong one."""
    evidence = tuple(piece for part in parts.values() for piece in part.evidence)
    if all(part.problem is Problem.BLANK for part in parts.values()):
        return FieldReading(name, None, evidence[:1], Problem.BLANK)
    told = [str(part.value) for part in parts.values() if part.value is not None]
    doubtful = any(part.problem not in (None, Problem.BLANK) for part in parts.values())
    empty = any(parts[part].value is None for part in ("xa", "tinh") if part in parts)
    if doubtful or empty or any(part not in parts for part in _NEEDED):
        return FieldReading(name, None, evidence, Problem.UNREADABLE)
    answer = parse_address_text(", ".join(one.strip(" ,") for one in told))
    if not isinstance(answer, Parsed):
        problem = answer.problem if isinstance(answer, Unsettled) else answer
        return FieldReading(name, None, evidence, problem)
    findings = tuple(finding.name for finding in answer.findings)
    written = tuple(piece for part in parts.values() if part.value is not None for piece in part.evidence)
    return FieldReading(name, answer.value, written, None, findings, answer.alternatives)


def _trades(rows: tuple[Row, ...]) -> FieldReading | None:
    """The names in the table of trades, each row of which ends with the trade's code, joined by "; "."""
    head = next((at for at in range(len(rows)) if _is_head(rows, at)), None)
    if head is None:
        return None
    last = next((hit.row for hit in find_labels(rows, _ENDS) if hit.row > head), len(rows))
    names: list[str] = []
    tokens: list[Token] = []
    for row in rows[head + 1 : last]:
        match = _TRADE.search(text_of(list(row.tokens)))
        if match and (row.page == rows[head].page or not tokens):
            names.append(match["name"].strip(" |.,"))
            tokens += [token for token in row.tokens if token.text in match["name"].split()]
    if not names or not tokens:
        return None
    page = next(row.page for row in rows if tokens[0] in row.tokens)
    return printed("nganh_nghe", parse_text("; ".join(names)), tokens, page)


def _is_head(rows: tuple[Row, ...], at: int) -> bool:
    """Whether a row holds the title of the column of codes, and it or a neighbour that of the column of names."""
    near = " ".join(row.folded for row in rows[max(0, at - 1) : at + 2])
    texts = zip(_HEAD, (near, rows[at].folded), strict=True)
    return all(len(text) >= len(title) and fuzz.partial_ratio(title, text) > ALIKE for title, text in texts)
