"""What is odd about a text, whether read from pixels or taken from a file: each a pure function over the text."""

import csv
import json
import re
import unicodedata
from functools import cache
from importlib.resources import files

from ocr.files.scan_finding import ScanFinding

LEAST_FOREIGN = 3  # signs that no Vietnamese text has, before an old encoding is thought of
LEAST_LETTERS = 60  # below it a text may well have no tone marks
TONE_SHARE = 0.02  # of the letters; in Vietnamese a fifth to a quarter carry a mark
# what nearly every paper says, without tone marks: a text that has two of them is Vietnamese
_COMMON = ("cong hoa", "doc lap", "ho va ten", "ho, chu dem", "uy ban", "ngay", "thang", "nguyen", "cong an", "dang ky")
_ALPHABET = frozenset("ăâđêôơưĂÂĐÊÔƠƯ")
_LETTERS = re.compile(r"[^\W\d_]+")
_SPECIMEN = re.compile(r"^\W*(bản mẫu|mẫu|specimen)\W*$", re.IGNORECASE | re.MULTILINE)


def text_findings(text: str) -> tuple[ScanFinding, ...]:
    """In the order of the enum. `text` may be in any normal form."""
    text = unicodedata.normalize("NFC", text)
    tests = {
        ScanFinding.INSTRUCTIONS: has_instructions(text),
        ScanFinding.LEGACY_ENCODING: legacy_decoded(text) is not None,
        ScanFinding.CONFUSABLE_LETTERS: has_confusables(text),
        ScanFinding.NO_TONE_MARKS: lacks_tone_marks(text),
        ScanFinding.SPECIMEN: bool(_SPECIMEN.search(text)),
    }
    return tuple(finding for finding in ScanFinding if tests.get(finding))


def folded(text: str) -> str:
    """Lower case, without tone marks, blanks made one."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d").replace("ð", "d"))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def has_instructions(text: str) -> bool:
    """Whether the text speaks to a machine that reads it. No text is ever obeyed here; this tells a person of it."""
    plain = folded(text)
    return any(phrase in plain for phrase in _phrases())


def legacy_decoded(text: str) -> str | None:
    """The text in Unicode when it is written in TCVN3 or VNI; None when it is not."""
    strange = _foreign(text)
    if strange < LEAST_FOREIGN:
        return None
    below = sum("\xa0" < sign < "\xc0" and sign not in "°²³" for sign in text)  # where VNI has nothing
    decoded = decoded_from("TCVN3" if below >= 2 else "VNI", text)
    return decoded if _foreign(decoded) * 4 <= strange else None


def has_confusables(text: str) -> bool:
    """Whether a word mixes Latin letters with Cyrillic or Greek ones, or has the Icelandic eth for đ."""
    return any(_mixed(word) for word in _LETTERS.findall(text))


def lacks_tone_marks(text: str) -> bool:
    """Whether a Vietnamese text of some length has next to no tone marks."""
    letters = [sign for word in _LETTERS.findall(text) for sign in word]
    marked = sum(sign in _ALPHABET or len(unicodedata.normalize("NFD", sign)) > 1 for sign in letters)
    if len(letters) < LEAST_LETTERS or marked >= TONE_SHARE * len(letters):
        return False
    plain = folded(text)
    return sum(word in plain for word in _COMMON) >= 2


def _mixed(word: str) -> bool:
    scripts = {unicodedata.name(sign, "").partition(" ")[0] for sign in word}
    return ("LATIN" in scripts and bool(scripts & {"CYRILLIC", "GREEK"})) or any(sign in "ðÐ" for sign in word)


def _foreign(text: str) -> int:
    """Signs beyond ASCII that are no Vietnamese letter and no usual sign of print."""
    return sum(sign > "\x7f" and not _vietnamese(sign) and sign not in "“”‘’–—…•°²³№\u00a0" for sign in text)


def _vietnamese(sign: str) -> bool:
    if sign in _ALPHABET:
        return True
    base, *marks = list(unicodedata.normalize("NFD", sign))
    horn_or_tone = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323", "\u0302", "\u0306", "\u031b"}
    if not marks or base.lower() not in "aeiouy" or not set(marks) <= horn_or_tone:
        return False
    letter = {"\u0302": "aeo", "\u0306": "a", "\u031b": "ou"}
    return all(base.lower() in letter.get(mark, "aeiouy") for mark in marks)


def decoded_from(name: str, text: str) -> str:
    """Text in an old encoding, "TCVN3" or "VNI", in Unicode (NFC); signs that the table lacks stay as they are."""
    table, signs = _tables()[name]
    return unicodedata.normalize("NFC", signs.sub(lambda found: table[found.group()], text))


@cache
def _tables() -> dict[str, tuple[dict[str, str], re.Pattern[str]]]:
    data = json.loads(files("ocr.files").joinpath("legacy_encodings.json").read_text(encoding="utf-8"))
    found = {}
    for name in ("TCVN3", "VNI"):
        signs = sorted(data[name], key=len, reverse=True)
        found[name] = (data[name], re.compile("|".join(map(re.escape, signs))))
    return found


@cache
def _phrases() -> tuple[str, ...]:
    text = files("ocr.files").joinpath("instruction_phrases.csv").read_text(encoding="utf-8")
    return tuple(row["phrase"] for row in csv.DictReader(text.splitlines()))
