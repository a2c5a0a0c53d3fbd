"""Rules that look at other candidates, where the register shows one person only: what cannot be seen is not taken for
absent.

Over the gateway nobody appears but the person whose number, name and birth date were asked for: a twin, a namesake or
another owner of the written number is never among the candidates. Where one of them could explain the paper as well, a
person must look. See docs/decisions/0012-questions-by-value-within-a-budget.md.
"""

from typing import TYPE_CHECKING

from matching.comparing.names import compare_names
from matching.comparing.numbers import LENGTH
from matching.reasons import Reason
from matching.resolution import Level

if TYPE_CHECKING:
    from matching.deciding.gates import Situation

_SAME = (Level.EXACT, Level.VARIANT)
_PREFIX = 6  # digits of a number that tell province, sex and birth year: twins of one sex share them
_ISSUED_TOGETHER = 20  # numbers given to one family in one go lie no further apart (serials are given in order)


def rivals_are_seen(now: "Situation") -> Reason | None:
    """The register shows others who fit the paper; else nobody whom it hides could explain it as well."""
    if now.rivals_seen:
        return None
    hidden = _bearer_of_name(now) or _twin_of_number(now) or _namesake(now)
    return Reason.OTHERS_NOT_SEEN if hidden else None


def _bearer_of_name(now: "Situation") -> bool:
    """The number is the person's and the written name is another one in use: a brother or sister born the same day may
    bear it, and a family has one phone. Unless the reader itself saw the registered name as another reading."""
    if now.best.comparison("full_name").reason is not Reason.NAME_OTHER_IN_USE:
        return False
    readings = now.claim.alternatives.get("full_name", ())
    return not any(compare_names(reading, now.person.full_name).level in _SAME for reading in readings)


def _twin_of_number(now: "Situation") -> bool:
    """The written number may be that of a brother or sister born the same day, for it is near and begins alike.

    Unless name and day are wholly the person's: with them the written number itself was asked for first, and found
    nobody. Or the reader itself saw the person's number as another reading of the same digits.
    """
    written, held = now.claim.id_number, now.person.id_number
    if now.best.level("id_number") in _SAME or not (written.isdecimal() and len(written) == LENGTH):
        return False
    if _as_registered(now) or held in now.claim.alternatives.get("id_number", ()):
        return False
    return written[:_PREFIX] == held[:_PREFIX] and abs(int(written) - int(held)) <= _ISSUED_TOGETHER


def _namesake(now: "Situation") -> bool:
    """No firm number singles the person out: another may share name and birth date, and a brother or sister nearly so.

    Unless the phone is the person's own, and either name and day are wholly the person's, or parents or home are, too:
    whoever shares name and day by chance does not write the other's phone.
    """
    if now.firm_number:
        return False
    family = Level.EXACT in (now.best.level("parents"), now.best.level("address"))
    return not (now.vouched and (family or _as_registered(now)))


def _as_registered(now: "Situation") -> bool:
    """Name and full birth date are written as the register has them."""
    born = now.claim.birth_date
    whole = born is not None and born.day is not None and now.best.level("birth_date") is Level.EXACT
    return whole and now.best.level("full_name") in _SAME
