"""Small whole files of each format, and the ways in which they are damaged."""

import io
import re
import struct
import zipfile
import zlib

import pikepdf
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

SIZES = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)  # where lengths overflow
NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483648", b"4294967296", b"99999999999999999999", b"1e9", b"null")
_DIGITS = re.compile(rb"\d+")
_NAMES = re.compile(rb"/[A-Za-z]{2,}")


def picture(mode: str = "L") -> Image.Image:
    image = Image.new("L", (40, 56), 255)
    ImageDraw.Draw(image).rectangle((4, 4, 24, 8), fill=0)
    return image.convert(mode)


def encoded(form: str, mode: str = "L", **how: object) -> bytes:
    out = io.BytesIO()
    picture(mode).save(out, form, **how)
    return out.getvalue()


def scan_pdf(**how: object) -> bytes:
    """Two pages: a JPEG from edge to edge, and text and a deflated image."""
    pdf = pikepdf.new()
    for coding in (Name.DCTDecode, Name.FlateDecode):
        page = pdf.add_blank_page(page_size=(40, 56))
        raw = encoded("JPEG") if coding == Name.DCTDecode else picture().tobytes()
        image = pdf.make_stream(raw, Type=Name.XObject, Subtype=Name.Image, Width=40, Height=56)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
        if coding == Name.DCTDecode:
            image.Filter = coding
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(XObject=Dictionary(Im0=image), Font=Dictionary(F1=font))
        text = b"" if coding == Name.DCTDecode else b" BT /F1 5 Tf 3 Tr 4 40 Td (099190000123) Tj ET"
        page.Contents = pdf.make_stream(b"q 40 0 0 56 0 0 cm /Im0 Do Q" + text)
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), SigFlags=1)
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def tiff(**how: object) -> bytes:
    return encoded("TIFF", save_all=True, append_images=[picture()], dpi=(200, 200), **how)


def updated_pdf() -> bytes:
    """A PDF with a second revision, whose table is packed while the first's is plain."""
    first = scan_pdf()
    before = first[first.rindex(b"startxref\n") + 10 :].split(b"\n")[0]
    rows = zlib.compress(struct.pack(">BIH", 1, len(first), 0))
    size = first[first.rindex(b"/Size") + 5 :].split()[0].rstrip(b"/")
    keys = b"/Type/XRef/Size %s/W[1 4 2]/Index[%s 1]/Root 1 0 R/Filter/FlateDecode" % (b"99", b"98")
    table = b"98 0 obj\n<<%s/Prev %s/Length %d>>stream\n%s\nendstream\nendobj\n" % (keys, before, len(rows), rows)
    assert int(size) < 98
    return first + table + b"startxref\n%d\n%%%%EOF\n" % len(first)


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("hồ sơ/đơn.pdf", scan_pdf())
        packed.writestr("ảnh.jpg", encoded("JPEG"))
    return out.getvalue()


def notes() -> PngInfo:
    info = PngInfo()
    info.add_text("Title", "giấy tờ " * 20, zip=True)
    info.add_itxt("Comment", "giấy tờ " * 20, zip=True)
    return info


def photo() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (10.0, 46.0, 37.0)})
    return encoded("JPEG", "RGB", exif=exif, dpi=(72, 72))


SEEDS = {
    "pdf": scan_pdf(),
    "pdf with packed objects": scan_pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "pdf with a second revision": updated_pdf(),
    "pdf locked by its owner": scan_pdf(encryption=pikepdf.Encryption(user="", owner="owner")),
    "tiff": tiff(),
    "tiff of a fax": encoded("TIFF", "1", compression="group4"),
    "tiff, deflated": tiff(compression="tiff_adobe_deflate"),
    "tiff, LZW": tiff(compression="tiff_lzw"),
    "tiff of 64-bit places": encoded("TIFF", big_tiff=True),
    "tiff of 16 bits": encoded("TIFF", "I;16"),
    "jpeg": photo(),
    "jpeg, progressive": encoded("JPEG", "CMYK", progressive=True),
    "png": encoded("PNG", "P"),
    "png with packed notes": encoded("PNG", pnginfo=notes(), icc_profile=bytes(200)),
    "png, animated": encoded("PNG", save_all=True, append_images=[picture().rotate(180)]),
    "webp": encoded("WEBP", "RGB"),
    "zip": archive(),
}
PAGES = [seed for seed in SEEDS if seed != "zip"]


@st.composite
def mutated(draw: st.DrawFn, content: bytes) -> bytes:
    """The file with one to four things wrong."""
    for _ in range(draw(st.integers(1, 4))):
        how = draw(st.sampled_from((_flipped, _cut, _resized, _doubled, _removed, _renumbered, _renamed)))
        content = how(draw, content) if content else content
    return _sealed(content) if content[:4] == b"\x89PNG" and draw(st.booleans()) else content


def _sealed(png: bytes) -> bytes:
    """The checksum of each chunk set right, so that what is wrong in it is reached."""
    sealed, at = png, 8
    while at + 12 <= len(png):
        end = at + 8 + int.from_bytes(png[at : at + 4], "big")
        if end + 4 > len(png):
            break
        sealed = sealed[:end] + struct.pack(">I", zlib.crc32(png[at + 4 : end])) + sealed[end + 4 :]
        at = end + 4
    return sealed


def _place(draw: st.DrawFn, content: bytes) -> int:
    """Anywhere, but every second time near the beginning or the end, where headers and tables are."""
    last = len(content) - 1
    ends = st.one_of(st.integers(0, min(last, 64)), st.integers(max(0, last - 64), last))
    return draw(st.one_of(ends, st.integers(0, last)))


def _flipped(draw: st.DrawFn, content: bytes) -> bytes:
    at = _place(draw, content)
    return content[:at] + bytes([content[at] ^ draw(st.integers(1, 255))]) + content[at + 1 :]


def _cut(draw: st.DrawFn, content: bytes) -> bytes:
    return content[: _place(draw, content)]


def _resized(draw: st.DrawFn, content: bytes) -> bytes:
    """A number of four or two bytes becomes another, as lengths, offsets and sizes are written."""
    at, value = _place(draw, content), draw(st.sampled_from(SIZES))
    form = draw(st.sampled_from(("<I", ">I", "<H", ">H")))
    written = struct.pack(form, value & (0xFFFFFFFF if form[1] == "I" else 0xFFFF))
    return content[:at] + written + content[at + len(written) :]


def _doubled(draw: st.DrawFn, content: bytes) -> bytes:
    start, end = sorted((_place(draw, content), _place(draw, content)))
    at = _place(draw, content)
    return content[:at] + content[start:end] + content[at:]


def _removed(draw: st.DrawFn, content: bytes) -> bytes:
    start, end = sorted((_place(draw, content), _place(draw, content)))
    return content[:start] + content[end:]


def _renumbered(draw: st.DrawFn, content: bytes) -> bytes:
    """A number in the text of a PDF becomes another."""
    return _swapped(draw, content, _DIGITS, NUMBERS)


def _renamed(draw: st.DrawFn, content: bytes) -> bytes:
    """A name in the text of a PDF becomes another of its names."""
    names = sorted(set(_NAMES.findall(content)))
    return _swapped(draw, content, _NAMES, tuple(names)) if names else content


def _swapped(draw: st.DrawFn, content: bytes, what: re.Pattern[bytes], others: tuple[bytes, ...]) -> bytes:
    places = [found.span() for found in what.finditer(content)]
    if not places:
        return content
    start, end = draw(st.sampled_from(places))
    return content[:start] + draw(st.sampled_from(others)) + content[end:]
