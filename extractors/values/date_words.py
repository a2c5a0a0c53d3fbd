"""Dates written in words: "Ngày mồng chín, tháng mười hai, năm hai nghìn không trăm hai mươi ba"."""

import re
from datetime import date

from extractors.findings import Finding
from extractors.reading import Problem
from extractors.values.dates import date_parts, parse_date
from extractors.values.number_words import meaning, number_said, spelled_words
from extractors.values.parsed import Answer, Parsed
from extractors.values.signs import says_nothing

_EARLIEST, _LATEST = 1880, 2100  # years that any paper of ours may name


def parse_date_words(text: str) -> Answer:
    """Read the phrase as text, each word spelled as the list of number words has it; the date is `words_to_date`.

    A word that is only near to a number word is corrected with SPELLING_FROM_LIST; one that is far makes it UNREADABLE.
    """
    if says_nothing(text):
        return Problem.BLANK
    spelled, corrected = spelled_words(text)
    if not any(meaning(word) for word in spelled):
        return Problem.UNREADABLE
    phrase = re.sub(r"\s+([,.;])", r"\1", " ".join(spelled)).strip(" .;,")
    phrase = phrase[:1].upper() + phrase[1:]
    digits = bool(re.search(r"\d", text))
    told = {Finding.SPELLING_FROM_LIST: corrected, Finding.EXTRA_SIGNS: digits}
    findings = tuple(finding for finding, is_so in told.items() if is_so)
    whole = words_to_date(phrase) is not None
    return Parsed(phrase, (1.0 if whole else 0.4) * (0.9 if corrected else 1.0) * (0.7 if digits else 1.0), findings)


def parse_date_said(text: str, dated: date | None = None) -> Answer:
    """Read a date that may stand in digits or in words; when both do and differ, it is UNREADABLE."""
    in_digits = parse_date(text, dated)
    before = re.split(r"\d", text, maxsplit=1)[0] if date_parts(text) else text
    said = words_to_date(before) or words_to_date(re.sub(r".*\d", "", text))
    if said is None:
        return in_digits
    if not isinstance(in_digits, Parsed):
        return in_digits if date_parts(text) else Parsed(said, 0.9, (Finding.DATE_FROM_WORDS,))
    if in_digits.value != said:
        return Problem.UNREADABLE
    return Parsed(said, in_digits.strictness, (*in_digits.findings, Finding.WORDS_AGREE))


def words_to_date(text: str) -> date | None:
    """The date that a phrase of number words says; None when it says none, or only a part of one."""
    words, _ = spelled_words(text)
    words = [word for word in words if word not in ",.;"]
    means = [meaning(word) for word in words]
    if "thang" not in means:
        return None
    month_at = means.index("thang")
    day = number_said([word for word, sense in zip(words[:month_at], means, strict=False) if sense != "ngay"])
    # "năm" is five as well as year: of several the last behind which a year is said
    for year_at in reversed([at for at, sense in enumerate(means) if sense == "nam" and at > month_at]):
        year, month = number_said(words[year_at + 1 :]), number_said(words[month_at + 1 : year_at])
        if year is not None and _EARLIEST <= year <= _LATEST:
            return _calendar(year, month, day)
    return None


def _calendar(year: int, month: int | None, day: int | None) -> date | None:
    try:
        return date(year, month or 0, day or 0)
    except ValueError:
        return None
