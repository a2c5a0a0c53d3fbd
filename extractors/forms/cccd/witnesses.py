"""One reading per field from QR, MRZ and print; all three kept as evidence, the strongest gives the value."""

import re
from dataclasses import replace

from rapidfuzz import fuzz

from extractors.evidence import coded, printed, surer, with_finding
from extractors.findings import Finding
from extractors.folded import fold
from extractors.forms.cccd.codes import CardCode, mrz_of, qr_of
from extractors.layout import Row
from extractors.reading import FieldReading, Source, Value
from extractors.values.personal_id import parse_personal_id
from ocr.page import Page

ALIKE = 82  # likeness, 0..100, at which two texts say the same, one of them misread
READ_WELL = 0.6  # confidence from which print that differs from a code is worth a finding

_QR_FIELDS = (
    ("so_dinh_danh", "number"),
    ("so_cmnd_cu", "old_number"),
    ("ho_ten", "name"),
    ("ngay_sinh", "born"),
    ("gioi_tinh", "sex"),
    ("noi_thuong_tru", "address"),
    ("ngay_cap", "issued"),
)
# The zone holds the name without marks: it can bear out a name, not give one.
_MRZ_FIELDS = (("so_dinh_danh", "number"), ("ngay_sinh", "born"), ("gioi_tinh", "sex"), ("gia_tri_den", "expires"))


def with_codes(
    pages: tuple[Page, ...], rows: tuple[Row, ...], print_: tuple[FieldReading, ...]
) -> tuple[FieldReading, ...]:
    """The readings of a card: QR first, MRZ second, print third. A page of each code is enough."""
    found = {reading.field: reading for reading in (*print_, *_number_anywhere(rows, print_))}
    qr = next((code for page in pages if (code := qr_of(page))), None)
    mrz = next((code for page in pages if (code := mrz_of(page))), None)
    if mrz:
        for field, part in _MRZ_FIELDS:
            _add(found, field, mrz, getattr(mrz, part), Source.MRZ)
        _bear_out_name(found, mrz)
    if qr:
        for field, part in _QR_FIELDS:
            _add(found, field, qr, getattr(qr, part), Source.QR)
    return tuple(found.values())


def _add(found: dict[str, FieldReading], field: str, code: CardCode, value: Value | None, source: Source) -> None:
    """Put a code's value before what is known of the field; note whether they agree."""
    if not value:
        return
    stronger = coded(field, value, str(value), code.page, code.box, source)
    weaker = found.get(field)
    if weaker is None or weaker.value is None:
        found[field] = stronger
        return
    joined = replace(stronger, evidence=(*stronger.evidence, *weaker.evidence), findings=weaker.findings)
    joined = replace(joined, findings=tuple(one for one in joined.findings if one != "SPELLING_FROM_LIST"))
    if _same(stronger.value, weaker.value):
        found[field] = surer(joined, Finding.WITNESSES_AGREE)
    elif weaker.confidence >= READ_WELL:
        found[field] = with_finding(joined, _difference(source, weaker), 0.8)
    else:
        found[field] = joined


def _difference(source: Source, weaker: FieldReading) -> Finding:
    if weaker.evidence[0].source is Source.MRZ:
        return Finding.QR_DIFFERS_FROM_MRZ
    return Finding.QR_DIFFERS_FROM_PRINT if source is Source.QR else Finding.MRZ_DIFFERS_FROM_PRINT


def _same(one: Value | None, other: Value | None) -> bool:
    if isinstance(one, str) and isinstance(other, str) and not one.isdigit():
        return fuzz.ratio(fold(one), fold(other)) >= ALIKE
    return one == other


def _bear_out_name(found: dict[str, FieldReading], mrz: CardCode) -> None:
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
