"""How well a page was read: errors of letters and words, true values found, fields exact, wrong or missing. All pure.

Texts are compared after `plain`: NFC, dotted leaders dropped, digits in boxes joined, white space folded. So neither
spacing nor a leader that was or was not read as dots counts for or against anybody.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import edlib
from rapidfuzz.distance import Levenshtein


class Kind(Enum):
    """What a value is, and so what makes two of them the same."""

    NUMBER = "digits only count: an ID, a phone, an amount"
    DATE = "the same day, ISO or day first"
    EMAIL = "letter for letter, capitals and spaces aside"
    TEXT = "letter for letter, capitals, spaces and punctuation aside"


class Outcome(Enum):
    EXACT = "the value given is the true one"
    WRONG = "a value was given and is not the true one"
    MISSING = "no value was given"


@dataclass(frozen=True, slots=True)
class TextTally:
    """What was read of a page; tallies add up, so that in a sum a full page weighs more than an empty one."""

    letters: int = 0  # of the true lines
    letter_errors: int = 0
    ordered: int = 0  # letters of the whole page, lines in their true order
    ordered_errors: int = 0
    words: int = 0  # of the true lines
    words_read: int = 0
    values: int = 0  # true values of fields
    values_found: int = 0

    def __add__(self, other: "TextTally") -> "TextTally":
        return TextTally(
            self.letters + other.letters,
            self.letter_errors + other.letter_errors,
            self.ordered + other.ordered,
            self.ordered_errors + other.ordered_errors,
            self.words + other.words,
            self.words_read + other.words_read,
            self.values + other.values,
            self.values_found + other.values_found,
        )

    @property
    def cer(self) -> float:
        """0..1: letter errors per true letter."""
        return self.letter_errors / max(1, self.letters)

    @property
    def cer_in_order(self) -> float:
        """0..1: edits of the whole page, the order of its lines counted, per true letter; at most 1 a page."""
        return self.ordered_errors / max(1, self.ordered)

    @property
    def wer(self) -> float:
        """0..1: share of true words that were not read."""
        return 1 - self.words_read / self.words if self.words else 0.0

    @property
    def found(self) -> float:
        """0..1: share of true values that stand in the text, the most that any extraction from it could give."""
        return self.values_found / max(1, self.values)


_SAME = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "\u00ad": ""})
_LEADER = re.compile(r"(?:[.·_•] ?){3,}")
_BOXED = re.compile(r"(?<!\d)\d(?:[ |\[\]!]{1,3}\d(?!\d)){8,}")  # nine or more single digits: an ID or phone in boxes
_EDGES = ".,;:()[]\"'|!*-/"


def plain(text: str) -> str:
    """The text in the form in which texts are compared; on one line."""
    text = unicodedata.normalize("NFC", text).translate(_SAME)
    text = _LEADER.sub(" ", text)
    text = _BOXED.sub(lambda digits: re.sub(r"\D", "", digits[0]), text)
    return " ".join(text.split())


def line_errors(line: str, text: str) -> int:
    """Edits from a true line to the best infix of the text, at most the line's length; both `plain`.

    The line may stand anywhere: the order in which columns and cells are read does not count.
    """
    if not line or not text:
        return len(line)
    letters = set(line)
    shown = "".join(letter if letter in letters else "\0" for letter in text)  # edlib knows 256 letters at a time
    return min(len(line), int(edlib.align(line, shown, mode="HW", task="distance")["editDistance"]))


def page_errors(page: str, text: str) -> int:
    """Edits from a whole true page to the text, at most the page's length; both `plain`. Order counts."""
    return min(len(page), Levenshtein.distance(page, text))


def words_of(text: str) -> list[str]:
    """Words of a `plain` text without the punctuation around them."""
    return [word for raw in text.split() if (word := raw.strip(_EDGES))]


def text_tally(
    lines: Sequence[str], values: Sequence[tuple[str, Kind]], text: str, page: str | None = None
) -> TextTally:
    """How much of the true lines and values of a page its read text holds.

    `page`: all of it in reading order, where that is more than the lines one below the other.
    """
    read, true_lines = plain(text), [plain(line) for line in lines]
    whole = plain("\n".join(lines) if page is None else page)
    words = Counter(word for line in true_lines for word in words_of(line))
    return TextTally(
        letters=sum(map(len, true_lines)),
        letter_errors=sum(line_errors(line, read) for line in true_lines),
        ordered=len(whole),
        ordered_errors=page_errors(whole, read),
        words=words.total(),
        words_read=(words & Counter(words_of(read))).total(),
        values=len(values),
        values_found=sum(stands_in(value, kind, read) for value, kind in values),
    )


def same_form(value: str, kind: Kind) -> str:
    """The one way of writing by which values of a kind are compared; "" for no value."""
    value = unicodedata.normalize("NFC", value).strip()
    if kind is Kind.NUMBER:
        return re.sub(r"\D", "", value)
    if kind is Kind.EMAIL:
        return value.replace(" ", "").lower()
    if kind is Kind.DATE:
        return _iso(value)
    return " ".join(re.sub(r"[\s,.;:\-–]+", " ", value.casefold()).split())


def _iso(value: str) -> str:
    """yyyy-mm-dd from ISO or from day/month/year; anything else as it came."""
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", value):
        year, month, day = found.groups()
    elif found := re.fullmatch(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})", value):
        day, month, year = found.groups()
    else:
        return value
    return f"{year}-{int(month):02d}-{int(day):02d}"


def stands_in(value: str, kind: Kind, text: str) -> bool:
    """Whether a true value stands verbatim in a `plain` text; a date in digits or in words."""
    wanted = same_form(value, kind)
    if kind is Kind.NUMBER:
        return bool(wanted) and wanted in re.sub(r"(?<=\d)[ |.,]+(?=\d)", "", text)
    if kind is Kind.EMAIL:
        return wanted in re.sub(r"\s", "", text.lower())
    if kind is Kind.DATE and (parts := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", wanted)):
        year, month, day = parts[1], int(parts[2]), int(parts[3])
        digits = rf"(?<!\d)0?{day} ?[/.\-] ?0?{month} ?[/.\-] ?{year}(?!\d)"
        written = rf"ngày 0?{day} tháng 0?{month} năm {year}(?!\d)"
        return bool(re.search(f"{digits}|{written}", text.lower()))
    return wanted in same_form(text, Kind.TEXT)


def outcome(true: str, given: str | None, kind: Kind) -> Outcome:
    """How a field came out. A field that is truly empty is exact when nothing is given."""
    wanted, got = same_form(true, kind), same_form(given or "", kind)
    if got == wanted:
        return Outcome.EXACT
    return Outcome.WRONG if got else Outcome.MISSING
