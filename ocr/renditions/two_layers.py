"""The archive copy of a scan: PDF/A-2b (ISO 19005-2:2011), the scan's own pixels in front, invisible text to search.

Nothing in it depends on clock or machine: the same scan and readings give the same bytes. It stands beside the scan,
never in its place.
"""

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from errors import ScanRefused
from ocr.files.opening import Kind, kind_of, open_image, open_pdf
from ocr.page import Page
from ocr.renditions.checking import faults
from ocr.renditions.letters import font, letter_numbers, number, text_layer
from ocr.renditions.sheets import Matrix, Sheet, sheet
from ocr.renditions.signed import Untouched, is_signed

PRODUCER = "Hoso"
# sRGB IEC61966-2.1 as Pillow 13 makes it (ImageCms.createProfile("sRGB"), no copyright), its date set to 2000-01-01
PROFILE_FILE = Path(__file__).with_name("srgb.icc")

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:dc="http://purl.org/dc/elements/1.1/">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
   <pdf:Producer>{producer}</pdf:Producer>
   <dc:format>application/pdf</dc:format>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def two_layers(content: bytes, pages: Sequence[Page]) -> bytes:
    """The archive copy of a scan of which every page has been read, in order.

    Raises ScanRefused: `Untouched.SIGNED` for a signed PDF, which is kept as it is, `Untouched.UNFIT` for a scan that
    made no sound PDF/A; a `Refusal` for a page that cannot be decoded. Raises ValueError when `pages` are not all pages
    of one scan.
    """
    if [page.number for page in pages] != list(range(1, _page_count(content) + 1)):
        raise ValueError("give every page of the scan, in order")
    with pikepdf.new() as target:
        numbers = letter_numbers(pages)
        letters = font(numbers, target)
        for page in pages:
            laid = sheet(content, page.number, page.dpi, target)
            _add(laid, text_layer(page, laid.frame, numbers), letters, target)
        _declare(target)
        out = io.BytesIO()
        target.save(out, min_version="1.7", deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    copy = out.getvalue()
    if found := faults(copy):  # of a stream taken over from a strange PDF: better no copy than one that claims too much
        raise ScanRefused(Untouched.UNFIT, "; ".join(found))
    return copy


def _page_count(content: bytes) -> int:
    """How many pages the scan has. Raises ScanRefused(Untouched.SIGNED)."""
    if kind_of(content) is not Kind.PDF:
        with open_image(content) as image:
            return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
    with open_pdf(content) as source:
        if is_signed(source):
            raise ScanRefused(Untouched.SIGNED)
        return len(source.pages)


def _add(laid: Sheet, text: bytes, letters: pikepdf.Object, target: pikepdf.Pdf) -> None:
    """Drawn as it is shown, then turned back: readers of scans find a picture again that lies as it is stored."""
    width, height = (laid.height, laid.width) if laid.turn % 2 else (laid.width, laid.height)
    page = target.add_blank_page(page_size=(round(width, 4), round(height, 4)))
    drawing = b"q %s cm /Im Do Q\n%s" % (_matrix(laid.matrix), text)
    if laid.turn:
        page.obj.Rotate = 90 * laid.turn
        back = ((0, 1, -1, 0, width, 0), (-1, 0, 0, -1, width, height), (0, -1, 1, 0, 0, height))[laid.turn - 1]
        drawing = b"q %s cm\n%sQ\n" % (_matrix(back), drawing)
    page.obj.Contents = target.make_stream(drawing)
    page.obj.Resources = Dictionary(XObject=Dictionary(Im=laid.image), Font=Dictionary(F=letters))


def _matrix(numbers: Matrix) -> bytes:
    return " ".join(map(number, numbers)).encode()


def _declare(target: pikepdf.Pdf) -> None:
    """What makes a PDF/A of it: colours that mean the same everywhere, and a file that says what it is."""
    profile = target.make_stream(PROFILE_FILE.read_bytes(), N=3)
    name = "sRGB IEC61966-2.1"
    intent = Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=String(name), Info=String(name),
        DestOutputProfile=profile,
    )  # fmt: skip
    target.Root.OutputIntents = Array([target.make_indirect(intent)])
    target.Root.Lang = String("vi")
    xmp = _XMP.format(producer=PRODUCER).encode("utf-8")
    target.Root.Metadata = target.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)
    target.docinfo = target.make_indirect(Dictionary(Producer=String(PRODUCER)))
