"""The text that a PDF says its page has, held against what can be seen on the page.

What can be seen is the truth: a layer may have been put there by a scanner's poor recognition, or by somebody who wants
machines to read what people do not see. Its words are used only on a page that is drawn, not scanned, and word by word
only where recognition read the same thing at the same place.
"""

import re
from dataclasses import dataclass, replace

import numpy as np
import pikepdf
from rapidfuzz import fuzz

from ocr.files.layer_words import LayerWord, layer_words
from ocr.files.opening import DAMAGED, Kind, kind_of, open_pdf, page_box
from ocr.files.scan_finding import ScanFinding
from ocr.files.text_findings import folded, legacy_decoded, text_findings
from ocr.page import Box, Line, Page, Word

LEAST_WORDS = 5  # of a layer, before a low agreement means anything
ALIKE = 70  # of 100: how alike two words must be to be one word read twice
AGREES = 0.6  # share of the layer's words that must be seen; of a good scan with a poor layer some 0.8 are
SURE = 0.9  # confidence of a number as read, from which a different one in the layer is no slip of reading
AGREED = 0.97  # confidence of a word that pixels and layer tell alike
OVERLAP = 0.5  # of the smaller box, for two words to be at one place
# a scanner's layer without tone marks says nothing of the paper; these do, seen or unseen
ALSO_OF_LAYERS = frozenset((ScanFinding.INSTRUCTIONS, ScanFinding.CONFUSABLE_LETTERS))
_NUMBER = re.compile(r"\d{6,}")


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The text of one page as its PDF tells it."""

    words: tuple[LayerWord, ...]  # out of TCVN3 or VNI where the layer was written so
    drawn: bool  # its words are what the page shows: none is invisible, no picture of a page lies over them
    legacy: bool = False  # it was written in TCVN3 or VNI
    off_page: tuple[LayerWord, ...] = ()  # words where no viewer shows anything; never used

    @property
    def text(self) -> str:
        """What it says to stand on the page."""
        return " ".join(word.text for word in self.words)

    @property
    def whole_text(self) -> str:
        """What a machine finds that does not ask what is seen."""
        return " ".join(word.text for word in (*self.words, *self.off_page))


@dataclass(frozen=True, slots=True)
class Comparison:
    agreement: float  # 0..1, the share of the layer's words that recognition saw too
    findings: tuple[ScanFinding, ...]


def compared(layer_text: str, page: Page) -> Comparison:
    """How far a layer's text is what was read from the page's pixels."""
    theirs = [word for word in folded(layer_text).split() if len(word) > 1]
    ours = {word for word in folded(page.text).split() if len(word) > 1}
    seen = sum(word in ours or any(fuzz.ratio(word, our) >= ALIKE for our in ours) for word in theirs)
    agreement = seen / len(theirs) if theirs else 1.0
    differs = (len(theirs) >= LEAST_WORDS and agreement < AGREES) or _numbers_differ(layer_text, page)
    return Comparison(agreement, (ScanFinding.TEXT_LAYER_DIFFERS,) if differs else ())


def _numbers_differ(layer_text: str, page: Page) -> bool:
    """Whether the layer has a long number that stands nowhere on a page that was read surely."""
    surest: dict[str, float] = {}
    for line in page.lines:
        for number in _NUMBER.findall(re.sub(r"(?<=\d)[ .](?=\d)", "", line.text)):
            surest[number] = max(surest.get(number, 0.0), line.confidence)
    for number in _NUMBER.findall(layer_text):
        if any(number in seen for seen in surest):
            continue
        near = [sure for seen, sure in surest.items() if fuzz.ratio(number, seen) >= ALIKE]
        if any(sure >= SURE for sure in near):
            return True
    return False


def with_layer(page: Page, layer: TextLayer) -> Page:
    """The page with the layer's spelling where pixels and layer tell the same word at the same place.

    Digits are never taken from the layer: one that differs changes the number, not its spelling.
    """
    if not layer.drawn or compared(layer.text, page).agreement < AGREES:
        return page
    placed = _placed(page, layer)
    lines = tuple(Line(tuple(_agreed(word, placed) for word in line.words)) for line in page.lines)
    return replace(page, lines=lines)


def _agreed(word: Word, placed: list[tuple[Box, str]]) -> Word:
    here = [text for box, text in placed if _overlap(box, word.box) >= OVERLAP]
    if len(here) != 1:
        return word
    digits = [sign for sign in word.text if sign.isdigit()]
    alike = fuzz.ratio(folded(word.text), folded(here[0])) >= ALIKE
    if not alike or digits != [sign for sign in here[0] if sign.isdigit()]:
        return word
    return Word(here[0], word.box, max(word.confidence, AGREED))


def _placed(page: Page, layer: TextLayer) -> list[tuple[Box, str]]:
    """The layer's words with their boxes in pixels of the upright page."""
    to_page = np.linalg.inv(np.array(page.to_scan).reshape(3, 3))
    scale = page.dpi / 72
    found = []
    for word in layer.words:
        corners = ((word.left, word.top), (word.right, word.top), (word.left, word.bottom), (word.right, word.bottom))
        there = np.array([(x * scale, y * scale, 1.0) for x, y in corners]) @ to_page.T
        xs, ys = there[:, 0] / there[:, 2], there[:, 1] / there[:, 2]
        found.append((Box(round(xs.min()), round(ys.min()), round(xs.max()), round(ys.max())), word.text))
    return found


def _overlap(one: Box, other: Box) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    smaller = min(one.width * one.height, other.width * other.height)
    return width * height / smaller if width > 0 and height > 0 and smaller else 0.0


def beside_its_layer(content: bytes, page: Page) -> tuple[Page, tuple[ScanFinding, ...]]:
    """A page as read, spelled as its layer spells it where the two agree, and what is odd about either's text."""
    found = set(text_findings(page.text)) - {ScanFinding.LEGACY_ENCODING}  # what was read off pixels has no encoding
    layer = text_layer(content, page.number) if kind_of(content) is Kind.PDF else None
    if layer is not None:
        comparison = compared(layer.text, page)
        found |= {*comparison.findings, *(set(text_findings(layer.whole_text)) & ALSO_OF_LAYERS)}
        if layer.legacy:
            found.add(ScanFinding.LEGACY_ENCODING)
        if layer.off_page:
            found.add(ScanFinding.TEXT_OFF_PAGE)
        page = with_layer(page, layer)
    return page, tuple(finding for finding in ScanFinding if finding in found)


def text_layer(content: bytes, number: int) -> TextLayer | None:
    """The layer of one page of a PDF, counted from 1; None where the page has no text. Raises ScanRefused."""
    with open_pdf(content) as pdf:
        page = pdf.pages[number - 1]
        if not _may_have_text(page):
            return None
        drawn = _is_drawn(page)
        words, off_page = layer_words(page)
    if not words and not off_page:
        return None
    decoded = legacy_decoded(" ".join(word.text for word in words))
    if decoded is None:
        return TextLayer(words, drawn, off_page=off_page)
    mended = tuple(replace(word, text=text) for word, text in zip(words, decoded.split(" "), strict=True))
    return TextLayer(mended, drawn, legacy=True, off_page=off_page)


def _may_have_text(page: pikepdf.Page) -> bool:
    try:
        resources = page.resources
        forms = [one for one in resources.get("/XObject", {}).values() if one.get("/Subtype") == "/Form"]
        return "/Font" in resources or bool(forms) or "/Annots" in page.obj
    except DAMAGED:
        return False


def _is_drawn(page: pikepdf.Page) -> bool:
    """No invisible text, no form within the page, and no image as large as half of it."""
    try:
        left, bottom, right, top = page_box(page)
        most = (right - left) * (top - bottom) / 2
        matrix = np.eye(3)
        kept: list[np.ndarray] = []
        images = page.get_images(recursive=False)
        for instruction in pikepdf.parse_content_stream(page):
            op, operands = str(instruction.operator), list(instruction.operands)
            if op == "q":
                kept.append(matrix)
            elif op == "Q":
                matrix = kept.pop() if kept else np.eye(3)
            elif op == "cm":
                a, b, c, d, e, f = (float(number) for number in operands)
                matrix = np.array(((a, b, 0), (c, d, 0), (e, f, 1))) @ matrix
            invisible = op == "Tr" and int(operands[0]) in (3, 7)
            if invisible or (op == "Do" and _covers(str(operands[0]) in images, matrix, most)):
                return False
    except DAMAGED:
        return False
    return True


def _covers(is_image: bool, matrix: np.ndarray, most: float) -> bool:
    return not is_image or abs(float(np.linalg.det(matrix))) > most
