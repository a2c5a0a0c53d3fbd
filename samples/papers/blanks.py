"""The blanks of a form: a label with its dotted leader and writing, digit boxes, a table, a date of signing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from samples.box import Box, around
from samples.lettering import Face
from samples.papers.sheet import BLACK, Manner, Pen, Sheet

LABEL_POINTS = 12.5

Cell = tuple[str, str, str]  # field name ("" when its truth is not kept), value, as written


def day_first(day: date) -> str:
    """15/09/1994."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def wrapped(sheet: Sheet, text: str, pen: Pen, first: float, rest: float) -> list[str]:
    """The text in lines: the first at most `first` mm wide, the others `rest` mm."""
    lines: list[str] = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        room = (first if len(lines) == 1 else rest) / (1.12 if pen.unsteady else 1.0)
        if sheet.wide(longer, pen.face, pen.points) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def entry(
    sheet: Sheet,
    manner: Manner,
    y: float,
    label: str,
    field: Cell | None,
    x0: float,
    x1: float,
    margin: float | None = None,
    step: float = 7.6,
) -> float:
    """A label at `x0` and its blank up to `x1`; a long value goes on in the next lines from `margin`. Gives the last y.

    `field` is (name, value, written), or None for a blank that stays empty. A name of "" is written but has no truth.
    """
    label_box = sheet.text(x0, y, label, manner.face, LABEL_POINTS)
    start = sheet.behind(label_box) + 1.4
    if field is None or not field[2]:
        sheet.dots(start, x1, y)
        return y
    name, value, written = field
    margin = x0 if margin is None else margin
    lines = wrapped(sheet, written, manner.pen, x1 - start - 1.5, x1 - margin - 1.5)
    boxes = []
    for number, line in enumerate(lines):
        left = start if number == 0 else margin
        y += step if number else 0
        if line:
            boxes.append(_on_leader(sheet, manner.pen, left, x1, y, line))
        else:
            sheet.dots(left, x1, y)
    if name:
        sheet.filled(name, value, written, around(boxes))
    return y


def run(sheet: Sheet, manner: Manner, x: float, y: float, pieces: Sequence[Cell]) -> float:
    """Pieces (name or "", value, written) one after the other on a line, each with its truth. Gives the x behind."""
    lift = 0.9 if manner.pen.on_dots else 0
    for name, value, written in pieces:
        if not written:
            continue
        x -= 1.1 if written.startswith(",") else 0
        box = sheet.write(x, y - lift, written, manner.pen)
        if name:
            sheet.filled(name, value, written, box)
        right = sheet.behind(box)
        if manner.pen.on_dots:
            sheet.dots(x, right + 1.3, y)
        x = right + 1.3
    return x


def _on_leader(sheet: Sheet, pen: Pen, left: float, right: float, y: float, text: str) -> Box:
    """The writing on its leader: above the dots when the form was printed first, in their place when typed in."""
    box = sheet.write(left + 0.8, y - (0.9 if pen.on_dots else 0), text, pen)
    if pen.on_dots:
        sheet.dots(left, right, y)
    else:
        sheet.dots(sheet.behind(box) + 1.2, right, y)
    return box


def digit_boxes(sheet: Sheet, pen: Pen, x: float, y: float, field: Cell, count: int = 12) -> None:
    """A row of boxes with a digit in each, baseline `y`; a shorter number leaves the last boxes empty."""
    name, value, written = field
    side, boxes = 6.4, []
    for number in range(count):
        left, top = sheet.at(x + number * side, y - 5.0)
        right, bottom = sheet.at(x + (number + 1) * side, y + 1.6)
        sheet.draw.rectangle((left, top, right, bottom), outline=BLACK, width=sheet.px(0.22))
        if number < len(written):
            wide = sheet.wide(written[number], pen.face, pen.points)
            boxes.append(sheet.write(x + number * side + (side - wide) / 2, y - 0.3, written[number], pen))
    if boxes:
        sheet.filled(name, value, written, around(boxes))


def table(
    sheet: Sheet,
    manner: Manner,
    x: float,
    y: float,
    widths: Sequence[float],
    head: Sequence[str],
    rows: Sequence[Sequence[Cell]],
) -> float:
    """A ruled table, its head printed bold and its cells filled in; top edge at `y`. Gives its bottom edge."""
    high_head, high = 11.0, 7.6
    bottom = y + high_head + high * len(rows)
    for number in range(len(rows) + 2):
        at = y if number == 0 else y + high_head + high * (number - 1)
        sheet.rule(x, at, x + sum(widths), at)
    left = x
    for column, (width, title) in enumerate(zip(widths, head, strict=True)):
        sheet.rule(left, y, left, bottom)
        parts = title.split("\n")
        for number, part in enumerate(parts):
            at = y + high_head / 2 + 1.4 + (number - (len(parts) - 1) / 2) * 4.4
            sheet.text(left + width / 2, at, part, manner.face.bold, 10, anchor="ms")
        for number, row in enumerate(rows):
            if row[column][2]:
                _cell(sheet, manner.pen, left, y + high_head + high * (number + 1) - 2.3, width, row[column])
        left += width
    sheet.rule(left, y, left, bottom)
    return bottom


def _cell(sheet: Sheet, pen: Pen, left: float, y: float, width: float, cell: Cell) -> None:
    name, value, written = cell
    points = min(pen.points, 12.0)
    while sheet.wide(written, pen.face, points) * (1.12 if pen.unsteady else 1) > width - 2 and points > 7:
        points -= 0.5
    small = Pen(pen.face, points, pen.ink, False, pen.unsteady * 0.6)
    box = sheet.write(left + 1.2, y, written, small)
    if name:
        sheet.filled(name, value, written, box)


def signing_day(
    sheet: Sheet, manner: Manner, middle: float, y: float, name: str, place: str, day: date, before: str = ""
) -> None:
    """The line over a signature, centred on `middle`: place and numbers filled in, words (`before` too) printed."""
    written = f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"
    prefix = f"{before} {place}, ".lstrip()
    italic = Face.SERIF_ITALIC if manner.face is Face.SERIF else manner.face
    if not manner.pen.unsteady:
        left = middle - sheet.wide(prefix + written, italic, 12) / 2
        sheet.text(left, y, prefix.rstrip(), italic, 12)
        box = sheet.text(left + sheet.wide(prefix, italic, 12), y, written, italic, 12)
    else:
        box = _day_by_hand(sheet, manner, middle, y, (before, place), day)
    sheet.filled(name, day.isoformat(), written, box)


def _day_by_hand(sheet: Sheet, manner: Manner, middle: float, y: float, before: tuple[str, str], day: date) -> Box:
    """Printed words with the place and the numbers written between them. Gives the box from "ngày" to the year."""
    pieces = [(before[0], False)] if before[0] else []
    pieces += [(before[1], True), (",", False)]
    first = len(pieces)
    for word, figure in (("ngày", f"{day.day:02d}"), ("tháng", f"{day.month:02d}"), ("năm", str(day.year))):
        pieces += [(word, False), (figure, True)]
    italic = Face.SERIF_ITALIC if manner.face is Face.SERIF else manner.face
    pen = replace(manner.pen, points=manner.pen.points * 0.92, on_dots=False, unsteady=manner.pen.unsteady * 0.6)
    gap, wide = 1.3, 0.0
    for text, by_pen in pieces:
        wide += gap + (sheet.wide(text, pen.face, pen.points) * 1.08 if by_pen else sheet.wide(text, italic, 12))
    x, boxes = middle - wide / 2, []
    for text, by_pen in pieces:
        boxes.append(sheet.write(x, y - 0.4, text, pen) if by_pen else sheet.text(x, y, text, italic, 12))
        x = sheet.behind(boxes[-1]) + gap
    return around(boxes[first:])


def national_heading(sheet: Sheet, manner: Manner, middle: float, y: float) -> float:
    """The country's name and motto, ruled under. Gives the y below."""
    sheet.text(middle, y, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", manner.face.bold, 12.5, anchor="ms")
    motto = "Độc lập - Tự do - Hạnh phúc"
    sheet.text(middle, y + 5.8, motto, manner.face.bold, 13, anchor="ms")
    half = sheet.wide(motto, manner.face.bold, 13) / 2
    sheet.rule(middle - half, y + 7.4, middle + half, y + 7.4)
    return y + 7.4
