"""Those that are held side by side: this project, the few lines that anyone would write first, and OCRmyPDF."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

PLAIN_DPI = 300
A4_LONG_SIDE = 11.69  # inches: tells the dpi of a picture that does not
FEWEST_DPI = 97  # a picture that declares less (72 or 96) declares nothing


@dataclass(frozen=True, slots=True)
class PageRead:
    """What came of one page."""

    text: str | None  # None: it could not be read
    turned: int | None = None  # degrees clockwise by which it was turned upright; None: it is never turned
    qr: tuple[str, ...] = ()  # payloads
    mrz: tuple[str, ...] = ()  # zones, lines parted by "\n"
    steps: dict[str, float] = field(default_factory=dict)  # CPU s by step; empty when it is not asked for


@dataclass(frozen=True, slots=True)
class PageFields:
    """What one page of a scan was found to be and to say."""

    form: str
    values: dict[str, str]  # by field; dates ISO


class Reader(Protocol):
    """Reads pages one by one, those of a scan in a row. Made in the process in which it works."""

    def read(self, scan: Path, number: int) -> PageRead:
        """One page, counted from 1."""

    def fields(self) -> dict[int, PageFields]:
        """By page: the fields of what was read since this was asked last."""


class ThisProject:
    def __init__(self, profile: bool = False) -> None:
        from benchmarks.steps import Sampler
        from ocr.reading import Page, standard_engine

        standard_engine()
        self._pages: list[Page] = []
        self._scan: tuple[Path, bytes] | None = None
        self._sampler = Sampler() if profile else None

    def read(self, scan: Path, number: int) -> PageRead:
        if self._scan is None or self._scan[0] != scan:
            self._scan = scan, scan.read_bytes()
        if self._sampler is None:
            return self._read(self._scan[1], number, dict)
        with self._sampler:
            return self._read(self._scan[1], number, self._sampler.so_far)

    def _read(self, content: bytes, number: int, steps: Callable[[], dict[str, float]]) -> PageRead:
        from ocr.page import CodeKind
        from ocr.reading import PageReading, read_one_page

        try:
            reading = read_one_page(content, number)
        except Exception as error:  # the project's own workers lose the page and go on, too
            print(f"page {number}: {type(error).__name__}", file=sys.stderr)
            return PageRead(None)
        if not isinstance(reading, PageReading):
            return PageRead(None)
        page = reading.page
        self._pages.append(page)
        qr, mrz = (tuple(code.text for code in page.codes if code.kind is kind) for kind in (CodeKind.QR, CodeKind.MRZ))
        return PageRead(page.text, page.turned, qr, mrz, steps())

    def fields(self) -> dict[int, PageFields]:
        from extractors.papers import extract, page_readings

        documents = extract(self._pages)
        self._pages = []
        return {
            number: PageFields(
                document.form,
                {one.field: str(one.value) for one in page_readings(document, number) if one.value is not None},
            )
            for document in documents
            for number in document.pages
        }


class Plain:
    """pytesseract on what pdf2image makes of a PDF at 300 dpi, or on the picture as it is; no fields."""

    def read(self, scan: Path, number: int) -> PageRead:
        import pytesseract
        from pdf2image import convert_from_path
        from pdf2image.exceptions import PDFInfoNotInstalledError
        from PIL import Image

        try:
            if scan.suffix.lower() == ".pdf":
                (image,) = convert_from_path(scan, dpi=PLAIN_DPI, first_page=number, last_page=number)
            else:
                image = Image.open(scan)
                image.seek(number - 1)
            return PageRead(str(pytesseract.image_to_string(image, lang="vie")))
        except (pytesseract.TesseractNotFoundError, PDFInfoNotInstalledError):
            raise  # nothing to compare with
        except Exception:  # whatever it is, this page is lost to whoever wrote these lines
            return PageRead(None)

    def fields(self) -> dict[int, PageFields]:
        return {}


class OcrMyPdf:
    """OCRmyPDF in process, forced, nothing optimised, its plain output; the text is that of its sidecar.

    It reads whole files: the pages of a scan are read when the first is asked for. No fields.
    """

    def __init__(self) -> None:
        import ocrmypdf

        self._ocr = ocrmypdf.ocr
        self._scan: tuple[Path, list[str]] | None = None

    def read(self, scan: Path, number: int) -> PageRead:
        if self._scan is None or self._scan[0] != scan or number == 1:
            self._scan = scan, self._texts(scan)
        texts = self._scan[1]
        return PageRead(texts[number - 1] if number <= len(texts) else None)

    def _texts(self, scan: Path) -> list[str]:
        import ocrmypdf.exceptions

        with TemporaryDirectory(prefix="hoso-bench-") as folder:
            sidecar = Path(folder) / "text"
            try:
                self._ocr(
                    scan,
                    Path(folder) / "out.pdf",
                    language=["vie"],
                    mode="force",
                    optimize=0,
                    jobs=1,
                    use_threads=True,
                    output_type="pdf",
                    rasterizer="pypdfium",
                    sidecar=sidecar,
                    image_dpi=_undeclared_dpi(scan),
                    progress_bar=False,
                )
            except ocrmypdf.exceptions.MissingDependencyError:
                raise  # nothing to compare with
            except Exception as error:  # it refused the file: lost, all its pages
                print(f"OCRmyPDF: {type(error).__name__}", file=sys.stderr)
                return []
            return sidecar.read_text(encoding="utf-8").split("\f")

    def fields(self) -> dict[int, PageFields]:
        return {}


def _undeclared_dpi(scan: Path) -> int | None:
    """Dpi of a picture of an A4 sheet that does not tell its own; None where none is needed."""
    from PIL import Image

    if scan.suffix.lower() == ".pdf":
        return None
    with Image.open(scan) as image:
        declared = image.info.get("dpi", (0, 0))[0]
        return None if declared >= FEWEST_DPI else round(max(image.size) / A4_LONG_SIDE)
