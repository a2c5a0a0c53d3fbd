"""How names, numbers and days go wrong on their way to a claim: one function a kind, from right text to wrong.

Each gives None where this text cannot go wrong that way (a name without marks loses none).
"""

import tomllib
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from random import Random

_TONES = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_SHAPES = ("\u0302", "\u0306", "\u031b")  # circumflex, breve, horn
_OLD_TO_NEW = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "òe": "oè", "óe": "oé", "ỏe": "oẻ", "ọe": "oẹ",
    "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
}  # fmt: skip
_Y_TO_I = {"ý": "í", "ỳ": "ì", "ỷ": "ỉ", "ỹ": "ĩ", "ỵ": "ị"}

Slip = Callable[[Random, str], str | None]


@cache
def _pairs(kind: str) -> dict[str, list[tuple[str, float]]]:
    table = tomllib.loads(files("samples").joinpath("data", "slips.toml").read_text("utf-8"))[kind]
    found: dict[str, list[tuple[str, float]]] = {}
    for one, two, weight in table:
        found.setdefault(one, []).append((two, weight))
        found.setdefault(two, []).append((one, weight))
    return found


def _confused(random: Random, sign: str, kind: str) -> str | None:
    others = _pairs(kind).get(sign)
    return random.choices([other for other, _ in others], [weight for _, weight in others])[0] if others else None


# numbers


def digit_confused(random: Random, number: str) -> str | None:
    """One digit taken for another of like shape."""
    places = [place for place, sign in enumerate(number) if sign in _pairs("digits")]
    place = random.choice(places)
    return number[:place] + str(_confused(random, number[place], "digits")) + number[place + 1 :]


def digit_other(random: Random, number: str) -> str | None:
    """One digit typed as any other."""
    place = random.randrange(len(number))
    other = random.choice([sign for sign in "0123456789" if sign != number[place]])
    return number[:place] + other + number[place + 1 :]


def digit_dropped(random: Random, number: str) -> str | None:
    place = random.randrange(len(number))
    return number[:place] + number[place + 1 :]


def digit_inserted(random: Random, number: str) -> str | None:
    """A digit too many: more often one doubled than a foreign one."""
    place = random.randrange(len(number))
    extra = number[place] if random.random() < 0.6 else random.choice("0123456789")
    return number[:place] + extra + number[place:]


def digits_transposed(random: Random, number: str) -> str | None:
    places = [place for place in range(len(number) - 1) if number[place] != number[place + 1]]
    if not places:
        return None
    place = random.choice(places)
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def digits_twice(random: Random, number: str) -> str | None:
    """Two digits confused, not one and the same twice."""
    once = digit_confused(random, number)
    for _ in range(20):
        twice = digit_confused(random, once or number)
        if twice and sum(one != two for one, two in zip(number, twice, strict=True)) == 2:
            return twice
    return None


def digits_unreadable(random: Random, number: str) -> str | None:
    """One to four digits that cannot be read."""
    places = random.sample(range(len(number)), random.choice((1, 1, 2, 2, 3, 4)))
    return "".join("?" if place in places else sign for place, sign in enumerate(number))


# names


def marks_wrong(random: Random, name: str) -> str | None:
    """One mark, seldom two, lost or read as another tone."""
    letters = unicodedata.normalize("NFD", name)
    places = [place for place, sign in enumerate(letters) if sign in _TONES or sign in _SHAPES]
    if not places:
        return None
    changed = list(letters)
    for place in random.sample(places, 2 if len(places) > 2 and random.random() < 0.2 else 1):
        other = [tone for tone in _TONES if tone != letters[place]]
        changed[place] = random.choice(other) if letters[place] in _TONES and random.random() < 0.6 else ""
    return _other(name, unicodedata.normalize("NFC", "".join(changed)))


def marks_lost(random: Random, name: str) -> str | None:
    """All marks lost, and the bar of Đ."""
    letters = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    return _other(name, "".join(sign for sign in letters if not unicodedata.combining(sign)))


def tone_moved(random: Random, name: str) -> str | None:
    """hòa written hoà: the other school of placing tones."""
    words = [_moved(word) for word in name.split()]
    return _other(name, " ".join(words))


def _moved(word: str) -> str:
    for old, new in _OLD_TO_NEW.items():
        if word.lower().endswith(old) and not word.lower().startswith("qu"):
            return word[:-2] + new
    return word


def y_as_i(random: Random, name: str) -> str | None:
    """Lý written Lí. Not where the mark is all that tells (Vy and Vi are two names)."""
    words = [
        word[:-1] + _Y_TO_I[word[-1]] if word[-1] in _Y_TO_I and word[-2:-1].lower() not in "uaâ" else word
        for word in name.split()
    ]
    return _other(name, " ".join(words))


def middle_dropped(random: Random, name: str) -> str | None:
    words = name.split()
    if len(words) < 3:
        return None
    place = random.randrange(1, len(words) - 1)
    return " ".join(words[:place] + words[place + 1 :])


def letter_confused(random: Random, name: str) -> str | None:
    """A letter, seldom two, taken for another of like shape, now and then wherever it stands in the name."""
    letters = list(name)
    places = [place for place, sign in enumerate(letters) if sign.lower() in _pairs("letters")]
    if not places:
        return None
    for place in random.sample(places, 2 if len(places) > 4 and random.random() < 0.2 else 1):
        old = letters[place]
        new = str(_confused(random, old.lower(), "letters"))
        for same in [at for at, sign in enumerate(letters) if sign == old] if random.random() < 0.25 else [place]:
            letters[same] = new.upper() if old.isupper() else new
    return _other(name, "".join(letters))


def middle_abbreviated(random: Random, name: str) -> str | None:
    """ "Nguyễn T. Hồng": all that stands between family and given name as initials."""
    words = name.split()
    if len(words) < 3:
        return None
    return " ".join([words[0], *(f"{word[0]}." for word in words[1:-1]), words[-1]])


def _other(old: str, new: str) -> str | None:
    return new if new != old else None


# days, as YYYY-MM-DD


def day_swapped(random: Random, day: str) -> str | None:
    year, month, of_month = day.split("-")
    return f"{year}-{of_month}-{month}" if int(of_month) <= 12 and of_month != month else None


def day_left_out(random: Random, day: str) -> str | None:
    return day[:4]


def day_as_first(random: Random, day: str) -> str | None:
    """The first of January, written where the day is not known."""
    return _other(day, f"{day[:4]}-01-01")


def day_digit(random: Random, day: str) -> str | None:
    """One digit of day, month or year misread, so that a day that exists is left."""
    for _ in range(30):
        place = random.choice([2, 3, 5, 6, 8, 9])
        typed = random.random() < 0.3
        other = random.choice("0123456789") if typed else _confused(random, day[place], "digits")
        if other and other != day[place] and _exists(changed := day[:place] + other + day[place + 1 :]):
            return changed
    return None


def _exists(day: str) -> bool:
    try:
        return date.fromisoformat(day) <= date(2026, 10, 1)
    except ValueError:
        return False


ID_SLIPS: dict[str, Slip] = {
    "id_sub_ocr": digit_confused,
    "id_sub_any": digit_other,
    "id_drop": digit_dropped,
    "id_insert": digit_inserted,
    "id_transpose": digits_transposed,
    "id_multi": digits_twice,
    "id_masked": digits_unreadable,
}
NAME_SLIPS: dict[str, Slip] = {
    "name_diacritic": marks_wrong,
    "name_nodia": marks_lost,
    "name_tone_place": tone_moved,
    "name_yi": y_as_i,
    "name_drop_middle": middle_dropped,
    "name_ocr_char": letter_confused,
    "name_abbrev": middle_abbreviated,
}
DAY_SLIPS: dict[str, Slip] = {
    "dob_swap": day_swapped,
    "dob_year_only": day_left_out,
    "dob_placeholder": day_as_first,
    "dob_digit": day_digit,
}
WRITING_ONLY = {"name_tone_place", "name_yi"}  # no correction: both writings are right
BY_MACHINE = {  # the reader's own confidence is lower there
    "id_sub_ocr", "id_multi", "id_masked", "id_hit_other", "id_cmnd_ocr", "id_drop", "id_insert",
    "name_diacritic", "name_nodia", "name_ocr_char", "dob_digit",
}  # fmt: skip
