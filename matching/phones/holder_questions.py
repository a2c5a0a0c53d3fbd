"""When the population register may be asked about the subscriber of a phone: only where the answer can tell something.

Each question is a use of personal data about somebody who did not hand the dossier in. An extract is searched in any
case; over the gateway the record itself must first give ground to ask.
"""

from matching.comparing.dates import compare_dates
from matching.comparing.names import compare_names
from matching.comparing.numbers import LENGTH, OLD_LENGTH, slip_between
from matching.people import Claim, Person, Subscriber, SubscriberKind
from matching.registers import PopulationRegister
from matching.resolution import Level

_AGREES = (Level.EXACT, Level.VARIANT, Level.CLOSE)


def may_be_claimant(subscriber: Subscriber, claim: Claim, population: PopulationRegister) -> bool:
    """The record may be about the person of the claim: its number is the written one or a slip away, or name and birth
    date both agree. Only then can the subscriber be a candidate whom the claim's own questions did not find."""
    if population.searches_by_name:
        return True
    written = tuple(number for number in (claim.id_number, claim.old_number) if number)
    number = any(_same_or_near(number, subscriber.paper_number) for number in written)
    name = compare_names(claim.full_name, subscriber.name).level in _AGREES
    day = compare_dates(claim.birth_date, subscriber.birth_date).level in (Level.EXACT, Level.CLOSE)
    return (number and (name or day)) or (name and day)


def can_be_placed(subscriber: Subscriber, person: Person | None, population: PopulationRegister) -> bool:
    """There is a person to whom the subscriber can be tied, by data of the subscriber's own entry: parents, marriage,
    household. Where nobody was found, who holds the phone tells nothing, and nobody is asked about."""
    return population.searches_by_name or person is not None or subscriber.kind is SubscriberKind.ORGANISATION


def _same_or_near(written: str, held: str) -> bool:
    if len(held) not in (LENGTH, OLD_LENGTH):
        return False
    return written == held or slip_between(written, held) is not None
