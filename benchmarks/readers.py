"""The two that are held side by side: this project, and the few lines that anyone would write first."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

PLAIN_DPI = 300


@dataclass(frozen=True, slots=True)
class PageFields:
    """What one page of a scan was found to be and to say."""

    form: str
    values: dict[str, str]  # by field; dates ISO


class Reader(Protocol):
    """Reads pages one by one, those of a scan in a row. Made in the process in which it works."""

    def read(self, scan: Path, number: int) -> str | None:
        """The text of one page, counted from 1; None when it could not be read."""

    def fields(self) -> dict[int, PageFields]:
        """By page: the fields of what was read since this was asked last."""


class ThisProject:
    def __init__(self) -> None:
        from ocr.reading import Page, standard_engine

        standard_engine()
        self._pages: list[Page] = []
        self._scan: tuple[Path, bytes] | None = None

    def read(self, scan: Path, number: int) -> str | None:
        from ocr.reading import PageReading, read_one_page

        if self._scan is None or self._scan[0] != scan:
            self._scan = scan, scan.read_bytes()
        try:
            reading = read_one_page(self._scan[1], number)
        except Exception as error:  # the project's own workers lose the page and go on, too
            print(f"page {number}: {type(error).__name__}", file=sys.stderr)
            return None
        if not isinstance(reading, PageReading):
            return None
        self._pages.append(reading.page)
        return reading.page.text

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

    def read(self, scan: Path, number: int) -> str | None:
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
            return str(pytesseract.image_to_string(image, lang="vie"))
        except (pytesseract.TesseractNotFoundError, PDFInfoNotInstalledError):
            raise  # nothing to compare with
        except Exception:  # whatever it is, this page is lost to whoever wrote these lines
            return None

    def fields(self) -> dict[int, PageFields]:
        return {}
