"""Files as no scanner makes them, each by code."""

import io
import re
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from scan_makers import A4_POINTS, encoded, paper, pdf_of

JPEG = encoded(paper(), "JPEG")
PDF = pdf_of(JPEG, (620, 877))


def saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def blank_pdf(pages: int = 1, size: tuple[float, float] = A4_POINTS) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=size)
    return pdf


def zipped(files: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def zip_with_link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("a.pdf")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def zip_with_twins(one: str, other: str) -> bytes:
    """Two files whose names are one after NFC; written under names of the same length, then renamed in the bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(one, PDF)
        archive.writestr(other, JPEG)
    return out.getvalue()


# --- bombs


def pdf_of_long_instructions(megabytes: int = 70) -> bytes:
    pdf = blank_pdf()
    stream = pikepdf.Stream(pdf, zlib.compress(bytes(megabytes << 20), 1))
    stream.Filter = Name.FlateDecode
    pdf.pages[0].Contents = stream
    return saved(pdf)


def pdf_of_twice_packed_instructions() -> bytes:
    pdf = blank_pdf()
    stream = pikepdf.Stream(pdf, zlib.compress(zlib.compress(bytes(1 << 20))))
    stream.Filter = Array([Name.FlateDecode, Name.FlateDecode])
    pdf.pages[0].Contents = stream
    return saved(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


def pdf_with_image(raw: bytes, coding: str, size: tuple[int, int] = (100, 100), **keys: object) -> bytes:
    """One page, edge to edge one gray image of the given coding."""
    pdf = blank_pdf()
    page = pdf.pages[0]
    image = pikepdf.Stream(pdf, raw)
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, *size
    image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceGray, 8, Name(coding)
    for key, value in keys.items():
        image[f"/{key}"] = value
    page.Resources = Dictionary(XObject=Dictionary(Im0=image))
    page.Contents = pdf.make_stream(b"q %g 0 0 %g 0 0 cm /Im0 Do Q" % A4_POINTS)
    return saved(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


def huge_jpx() -> bytes:
    """The start of a JPEG 2000 codestream that claims 60,000 x 60,000."""
    return b"\xff\x4f\xff\x51" + struct.pack(">HHIIII", 47, 0, 60_000, 60_000, 0, 0) + bytes(40)


def huge_jbig2() -> bytes:
    """A page information segment that claims 60,000 x 60,000."""
    return struct.pack(">IBBBI", 0, 48, 0, 1, 19) + struct.pack(">IIII", 60_000, 60_000, 0, 0) + bytes(3)


# --- what a PDF carries


def pdf_with_script(**how: object) -> bytes:
    pdf = blank_pdf()
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    return saved(pdf, **how)


def pdf_with_escaped_script() -> bytes:
    return pdf_with_script().replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")


def pdf_with_launch() -> bytes:
    pdf = blank_pdf()
    action = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    pdf.pages[0].Annots = pdf.make_indirect(Array([link]))
    return saved(pdf)


def pdf_with_attachment() -> bytes:
    pdf = blank_pdf()
    pdf.attachments["giay-to.pdf"] = pikepdf.AttachedFileSpec(pdf, b"%PDF-1.4 within")
    return saved(pdf)


def pdf_with_xfa() -> bytes:
    pdf = blank_pdf()
    pdf.Root.AcroForm = Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp/>"))
    return saved(pdf)


def owner_locked_pdf() -> bytes:
    return saved(blank_pdf(), encryption=pikepdf.Encryption(user="", owner="owner"))


def signed_pdf() -> bytes:
    """A PDF whose signature covers all but itself; the signature's own value is zeros."""
    pdf = blank_pdf()
    signature = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String(bytes(64)))
    signature.ByteRange = Array([0, 1111111111, 1222222222, 1333333333])
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, T=String("ky"), V=pdf.make_indirect(signature)))
    pdf.Root.AcroForm = Dictionary(Fields=[field], SigFlags=3)
    content = saved(pdf)
    value = re.search(rb"/Contents\s*([<(][^>]*[>)])", content)
    assert value is not None
    for old, new in (
        (1111111111, value.start(1)),
        (1222222222, value.end(1)),
        (1333333333, len(content) - value.end(1)),
    ):
        content = content.replace(b"%d" % old, b"%-10d" % new)
    return content


def changed_after_signing() -> bytes:
    signed = signed_pdf()
    place = signed[signed.rfind(b"startxref") :]
    return signed + b"\n% a later revision\n" + place


# --- broken and vast structures


def cyclic_pdf() -> bytes:
    """A page tree that has itself as its child."""
    pdf = blank_pdf(2)
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)
    return saved(pdf)


def pdf_of_objects(count: int) -> bytes:
    pdf = blank_pdf()
    pdf.Root.Many = pdf.make_indirect(Array([pdf.make_indirect(Dictionary(N=number)) for number in range(count)]))
    return saved(pdf)


def pdf_of_one_long_page(points: float, others: int = 0) -> bytes:
    pdf = blank_pdf(others)
    pdf.add_blank_page(page_size=(595, 842)).MediaBox = Array([0, 0, 595, points])
    return saved(pdf)


# --- pictures


def boxes(brand: bytes) -> bytes:
    """How the container of phones' photos and films begins."""
    return struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + b"mif1" + brand + bytes(64)


def animated(form: str) -> bytes:
    return encoded(paper(), form, save_all=True, append_images=[paper().rotate(180)], duration=100)


def photo_with_place() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (10.0, 46.0, 37.0), 3: "E", 4: (106.0, 41.0, 43.0)})
    return encoded(paper(), "JPEG", exif=exif)


def tiff_of_coding(number: int) -> bytes:
    """A TIFF whose tag 259 names a compression that it does not have."""
    content = encoded(paper(), "TIFF")
    tag = struct.pack("<HHI", 259, 3, 1)
    assert content.count(tag) == 1
    at = content.index(tag) + len(tag)
    return content[:at] + struct.pack("<H", number) + content[at + 2 :]


def inverting_profile() -> bytes:
    """An ICC profile (ICC.1:2001-04) of a gray screen that shows black as white."""
    curve = b"curv" + bytes(4) + struct.pack(">IHH", 2, 65535, 0)
    white = b"XYZ " + bytes(4) + struct.pack(">III", 0xF6D6, 0x10000, 0xD32D)
    text = b"text" + bytes(4) + b"invented\0"
    start, tags, body = 128 + 4 + 12 * 3, b"", b""
    for name, data in ((b"kTRC", curve), (b"wtpt", white), (b"cprt", text)):
        tags += name + struct.pack(">II", start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    whole = struct.pack(">I", 3) + tags + body
    head = struct.pack(">I4sI4s4s4s", 128 + len(whole), b"lcms", 0x02100000, b"mntr", b"GRAY", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + struct.pack(">III", 0xF6D6, 0x10000, 0xD32D)
    return head + bytes(128 - len(head)) + whole


def png_with_chunk(name: bytes, data: bytes) -> bytes:
    png = encoded(paper(), "PNG")
    chunk = struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return png[:33] + chunk + png[33:]


# --- text layers


def pdf_with_layer(
    text: str, mode: int = 3, before: bytes = b"", size: int = 12, at: tuple[int, int] = (60, 700)
) -> bytes:
    """The picture of a paper with a text layer in render mode `mode`; `before`: instructions put before the text."""
    pdf = pikepdf.open(io.BytesIO(PDF))
    page = pdf.pages[0]
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    page.Resources.Font = Dictionary(F1=font)
    shown = text.encode("latin-1").replace(b"(", b"").replace(b")", b"")
    layer = b"BT /F1 %d Tf %d Tr %s 1 0 0 1 %d %d Tm (%s) Tj ET" % (size, mode, before, *at, shown)
    page.contents_add(pdf.make_stream(layer))
    return saved(pdf)
