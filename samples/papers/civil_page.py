"""A paper of civil status drawn: head, blanks in rows, persons in columns or tables, day and signatures."""

from dataclasses import replace
from datetime import date

from samples.box import Box, around
from samples.lettering import Face
from samples.papers.blanks import LABEL_POINTS, entry, national_heading, run, signing_day, wrapped
from samples.papers.civil import Blank, CivilPaper, Issued, Part, Printing, Side, Sides, Signature, Words
from samples.papers.marks import round_stamp, signature
from samples.papers.sheet import BLUE, Manner, Sheet

_POINTS = 12.0


def draw(paper: CivilPaper, manner: Manner, printing: Printing) -> Sheet:
    """The paper on one page, filled in."""
    manner = replace(manner, face=printing.face)
    page = _Drawing(paper, manner, printing)
    page.head()
    for part in paper.body:
        if isinstance(part, Words):
            page.words(part)
        elif isinstance(part, Sides):
            page.sides(part)
        else:
            page.part(part)
    page.foot()
    return page.sheet


class _Drawing:
    """The page while it is drawn; `y` is the baseline of the last line."""

    def __init__(self, paper: CivilPaper, manner: Manner, printing: Printing) -> None:
        self.paper, self.manner, self.printing = paper, manner, printing
        self.sheet = Sheet(manner.dpi, manner.dice)
        self.y = 0.0
        self.number = 0

    def head(self) -> None:
        sheet, face = self.sheet, self.printing.face
        issued = self.paper.issued
        national_heading(sheet, self.manner, 138 if issued else 109, 18)
        if issued:
            for at, line in enumerate(issued.office):
                sheet.text(56, 18 + 5.4 * at, line, face.bold, 12, anchor="ms")
            run(sheet, self.manner, 40, 34, (("", "", "Số:"), ("so", issued.number, issued.number)))
            sheet.rule(45, 18 + 5.4 * len(issued.office) - 3, 67, 18 + 5.4 * len(issued.office) - 3)
            if not self.printing.day_below:
                self._day(142, 34, issued)
        titles = self.paper.title
        title = titles[self.printing.wording % len(titles)]
        self.y = 47 if issued else 36
        for line in title.split("\n"):
            sheet.text(107, self.y, line.upper(), face.bold, 15, anchor="ms")
            self.y += 6.8
        if self.paper.addressed:
            field = ("kinh_gui", self.paper.addressed, self.paper.addressed)
            label = f"Kính gửi:{' (1)' if self.printing.notes else ''}"
            self.y = entry(sheet, self.manner, self.y + 3, label, field, 45, 178, 45)
        self.y += 1.5

    def _day(self, middle: float, y: float, issued: Issued) -> None:
        """The place and day of issue."""
        day = date.fromisoformat(issued.day)
        signing_day(self.sheet, self.manner, middle, y, issued.day_field, issued.place, day)
        if not issued.day_field:
            self.sheet.fields.pop()

    def words(self, part: Words) -> None:
        face = self.printing.face.bold if part.bold else self.printing.face
        pen = replace(self.manner.pen, face=face, points=_POINTS, unsteady=0.0)
        if part.middle:
            self.y += self.printing.step
            self.sheet.text(107, self.y, part.text, face, _POINTS, anchor="ms")
            return
        wide = self.printing.right - self.printing.left
        for at, line in enumerate(wrapped(self.sheet, part.text, pen, wide - 8, wide)):
            self.y += 5.6 if at else self.printing.step
            self.sheet.text(self.printing.left + (0 if at else 8), self.y, line, face, _POINTS)

    def part(self, part: Part) -> None:
        if part.heading:
            self.y += self.printing.step
            self.sheet.text(self.printing.left, self.y, part.heading, self.printing.face.bold, _POINTS)
        for row in part.rows:
            self._row(row, self.printing.left, self.printing.right)

    def _row(self, row: tuple[Blank, ...], left: float, right: float) -> None:
        self.y += self.printing.step
        wide, last = (right - left) / len(row), self.y
        for at, blank in enumerate(row):
            x0, x1 = left + at * wide, left + (at + 1) * wide - (2 if at + 1 < len(row) else 0)
            last = max(last, self._blank(blank, x0, x1))
        self.y = last

    def _blank(self, blank: Blank, x0: float, x1: float) -> float:
        label = self.label(blank)
        if self.printing.numbered:
            self.number += 1
            label = f"{self.number}. {label}"
        label = self._last_of(label, x0, x1)
        written = (blank.name, blank.value, self.written(blank)) if blank.text else None
        if self.printing.leaders:
            y = entry(self.sheet, self.manner, self.y, label, written, x0, x1, None, self.printing.step)
            for name, value in blank.also if written else ():
                self.sheet.filled(name, value, blank.text, self.sheet.fields[-1].box)
            return y
        box = self.sheet.text(x0, self.y, label, self.printing.face, LABEL_POINTS)
        if written is None:
            return self.y
        start = self.sheet.behind(box) + 2
        lines = wrapped(self.sheet, written[2], self.manner.pen, x1 - start, x1 - x0)
        return self._lines(blank, [(start if at == 0 else x0) for at in range(len(lines))], self.y, lines)

    def _last_of(self, label: str, x0: float, x1: float) -> str:
        """The last line of a label that is too long for one line; the lines before it are printed."""
        pen = replace(self.manner.pen, face=self.printing.face, points=LABEL_POINTS, unsteady=0.0)
        *before, last = wrapped(self.sheet, label, pen, x1 - x0, x1 - x0)
        for line in before:
            self.sheet.text(x0, self.y, line, self.printing.face, LABEL_POINTS)
            self.y += self.printing.step * 0.85
        return last

    def _lines(self, blank: Blank, starts: list[float], y: float, lines: list[str]) -> float:
        """The lines of a value, one under the other; notes its truth and gives the last y."""
        boxes: list[Box] = []
        for at, (x, line) in enumerate(zip(starts, lines, strict=True)):
            y += self.printing.step * 0.85 if at else 0
            if line:
                boxes.append(self.sheet.write(x, y, line, self.manner.pen))
        if blank.name and boxes:
            self._filled(blank, around(boxes))
        return y

    def _filled(self, blank: Blank, box: Box) -> None:
        for name, value in ((blank.name, blank.value), *blank.also):
            self.sheet.filled(name, value, blank.text, box)

    def label(self, blank: Blank) -> str:
        wording = blank.labels[min(self.printing.wording, len(blank.labels) - 1)]
        note = f" {blank.note}" if blank.note and self.printing.notes else ""
        return f"{wording}{note}{':' if self.printing.colons else ''}"

    def written(self, blank: Blank) -> str:
        is_name = "ho_ten" in blank.name or blank.name == "nguoi_yeu_cau"
        return blank.text.upper() if is_name and self.printing.capitals else blank.text

    def sides(self, part: Sides) -> None:
        ordered = part.sides[::-1] if self.printing.swapped else part.sides
        if part.headless:
            self._in_columns(ordered, headed=False)
        elif self.printing.sides == "below":
            for side in ordered:
                self.part(Part(self._heading(side), tuple((one,) for one in side.blanks)))
        elif self.printing.sides == "columns":
            self._in_columns(ordered)
        else:
            self._in_table(ordered)

    def _heading(self, side: Side) -> str:
        return side.headings[min(self.printing.wording, len(side.headings) - 1)]

    def _in_columns(self, ordered: tuple[Side, ...], headed: bool = True) -> None:
        """Labels in each column, under the headings where it has any."""
        left, right = self.printing.left, self.printing.right
        wide = (right - left) / len(ordered)
        self.y += self.printing.step if headed else 0
        top = self.y - 5
        for at, side in enumerate(ordered if headed else ()):
            middle = left + (at + 0.5) * wide
            self.sheet.text(middle, self.y, self._heading(side), self.printing.face.bold, _POINTS, anchor="ms")
        ends = []
        begin = self.y
        for at, side in enumerate(ordered):
            self.y = begin
            x0 = left + at * wide + (2 if at else 0)
            for blank in side.blanks:
                self._row((blank,), x0, left + (at + 1) * wide - 2)
            ends.append(self.y)
        self.y = max(ends) + 2
        if self.printing.ruled:
            for at in range(len(ordered) + 1):
                x = left + at * wide - (1 if at == 0 else 0)
                self.sheet.rule(x, top, x, self.y)

    def _in_table(self, ordered: tuple[Side, ...]) -> None:
        """Labels once at the left; ruled or not."""
        left, right = self.printing.left, self.printing.right
        first = min(46.0, (right - left) * 0.3)
        wide = (right - left - first) / len(ordered)
        self.y += 4
        top = self.y
        self._rule_row(left, right, self.y)
        self.y += 6
        for at, side in enumerate(ordered):
            middle = left + first + (at + 0.5) * wide
            self.sheet.text(middle, self.y, self._heading(side), self.printing.face.bold, _POINTS, anchor="ms")
        self.y += 2
        self._rule_row(left, right, self.y)
        for row in zip(*(side.blanks for side in ordered), strict=True):
            self._table_row(row, left, first, wide)
            self._rule_row(left, right, self.y)
        if self.printing.ruled:
            for x in (left, *(left + first + at * wide for at in range(len(ordered) + 1))):
                self.sheet.rule(x, top, x, self.y)
        self.y += 1

    def _rule_row(self, left: float, right: float, y: float) -> None:
        if self.printing.ruled:
            self.sheet.rule(left, y, right, y)

    def _table_row(self, row: tuple[Blank, ...], left: float, first: float, wide: float) -> None:
        pen, step = self.manner.pen, self.printing.step * 0.85
        values = [wrapped(self.sheet, self.written(one), pen, wide - 4, wide - 4) for one in row]
        label_pen = replace(pen, face=self.printing.face, points=_POINTS, unsteady=0.0)
        label = wrapped(self.sheet, self.label(row[0]), label_pen, first - 3, first - 3)
        count = max(len(label), *(len(value) for value in values))
        begin = self.y + step * 0.8
        shift = (count - len(label)) / 2 * step if self.printing.label_middle else 0
        for at, line in enumerate(label):
            self.sheet.text(left + 1.5, begin + shift + at * step, line, self.printing.face, _POINTS)
        for at, (blank, lines) in enumerate(zip(row, values, strict=True)):
            x = left + first + at * wide + 2
            self._lines(blank, [x] * len(lines), begin, lines)
        self.y = begin + (count - 1) * step + step * 0.4

    def foot(self) -> None:
        paper, sheet = self.paper, self.sheet
        self.y += 9
        if paper.signed_at:
            before, place, day = paper.signed_at
            signing_day(sheet, self.manner, 140, self.y, "ngay_ky", place, date.fromisoformat(day), before)
            self.y += 8
        if paper.issued and self.printing.day_below:
            self._day(140, self.y, paper.issued)
            self.y += 8
        places = (150.0,) if len(paper.signatures) == 1 else (62.0, 150.0)
        for x, one in zip(places, paper.signatures, strict=True):
            self._sign(one, x, self.y)
        if paper.foot:
            sheet.text(self.printing.left, min(287, self.y + 40), paper.foot, self.printing.face, 11)

    def _sign(self, one: Signature, x: float, y: float) -> None:
        sheet, face = self.sheet, self.printing.face
        for heading in one.headings:
            sheet.text(x, y, heading, face.bold, 12, anchor="ms")
            y += 5.2
        italic = Face.SERIF_ITALIC if face is Face.SERIF else face
        hint = "(Ký, ghi rõ họ, chữ đệm, tên, chức vụ và đóng dấu)" if one.stamp else "(Ký, ghi rõ họ, chữ đệm, tên)"
        sheet.text(x, y, hint, italic, 10, anchor="ms")
        if one.stamp and sheet.dice.random() < 0.7:
            round_stamp(sheet, x - 16, y + 13, ("ỦY BAN NHÂN DÂN", "XÃ"))
        signature(sheet, x, y + 11, 28, BLUE)
        by_hand = self.manner.pen.unsteady and not one.stamp
        pen = replace(self.manner.pen, points=11.5) if by_hand else replace(self.manner.pen, face=face, unsteady=0.0)
        box = sheet.write(x - sheet.wide(one.name, pen.face, pen.points) / 2, y + 22, one.name, pen)
        if one.field:
            sheet.filled(one.field, one.name, one.name, box)
