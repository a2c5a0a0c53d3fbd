"""What may stand behind a claim, as questions to an all-or-nothing register, the most valuable first. Nothing is asked.

The register wants number, name and birth date together and never says which of them misses, so each slip of reading or
writing has to be supposed and asked on its own; each question is a use of personal data, so there are few.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.reading import PartialDate
from matching.dates import swapped
from matching.inquiry import Supposition
from matching.numbers import LENGTH, OLD_LENGTH, fillings, looks_like, prefix_fits
from matching.people import Claim, Sex
from matching.registers import Why

_PREFIX = slice(3, 6)  # sex and century, then two digits of the birth year (NĐ 137/2015/NĐ-CP, article 13)

_LONGEST_NAME = 200  # letters; what is longer is no name but a misread page, and the register takes no such question


@dataclass(frozen=True, slots=True)
class Question:
    """One question that the register understands."""

    number: str  # 12 digits, or 9 of an old CMND
    full_name: str
    birth_date: PartialDate  # a full day, or the year alone
    supposition: Supposition
    why: Why  # how a person found by it was found


def questions(claim: Claim) -> Iterator[Question]:
    """Different questions about one claim, the most valuable first.

    None without a name, a birth year and a number: the register cannot be asked then, which says nothing of the person.
    """
    if not 0 < len(claim.full_name.strip()) <= _LONGEST_NAME or claim.birth_date is None:
        return
    seen: set[tuple[str, PartialDate]] = set()
    for question in _supposed(claim, claim.birth_date):
        key = (question.number, question.birth_date)
        if key not in seen:
            seen.add(key)
            yield question


def _supposed(claim: Claim, born: PartialDate) -> Iterator[Question]:
    name = " ".join(claim.full_name.split())
    asked = born if born.day else PartialDate(born.year)
    firm = list(_numbers_as_written(claim, born))
    for number, supposition, why in firm:
        yield Question(number, name, asked, supposition, why)
    yield from _prefix_explained(claim, name, asked)
    for number, _, why in firm:
        yield Question(number, name, PartialDate(born.year), Supposition.YEAR_ONLY, why)
    exchanged = swapped(born)
    if exchanged:
        for number, _, why in firm:
            yield Question(number, name, exchanged, Supposition.DAY_AND_MONTH_SWAPPED, why)
    if claim.dossier_id:  # without one it is another register's record, which was typed and not read from a scan
        yield from _lookalike_digits(claim, name, asked)


def _numbers_as_written(claim: Claim, born: PartialDate) -> Iterator[tuple[str, Supposition, Why]]:
    """Numbers that are wholly written, or nearly: an old one, one with unreadable digits, one that lost its zeros."""
    written, old = claim.id_number, claim.old_number
    if _is_number(written, LENGTH):
        yield written, Supposition.AS_READ, Why.NUMBER
    if _is_number(written, OLD_LENGTH):
        yield written, Supposition.OLD_NUMBER, Why.OLD_NUMBER
    if _is_number(old, OLD_LENGTH):
        yield old, Supposition.OLD_NUMBER, Why.OLD_NUMBER
    if len(written) == LENGTH and "?" in written:
        for number in fillings(written):
            if prefix_fits(number, born.year, _male(claim)):
                yield number, Supposition.UNREADABLE_FILLED, Why.NUMBER_MASKED
    if _is_number(written, LENGTH - 1) or _is_number(written, LENGTH - 2):
        number = written.zfill(LENGTH)
        if prefix_fits(number, born.year, _male(claim)):
            yield number, Supposition.ZERO_RESTORED, Why.NUMBER_NEAR
    if _is_number(written, OLD_LENGTH - 1):
        yield written.zfill(OLD_LENGTH), Supposition.ZERO_RESTORED, Why.OLD_NUMBER


def _prefix_explained(claim: Claim, name: str, born: PartialDate) -> Iterator[Question]:
    """Where number and birth date or sex contradict each other: one digit of the number was misread, or the year was.

    The contradiction alone proves no slip, for lawful numbers may no longer fit their holder (NĐ 70/2024/NĐ-CP, article
    11): so the question as written comes before these.
    """
    number = claim.id_number
    if not _is_number(number, LENGTH) or prefix_fits(number, born.year, _male(claim)):
        return
    for repaired in _repaired(number, born.year, _male(claim)):
        yield Question(repaired, name, born, Supposition.PREFIX_REPAIRED, Why.NUMBER_NEAR)
    year = (19 + int(number[3]) // 2) * 100 + int(number[4:6])
    if sum(a != b for a, b in zip(str(year), str(born.year), strict=True)) == 1:
        yield Question(number, name, PartialDate(year), Supposition.YEAR_OF_NUMBER, Why.NUMBER)


def _lookalike_digits(claim: Claim, name: str, born: PartialDate) -> Iterator[Question]:
    """A digit outside the prefix taken for one of like shape: many questions, so they come last."""
    number = claim.id_number
    if _is_number(number, LENGTH) and prefix_fits(number, born.year, _male(claim)):
        for other in _lookalikes(number):
            yield Question(other, name, born, Supposition.DIGIT_LOOKALIKE, Why.NUMBER_NEAR)


def _repaired(number: str, year: int, male: bool | None) -> Iterator[str]:
    """The number with one digit of its prefix changed so that it fits birth year and sex; look-alike digits first."""
    fits = []
    for at in range(_PREFIX.start, _PREFIX.stop):
        for digit in "0123456789":
            other = number[:at] + digit + number[at + 1 :]
            if digit != number[at] and prefix_fits(other, year, male):
                fits.append((not looks_like(number[at], digit), other))
    yield from (other for _, other in sorted(fits))


def _lookalikes(number: str) -> Iterator[str]:
    """The number with one digit taken for a look-alike: the serial from its end, then the province."""
    for at in (*range(LENGTH - 1, _PREFIX.stop - 1, -1), *range(_PREFIX.start)):
        for digit in "0123456789":
            if digit != number[at] and looks_like(number[at], digit):
                yield number[:at] + digit + number[at + 1 :]


def _is_number(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdecimal()


def _male(claim: Claim) -> bool | None:
    return None if claim.sex is None else claim.sex is Sex.MALE
