"""The sheets of an official paper while it is drawn: centred lines, paragraphs, a new sheet where one is full."""

from random import Random

from samples.box import Box, around
from samples.lettering import Face
from samples.papers.official import Official, Setting
from samples.papers.sheet import BLUE, Pen, Sheet

_BOTTOM = 278.0


class Drawing:
    """The sheets of one paper while it is drawn: text flows on to a new sheet at the foot of one."""

    def __init__(self, paper: Official, setting: Setting, dpi: int, dice: Random) -> None:
        self.paper, self.setting, self.dpi, self.dice = paper, setting, dpi, dice
        self.sheets = [Sheet(dpi, dice)]
        self.y = setting.top
        self.pen = Pen(dice.choice((Face.HAND_PRINT, Face.HAND_ROUND, Face.HAND_BRUSH)), 15, BLUE, unsteady=0.2)

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    @property
    def italic(self) -> Face:
        return Face.SERIF_ITALIC if self.setting.face is Face.SERIF else self.setting.face

    def down(self, by: float, room: float = 0.0) -> None:
        """Go down; to the next sheet when there is less than `room` left below."""
        self.y += by
        if self.y + room > _BOTTOM:
            self.sheets.append(Sheet(self.dpi, self.dice))
            self.y = 22.0
            self.sheet.text(105, 13, str(len(self.sheets)), self.setting.face, 11, anchor="ms")

    def centred(self, x: float, y: float, text: str, face: Face, points: float) -> Box:
        return self.sheet.text(x, y, text, face, points, anchor="ms")

    def lines(self, text: str, face: Face, points: float, first: float, rest: float) -> list[list[str]]:
        """The words of a text, line by line; widths in mm."""
        found: list[list[str]] = [[]]
        for word in text.split():
            room = first if len(found) == 1 else rest
            if found[-1] and self.sheet.wide(" ".join([*found[-1], word]), face, points) > room:
                found.append([])
            found[-1].append(word)
        return found

    def middle_lines(self, x: float, y: float, text: str, face: Face, points: float, wide: float, step: float) -> Box:
        """A text centred on x in as many lines as it needs. Gives its box; the last baseline is `self.y`."""
        boxes = []
        for number, words in enumerate(self.lines(text, face, points, wide, wide)):
            self.y = y + number * step
            boxes.append(self.centred(x, self.y, " ".join(words), face, points))
        return around(boxes)

    def paragraph(self, text: str, lead: str = "", face: Face | None = None, indent: float = 10.0) -> None:
        """A paragraph of the body, a bold lead ("Điều 1.") before it; spaces stretched when the office justifies."""
        setting, face = self.setting, face or self.setting.face
        wide = setting.right - setting.left
        before = self.sheet.wide(f"{lead} ", face.bold, setting.points) if lead else 0.0
        lines = self.lines(text, face, setting.points, wide - indent - before, wide)
        for number, words in enumerate(lines):
            self.down(setting.leading)
            x = setting.left + (indent if number == 0 else 0)
            if number == 0 and lead:
                self.sheet.text(x, self.y, lead, face.bold, setting.points)
                x += before
            last = number == len(lines) - 1
            self._line(words, x, setting.right if setting.justified and not last else None, face)
        self.y += setting.leading * 0.25

    def _line(self, words: list[str], x: float, right: float | None, face: Face) -> None:
        points = self.setting.points
        text = " ".join(words)
        spare = (right - x - self.sheet.wide(text, face, points)) if right else 0.0
        if spare <= 0.2 or len(words) < 2:
            self.sheet.text(x, self.y, text, face, points)
            return
        gap = self.sheet.wide(" ", face, points) + spare / (len(words) - 1)
        for word in words:
            self.sheet.text(x, self.y, word, face, points)
            x += self.sheet.wide(word, face, points) + gap
