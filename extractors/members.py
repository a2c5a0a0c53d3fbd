"""The table of household members: one person a row, told apart by what the cells hold."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractors.folded import fold
from extractors.form import Members
from extractors.layout import Row, Token, text_of
from extractors.values.dates import date_parts

ALIKE = 80  # likeness, 0..100, for the texts above and below the table
_HEAD = {"đệm", "tên", "sinh", "tính", "tháng", "danh", "nhân", "hệ", "giới"}
_ID = re.compile(r"\d{9,13}")


@dataclass(frozen=True, slots=True)
class Member:
    """The cells of one row of the table; a cell that is empty has no tokens."""

    name: list[Token]
    birth: list[Token]
    number: list[Token]


def members_of(rows: tuple[Row, ...], table: Members) -> list[Member]:
    """The filled rows of the table in order. A name on two lines goes to the row whose number is nearest."""
    inside = _inside(rows, table)
    anchors = [row for row in inside if _birth(row) or _number(row)]
    if not anchors:
        return []
    edge = min(cell[0].box.left for row in anchors for cell in (_birth(row), _number(row)) if cell)
    names: dict[int, list[Token]] = {index: [] for index in range(len(anchors))}
    first_top = anchors[0].box.top - 1.2 * anchors[0].height
    for row in inside:
        if row.box.middle[1] < first_top or _is_head(row):
            continue
        nearest = min(range(len(anchors)), key=lambda index: abs(anchors[index].box.middle[1] - row.box.middle[1]))
        far = abs(anchors[nearest].box.middle[1] - row.box.middle[1]) > 2 * row.height
        if row.page == anchors[nearest].page and not far:
            names[nearest] += [one for one in row.tokens if one.box.right <= edge + row.height and _is_name_part(one)]
    return [Member(names[index], _birth(row), _number(row)) for index, row in enumerate(anchors)]


def _inside(rows: tuple[Row, ...], table: Members) -> list[Row]:
    """Rows below the last heading of the table and above what follows it."""
    begin = next((i for i, row in enumerate(rows) if _says(row, table.headings)), None)
    if begin is None:
        return []
    inside = []
    for row in rows[begin + 1 :]:
        if _says(row, table.ends):
            break
        inside.append(row)
    return inside


def _says(row: Row, texts: tuple[str, ...]) -> bool:
    wanted = map(fold, texts)
    return any(len(row.folded) >= 0.7 * len(text) and fuzz.partial_ratio(text, row.folded) >= ALIKE for text in wanted)


def _is_head(row: Row) -> bool:
    """Whether a row is of the table's head: small letters of column titles, no digits."""
    words = {token.text.strip(".,:").lower() for token in row.tokens}
    return len(words & _HEAD) > 1 and not any(token.text.isdigit() and len(token.text) > 4 for token in row.tokens)


def _birth(row: Row) -> list[Token]:
    """The first tokens that make a date together."""
    for count in (1, 2, 3, 5):
        for first in range(len(row.tokens) - count + 1):
            piece = list(row.tokens[first : first + count])
            if len(date_parts(text_of(piece))) == 1:
                return piece
    return []


def _number(row: Row) -> list[Token]:
    """The tokens that make a personal number: one run of digits, or digits of boxes beside each other."""
    for token in row.tokens:
        if _ID.search(re.sub(r"\D", "", token.text)) and "/" not in token.text:
            return [token]
    run: list[Token] = []
    best: list[Token] = []
    for token in row.tokens:
        run = [*run, token] if token.text.isdigit() else []
        if sum(len(one.text) for one in run) > sum(len(one.text) for one in best):
            best = run
    return best if 9 <= sum(len(one.text) for one in best) <= 14 else []


def _is_name_part(token: Token) -> bool:
    return bool(token.folded) and not re.search(r"\d", token.text) and token.folded not in ("nam sinh", "tt", "stt")
