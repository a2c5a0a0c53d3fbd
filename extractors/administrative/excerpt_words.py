"""The text of an excerpt: its opening words and the fixed words of the administration are known, and spelled so."""

import csv
import re
from functools import cache
from importlib.resources import files

from extractors.findings import Finding
from extractors.folded import fold, plain
from extractors.values.parsed import Answer, Parsed
from extractors.values.texts import parse_text

_LETTER = re.compile(r"(?:[vu] ?(?:[/⁄∕|](?:[\w%.:]{0,2}| [vwu])|[il1][vw])|v[wv]\S{0,2}) ")
_ABOUT = re.compile(r"(?:v\S{0,2}|\S?e) (?:\W\w?i\S{0,2}c|[vz]\S{1,3}c) ")
_BEFORE = re.compile(r"([^a-z]{1,9})(?:ve viec|v/v) ")
_LONGEST = 4  # syllables of a fixed word


def parse_excerpt(text: str) -> Answer:
    """An excerpt as written; "V/v", "Về việc" and fixed words with a misread mark are spelled, with a finding."""
    parsed = parse_text(text)
    if not isinstance(parsed, Parsed):
        return parsed
    value = str(parsed.value)
    spelled = _fixed_words(_opening(value))
    if spelled.casefold() == value.casefold():
        return parsed
    return Parsed(spelled, 0.95 * parsed.strictness, (*parsed.findings, Finding.SPELLING_FROM_LIST))


def _opening(value: str) -> str:
    value = re.sub(r"^\W+", "", value)
    bare = plain(value).lower() + " "
    if len(bare) != len(value) + 1:
        return value
    if match := _BEFORE.match(bare):  # scraps of a stamp
        value, bare = value[match.end(1) :], bare[match.end(1) :]
    first = value.partition(" ")[0]
    if (match := _LETTER.match(bare)) or is_about_mark(first, value):
        return f"V/v {value[match.end() if match else len(first) + 1 :]}"
    if match := _ABOUT.match(bare):
        return f"{'VỀ VIỆC' if value.isupper() else 'Về việc'} {value[match.end() :]}"
    return value


def is_about_mark(word: str, line: str) -> bool:
    """Whether the first word of a line in small letters is "V/v", its stroke and second letter misread: "VW", "VÑ"."""
    return 1 < len(word) < 5 and word[0] == "V" and word[:2].isupper() and not line.isupper()


def _fixed_words(value: str) -> str:
    """The longest fixed words first; small letters only, unless all is in capitals: a name may have these syllables."""
    words, at, capitals = value.split(" "), 0, value.isupper()
    while at < len(words):
        for count in range(min(_LONGEST, len(words) - at), 1, -1):
            piece = words[at : at + count]
            right = fixed_words().get(fold(" ".join(piece)))
            if (
                right
                and (capitals or all(word.rstrip(",.;").islower() for word in piece))
                and "," not in "".join(piece[:-1])
            ):
                tail = piece[-1][len(piece[-1].rstrip(",.;")) :]
                words[at : at + count] = ((right.upper() if capitals else right) + tail).split(" ")
                at += count - 1
                break
        at += 1
    return " ".join(words)


@cache
def fixed_words() -> dict[str, str]:
    """Folded -> as spelled, from data/excerpt_words.csv."""
    text = files("extractors.data").joinpath("excerpt_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {fold(row["words"]): row["words"] for row in rows}
