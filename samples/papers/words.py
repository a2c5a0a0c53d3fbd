"""Dates in words, as civil-status papers write them; made apart from the parser that reads them."""

from datetime import date

_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def two_digits(number: int) -> str:
    """0..99 in words: mười lăm, hai mươi mốt, chín mươi tư."""
    tens, unit = divmod(number, 10)
    if tens == 0:
        return _UNITS[unit]
    last = {0: "", 5: "lăm"}.get(unit, _UNITS[unit])
    if tens == 1:
        return f"mười {last}".strip()
    last = {1: "mốt", 4: "tư"}.get(unit, last)
    return f"{_UNITS[tens]} mươi {last}".strip()


def year(number: int) -> str:
    """1000..9999 in words: một nghìn chín trăm chín mươi tư, hai nghìn không trăm linh chín."""
    thousands, rest = divmod(number, 1000)
    hundreds, rest = divmod(rest, 100)
    words = f"{_UNITS[thousands]} nghìn {_UNITS[hundreds]} trăm"
    if rest == 0:
        return words
    return f"{words} linh {_UNITS[rest]}" if rest < 10 else f"{words} {two_digits(rest)}"


def day_in_words(day: date) -> str:
    """Ngày mười lăm, tháng mười, năm hai nghìn không trăm hai mươi ba."""
    days = f"mồng {two_digits(day.day)}" if day.day <= 10 else two_digits(day.day)
    month = "tư" if day.month == 4 else two_digits(day.month)
    return f"Ngày {days}, tháng {month}, năm {year(day.year)}"
