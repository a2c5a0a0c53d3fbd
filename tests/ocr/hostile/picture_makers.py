"""The sample paper in every way of storing a picture that scanners, phones and offices are known to use."""

import io
import struct
import zlib
from itertools import pairwise

import numpy as np
import pikepdf
from hostile_makers import blank_pdf, pdf_with_image, saved
from pikepdf import Array, Dictionary, Name
from PIL import Image
from scan_makers import A4_POINTS, encoded, paper

SIZE = paper().size
# EXIF 2.32, 4.6.4: how a camera lays a picture down, so that the tag's way of turning it sets it upright
LAID = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def laid(orientation: int, form: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    how = LAID[orientation]
    return encoded(paper() if how is None else paper().transpose(how), form, exif=exif)


def tiff(mode: str = "L", **how: object) -> bytes:
    return encoded(paper().convert(mode), "TIFF", **how)


def wide_tiff(dark_is_high: bool = False) -> bytes:
    """16 bits a pixel; `dark_is_high`: white is 0 (TIFF 6.0, tag 262)."""
    values = np.asarray(paper()).astype(np.uint16) * 257
    if not dark_is_high:
        return encoded(Image.fromarray(values), "TIFF")
    content = encoded(Image.fromarray(65535 - values), "TIFF")
    one, zero = (struct.pack("<HHII", 262, 3, 1, value) for value in (1, 0))
    assert content.count(one) == 1
    return content.replace(one, zero)


def tiff_of_sizes() -> bytes:
    """A4, then half of it lying, then a small coloured one."""
    others = [Image.new("1", (877, 310), 1), Image.new("RGB", (200, 100), "white")]
    return encoded(paper(), "TIFF", save_all=True, append_images=others, dpi=(200, 200))


def palette_png() -> bytes:
    """Two colours, the paper's being see-through."""
    picture = paper().point(lambda level: 1 if level > 128 else 0).convert("L")
    stored = Image.fromarray(np.asarray(picture))
    stored.putpalette([0, 0, 0, 10, 10, 10])  # paper would be black if it were not see-through
    return encoded(stored, "PNG", transparency=1)


def inverted_cmyk_jpeg() -> bytes:
    """As Photoshop writes it: four inks, their amounts inverted, told by the APP14 segment that Pillow writes too."""
    return encoded(paper().convert("CMYK"), "JPEG", quality=92)


# --- in a PDF


def fax_bits() -> Image.Image:
    return paper().convert("1")


def mmr() -> bytes:
    """The paper in the coding of ITU-T T.6, black pixels being black runs."""
    inverted = fax_bits().convert("L").point(lambda level: 255 - level).convert("1")
    content = encoded(inverted, "TIFF", compression="group4", tiffinfo={278: SIZE[1]})
    with Image.open(io.BytesIO(content)) as tiff_image:
        (start,), (length,) = tiff_image.tag_v2[273], tiff_image.tag_v2[279]  # type: ignore[attr-defined]
    return content[start : start + length]


def jbig2(region: tuple[int, int] = SIZE) -> bytes:
    """Page information and one generic region coded by T.6 (ISO/IEC 14492, 7.4.6), as a PDF embeds them."""
    page = struct.pack(">IIIIBH", *SIZE, 0, 0, 0, 0)
    drawn = struct.pack(">IIIIBB", *region, 0, 0, 0, 1) + mmr()
    parts = ((0, 48, page), (1, 38, drawn))
    return b"".join(struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data for number, kind, data in parts)


def jbig2_pdf(region: tuple[int, int] = SIZE) -> bytes:
    return pdf_with_image(jbig2(region), "/JBIG2Decode", SIZE, BitsPerComponent=1)


def fax_pdf() -> bytes:
    keys = Dictionary(K=-1, Columns=SIZE[0], Rows=SIZE[1])
    return pdf_with_image(mmr(), "/CCITTFaxDecode", SIZE, BitsPerComponent=1, DecodeParms=keys)


def flat_pdf(**keys: object) -> bytes:
    return pdf_with_image(zlib.compress(paper().tobytes()), "/FlateDecode", SIZE, **keys)


def inverted_pdf() -> bytes:
    """Stored as a negative; /Decode turns it back."""
    negative = paper().point(lambda level: 255 - level)
    return pdf_with_image(zlib.compress(negative.tobytes()), "/FlateDecode", SIZE, Decode=Array([1, 0]))


def cmyk_pdf() -> bytes:
    """A JPEG of four inverted inks; /Decode says so, as programs for print do."""
    keys = {"ColorSpace": Name.DeviceCMYK, "Decode": Array([1, 0] * 4)}
    return pdf_with_image(inverted_cmyk_jpeg(), "/DCTDecode", SIZE, **keys)


def packed_twice_pdf() -> bytes:
    """A JPEG that lies in deflated data."""
    jpeg = zlib.compress(encoded(paper(), "JPEG", quality=92))
    return pdf_with_image(jpeg, "/Nothing", SIZE, Filter=Array([Name.FlateDecode, Name.DCTDecode]))


def masked_pdf() -> bytes:
    """A black image whose soft mask lets the paper show where there is no ink."""
    pdf = pikepdf.open(io.BytesIO(pdf_with_image(zlib.compress(bytes(SIZE[0] * SIZE[1])), "/FlateDecode", SIZE)))
    mask = pikepdf.Stream(pdf, zlib.compress(paper().point(lambda level: 255 - level).tobytes()))
    mask.Type, mask.Subtype, mask.Width, mask.Height = Name.XObject, Name.Image, *SIZE
    mask.ColorSpace, mask.BitsPerComponent, mask.Filter = Name.DeviceGray, 8, Name.FlateDecode
    pdf.pages[0].Resources.XObject.Im0.SMask = pdf.make_indirect(mask)
    return saved(pdf)


def striped_pdf(strips: int = 4) -> bytes:
    """The page in strips one above the other, as some scanners' programs write it."""
    pdf = blank_pdf()
    page, names, drawn = pdf.pages[0], Dictionary(), b""
    cuts = [SIZE[1] * place // strips for place in range(strips + 1)]
    for place, (top, bottom) in enumerate(pairwise(cuts)):
        jpeg = encoded(paper().crop((0, top, SIZE[0], bottom)), "JPEG", quality=92)
        image = pdf.make_stream(jpeg, Type=Name.XObject, Subtype=Name.Image, Width=SIZE[0], Height=bottom - top)
        image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceGray, 8, Name.DCTDecode
        names[f"/Im{place}"] = image
        scale = A4_POINTS[1] / SIZE[1]
        size = (A4_POINTS[0], (bottom - top) * scale, (SIZE[1] - bottom) * scale)
        drawn += b"q %g 0 0 %g 0 %g cm /Im%d Do Q\n" % (*size, place)
    page.Resources, page.Contents = Dictionary(XObject=names), pdf.make_stream(drawn)
    return saved(pdf)


def unit_pdf() -> bytes:
    """A4 in units of two points (ISO 32000-1, 14.11.1: /UserUnit)."""
    pdf = pikepdf.open(io.BytesIO(flat_pdf()))
    page = pdf.pages[0]
    page.MediaBox, page.UserUnit = Array([0, 0, *(side / 2 for side in A4_POINTS)]), 2
    page.Contents = pdf.make_stream(b"q %g 0 0 %g 0 0 cm /Im0 Do Q" % tuple(side / 2 for side in A4_POINTS))
    return saved(pdf)


def turned_pdf(turn: int) -> bytes:
    """The paper laid down turned, and /Rotate (clockwise) that sets it upright again."""
    how = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}[turn]
    lying = paper().transpose(how)
    pdf = pikepdf.open(io.BytesIO(pdf_with_image(zlib.compress(lying.tobytes()), "/FlateDecode", lying.size)))
    page, sides = pdf.pages[0], A4_POINTS if turn == 180 else A4_POINTS[::-1]
    page.MediaBox, page.Rotate = Array([0, 0, *sides]), turn
    page.Contents = pdf.make_stream(b"q %g 0 0 %g 0 0 cm /Im0 Do Q" % sides)
    return saved(pdf)


def updated_pdf() -> bytes:
    """A second revision appended to the first gives the blank page its picture (ISO 32000-1, 7.5.6)."""
    scan = flat_pdf()
    pdf = pikepdf.open(io.BytesIO(scan))
    contents = pdf.pages[0].Contents.objgen[0]
    body = b"q %g 0 0 %g 0 0 cm /Im0 Do Q" % A4_POINTS
    first = scan.replace(body, b" " * len(body))
    assert first != scan
    start = len(first) + 1
    new = b"\n%d 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (contents, len(body), body)
    before = first[first.rindex(b"startxref\n") + 10 :].split(b"\n")[0]
    trailer = first[first.rindex(b"trailer") :].split(b"startxref")[0].rstrip()
    trailer = trailer[: trailer.rindex(b">>")] + b"/Prev %s>>" % before
    table = b"xref\n%d 1\n%010d 00000 n \n" % (contents, start)
    return first + new + table + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % (len(first) + len(new))
