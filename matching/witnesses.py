"""The papers of one dossier fused into one claim about the person who asks: what a person read on an issued paper
> QR > MRZ > two papers that agree, or what a person read on a form > one.

Nothing is corrected here. The fused value is one that a paper says; what other papers say against it is told as a
`Conflict` with its reason, and only what no slip explains keeps the machine from deciding.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractors.reading import Document, PartialDate, Source
from matching.comparing.dates import compare_dates
from matching.comparing.names import compare_names, has_marks, keys
from matching.comparing.numbers import OLD_LENGTH, prefix_fits, slip_between
from matching.mentions import DECLARED, Mention, Told, Witness, asker_fields, mentions
from matching.people import Claim, Sex
from matching.reasons import Reason
from matching.resolution import Level

_FIELDS = (
    "full_name", "birth_date", "sex", "id_number", "old_number", "phone", "phone_dated", "address", "father_name",
    "mother_name", "id_issued_on",
)  # fmt: skip
_JUDGED = ("full_name", "id_number", "birth_date", "sex")  # where papers that differ are a conflict
_ASKED_BY = ("full_name", "id_number", "birth_date")  # what a register is asked by
_AGREES = (Level.EXACT, Level.VARIANT, Level.CLOSE)
_STRENGTH = {Source.KEYED: 4, Source.QR: 3, Source.MRZ: 2, Source.PRINT: 0}
_TWO_PAPERS = 1
_HEARD = 0.5  # confidence, 0..1, from which a print that fits nothing else contradicts


@dataclass(frozen=True, slots=True)
class Conflict:
    """A paper that says otherwise than the fused claim, and how the two differ."""

    field: str
    witness: Witness
    reason: Reason


@dataclass(frozen=True, slots=True)
class Fused:
    """The claim, the readings it rests on, and what the papers disagree in."""

    claim: Claim
    witnesses: tuple[Witness, ...]  # those that say what the claim says, the strongest of each field first
    conflicts: tuple[Conflict, ...]

    @property
    def doubts(self) -> tuple[Reason, ...]:
        """For `trace`: every reason once; PAPERS_DISAGREE first, when no slip explains a difference."""
        reasons = dict.fromkeys(conflict.reason for conflict in self.conflicts)
        return tuple(sorted(reasons, key=lambda reason: reason is not Reason.PAPERS_DISAGREE))

    def resting_on(self, field: str) -> tuple[Witness, ...]:
        """The readings behind one field of the claim: page and box of each are in its evidence."""
        return tuple(witness for witness in self.witnesses if witness.field == field)


def claim_of(documents: Sequence[Document], dossier_id: str, declared: Claim | None = None) -> Fused:
    """What a dossier says of the person who asks. `declared` = what was declared when it was handed in, a witness too.

    A card or certificate in the dossier speaks too when its number or name is that person's. A dossier without a form
    by which somebody asks is about whom its first card names, else its first paper.
    """
    people = mentions(documents, declared)
    about = _about(people)
    told = {field: [w for mention in about for w in mention.witnesses if w.field == field] for field in _FIELDS}
    values: dict[str, Any] = {}
    used: list[Witness] = []
    conflicts: list[Conflict] = []
    for field in _FIELDS:
        ordered = sorted(told[field], key=lambda witness: _rank(witness, told[field], values), reverse=True)
        if not ordered:
            continue
        best = ordered[0]
        values[field] = best.value
        used += [witness for witness in ordered if _same(witness, best)]
        conflicts += _conflicts(field, best, ordered)
    if "phone" in values:
        values["phone_dated"] = _dated(values["phone"], told)
    confidence = {witness.field: witness.confidence for witness in reversed(used) if witness.confidence}
    others = _other_readings(values, told)
    claim = Claim(dossier_id=dossier_id, confidence=confidence, alternatives=others, **values)
    if declared is not None:
        claim = replace(claim, filer_name=declared.filer_name, filer_number=declared.filer_number)
    return Fused(claim, tuple(used), tuple(conflicts))


def _other_readings(values: dict[str, Any], told: dict[str, list[Witness]]) -> dict[str, tuple[str, ...]]:
    """By field: what the readings behind the chosen value may also say; then what other papers say."""
    found = {}
    for field, value in values.items():
        same = [text for witness in told[field] if witness.value == value for text in witness.others]
        if field in _ASKED_BY:
            same += [str(witness.value) for witness in told[field]]
        texts = tuple(text for text in dict.fromkeys(same) if text != str(value))
        if texts:
            found[field] = texts
    return dict(sorted(found.items()))


def _about(people: Sequence[Mention]) -> list[Mention]:
    """All mentions of the person who asks."""
    asking = [mention for mention in people if mention.asks]
    if not asking:
        cards = [mention for mention in people if mention.form == "cccd"]
        asking = (cards or list(people))[:1]
    nameless = not any(mention.text("full_name") or mention.text("id_number") for mention in asking)
    cards = [mention for mention in people if mention.form == "cccd"]
    if nameless and len(cards) == 1:
        asking += cards
    others = [mention for mention in people if not any(mention is one for one in asking)]
    return asking + [mention for mention in others if any(_fits(mention, one) for one in asking)]


def _fits(mention: Mention, one: Mention) -> bool:
    """The two are one person: the number is, or the name is and neither number nor birth date speaks against it."""
    ours, theirs = mention.text("id_number"), one.text("id_number")
    same_number = bool(ours and theirs) and (ours == theirs or slip_between(ours, theirs) is not None)
    name = compare_names(mention.text("full_name"), one.text("full_name")).level
    day = compare_dates(_day(mention), _day(one)).level
    if same_number:
        return name in (*_AGREES, Level.MISSING) or day in (Level.EXACT, Level.CLOSE)
    if name not in _AGREES or day is Level.DIFFERENT:
        return False
    lengths = {len(ours), len(theirs)}
    return not (ours and theirs) or OLD_LENGTH in lengths or day in (Level.EXACT, Level.CLOSE)


def _day(mention: Mention) -> PartialDate | None:
    value = mention.told("birth_date")
    return value if isinstance(value, PartialDate) else None


def _rank(witness: Witness, told: Sequence[Witness], known: dict[str, Any]) -> tuple[int, bool, bool, float, int]:
    """Means of reading, then agreement of papers; then what is whole, then confidence; the earlier paper wins a tie."""
    papers = {other.document for other in told if _same(other, witness)}
    strength = max(_strength(witness), _TWO_PAPERS if len(papers) > 1 else 0)
    spelled = witness.field != "full_name" or has_marks(str(witness.value))
    if not spelled and witness.source is Source.MRZ:
        strength = min(strength, _TWO_PAPERS)  # the zone holds no marks: it confirms a name, it does not spell it
    return strength, spelled, _whole(witness, known), witness.confidence, -witness.document


def _strength(witness: Witness) -> int:
    """What a person read is read surely. On a form that the asker filled in it is still the asker who may err: a code
    that the issuer of a card wrote is believed before it."""
    if witness.source is Source.KEYED and asker_fields(witness.form):
        return _TWO_PAPERS
    return _STRENGTH[witness.source]


def _whole(witness: Witness, known: dict[str, Any]) -> bool:
    """A birth date with its day; a number that is one, whose sex and year digits fit what is known of the person."""
    if witness.reading is not None and witness.reading.value is None:
        return False  # digits of what was no number
    if isinstance(witness.value, PartialDate):
        return witness.value.day is not None
    if witness.field != "id_number" or not isinstance(witness.value, str):
        return True
    day, sex = known.get("birth_date"), known.get("sex")
    return prefix_fits(witness.value, day.year if day else None, sex is Sex.MALE if sex else None)


def _same(one: Witness, other: Witness) -> bool:
    if one.field in ("full_name", "father_name", "mother_name"):
        return keys(str(one.value)).k4 == keys(str(other.value)).k4
    if isinstance(one.value, PartialDate) and isinstance(other.value, PartialDate):
        part = one.value.day is None or other.value.day is None  # a field that asks the year only denies no day
        return one.value.year == other.value.year if part else one.value == other.value
    return one.value == other.value


def _conflicts(field: str, best: Witness, ordered: Sequence[Witness]) -> list[Conflict]:
    """What other papers say against the chosen value. What was hardly read is no contradiction, only no witness."""
    if field not in _JUDGED:
        return []
    found = []
    for witness in ordered[1:]:
        reason = None if _same(witness, best) else _difference(field, witness.value, best.value)
        heard = witness.form == DECLARED or witness.confidence >= _HEARD
        if reason is not None and (heard or reason is not Reason.PAPERS_DISAGREE):
            found.append(Conflict(field, witness, reason))
    return found


def _difference(field: str, said: Told, chosen: Told) -> Reason | None:
    if isinstance(said, PartialDate) and isinstance(chosen, PartialDate):
        found = compare_dates(said, chosen)
        return Reason.PAPERS_DISAGREE if found.level is Level.DIFFERENT else found.reason
    if field == "full_name":
        name = compare_names(str(said), str(chosen))
        return Reason.PAPERS_DISAGREE if name.level is Level.DIFFERENT else name.reason
    if field == "sex":
        return Reason.SEX_WRONG
    if {len(str(said)), len(str(chosen))} == {OLD_LENGTH, 12}:
        return Reason.OLD_CMND
    return slip_between(str(said), str(chosen)) or Reason.PAPERS_DISAGREE


def _dated(phone: str, told: dict[str, list[Witness]]) -> Any:
    """The day of the paper that names the phone."""
    paper = next((witness.document for witness in told["phone"] if witness.value == phone), None)
    return next((witness.value for witness in told["phone_dated"] if witness.document == paper), None)
