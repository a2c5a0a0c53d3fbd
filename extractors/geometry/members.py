"""The table of household members, one person a row: by its rules and headings, else by what the rows hold."""

from dataclasses import dataclass, field

from rapidfuzz import fuzz

from extractors.folded import fold
from extractors.form import Members
from extractors.geometry.layout import Row, Token
from extractors.geometry.members_by_content import birth_in, is_head, number_in, persons
from ocr.page import Box

ALIKE = 80  # likeness, 0..100, for the texts above and below the table
TITLE = 74  # likeness of a column's title
OVERLAP = 0.5  # of the lower of two cells: as much of their heights is shared by cells of one row
SURE = 0.3  # confidence below which a lone word is a remain of a rule
TITLES = {  # folded titles of columns, CT01, CT07, DC02, HK08
    "ho_ten": ("ho chu dem va ten", "ho va ten", "ho chu dem ten", "ho ten"),
    "ngay_sinh": ("ngay thang nam sinh", "ngay sinh", "nam sinh", "ngay thang nam sinh dd mm yyyy"),
    "gioi_tinh": ("gioi tinh", "nam nu"),
    "so_dinh_danh": ("so dinh danh ca nhan", "so dinh danh", "so dinh danh ca nhan cmnd", "so cccd", "so cccd cmnd"),
    "quan_he": ("moi quan he voi chu ho", "quan he voi chu ho", "quan he", "moi quan he voi nguoi co thay doi"),
}


@dataclass(slots=True)
class Member:
    """The words of one row by column; a column that the table has and the row leaves empty has no words."""

    cells: dict[str, list[Token]] = field(default_factory=dict)

    @property
    def tokens(self) -> list[Token]:
        return [token for cell in self.cells.values() for token in cell]


@dataclass(frozen=True, slots=True)
class _Column:
    kind: str  # key of TITLES; "" for another
    cell: Box  # of its title


def members_of(rows: tuple[Row, ...], table: Members) -> list[Member]:
    """The filled rows of the table in order."""
    inside = _inside(rows, table)
    found: list[Member] = []
    for page in dict.fromkeys(row.page for row in inside):
        here = [row for row in inside if row.page == page]
        found += _ruled(here) or [Member(cells) for cells in persons(here)]
    return found


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


def _ruled(rows: list[Row]) -> list[Member]:
    """The persons of a ruled table; [] where the rules or the titles of its columns were not recognised."""
    columns = _columns(rows)
    if sum(bool(column.kind) for column in columns) < 2 or all(column.kind != "ho_ten" for column in columns):
        return []
    below = max(column.cell.bottom for column in columns) - 4
    body = [token for row in rows for token in row.tokens if token.box.middle[1] > below and not is_head(row)]
    found = []
    for top, bottom in _bands(body, columns, rows):
        member = Member({column.kind: [] for column in columns if column.kind})
        for token in body:
            column = _column_of(token, columns) if top <= token.box.middle[1] < bottom else None
            if column and column.kind:
                member.cells[column.kind].append(token)
        if _filled(member):
            found.append(member)
    return found


def _columns(rows: list[Row]) -> list[_Column]:
    """The cells of the head from the left, each with what its title asks for."""
    titles: dict[Box, list[Token]] = {}
    for row in rows:
        for token in row.tokens:
            if token.cell:
                titles.setdefault(token.cell, []).append(token)
    named = [_Column(kind, cell) for cell, tokens in titles.items() if (kind := _kind(tokens))]
    if not named:
        return []
    top = min(named, key=lambda column: column.cell.top).cell
    head = [one for one in named if _level(one.cell, top)]
    others = [_Column("", cell) for cell in titles if _level(cell, top) and all(cell != one.cell for one in head)]
    return sorted((*head, *others), key=lambda column: column.cell.left)


def _kind(tokens: list[Token]) -> str:
    """What a title asks for, "" for none of ours."""
    text = " ".join(token.folded for token in tokens if token.folded)
    likeness, kind = max((fuzz.ratio(title, text), kind) for kind, titles in TITLES.items() for title in titles)
    return kind if likeness >= TITLE else ""


def _level(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= OVERLAP * min(one.height, other.height)


def _bands(body: list[Token], columns: list[_Column], rows: list[Row]) -> list[tuple[float, float]]:
    """Top and bottom of each row of the table, px: of its cells, and of persons where the rules were lost."""
    left, right = columns[0].cell.left, columns[-1].cell.right
    bands: list[Box] = []
    for cell in dict.fromkeys(token.cell for token in body if token.cell):
        if cell is None or not left - 4 <= cell.middle[0] <= right + 4:
            continue
        home = next((at for at, band in enumerate(bands) if _level(band, cell)), None)
        if home is None:
            bands.append(cell)
        else:
            bands[home] = bands[home].with_(cell)
    for row in rows:
        middle, lost = row.box.middle[1], not is_head(row) and all(token.cell is None for token in row.tokens)
        new = lost and not any(band.top <= middle < band.bottom for band in bands)
        if new and middle > columns[0].cell.bottom and birth_in(row) and number_in(row):
            bands.append(row.box)
    return sorted((band.top, band.bottom) for band in bands)


def _column_of(token: Token, columns: list[_Column]) -> _Column | None:
    middle = token.box.middle[0]
    return next((one for one in columns if one.cell.left - 2 <= middle < one.cell.right + 2), None)


def _filled(member: Member) -> bool:
    """Whether somebody stands in a row: a name, a birth date or a number, not only the row's own number."""
    telling = [token for kind in ("ho_ten", "ngay_sinh", "so_dinh_danh") for token in member.cells.get(kind, [])]
    written = [token for token in telling if len(token.folded) > 1]
    return any(token.confidence >= SURE for token in written) or len(written) > 2
