"""Archive copies, ALTO and hOCR: the scan's own pixels, words found where they stand, the rules of PDF/A-2b."""

import io
import re
import subprocess
import unicodedata
from dataclasses import dataclass, replace
from xml.etree import ElementTree

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageCms, ImageOps
from scan_makers import encoded, paper, pdf_of, tiff_of, vector_pdf

from errors import ScanRefused
from ocr.files.images import page_image
from ocr.files.refusal import Refusal
from ocr.page import Box, Line, Page, Word
from ocr.renditions import glyphless
from ocr.renditions.alto import NAMESPACE, alto, leaning
from ocr.renditions.checking import faults
from ocr.renditions.hocr import hocr
from ocr.renditions.jpeg_strips import one_jpeg
from ocr.renditions.places import around, on_scan
from ocr.renditions.sheets import size
from ocr.renditions.signed import Untouched
from ocr.renditions.two_layers import two_layers

pytestmark = pytest.mark.pixels

PLAIN = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
ALL_MARKS = ["ăâđêôơư ÀẢÃÁẠ ằẳẵắặ ầẩẫấậ ềểễếệ", "ồổỗốộ ờởỡớợ ừửữứự ỳỷỹýỵ ĩỉìíị"]


def page(texts: list[str], to_scan=PLAIN, number: int = 1, dpi: int = 75, width: int = 620, height: int = 877) -> Page:
    """A page with one text line below the other, each word with room beside it."""
    lines = tuple(Line(tuple(_words(text, 100 + 60 * row))) for row, text in enumerate(texts))
    return Page(number, width, height, dpi, 0, 0.0, tuple(map(float, to_scan)), lines, (), (), "none 1")


def _words(text: str, top: int):
    left = 60
    for word in text.split():
        yield Word(word, Box(left, top, left + 11 * len(word), top + 22), 0.875)
        left += 11 * len(word) + 9


TEXTS = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "Họ và tên: ĐẶNG THỊ HỒNG THỬ", "Sinh ngày 12/03/1987 tại xã Mẫu"]
PNG = encoded(paper(), "PNG", dpi=(75, 75))
PDF = pdf_of(encoded(paper(), "JPEG"), (620, 877))


def opened(copy: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(copy))


@dataclass
class Drawn:
    """The image of a copy's first page."""

    coding: str
    data: bytes
    space: object  # name, or profile
    size: list[float]  # of the page's box


def drawn_in(copy: bytes) -> Drawn:
    with opened(copy) as document:
        first = document.pages[0]
        image = first.Resources.XObject.Im
        space = image.ColorSpace
        space = space[1].read_bytes() if isinstance(space, Array) and space[0] == Name.ICCBased else str(space)
        box = [float(side) for side in first.MediaBox]
        return Drawn(str(image.Filter), image.read_raw_bytes(), space, box)


def found(copy: bytes, tmp_path) -> list[tuple[str, tuple[float, ...]]]:
    """(word, box in points from the page's upper left corner), as poppler finds them on the first page."""
    file = tmp_path / "copy.pdf"
    file.write_bytes(copy)
    shown = subprocess.run(["pdftotext", "-bbox", "-l", "1", file, "-"], capture_output=True, text=True, check=True)
    tag = r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)<'
    return [(word, tuple(map(float, box))) for *box, word in re.findall(tag, shown.stdout)]


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Intersection over union, 0..1."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    both = max(0.0, across) * max(0.0, down)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return both / (sum(areas) - both)


def slope(degrees: float) -> tuple[float, ...]:
    """Upright page -> scan on which the lines slope clockwise by so many degrees about the page's middle."""
    angle = np.radians(degrees)
    turn = np.array(((np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))))
    shift = np.array((310, 438.5)) - turn @ (310, 438.5)
    return (*turn[0], shift[0], *turn[1], shift[1], 0, 0, 1)


LYING = {
    # how the page lies on the scan: (upright page -> scan, size of the scan, least overlap of each word)
    "upright": (PLAIN, (620, 877), 0.9),
    "on its left side": ((0, 1, 0, -1, 0, 620, 0, 0, 1), (877, 620), 0.9),
    "on its right side": ((0, -1, 877, 1, 0, 0, 0, 0, 1), (877, 620), 0.9),
    "head down": ((-1, 0, 620, 0, -1, 877, 0, 0, 1), (620, 877), 0.9),
    "sloping a little": (slope(2.5), (620, 877), 0.6),  # poppler tells a level box around a sloping word
    "sloping the other way": (slope(-4), (620, 877), 0.6),
    "photographed": ((0.92, 0.04, 20, -0.03, 0.95, 25, 4e-5, -3e-5, 1), (620, 877), 0.6),
}


@pytest.mark.parametrize("lying", LYING)
def test_words_come_back_as_they_are_and_where_they_stand(lying, tmp_path):
    to_scan, scan_size, least = LYING[lying]
    read = page(TEXTS, to_scan)
    copy = two_layers(encoded(paper(*scan_size), "PNG", dpi=(75, 75)), [read])
    words = found(copy, tmp_path)
    assert sorted(word for word, _ in words) == sorted(word.text for word in read.words)
    for word in read.words:
        place = around(on_scan(word.box, read.to_scan), *scan_size)
        points = tuple(side * 72 / 75 for side in (place.left, place.top, place.right, place.bottom))
        assert max(overlap(points, box) for text, box in words if text == word.text) > least, word.text
    assert faults(copy) == ()


def told(copy: bytes, tmp_path, how: tuple[str, ...] = ()) -> str:
    file = tmp_path / "copy.pdf"
    file.write_bytes(copy)
    return subprocess.run(["pdftotext", *how, file, "-"], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("lying", LYING)
def test_text_comes_back_in_reading_order(lying, tmp_path):
    to_scan, scan_size, _ = LYING[lying]
    copy = two_layers(encoded(paper(*scan_size), "PNG", dpi=(75, 75)), [page(TEXTS, to_scan)])
    assert told(copy, tmp_path, ("-raw",)).split() == " ".join(TEXTS).split()


@pytest.mark.parametrize("lying", ["upright", "on its left side", "on its right side", "head down"])
def test_lines_come_back_whole(lying, tmp_path):
    to_scan, scan_size, _ = LYING[lying]
    copy = two_layers(encoded(paper(*scan_size), "PNG", dpi=(75, 75)), [page(TEXTS, to_scan)])
    # poppler tells the paragraphs of a page on its side from the bottom up
    assert sorted(line for line in told(copy, tmp_path).splitlines() if line.strip("\f")) == sorted(TEXTS)


def test_words_stand_in_place_on_a_picture_that_only_a_renderer_can_read(tmp_path):
    """It is read as drawn at 300 dpi, yet stays in the copy as it is stored."""
    rows = np.asarray(paper()).tobytes()
    coded = b"".join(bytes((len(rows[at : at + 128]) - 1,)) + rows[at : at + 128] for at in range(0, len(rows), 128))
    coded += b"\x80"

    def recode(document: pikepdf.Pdf) -> None:
        document.pages[0].Resources.XObject.Im0.write(coded, filter=Name.RunLengthDecode)

    scan = changed(PDF, recode)
    before = page_image(scan, 1)
    assert before.dpi == 300
    read = page([], dpi=300, width=2480, height=3509)
    read = replace(read, lines=(Line((Word("Chỗ", Box(240, 400, 480, 500), 0.5),)),))
    copy = two_layers(scan, [read])
    assert drawn_in(copy).data == coded
    assert size(scan, 1, 300) == before.pixels.shape[1::-1]
    ((_, box),) = found(copy, tmp_path)
    assert box == pytest.approx((57.6, 96, 115.2, 120), abs=0.5)


def test_words_that_nearly_touch_stay_two(tmp_path):
    near = (Word("Left", Box(60, 100, 104, 122), 0.5), Word("index", Box(105, 101, 160, 122), 0.5))
    copy = two_layers(PNG, [replace(page([]), lines=(Line(near),))])
    assert told(copy, tmp_path).split() == ["Left", "index"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_words_stand_in_place_on_a_page_that_its_file_turns(turn, tmp_path):
    scan = pdf_of(encoded(paper(), "JPEG"), (620, 877), Rotate=turn)
    words = found(two_layers(scan, [page(TEXTS[:1])]), tmp_path)
    box = page(TEXTS[:1]).words[0].box
    assert words[0][0] == "CỘNG"
    assert overlap(words[0][1], tuple(side * 72 / 75 for side in (box.left, box.top, box.right, box.bottom))) > 0.9


def test_every_marked_letter_comes_back_composed(tmp_path):
    copy = two_layers(PNG, [page([*ALL_MARKS, unicodedata.normalize("NFD", "Nguyễn"), "𠀀 <&> ₫"])])
    words = [word for word, _ in found(copy, tmp_path)]
    assert words == [*" ".join(ALL_MARKS).split(), "Nguyễn", "𠀀", "&lt;&amp;&gt;", "₫"]


def test_signs_that_no_text_has_are_left_out(tmp_path):
    copy = two_layers(PNG, [page(["a\x00b\ufffe\ud800c"])])
    assert [word for word, _ in found(copy, tmp_path)] == ["abc"]
    assert faults(copy) == ()


COLOURED = Image.merge("RGB", [paper(), paper().rotate(180), paper()])
BITONAL = paper().convert("1")
SCANS = {
    # a scan: (its bytes, the filter of the copy's image)
    "gray JPEG": (encoded(paper(), "JPEG", dpi=(75, 75)), "/DCTDecode"),
    "JPEG in colour": (encoded(COLOURED, "JPEG", progressive=True), "/DCTDecode"),
    "CMYK JPEG": (encoded(COLOURED.convert("CMYK"), "JPEG"), "/FlateDecode"),
    "gray PNG": (PNG, "/FlateDecode"),
    "PNG of two colours": (encoded(BITONAL, "PNG"), "/FlateDecode"),
    "see-through PNG": (encoded(COLOURED.convert("RGBA"), "PNG"), "/FlateDecode"),
    "fax-coded TIFF": (encoded(BITONAL, "TIFF", compression="group4", tiffinfo={278: 877}), "/CCITTFaxDecode"),
    "fax in many strips": (encoded(BITONAL, "TIFF", compression="group4", tiffinfo={278: 64}), "/CCITTFaxDecode"),
    "older fax": (encoded(BITONAL, "TIFF", compression="group3"), "/CCITTFaxDecode"),
    "TIFF in colour": (encoded(COLOURED, "TIFF", compression="tiff_lzw"), "/FlateDecode"),
    "JPEG in a TIFF": (encoded(COLOURED, "TIFF", compression="jpeg"), "/DCTDecode"),
    "gray JPEG in a TIFF": (encoded(paper(), "TIFF", compression="jpeg"), "/DCTDecode"),
    "JPEG in a TIFF, whole": (encoded(COLOURED, "TIFF", compression="jpeg", tiffinfo={278: 877}), "/DCTDecode"),
    "JPEG of YCbCr in a TIFF": (
        encoded(COLOURED.convert("YCbCr"), "TIFF", compression="jpeg", tiffinfo={278: 64}),
        "/DCTDecode",
    ),
    "scanned PDF": (pdf_of(encoded(paper(), "JPEG"), (620, 877)), "/DCTDecode"),
    "turned PDF": (pdf_of(encoded(paper(), "JPEG"), (620, 877), Rotate=90), "/DCTDecode"),
    "PDF turned back": (pdf_of(encoded(paper(), "JPEG"), (620, 877), Rotate=270), "/DCTDecode"),
    "drawn PDF": (vector_pdf(), "/FlateDecode"),
}


@pytest.mark.parametrize("name", SCANS)
def test_copy_shows_the_pixels_of_the_scan(name, tmp_path):
    scan, coding = SCANS[name]
    before = page_image(scan, 1)
    copy = two_layers(scan, [page(TEXTS, dpi=before.dpi)])
    assert drawn_in(copy).coding == coding
    after = page_image(copy, 1)
    assert after.pixels.shape[:2] == before.pixels.shape[:2]
    assert (in_colour(after.pixels) == in_colour(before.pixels)).all()
    assert size(scan, 1, before.dpi) == before.pixels.shape[1::-1]
    assert faults(copy) == ()


def in_colour(pixels: np.ndarray) -> np.ndarray:
    return pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)


def test_palette_stays_a_palette():
    picture = COLOURED.quantize(5)
    with opened(two_layers(encoded(picture, "PNG"), [page(TEXTS)])) as document:
        image = pikepdf.PdfImage(document.pages[0].Resources.XObject.Im)
        assert image.indexed
        assert (np.asarray(image.as_pil_image().convert("RGB")) == np.asarray(picture.convert("RGB"))).all()


def test_jpeg_is_taken_over_byte_for_byte():
    jpeg = encoded(paper(), "JPEG", dpi=(75, 75))
    assert drawn_in(two_layers(jpeg, [page(TEXTS)])).data == jpeg
    assert drawn_in(two_layers(pdf_of(jpeg, (620, 877)), [page(TEXTS)])).data == jpeg


def test_fax_strip_is_taken_over_byte_for_byte():
    scan = encoded(BITONAL, "TIFF", compression="group4", tiffinfo={278: 877})
    assert drawn_in(two_layers(scan, [page(TEXTS)])).data in scan


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_picture_lies_as_the_camera_held_it(orientation, form, tmp_path):
    exif = Image.Exif()
    exif[274] = orientation
    more = {"compression": "group4"} if form == "TIFF" else {}
    scan = encoded(BITONAL if form == "TIFF" else paper(), form, exif=exif, dpi=(100, 100), **more)
    with Image.open(io.BytesIO(scan)) as stored:
        expected = np.asarray(ImageOps.exif_transpose(stored).convert("L"))
    copy = two_layers(scan, [page(TEXTS, dpi=100)])
    drawn = drawn_by_poppler(copy, tmp_path)
    assert drawn.shape == expected.shape
    assert np.mean(np.abs(drawn.astype(int) - expected)) < 1


def drawn_by_poppler(copy: bytes, tmp_path) -> np.ndarray:
    file = tmp_path / "copy.pdf"
    file.write_bytes(copy)
    subprocess.run(["pdftoppm", "-gray", "-r", "100", "-singlefile", file, tmp_path / "drawn"], check=True)
    return np.asarray(Image.open(tmp_path / "drawn.pgm"))


def test_profile_of_a_camera_stays_with_its_colours():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    copy = two_layers(encoded(COLOURED, "JPEG", icc_profile=profile), [page(TEXTS)])
    assert drawn_in(copy).space == profile
    assert faults(copy) == ()


def test_false_profile_is_left_out():
    copy = two_layers(encoded(COLOURED, "JPEG", icc_profile=b"nothing" * 40), [page(TEXTS)])
    assert drawn_in(copy).space == "/DeviceRGB"


def test_same_scan_and_reading_give_the_same_bytes():
    scan = tiff_of([paper(), BITONAL.convert("L")])
    pages = [page(TEXTS, number=1), page(TEXTS[:1], number=2)]
    assert two_layers(scan, pages) == two_layers(scan, pages)


def test_page_without_words_and_page_of_a_few_pixels():
    scan = tiff_of([paper(), paper(2, 3)])
    copy = two_layers(scan, [page([], number=1, dpi=200), page([], number=2, dpi=200)])
    with opened(copy) as document:
        assert len(document.pages) == 2
    assert faults(copy) == ()


def test_page_keeps_its_size():
    copy = two_layers(PNG, [page(TEXTS)])
    assert drawn_in(copy).size == pytest.approx([0, 0, 595.2, 841.92])
    turned = two_layers(SCANS["turned PDF"][0], [page(TEXTS)])
    assert drawn_in(turned).size == [0, 0, 595, 842]  # before its /Rotate


def test_no_page_is_left_out_of_a_copy():
    with pytest.raises(ValueError, match="every page"):
        two_layers(pdf_of(encoded(paper(), "JPEG"), (620, 877), pages=2), [page(TEXTS)])
    with pytest.raises(ValueError, match="every page"):
        two_layers(tiff_of([paper()] * 2), [page(TEXTS)])
    with pytest.raises(ValueError, match="every page"):
        two_layers(tiff_of([paper()] * 2), [page(TEXTS, number=2)])


def test_damaged_page_makes_no_copy():
    scan = encoded(COLOURED, "TIFF", compression="tiff_lzw")
    with pytest.raises(ScanRefused) as refused:
        two_layers(scan[:3000] + b"\xff" * 3000 + scan[6000:], [page(TEXTS)])
    assert refused.value.reason is Refusal.DAMAGED_PAGE


def test_copy_that_is_no_sound_archive_file_is_not_handed_out():
    odd = put("page.Resources.XObject.Im0.BitsPerComponent", 3)
    with pytest.raises(ScanRefused, match=r"6\.2\.8") as refused:
        two_layers(changed(pdf_of(encoded(paper(), "JPEG"), (620, 877)), odd), [page(TEXTS)])
    assert refused.value.reason is Untouched.UNFIT


def changed(copy: bytes, change, **saving: object) -> bytes:
    """The file after `change(document)`."""
    with opened(copy) as document:
        change(document)
        out = io.BytesIO()
        document.save(out, **saving)
    return out.getvalue()


def put(path: str, value):
    """A change that sets what `path` names, from the catalog or, after "page.", from the first page."""

    def change(document: pikepdf.Pdf) -> None:
        first, *rest = path.split(".")
        at = document.pages[0].obj if first == "page" else document.Root
        *way, last = rest if first == "page" else [first, *rest]
        for step in way:
            at = at[f"/{step}"]
        at[f"/{last}"] = value

    return change


def signed_field(**keys: object) -> Dictionary:
    return Dictionary(FT=Name.Sig, T=String("ky"), **keys)


SIGNED = {
    "a flag": put("AcroForm", Dictionary(Fields=Array(), SigFlags=3)),
    "a field": put("AcroForm", Dictionary(Fields=Array([signed_field()]))),
    "a field within a field": put("AcroForm", Dictionary(Fields=Array([Dictionary(Kids=Array([signed_field()]))]))),
    "a signature": put("page.Held", Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=[0, 1, 2, 3])),
    "a certificate": put("Perms", Dictionary(DocMDP=Dictionary())),
}


@pytest.mark.parametrize("sign", SIGNED)
def test_signed_pdf_is_never_rewritten(sign):
    def change(document: pikepdf.Pdf) -> None:
        SIGNED[sign](document)
        if "/Held" in document.pages[0].obj:
            document.pages[0].obj.Held = document.make_indirect(document.pages[0].obj.Held)

    with pytest.raises(ScanRefused) as refused:
        two_layers(changed(PDF, change), [page(TEXTS)])
    assert refused.value.reason is Untouched.SIGNED
    assert "chữ ký số" in refused.value.sentence


def test_form_without_signature_is_no_signed_pdf():
    form = Dictionary(Fields=Array([Dictionary(FT=Name.Tx, T=String("ten"))]), SigFlags=0)
    assert faults(two_layers(changed(PDF, put("AcroForm", form)), [page(TEXTS)])) == ()


COPY = two_layers(PNG, [page(TEXTS)])
JAVASCRIPT = Dictionary(S=Name.JavaScript, JS=String("1"))
STATE = Dictionary(Half=Dictionary(Type=Name.ExtGState, ca=0.5))
BREAKS = {
    # what is done to a good copy: the clause that it breaks
    "6.1.13": put("page.MediaBox", Array([0, 0, 2, 900])),
    "6.2.3": put("OutputIntents", Array()),
    "6.2.10": lambda document: (
        put("OutputIntents", Array())(document),
        put("page.Resources.ExtGState", STATE)(document),
    ),
    "6.2.8": put("page.Resources.XObject.Im.Interpolate", True),
    "6.2.6": put("page.Resources.XObject.Im.Intent", Name.Glowing),
    "6.2.4.3": put("page.Resources.XObject.Im.ColorSpace", Name.DeviceCMYK),
    "6.2.11.8": lambda document: _descendant(document).CIDToGIDMap.write(bytes(200)),
    "6.2.11.5": lambda document: setattr(_descendant(document), "DW", 700),
    "6.2.11.3.2": lambda document: _descendant(document).__delitem__("/CIDToGIDMap"),
    "6.3.1": put("page.Annots", Array([Dictionary(Subtype=Name.Movie, F=4)])),
    "6.3.2": put("page.Annots", Array([Dictionary(Subtype=Name.Link, F=2)])),
    "6.3.3": put("page.Annots", Array([Dictionary(Subtype=Name.Square, F=4)])),
    "6.4": put("AcroForm", Dictionary(Fields=Array(), NeedAppearances=True)),
    "6.5.1": put("OpenAction", JAVASCRIPT),
    "6.5.2": put("page.AA", Dictionary(O=JAVASCRIPT)),
    "6.6.2.1": lambda document: document.Root.__delitem__("/Metadata"),
    "6.6.3": lambda document: document.docinfo.__setitem__("/Producer", String("Another")),
    "6.6.4": lambda document: document.Root.Metadata.write(b"<a/>"),
    "6.8": put("Names", Dictionary(EmbeddedFiles=Dictionary(Names=Array()))),
    "6.10": put("Names", Dictionary(AlternatePresentations=Dictionary())),
}


def _descendant(document: pikepdf.Pdf) -> pikepdf.Object:
    return document.pages[0].Resources.Font.F.DescendantFonts[0]


@pytest.mark.parametrize("clause", BREAKS)
def test_each_broken_rule_is_found(clause):
    assert clause in {fault.partition(":")[0] for fault in faults(changed(COPY, BREAKS[clause]))}


def test_visible_text_needs_its_font():
    def change(document: pikepdf.Pdf) -> None:
        del _descendant(document).FontDescriptor["/FontFile2"]

    def seen(document: pikepdf.Pdf) -> None:
        change(document)
        contents = document.pages[0].Contents
        contents.write(contents.read_bytes().replace(b"3 Tr", b"0 Tr"))

    assert faults(changed(COPY, change)) == ()  # invisible
    assert "6.2.11.4.1: a font that is not embedded" in faults(changed(COPY, seen))


def test_broken_frames_of_a_file_are_found():
    assert faults(COPY.replace(b"%PDF-1.7", b"%PDF-9.7"))[0].startswith("6.1.2")
    assert faults(COPY + b"more") == ("6.1.3: data after the end marker",)
    locked = changed(COPY, lambda document: None, encryption=pikepdf.Encryption("one", ""))
    assert faults(locked) == ("6.1.3: the file is encrypted",)
    assert faults(b"%PDF-1.7 nothing") == ("6.1: not a sound PDF (PdfError)",)


def test_font_is_the_one_that_its_maker_makes():
    program = glyphless.FONT_FILE.read_bytes()
    assert program == glyphless.font()
    assert len(program) < 2000
    assert glyphless._checksum(program) == glyphless.MAGIC


def test_alto_tells_words_in_pixels_of_the_scan():
    to_scan, scan_size, _ = LYING["on its left side"]
    read = page(TEXTS, to_scan)
    root = ElementTree.fromstring(alto([(read, scan_size)]).encode())
    at = {"a": NAMESPACE}
    assert root.find("a:Description/a:MeasurementUnit", at).text == "pixel"
    drawn = root.find("a:Layout/a:Page", at)
    assert (drawn.get("WIDTH"), drawn.get("HEIGHT"), drawn.get("PHYSICAL_IMG_NR")) == ("877", "620", "1")
    strings = drawn.findall(".//a:String", at)
    assert [string.get("CONTENT") for string in strings] == [word.text for word in read.words]
    word = read.words[0].box
    place = {name: int(strings[0].get(name)) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")}
    assert place == {"HPOS": word.top, "VPOS": 620 - word.right, "WIDTH": word.height, "HEIGHT": word.width}
    assert strings[0].get("WC") == "0.875"
    assert drawn.find(".//a:TextBlock", at).get("ROTATION") == "90"
    corners = strings[0].find("a:Shape/a:Polygon", at).get("POINTS").split()
    assert corners[0] == f"{word.top:.1f},{620 - word.left:.1f}"  # where the word begins


ALTO_CHILDREN = {
    # element of ALTO 4.4: its children in the order that the schema has, and the attributes that must be there
    "alto": (("Description", "Layout"), ()),
    "Description": (("MeasurementUnit", "Processing"), ()),
    "Processing": (("processingSoftware",), ("ID",)),
    "processingSoftware": (("softwareName", "applicationDescription"), ()),
    "Layout": (("Page",), ()),
    "Page": (("PrintSpace",), ("ID", "PHYSICAL_IMG_NR")),
    "PrintSpace": (("TextBlock",), ("HPOS", "VPOS", "WIDTH", "HEIGHT")),
    "TextBlock": (("TextLine",), ("ID", "HPOS", "VPOS", "WIDTH", "HEIGHT")),
    "TextLine": (("Shape", "String", "SP"), ("HPOS", "VPOS", "WIDTH", "HEIGHT")),
    "String": (("Shape",), ("CONTENT", "HPOS", "VPOS", "WIDTH", "HEIGHT", "WC")),
    "Shape": (("Polygon",), ()),
    "Polygon": ((), ("POINTS",)),
    "SP": ((), ()),
    "MeasurementUnit": ((), ()),
    "softwareName": ((), ()),
    "applicationDescription": ((), ()),
}


@pytest.mark.parametrize("lying", LYING)
def test_alto_keeps_the_schemas_rules(lying):
    to_scan, scan_size, _ = LYING[lying]
    pages = [(page(TEXTS, to_scan), scan_size), (page([], to_scan, number=2), scan_size)]
    root = ElementTree.fromstring(alto(pages).encode())
    keys = [element.get("ID") for element in root.iter() if element.get("ID")]
    assert len(set(keys)) == len(keys)
    for element in root.iter():
        children, needed = ALTO_CHILDREN[element.tag.removeprefix(f"{{{NAMESPACE}}}")]
        found_here = [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in element]
        assert set(found_here) <= set(children), element.tag
        assert set(needed) <= set(element.attrib), element.tag
        if "Shape" in found_here:
            assert found_here.index("Shape") == 0
        if element.get("HPOS"):
            left, top, width, height = (int(element.get(name)) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
            assert 0 <= left < left + width <= scan_size[0]
            assert 0 <= top < top + height <= scan_size[1]


def test_hocr_tells_words_in_pixels_of_the_scan():
    to_scan, scan_size, _ = LYING["head down"]
    read = page(["Họ <và> tên & tuổi"], to_scan)
    root = ElementTree.fromstring(hocr([(read, scan_size)]).encode())
    words = [element for element in root.iter() if element.get("class") == "ocrx_word"]
    assert [word.text for word in words] == ["Họ", "<và>", "tên", "&", "tuổi"]
    box = read.words[0].box
    around_it = f"bbox {620 - box.right} {877 - box.bottom} {620 - box.left} {877 - box.top}"
    assert words[0].get("title") == f"{around_it}; x_wconf 88"
    (drawn,) = [element for element in root.iter() if element.get("class") == "ocr_page"]
    assert drawn.get("title") == "bbox 0 0 620 877; ppageno 0; scan_res 75 75"
    (line,) = [element for element in root.iter() if element.get("class") == "ocr_line"]
    assert line.get("title").endswith("; textangle 180")


@pytest.mark.parametrize(("lying", "angle"), [("upright", 0), ("on its left side", 90), ("sloping a little", 357.5)])
def test_writing_leans_as_the_page_lies(lying, angle):
    assert leaning(page(TEXTS, LYING[lying][0])) == pytest.approx(angle, abs=0.01)


def test_word_beyond_the_scans_edge_ends_at_it():
    read = replace(page([]), lines=(Line((Word("lề", Box(-20, 860, 40, 900), 0.5),)),))
    assert 'HPOS="0" VPOS="860" WIDTH="40" HEIGHT="17"' in alto([(read, (620, 877))])


def test_strips_that_are_no_plain_jpeg_are_not_joined():
    strip = encoded(paper(64, 32), "JPEG")
    assert one_jpeg([strip], b"", 64, 32, 32, ycbcr=False) is not None
    others = {
        "of another size": [strip, encoded(paper(64, 40), "JPEG")],
        "progressive": [encoded(paper(64, 32), "JPEG", progressive=True)] * 2,
        "of other tables": [strip, encoded(paper(64, 32), "JPEG", quality=20)],
        "cut off": [strip, strip[:-40]],
        "something else": [strip, b"II*\0" * 20],
        "empty": [strip, b""],
    }
    for what, strips in others.items():
        assert one_jpeg(strips, b"", 64, 64, 32, ycbcr=False) is None, what
