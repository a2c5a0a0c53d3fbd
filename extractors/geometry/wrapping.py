"""Whether a value goes on with the line below: its own line is full, or asks for more, or the next hangs under it."""

from extractors.folded import fold
from extractors.form import Field
from extractors.geometry.labels import Hit
from extractors.geometry.layout import Row, Token, segments, text_of
from extractors.values.addresses import parse_address_text

# Words behind which the name of a unit must follow
_ASKING = tuple(
    f" {word}"
    for word in (
        "tinh",
        "thanh pho",
        "tp",
        "huyen",
        "quan",
        "thi xa",
        "xa",
        "phuong",
        "thi tran",
        "thon",
        "duong",
        "pho",
    )
)
FULL = 0.72  # of the text's width: a line that ends further left does not wrap
CLOSE = 2.1  # heights of print from a line to its own second line, where forms set their items wider apart
SURE = 0.8  # confidence of at least one word in such a second line
SPACE = 0.3  # height of print: the width of a space
SLACK = 0.5  # heights of print by which lines of one text end differently at the right
NEAR = 5  # rows above and below, by which a line's fullness is measured
APART = 1.0  # heights of print between what stands in two columns of a form


def is_full(rows: tuple[Row, ...], at: int, line: list[Token], below: list[Token]) -> bool:
    """Whether a line runs on so far to the right, measured by its neighbours, that it may have been wrapped.

    It was if the next word found no room on it, be it that a leader fills what was left.
    """
    around = rows[max(0, at - NEAR) : at + NEAR + 1]
    left, right = _left_edge(around), right_edge(around)
    if below and line[-1].box.right + below[0].box.width + (SPACE + SLACK) * rows[at].height > right:
        return True
    return not line[-1].leads and line[-1].box.right > left + FULL * (right - left)


def fills(line: list[Token], below: list[Token], column: tuple[int, int]) -> bool:
    """Whether a line runs so near to the item at its right that the next word found no room before that."""
    room = column[1] - (SPACE + APART) * line[-1].box.height
    return bool(below) and line[-1].box.right + below[0].box.width > room


def unfinished(field: Field, lines: list[list[Token]]) -> bool:
    """Whether what stands there so far asks to be gone on with: "xã Quỳnh Lưu, tỉnh"."""
    text = text_of(lines[-1]).rstrip(" .…·") if lines else ""
    if field.lines < 2 or not text:
        return False
    return text.endswith((",", "-")) or (field.parse is parse_address_text and fold(text).endswith(_ASKING))


def hangs(rows: tuple[Row, ...], hits: tuple[Hit, ...], at: int, line: list[Token], column: tuple[int, int]) -> bool:
    """Whether the row below, closer than rows are otherwise and without a label, begins right under the value."""
    row, below = rows[at], rows[at + 1]
    if any(hit.row == at + 1 for hit in hits) or below.box.middle[1] - row.box.middle[1] > CLOSE * row.height:
        return False
    start = line[0].box.left
    part = next((one for one in segments(below, 2.5) if abs(one[0].box.left - start) < 1.5 * row.height), None)
    return part is not None and part[-1].box.right <= column[1] and any(one.confidence > SURE for one in part)


def right_edge(rows: tuple[Row, ...]) -> int:
    return max(row.box.right for row in rows)


def _left_edge(rows: tuple[Row, ...]) -> int:
    return min(row.box.left for row in rows)
