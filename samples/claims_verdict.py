"""What ought to come of a claim, from what is left of it: automatic, or a person must look.

ok          may be automatic: enough stands that no other person fits
tolerated   a person should look, but the right person accepted is no error
forbidden   automatic acceptance is an error, whoever is named

The verdict asks what the paper and the register hold, never what a tracer can make of it.
"""

from rapidfuzz.distance import OSA

from samples.claims_case import Case
from samples.claims_register import Entry, Register
from samples.world import CANCELLED
from samples.world_telco import unmarked

_DECIDING = ("id_number", "full_name", "dob")
_A_SLIP = 2  # letters: a parent's name so near is that name misread


def judge(case: Case, register: Register) -> None:
    """Set decision and auto where the kind of claim has not settled them."""
    one = case.person
    if one is None or case.auto == "forbidden":
        return
    firm = case.number == one.cccd or (len(case.number) == 9 and case.number == one.cmnd)
    numberless = not firm and len(case.number) < 11 and not _misread(case.number, one.cmnd)
    others = _doubles(case, one, register) if numberless else []
    if others and not all(_told_apart(case, one, other) for other in others):
        case.review("forbidden")
    elif others:
        case.review("tolerated")
    elif case.auto == "ok":
        _weigh(case, one, firm)


def _weigh(case: Case, one: Entry, firm: bool) -> None:
    wrong = [what for what in _DECIDING if what in case.corrections and not (what == "id_number" and firm)]
    unread = case.number.count("?") + 12 * (not case.number)
    if len(wrong) > 2 or (len(wrong) == 2 and not _slight(case, one, firm)) or (unread > 2 and not _stands_more(case)):
        case.review("tolerated")
    elif set(case.corrections) - {"phone"}:
        case.decision = "auto_correct"


def _slight(case: Case, one: Entry, firm: bool) -> bool:
    """Of two errors: the number is right or one slip from right, and the name has whole words."""
    number = firm or _misread(case.number, one.cmnd) or OSA.distance(case.number, one.cccd) <= 1
    return number and "." not in case.name


def _stands_more(case: Case) -> bool:
    """Anything besides number, name and birth date speaks for the person."""
    kin = case.own_line or case.phone_status == "relative"
    return kin or any((case.father_name, case.mother_name, case.issued_on, *case.address))


def _doubles(case: Case, one: Entry, register: Register) -> list[Entry]:
    """Others who bear the person's name, or the name as written, and the birth date as that is given."""
    found = register.namesakes(one.full_name, one.dob) + register.namesakes(case.name, case.day)
    return list({other.index: other for other in found if other.index != one.index}.values())


def _told_apart(case: Case, one: Entry, other: Entry) -> bool:
    """The claim carries what is the person's own and not the namesake's. A commune is not: two may live there."""
    if case.phone_status in ("owner", "owner_stale") or other.status == CANCELLED:  # which is the person's own entry
        return True
    if case.issued_on and case.issued_on == one.cccd_issued_on != other.cccd_issued_on:
        return True
    return _parent_tells(case.father_name, other.father_name) or _parent_tells(case.mother_name, other.mother_name)


def _parent_tells(written: str, others: str) -> bool:
    return bool(written) and OSA.distance(unmarked(written), unmarked(others)) > _A_SLIP


def _misread(number: str, right: str) -> bool:
    """The old number with no more than one digit misread."""
    return len(number) == len(right) == 9 and sum(one != two for one, two in zip(number, right, strict=True)) <= 1
