"""Which tokens are the value of a label: to its right up to the next label, then on the lines below."""

import re

from extractors.form import Field, Place
from extractors.geometry.labels import Hit
from extractors.geometry.layout import Row, Token, segments, text_of
from extractors.geometry.line_steps import next_line
from extractors.geometry.wrapping import APART, fills, hangs, is_full, right_edge, unfinished
from extractors.values.addresses import is_whole, parse_address_text
from extractors.values.syllables import all_known
from ocr.page import Box

_BULLET = re.compile(r"[\dIVX]{1,2}[.)]?|\(\d{1,2}\)?|\[\d{1,2}(?:[.,]\d)?\]?|[-–+•*]")
_DAY_LINE = re.compile(r"(?:[^\d]{0,50} )?ngay \d{1,2} thang \d{1,2} nam \d{4}")
_NOTE = re.compile(r"\(?\d{1,2}\)?:?|[:;.,()]+")
FAR = 6  # heights of print: a wider space ends a value, unless it stands before it
NOISE = 0.45  # confidence below which all words of a line are noise
WIDE_CELL = 3.0  # heights of print: a narrower cell is the box of a digit
WRITTEN = 5  # letters and digits: fewer, and unsure, are remains of a leader
ALIGNED = 0.6  # heights of print by which such a line may begin beside the label's own edge
INDENT = 3.0  # heights of print: a line that begins further right than the value did does not go on with it


def value_tokens(rows: tuple[Row, ...], hits: tuple[Hit, ...], hit: Hit, field: Field) -> list[list[Token]]:
    """The value's tokens line by line; [] when the paper has nothing there."""
    following = next((one for one in hits if one.row == hit.row and one.first >= hit.last), None)
    ruled = _in_cell(rows, hits, hit)
    if ruled:
        return ruled
    beneath = field.place is Place.BELOW
    here: list[Token] = [] if beneath else _beside(rows[hit.row], hit, following, field)
    lines = [here] if here else []
    column = _column(rows, hit, following)
    allowed = field.lines + (0 if here else 1)
    edge = rows[hit.row].tokens[hit.first].box.left
    at, missed = hit.row, 0
    while at + 1 < len(rows) and missed < 2 and next_line(rows, at):
        inside = _inside(rows[at + 1], column)
        wrapped = not lines or (
            is_full(rows, at - missed, lines[-1], inside) if following is None else fills(lines[-1], inside, column)
        )
        wrapped = wrapped or unfinished(field, lines) or (beneath and len(lines) < field.lines)
        hanging = 0 < len(lines) < 2 and hangs(rows, hits, at, lines[-1], column)
        if not (wrapped and len(lines) < allowed) and not hanging:
            break
        if lines and _signs_off(rows[at + 1], rows[hit.row]):
            break
        if field.parse is parse_address_text and is_whole(text_of([one for line in lines for one in line])):
            break
        at += 1
        if _nothing_in(rows[at], column) or _noise(rows[at], column):
            missed += 1
            continue
        below = _aligned(rows, hits, at, edge) or _continuation(rows, hits, at, column)
        if not below or (lines and _set_apart(rows[at], below, lines[0])):
            break
        lines.append(without_noise(below))
    return lines if lines or beneath else _unsure_beside(rows[hit.row], hit, following)


def _set_apart(row: Row, line: list[Token], value: list[Token]) -> bool:
    """Whether a line begins so far right of where the value began that it is set by itself: a date, a signature."""
    return line[0].box.left > value[0].box.left + INDENT * row.height


def _in_cell(rows: tuple[Row, ...], hits: tuple[Hit, ...], hit: Hit) -> list[list[Token]]:
    """What the ruled cell to the right of the label's own cell holds, line by line; [] where there are none such.

    The label must fill its cell by itself: where values stand in the cell of their label, rules say nothing new.
    """
    row = rows[hit.row]
    label = row.tokens[hit.first].cell
    if sum(rows[one.row].tokens[one.first].cell == label for one in hits) > 1:
        return []  # rules between its neighbours and it were lost
    if label is None or any(one.cell == label for one in without_notes(list(row.tokens[hit.last :]))):
        return []
    near = [
        other
        for other in rows
        if other.page == row.page and other.box.top < label.bottom and label.top < other.box.bottom
    ]
    cells = {token.cell for other in near for token in other.tokens if token.cell}
    right = [cell for cell in cells if _adjoins(label, cell) and cell.width > WIDE_CELL * row.height]
    labelled = {rows[one.row].tokens[one.first].cell for one in hits}
    if len(right) != 1 or right[0] in labelled:
        return []
    lines = [[token for token in other.tokens if token.cell == right[0]] for other in near]
    return [without_noise(line) for line in lines if line]


def _adjoins(cell: Box, other: Box) -> bool:
    """Whether a cell stands right of another, on one row of a table, only a rule between them."""
    shared = min(cell.bottom, other.bottom) - max(cell.top, other.top)
    level = shared > 0.8 * max(cell.height, other.height)
    return level and -4 <= other.left - cell.right <= 0.5 * cell.height


def _unsure_beside(row: Row, hit: Hit, following: Hit | None) -> list[list[Token]]:
    """What stands on the label's row, however unsure: a field in which something is written is not empty."""
    end = following.first if following else len(row.tokens)
    here = without_notes(list(row.tokens[hit.last : end]))
    here = _up_to_gap(_without_bullet(here) if following else here, row.height)
    return [here] if sum(len(token.folded) for token in here) >= WRITTEN else []


def _beside(row: Row, hit: Hit, following: Hit | None, field: Field) -> list[Token]:
    """What stands on the label's own row, up to the next label; [] when that is but remains of the label."""
    end = following.first if following else len(row.tokens)
    here = without_notes(list(row.tokens[hit.last : end]))
    if following:
        here = _without_bullet(here)
    here = without_noise(_up_to_gap(here, row.height))
    unsure = max((token.confidence for token in here), default=0.0) < NOISE
    return [] if field.lines > 1 and unsure else here


def without_noise(tokens: list[Token]) -> list[Token]:
    """A line that was read surely, without unsure remains of rules and stamps at its ends."""
    sure = [
        number
        for number, token in enumerate(tokens)
        if token.confidence >= NOISE
        or _is_word(token)
        or (token.confidence >= NOISE / 2 and token.folded and all_known(token.text))
    ]
    kept = tokens[sure[0] : sure[-1] + 1] if sure else []
    if len(kept) < len(tokens) - len(kept) or sum(token.confidence for token in kept) < 0.8 * len(kept):
        return tokens
    return kept


def _is_word(token: Token) -> bool:
    """Whether a token, however unsure, is a word that belongs to a value and was misread: "NGUVỄN" before "VĂN TÂM"."""
    letters = sum(map(str.isalpha, token.text))
    return letters >= 4 and letters >= 0.75 * len(token.text)


def without_notes(tokens: list[Token]) -> list[Token]:
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
    while tokens and (re.fullmatch(r"\d{1,2}[.,)]?|[IVX]{1,4}[.)]|\(\d{1,2}\)|\W", tokens[-1].text)):
        tokens = tokens[:-1]
    return tokens


def _up_to_gap(tokens: list[Token], height: int) -> list[Token]:
    """Tokens up to the first leader or wide space; digits of boxes stand far apart and are kept together."""
    kept: list[Token] = []
    for token in tokens:
        wide = kept and token.box.left - kept[-1].box.right > FAR * height
        if (wide or (kept and _other_cell(kept[-1], token, height))) and not _is_digit(token):
            break
        kept.append(token)
        if token.leads and any(one.folded for one in kept):
            break
    return kept


def _is_digit(token: Token) -> bool:
    return len(token.text) == 1 and token.text.isdigit()


def _other_cell(before: Token, token: Token, height: int) -> bool:
    """Whether another cell of a table begins, and not the next box of a number."""
    cells = (before.cell, token.cell)
    return cells[0] != cells[1] and all(cell and cell.width > WIDE_CELL * height for cell in cells)


def _column(rows: tuple[Row, ...], hit: Hit, following: Hit | None) -> tuple[int, int]:
    """Left and right edge, px, between which the value may go on below."""
    row = rows[hit.row]
    left = row.tokens[hit.first].box.left
    if hit.first and all(_BULLET.fullmatch(token.text) for token in row.tokens[: hit.first]):
        left = row.tokens[0].box.left
    if hit.last == len(row.tokens) and not _begins_column(row, hit):  # the value goes on where lines begin
        left = row.tokens[0].box.left
    right = row.tokens[following.first].box.left if following else right_edge(rows)
    return left - 3 * row.height, right


def _begins_column(row: Row, hit: Hit) -> bool:
    """Whether a label is the first of its row or set apart from what stands before it."""
    if hit.first == 0:
        return True
    return row.tokens[hit.first].box.left - row.tokens[hit.first - 1].box.right > APART * row.height


def _signs_off(row: Row, first: Row) -> bool:
    """Whether a row is the day over the signatures, set further right than the value's own row."""
    return row.tokens[0].box.left - first.tokens[0].box.left > 4 * row.height and bool(_DAY_LINE.fullmatch(row.folded))


def _nothing_in(row: Row, column: tuple[int, int]) -> bool:
    """Whether a row stands wholly beside the column, as print of the other half of a card does."""
    return not _inside(row, column)


def _noise(row: Row, column: tuple[int, int]) -> bool:
    """Whether what a row has in the column is too uncertain to be writing: remains of rules, stamps, folds."""
    inside = _inside(row, column)
    return max((token.confidence for token in inside if token.folded), default=0.0) < NOISE


def _continuation(rows: tuple[Row, ...], hits: tuple[Hit, ...], at: int, column: tuple[int, int]) -> list[Token]:
    """What stands in the column on a row below, up to the first label there."""
    row = rows[at]
    inside = _inside(row, column)
    if not inside or _of_label(row, [one for one in hits if one.row == at], inside[0]):
        return []
    label = next(
        (one for one in hits if one.row == at and row.tokens[one.last - 1].box.right > inside[0].box.left), None
    )
    if label:
        before = set(map(id, row.tokens[: label.first]))
        inside = _without_bullet([token for token in inside if id(token) in before])
    if inside and _BULLET.fullmatch(inside[0].text) and re.search(r"[.)\]]$", inside[0].text):
        return []
    return _up_to_gap(inside, row.height)


def _aligned(rows: tuple[Row, ...], hits: tuple[Hit, ...], at: int, edge: int) -> list[Token]:
    """What begins on a row right below the label, behind an item of another column; [] for nothing such.

    The cards of citizens have it: "Có giá trị đến: ..." at the left of the second line of an address.
    """
    row = rows[at]
    here = [hit for hit in hits if hit.row == at]
    for number, token in enumerate(row.tokens[1:], start=1):
        apart = token.box.left - row.tokens[number - 1].box.right > APART * row.height
        level = abs(token.box.left - edge) < ALIGNED * row.height
        if apart and level and any(hit.last <= number for hit in here):
            end = next((hit.first for hit in here if hit.first >= number), len(row.tokens))
            return _up_to_gap(list(row.tokens[number:end]), row.height)
    return []


def _of_label(row: Row, hits: list[Hit], token: Token) -> bool:
    """Whether a token stands right behind a label on its own row: it is that label's value."""
    first = next(at for at, one in enumerate(row.tokens) if one is token)
    before = [hit for hit in hits if hit.last <= first]
    return bool(before) and not any(one.folded for one in row.tokens[max(hit.last for hit in before) : first])


def _inside(row: Row, column: tuple[int, int]) -> list[Token]:
    """The part of a row that begins within the column; a line that begins left of it, and has no part within, wraps."""
    parts = segments(row, 2.5)
    within = [part for part in parts if column[0] <= part[0].box.left < column[1]]
    chosen = within or [part for part in parts[:1] if part[0].box.left < column[0] and part[-1].box.right > column[0]]
    return [token for part in chosen for token in part if token.box.left < column[1]]
