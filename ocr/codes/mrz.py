"""The machine-readable zone of an identity card: three lines of thirty signs, ICAO 9303 part 5 (TD1).

    IDVNM1900123457099190012345<<3      last nine digits of the number, check digit, the number itself, check digit
    9001158F3001156VNM<<<<<<<<<<<6      birth date, check digit, sex, expiry, check digit, check digit over all
    NGUYEN<<THI<MAU<<<<<<<<<<<<<<<      surname, then the other names, without marks

Vietnam puts the twelve-digit number into the optional field and ends that field with a check digit of its own.
A card that never expires leaves its expiry unfilled, or says 99 12 31; neither form is laid down in a Vietnamese text.
Nothing here guesses: signs are corrected only where the place allows one kind of sign, and every check digit must hold.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

LENGTH = 30
WEIGHTS = (7, 3, 1)  # ICAO 9303 part 3, 4.9
FILLER = "<"
STATE = "VNM"
NEVER = ("<<<<<<", "991231")  # expiries of cards without one

# what recognition confuses, by the kind of sign that must stand in a place
_TO_DIGIT = str.maketrans("OQDILZASGTB", "00011245678")
_TO_LETTER = str.maketrans("01258", "OIZSB")
_TO_FILLER = str.maketrans("«‹〈＜≤({[", "<" * 8)

_FIRST = re.compile(r"^.{2,6}?(?P<short>\d{9})(?P<short_check>\d)(?P<pin>\d{12})<{1,3}(?P<pin_check>\d)$")
_SECOND = re.compile(
    r"^(?P<born>\d{6})(?P<born_check>\d)(?P<sex>[MF<])(?P<until>\d{6}|<{6})(?P<until_check>[\d<])"
    r"(?P<state>[A-Z]{3})<{6,14}(?P<check>\d)$"
)
_THIRD = re.compile(r"^[A-Z]+(?:<[A-Z]+)*<<[A-Z<]+$")


def check_digit(signs: str) -> int:
    """0..9: digits count as themselves, A..Z as 10..35, the filler as 0, weighted 7, 3, 1 in turn."""
    return sum(_value(sign) * WEIGHTS[place % 3] for place, sign in enumerate(signs)) % 10


def _value(sign: str) -> int:
    if sign == FILLER:
        return 0
    return int(sign, 36)


@dataclass(frozen=True, slots=True)
class Zone:
    lines: tuple[str, str, str]
    places: tuple[int, int, int]  # which of the texts given each line was


@dataclass(frozen=True, slots=True)
class Holder:
    """What a whole zone says of the card's holder."""

    number: str  # twelve digits
    born: str  # yyMMdd
    sex: str  # M, F or the filler
    until: str  # yyMMdd, or fillers
    name: str  # capitals without marks, parted by spaces; cut where it did not fit

    @property
    def never_expires(self) -> bool:
        return self.until in NEVER


def holder(lines: Sequence[str]) -> Holder | None:
    """The parts of a zone as printed; None unless it is a Vietnamese card's and every check digit holds."""
    if len(lines) != 3 or any(len(line) != LENGTH for line in lines):
        return None
    first, second, third = lines
    # as printed: what has to be set right first is no zone yet
    if first_line(first) != first or second_line(second) != second or not _holds_together(first, second):
        return None
    if second[15:18] != STATE:
        return None
    return Holder(first[15:27], second[:6], second[7], second[8:14], " ".join(third.replace(FILLER, " ").split()))


def zone(texts: Sequence[str]) -> Zone | None:
    """The zone among lines of text as recognised; None unless every check digit holds.

    Lines may come in any order and among others: on a damaged copy rows are found crooked.
    """
    firsts, seconds, thirds = (
        [(place, line) for place, text in enumerate(texts) if (line := parse(text))]
        for parse in (first_line, second_line, third_line)
    )
    for (one, first), (two, second) in product(firsts, seconds):
        if thirds and _holds_together(first, second):
            three, third = min(thirds, key=lambda found: abs(found[0] - max(one, two)))
            return Zone((first, second, third), (one, two, three))
    return None


def first_line(text: str) -> str | None:
    """Set right where only the prefix or a filler was misread; None unless both its check digits hold."""
    signs = _signs(text)
    for prefix in range(3, 7):
        found = _FIRST.match(signs[:prefix] + signs[prefix:].translate(_TO_DIGIT))
        if not found or not _checks(found, ("short",)) or found["pin"][3:] != found["short"]:
            continue
        line = f"IDVNM{found['short']}{found['short_check']}{found['pin']}<<{found['pin_check']}"
        # cards are seen with the last digit over the optional field alone and over the whole line after the prefix
        if line[-1] in {str(check_digit(line[15:29])), str(check_digit(line[5:29]))}:
            return line
    return None


def second_line(text: str) -> str | None:
    """Set right where a filler was dropped or a digit read as a letter; None unless both dates' check digits hold."""
    signs = _signs(text)
    head, tail = signs[:15], signs[15:]
    head = head[:7].translate(_TO_DIGIT) + head[7:8] + head[8:].translate(_TO_DIGIT)
    tail = tail[:3].translate(_TO_LETTER) + tail[3:].translate(_TO_DIGIT)
    found = _SECOND.match(head + tail)
    if not found or not _checks(found, ("born", "until")):
        return None
    start = "".join(found[name] for name in ("born", "born_check", "sex", "until", "until_check", "state"))
    return start.ljust(LENGTH - 1, FILLER) + found["check"]


def third_line(text: str) -> str | None:
    """Names stand in letters only; a filler too many or too few at the end is of no account."""
    signs = _signs(text).translate(_TO_LETTER)
    line = signs.rstrip(FILLER).ljust(LENGTH, FILLER)
    return line if 2 * FILLER in signs and len(line) == LENGTH and _THIRD.match(line) else None


def looks_like_a_line(text: str) -> bool:
    """Whether a line may be one of a zone, however badly it was read: long, unspaced, capitals, digits or fillers."""
    signs = _signs(text)
    plain = sum(sign in "<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" for sign in signs)
    return len(signs) >= 18 and plain >= 0.7 * len(signs) and (FILLER in signs or sum(map(str.isdigit, signs)) >= 6)


def _signs(text: str) -> str:
    return re.sub(r"\s", "", text).upper().translate(_TO_FILLER)


def _checks(found: "re.Match[str]", names: Iterable[str]) -> bool:
    """Whether each named group is followed by its right check digit; an unfilled date may have an unfilled one."""
    for name in names:
        signs, given = found[name], found[f"{name}_check"]
        if given != str(check_digit(signs)) and not (given == FILLER and set(signs) == {FILLER}):
            return False
    return True


def _holds_together(first: str, second: str) -> bool:
    """The last check digit, over everything that is checked (ICAO 9303 part 5, 4.2.4)."""
    return second[-1] == str(check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29]))
