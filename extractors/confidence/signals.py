"""What tells how likely a value was read rightly: seen on the page, in the value and in what others say of it.

Nothing here depends on the form or on the name of the field, so that a form never met before is judged by the same
measure. Every signal is a number of about -5 to 5.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from statistics import median

from rapidfuzz import fuzz

from extractors.findings import AGREEMENTS, Finding
from extractors.folded import fold
from extractors.reading import AlternativeKind, Document, Evidence, FieldReading, PartialDate, Source
from extractors.values.names import looks_like_name
from extractors.values.surnames import surnames
from extractors.values.syllables import is_syllable, syllable_share
from ocr.page import Box, Page, Word


class ValueKind(Enum):
    """What a value is, told from the value itself."""

    ID = "a number of a person's paper"
    PHONE = "a telephone number"
    NUMBER = "any other number, or a sign that holds one"
    DATE = "a day, or as much of it as the paper tells"
    NAME = "a person's name"
    ADDRESS = "a place with units of a list"
    WORD = "a word of a closed list: sex, ethnic group, nationality"
    TEXT = "anything else"


_ID_FIELD = re.compile(r"so_(?:dinh_danh|giay_to|cmnd|can_cuoc|ho_chieu)")
_PLACE_FIELD = re.compile(r"noi_|dia_chi|que_quan|co_quan|kinh_gui")
_ODD = re.compile(r"[^\w\s.,:;/()@+-]|_")
_USUAL = 3.0  # log odds of words read well
_SHORT = 12  # letters of a word of a closed list
_LENIENT = frozenset(
    {
        Finding.LENIENT_DIGIT,
        Finding.LOOKALIKE_SIGN,
        Finding.EXTRA_SIGNS,
        Finding.SPELLING_FROM_LIST,
        Finding.NOT_IN_LIST,
    }
)
_CONTRADICTIONS = frozenset(
    {
        finding
        for finding in Finding
        if finding.name.endswith(("_DIFFERS", "_DIFFER", "_FROM_PRINT", "_FROM_MRZ", "_UNLIKELY"))
    }
    | {Finding.SEVERAL_VALUES, Finding.BORN_BEFORE_PARENT, Finding.ISSUED_AFTER_PAPER}
)
_OWN_WORDS = frozenset({Finding.SPELLING_FROM_PAPER, Finding.DATE_FROM_WORDS, Finding.AMOUNT_FROM_WORDS})


def kind_of(reading: FieldReading) -> ValueKind:
    """The kind of a reading's value; of one without a value, what its name promises."""
    value = reading.value
    if isinstance(value, date | PartialDate):
        return ValueKind.DATE
    text, digits = str(value or ""), re.sub(r"\D", "", str(value or ""))
    if _ID_FIELD.search(reading.field) or (len(digits) in (9, 12) and digits == text):
        return ValueKind.ID
    if digits == text.replace(" ", "") and len(digits) in (10, 11) and digits.startswith("0"):
        return ValueKind.PHONE
    kinds = {alternative.kind for alternative in reading.alternatives}
    if digits and len(digits) >= len(text) / 4:
        return ValueKind.NUMBER
    if AlternativeKind.CODE in kinds or text in ("Nam", "Nữ"):
        return ValueKind.WORD
    if kinds & {AlternativeKind.UNIT, AlternativeKind.UNIT_NOW} or _PLACE_FIELD.match(reading.field):
        return ValueKind.ADDRESS
    if looks_like_name(text):
        return ValueKind.NAME
    return ValueKind.WORD if len(text) <= _SHORT else ValueKind.TEXT


@dataclass(frozen=True, slots=True)
class PageSigns:
    """How a page was read as a whole: what each of its values is held against."""

    words: tuple[Word, ...]
    confidence: float  # 0..1, mean over letters
    best: float  # 0..1, of the quarter of the words that was read best: mostly print
    syllables: float  # 0..1, share of its text that can be syllables
    height: float  # px, median of its words


def page_signs(page: Page) -> PageSigns:
    words = tuple(word for word in page.words if fold(word.text))
    sure = sorted(word.confidence for word in words) or [0.0]
    top = sure[3 * len(sure) // 4 :]
    height = median([float(word.box.height) for word in words] or [1.0])
    return PageSigns(words, _mean(words), sum(top) / len(top), syllable_share(page.text), max(1.0, height))


NAMES = (
    "code",  # QR or zone gives the value
    "print",  # print gives it, or bears it out
    "mean",  # log odds of the engine's mean confidence in the words
    "least",  # log odds of its least
    "digit_least",  # the least in words with digits
    "lenient",  # how far the confidence was lowered for a lenient parse or a label badly met
    "below_page",  # how much worse the words were read than the page
    "below_print",  # ... than its best quarter: writing by hand against print
    "page",  # log odds of the page's mean
    "page_syllables",
    "syllables",  # of the value's text
    "strange_words",  # log of the number of words that can be none: letters among digits, no syllable, odd signs
    "odd_signs",  # signs that such values seldom have
    "other_spelling",  # how far the value is from what was recognised
    "letters",  # log of their number
    "words",  # log of their number
    "large",  # height of the words against that of the page's
    "uneven",  # how the heights of its words differ
    "agrees",
    "contradicted",
    "findings_lenient",
    "findings_other",
    "own_words",  # taken from another place of the same paper
    "listed",  # its unit, code or surname stands in a list
    "others",  # log odds of the confidence in the paper's other values
    "least_by_others",  # least and others together: one bad word says more, or less, on a paper read well
    "form",  # how surely the form was told
    *(f"is_{kind.name.lower()}" for kind in ValueKind),
)
"""Names of the signals, in their order."""


def signals(reading: FieldReading, document: Document, pages: dict[int, PageSigns]) -> tuple[float, ...]:
    """The signals of a reading that has a value, in the order of NAMES. `pages`: by number."""
    piece = next((one for one in reading.evidence if one.source is Source.PRINT), None)
    kind, text = kind_of(reading), str(reading.value)
    page = pages.get(piece.page) if piece else None
    found = dict.fromkeys(NAMES, 0.0)
    if piece and page:
        found |= _on_page(piece, page, text if isinstance(reading.value, str) else piece.raw)
    others = _others(reading, document)
    names = {Finding[name] for name in reading.findings if name in Finding.__members__}
    doubts = names - AGREEMENTS
    found |= {
        "code": float(reading.source is not Source.PRINT),
        "print": float(piece is not None),
        "letters": math.log(1 + len(text)),
        "words": math.log(1 + len(text.split())),
        "agrees": float(bool(names & AGREEMENTS)),
        "contradicted": float(len(names & _CONTRADICTIONS)),
        "findings_lenient": float(len(names & _LENIENT)),
        "findings_other": float(len(doubts - _CONTRADICTIONS - _LENIENT - _OWN_WORDS)),
        "own_words": float(bool(names & _OWN_WORDS)),
        "listed": float(_listed(reading, kind)),
        "others": others,
        "least_by_others": (found["least"] - _USUAL) * (others - _USUAL) / 5,
        "form": document.confidence,
        f"is_{kind.name.lower()}": 1.0,
    }
    return tuple(found[name] for name in NAMES)


def _others(reading: FieldReading, document: Document) -> float:
    """A paper filled in by hand, or scanned badly, shows it in every value; 0 where there is no other."""
    printed = [one for one in document.readings if one.source is Source.PRINT and one.field != reading.field]
    known = [one.confidence for one in printed if one.value is not None]
    return log_odds(sum(known) / len(known)) if known else 0.0


def _on_page(piece: Evidence, page: PageSigns, text: str) -> dict[str, float]:
    inside = _words_of(piece, page)
    mean = _mean(inside) if inside else piece.confidence
    least = min((word.confidence for word in inside), default=piece.confidence)
    numbers = [word.confidence for word in inside if any(map(str.isdigit, word.text))]
    heights = [float(word.box.height) for word in inside] or [page.height]
    return {
        "mean": log_odds(mean),
        "least": log_odds(least),
        "digit_least": log_odds(min(numbers)) if numbers else 0.0,
        "lenient": 1.0 - min(1.0, piece.confidence / max(0.05, 0.7 * mean + 0.3 * least)),
        "below_page": max(-1.0, page.confidence - mean),
        "below_print": max(-1.0, page.best - mean),
        "page": log_odds(page.confidence),
        "page_syllables": page.syllables,
        "syllables": syllable_share(piece.raw),
        "strange_words": math.log(1 + sum(map(_is_strange, piece.raw.split()))),
        "odd_signs": math.log(1 + len(_ODD.findall(piece.raw))),
        "other_spelling": 1.0 - fuzz.ratio(fold(piece.raw), fold(text)) / 100,
        "large": min(3.0, median(heights) / page.height) - 1.0,
        "uneven": min(2.0, (max(heights) - min(heights)) / page.height),
    }


def _is_strange(word: str) -> bool:
    letters, digits = sum(map(str.isalpha, word)), sum(map(str.isdigit, word))
    if letters and digits:
        return letters > 1 and not word.isupper()  # "14A" and "TT01" are usual
    bare = word.strip(".,;:()-/")
    return letters > 0 and not (word.isupper() and len(word) <= 5 and word.isascii()) and not is_syllable(bare)


def _words_of(piece: Evidence, page: PageSigns) -> list[Word]:
    """The words that the evidence rests on: of those in its box, which may hold a label too, the ones it quotes."""
    said = [part for part in piece.raw.split() if fold(part)]
    held = [word for word in page.words if _within(piece.box, word.box)]
    return [word for word in held if any(part in word.text for part in said)] or held


def _within(box: Box, word: Box) -> bool:
    x, y = word.middle
    overlap = min(box.right, word.right) - max(box.left, word.left)
    return box.top <= y < box.bottom and (box.left <= x < box.right or overlap > 0.3 * word.width)


def _listed(reading: FieldReading, kind: ValueKind) -> bool:
    if kind is ValueKind.NAME:
        return fold(str(reading.value).split()[0]) in surnames()
    return any(one.kind is not AlternativeKind.VALUE for one in reading.alternatives)


def _mean(words: Iterable[Word]) -> float:
    weighed = [(len(word.text), word.confidence) for word in words] or [(1, 0.0)]
    return sum(count * sure for count, sure in weighed) / sum(count for count, _ in weighed)


def log_odds(share: float) -> float:
    """Natural log odds of a share 0..1, kept within -5..5."""
    kept = min(0.9933, max(0.0067, share))
    return math.log(kept / (1 - kept))


def all_signs(pages: Sequence[Page]) -> dict[int, PageSigns]:
    """Signs of each page, by its number."""
    return {page.number: page_signs(page) for page in pages}
