"""A second reading of numbers and dates by the network that reads plain digits better than Tesseract does.

It is taken only where it says, surely and in a whole, what a number on a form looks like, on the very place where the
first reading has something like a number too. Nothing is corrected: one of two readings is chosen.
"""

import re
from collections.abc import Iterator, Sequence

from ocr.files.images import Pixels
from ocr.page import Box, Line, Word
from ocr.recognition.plain import PlainText, read_plain

SURE = 0.9  # of 0..1: the least belief in any sign of a number that replaces another
NUMERIC = 0.5  # share of a word's signs that must be digits, or what digits are mistaken for
OVERLAP = 0.5  # share of a word's width that must lie within the number
FEWEST = 5  # digits of a word or line worth a second look

_NUMBER = re.compile(r"(?<!\d)(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{9,12}|\d(?: \d){8,11})(?!\d)")
_OF_A_LABEL = re.compile(r"\d{1,2}[.)]")
_MISTAKEN = frozenset("OoQIl|!iSsBbZzgqóòöáâäãåđøð/.-—,¿?{}[]()")


def with_surer_numbers(lines: Sequence[Line], gray: Pixels) -> tuple[Line, ...]:
    """The lines of a page, `gray` its picture, with numbers and dates from the surer of two readings."""
    return tuple(_second_look(line, gray) if _worth_it(line) else line for line in lines)


def _worth_it(line: Line) -> bool:
    return sum(map(str.isdigit, line.text)) >= FEWEST


def _numeric_part(line: Line) -> Box:
    """The box around the words with digits and a neighbour on each side: reading the whole line would cost more."""
    with_digits = [place for place, word in enumerate(line.words) if any(map(str.isdigit, word.text))]
    return Line(line.words[max(0, with_digits[0] - 1) : with_digits[-1] + 2]).box


def _second_look(line: Line, gray: Pixels) -> Line:
    box = _numeric_part(line)
    margin = box.height // 5
    left, right = max(0, box.left - 2 * margin), min(gray.shape[1], box.right + 2 * margin)
    top, bottom = max(0, box.top - margin), min(gray.shape[0], box.bottom + margin)
    if bottom - top < 8 or right - left < 8:
        return line
    read = read_plain(gray[top:bottom, left:right])
    words = list(line.words)
    for number, first, last, belief in _numbers(read):
        span = left + first * (right - left), left + last * (right - left)
        _replace(words, number, span, belief)
    return Line(tuple(words))


def _numbers(read: PlainText) -> Iterator[tuple[str, float, float, float]]:
    """(number, where it begins and ends as shares of the width, the least belief in its signs)."""
    for found in _NUMBER.finditer(read.text):
        belief = min(read.beliefs[found.start() : found.end()])
        if belief >= SURE:
            yield found[0], read.places[found.start()], read.places[found.end() - 1], belief


def _replace(words: list[Word], number: str, span: tuple[float, float], belief: float) -> None:
    """Put the number in the place of the words that lie on it, when these look like a number themselves."""
    under = [place for place, word in enumerate(words) if _lies_within(word.box, span)]
    if len(under) > 1 and _OF_A_LABEL.fullmatch(words[under[-1]].text):
        under.pop()  # "6." opens the next label
    if not under or under != list(range(under[0], under[-1] + 1)):
        return
    before = "".join(words[place].text for place in under)
    looks = sum(sign.isdigit() or sign in _MISTAKEN for sign in before)
    digits = sum(map(str.isdigit, before))
    if looks < len(before) or digits < NUMERIC * len(before) or before == number.replace(" ", ""):
        return
    if not 0.7 <= digits / sum(map(str.isdigit, number)) <= 1.4 or _holds_neighbours(words, under, number, digits):
        return
    box = words[under[0]].box
    for place in under[1:]:
        box = box.with_(words[place].box)
    words[under[0] : under[-1] + 1] = [Word(number, box, belief)]


def _holds_neighbours(words: list[Word], under: list[int], number: str, digits: int) -> bool:
    """Whether what the number has more than stands under it are the digits next to it: "0832 795 315  6. Email".

    The network does not see the space between the two.
    """
    read = re.sub(r"\D", "", number)
    if len(read) <= digits:
        return False
    after = words[under[-1] + 1].text if under[-1] + 1 < len(words) else ""
    ahead = words[under[0] - 1].text if under[0] else ""
    follows = re.match(r"\d+", after)
    leads = re.search(r"\d+(?=\D?$)", ahead)
    return bool((follows and read.endswith(follows[0])) or (leads and read.startswith(leads[0])))


def _lies_within(box: Box, span: tuple[float, float]) -> bool:
    common = min(box.right, span[1]) - max(box.left, span[0])
    return common >= OVERLAP * max(1, box.width)
