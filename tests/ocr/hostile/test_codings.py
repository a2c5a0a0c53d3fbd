"""The same paper in every coding that is let in: each comes out as a person sees it."""

import numpy as np
import picture_makers as make
import pytest
from PIL import Image
from scan_makers import encoded, paper

from errors import ScanRefused
from ocr.files.images import page_image
from ocr.files.opening import inspect
from ocr.files.refusal import Refusal

pytestmark = pytest.mark.pixels

SEEN = np.asarray(paper(), dtype=np.int16)
PICTURES = {
    **{f"EXIF orientation {turn}": lambda turn=turn: make.laid(turn) for turn in make.LAID},
    "EXIF orientation 6 in a PNG": lambda: make.laid(6, "PNG"),
    "EXIF orientation 8 in a WebP": lambda: make.laid(8, "WEBP"),
    "bitonal, group 3": lambda: make.tiff("1", compression="group3"),
    "bitonal, group 4": lambda: make.tiff("1", compression="group4"),
    "bitonal, PackBits": lambda: make.tiff("1", compression="packbits"),
    "gray, LZW": lambda: make.tiff(compression="tiff_lzw"),
    "gray, deflate": lambda: make.tiff(compression="tiff_adobe_deflate"),
    "colour, LZW with differences": lambda: make.tiff("RGB", compression="tiff_lzw", tiffinfo={317: 2}),
    "colour, JPEG in a TIFF": lambda: make.tiff("RGB", compression="jpeg", quality=92),
    "16 bits, TIFF": make.wide_tiff,
    "16 bits, white is 0": lambda: make.wide_tiff(dark_is_high=True),
    "TIFF of mixed sizes": make.tiff_of_sizes,
    "palette, see-through": make.palette_png,
    "gray, see-through": lambda: encoded(paper().convert("LA"), "PNG"),
    "CMYK, inverted": make.inverted_cmyk_jpeg,
    "progressive JPEG": lambda: encoded(paper(), "JPEG", progressive=True, quality=92),
    "WebP without loss": lambda: encoded(paper(), "WEBP", lossless=True),
}
DRAWN = {
    "JBIG2": make.jbig2_pdf,
    "fax": make.fax_pdf,
    "deflated": make.flat_pdf,
    "negative with /Decode": make.inverted_pdf,
    "CMYK": make.cmyk_pdf,
    "JPEG in deflated data": make.packed_twice_pdf,
    "soft mask": make.masked_pdf,
    "strips": make.striped_pdf,
    "units of two points": make.unit_pdf,
    "turned by 90": lambda: make.turned_pdf(90),
    "turned by 180": lambda: make.turned_pdf(180),
    "turned by 270": lambda: make.turned_pdf(270),
    "a later revision": make.updated_pdf,
}


def difference(pixels: np.ndarray) -> float:
    """Mean difference from the paper, of 255, at the paper's size."""
    gray = Image.fromarray(pixels).convert("L").resize(paper().size, Image.Resampling.BOX)
    return float(np.abs(np.asarray(gray, dtype=np.int16) - SEEN).mean())


@pytest.mark.parametrize("name", PICTURES)
def test_picture_comes_out_as_the_paper(name):
    content = PICTURES[name]()
    assert inspect(content).findings == ()
    image = page_image(content, 1)
    assert image.pixels.shape[:2] == SEEN.shape
    assert difference(image.pixels) < 3


@pytest.mark.parametrize("name", DRAWN)
def test_page_of_a_pdf_comes_out_as_the_paper(name):
    content = DRAWN[name]()
    assert inspect(content).findings == ()
    image = page_image(content, 1)
    height, width = image.pixels.shape[:2]
    assert width / height == pytest.approx(595 / 842, abs=0.01)
    assert height / image.dpi == pytest.approx(842 / 72, abs=0.1)  # a finding's box must lie where it lies on paper
    assert difference(image.pixels) < 3


def test_each_page_of_a_tiff_has_its_own_size():
    content = make.tiff_of_sizes()
    assert inspect(content).pages == 3
    assert [page_image(content, number).pixels.shape[:2] for number in (1, 2, 3)] == [
        (877, 620),
        (310, 877),
        (100, 200),
    ]


def test_jbig2_region_larger_than_any_paper_is_refused_whatever_its_page_claims():
    with pytest.raises(ScanRefused) as refused:
        inspect(make.jbig2_pdf(region=(60_000, 60_000)))
    assert refused.value.reason is Refusal.TOO_LARGE
