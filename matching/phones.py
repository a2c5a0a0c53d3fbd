"""The phone of a claim: a state machine over three witnesses, the dossier, the operators and the population register.

    nothing written -> MISSING          no mobile number, nobody one edit away -> INVALID
    registered to the person -> OWNER, OWNER_STALE      to one linked to the person -> RELATIVE
    one edit away is the person's own -> MISREAD
    else ORGANISATION, OTHER_PERSON, UNKNOWN_SUBSCRIBER or NOT_FOUND

A status is a finding and never a ground for refusing a citizen: phones in another's name are the normal case.
"""

from dataclasses import dataclass

from errors import QueryBudgetSpent
from extractors.values.phones import Line, phone_of
from matching.people import Claim, Person, Subscriber, SubscriberKind
from matching.reasons import Reason
from matching.registers import PopulationRegister, TelcoRegister
from matching.resolution import Correction, PhoneFinding, PhoneStatus
from matching.subscribers import Ties, holder_of, is_same_person, stale_reasons, tie, tie_between

_OF_KIN = {
    Ties.SPOUSE: Reason.PHONE_OF_SPOUSE,
    Ties.PARENT: Reason.PHONE_OF_PARENT,
    Ties.CHILD: Reason.PHONE_OF_CHILD,
    Ties.SIBLING: Reason.PHONE_OF_SIBLING,
    Ties.HOUSEHOLD: Reason.PHONE_OF_RELATIVE,
}


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone as written, by the numbering plan, and to whom the operators have it. `number` is "" when invalid."""

    written: str
    number: str
    subscriber: Subscriber | None

    @property
    def digits(self) -> str:
        """Digits as written, without the country code: what an edit is looked for in."""
        digits = "".join(sign for sign in self.written if sign.isdecimal() or sign == "?")
        return "0" + digits[2:] if digits.startswith("84") and not self.written.lstrip().startswith("0") else digits

    @property
    def renumbered(self) -> bool:
        """The number as written is one of before 2018 and has another prefix now."""
        return bool(self.number) and self.number != self.digits


def look_up(claim: Claim, telco: TelcoRegister) -> Phone:
    """Normalise the phone by the plan of its paper's date and ask the operators. Raises what the register raises."""
    if not claim.phone.strip():
        return Phone("", "", None)
    read = phone_of(claim.phone, claim.phone_dated)
    mobiles = [reading.number for reading in read.readings if reading.line is Line.MOBILE] if read else []
    if not mobiles:
        return Phone(claim.phone, "", None)
    return Phone(claim.phone, mobiles[0], telco.subscriber(mobiles[0]))


def phone_finding(
    phone: Phone, person: Person | None, population: PopulationRegister, telco: TelcoRegister
) -> tuple[PhoneFinding, Correction | None]:
    """The status of the phone towards the person, and the right number where the written one was misread."""
    if not phone.written.strip():
        return PhoneFinding(PhoneStatus.MISSING, "", (Reason.PHONE_MISSING,)), None
    renumbered = (Reason.PHONE_OLD_PREFIX,) if phone.renumbered else ()
    status, reasons, meant = _status(phone, person, population, telco)
    finding = PhoneFinding(status, phone.number, (*reasons, *renumbered, *_inactive(phone.subscriber)))
    if meant:
        return finding, Correction("phone", phone.written, meant, "telco", Reason.PHONE_MISREAD)
    if phone.renumbered:
        return finding, Correction("phone", phone.written, phone.number, "telco", Reason.PHONE_OLD_PREFIX)
    return finding, None


def _inactive(subscriber: Subscriber | None) -> tuple[Reason, ...]:
    return (Reason.PHONE_INACTIVE,) if subscriber is not None and not subscriber.active else ()


_Found = tuple[PhoneStatus, tuple[Reason, ...], str]


def _status(phone: Phone, person: Person | None, population: PopulationRegister, telco: TelcoRegister) -> _Found:
    holder, ties = None, Ties.NONE
    if phone.subscriber is not None:
        try:
            holder, ties = _holder(phone.subscriber, person, population)
        except QueryBudgetSpent:
            return PhoneStatus.OTHER_PERSON, (Reason.PHONE_OF_OTHER, Reason.PHONE_HOLDER_NOT_ASKED), ""
    if person is not None:
        theirs = _of_person(phone.subscriber, person, ties)
        if theirs is not None:
            return theirs
        meant = _meant(phone, person, telco)
        if meant:
            return PhoneStatus.MISREAD, (Reason.PHONE_MISREAD,), meant
    status, reason = _of_others(phone, holder)
    nobody = (Reason.PHONE_NOBODY_TO_COMPARE,) if person is None else ()
    return status, (reason, *nobody), ""


def _holder(
    subscriber: Subscriber, person: Person | None, population: PopulationRegister
) -> tuple[Person | None, Ties]:
    """Ask the register about the subscriber only when the person's own entry does not tell."""
    ties = tie(subscriber, person) if person else Ties.NONE
    if ties is not Ties.NONE:
        return None, ties
    holder = holder_of(subscriber, population)
    if holder is not None and person is not None:
        ties = tie_between(holder, person)
    return holder, ties


def _of_person(subscriber: Subscriber | None, person: Person, ties: Ties) -> _Found | None:
    if ties is Ties.SELF:
        return PhoneStatus.OWNER, (Reason.PHONE_OF_OWNER,), ""
    if ties is Ties.SELF_STALE and subscriber is not None:
        return PhoneStatus.OWNER_STALE, stale_reasons(subscriber, person), ""
    return (PhoneStatus.RELATIVE, (_OF_KIN[ties],), "") if ties in _OF_KIN else None


def _meant(phone: Phone, person: Person, telco: TelcoRegister) -> str:
    """The number one edit away that is registered to the person; "" when there is none, or more than one."""
    near = {one.phone for one in telco.near(phone.number or phone.digits) if is_same_person(one, person)}
    return near.pop() if len(near) == 1 else ""


def _of_others(phone: Phone, holder: Person | None) -> tuple[PhoneStatus, Reason]:
    if not phone.number:
        return PhoneStatus.INVALID, Reason.PHONE_INVALID
    if phone.subscriber is None:
        return PhoneStatus.NOT_FOUND, Reason.PHONE_NOT_FOUND
    if phone.subscriber.kind is SubscriberKind.ORGANISATION:
        return PhoneStatus.ORGANISATION, Reason.PHONE_OF_ORGANISATION
    if holder is not None:
        return PhoneStatus.OTHER_PERSON, Reason.PHONE_OF_OTHER
    return PhoneStatus.UNKNOWN_SUBSCRIBER, Reason.PHONE_OF_UNKNOWN
