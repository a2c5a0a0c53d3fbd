"""How one printing sets a form out, by dice, and the drawing of a filled-in form in it: one sheet or more."""

from dataclasses import dataclass
from random import Random

from samples.box import Box, around
from samples.lettering import Face
from samples.papers.blank_form import Ask, Filled, Grid, Head, Line, Part, Say, Ticks
from samples.papers.blanks import digit_boxes, signing_day, table, wrapped
from samples.papers.marks import round_stamp, signature
from samples.papers.sheet import BLACK, BLUE, Manner, Pen, Sheet

_BOTTOM = 284.0  # mm


@dataclass(frozen=True, slots=True)
class Printing:
    """What the circulars leave open and offices print each in their own way. Lengths in mm, sizes in points."""

    points: float = 12.5
    left: float = 25.0
    right: float = 193.0
    step: float = 7.8
    numbers: str = "{}. "  # before an item; "" for none
    colon: str = ":"
    leader: str = "dots"  # "dots", "rule" or ""
    shared: bool = True  # several blanks on a line
    notes: bool = False  # footnote marks behind labels
    values_at: float = 0.0  # mm where all values begin; 0: behind their labels
    ruled: bool = False  # a table of two columns, label and value
    boxes: bool = True  # digit boxes for numbers
    code_right: bool = True
    box_first: bool = True  # tick boxes stand before their words


def printings(dice: Random) -> Printing:
    """A printing by dice."""
    kind = dice.choices(("leaders", "aligned", "ruled"), (6, 2, 2))[0]
    return Printing(
        points=dice.choice((11.5, 12.0, 12.5, 13.0)),
        left=dice.uniform(19, 28),
        right=dice.uniform(187, 197),
        step=dice.uniform(6.8, 8.6),
        numbers=dice.choice(("{}. ", "{}. ", "{}) ", "[{:02d}] ", "")),
        colon=dice.choice((":", ":", ":", " :", "")) if kind != "leaders" else dice.choice((":", ":", ":", "")),
        leader="" if kind != "leaders" else dice.choice(("dots", "dots", "dots", "rule", "")),
        shared=kind == "leaders" and dice.random() < 0.8,
        notes=dice.random() < 0.3,
        values_at=dice.uniform(82, 96) if kind != "leaders" else 0.0,
        ruled=kind == "ruled",
        boxes=kind == "leaders" and dice.random() < 0.5,
        code_right=dice.random() < 0.7,
        box_first=dice.random() < 0.7,
    )


class Drawing:
    """A filled-in form being drawn, sheet after sheet."""

    def __init__(self, paper: Filled, manner: Manner, printing: Printing) -> None:
        self.paper, self.manner, self.printing = paper, manner, printing
        self.sheets = [Sheet(manner.dpi, manner.dice)]
        self.y, self._item, self._note = 0.0, 0, 0
        self._head()
        for part in paper.parts:
            self._part(part)
        self._foot()
        for sheet in self.sheets:
            _join_parts(sheet)

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    def _room(self, high: float) -> None:
        """Begins another sheet when `high` mm are not left on this one."""
        if self.y + high > _BOTTOM:
            self.sheets.append(Sheet(self.manner.dpi, self.manner.dice))
            self.y = 22.0

    def _head(self) -> None:
        paper, sheet, face, dice = self.paper, self.sheet, self.manner.face, self.manner.dice
        small = Face.SERIF_ITALIC if face is Face.SERIF else face
        for row, line in enumerate(paper.codes):
            x, anchor = (self.printing.right, "rs") if self.printing.code_right else (self.printing.left, "ls")
            sheet.text(x, 12 + row * 4.2, line, small, 9.5, anchor=anchor)
        y, middle = 16 + 4.2 * len(paper.codes), 106.0
        if paper.agency:
            middle = 138.0
            for row, line in enumerate(paper.agency):
                sheet.text(56, y + 5 * row, line, face.bold, 11, anchor="ms")
            if paper.number:
                self._inline(paper.number, 38, y + 5 * len(paper.agency) + 3, 80)
        self.y = self._nation(middle, y)
        if paper.day and paper.day_above:
            signing_day(sheet, self.manner, middle, self.y + 7, paper.day_field, paper.place, paper.day)
        self.y = max(self.y, y + 5 * len(paper.agency) + 4) + 14
        for line in dice.choice(paper.titles).split("\n"):
            sheet.text(106, self.y, line, face.bold, dice.choice((13, 14, 15)), anchor="ms")
            self.y += 6.4
        self.y += 4
        if paper.addressed:
            where = Ask(("Kính gửi",), "kinh_gui", paper.addressed, paper.addressed)
            self.y = self._inline(where, 44, self.y, 178, 44) + 9

    def _nation(self, middle: float, y: float) -> float:
        """The country's name and motto. Gives the y below."""
        bold = self.manner.face.bold
        points = 10.5 if self.paper.agency else 12.5
        self.sheet.text(middle, y, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold, points, anchor="ms")
        motto = "Độc lập - Tự do - Hạnh phúc"
        self.sheet.text(middle, y + 5.6, motto, bold, points + 0.5, anchor="ms")
        half = self.sheet.wide(motto, bold, points + 0.5) / 2
        self.sheet.rule(middle - half, y + 7.2, middle + half, y + 7.2)
        return y + 7.2

    def _part(self, part: Part) -> None:
        printing = self.printing
        if isinstance(part, Head):
            self._room(20)
            self.sheet.text(printing.left, self.y, self.manner.dice.choice(part.texts), self.manner.face.bold, 12.5)
            self.y += printing.step
        elif isinstance(part, Say):
            pen = Pen(self.manner.face, printing.points)
            for line in wrapped(
                self.sheet, part.text, pen, printing.right - printing.left, printing.right - printing.left
            ):
                self._room(8)
                self.sheet.text(printing.left, self.y, line, self.manner.face, printing.points)
                self.y += 5.8
            self.y += 2
        elif isinstance(part, Ticks):
            self._ticks(part)
        elif isinstance(part, Grid):
            self._room(14 + 7.6 * len(part.rows))
            wide = (printing.right - printing.left) / sum(part.widths)
            widths = [one * wide for one in part.widths]
            self.y = table(self.sheet, self.manner, printing.left, self.y - 3, widths, part.head, part.rows) + 8
        else:
            self._line(part)

    def _line(self, line: Line) -> None:
        if not self.printing.shared or any(ask.boxes for ask in line.asks) or len(line.asks) == 1:
            for ask in line.asks:
                self._own_line(ask, line.numbered)
            return
        self._room(8)
        left, room = self.printing.left, self.printing.right - self.printing.left
        needs = [self._wide(ask) for ask in line.asks]
        if sum(needs) > room:
            for ask in line.asks:
                self._own_line(ask, line.numbered)
            return
        spare = (room - sum(needs)) / len(needs)
        for ask, need in zip(line.asks, needs, strict=True):
            self._inline(ask, left, self.y, left + need + spare - 3, numbered=line.numbered)
            left += need + spare
        self.y += self.printing.step

    def _wide(self, ask: Ask) -> float:
        sheet, printing, pen = self.sheet, self.printing, self.manner.pen
        label = sheet.wide(max(ask.labels, key=len) + "00. (1):", self.manner.face, printing.points)
        return label + sheet.wide(ask.written, pen.face, pen.points) * 1.15 + 8

    def _own_line(self, ask: Ask, numbered: bool) -> None:
        self._room(8)
        printing = self.printing
        self.y = self._inline(ask, printing.left, self.y, printing.right, numbered=numbered) + printing.step

    def _label(self, ask: Ask, numbered: bool) -> str:
        number = ""
        if numbered:
            self._item += 1
            number = self.printing.numbers.format(self._item) if self.printing.numbers else ""
        label = self.manner.dice.choice(ask.labels)
        mark = ""
        if self.printing.notes and self.manner.dice.random() < 0.25:
            self._note += 1
            mark = f" ({self._note})"
        return number + label + (f"{self.printing.colon}{mark}" if self._note % 2 else f"{mark}{self.printing.colon}")

    def _inline(self, ask: Ask, x: float, y: float, right: float, margin: float = 0.0, numbered: bool = False) -> float:
        """A label and its blank from `x` to `right`. Gives the last y."""
        sheet, printing = self.sheet, self.printing
        label = self._label(ask, numbered)
        box = sheet.text(x, y, label, self.manner.face, printing.points)
        start = sheet.behind(box) + 1.6
        own = x == printing.left and right == printing.right
        if own and printing.values_at and (not ask.boxes or not printing.boxes):
            start = max(start, printing.values_at)
        if ask.boxes and printing.boxes:
            pen = Pen(self.manner.pen.face, 13, self.manner.pen.ink, unsteady=self.manner.pen.unsteady / 2)
            digit_boxes(
                sheet, pen, max(start, right - 6.4 * ask.boxes), y, (ask.name, ask.value, ask.written), ask.boxes
            )
            return y + 1.5
        last = self._blank(ask, start, y, right, margin or (start if own and printing.values_at else x))
        if own and printing.ruled:
            for at in (y - 5.4, last + 2.2):
                sheet.rule(printing.left - 2, at, printing.right + 1, at)
            for side in (printing.left - 2, start - 2, printing.right + 1):
                sheet.rule(side, y - 5.4, side, last + 2.2)
        return last

    def _blank(self, ask: Ask, start: float, y: float, right: float, margin: float) -> float:
        sheet, pen = self.sheet, self.manner.pen
        right -= sheet.wide(ask.tail, self.manner.face, self.printing.points) + 2 if ask.tail else 0
        if ask.tail:
            sheet.text(right + 2, y, ask.tail, self.manner.face, self.printing.points)
        lines = wrapped(sheet, ask.written, pen, right - start - 1, right - margin - 1) if ask.written else []
        boxes: list[Box] = []
        for number, line in enumerate(lines or [""]):
            x = start if number == 0 else margin
            y += 6.6 if number else 0
            if line:
                boxes.append(sheet.write(x + 0.8, y - (0.9 if pen.on_dots else 0), line, pen))
            behind = sheet.behind(boxes[-1]) + 1.2 if line else x
            self._leader(x if pen.on_dots or not line else behind, right, y)
        if ask.name and boxes:
            sheet.filled(ask.name, ask.value, ask.written, around(boxes))
        return y

    def _leader(self, x: float, right: float, y: float) -> None:
        if self.printing.leader == "dots":
            self.sheet.dots(x, right, y)
        elif self.printing.leader == "rule":
            self.sheet.rule(x, y + 0.6, right, y + 0.6, thick=0.15)

    def _ticks(self, ticks: Ticks) -> None:
        printing, face = self.printing, self.manner.face
        lines = 1 + (len(ticks.options) - 1) // ticks.columns
        self._room(8 + printing.step * min(lines, 9))
        sheet, x = self.sheet, printing.left
        if ticks.label:
            x = sheet.behind(sheet.text(x, self.y, ticks.label + ":", face, printing.points)) + 4
        start, wide = x, (printing.right - x) / ticks.columns
        for number, option in enumerate(ticks.options):
            if number and number % ticks.columns == 0:
                self.y += printing.step
            x = start + wide * (number % ticks.columns)
            words = sheet.text(x + (5.5 if printing.box_first else 0), self.y, option, face, printing.points)
            at = x if printing.box_first else sheet.behind(words) + 2
            box = self._box(at, number == ticks.ticked)
            if number == ticks.ticked and ticks.name:
                told = option.partition(". ")[2] or option  # without its number
                sheet.filled(ticks.name, told, option, box.with_(words))
        self.y += printing.step

    def _box(self, x: float, ticked: bool) -> Box:
        sheet, y = self.sheet, self.y
        corners = (*sheet.at(x, y - 3.4), *sheet.at(x + 3.6, y + 0.2))
        sheet.draw.rectangle(corners, outline=BLACK, width=sheet.px(0.25))
        if ticked:
            for one, other in (((x + 0.5, y - 2.9), (x + 3.2, y - 0.3)), ((x + 3.2, y - 2.9), (x + 0.5, y - 0.3))):
                sheet.rule(*one, *other, ink=self.manner.pen.ink, thick=0.45)
        return Box(*corners)

    def _foot(self) -> None:
        paper, face = self.paper, self.manner.face
        self._room(44)
        if paper.day and not paper.day_above:
            signing_day(self.sheet, self.manner, 148, self.y + 2, paper.day_field, paper.place, paper.day)
        y = self.y + 9
        self.sheet.text(148, y, self.manner.dice.choice(paper.capacity), face.bold, 12, anchor="ms")
        self.sheet.text(148, y + 5, "(Ký, ghi rõ họ tên)", face, 10, anchor="ms")
        if not paper.signer:
            return
        signature(self.sheet, 148, y + 14, 26, BLUE)
        pen = Pen(face.bold if paper.signer_field else self.manner.pen.face, 12.5)
        left = 148 - self.sheet.wide(paper.signer, pen.face, 12.5) / 2
        box = self.sheet.write(left, y + 26, paper.signer, pen)
        if paper.signer_field:
            self.sheet.filled(paper.signer_field, paper.signer, paper.signer, box)
        if paper.stamp:
            round_stamp(self.sheet, 132, y + 15, paper.stamp)


def _join_parts(sheet: Sheet) -> None:
    """Fields filled in in parts, "noi_thuong_tru:xa", become one; one with a part on another sheet has no truth."""
    parts = [one for one in sheet.fields if ":" in one.name]
    sheet.fields = [one for one in sheet.fields if ":" not in one.name]
    for name in dict.fromkeys(one.name.partition(":")[0] for one in parts):
        mine = [one for one in parts if one.name.startswith(f"{name}:")]
        if {"so_nha", "tinh"} <= {one.name.partition(":")[2] for one in mine}:
            whole = ", ".join(one.value for one in mine)
            sheet.filled(name, whole, whole, around([one.box for one in mine]))


def draw(paper: Filled, manner: Manner, printing: Printing | None = None) -> list[Sheet]:
    """The form in a printing by dice, or in the one given."""
    return Drawing(paper, manner, printing or printings(manner.dice)).sheets
