"""What becomes of the pages of a bad scan that was let in."""

import io
import zlib

import hostile_makers as make
import numpy as np
import pytest
from hostile_makers import PDF
from PIL import Image
from scan_makers import encoded, paper, tiff_of

from errors import ScanRefused
from ocr.files.images import jpeg_of, page_image, pixels_of
from ocr.files.opening import MAX_PIXELS, MAX_SIDE, inspect
from ocr.files.refusal import Refusal
from ocr.files.scan_finding import ScanFinding

pytestmark = pytest.mark.pixels

SEEN = np.asarray(paper())


def looks_like_the_paper(pixels: np.ndarray) -> bool:
    gray = pixels if pixels.ndim == 2 else pixels.mean(axis=2)
    return gray.shape == SEEN.shape and float(np.abs(gray - SEEN).mean()) < 12


READABLE = {
    "row 7: the owner's password only": lambda: locked(PDF),
    "row 11: a PDF with a script": lambda: with_script(PDF),
    "row 14: a wrong table": lambda: PDF.replace(b"startxref\n", b"startxref\n9"),
    "row 21: WebP": lambda: encoded(paper(), "WEBP", quality=90),
    "row 23: CMYK": lambda: encoded(paper().convert("CMYK"), "JPEG", quality=90),
    "row 23: CMYK in a TIFF": lambda: encoded(paper().convert("CMYK"), "TIFF"),
    "row 23: 16 bits": lambda: encoded(wide(), "PNG"),
    "row 23: 32 bits": lambda: encoded(paper().convert("F"), "TIFF"),
    "row 23: animated PNG": lambda: make.animated("PNG"),
    "row 23: animated WebP": lambda: make.animated("WEBP"),
    "row 23: the second frame of a TIFF is not the first": lambda: tiff_of([paper(), paper().rotate(180)]),
}


def wide() -> Image.Image:
    return Image.fromarray(SEEN.astype(np.uint16) * 257)


def locked(content: bytes) -> bytes:
    with make.pikepdf.open(io.BytesIO(content)) as pdf:
        return make.saved(pdf, encryption=make.pikepdf.Encryption(user="", owner="owner"))


def with_script(content: bytes) -> bytes:
    with make.pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.Root.OpenAction = make.Dictionary(S=make.Name.JavaScript, JS=make.String("app.alert(1)"))
        return make.saved(pdf)


@pytest.mark.parametrize("name", READABLE)
def test_page_is_read_as_a_person_sees_it(name):
    content = READABLE[name]()
    inspect(content)
    assert looks_like_the_paper(page_image(content, 1).pixels)


def test_jpeg_2000_in_a_pdf_is_left_to_the_renderer():
    content = make.pdf_with_image(encoded(paper(), "JPEG2000"), "/JPXDecode", (620, 877))
    pixels = page_image(content, 1).pixels
    assert pixels.shape[0] == pytest.approx(842 / 72 * 300, abs=2)
    assert pixels[150:200, 200:1200].mean() < 60  # within the bar


LOST = {
    "row 5: an image of 60 MB behind 100 x 100": (
        lambda: make.pdf_with_image(zlib.compress(bytes(60 << 20), 1), "/FlateDecode"),
        Refusal.BOMB,
    ),
    "row 15: a page of 7 m": (lambda: make.pdf_of_one_long_page(20_000), Refusal.TOO_LARGE),
    "a page that is not there": (lambda: PDF, Refusal.NO_PAGES),
    "row 23: colours that nobody knows": (lambda: encoded(paper().convert("LAB"), "TIFF"), Refusal.UNSUPPORTED_CODING),
}


@pytest.mark.parametrize("name", LOST)
def test_page_fails_alone_for_its_own_reason(name):
    make_it, reason = LOST[name]
    with pytest.raises(ScanRefused) as refused:
        page_image(make_it(), 2 if name.startswith("a page that") else 1)
    assert refused.value.reason is reason


def test_other_pages_than_the_one_of_7_m_are_read():
    content = make.pdf_of_one_long_page(20_000, others=1)
    assert page_image(content, 1).pixels.shape[:2] == (3509, 2480)
    with pytest.raises(ScanRefused):
        page_image(content, 2)


@pytest.mark.contract
def test_a_drawing_of_5_m_is_drawn_within_the_limits():
    pixels = page_image(make.pdf_of_one_long_page(14_173), 1).pixels
    assert max(pixels.shape[:2]) <= MAX_SIDE
    assert pixels.shape[0] * pixels.shape[1] <= MAX_PIXELS
    assert pixels.shape[0] > 20_000


def test_where_a_photo_was_taken_is_not_in_what_is_shown():
    content = make.photo_with_place()
    shown = Image.open(io.BytesIO(jpeg_of(page_image(content, 1).pixels)))
    assert dict(shown.getexif()) == {}
    assert page_image(content, 1).pixels.shape == (620, 877)  # turned as the camera says
    assert 0x8825 in Image.open(io.BytesIO(content)).getexif()  # the original keeps it


COLOURS = {
    "a profile that turns black to white": (
        lambda: encoded(paper(), "PNG", icc_profile=make.inverting_profile()),
        (ScanFinding.LOOKS_DIFFERENT,),
    ),
    "a gamma that no screen has": (
        lambda: make.png_with_chunk(b"gAMA", (1_000).to_bytes(4, "big")),
        (ScanFinding.LOOKS_DIFFERENT,),
    ),
    "the usual gamma": (lambda: make.png_with_chunk(b"gAMA", (45_455).to_bytes(4, "big")), ()),
    "the usual profile": (lambda: encoded(paper().convert("RGB"), "JPEG", icc_profile=usual_profile()), ()),
    "a profile that is none": (lambda: encoded(paper(), "PNG", icc_profile=b"x" * 200), ()),
}


def usual_profile() -> bytes:
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("name", COLOURS)
def test_a_picture_shown_otherwise_than_it_is_stored_is_flagged(name):
    make_it, findings = COLOURS[name]
    assert page_image(make_it(), 1).findings == findings


def test_pixels_beyond_white_and_no_numbers_do_no_harm():
    odd = np.array([[np.nan, -5.0], [np.inf, 1.0]], dtype=np.float32)
    assert pixels_of(Image.fromarray(odd)).shape == (2, 2)
