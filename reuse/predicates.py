"""Questions that are answered with yes, no or unknown, and never with a value: whoever asks learns no more than that.

Only values that a register confirmed count: a paper alone may be wrong, and no is as grave an answer as yes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from matching.comparing.names import keys
from matching.people import Claim
from matching.reasons import Reason
from reuse.agreeing import same
from reuse.catalogue import catalogue
from reuse.components import Register
from reuse.held import HeldRecord, known_on
from reuse.law import Law
from reuse.papers import PERSON
from reuse.standing import holds, in_force
from storage.records import RecordField
from storage.vietnam_time import day_of

PHONE_DAYS = 180  # a number changes hands; the house's own choice, not a term of law
_FULL_AGE = 18
_NOT_OWN = {reason for reason in Reason if reason.name.startswith("PHONE_OF_")} - {Reason.PHONE_OF_OWNER} | {
    Reason.PHONE_RECYCLED
}


class Answer(Enum):
    YES = "có"
    NO = "không"
    UNKNOWN = "chưa biết"


class Why(Enum):
    """Why the answer is so. It never holds a value."""

    TELCO_CONFIRMS = "Nhà mạng xác nhận số này đăng ký đúng tên người này."
    TELCO_DENIES = "Số này được biết là đăng ký tên người khác hoặc tổ chức."
    ANOTHER_NUMBER = "Kho chỉ có số khác của người này; chưa biết số này là của ai."
    NO_PHONE = "Kho chưa có số điện thoại nào của người này."
    PHONE_NOT_VERIFIED = "Số điện thoại đang giữ chưa được nhà mạng xác nhận."
    VERIFIED_LONG_AGO = "Đã xác minh nhưng quá lâu; cần hỏi lại."
    ALL_AGREE = "Số định danh, họ tên và ngày sinh đều khớp với dữ liệu đã xác minh."
    NUMBER_ONLY = "Số định danh khớp nhưng họ tên hoặc ngày sinh không khớp; cán bộ phải xem."
    NOTHING_AGREES = "Số định danh khác, và họ tên hoặc ngày sinh cũng khác."
    NUMBER_DIFFERS = "Số định danh khác nhưng họ tên và ngày sinh khớp; số có thể đã được hủy và xác lập lại."
    TOO_LITTLE_TOLD = "Thông tin đưa ra chưa đủ để so: cần số định danh 12 số, họ tên và ngày sinh."
    BORN_BEFORE = "Ngày sinh đã xác minh cho thấy đã đủ tuổi."
    BORN_AFTER = "Ngày sinh đã xác minh cho thấy chưa đủ tuổi."
    YEAR_ONLY = "Chỉ biết năm sinh, chưa đủ để trả lời vào ngày này."
    NOT_VERIFIED = "Dữ liệu nhân thân chưa được cơ sở dữ liệu xác minh."
    DOUBTED = "Dữ liệu đang giữ bị nghi ngờ, cơ quan cấp chưa trả lời; cán bộ phải xem."
    RECORDS_DIFFER = "Các dữ liệu đã xác minh nói khác nhau; cán bộ phải xem."


@dataclass(frozen=True, slots=True)
class Predicate:
    """An answer without a value."""

    answer: Answer
    why: Why
    records: tuple[str, ...] = ()  # ids of what it rests on
    basis: tuple[Law, ...] = ()  # in force on the day


def phone_owned_by(phone: str, held: Sequence[HeldRecord], on: date) -> Predicate:
    """Whether a 10-digit number is registered to this person, as the operators said last."""
    known = _confirmable("phone", held, on)
    own = [(one, record) for one, record in known if one.value == phone]
    confirmed = [(one, record) for one, record in own if one.verified_against == Register.TELCO.name.lower()]
    recent = [(one, record) for one, record in confirmed if _recent(one, record, on)]
    told = [(one, record) for one, record in own if one.reason in _NOT_OWN]
    denied = [(one, record) for one, record in told if _recent(one, record, on)]
    answer, why, resting = Answer.UNKNOWN, _lacking(Why.NO_PHONE, held, on), known
    if recent and denied:
        why, resting = Why.RECORDS_DIFFER, recent + denied
    elif recent:
        answer, why, resting = Answer.YES, Why.TELCO_CONFIRMS, recent
    elif denied:
        answer, why, resting = Answer.NO, Why.TELCO_DENIES, denied
    elif confirmed or told:
        why, resting = Why.VERIFIED_LONG_AGO, confirmed + told
    elif own:
        why, resting = Why.PHONE_NOT_VERIFIED, own
    elif known:
        why = Why.ANOTHER_NUMBER
    return _answered(answer, why, resting, on, "TT08-2026-BKHCN")


def is_same_person(claim: Claim, held: Sequence[HeldRecord], on: date) -> Predicate:
    """Whether number, name and birth date that somebody states are this person's."""
    numbers, names, births = (_verified(name, held, on) for name in ("id_number", "full_name", "birth_date"))
    resting = [*numbers, *names, *births]
    if not (numbers and names and births):
        return _answered(Answer.UNKNOWN, _lacking(Why.NOT_VERIFIED, held, on), resting, on, "LCC-2023")
    if any(_differing(each) for each in (numbers, names, births)):
        return _answered(Answer.UNKNOWN, Why.RECORDS_DIFFER, resting, on, "LCC-2023")
    if len(claim.id_number) != 12 or not claim.id_number.isdigit() or not claim.full_name or claim.birth_date is None:
        return _answered(Answer.UNKNOWN, Why.TOO_LITTLE_TOLD, resting, on, "LCC-2023")
    number = claim.id_number == numbers[0][0].value
    name = keys(claim.full_name).k2 == keys(names[0][0].value).k2
    birth = same(str(claim.birth_date), births[0][0].value)
    answer, why = {
        (True, True): (Answer.YES, Why.ALL_AGREE),
        (True, False): (Answer.UNKNOWN, Why.NUMBER_ONLY),
        (False, True): (Answer.UNKNOWN, Why.NUMBER_DIFFERS),
        (False, False): (Answer.NO, Why.NOTHING_AGREES),
    }[number, name and birth]
    return _answered(answer, why, resting, on, "LCC-2023")


def over_18(held: Sequence[HeldRecord], on: date) -> Predicate:
    """Whether the person is of full age on a day: from the eighteenth birthday on; born on 29 February, in a year
    that lacks the day, from 1 March on."""
    births = _verified("birth_date", held, on)
    if not births:
        return _answered(Answer.UNKNOWN, _lacking(Why.NOT_VERIFIED, held, on), (), on, "BLDS-20")
    if _differing(births):
        return _answered(Answer.UNKNOWN, Why.RECORDS_DIFFER, births, on, "BLDS-20")
    born = max((one.value for one, _ in births), key=len)  # the most exact
    if on >= _of_age(_latest(born)):
        return _answered(Answer.YES, Why.BORN_BEFORE, births, on, "BLDS-20")
    if on < _of_age(_earliest(born)):
        return _answered(Answer.NO, Why.BORN_AFTER, births, on, "BLDS-20")
    return _answered(Answer.UNKNOWN, Why.YEAR_ONLY, births, on, "BLDS-20")


def _earliest(born: str) -> str:
    """The first day that a birth date may mean: 1987-01-01 for 1987, 1987-03-01 for 1987-03."""
    return born + "-01-01"[len(born) - 4 :] if len(born) < 10 else born


def _latest(born: str) -> str:
    """The last day that a birth date may mean: 1987-12-31 for 1987, 1987-03-31 for 1987-03."""
    if len(born) == 10:
        return born
    year, _, month = born.partition("-")
    number = int(month or 12)
    after = date(int(year) + number // 12, number % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1).isoformat()


def _of_age(born: str) -> date:
    day = date.fromisoformat(born)
    try:
        return day.replace(year=day.year + _FULL_AGE)
    except ValueError:
        return date(day.year + _FULL_AGE, 3, 1)


_Known = Sequence[tuple[RecordField, HeldRecord]]


def _confirmable(name: str, held: Sequence[HeldRecord], on: date) -> list[tuple[RecordField, HeldRecord]]:
    """A field of the records of the person, one after the other by id."""
    people = sorted({one for one in held if one.kind == PERSON and holds(one, on)}, key=lambda one: one.id)
    return [(one, record) for record in people if (one := record.field(name)) and one.value]


def _verified(name: str, held: Sequence[HeldRecord], on: date) -> list[tuple[RecordField, HeldRecord]]:
    confirmed = Register.POPULATION.name.lower()
    return [(one, record) for one, record in _confirmable(name, held, on) if one.verified_against == confirmed]


def _lacking(why: Why, held: Sequence[HeldRecord], on: date) -> Why:
    """Why there is nothing to answer from: what there is is doubted, else as told."""
    doubted = any(one.kind == PERSON and in_force(one, on) and not holds(one, on) for one in held)
    return Why.DOUBTED if doubted else why


def _differing(known: _Known) -> bool:
    return any(not same(one.value, known[0][0].value) for one, _ in known)


def _recent(one: RecordField, record: HeldRecord, on: date) -> bool:
    day = known_on(one, record) or (day_of(record.known_since) if record.known_since else None)
    return day is not None and (on - day).days <= PHONE_DAYS


def _answered(answer: Answer, why: Why, resting: _Known, on: date, law: str) -> Predicate:
    laws = (catalogue().laws[law], catalogue().laws["L91-2025"])
    records = tuple(dict.fromkeys(record.id for _, record in resting))
    return Predicate(answer, why, records, tuple(each for each in laws if each.in_force(on)))
