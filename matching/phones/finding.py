"""The phone of a claim: a state machine over three witnesses, the dossier, the operators and the population register.

    nothing written -> MISSING          no mobile number, nobody one edit away -> INVALID
    registered to the person -> OWNER, OWNER_STALE      to one linked to the person -> RELATIVE
    one edit away is the person's own -> MISREAD
    else ORGANISATION, OTHER_PERSON, UNKNOWN_SUBSCRIBER or NOT_FOUND

A status is a finding and never a ground for refusing a citizen: phones in another's name are the normal case. A lawful
case (guardian, filer, office) is the same status with the lawful reason; a line that was given out again after the day
of the paper is the same status with that reason.
"""

from dataclasses import dataclass
from datetime import date

from errors import QueryBudgetSpent
from extractors.values.phones import Line, phone_of
from matching.people import Claim, Person, Subscriber, SubscriberKind
from matching.phones.days import guards, is_filers, later_reasons, listed_numbers, recycled
from matching.phones.holder_questions import can_be_placed
from matching.phones.subscribers import Ties, holder_of, is_same_person, stale_reasons, tie, tie_between
from matching.reasons import Reason
from matching.registers import PopulationRegister, TelcoRegister
from matching.resolution import Correction, PhoneFinding, PhoneStatus

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
    dated: date | None = None  # the day of the paper that names it
    filer: tuple[str, str] = ("", "")  # name and number of who hands the dossier in
    landline: bool = False  # a number of a fixed line by the plan of its day

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
    number = mobiles[0] if mobiles else ""
    holder = telco.subscriber(number) if number else None
    fixed = not mobiles and bool(read and read.readings)
    return Phone(claim.phone, number, holder, claim.phone_dated, (claim.filer_name, claim.filer_number), fixed)


def phone_finding(
    phone: Phone, person: Person | None, population: PopulationRegister, telco: TelcoRegister
) -> tuple[PhoneFinding, Correction | None]:
    """The status of the phone towards the person, and the right number where the written one was misread."""
    if not phone.written.strip():
        return PhoneFinding(PhoneStatus.MISSING, "", (Reason.PHONE_MISSING,)), None
    renumbered = (Reason.PHONE_OLD_PREFIX,) if phone.renumbered else ()
    status, reasons, meant = _status(phone, person, population, telco)
    finding = PhoneFinding(status, phone.number, tuple(dict.fromkeys((*reasons, *renumbered))))
    if meant:
        return finding, Correction("phone", phone.written, meant, "telco", Reason.PHONE_MISREAD)
    if phone.renumbered:
        return finding, Correction("phone", phone.written, phone.number, "telco", Reason.PHONE_OLD_PREFIX)
    return finding, None


_NOBODY_ASKED = (Reason.PHONE_OF_OTHER, Reason.PHONE_NOBODY_TO_COMPARE, Reason.PHONE_HOLDER_NOT_ASKED)
_Found = tuple[PhoneStatus, tuple[Reason, ...], str]


def _status(phone: Phone, person: Person | None, population: PopulationRegister, telco: TelcoRegister) -> _Found:
    holder, ties = None, Ties.NONE
    if phone.subscriber is not None:
        if not can_be_placed(phone.subscriber, person, population):
            return PhoneStatus.OTHER_PERSON, _NOBODY_ASKED, ""
        try:
            holder, ties = _holder(phone.subscriber, person, population)
        except QueryBudgetSpent:
            reason = _lawful_or_recycled(phone) or Reason.PHONE_OF_OTHER
            return PhoneStatus.OTHER_PERSON, (reason, Reason.PHONE_HOLDER_NOT_ASKED), ""
    more = _later(phone, person, holder, stale=ties is Ties.SELF_STALE)
    if person is not None:
        theirs = _of_person(phone, person, ties, holder)
        if theirs is not None:
            status, reasons = theirs
            return status, (*reasons, *more), ""
        meant = _meant(phone, person, telco)
        if meant:
            return PhoneStatus.MISREAD, (Reason.PHONE_MISREAD, *more), meant
    status, reason = _of_others(phone, holder)
    nobody = (Reason.PHONE_NOBODY_TO_COMPARE,) if person is None else ()
    return status, (_lawful_or_recycled(phone) or reason, *nobody, *more), ""


def _later(phone: Phone, person: Person | None, holder: Person | None, *, stale: bool) -> tuple[Reason, ...]:
    return tuple(later_reasons(phone.subscriber, person, holder, stale=stale)) if phone.subscriber is not None else ()


def _lawful_or_recycled(phone: Phone) -> Reason | None:
    """Why a number that is not the person's own may stand in the dossier all the same."""
    if phone.digits in listed_numbers() or phone.number in listed_numbers():
        return Reason.PHONE_LISTED
    if phone.landline:
        return Reason.PHONE_OF_OFFICE
    if phone.subscriber is None:
        return None
    if is_filers(phone.subscriber, *phone.filer):
        return Reason.PHONE_OF_FILER
    return Reason.PHONE_RECYCLED if recycled(phone.subscriber, phone.dated) else None


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


def _of_person(
    phone: Phone, person: Person, ties: Ties, holder: Person | None
) -> tuple[PhoneStatus, tuple[Reason, ...]] | None:
    if ties is Ties.SELF:
        return PhoneStatus.OWNER, (Reason.PHONE_OF_OWNER,)
    if ties is Ties.SELF_STALE and phone.subscriber is not None:
        return PhoneStatus.OWNER_STALE, stale_reasons(phone.subscriber, person)
    if ties not in _OF_KIN:
        return None
    lawful = Reason.PHONE_OF_GUARDIAN if guards(ties, holder, person, phone.dated) else None
    if lawful is None and phone.subscriber is not None and is_filers(phone.subscriber, *phone.filer):
        lawful = Reason.PHONE_OF_FILER
    return PhoneStatus.RELATIVE, (lawful or _OF_KIN[ties],)


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
