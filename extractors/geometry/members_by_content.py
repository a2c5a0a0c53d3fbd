"""The persons of a table without rules, told apart by what their cells hold: dates, numbers, sexes, kinship."""

import re

from extractors.geometry.layout import Row, Token, text_of
from extractors.values.dates import date_parts

FAR = 2.0  # heights of print from a second line of a name to its person's row
END = 4.5  # heights of print between persons, or above the first, beyond which the table has ended
_HEAD = {"đệm", "tên", "sinh", "tính", "tháng", "danh", "nhân", "hệ", "giới"}
_ID = re.compile(r"\d{9,13}")
_SEXES = {"nam", "nu"}


def persons(rows: list[Row]) -> list[dict[str, list[Token]]]:
    """The cells of each person's row. A name on two lines goes to the row whose number is nearest."""
    anchors = _anchors(rows)
    if not anchors:
        return []
    edge = min(cell[0].box.left for row in anchors for cell in (birth_in(row), number_in(row)) if cell)
    names: dict[int, list[Token]] = {index: [] for index in range(len(anchors))}
    first_top = anchors[0].box.top - 1.2 * anchors[0].height
    for row in rows:
        if row.box.middle[1] < first_top or is_head(row):
            continue
        nearest = min(range(len(anchors)), key=lambda index: abs(anchors[index].box.middle[1] - row.box.middle[1]))
        far = abs(anchors[nearest].box.middle[1] - row.box.middle[1]) > FAR * row.height
        if row.page == anchors[nearest].page and not far:
            names[nearest] += [one for one in row.tokens if one.box.right <= edge + row.height and _is_name_part(one)]
    return [_person(row, names[index]) for index, row in enumerate(anchors)]


def _anchors(rows: list[Row]) -> list[Row]:
    """The rows with a birth date or a number; one far below the one before is no row of the table."""
    anchors: list[Row] = []
    for row in rows:
        if not (birth_in(row) or number_in(row)) or _is_date_line(row):
            continue
        if anchors and row.box.top - anchors[-1].box.bottom > END * row.height:
            break
        anchors.append(row)
    return anchors


def _is_date_line(row: Row) -> bool:
    """Whether a row is "ngày ... tháng ... năm ...", above signatures."""
    words = {token.folded for token in row.tokens}
    return len(words & {"ngay", "thang", "nam"}) > 1 and not number_in(row)


def _person(row: Row, name: list[Token]) -> dict[str, list[Token]]:
    birth, number = birth_in(row), number_in(row)
    cells = {"ho_ten": name, "ngay_sinh": birth, "so_dinh_danh": number}
    known = {id(token) for cell in cells.values() for token in cell}
    right = max((token.box.right for cell in (birth, number) for token in cell), default=0)
    rest = [token for token in row.tokens if id(token) not in known and token.folded]
    cells["gioi_tinh"] = [token for token in rest if token.folded in _SEXES][:1]
    cells["quan_he"] = [token for token in rest if token.box.left >= right and token.folded not in _SEXES]
    return {kind: tokens for kind, tokens in cells.items() if tokens}


def is_head(row: Row) -> bool:
    """Whether a row is of the table's head: small letters of column titles, no digits."""
    words = {token.text.strip(".,:").lower() for token in row.tokens}
    return len(words & _HEAD) > 1 and not any(token.text.isdigit() and len(token.text) > 4 for token in row.tokens)


def birth_in(row: Row) -> list[Token]:
    """The first tokens that make a date together."""
    for count in (1, 2, 3, 5):
        for first in range(len(row.tokens) - count + 1):
            piece = list(row.tokens[first : first + count])
            if len(date_parts(text_of(piece))) == 1:
                return piece
    return []


def number_in(row: Row) -> list[Token]:
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
