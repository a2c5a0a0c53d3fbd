"""One reading per field from QR, MRZ and print; all three kept as evidence, the one believed gives the value.

Anybody can print or paste a code. So a code that names another person than the rest of the card is kept as evidence,
with a finding, and gives no value that anything else gives; what it alone tells is too unsure to be handed on.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from rapidfuzz import fuzz

from extractors.evidence import coded, printed, surer, with_finding
from extractors.findings import Finding
from extractors.folded import fold
from extractors.forms.cccd.codes import CardCode, mrzs_of, qrs_of
from extractors.geometry.layout import Row
from extractors.reading import FieldReading, Source, Value
from extractors.values.personal_id import parse_personal_id
from ocr.page import Page

ALIKE = 82  # likeness, 0..100, at which two texts say the same, one of them misread
READ_WELL = 0.6  # confidence from which print that differs from a code is worth a finding
MISREAD = 3  # digits of a printed number that may be misread; more of them make it another number

# factors on the confidence of a value
GAINSAID = 0.8  # by a weaker witness, likely misread
DISPUTED = 0.5  # by a code about somebody else, or by a stronger witness that two others contradict
DOUBTED = 0.4  # told by a code about somebody else: never handed on as read

_QR_FIELDS = (
    ("so_dinh_danh", "number"),
    ("so_cmnd_cu", "old_number"),
    ("so_dinh_danh_da_huy", "cancelled"),
    ("ho_ten", "name"),
    ("ngay_sinh", "born"),
    ("gioi_tinh", "sex"),
    ("noi_thuong_tru", "address"),
    ("ngay_cap", "issued"),
)
# The zone holds the name without marks: it can bear out a name, not give one.
_MRZ_FIELDS = (("so_dinh_danh", "number"), ("ngay_sinh", "born"), ("gioi_tinh", "sex"), ("gia_tri_den", "expires"))
_FIELDS = {Source.QR: _QR_FIELDS, Source.MRZ: _MRZ_FIELDS}

Readings = dict[str, FieldReading]


def with_codes(
    pages: tuple[Page, ...], rows: tuple[Row, ...], print_: tuple[FieldReading, ...]
) -> tuple[FieldReading, ...]:
    """The readings of a card: QR first, MRZ second, print third. A page of each code is enough."""
    found = {reading.field: reading for reading in (*print_, *_number_anywhere(rows, print_))}
    qrs = [code for page in pages for code in qrs_of(page)]
    mrzs = [code for page in pages for code in mrzs_of(page)]
    mrz = _fitting(mrzs, [_printed_number(found), *(code.number for code in qrs)])
    qr = _fitting(qrs, [_printed_number(found), *(code.number for code in mrzs)])
    codes = {source: code for source, code in ((Source.MRZ, mrz), (Source.QR, qr)) if code}
    doubted = _doubted(found, qr, mrz)
    for source, code in codes.items():
        if source not in doubted:
            _believe(found, code, source)
    for source in reversed(codes):  # the QR code first: it spells names
        if source in doubted:
            _set_beside(found, codes[source], source, doubted[source])
    if len({code.number for code in (*qrs, *mrzs)} - {code.number for code in codes.values()}):
        found["so_dinh_danh"] = with_finding(found["so_dinh_danh"], Finding.SEVERAL_VALUES, DISPUTED)
    return tuple(found.values())


def _printed_number(found: Readings) -> str:
    number = found.get("so_dinh_danh")
    return str(number.value) if number and number.value else ""


def _fitting(codes: list[CardCode], numbers: Iterable[str]) -> CardCode | None:
    """Of several codes of one kind the one about whom the rest of the paper is."""
    told = [number for number in numbers if number]
    return next((code for number in told for code in codes if code.number == number), codes[0] if codes else None)


def _doubted(found: Readings, qr: CardCode | None, mrz: CardCode | None) -> dict[Source, Finding]:
    """The codes that are about somebody else than the rest of the card, each with what it differs from."""
    differs = {
        Source.QR: qr is not None and _names_another(qr, found),
        Source.MRZ: mrz is not None and _names_another(mrz, found),
    }
    against_print = {Source.QR: Finding.QR_DIFFERS_FROM_PRINT, Source.MRZ: Finding.MRZ_DIFFERS_FROM_PRINT}
    if qr is None or mrz is None or qr.number == mrz.number:
        return {source: against_print[source] for source in differs if differs[source]}
    apart = {
        source: _digits_apart(code.number, _printed_number(found))
        for source, code in ((Source.QR, qr), (Source.MRZ, mrz))
    }
    # print, though it may be misread by a few digits, tells which of the two is out of place
    borne_out = {source for source in apart if apart[source] == min(apart.values()) <= MISREAD}
    wrong = apart.keys() - borne_out if len(borne_out) == 1 else apart.keys()
    return dict.fromkeys(wrong, Finding.QR_DIFFERS_FROM_MRZ)


def _names_another(code: CardCode, found: Readings) -> bool:
    """The printed number and one more of name and birth date, read well, are not the code's."""
    number, name, born = (found.get(field) for field in ("so_dinh_danh", "ho_ten", "ngay_sinh"))
    if not _well(number) or _digits_apart(code.number, _printed_number(found)) <= MISREAD:
        return False
    another_name = _well(name) and code.name and not _same_name(str(name and name.value), code.name)
    another_day = _well(born) and code.born and born is not None and born.value != code.born
    return bool(another_name or another_day)


def _well(reading: FieldReading | None) -> bool:
    return reading is not None and reading.value is not None and reading.confidence >= READ_WELL


def _digits_apart(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else MISREAD + 1


def _believe(found: Readings, code: CardCode, source: Source) -> None:
    for field, part in _FIELDS[source]:
        _add(found, field, code, getattr(code, part), source)
    if source is Source.MRZ:
        _bear_out_name(found, code)


def _add(found: Readings, field: str, code: CardCode, value: Value | None, source: Source) -> None:
    """Put a code's value before what is known of the field, unless two others say otherwise; note how they agree."""
    if not value:
        return
    told, known = coded(field, value, str(value), code.page, code.box, source), found.get(field)
    if known is None or known.value is None:
        found[field] = told
        return
    spelled = tuple(one for one in known.findings if one != Finding.SPELLING_FROM_LIST.name)
    joined = replace(told, evidence=(*told.evidence, *known.evidence), findings=spelled)
    if _same(value, known.value):
        found[field] = surer(joined, Finding.WITNESSES_AGREE)
    elif Finding.WITNESSES_AGREE.name in known.findings:
        found[field] = _beside(known, told, _difference(source, known))
    elif known.confidence >= READ_WELL:
        found[field] = with_finding(joined, _difference(source, known), GAINSAID)
    else:
        found[field] = joined


def _difference(source: Source, known: FieldReading) -> Finding:
    if known.source is Source.MRZ:
        return Finding.QR_DIFFERS_FROM_MRZ
    return Finding.QR_DIFFERS_FROM_PRINT if source is Source.QR else Finding.MRZ_DIFFERS_FROM_PRINT


def _set_beside(found: Readings, code: CardCode, source: Source, finding: Finding) -> None:
    """What a code about somebody else says: evidence where something else gives the value, else a value in doubt."""
    for field, part in _FIELDS[source]:
        value: Value | None = getattr(code, part)
        if not value:
            continue
        told, known = coded(field, value, str(value), code.page, code.box, source), found.get(field)
        if known is None or known.value is None:
            found[field] = with_finding(told, finding, DOUBTED)
        elif not _same(value, known.value):
            found[field] = _beside(known, told, finding)


def _beside(known: FieldReading, told: FieldReading, finding: Finding) -> FieldReading:
    """The known value, less sure now; what was told against it kept as the last and least evidence."""
    kept = with_finding(known, finding, DISPUTED)
    least = with_finding(told, finding, min(DOUBTED, kept.confidence))
    return replace(kept, evidence=(*kept.evidence, *least.evidence))


def _same(one: Value | None, other: Value | None) -> bool:
    if isinstance(one, str) and isinstance(other, str) and not one.isdigit():
        return fuzz.ratio(fold(one), fold(other)) >= ALIKE
    return one == other


def _same_name(one: str, other: str) -> bool:
    return fuzz.ratio(fold(one), fold(other)) >= ALIKE


def _bear_out_name(found: Readings, mrz: CardCode) -> None:
    """A printed name that is the zone's but for marks is surer; one that is not gets a finding. The zone may cut it."""
    name = found.get("ho_ten")
    if name is None or not isinstance(name.value, str):
        return
    written, zone = fold(name.value), fold(mrz.name)
    if written == zone or (len(mrz.name) >= 26 and written.startswith(zone)):
        found["ho_ten"] = surer(name, Finding.WITNESSES_AGREE)
    else:
        found["ho_ten"] = with_finding(name, Finding.MRZ_DIFFERS_FROM_PRINT, 0.6)


def _number_anywhere(rows: tuple[Row, ...], print_: tuple[FieldReading, ...]) -> list[FieldReading]:
    """The card's number, printed larger than anything else, when its short label ("Số") was not recognised."""
    if any(reading.field == "so_dinh_danh" and reading.value for reading in print_):
        return []
    for row in rows:
        for token in row.tokens:
            if re.fullmatch(r"\D{0,3}\d{12}\D?", token.text):
                return [printed("so_dinh_danh", parse_personal_id(token.text), [token], row.page, 0.8)]
    return []
