"""Whether a page without a title is the end of the paper before it: its last items, or no more than the signature."""

from collections.abc import Callable

from rapidfuzz import fuzz

from extractors.folded import fold
from extractors.geometry.layout import Row

ALIKE = 88  # likeness, 0..100, of an item's label
FEW = 16  # rows that hold a signature and what stands beside it
_SIGNED = ("ky ghi ro ho ten", "ky ghi ro ho va ten", "ky va ghi ro ho ten", "ky ten")
_HEAD = "cong hoa xa hoi chu nghia viet nam"


def ends_with(*labels: str) -> Callable[[tuple[Row, ...], tuple[Row, ...]], bool]:
    """For `Form.goes_on`: a page with one of these labels, or with the signature that the pages before lack."""
    wanted = tuple(map(fold, labels))

    def goes_on(before: tuple[Row, ...], rows: tuple[Row, ...]) -> bool:
        text = _text(rows)
        if fuzz.partial_ratio(_HEAD, text, score_cutoff=ALIKE):
            return False  # a paper of its own
        earlier = _text(before)
        fresh = [label for label in wanted if not fuzz.partial_ratio(label, earlier, score_cutoff=ALIKE)]
        if any(len(text) >= len(label) and fuzz.partial_ratio(label, text, score_cutoff=ALIKE) for label in fresh):
            return True
        return len(rows) <= FEW and _signed(text) and not _signed(earlier)

    return goes_on


def _text(rows: tuple[Row, ...]) -> str:
    return " ".join(row.folded for row in rows)


def _signed(text: str) -> bool:
    return any(fuzz.partial_ratio(sign, text, score_cutoff=ALIKE) for sign in _SIGNED)
