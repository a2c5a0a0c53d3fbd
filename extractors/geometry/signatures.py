"""The name under the heading of a signature."""

from extractors.folded import fold
from extractors.geometry.labels import Hit
from extractors.geometry.layout import Row, Token, segments
from extractors.values.names import looks_like_name

DEPTH = 9  # rows below the heading
REACH = 30  # heights of print below the heading


def signed_name(rows: tuple[Row, ...], hit: Hit) -> list[Token]:
    """Tokens of the lowest name in the column of the heading; [] when nobody signed legibly."""
    head = rows[hit.row].tokens[hit.first : hit.last]
    whole = next(part for part in segments(rows[hit.row]) if head[0] in part)
    if len(whole) > len(head) + 2:
        return []  # the words of a sentence, no heading
    left, right = head[0].box.left, head[-1].box.right
    middle = (left + right) / 2
    found: list[Token] = []
    for row in rows[hit.row + 1 : hit.row + 1 + DEPTH]:
        if row.page != rows[hit.row].page or row.box.top - head[0].box.bottom > REACH * row.height:
            break
        for segment in segments(row):
            centre = (segment[0].box.left + segment[-1].box.right) / 2
            near = segment[0].box.left < right and segment[-1].box.right > left
            if near and abs(centre - middle) < max(right - left, 12 * row.height) and looks_like_name(_bare(segment)):
                found = segment
    return found


def _bare(tokens: list[Token]) -> str:
    return " ".join(token.text.strip(".,:;-_'\"|~") for token in tokens if fold(token.text))


def lone_name(rows: tuple[Row, ...], labelled: frozenset[int]) -> list[Token]:
    """The last name in the right half of the lowest third: where the signer of a result stands, heading read or not.

    `labelled`: the rows that hold labels; what stands on them is the labels' own.
    """
    width = max(row.box.right for row in rows)
    depth = max(row.box.bottom for row in rows)
    for at, row in reversed(list(enumerate(rows))):
        if row.box.top < 0.5 * depth:
            break
        if at in labelled or at - 1 in labelled:
            continue
        for segment in reversed(segments(row)):
            if segment[0].box.left > 0.42 * width and looks_like_name(_bare(segment)):
                return segment
    return []
