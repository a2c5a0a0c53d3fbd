"""Papers with something over them that must not be read as print, and texts that are not what they look like."""

import io
import unicodedata

import pikepdf
from hostile_makers import PDF, saved
from pikepdf import Dictionary, Name
from PIL import Image, ImageDraw
from scan_makers import encoded

from samples.lettering import Face, font

DPI = 200
NAME = "Họ và tên: NGUYỄN VĂN THỬ"
LINES = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "",
    NAME,
    "Ngày sinh: 12/03/1987",
    "Nơi thường trú: xã Thử Nghiệm, tỉnh Thử",
)
RED, BLUE = (200, 30, 40), (20, 30, 120)


def printed() -> Image.Image:
    picture = Image.new("RGB", (1240, 1000), "white")
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate(LINES):
        draw.text((100, 100 + 70 * row), line, fill="black", font=font(Face.SERIF, 36))
    return picture


def stamped() -> Image.Image:
    """An agency's round stamp over the name."""
    picture = printed()
    draw = ImageDraw.Draw(picture)
    draw.ellipse((330, 220, 610, 460), outline=RED, width=9)
    draw.ellipse((360, 250, 580, 430), outline=RED, width=4)
    draw.text((380, 345), "CÔNG AN XÃ", fill=RED, font=font(Face.SANS_BOLD, 28))
    return picture


def signed() -> Image.Image:
    """The stamp, and a signature in ink through the name."""
    picture = stamped()
    strokes = (300, 360, 420, 270, 500, 350, 640, 250, 560, 380, 700, 300)
    ImageDraw.Draw(picture).line(strokes, fill=BLUE, width=6)
    return picture


def specimen() -> Image.Image:
    picture = printed()
    ImageDraw.Draw(picture).text((400, 650), "MẪU", fill=(90, 90, 90), font=font(Face.SERIF, 120))
    return picture


def scanned(picture: Image.Image) -> bytes:
    return encoded(picture, "PNG", dpi=(DPI, DPI))


def pdf_that_says(shown: str, means: str) -> bytes:
    """A page of which people see `shown` (ASCII), while programs are told `means`, sign by sign (ISO 32000-1, 9.10.3).

    Of `means` each letter and its loose marks count as one sign.
    """
    signs: list[str] = []
    for sign in means:
        if unicodedata.combining(sign) and signs:
            signs[-1] += sign
        else:
            signs.append(sign)
    pairs = dict(zip(shown, signs, strict=True))
    rows = "".join(f"<{ord(one):02X}> <{other.encode('utf-16-be').hex()}>\n" for one, other in pairs.items())
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Said def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(pairs)} beginbfchar\n{rows}endbfchar\nendcmap end end"
    ).encode()
    pdf = pikepdf.open(io.BytesIO(PDF))
    page = pdf.pages[0]
    keys = {"Type": Name.Font, "Subtype": Name.Type1, "BaseFont": Name.Helvetica, "ToUnicode": pdf.make_stream(table)}
    page.Resources.Font = Dictionary(F1=Dictionary(**keys, Encoding=Name.WinAnsiEncoding))
    page.contents_add(pdf.make_stream(b"BT /F1 12 Tf 60 700 Td (%s) Tj ET" % shown.encode("ascii")))
    return saved(pdf)
