"""Whose phone it is: a telco record set against a registered person, and against the people linked to that person."""

from enum import Enum

from matching.comparing.dates import compare_dates
from matching.comparing.names import compare_names
from matching.comparing.numbers import LENGTH, OLD_LENGTH, compare_numbers, prefix_fits
from matching.people import Claim, Person, Subscriber, SubscriberKind
from matching.reasons import Reason
from matching.registers import PopulationRegister
from matching.resolution import Level

_CURRENT_NAME = (None, Reason.NAME_TONE_PLACEMENT, Reason.NAME_I_Y, Reason.NAME_NO_MARKS)
_AGREES = (Level.EXACT, Level.VARIANT, Level.CLOSE)


class Ties(Enum):
    """How the holder of a phone number is tied to a person."""

    SELF = "chính người đó, thông tin hiện hành"
    SELF_STALE = "chính người đó, nhà mạng còn giữ thông tin cũ hoặc sai"
    SPOUSE = "vợ hoặc chồng"
    PARENT = "cha hoặc mẹ"
    CHILD = "con"
    SIBLING = "anh, chị hoặc em"
    HOUSEHOLD = "người cùng hộ"
    NONE = "không liên quan theo cơ sở dữ liệu"


def tie(subscriber: Subscriber, person: Person) -> Ties:
    """As far as the telco record and the person's own entry tell, without another query."""
    if subscriber.kind is SubscriberKind.ORGANISATION:
        return Ties.NONE
    if is_same_person(subscriber, person):
        return Ties.SELF_STALE if stale_reasons(subscriber, person) else Ties.SELF
    number = subscriber.paper_number
    if number and number == person.spouse_id:
        return Ties.SPOUSE
    for held, name in ((person.father_id, person.father_name), (person.mother_id, person.mother_name)):
        if number and number == held and compare_names(subscriber.name, name).level in (*_AGREES, Level.MISSING):
            return Ties.PARENT
        if _is_parents_old_record(subscriber, held, name):
            return Ties.PARENT
    return Ties.NONE


def _is_parents_old_record(subscriber: Subscriber, held: str, name: str) -> bool:
    """Registered with an old number, in the parent's very name, born in the year that the parent's number tells."""
    if len(subscriber.paper_number) != OLD_LENGTH or subscriber.birth_date is None or len(held) != LENGTH:
        return False
    same = compare_names(subscriber.name, name)
    called = same.level in (Level.EXACT, Level.VARIANT) or same.reason is Reason.NAME_NO_MARKS
    return called and prefix_fits(held, subscriber.birth_date.year, None)


def is_same_person(subscriber: Subscriber, person: Person) -> bool:
    """The number is the person's and name or birth date confirms it; or it is a slip away, or an old number that the
    register does not hold, and both confirm it."""
    number = compare_numbers(subscriber.paper_number, person)
    if number.level is Level.DIFFERENT:
        return False
    name = compare_names(subscriber.name, person.full_name, person.other_name).level in _AGREES
    day = compare_dates(subscriber.birth_date, person.birth_date).level in (Level.EXACT, Level.CLOSE)
    if number.level in (Level.EXACT, Level.VARIANT):
        return name or day
    if number.reason is Reason.OLD_CMND_NOT_ON_FILE and not person.old_numbers:
        return name and subscriber.birth_date == person.birth_date
    return number.level is Level.CLOSE and name and day


def stale_reasons(subscriber: Subscriber, person: Person) -> tuple[Reason, ...]:
    """What of the telco record of the person's own number is no longer, or never was, right. Empty: all is current."""
    reasons = []
    if subscriber.paper_number != person.id_number:
        reasons.append(Reason.PHONE_STALE_NUMBER)
    if compare_names(subscriber.name, person.full_name).reason not in _CURRENT_NAME:
        reasons.append(Reason.PHONE_STALE_NAME)
    day = compare_dates(subscriber.birth_date, person.birth_date)
    if day.level not in (Level.EXACT, Level.MISSING) and day.reason is not Reason.REGISTER_YEAR_ONLY:
        reasons.append(Reason.PHONE_STALE_DATE)
    return tuple(reasons)


def tie_between(holder: Person, person: Person) -> Ties:
    """How two registered people are linked by their entries: marriage, parents, household. Order of closeness."""
    parents = {number for number in (person.father_id, person.mother_id) if number}
    if holder.id_number in parents:
        return Ties.PARENT
    if person.id_number in (holder.father_id, holder.mother_id):
        return Ties.CHILD
    if holder.id_number == person.spouse_id or person.id_number == holder.spouse_id:
        return Ties.SPOUSE
    if parents & {holder.father_id, holder.mother_id}:
        return Ties.SIBLING
    if holder.household and holder.household == person.household:
        return Ties.HOUSEHOLD
    return Ties.NONE


def holder_of(subscriber: Subscriber, population: PopulationRegister) -> Person | None:
    """The registered person to whom a telco record belongs, confirmed by name or birth date; None when there is none.

    The record is asked for as a claim of its own. Raises what the register raises.
    """
    if subscriber.kind is SubscriberKind.ORGANISATION:
        return None
    asked = Claim(
        dossier_id="", full_name=subscriber.name, id_number=subscriber.paper_number, birth_date=subscriber.birth_date
    )
    found = [entry.person for entry in population.candidates(asked) if is_same_person(subscriber, entry.person)]
    return min(found, key=lambda person: (len(stale_reasons(subscriber, person)), person.person_id), default=None)
