"""The head of an official paper drawn: the agency's column with the number, the country's with place and day."""

from samples.box import around
from samples.lettering import Face
from samples.papers.official_drawing import Drawing
from samples.papers.sheet import RED

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def draw_head(d: Drawing) -> None:
    """Both columns; a letter's excerpt under its number."""
    s, p, sheet = d.setting, d.paper, d.sheet
    step, y = s.head_points * 0.42, s.top
    room = 2 * (s.right_middle - sheet.wide(NATION, s.face.bold, s.head_points) / 2 - 1.5 - s.left_middle)
    room = 110.0 if s.national_first else min(room, 2 * (s.left_middle - 12))
    if s.national_first:
        _nation(d, 105, y)
        y += step * 3.4
    else:
        _nation(d, s.right_middle, y)
    for line in _fitting(d, p.above, room):
        d.centred(s.left_middle, y, line, s.face.bold if s.parent_bold else s.face, s.head_points)
        y += step
    boxes = []
    for line in _fitting(d, p.agency, room):
        boxes.append(d.centred(s.left_middle, y, line, s.face.bold, s.head_points))
        y += step
    agency = " ".join(p.agency)
    sheet.filled("co_quan", agency, agency, around(boxes))
    if s.typed_rule:
        d.centred(s.left_middle, y, s.typed_rule, s.face, s.head_points)
        y += step
    elif s.rules:
        sheet.rule(s.left_middle - 10, y - step + 1.6, s.left_middle + 10, y - step + 1.6)
    y = max(y + step * 0.6, s.top + step * (6.4 if s.national_first else 3.2))
    _number(d, y)
    _day(d, y + d.dice.choice((0, 0, 0.8, -0.6)))
    d.y = y
    if s.arrival:
        _arrival(d, s.left, y + (4 if p.kind else 16))
    if not p.kind:
        box = d.middle_lines(
            s.left_middle,
            y + step,
            p.excerpt,
            d.italic if d.dice.random() < 0.2 else s.face,
            s.head_points,
            58,
            step * 0.98,
        )
        sheet.filled("trich_yeu", p.excerpt, p.excerpt, box)


def _fitting(d: Drawing, lines: tuple[str, ...], room: float) -> list[str]:
    """Head lines broken where they would run into the other column."""
    face, points = d.setting.face.bold, d.setting.head_points
    return [" ".join(words) for line in lines for words in d.lines(line, face, points, room, room)]


def _arrival(d: Drawing, x: float, y: float) -> None:
    """The stamp by which the receiver books a paper in: a frame, "ĐẾN", number and day."""
    corners = (*d.sheet.at(x, y), *d.sheet.at(x + 40, y + 16))
    d.sheet.draw.rectangle(corners, outline=RED, width=d.sheet.px(0.4))
    d.sheet.text(x + 2, y + 9, "ĐẾN", Face.SANS_BOLD, 12, RED)
    d.sheet.text(x + 15, y + 6, f"Số: {d.dice.randint(10, 3000)}", Face.SANS, 8, RED)
    d.sheet.text(x + 15, y + 12, f"Ngày: {d.dice.randint(1, 28):02d}/{d.dice.randint(1, 12):02d}", Face.SANS, 8, RED)


def _nation(d: Drawing, x: float, y: float) -> None:
    s = d.setting
    step = s.head_points * 0.42
    d.centred(x, y, NATION, s.face.bold, s.head_points)
    motto = "Độc lập - Tự do - Hạnh phúc"
    d.centred(x, y + step, motto, s.face.bold, s.head_points + 1)
    half = d.sheet.wide(motto, s.face.bold, s.head_points + 1) / 2
    if s.typed_rule:
        d.centred(x, y + 2 * step, s.typed_rule, s.face, s.head_points)
    elif s.rules:
        d.sheet.rule(x - half, y + step + 1.6, x + half, y + step + 1.6)


def _number(d: Drawing, y: float) -> None:
    """ "Số: 412/QĐ-UBND", the number typed, written by pen into its gap, or left out."""
    s, p, sheet = d.setting, d.paper, d.sheet
    points, face = s.head_points + 0.5, s.face
    by_pen = s.by_pen and p.number
    gap = " " * s.gap_behind_so
    if not by_pen:
        text = f"Số:{gap}{p.number or '        '}/{p.sign}"
        box = d.centred(s.left_middle, y, text, face, points)
    else:
        whole = f"Số: {'0' * (len(p.number) + 4)}/{p.sign}"
        x = s.left_middle - sheet.wide(whole, face, points) / 2
        sheet.text(x, y, "Số:", face, points)
        x += sheet.wide("Số: ", face, points) + 1
        box = sheet.write(x, y - 0.3, p.number, d.pen)
        x = max(sheet.behind(box) + 0.6, x + sheet.wide("0" * (len(p.number) + 2), face, points))
        box = box.with_(sheet.text(x, y, f"/{p.sign}", face, points))
    if p.number:
        sheet.filled("so_ky_hieu", f"{p.number}/{p.sign}", f"{p.number}/{p.sign}", box)


def _day(d: Drawing, y: float) -> None:
    s, p, sheet = d.setting, d.paper, d.sheet
    points = s.head_points + 1
    if p.day is None:
        d.centred(s.right_middle, y, f"{p.place}, ngày      tháng      năm 2025", d.italic, points)
        return
    # a zero stands before days below 10 and months 1 and 2: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.4
    day, month = f"{p.day.day:02d}", f"{p.day.month:02d}" if p.day.month < 3 else str(p.day.month)
    written = f"ngày {day} tháng {month} năm {p.day.year}"
    if not s.by_pen:
        box = d.centred(s.right_middle, y, f"{p.place}, {written}", d.italic, points)
    else:
        whole = f"{p.place}, ngày 000 tháng 000 năm {p.day.year}"
        x, boxes = s.right_middle - sheet.wide(whole, d.italic, points) / 2, []
        words = (
            (f"{p.place}, ngày", False),
            (day, True),
            ("tháng", False),
            (month, True),
            (f"năm {p.day.year}", False),
        )
        for word, hand in words:
            boxes.append(sheet.write(x, y - 0.3, word, d.pen) if hand else sheet.text(x, y, word, d.italic, points))
            x = sheet.behind(boxes[-1]) + 1.4
        box = around(boxes)
    sheet.filled("ngay_ban_hanh", p.day.isoformat(), written, box)
