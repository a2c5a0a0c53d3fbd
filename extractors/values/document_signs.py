"""Number and sign of an official paper: "412/QĐ-UBND", "15/2025/QĐ-UBND", "77/UBND-TP"."""

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

from extractors.findings import Finding
from extractors.folded import plain
from extractors.reading import Problem
from extractors.values.parsed import Parsed

_WHOLE = re.compile(
    r"(?P<number>[0-9OoIlQSBi][0-9OoIlQSBi]{0,5}[a-z]?)?\s?[/⁄]\s?(?:(?P<year>(?:19|20)\d\d)\s?[/⁄]\s?)?"
    r"(?P<sign>[A-ZĐƯ][A-ZĐƯa-zđ]{1,9}(?:\s?[-–—]\s?[A-ZĐƯ][A-ZĐƯa-zđ0-9]{0,9}){0,3})(?![\w])"
)
_LABEL = re.compile(r"^\W*[Ss][ốốôóòồoOỐ06ỗổ]+\s*[:;.,]?\s*")
_ORGANS = ("UBND", "HĐND")  # so common that a word one letter off is one of them
_DOUBLED = re.compile(r"([ĐD])[ĐD]")
_DIGITS = str.maketrans({"O": "0", "o": "0", "Q": "0", "I": "1", "l": "1", "i": "1", "S": "5", "B": "8"})


def parse_number_and_sign(text: str) -> Parsed | Problem:
    """Read "Số: 412/QĐ-UBND" as "412/QĐ-UBND".

    BLANK when the sign stands there without a number; UNREADABLE when something else than a number stands before it.
    A sign but for its marks is spelled by the list of kinds, with a finding; the number itself is never corrected.
    """
    tidy = unicodedata.normalize("NFC", " ".join(text.split())).replace("Ð", "Đ")
    if not re.search(r"\w", tidy):
        return Problem.BLANK
    body = re.sub(r"[/⁄]{2,}", "/", _LABEL.sub("", tidy))
    if not re.search(r"\w", body):
        return Problem.BLANK
    match = _WHOLE.search(body)
    if match is None:
        return Problem.UNREADABLE
    before = body[: match.start()].strip(" .:;,-–_|…'`")
    if not match["number"]:
        return Problem.UNREADABLE if before else Problem.BLANK
    if before or (not re.match(r"[0-9]", match["number"]) and not match["number"][-1].isdigit()):
        return Problem.UNREADABLE
    number = match["number"]
    digits = number[:-1].translate(_DIGITS) + (
        number[-1] if number[-1].isalpha() and number[-1] not in "OoIlQSBi" else number[-1].translate(_DIGITS)
    )
    sign, respelled = _spelled(re.sub(r"\s?[-–—]\s?", "-", match["sign"]))
    apart = bool(re.search(r"\s[/⁄]", match[0]))  # a number written into the gap that the office left for it
    findings = [Finding.LENIENT_DIGIT] if digits != number else []
    findings += [Finding.SPELLING_FROM_LIST] if respelled else []
    after = body[match.end() :].strip(" .:;,-–_|…'`")
    strictness = (0.6 if digits != number else 1.0) * (0.95 if respelled else 1.0) * (0.7 if len(after) > 2 else 1.0)
    strictness *= 0.55 if apart else 1.0
    parts = [digits, match["year"], sign] if match["year"] else [digits, sign]
    return Parsed("/".join(parts), strictness, tuple(findings))


def _spelled(sign: str) -> tuple[str, bool]:
    """The sign with its kind and organ spelled by the list, where only marks differ; whether anything changed."""
    parts = sign.split("-")
    right = []
    for part in parts:
        once = _DOUBLED.sub(r"\1", part)  # "QĐÐ": engines read the stroke of Đ as a letter more
        known = {one for one in _abbreviations() if plain(one).upper() in (plain(part).upper(), plain(once).upper())}
        near = {one for one in _ORGANS if _one_off(plain(one).upper(), plain(part).upper())}
        right.append(
            part if part in known else known.pop() if len(known) == 1 else near.pop() if len(near) == 1 else part
        )
    return "-".join(right), right != parts


def _one_off(one: str, other: str) -> bool:
    """Whether two words of one length part in a single letter."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


@cache
def _abbreviations() -> tuple[str, ...]:
    text = files("extractors.data").joinpath("document_signs.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(row["sign"] for row in rows)
