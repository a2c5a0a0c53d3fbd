"""Do the readings of one paper agree with each other? Findings only: nothing is changed, nothing rejected."""

from datetime import date

from extractors.evidence import surer, with_finding
from extractors.findings import Finding
from extractors.form import Form, Holder
from extractors.reading import FieldReading, PartialDate, Problem
from extractors.values.date_words import words_to_date
from extractors.values.personal_id import id_structure

DOUBT = 0.6  # factor on the confidence of readings that contradict each other

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
    for holder in (*form.holders, *_member_holders(form, held)):
        _number_against_person(held, holder)
        _born_before(held, holder.birth, form.dated_by)
    for digits, words in form.words_of:
        _date_from_words(held, digits, words)
        _words_against_digits(held, digits, words)
    return tuple(held.values())


def _member_holders(form: Form, held: Readings) -> list[Holder]:
    """The persons of the members' table, one a row."""
    if form.members is None:
        return []
    rows = {
        name.rsplit("_", 3)[0]
        for name in held
        if name.startswith(form.members.prefix) and name.endswith("_so_dinh_danh")
    }
    return [Holder(f"{row}_so_dinh_danh", f"{row}_ngay_sinh") for row in sorted(rows)]


def _number_against_person(held: Readings, holder: Holder) -> None:
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


def _born_before(held: Readings, birth: str, day: str) -> None:
    """Nobody is born after the paper that names them was written."""
    born, written = held.get(birth), held.get(day)
    if (
        born
        and written
        and isinstance(born.value, date)
        and isinstance(written.value, date)
        and born.value > written.value
    ):
        for reading in (born, written):
            held[reading.field] = with_finding(reading, Finding.DATE_UNLIKELY, DOUBT)


def _date_from_words(held: Readings, digits: str, words: str) -> None:
    """Where the digits of a date could not be read but its words could, the words tell it; both are on the paper."""
    one, other = held.get(digits), held.get(words)
    if one is None or one.problem is not Problem.UNREADABLE or other is None or not isinstance(other.value, str):
        return
    if said := words_to_date(other.value):
        held[digits] = FieldReading(digits, said, other.evidence, None, (Finding.DATE_FROM_WORDS.name,))


def _words_against_digits(held: Readings, digits: str, words: str) -> None:
    one, other = held.get(digits), held.get(words)
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
