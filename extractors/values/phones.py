"""Phone numbers by the numbering plan of the day on which they were written."""

import re
from dataclasses import dataclass
from datetime import date

from extractors.findings import Finding
from extractors.reading import Alternative, AlternativeKind, Problem
from extractors.values.parsed import Answer, Parsed, Unsettled, or_else
from extractors.values.phone_plan import Line, Reading, understood
from extractors.values.signs import says_nothing

__all__ = ["Line", "Phone", "Reading", "parse_phone", "phone_of", "phones_of"]

_LENIENT = str.maketrans({"O": "0", "o": "0", "Q": "0", "I": "1", "l": "1", "i": "1", "S": "5", "B": "8"})
_RUN = re.compile(r"[0-9]+(?:[\s.\-()|]{0,3}[0-9]+)*")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as written, and what it may be today. Prefix is not operator: numbers move between operators."""

    written: str  # digits, "+84" as "0"
    readings: tuple[Reading, ...]  # () when no plan of its day knows its prefix; the likelier first

    @property
    def number(self) -> str:
        """Today's number when there is but one way to understand it; else ""."""
        return self.readings[0].number if len(self.readings) == 1 else ""


def parse_phone(text: str, dated: date | None = None) -> Answer:
    """The digits as written, "+84" as "0"; `phone_of` tells today's number. Ten or eleven digits, else UNREADABLE.

    An earlier plan, an ambiguity or an unknown prefix is a finding; numbers of today are alternatives. Of several
    numbers the first is read, the others are alternatives.
    """
    if says_nothing(text):
        return Problem.BLANK
    phones, findings, strictness = phones_of(text, dated), [], 1.0
    if not phones:
        phones = phones_of(_letters_as_digits(text), dated)
        findings, strictness = [Finding.LENIENT_DIGIT], 0.6
    if not phones:
        length = any(len(run) in (8, 9, 11, 12) for run in _runs(text))
        return Unsettled(Problem.UNREADABLE, (Finding.PHONE_LENGTH,)) if length else Problem.UNREADABLE
    phone = phones[0]
    finding, worth = _standing(phone)
    findings += [finding] if finding else []
    findings += [Finding.PHONE_SEVERAL] if len(phones) > 1 else []
    others = or_else(*(other.written for other in phones[1:]))
    return Parsed(phone.written, worth * strictness, tuple(findings), (*_today(phone), *others))


def _standing(phone: Phone) -> tuple[Finding | None, float]:
    """What the plan of its day says of a number, and how surely it is one, 0..1."""
    if not phone.readings:
        return Finding.PHONE_UNKNOWN_PREFIX, 0.4
    if len(phone.readings) > 1:
        return Finding.PHONE_AMBIGUOUS, 0.8
    return (Finding.PHONE_RENUMBERED, 1.0) if phone.readings[0].renumbered else (None, 1.0)


def _today(phone: Phone) -> tuple[Alternative, ...]:
    """Today's numbers that differ from the written one; of a prefix that its day does not know, by any other day."""
    numbers = [one.number for one in phone.readings or understood(phone.written, None)]
    held = dict.fromkeys(number for number in numbers if len(numbers) > 1 or number != phone.written)
    return tuple(Alternative(AlternativeKind.NUMBER_NOW, number) for number in held)


def phone_of(text: str, dated: date | None = None) -> Phone | None:
    """The first phone number in a text, understood by the plan of that day; without a day, by every plan.

    None when no run of 10 or 11 digits is there. Old landlines of ten digits collide with today's mobiles (08-38251234
    of Hồ Chí Minh City): both readings are given unless the day excludes one.
    """
    written = next((number for run in _runs(text) for number in [_national(run)] if number), "")
    return Phone(written, understood(written, dated)) if written else None


def phones_of(text: str, dated: date | None = None) -> tuple[Phone, ...]:
    """Every phone number of a line, in its order, each once. Eleven digits that no plan knows are none."""
    numbers = dict.fromkeys(filter(None, map(_national, _runs(text))))
    phones = (Phone(number, understood(number, dated)) for number in numbers)
    return tuple(one for one in phones if one.readings or len(one.written) == 10 or understood(one.written, None))


def _runs(text: str) -> list[str]:
    """Digits that stand together, at most signs of grouping between them; two numbers in a row are parted."""
    tidy = re.sub(r"\(?\+\s?84\)?|\b0084", "0", text)
    runs = []
    for match in _RUN.finditer(tidy):
        run = ""
        for group in re.findall("[0-9]+", match[0]):
            if len(run) in (10, 11) and group.startswith("0") and len(run + group) > 11:
                runs.append(run)
                run = ""
            run += group
        runs.append(run)
    return runs


def _national(digits: str) -> str:
    """Ten or eleven digits beginning with 0; "" when these are none."""
    if digits.startswith("84") and len(digits) == 11:
        digits = "0" + digits[2:]
    if digits.startswith("00") and len(digits) in (11, 12):
        digits = digits[1:]
    return digits if digits.startswith("0") and len(digits) in (10, 11) else ""


def _letters_as_digits(text: str) -> str:
    return re.sub(r"(?<=[\d.\s])[OoQIliSB](?=[\d.\s]|$)|^[Oo](?=\d)", lambda match: match[0].translate(_LENIENT), text)
