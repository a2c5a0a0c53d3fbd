"""The telephone of a claim: whose it is, how it is written, and how it goes wrong."""

from random import Random

from samples.claims_case import Case
from samples.claims_register import NOBODY, Entry, Line, Register
from samples.claims_slips import digit_confused
from samples.names import rows
from samples.world_telco import PREFIXES

_STATUS = {
    "self": "owner", "old_number": "owner_stale", "slip": "owner_stale", "old_name": "owner_stale", "kin": "relative",
    "other": "other_person", "company": "organisation", "unknown": "unknown_subscriber", "nobody": "not_found",
}  # fmt: skip
_RENUMBERED = "2018-09-15"  # numbers of eleven digits were given out until then
_OLD = {row["new"]: row["old"] for row in rows("old_mobile_prefixes.csv")}
_MOBILE = tuple(prefix for prefixes in PREFIXES.values() for prefix in prefixes)


class Phones:
    """Gives cases their number."""

    def __init__(self, random: Random, register: Register) -> None:
        self._random = random
        self._register = register

    def give(self, case: Case, label: str) -> None:
        """Put a number into the case, written as `label` says where that can be, else right, else none at all."""
        if label == "phone_missing" or not self._choose(case) or case.line is None:
            case.phone_status = "missing" if case.person else "n/a"
            case.line = None
            return
        case.phone, case.phone_label = case.line.phone, "phone_ok"
        if label == "phone_11digit":
            self._in_eleven(case, case.line)
        elif label in ("phone_ocr", "phone_drop"):
            self._misread(case, label)
        elif label == "phone_cut":
            case.phone, case.phone_label = case.phone[: self._random.randint(5, 7)], label
            case.phone_status = "invalid" if case.person else "n/a"

    def _choose(self, case: Case) -> bool:
        """Whose number is meant, and what that makes of it."""
        if case.person is None:
            case.phone_status = "n/a"
            return case.line is not None
        lines = self._register.lines(case.person)
        if lines:
            case.line = self._random.choice(lines)
            case.phone_status = _STATUS[case.line.how]
        elif line := self._of_kin(case.person):
            case.line, case.phone_status = line, "relative"
        else:
            case.line = self._register.some_line(self._random, "nobody")
            case.phone_status = "not_found"
        return True

    def _of_kin(self, one: Entry) -> Line | None:
        """A number registered to the mother, father or spouse whom the entry links: what is written for a child."""
        for number in (one.mother_cccd, one.father_cccd, one.spouse_cccd):
            kin = self._register.by_number(number) if number else None
            for line in self._register.lines(kin) if kin else ():
                if line.how == "self":
                    return line
        return None

    def _in_eleven(self, case: Case, line: Line) -> None:
        old = _OLD.get(line.phone[:3])
        if old and (not line.registered_on or line.registered_on < _RENUMBERED):
            case.phone, case.phone_label = old + line.phone[3:], "phone_11digit"
            if case.person:
                case.correct("phone", line.phone)

    def _misread(self, case: Case, label: str) -> None:
        """One digit misread or lost in the person's own number; another's number is left as it is."""
        if case.person is None or case.phone_status not in ("owner", "owner_stale"):
            return
        right = case.phone
        wrong = self._dropped(right) if label == "phone_drop" else digit_confused(self._random, right)
        mine = {line.phone for line in self._register.lines(case.person)}
        if (
            not wrong
            or wrong in mine
            or (label == "phone_ocr" and not wrong.startswith(_MOBILE))
            or self._of_housemate(case.person, wrong)
        ):
            return
        case.phone, case.phone_label, case.phone_status = wrong, label, "misread"
        case.correct("phone", right)

    def _dropped(self, number: str) -> str:
        place = self._random.randrange(1, len(number))
        return number[:place] + number[place + 1 :]

    def _of_housemate(self, one: Entry, phone: str) -> bool:
        """The number as misread happens to be that of somebody of the family."""
        holder = self._register.holder(phone)
        if holder == NOBODY:
            return False
        other = self._register.entry(holder)
        return other.household_no == one.household_no or bool(other.kin_numbers & one.kin_numbers)
