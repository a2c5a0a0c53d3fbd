"""An official paper drawn: head in two columns, title and excerpt, grounds and articles, receivers and signature."""

from collections.abc import Iterable
from random import Random

from samples.lettering import Face
from samples.papers.marks import round_stamp, signature
from samples.papers.official import Official, Setting
from samples.papers.official_drawing import Drawing
from samples.papers.official_head import draw_head
from samples.papers.sheet import BLUE, RED, Sheet


def draw(paper: Official, setting: Setting, dpi: int, dice: Random) -> tuple[Sheet, ...]:
    """The paper on as many sheets as it needs. Truth of a value stands on the sheet that shows it."""
    drawing = Drawing(paper, setting, dpi, dice)
    draw_head(drawing)
    if paper.kind:
        _title(drawing)
    else:
        _address(drawing)
    for ground in paper.grounds:
        drawing.paragraph(ground, face=drawing.italic if dice.random() < 0.8 else setting.face)
    if paper.articles:
        drawing.down(setting.leading * 1.4)
        drawing.centred(105, drawing.y, setting.decides, setting.face.bold, setting.points)
        drawing.y += setting.leading * 0.3
    for number, article in enumerate(paper.articles, start=1):
        for part, text in enumerate(article.split("\n")):
            drawing.paragraph(text, f"Điều {number}{setting.article_dot}" if part == 0 else "")
    for text in paper.body:
        drawing.paragraph(text)
    _foot(drawing)
    _person_truth(drawing)
    return tuple(drawing.sheets)


def _title(d: Drawing) -> None:
    s, p, sheet = d.setting, d.paper, d.sheet
    d.y += s.leading * d.dice.uniform(1.6, 2.6)
    d.centred(105, d.y, p.kind, s.face.bold, s.points + d.dice.choice((0, 1, 2)))
    face = s.face.bold if s.excerpt_bold else s.face
    said = p.excerpt.upper() if s.excerpt_in_capitals else p.excerpt
    box = d.middle_lines(105, d.y + s.leading, said, face, s.points, s.excerpt_wide, s.leading)
    sheet.filled("trich_yeu", p.excerpt, p.excerpt, box)
    if s.rules:
        sheet.rule(85, d.y + 2, 125, d.y + 2)
    if p.authority:
        d.middle_lines(105, d.y + s.leading * 1.6, p.authority, s.face.bold, s.points, s.authority_wide, s.leading)
    d.y += s.leading * 0.6


def _address(d: Drawing) -> None:
    """ "Kính gửi:" of a letter: one receiver beside it, several below each other."""
    s, p = d.setting, d.paper
    d.y += s.leading * 2.4
    if len(p.addressed) == 1:
        d.middle_lines(112, d.y, f"Kính gửi: {p.addressed[0]}", s.face, s.points, 120, s.leading)
    else:
        d.sheet.text(60, d.y, "Kính gửi:", s.face, s.points)
        for line in p.addressed:
            d.y += s.leading
            d.sheet.text(75, d.y, f"- {line};", s.face, s.points)
    d.y += s.leading * 0.8


def _foot(d: Drawing) -> None:
    s, p, x = d.setting, d.paper, d.setting.right_middle
    d.down(s.leading * 1.6, room=52)
    top = d.y
    for line in p.capacity:
        d.centred(x, d.y, line, s.face.bold, s.points)
        d.y += s.leading * 0.92
    if s.hint:
        d.centred(x, d.y, s.hint, d.italic, s.points - 2)
    _copies(d, s.left, top, p.copies)
    _signed(d, x, d.y + 11)
    box = d.centred(x, d.y + d.dice.uniform(24, 29), p.signer, s.face.bold, s.points)
    d.sheet.filled("nguoi_ky", p.signer_name, p.signer, box)


def _signed(d: Drawing, x: float, y: float) -> None:
    """By hand and stamp, or by a block that tells the digital signature."""
    if not d.setting.electronic:
        signature(d.sheet, x + 4, y, 28, BLUE)
        if d.setting.stamp:
            words = ("ỦY BAN NHÂN DÂN", d.paper.agency[-1].removeprefix("ỦY BAN NHÂN DÂN ")[:24])
            round_stamp(d.sheet, x - d.dice.uniform(8, 18), y, words, 16)
        return
    lines = (
        f"Ký bởi: {' '.join(d.paper.agency).title()}",
        f"Cơ quan: {d.paper.place}",
        "Thời gian ký: 08:12:31 +07:00",
    )
    for number, line in enumerate(lines):
        d.sheet.text(x - 22, y - 7 + number * 3.6, line, Face.SANS, 7.5, RED)


def _copies(d: Drawing, x: float, y: float, copies: Iterable[str]) -> None:
    bold = Face.SERIF_ITALIC if d.setting.face is Face.SERIF else d.setting.face.bold
    d.sheet.text(x, y, "Nơi nhận:", bold, 12)
    for number, line in enumerate(copies, start=1):
        d.sheet.text(x, y + number * 4.7, f"- {line}", d.setting.face, 11 * d.setting.points / 13)


def _person_truth(d: Drawing) -> None:
    """The person of a decision, where the truth of its other fields stands; the box is that of the excerpt."""
    p = d.paper
    held = next((one.box for one in d.sheets[0].fields if one.name == "trich_yeu"), None)
    if held is None or p.form != "quyet_dinh":
        return
    if p.person:
        d.sheets[0].filled("ho_ten", p.person, p.person, held)
    if p.person_number:
        d.sheets[0].filled("so_dinh_danh", p.person_number, p.person_number, held)
