"""Amounts in đồng, in digits and in words."""

import re
from decimal import Decimal

from extractors.findings import Finding
from extractors.folded import fold
from extractors.reading import Alternative, Problem
from extractors.values.number_words import meaning, number_said, spelled_words
from extractors.values.parsed import Answer, Parsed, Unsettled, or_else
from extractors.values.signs import says_nothing

_GROUPED = re.compile(r"(?<![\d.,])(?:[1-9]\d{0,2}(?:[.,\s]\d{3})+|[1-9]\d{3,})(?!\d|[.,]\d)")
_SCALED = re.compile(r"(?<![\d.,])(\d{1,4}(?:,\d{1,3})?)\s*(ngh[iì]n|ng[aà]n|tri[eệ]u|t[yỷiỉ])(?!\w)", re.IGNORECASE)
_LEAST, _MOST = 1000, 10**15  # đồng


def parse_money(text: str) -> Answer:
    """An amount in đồng as digits: "50.000.000 đồng" -> "50000000", "50 triệu" too. Dots and commas part thousands.

    Where the amount stands in words beside, the two must agree; of two that differ both are alternatives. Words alone
    are read, with AMOUNT_FROM_WORDS.
    """
    if says_nothing(text):
        return Problem.BLANK
    whole = {int(re.sub(r"\D", "", amount)) for amount in _GROUPED.findall(text)}
    whole |= {_scaled(number, word) for number, word in _SCALED.findall(text)}
    if any(amount < _LEAST for amount in whole):
        return Problem.UNREADABLE
    said = money_said(text)
    if len(whole) > 1 or (not whole and said is None):
        return Unsettled(Problem.UNREADABLE, (Finding.SEVERAL_VALUES,), _both(*whole)) if whole else Problem.UNREADABLE
    if not whole:
        return Parsed(str(said), 0.85, (Finding.AMOUNT_FROM_WORDS,))
    amount = whole.pop()
    if said is None:
        return Parsed(str(amount))
    if said == amount:
        return Parsed(str(amount), 1.0, (Finding.AMOUNT_AGREES,))
    return Unsettled(Problem.UNREADABLE, (Finding.AMOUNT_DIFFERS,), _both(amount, said))


def parse_money_words(text: str) -> Answer:
    """An amount in words as text, spelled by the list of number words; what it says is `money_said`."""
    if says_nothing(text):
        return Problem.BLANK
    spelled, corrected = spelled_words(text, amounts=True)
    if not any(meaning(word) for word in spelled):
        return Problem.UNREADABLE
    phrase = re.sub(r"\s+([,.;])", r"\1", " ".join(spelled)).strip(" .;,")
    whole = number_said(spelled) is not None
    findings = (Finding.SPELLING_FROM_LIST,) if corrected else ()
    return Parsed(phrase[:1].upper() + phrase[1:], (1.0 if whole else 0.4) * (0.9 if corrected else 1.0), findings)


def money_said(text: str) -> int | None:
    """The amount that the words of a text say, up to "đồng"; None when they say none."""
    words = re.sub(r"\d[\d.,]*\s*(?:đồng|đ\b|vnđ|vnd)?", " ", text, flags=re.IGNORECASE)
    words = re.sub(r"(?i)\b(?:bằng chữ|ghi bằng chữ|viết bằng chữ|việt nam)\b", " ", words)
    words = re.split(r"(?i)\bđồng\b", words.strip(" ().:,;"))[0]
    spelled, _ = spelled_words(words, amounts=True)
    if fold(" ".join(spelled)) != fold(words):  # a word that is only near to a number word may be any other
        return None
    amount = number_said(spelled)
    scaled = any(meaning(word).startswith("x") for word in spelled)
    return amount if amount and scaled and _LEAST <= amount < _MOST else None


def _scaled(number: str, word: str) -> int:
    scale = {"n": 10**3, "t": 10**6}[fold(word)[0]] if fold(word)[:2] != "ty" and fold(word) != "ti" else 10**9
    return int(Decimal(number.replace(",", ".")) * scale)


def _both(*amounts: int) -> tuple[Alternative, ...]:
    return or_else(*map(str, amounts))
