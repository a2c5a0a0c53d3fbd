"""Small files that become vast, or that never end, for whoever opens them without looking first."""

import struct
import zlib

from hostile_makers import blank_pdf, pdf_with_image, saved
from pikepdf import Array, Dictionary, Name
from PIL import Image
from scan_makers import encoded, paper

# --- PDF: the structure itself is packed, nested or goes in circles


def written_pdf(objects: dict[int, bytes], root: int = 1) -> bytes:
    """A PDF of these objects, written by hand: number -> what stands between `obj` and `endobj`."""
    content, places = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        places[number] = len(content)
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(places))
    assert sorted(places) == list(range(1, len(places) + 1))
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
    return content + b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, root, start)


def stream(keys: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (keys, len(data), data)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"


def pdf_by_xref_stream(packed_objects: bytes, first: int, others: int, table: bytes | None = None) -> bytes:
    """Catalog, pages and page written plainly; object 4 is a stream of packed objects, 5 the packed table."""
    content, places = b"%PDF-1.7\n", []
    keys = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (others, first)
    for number, body in enumerate((CATALOG, PAGES, PAGE, stream(keys, packed_objects)), start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    places.append(len(content))
    rows = struct.pack(">BIH", 0, 0, 65535) + b"".join(struct.pack(">BIH", 1, place, 0) for place in places)
    rows += b"".join(struct.pack(">BIH", 2, 4, index) for index in range(others))
    whole = zlib.compress(rows) if table is None else table
    keys = b"/Type/XRef/Size %d/W[1 4 2]/Root 1 0 R/Filter/FlateDecode" % (6 + others)
    content += b"5 0 obj\n%s\nendobj\n" % stream(keys, whole)
    return content + b"startxref\n%d\n%%%%EOF\n" % places[-1]


def pdf_of_packed_objects(megabytes: int, name: bytes = b"ObjStm") -> bytes:
    """One object in a stream that unpacks to so much. `name`: how the stream's type is spelled."""
    head = b"6 0 "
    packed = zlib.compress(head + b"<</A 1>>" + b" " * (megabytes << 20), 9)
    return pdf_by_xref_stream(packed, len(head), 1).replace(b"/ObjStm", b"/" + name)


def pdf_of_packed_table(megabytes: int) -> bytes:
    """A cross-reference stream that unpacks to so much."""
    return pdf_by_xref_stream(zlib.compress(b"6 0 <<>>"), 4, 1, table=zlib.compress(bytes(megabytes << 20), 9))


def pdf_of_twice_packed_objects() -> bytes:
    packed = zlib.compress(zlib.compress(b"6 0 <</A 1>>"))
    return pdf_by_xref_stream(packed, 4, 1).replace(
        b"/First 4/Filter/FlateDecode", b"/First 4/Filter[/FlateDecode/FlateDecode]"
    )


def pdf_of_nested_arrays(depth: int) -> bytes:
    return written_pdf({1: CATALOG[:-2] + b"/Deep 4 0 R>>", 2: PAGES, 3: PAGE, 4: b"[" * depth + b"]" * depth})


def pdf_of_nested_pages(depth: int) -> bytes:
    """A page tree with one page at the end of a chain of `depth` nodes."""
    objects = {1: CATALOG}
    for number in range(2, depth + 2):
        parent = b"/Parent %d 0 R" % (number - 1) if number > 2 else b""
        objects[number] = b"<</Type/Pages/Kids[%d 0 R]/Count 1%s>>" % (number + 1, parent)
    objects[depth + 2] = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]>>" % (depth + 1)
    return written_pdf(objects)


def pdf_of_nested_forms(depth: int, each: int = 10) -> bytes:
    """Forms within forms: each draws the next `each` times, so that the last would be drawn each**depth times."""
    pdf = blank_pdf()
    inner = pdf.make_stream(b"0 0 5 5 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    for _ in range(depth):
        resources = Dictionary(XObject=Dictionary(F=inner))
        keys = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 9, 9]), "Resources": resources}
        inner = pdf.make_stream(b"/F Do " * each, **keys)
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(F=inner))
    pdf.pages[0].Contents = pdf.make_stream(b"/F Do")
    return saved(pdf)


def pdf_whose_parent_is_its_child() -> bytes:
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 3 0 R>>"
    return written_pdf({1: CATALOG, 2: pages, 3: PAGE.replace(b"/MediaBox[0 0 595 842]", b"")})


def pdf_whose_table_names_itself() -> bytes:
    """The trailer says that the table before this one is this one."""
    content = written_pdf({1: CATALOG, 2: PAGES, 3: PAGE})
    start = content[content.rindex(b"startxref\n") + 10 :].split(b"\n")[0]
    return content.replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Prev %s>>" % start)


def pdf_with_jpeg_of_scans(scans: int) -> bytes:
    return pdf_with_image(jpeg_of_scans(scans), "/DCTDecode", (620, 877))


def pdf_whose_jpeg_is_larger_than_told() -> bytes:
    """An image of 100 x 100 by the PDF, of 65,000 x 65,000 by the JPEG within."""
    return pdf_with_image(resized_jpeg(65_000, 65_000), "/DCTDecode")


# --- pictures


def jpeg_of_scans(scans: int) -> bytes:
    """A progressive JPEG whose last scan is told again and again: each repetition costs a pass over all pixels."""
    picture = encoded(paper(), "JPEG", progressive=True)
    last = picture.rindex(b"\xff\xda")
    return picture[:-2] + picture[last:-2] * scans + picture[-2:]


def resized_jpeg(width: int, height: int) -> bytes:
    """A progressive JPEG whose header claims other sides than it has."""
    picture = encoded(paper(), "JPEG", progressive=True)
    at = picture.index(b"\xff\xc2") + 5
    return picture[:at] + struct.pack(">HH", height, width) + picture[at + 4 :]


def png_with_packed(name: bytes, megabytes: int) -> bytes:
    """A PNG with a text or a colour profile that unpacks to so much."""
    packed = zlib.compress(bytes(megabytes << 20), 9)
    head = b"k\0\1\0\0\0" if name == b"iTXt" else b"k\0\0"
    data = head + packed
    png = encoded(paper(), "PNG")
    chunk = struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return png[:33] + chunk + png[33:]


def tiff_that_begins_again() -> bytes:
    """A TIFF whose only directory names itself as the next."""
    content = bytearray(encoded(paper(), "TIFF"))
    place = int.from_bytes(content[4:8], "little")
    end = place + 2 + 12 * int.from_bytes(content[place : place + 2], "little")
    content[end : end + 4] = struct.pack("<I", place)
    return bytes(content)


def tiff_in_a_circle() -> bytes:
    """Two directories, each of which names the other as the next."""
    content = bytearray(encoded(paper(), "TIFF", save_all=True, append_images=[Image.new("L", (40, 40), 255)]))
    first = int.from_bytes(content[4:8], "little")
    end = first + 2 + 12 * int.from_bytes(content[first : first + 2], "little")
    second = int.from_bytes(content[end : end + 4], "little")
    end = second + 2 + 12 * int.from_bytes(content[second : second + 2], "little")
    content[end : end + 4] = struct.pack("<I", first)
    return bytes(content)


def tiff_of_directories(count: int) -> bytes:
    """So many pages of one pixel, 126 bytes each."""
    tags = ((256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 4), (277, 1), (278, 1), (279, 1))
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    each = 2 + len(entries) + 4
    one = struct.pack("<H", len(tags)) + entries
    places = range(8 + each, 8 + each * count, each)
    return b"II*\0\x08\0\0\0" + b"".join(one + struct.pack("<I", place) for place in places) + one + bytes(4)


def tiff_of_tags(count: int) -> bytes:
    entries = b"".join(struct.pack("<HHII", 256 + tag, 4, 1, 1) for tag in range(count))
    return b"II*\0\x08\0\0\0" + struct.pack("<H", count) + entries + bytes(4)


def webp_of_frames(count: int) -> bytes:
    frames = [Image.new("L", (16, 16), shade % 256) for shade in range(count)]
    return encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=10)
