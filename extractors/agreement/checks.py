"""Do the readings of one paper agree with each other? Findings only: nothing is changed, nothing rejected."""

from dataclasses import dataclass, replace
from datetime import date

from extractors.agreement.persons import SEXES, Role, Says, whose
from extractors.evidence import surer, with_finding
from extractors.findings import Finding
from extractors.form import Form, Holder
from extractors.reading import FieldReading, PartialDate, Problem
from extractors.values.date_words import words_to_date
from extractors.values.money import money_said
from extractors.values.personal_id import id_structure, provinces_of_birth
from extractors.values.units import bare_key

DOUBT = 0.6  # factor on the confidence of readings that contradict each other
MILD = 0.85  # factor where one of two days is wrong and either may be the writer's own slip
HINT = 0.95  # factor where the law allows that they differ
YOUNGEST_PARENT, ELDEST_MOTHER, ELDEST_FATHER = 12, 60, 90  # years at the birth of a child; beyond: likely misread
RENEWALS = (14, 25, 40, 60)  # ages at which a card ends
MERGED = date(2025, 7, 1)  # Nghị quyết 202/2025/QH15: 63 provinces became 34

# somebody else's code agrees with itself as well as the right one does: that settles nothing between them
DISPUTES = {
    finding.name
    for finding in (
        Finding.QR_DIFFERS_FROM_PRINT,
        Finding.MRZ_DIFFERS_FROM_PRINT,
        Finding.QR_DIFFERS_FROM_MRZ,
        Finding.SEVERAL_VALUES,
    )
}

Readings = dict[str, FieldReading]


def checked(form: Form, readings: tuple[FieldReading, ...]) -> tuple[FieldReading, ...]:
    """The readings with what they say about each other."""
    held: Readings = {reading.field: reading for reading in readings}
    people = _people(form, held)
    for holder in people:
        _number_against_person(held, holder)
        _in_time(held, holder.birth, form.dated_by, Finding.DATE_UNLIKELY)
        _in_time(held, holder.birth, holder.issued, Finding.ISSUED_BEFORE_BIRTH)
        _in_time(held, holder.issued, form.dated_by, Finding.ISSUED_AFTER_PAPER, MILD)
    _older_than_child(held, people)
    _expiry_by_age(held)
    _province_of_number(held, form.dated_by)
    for digits, words in form.words_of:
        _date_from_words(held, digits, words)
        _words_against_digits(held, digits, words)
    return tuple(held.values())


@dataclass(frozen=True, slots=True)
class _Person:
    """The fields that speak of one person; "" for one that the paper has not."""

    role: Role
    number: str = ""
    birth: str = ""
    sex: str = ""
    issued: str = ""


def _people(form: Form, held: Readings) -> list[_Person]:
    """The persons as the form itself pairs their fields, then those whom the names of the fields tell."""
    named: dict[tuple[Role, int], dict[Says, str]] = {}
    for name in held:
        if told := whose(form.code, name):
            named.setdefault(told[:2], {}).setdefault(told[2], name)
    said = [
        _Person(
            role,
            *(fields.get(one, "") for one in (Says.ID_NUMBER, Says.BIRTH_DATE, Says.SEX, Says.ISSUED)),
        )
        for (role, _), fields in named.items()
    ]
    paired = [_Person(_role_of(form, one), one.number, one.birth, one.sex) for one in form.holders]
    ours = {person.number for person in paired}
    return [_with_issued(person, said) for person in paired] + [person for person in said if person.number not in ours]


def _role_of(form: Form, holder: Holder) -> Role:
    told = whose(form.code, holder.birth) or whose(form.code, holder.number)
    return told[0] if told else Role.HOLDER


def _with_issued(person: _Person, said: list[_Person]) -> _Person:
    same = next((one for one in said if one.number == person.number), None)
    return replace(person, issued=same.issued) if same else person


def _number_against_person(held: Readings, holder: _Person) -> None:
    """The personal number tells sex and birth year (NĐ 137/2015/NĐ-CP Đ13); agreement makes all of them surer."""
    number, birth, sex = (held.get(name) for name in (holder.number, holder.birth, holder.sex))
    if number is None or not isinstance(number.value, str) or len(number.value) != 12:
        return
    structure = id_structure(number.value)
    year = _year(birth)
    if birth and year:
        _compare(held, number, birth, structure.birth_year == year, Finding.ID_BIRTH_YEAR_DIFFERS)
    if sex and sex.value in ("Nam", "Nữ"):
        _compare(held, held[holder.number], sex, structure.male == (sex.value == "Nam"), Finding.ID_SEX_DIFFERS)
    elif holder.role in SEXES and structure.male != (SEXES[holder.role] == "Nam"):
        held[holder.number] = with_finding(held[holder.number], Finding.ID_SEX_DIFFERS, DOUBT)


def _in_time(held: Readings, earlier: str, later: str, finding: Finding, factor: float = DOUBT) -> None:
    """Nobody is born after a paper that names them was issued or signed, nor shows a card that is not yet issued."""
    first, then = held.get(earlier), held.get(later)
    if first is None or then is None or not isinstance(then.value, date):
        return
    day = first.value
    late = day > then.value if isinstance(day, date) else (_year(first) or 0) > then.value.year
    if late:
        for reading in (first, then):
            held[reading.field] = with_finding(reading, finding, factor)


def _older_than_child(held: Readings, people: list[_Person]) -> None:
    """A parent is born a good while before the child whom the paper is about."""
    child = next((held.get(one.birth) for one in people if one.role is Role.HOLDER), None)
    born = _year(child)
    for person in people:
        parent = held.get(person.birth) if person.role in (Role.MOTHER, Role.FATHER) else None
        year = _year(parent)
        if child is None or born is None or parent is None or year is None:
            continue
        eldest = ELDEST_MOTHER if person.role is Role.MOTHER else ELDEST_FATHER
        if not YOUNGEST_PARENT <= born - year <= eldest:
            for name in (child.field, parent.field):
                held[name] = with_finding(held[name], Finding.BORN_BEFORE_PARENT, DOUBT)


def _expiry_by_age(held: Readings) -> None:
    """A card ends on the birthday at which it must be renewed, and after it was issued; it has no end only for the old.

    Luật Căn cước 26/2023/QH15, Đ21: at 14, 25, 40 and 60; Luật Căn cước công dân 59/2014/QH13, Đ21: 25, 40, 60. Who
    got the card within two years before such a day keeps it until the next.
    """
    until, birth = held.get("gia_tri_den"), held.get("ngay_sinh")
    if until is None or birth is None or not isinstance(birth.value, date):
        return
    _in_time(held, "ngay_cap", "gia_tri_den", Finding.EXPIRY_UNLIKELY)
    if isinstance(until.value, date):
        lawful = until.value.year - birth.value.year in RENEWALS and _birthday(until.value, birth.value)
    else:
        issued = _year(held.get("ngay_cap"))
        lawful = issued is None or issued - birth.value.year >= RENEWALS[-1] - 2
    if not lawful:
        held[until.field] = with_finding(held[until.field], Finding.EXPIRY_UNLIKELY, HINT)
    elif isinstance(until.value, date):
        _compare(held, held[until.field], birth, True, Finding.WITNESSES_AGREE)


def _birthday(day: date, birth: date) -> bool:
    leap = (birth.month, birth.day) == (2, 29) and (day.month, day.day) in ((2, 28), (3, 1))
    return leap or (day.month, day.day) == (birth.month, birth.day)


def _province_of_number(held: Readings, dated_by: str) -> None:
    """The number names the province of birth registration (NĐ 137/2015/NĐ-CP Đ13): a hint, no more.

    Said only of papers of before the provinces were merged: their new names are old names of other provinces too.
    """
    number, place = held.get("so_dinh_danh"), held.get("noi_dang_ky_khai_sinh")
    written = held.get(dated_by) or held.get("ngay_cap")
    if number is None or place is None or not isinstance(number.value, str) or len(number.value) != 12:
        return
    if written is None or not isinstance(written.value, date) or written.value >= MERGED:
        return
    names = {bare_key(name) for name in provinces_of_birth().values()}
    said, told = bare_key(str(place.value).rpartition(",")[2]), id_structure(number.value).province_name
    if told and said in names and said != bare_key(told):
        for reading in (number, place):
            held[reading.field] = with_finding(held[reading.field], Finding.ID_PROVINCE_DIFFERS, HINT)


def _date_from_words(held: Readings, digits: str, words: str) -> None:
    """Where the digits of a date could not be read but its words could, the words tell it; both are on the paper."""
    one, other = held.get(digits), held.get(words)
    if one is None or one.problem is not Problem.UNREADABLE or other is None or not isinstance(other.value, str):
        return
    if said := words_to_date(other.value):
        held[digits] = FieldReading(digits, said, other.evidence, None, (Finding.DATE_FROM_WORDS.name,))


def _words_against_digits(held: Readings, digits: str, words: str) -> None:
    """A date, or an amount of money, in digits against the same in words."""
    one, other = held.get(digits), held.get(words)
    if one and other and isinstance(one.value, str) and isinstance(other.value, str) and one.value.isdigit():
        amount = money_said(other.value)
        if amount is not None:
            agree = amount == int(one.value)
            _compare(held, one, other, agree, Finding.AMOUNT_AGREES if agree else Finding.AMOUNT_DIFFERS)
        return
    if one is None or other is None or not isinstance(other.value, str) or not isinstance(one.value, date):
        return
    said = words_to_date(other.value)
    if said and Finding.DATE_FROM_WORDS.name not in one.findings:
        agree = said == one.value
        _compare(held, one, other, agree, Finding.WORDS_AGREE if agree else Finding.WORDS_DIFFER)


def _compare(held: Readings, one: FieldReading, other: FieldReading, agree: bool, finding: Finding) -> None:
    note = Finding.WITNESSES_AGREE if agree and finding.name.endswith("DIFFERS") else finding
    for reading in (one, other):
        if not agree:
            held[reading.field] = with_finding(reading, note, DOUBT)
        elif not DISPUTES & set(reading.findings):
            held[reading.field] = surer(reading, note)


def _year(reading: FieldReading | None) -> int | None:
    if reading is None:
        return None
    if isinstance(reading.value, date | PartialDate):
        return reading.value.year
    return int(reading.value) if isinstance(reading.value, str) and reading.value.isdigit() else None
