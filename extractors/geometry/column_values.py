"""What stands in the columns of persons set side by side: beside which label, and in whose column."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extractors.folded import fold
from extractors.form import Field, Form, Side
from extractors.geometry.heights import groups
from extractors.geometry.labels import Hit, find_labels, label_texts, place_fields
from extractors.geometry.layout import Row, Token, around, text_of
from extractors.geometry.regions import value_tokens, without_noise, without_notes
from extractors.values.parsed import Parsed
from ocr.page import Box

SURE = 0.9  # strictness of a value that needs no second line
NARROW = 0.6  # heights of print: words of two columns that stand closer may have been parted wrongly
PARTED_WRONGLY = 0.5  # factor on their likeness


@dataclass(frozen=True, slots=True)
class Taken:
    """What stands in a column beside a label: nothing, when the paper leaves it empty."""

    field: Field
    lines: list[list[Token]]
    label: Box
    page: int
    likeness: float  # 0..1, of the label


@dataclass(frozen=True, slots=True)
class Strip:
    """The column of one side, px; a word belongs to it by its middle."""

    side: Side
    left: float
    right: float

    def of(self, tokens: Sequence[Token]) -> list[Token]:
        return [token for token in tokens if self.left <= token.box.middle[0] < self.right]


def by_own_labels(form: Form, body: tuple[Row, ...], strip: Strip) -> list[Taken]:
    """Each column read as a page of its own."""
    rows = tuple(replace(row, tokens=tuple(tokens)) for row in body if (tokens := strip.of(row.tokens)))
    fields = tuple(replace(one, section="") for one in form.fields if one.side == strip.side.name)
    hits = find_labels(rows, label_texts(form), form.titles)
    taken = []
    for placed in place_fields(replace(form, fields=fields, sections=()), hits):
        hit = placed.hit
        box = around(rows[hit.row].tokens[hit.first : hit.last])
        narrow = replace(placed.field, lines=max(2, placed.field.lines))
        lines = value_tokens(rows, hits, hit, narrow)
        taken.append(Taken(placed.field, lines, box, rows[hit.row].page, hit.likeness))
    return taken


def by_common_labels(
    form: Form,
    body: tuple[Row, ...],
    hits: tuple[Hit, ...],
    heads: list[tuple[Side, list[Token]]],
    strips: list[Strip],
) -> list[Taken]:
    """Labels once at the left of all columns, or across them: each value is what a column has at a label's height."""
    strips = [replace(strips[0], left=_values_begin(body, hits, heads[0][1], strips[0].right)), *strips[1:]]
    labels = _first_of_each(hits)
    lines = [_lines(body, hits, strip) for strip in strips]
    held = _assigned(body, labels, lines)
    taken = []
    for strip, values in zip(strips, held, strict=True):
        fields = [_fields_of(form, strip.side, hit) for hit in labels]
        for hit, wanted, value in zip(labels, fields, _handed_on(fields, values), strict=True):
            box = around(body[hit.row].tokens[hit.first : hit.last])
            likeness = hit.likeness * (PARTED_WRONGLY if _touches(body, value, strip) else 1.0)
            taken += [Taken(field, value, box, body[hit.row].page, likeness) for field in wanted]
    return taken


def _fields_of(form: Form, side: Side, hit: Hit) -> list[Field]:
    return [one for one in form.fields if one.side == side.name and hit.label in map(fold, one.labels)]


def _handed_on(fields: list[list[Field]], values: list[list[list[Token]]]) -> list[list[list[Token]]]:
    """The values, a line that does not go with the one above it handed on to the label below.

    A date needs no second line: what stands under it is the first line of the next value, its label set lower.
    """
    values = [list(value) for value in values]
    for at, (wanted, value) in enumerate(zip(fields, values, strict=True)):
        if not wanted or wanted[0].lines > 1 or wanted[0].by_date or len(value) < 2 or at + 1 == len(values):
            continue
        first = wanted[0].parse(text_of(value[0]))
        whole = wanted[0].parse(text_of([token for line in value for token in line]))
        if not isinstance(first, Parsed) or first.strictness < SURE:
            continue
        if not (isinstance(whole, Parsed) and whole.value != first.value and whole.strictness >= SURE):
            values[at + 1] = [*value[1:], *values[at + 1]]
            values[at] = value[:1]
    return values


def _first_of_each(hits: tuple[Hit, ...]) -> list[Hit]:
    """One place for each label, the surest, from the top down; of two on one row the left one."""
    best: dict[str, Hit] = {}
    for hit in hits:
        if hit.label not in best or hit.sureness > best[hit.label].sureness + 0.1:
            best[hit.label] = hit
    rows: dict[int, Hit] = {}
    for hit in sorted(best.values(), key=lambda one: (one.row, one.first)):
        rows.setdefault(hit.row, hit)
    return list(rows.values())


def _values_begin(body: tuple[Row, ...], hits: tuple[Hit, ...], heading: list[Token], border: float) -> float:
    """The left edge of the first column, px: its rule, or where its values begin; -inf where labels stand across."""
    labelled = {token.cell for hit in hits for token in body[hit.row].tokens[hit.first : hit.last]}
    if heading[0].cell and heading[0].cell not in labelled and not _overlaps(heading[0].cell, labelled):
        return float(heading[0].cell.left)
    starts = []
    for hit in hits:
        behind = without_notes(list(body[hit.row].tokens[hit.last :]))
        if behind and behind[0].box.middle[0] < border:
            starts.append(behind[0].box.left)
    if 2 * len(starts) < len(hits):
        return float("-inf")
    height = median(row.height for row in body)
    return min(starts) - height if median(starts) - min(starts) < 2 * height else float("-inf")


def _overlaps(cell: Box, others: set[Box | None]) -> bool:
    """Whether labels stand right below the heading, and not at the left of its column."""
    return any(other and other.left < cell.middle[0] < other.right for other in others)


def _lines(body: tuple[Row, ...], hits: tuple[Hit, ...], strip: Strip) -> list[list[Token]]:
    """What a column holds line by line, without labels and what belongs to them."""
    lines = []
    for index, row in enumerate(body):
        tokens = list(row.tokens)
        for hit in (one for one in reversed(hits) if one.row == index):
            tokens = [*tokens[: hit.first], *without_notes(tokens[hit.last :])]
        inside = without_noise(strip.of(tokens))
        if any(token.folded for token in inside):
            lines.append(inside)
    return lines


def _assigned(
    body: tuple[Row, ...], labels: list[Hit], columns: list[list[list[Token]]]
) -> list[list[list[list[Token]]]]:
    """For each column and label its lines: by the cells of a table, else by how labels and values are set."""
    boxes = [around(body[hit.row].tokens[hit.first : hit.last]) for hit in labels]
    cells = [body[hit.row].tokens[hit.first].cell for hit in labels]
    held: list[list[list[list[Token]]]] = []
    loose: list[list[list[Token]]] = []
    for lines in columns:
        held.append([[] for _ in labels])
        loose.append([])
        for line in lines:
            middle = around(line).middle[1]
            home = next((at for at, cell in enumerate(cells) if cell and cell.top <= middle < cell.bottom), None)
            if home is not None:
                held[-1][home].append(line)
            elif not _ruled(line, cells):
                loose[-1].append(line)
    found = groups(boxes, [[around(line) for line in lines] for lines in loose])
    for values, lines, numbers in zip(held, loose, found, strict=True):
        for at, those in enumerate(numbers):
            values[at] = values[at] or [lines[number] for number in those]
    return held


def _ruled(line: list[Token], cells: list[Box | None]) -> bool:
    """Whether a line stands in a cell of a table whose labels stand in cells too: another row of it."""
    return line[0].cell is not None and all(cells)


def _touches(body: tuple[Row, ...], lines: list[list[Token]], strip: Strip) -> bool:
    """Whether a value runs on into the next column without a space: where it ends is then a guess."""
    ids = {id(token) for line in lines for token in line}
    for row in body:
        for one, other in pairwise(row.tokens):
            close = other.box.left - one.box.right < NARROW * row.height
            crosses = one.box.middle[0] < strip.right <= other.box.middle[0]
            enters = one.box.middle[0] < strip.left <= other.box.middle[0]
            if close and one.cell == other.cell and ((crosses and id(one) in ids) or (enters and id(other) in ids)):
                return True
    return False
