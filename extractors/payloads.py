"""QR codes that are no identity card's: of forms printed by a one-stop system, and of health insurance cards."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from extractors.evidence import coded, surer, with_finding
from extractors.findings import Finding
from extractors.form import Form
from extractors.reading import FieldReading, Source
from ocr.page import Box, CodeKind, Page

DOUBT = 0.6  # factor on the confidence of a number that the form's own code gainsays

_PROCEDURE = re.compile(r"\d\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})?")  # "1.004194", "1.004194.000.00.00.H56"
_DOSSIER = re.compile(r"[A-Z0-9]+(?:[.\-/][A-Z0-9]+)+")  # "H56.12-241015-0007", "000.00.12.H56-241015-0007"
_PERSON = re.compile(r"\d{12}|\d{9}|\d{10}(?:-\d{3})?")  # PIN; CMND; tax code of an organisation, of its branch
_INSURANCE = re.compile(r"[A-Z]{2}\d{13}|\d{10}|\d{12}")  # the old fifteen signs; number of social insurance; PIN
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){2,}")
_FEWEST_LETTERS = 4  # of a document's name


@dataclass(frozen=True, slots=True)
class FormCode:
    """What a form printed from a system says of itself (TT 01/2023/TT-VPCP, chapter II; TCVN 7322:2009)."""

    dossier: str  # mã hồ sơ; "" where there is none yet
    procedure: str  # mã thủ tục hành chính
    person: str  # number of the person or organisation; ""
    document: str  # name of the paper; ""


@dataclass(frozen=True, slots=True)
class InsuranceCode:
    """What the code of a health insurance card (thẻ BHYT) says. Name and address stand in it as hex of UTF-8."""

    number: str
    name: str
    born: date | None
    sex: str  # "Nam", "Nữ" or ""
    address: str


def form_code(payload: str) -> FormCode | None:
    """Four parts, told apart by their shapes: the order is that of the circular, its separator is not laid down.

    None unless one part is a procedure's code and another a dossier's or a person's.
    """
    parts = [part for part in re.split(r"\s*[|;\n]\s*", unicodedata.normalize("NFC", payload).strip()) if part]
    if not 2 <= len(parts) <= 8:
        return None
    procedure = _first(_PROCEDURE, parts)
    others = [part for part in parts if part != procedure]
    person = _first(_PERSON, others)
    dossier = next((part for part in others if part != person and _is_dossier(part)), "")
    if not procedure or not (dossier or person):
        return None
    named = (part for part in others if part not in (person, dossier) and sum(map(str.isalpha, part)))
    document = next((part for part in named if sum(map(str.isalpha, part)) >= _FEWEST_LETTERS), "")
    return FormCode(dossier, procedure, person, document)


def insurance_code(payload: str) -> InsuranceCode | None:
    """number|name in hex|dd/MM/yyyy|1 or 2|address in hex|...; what follows is left alone."""
    parts = [part.strip() for part in payload.split("|")]
    if len(parts) < 5 or not _INSURANCE.fullmatch(parts[0]):
        return None
    name = _unhexed(parts[1])
    if not name:
        return None
    sex = {"1": "Nam", "2": "Nữ"}.get(parts[3], "")
    return InsuranceCode(parts[0], name, _day(parts[2]), sex, _unhexed(parts[4]))


def with_form_code(form: Form, pages: tuple[Page, ...], readings: tuple[FieldReading, ...]) -> tuple[FieldReading, ...]:
    """The readings of a form with what its code says: the dossier's and the procedure's code, the number borne out.

    A person's number that is none of those printed is a finding on the first of them; both are kept as evidence.
    """
    found = {reading.field: reading for reading in readings}
    for page in pages:
        for code in page.codes:
            if code.kind is CodeKind.QR and (said := form_code(code.text)):
                _tell(found, "ma_ho_so", said.dossier, page.number, code.box)
                _tell(found, "ma_thu_tuc", said.procedure, page.number, code.box)
                _hold_against(found, form, said.person, page.number, code.box)
                return tuple(found.values())
    return readings


def _tell(found: dict[str, FieldReading], field: str, value: str, page: int, box: Box) -> None:
    """The code's value before the printed one, if there is one."""
    if not value:
        return
    told, known = coded(field, value, value, page, box, Source.QR), found.get(field)
    if known is None or known.value is None:
        found[field] = told
        return
    told = FieldReading(field, value, (*told.evidence, *known.evidence), None, known.findings)
    same = str(known.value).replace(" ", "").upper() == value.upper()
    found[field] = (
        surer(told, Finding.WITNESSES_AGREE) if same else with_finding(told, Finding.QR_DIFFERS_FROM_PRINT, 0.8)
    )


def _hold_against(found: dict[str, FieldReading], form: Form, person: str, page: int, box: Box) -> None:
    names = [name for holder in form.holders if (name := holder.number) in found and found[name].value]
    if not person or not names:
        return
    field = next((name for name in names if found[name].value == person), names[0])
    known, told = found[field], coded(field, person, person, page, box, Source.QR)
    if known.value == person:
        # the code comes first: its digits are surer than print
        found[field] = surer(
            FieldReading(field, person, (*told.evidence, *known.evidence), None, known.findings),
            Finding.WITNESSES_AGREE,
        )
        return
    doubted = with_finding(known, Finding.QR_DIFFERS_FROM_PRINT, DOUBT)
    beside = with_finding(told, Finding.QR_DIFFERS_FROM_PRINT, min(DOUBT, doubted.confidence) / 2)
    found[field] = FieldReading(
        field, known.value, (*doubted.evidence, *beside.evidence), known.problem, doubted.findings
    )


def _first(shape: "re.Pattern[str]", parts: list[str]) -> str:
    return next((part for part in parts if shape.fullmatch(part)), "")


def _is_dossier(part: str) -> bool:
    return bool(_DOSSIER.fullmatch(part)) and sum(map(str.isdigit, part)) >= 6


def _unhexed(text: str) -> str:
    """ "" for what is no hex of UTF-8 letters."""
    if not _HEX.fullmatch(text):
        return ""
    try:
        said = unicodedata.normalize("NFC", bytes.fromhex(text).decode("utf-8")).strip()
    except UnicodeDecodeError:
        return ""
    return said if any(map(str.isalpha, said)) and said.isprintable() else ""


def _day(text: str) -> date | None:
    """dd/MM/yyyy."""
    found = re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None
