"""The persons whom the papers of a dossier name: each mention with the readings that it rests on."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

from extractors.papers import SURE_ENOUGH
from extractors.reading import AlternativeKind, Document, FieldReading, PartialDate, Problem, Source, Value
from matching.people import Claim, Sex

_SEXES = {sex.value: sex for sex in Sex}
_NUMBERS = ("id_number", "phone")
_READ_OTHERWISE = ("full_name", "id_number", "old_number", "birth_date")
_FEWEST_DIGITS = 8
DECLARED = "declared"  # stands where a form's code stands, for what was declared when the dossier was handed in

Told = str | date | PartialDate | Sex


@dataclass(frozen=True, slots=True)
class Witness:
    """One thing that one paper says of one person, and the reading to show for it."""

    field: str  # of `Claim`
    value: Told
    form: str  # of the paper, or DECLARED
    document: int  # index of the paper within the dossier, -1 when declared
    reading: FieldReading | None  # None when declared, or when the form itself tells ("the mother" is a woman)
    source: Source = Source.PRINT
    confidence: float = 0.0  # 0..1: the calibrated probability where there is one
    others: tuple[str, ...] = ()  # other readings of the same pixels, likeliest first, as in `Claim.alternatives`


@dataclass(frozen=True, slots=True)
class Mention:
    """One person as one paper names them. `asks` = the one who hands the paper in."""

    asks: bool
    document: int
    form: str
    witnesses: tuple[Witness, ...]

    def told(self, field: str) -> Told | None:
        """What the paper says of a field of the claim."""
        return next((witness.value for witness in self.witnesses if witness.field == field), None)

    def text(self, field: str) -> str:
        """The same as text, "" when the paper is silent."""
        value = self.told(field)
        return value if isinstance(value, str) else ""


def mentions(documents: Sequence[Document], declared: Claim | None = None) -> tuple[Mention, ...]:
    """Everybody whom the papers name, in the order of the papers; what was declared comes first."""
    found = [_declared(declared)] if declared else []
    for index, document in enumerate(documents):
        rows = [row for row in _table() if row.form == document.form] or [row for row in _table() if row.form == "*"]
        found += [_mention(index, document, row) for row in rows]
    return tuple(mention for mention in found if mention.witnesses)


def asker_fields(form: str) -> Mapping[str, str]:
    """Fields of `Claim` -> fields of this form that speak of the one who hands it in; none for other papers."""
    return {
        field: name
        for row in _table()
        if row.form == form and row.stands == "asks"
        for field, name in row.fields.items()
    }


@dataclass(frozen=True, slots=True)
class _Row:
    form: str
    stands: str
    fields: Mapping[str, str]
    sex: str = ""


@lru_cache(maxsize=1)
def _table() -> tuple[_Row, ...]:
    data = json.loads(resources.files("matching").joinpath("data/witness_fields.json").read_text(encoding="utf-8"))
    return tuple(_Row(**row) for row in data["people"])


def _mention(index: int, document: Document, row: _Row) -> Mention:
    found = []
    for field, name in row.fields.items():
        reading = document.reading(name)
        value = _told(field, reading) if reading else None
        if reading is not None and value is not None:
            # a code that the rest of its paper gainsays is worth no more than print; extraction marks it by the raw
            # confidence, which is a sign here and no probability
            source = reading.source if reading.confidence >= SURE_ENOUGH else Source.PRINT
            others = _others(field, value, reading)
            found.append(Witness(field, value, document.form, index, reading, source, reading.sureness, others))
    if row.sex and any(witness.field == "full_name" for witness in found):
        found.append(Witness("sex", Sex(row.sex), document.form, index, None, Source.PRINT, 1.0))
    return Mention(row.stands == "asks", index, document.form, tuple(found))


def _declared(claim: Claim) -> Mention:
    fields = ("full_name", "id_number", "old_number", "birth_date", "sex", "phone", "phone_dated", "address")
    told = ((field, getattr(claim, field)) for field in fields)
    return Mention(True, -1, DECLARED, tuple(Witness(name, value, DECLARED, -1, None) for name, value in told if value))


def _told(field: str, reading: FieldReading) -> Told | None:
    """The value of a reading as the claim holds it. Of a number that was no number the raw digits are kept: matching
    can say which digit is missing; nothing else is taken from a reading with a problem."""
    if reading.value is None:
        return _raw_digits(reading) if field in _NUMBERS and reading.problem is not Problem.BLANK else None
    if field == "birth_date":
        return _birth_date(reading.value)
    if field in ("phone_dated", "id_issued_on"):
        return reading.value if isinstance(reading.value, date) else None
    if field == "sex":
        return _SEXES.get(str(reading.value))
    return str(reading.value)


def _others(field: str, value: Told, reading: FieldReading) -> tuple[str, ...]:
    """Other ways to read the same pixels, of what the registers are asked by; the value itself is none of them."""
    if field not in _READ_OTHERWISE:
        return ()
    told = [one.value for one in reading.alternatives if one.kind is AlternativeKind.VALUE]
    texts = [str(_birth_date(one) or "") if field == "birth_date" else str(one) for one in told]
    return tuple(text for text in dict.fromkeys(texts) if text and text != str(value))


def _raw_digits(reading: FieldReading) -> str | None:
    raw = max(reading.evidence, key=lambda piece: piece.confidence, default=None)
    digits = re.sub(r"\D", "", raw.raw) if raw else ""
    return digits if _FEWEST_DIGITS <= len(digits) <= 13 else None


def _birth_date(value: Value) -> PartialDate | None:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, date):
        return PartialDate(value.year, value.month, value.day)
    return PartialDate(int(value)) if re.fullmatch(r"\d{4}", value) else None
