"""Which tokens are the value of a label: to its right up to the next label, then on the lines below."""

import re

from extractors.form import Field
from extractors.labels import Hit
from extractors.layout import Row, Token, segments, text_of
from extractors.values.addresses import is_whole, parse_address_text
from extractors.values.syllables import syllable_share

_BULLET = re.compile(r"[\dIVX]{1,2}[.)]?|\(\d{1,2}\)?|[-–+•*]")
_NOTE = re.compile(r"\(?\d{1,2}\)?:?|[:;.,()]+")
FAR = 6  # heights of print: a wider space ends a value, unless it stands before it
FULL = 0.72  # of the text's width: a line that ends further left does not wrap
CLOSE = 2.1  # heights of print from a line to its own second line, where forms set their items wider apart
SURE = 0.8  # confidence of at least one word in such a second line
NOISE = 0.45  # confidence below which all words of a line are noise
NEAR = 5  # rows above and below, by which a line's fullness is measured
PITCH = 2.6  # heights of print from row to row; a larger step is no wrapped line


def value_tokens(rows: tuple[Row, ...], hits: tuple[Hit, ...], hit: Hit, field: Field) -> list[list[Token]]:
    """The value's tokens line by line; [] when the paper has nothing there."""
    following = next((one for one in hits if one.row == hit.row and one.first >= hit.last), None)
    here = _beside(rows[hit.row], hit, following, field)
    lines = [here] if here else []
    column = _column(rows, hit, following)
    allowed = field.lines + (0 if here else 1)
    at, missed = hit.row, 0
    while at + 1 < len(rows) and missed < 2 and _next_line(rows[at], rows[at + 1]):
        wrapped = not lines or (following is None and _is_full(rows, at - missed, lines[-1]))
        hanging = 0 < len(lines) < 2 and _hangs(rows, hits, at, lines[-1], column)
        if not (wrapped and len(lines) < allowed) and not hanging:
            break
        if field.parse is parse_address_text and is_whole(text_of([one for line in lines for one in line])):
            break
        at += 1
        if _nothing_in(rows[at], column) or _noise(rows[at], column):
            missed += 1
            continue
        below = _continuation(rows, hits, at, column)
        if not below:
            break
        lines.append(_without_noise(below))
    return lines


def _beside(row: Row, hit: Hit, following: Hit | None, field: Field) -> list[Token]:
    """What stands on the label's own row, up to the next label; [] when that is but remains of the label."""
    end = following.first if following else len(row.tokens)
    here = _without_notes(list(row.tokens[hit.last : end]))
    if following:
        here = _without_bullet(here)
    here = _without_noise(_up_to_gap(here, row.height))
    unsure = max((token.confidence for token in here), default=0.0) < NOISE
    return [] if field.lines > 1 and unsure else here


def _without_noise(tokens: list[Token]) -> list[Token]:
    """A line that was read surely, without unsure remains of rules and stamps at its ends."""
    sure = [
        number
        for number, token in enumerate(tokens)
        if token.confidence >= NOISE
        or (token.confidence >= NOISE / 2 and syllable_share(token.text) == 1.0 and token.folded)
    ]
    kept = tokens[sure[0] : sure[-1] + 1] if sure else []
    if len(kept) < len(tokens) - len(kept) or sum(token.confidence for token in kept) < 0.8 * len(kept):
        return tokens
    return kept


def _without_notes(tokens: list[Token]) -> list[Token]:
    """A colon or a footnote mark, "(1):", between label and value is no part of the value."""
    for count, token in enumerate(tokens[:3], start=1):
        if token.text.endswith(":") and all(_NOTE.fullmatch(one.text) for one in tokens[:count]):
            return tokens[count:]
    while tokens and not tokens[0].folded and re.fullmatch(r"[:;.,]+", tokens[0].text):
        tokens = tokens[1:]
    if tokens and re.fullmatch(r"\(\d{1,2}\):?", tokens[0].text):
        tokens = tokens[1:]
    return tokens


def _without_bullet(tokens: list[Token]) -> list[Token]:
    """The number of the next item, "3." before "Giới tính", belongs to that item; digits of boxes do not."""
    if sum(len(token.text) == 1 and token.text.isdigit() for token in tokens) > 2:
        return tokens
    while tokens and (re.fullmatch(r"\d{1,2}[.,)]?|\(\d{1,2}\)|\W", tokens[-1].text)):
        tokens = tokens[:-1]
    return tokens


def _up_to_gap(tokens: list[Token], height: int) -> list[Token]:
    """Tokens up to the first leader or wide space; digits of boxes stand far apart and are kept together."""
    kept: list[Token] = []
    for token in tokens:
        wide = kept and token.box.left - kept[-1].box.right > FAR * height
        if wide and not (len(token.text) == 1 and token.text.isdigit()):
            break
        kept.append(token)
        if token.leads and any(one.folded for one in kept):
            break
    return kept


def _column(rows: tuple[Row, ...], hit: Hit, following: Hit | None) -> tuple[int, int]:
    """Left and right edge, px, between which the value may go on below."""
    row = rows[hit.row]
    left = row.tokens[hit.first].box.left
    if hit.first and all(_BULLET.fullmatch(token.text) for token in row.tokens[: hit.first]):
        left = row.tokens[0].box.left
    right = row.tokens[following.first].box.left if following else _right_edge(rows)
    return left - 3 * row.height, right


def _right_edge(rows: tuple[Row, ...]) -> int:
    return max(row.box.right for row in rows)


def _left_edge(rows: tuple[Row, ...]) -> int:
    return min(row.box.left for row in rows)


def _is_full(rows: tuple[Row, ...], at: int, line: list[Token]) -> bool:
    """Whether a line runs on so far to the right, measured by its neighbours, that it may have been wrapped."""
    if line[-1].leads:
        return False
    around = rows[max(0, at - NEAR) : at + NEAR + 1]
    left, right = _left_edge(around), _right_edge(around)
    return line[-1].box.right > left + FULL * (right - left)


def _hangs(rows: tuple[Row, ...], hits: tuple[Hit, ...], at: int, line: list[Token], column: tuple[int, int]) -> bool:
    """Whether the row below, closer than rows are otherwise and without a label, begins right under the value."""
    row, below = rows[at], rows[at + 1]
    if any(hit.row == at + 1 for hit in hits) or below.box.middle[1] - row.box.middle[1] > CLOSE * row.height:
        return False
    start = line[0].box.left
    part = next((one for one in segments(below, 2.5) if abs(one[0].box.left - start) < 1.5 * row.height), None)
    return part is not None and part[-1].box.right <= column[1] and any(one.confidence > SURE for one in part)


def _nothing_in(row: Row, column: tuple[int, int]) -> bool:
    """Whether a row stands wholly beside the column, as print of the other half of a card does."""
    return not _inside(row, column)


def _noise(row: Row, column: tuple[int, int]) -> bool:
    """Whether what a row has in the column is too uncertain to be writing: remains of rules, stamps, folds."""
    inside = _inside(row, column)
    return max((token.confidence for token in inside if token.folded), default=0.0) < NOISE


def _next_line(row: Row, below: Row) -> bool:
    if row.page != below.page:
        return False
    return below.box.middle[1] - row.box.middle[1] < PITCH * max(row.height, below.height)


def _continuation(rows: tuple[Row, ...], hits: tuple[Hit, ...], at: int, column: tuple[int, int]) -> list[Token]:
    """What stands in the column on a row below, up to the first label there."""
    row = rows[at]
    inside = _inside(row, column)
    if not inside:
        return []
    label = next(
        (one for one in hits if one.row == at and row.tokens[one.last - 1].box.right > inside[0].box.left), None
    )
    if label:
        before = set(map(id, row.tokens[: label.first]))
        inside = _without_bullet([token for token in inside if id(token) in before])
    if inside and _BULLET.fullmatch(inside[0].text) and re.search(r"[.)]$", inside[0].text):
        return []
    return _up_to_gap(inside, row.height)


def _inside(row: Row, column: tuple[int, int]) -> list[Token]:
    """The part of a row that begins within the column; a line that begins left of it, and has no part within, wraps."""
    parts = segments(row, 2.5)
    within = [part for part in parts if column[0] <= part[0].box.left < column[1]]
    chosen = within or [part for part in parts[:1] if part[0].box.left < column[0] and part[-1].box.right > column[0]]
    return [token for part in chosen for token in part if token.box.left < column[1]]
