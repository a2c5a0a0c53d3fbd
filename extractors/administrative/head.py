"""The head of an official paper: issuing agency, number and sign, day, and a letter's excerpt below the number."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractors.administrative.excerpt_words import is_about_mark
from extractors.administrative.halves import Half, Halves
from extractors.folded import fold, plain
from extractors.geometry.layout import Token, text_of
from extractors.language.words import word_lists, word_set

# "412/QĐ-UBND", "412/2025/QĐ-UBND", "/QĐ-UBND": the sign names kind and agency in capitals, parted by dashes
_SIGN = re.compile(r"[/⁄\\|]\s*(?:(?:19|20)\d\d\s*[/⁄]\s*)?[A-ZĐÐƯ][A-ZĐÐƯa-zđ]{1,9}\s*[-–—.]?\s*[A-ZĐÐƯ]?")
_SO = re.compile(r"^\W*s[o06]\b|^\W*s[o06](?=\d)")
_ABOUT = re.compile(r"^\W*(?:[vu]\s?(?:[/⁄∕|](?:[\w%.:]{0,2}|\s[vwu])|[il1][vw])\s|v[wv]\S{0,2}\s|v ?e vi?ec\b)")
_UNIT = re.compile(r"(?:xa|phuong|thi tran|thi xa|huyen|quan|thanh pho|tinh|dac khu) ")
_STAMP = re.compile(r"(?:den|so|ngay|chuyen)\b")  # the receiver's stamp
_NOISE = 0.35  # confidence below which a short token is remains of a rule or stamp


@dataclass(frozen=True, slots=True)
class Head:
    """Tokens of what stands at the head; () for what was not found."""

    agency: tuple[Token, ...]  # of the issuing agency, the lower of two
    number: tuple[Token, ...]  # the line, "Số:" included
    day: tuple[Token, ...]  # from "ngày" on
    about: tuple[Token, ...]  # "V/v ...": a letter's excerpt


def head_of(halves: Halves) -> Head:
    """What the two columns say."""
    at = _number_at(halves.left)
    numbered = halves.left[at] if at >= 0 else None
    over = halves.left[:at] if numbered else _over_day(halves)
    under = halves.left[at + 1 :] if numbered else halves.left
    return Head(_agency(over), numbered.tokens if numbered else (), _day(halves), _about(under))


def _number_at(left: tuple[Half, ...]) -> int:
    """Which line is the number's: the first with a sign, else the first that begins with "Số"."""
    signed = [at for at, half in enumerate(left) if _SIGN.search(text_of(half.tokens)) and not _is_about(half)]
    named = [
        at for at, half in enumerate(left) if _SO.match(plain(text_of(half.tokens)).lower()) and len(half.folded) < 40
    ]
    both = [at for at in signed if at in named]
    return next(iter(both or [at for at in signed if at] or [at for at in named if at]), -1)


def _is_about(half: Half) -> bool:
    text = text_of(half.tokens)
    return bool(_ABOUT.match(plain(text).lower() + " ")) or is_about_mark(half.tokens[0].text, text)


def _over_day(halves: Halves) -> tuple[Half, ...]:
    """The lines over the place and day, when the number was not found."""
    day = next((half.row for half in halves.right if _day_from(half.tokens)), None)
    over = [half for half in halves.left if (day is None or half.row < day) and not _is_about(half)]
    return tuple(over[:4]) if day is not None else ()


def _agency(over: tuple[Half, ...]) -> tuple[Token, ...]:
    """The lines from the last one that opens an agency's name: what stands over them is the agency above it."""
    lines = [tokens for half in over if (tokens := _print_only(half.tokens))]
    if not lines:
        return ()
    texts = [fold(text_of(tokens)) for tokens in lines]
    opens = [at for at, text in enumerate(texts) if opens_agency(text) and not (at and texts[at - 1].endswith(" va"))]
    first = opens[-1] if opens else len(lines) - 1
    if not opens and first and _UNIT.match(texts[first]):
        first -= 1  # the words that open the name were misread
    return tuple(token for tokens in lines[first:] for token in tokens)


def opens_agency(folded: str) -> bool:
    """Whether a line begins as the name of an agency does, allowing for misread letters and spaces in long words."""
    bare = folded.replace(" ", "")
    for name in word_lists()["agency"]:
        if folded == name or folded.startswith(f"{name} "):
            return True
        short = name.replace(" ", "")
        if len(name) >= 10 and len(bare) >= len(short) - 1 and fuzz.ratio(short, bare[: len(short)]) >= 86:
            return True
    return False


def _print_only(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A line of an agency's name is in capitals: what is not, is the rule under it, read as letters."""
    kept = [token for token in tokens if token.folded or token.text in "-–"]
    while kept and not _capital(kept[-1]):
        kept.pop()
    while kept and not _capital(kept[0]):
        kept.pop(0)
    signs = "".join(token.text for token in kept)
    return tuple(kept) if sum(sign.isupper() for sign in signs) > max(1, 0.6 * len(signs)) else ()


def _capital(token: Token) -> bool:
    """Whether a token can begin or end such a line; scraps of a stamp or a rule are small or unsure."""
    upper = sum(sign.isupper() for sign in token.text)
    letters = sum(sign.isalpha() for sign in token.text)
    if not token.folded or (letters and 2 * upper <= letters):
        return False
    return len(token.folded) > 2 or token.confidence >= _NOISE or token.folded in word_set("agency")


def _day(halves: Halves) -> tuple[Token, ...]:
    return next((found for half in (*halves.right, *halves.left) if (found := _day_from(half.tokens))), ())


def _day_from(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens from "ngày" on, of a line that also says "tháng" or "năm"."""
    for number, token in enumerate(tokens):
        rest = [one.folded for one in tokens[number + 1 :]]
        if fuzz.ratio("ngay", token.folded.strip("0123456789")) >= 75 and sum(map(_calendar, rest)):
            return tokens[number:]
    return ()


def _calendar(word: str) -> bool:
    return fuzz.ratio("thang", word) >= 75 or word in ("nam", "nãm", "nem")


def _about(under: tuple[Half, ...]) -> tuple[Token, ...]:
    """From "V/v" on, down the column."""
    first = next((at for at, half in enumerate(under) if _is_about(half)), -1)
    if first < 0:
        return ()
    lines = [under[first]]
    for half in under[first + 1 :]:
        before = lines[-1].tokens[0].box
        if half.tokens[0].box.top - before.bottom > 1.4 * before.height or _STAMP.match(half.folded):
            break
        lines.append(half)
    return tuple(token for half in lines for token in half.tokens if token.folded or len(token.text) == 1)
