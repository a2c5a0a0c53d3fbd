"""The rules of matching: each compares one thing of a claim with one registered person.

A rule says how far they agree (`Level`), how they differ (`Reason`) and what such an agreement by chance would cost
(`bits`, counted in the register). Its weight is bits + log2 m, m from the versioned rates. Silence weighs nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from matching.comparing.dates import compare_dates, digit_is_lookalike
from matching.comparing.names import compare_names, keys, parts
from matching.comparing.numbers import LENGTH, OLD_LENGTH, compare_numbers, prefix_fits
from matching.comparing.places import commune_key, compare_places, is_old_unit
from matching.people import Claim, Person, Sex, Subscriber
from matching.phones.days import recycled
from matching.phones.subscribers import Ties, tie, tie_between
from matching.reasons import Reason
from matching.resolution import Comparison, Level
from matching.weighing.shares import Shares
from matching.weighing.weights import Weights

_AGREES = (Level.EXACT, Level.VARIANT, Level.CLOSE)
_SAME = (Level.EXACT, Level.VARIANT)
_SLIPS = (Reason.NAME_LETTER_MISREAD, Reason.NAME_LETTERS_MISREAD, Reason.NAME_MARK_DIFFERS)
_RARE_GIVEN_BITS = 13.0  # a given name borne by fewer than one in 8,000 is hardly another person's
_BITS_OF_DIGIT = 3.3219
_BITS_OF_MISFIT = 3.3  # a number that misfits its own paper was misread, whoever is meant: one paper in ten
_MOST_PHONE_BITS = 9.0  # phones go round in a family: ownership supports a match, it never makes one
_MOST_PARENT_BITS = 7.0  # brothers and sisters share parents: beyond this their names say nothing more


@dataclass(frozen=True, slots=True)
class Background:
    """What a rule may know besides the pair: how common things are, the rates, to whom the claimed phone belongs."""

    frequencies: Shares
    weights: Weights
    subscriber: Subscriber | None = None
    holder: Person | None = None  # the subscriber's entry in the register, where it was asked for


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a claim and a person agree in one thing. `bits` = log2 odds against such an agreement by chance."""

    level: Level
    reason: Reason | None = None
    bits: float = 0.0


_SILENT = Agreement(Level.MISSING)
_DIFFERENT = Agreement(Level.DIFFERENT)
_OF_PLACE = {level: Agreement(level) for level in Level}
_SAME_SEX = Agreement(Level.EXACT, None, 1.0)
_OTHER_SEX = Agreement(Level.DIFFERENT, Reason.SEX_WRONG, 1.0)
_OF_OWNER = Agreement(Level.EXACT, Reason.PHONE_OWNER_AGREES, _MOST_PHONE_BITS)
_OF_KIN = Agreement(Level.CLOSE, None, _MOST_PHONE_BITS / 2)


def id_number(claim: Claim, person: Person, background: Background) -> Agreement:
    """The number on the paper is the person's: the 12-digit one, an old one, or one slip away from it."""
    found = compare_numbers(claim.id_number, person)
    if found.level in _AGREES or claim.old_number not in person.old_numbers:
        whole = background.weights.number_bits
        length = OLD_LENGTH if found.reason in (Reason.OLD_CMND, Reason.OLD_CMND_MISREAD) else LENGTH
        if found.level is Level.CLOSE and length == LENGTH:
            whole = background.frequencies.number_bits(person.id_number)
            whole += 0.0 if _fits_prefix(claim) else _BITS_OF_MISFIT
        bits = max(0.0, whole - _BITS_OF_DIGIT * (length - found.readable)) if found.readable else 0.0
        return Agreement(found.level, found.reason, bits)
    return Agreement(Level.VARIANT, Reason.OLD_CMND, background.weights.number_bits)


def _fits_prefix(claim: Claim) -> bool:
    year = claim.birth_date.year if claim.birth_date else None
    return prefix_fits(claim.id_number, year, None if claim.sex is None else claim.sex is Sex.MALE)


def full_name(claim: Claim, person: Person, background: Background) -> Agreement:
    """The names are the same, or the same but for marks, a dropped middle name, a former name or one letter."""
    found = compare_names(claim.full_name, person.full_name, person.other_name)
    if found.level is Level.MISSING:
        return _SILENT
    reason = found.reason
    if reason in _SLIPS and _is_other_name(claim.full_name, person.full_name, background.frequencies):
        reason = Reason.NAME_OTHER_IN_USE
    return Agreement(found.level, reason, _name_bits(reason, person, background.frequencies))


def _is_other_name(written: str, held: str, frequencies: Shares) -> bool:
    """The given name on paper is not the registered one, yet people bear it: perhaps no slip but somebody else."""
    ours, theirs = parts(keys(written).k2).given, parts(keys(held).k2).given
    return ours != theirs and frequencies.given_bits(ours, None, None) < _RARE_GIVEN_BITS


def _name_bits(reason: Reason | None, person: Person, frequencies: Shares) -> float:
    """What the agreeing part of the name would cost by chance."""
    ladder = keys(person.other_name if reason is Reason.FORMER_NAME else person.full_name)
    sex, year = person.sex, person.birth_date.year
    if reason in (None, Reason.NAME_TONE_PLACEMENT, Reason.NAME_I_Y):
        return frequencies.name_bits(ladder.k2, sex, year)
    cut = parts(ladder.k4)
    if reason in (Reason.NAME_MIDDLE_DROPPED, Reason.NAME_MIDDLE_DIFFERS, Reason.NAME_ABBREVIATED):
        return frequencies.surname_bits(cut.surname) + frequencies.given_bits(cut.given, sex, year)
    return 0.0 if reason is Reason.NAME_CONFLICT else frequencies.name_bits(ladder.k4, sex, year)


def birth_date(claim: Claim, person: Person, background: Background) -> Agreement:
    """The birth dates are the same day, or the same but for a swap, a digit, or the year alone being known."""
    found = compare_dates(claim.birth_date, person.birth_date)
    year = background.frequencies.year_bits(person.birth_date.year)
    bits = {"": 0.0, "year": year, "day": year + background.weights.date_day_bits}[found.parts]
    if found.reason is Reason.DATE_DIGIT_WRONG and claim.birth_date:
        bits += 2.0 if digit_is_lookalike(claim.birth_date, person.birth_date) else 0.0
    return Agreement(found.level, found.reason, bits)


def sex(claim: Claim, person: Person, background: Background) -> Agreement:
    """The paper and the register give the same sex."""
    if claim.sex is None or person.sex is None:
        return _SILENT
    return _SAME_SEX if claim.sex is person.sex else _OTHER_SEX


def parents(claim: Claim, person: Person, background: Background) -> Agreement:
    """The names of father and mother on the paper are those in the register."""
    if not (claim.father_name or claim.mother_name):
        return _SILENT
    pairs = ((claim.father_name, person.father_name), (claim.mother_name, person.mother_name))
    found = [(compare_names(written, held).level, held) for written, held in pairs]
    told = [(level, held) for level, held in found if level is not Level.MISSING]
    if not told:
        return _SILENT
    if any(level is Level.DIFFERENT for level, _ in told):
        return _DIFFERENT
    bits = sum(background.frequencies.given_bits(parts(keys(held).k4).given, None, None) for _, held in told)
    exact = all(level in _SAME for level, _ in told)
    return Agreement(Level.EXACT if exact else Level.CLOSE, Reason.PARENTS_AGREE, min(bits, _MOST_PARENT_BITS))


def address(claim: Claim, person: Person, background: Background) -> Agreement:
    """The commune on the paper is the person's, in the units of before or after 2025-07-01."""
    level = compare_places(claim.address, person)
    if level is not Level.EXACT:
        return _OF_PLACE[level]
    held = (commune_key(text) for text in (person.address, person.address_old) if text)
    reason = Reason.ADDRESS_OLD_UNIT if is_old_unit(claim.address, person) else None
    return Agreement(level, reason, min(background.frequencies.commune_bits(key) for key in held))


def card_issued_on(claim: Claim, person: Person, background: Background) -> Agreement:
    """The card was issued on the day that the register has on file."""
    if claim.id_issued_on is None or person.id_issued_on is None:
        return _SILENT
    if claim.id_issued_on == person.id_issued_on:
        return Agreement(Level.EXACT, None, background.weights.date_day_bits + 2.0)
    return _DIFFERENT


def phone_owner(claim: Claim, person: Person, background: Background) -> Agreement:
    """The phone on the paper is registered to the person, or to one whom the register links to the person."""
    if background.subscriber is None:
        return _SILENT
    ties = tie(background.subscriber, person)
    if ties in (Ties.SELF, Ties.SELF_STALE):
        return _OF_OWNER
    if ties is Ties.NONE and background.holder is not None and background.holder.person_id != person.person_id:
        ties = tie_between(background.holder, person)
    if ties is not Ties.NONE:
        return _OF_KIN
    if recycled(background.subscriber, claim.phone_dated):
        return _SILENT  # its holder of today says nothing of who had it on the day of the paper
    return _DIFFERENT


Rule = Callable[[Claim, Person, Background], Agreement]

RULES: tuple[Rule, ...] = (id_number, full_name, birth_date, sex, parents, address, card_issued_on, phone_owner)

_NAMED = tuple((rule, rule.__name__) for rule in RULES)


def compare(claim: Claim, person: Person, background: Background) -> tuple[Comparison, ...]:
    """One comparison a rule, in the order of `RULES`. Weights are log2 odds; silence weighs 0."""
    rows, comparison = [], background.weights.comparison
    for rule, name in _NAMED:
        found = rule(claim, person, background)
        rows.append(comparison(name, found.level, found.reason, found.bits))
    return tuple(rows)
