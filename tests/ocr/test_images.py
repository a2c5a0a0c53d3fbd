"""Page images as they come out of a scan."""

import io

import numpy as np
import pikepdf
import pytest
from PIL import Image
from scan_makers import encoded, paper, pdf_of, tiff_of, vector_pdf

from errors import ScanRefused
from ocr.files.images import page_image, page_images
from ocr.files.pdf import embedded_bytes
from ocr.files.refusal import Refusal

JPEG = encoded(paper(), "JPEG", quality=90)
DECODED = np.asarray(Image.open(io.BytesIO(JPEG)))


def bar_is(pixels: np.ndarray) -> str:
    """In which corner the black bar of `paper` lies."""
    gray = pixels if pixels.ndim == 2 else pixels.mean(axis=2)
    rows, columns = np.nonzero(gray < 100)
    down, across = rows.mean() / gray.shape[0], columns.mean() / gray.shape[1]
    return ("top" if down < 0.5 else "bottom") + (" left" if across < 0.5 else " right")


def test_embedded_image_is_taken_out_as_it_is():
    content = pdf_of(JPEG, (620, 877))
    assert embedded_bytes(content, 1) == JPEG
    image = page_image(content, 1)
    assert np.array_equal(image.pixels, DECODED)
    assert image.dpi == 75


INVISIBLE = b"BT /F1 8 Tf 3 Tr 1 0 0 1 50 50 Tm (read by the scanner) Tj ET"


def test_invisible_text_of_the_scanner_does_not_hide_the_image():
    assert embedded_bytes(pdf_of(JPEG, (620, 877), extra=INVISIBLE), 1) == JPEG


MORE_THAN_AN_IMAGE = {
    "something drawn over it": pdf_of(JPEG, (620, 877), extra=b"0 g 0 0 595 100 re f"),
    "visible text": pdf_of(JPEG, (620, 877), extra=INVISIBLE.replace(b"3 Tr", b"0 Tr")),
    "two images": pdf_of(JPEG, (620, 877), extra=b"q 100 0 0 100 0 0 cm /Im0 Do Q"),
    "an image that is not the whole page": pdf_of(JPEG, (620, 877), MediaBox=[0, 0, 700, 842]),
    "no image": vector_pdf(),
}


@pytest.mark.parametrize("name", MORE_THAN_AN_IMAGE)
def test_page_with_more_than_an_image_is_not_taken_apart(name):
    assert embedded_bytes(MORE_THAN_AN_IMAGE[name], 1) is None


def test_vector_page_is_rendered_at_300_dpi():
    image = page_image(vector_pdf(), 1)
    assert image.dpi == 300
    assert image.pixels.shape[:2] == (1250, 834)
    assert image.pixels[300, 300].mean() < 50  # within the rectangle


def test_masked_or_inverted_image_is_left_to_the_renderer():
    pdf = pikepdf.open(io.BytesIO(pdf_of(JPEG, (620, 877))))
    pdf.pages[0].get_images()["/Im0"].Decode = [1, 0]
    out = io.BytesIO()
    pdf.save(out)
    assert embedded_bytes(out.getvalue(), 1) is None


@pytest.mark.parametrize(
    ("rotate", "corner"), [(0, "top left"), (90, "top right"), (180, "bottom right"), (270, "bottom left")]
)
def test_pdf_page_is_turned_as_it_says(rotate, corner):
    assert bar_is(page_image(pdf_of(JPEG, (620, 877), Rotate=rotate), 1).pixels) == corner


@pytest.mark.parametrize(("orientation", "corner"), [(1, "top left"), (3, "bottom right"), (6, "top right")])
def test_photo_is_turned_as_the_camera_says(orientation, corner):
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = page_image(encoded(paper(), "JPEG", exif=exif), 1)
    assert bar_is(image.pixels) == corner
    assert image.photographed


def test_every_page_of_a_tiff_comes_in_order():
    pages = [paper(), paper().rotate(180), paper()]
    images = list(page_images(tiff_of(pages)))
    assert [image.number for image in images] == [1, 2, 3]
    assert [bar_is(image.pixels) for image in images] == ["top left", "bottom right", "top left"]
    assert {image.dpi for image in images} == {200}


def test_unbelievable_dpi_is_estimated_from_a4():
    image = page_image(encoded(paper(1654, 2339), "JPEG", dpi=(72, 72)), 1)
    assert image.dpi == 200


def test_see_through_png_lies_on_white():
    picture = Image.new("RGBA", (100, 140), (0, 0, 0, 0))
    assert page_image(encoded(picture, "PNG"), 1).pixels.min() == 255


def test_damaged_pixels_refuse_the_page():
    png = bytearray(encoded(paper(), "PNG"))
    png[len(png) // 2] ^= 0xFF
    with pytest.raises(ScanRefused) as refused:
        page_image(bytes(png), 1)
    assert refused.value.reason is Refusal.DAMAGED_PAGE
