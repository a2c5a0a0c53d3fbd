"""What of a dossier is settled and may be reused, and what a person is asked: decided here, from values to values.

A value is settled when it was read off a code, read surely, or confirmed by a register. A value that differs from
the register is loaded as the register has it, with what the paper says beside it and the reason. Everything else is a
question. Nothing of a dossier is loaded as long as it is not settled whom it is about, or as long as a file or page of
it shows something that a person must look at first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.confidence.probability import is_accepted
from extractors.findings import doubts_of
from extractors.papers import SURE_ENOUGH
from extractors.reading import UNKNOWN_FORM, FieldReading, Problem, Source, Value
from matching.comparing.names import keys
from matching.people import Person, Sex
from matching.reasons import Reason
from matching.resolution import Correction, Outcome, PhoneStatus, Resolution
from matching.witnesses import Fused
from storage import asking
from storage.findings import PlacedFinding, question_about
from storage.paper import Paper
from storage.question import Question
from storage.readings import Method, as_text, method_of
from storage.records import Place, Record, RecordField
from storage.review.in_effect import Said, said_of

__all__ = ["Paper"]  # part of what is decided upon here

VERSION = "load-4"
ASKED_BY = ("id_number", "full_name", "birth_date")  # the population register is asked by these
PERSON_FIELDS = ("id_number", "full_name", "birth_date", "sex")  # the population register answers for these
OWNED = (PhoneStatus.OWNER, PhoneStatus.OWNER_STALE, PhoneStatus.MISREAD)


@dataclass(frozen=True, slots=True)
class Settled:
    records: tuple[Record, ...]
    questions: tuple[Question, ...]


def settled(
    papers: Sequence[Paper],
    fused: Fused,
    resolution: Resolution,
    accept: float | None,
    held: Sequence[PlacedFinding] = (),
    said: Sequence[Said] = (),
    joins: Mapping[str, Sequence[str]] | None = None,
) -> Settled:
    """Records and questions.

    `accept`: 0..1, the probability from which a field is not asked about; None: that which the calibration gives for
    its kind, so that at most a stated share of the values accepted is wrong (extractors.confidence.probability).

    `held`: what the dossier waits for. Then the same is asked about its papers, and nothing of them is a record.

    `said`: by people about files and papers; it is not asked again. `joins`: by id of a document, sentences on papers
    that its pages may go on with.
    """
    unsaid = (one for one in held if said_of(said, one.finding.name, one.scan_id, one.pages) is None)
    about_files = tuple(question_about(one) for one in unsaid)
    person = _linked_person(resolution)
    if person is None:
        return Settled((), (*about_files, *_who(papers, fused, resolution)))
    records = [_person_record(papers, fused, resolution, person)]
    questions: list[Question] = []
    for index, paper in enumerate(papers):
        questions += asking.about_papers(paper, said, (joins or {}).get(paper.stored.id, ()))
        if paper.stored.document.form == UNKNOWN_FORM or asking.is_refused(paper, said):
            continue
        fields, asked = _of_paper(paper, index, fused, resolution, person, accept)
        questions += asked
        kind = paper.stored.document.form
        records.append(Record(kind, resolution.person_id, fields, paper.stored.id))
    return Settled(() if held else tuple(records), (*about_files, *questions))


def why_in_review(resolution: Resolution, held: Sequence[PlacedFinding]) -> str:
    """The sentences for a dossier of which nothing was loaded."""
    reasons = () if held and _linked_person(resolution) else resolution.reasons
    return " ".join(dict.fromkeys(reason.value for reason in (*(one.finding for one in held), *reasons)))


def _linked_person(resolution: Resolution) -> Person | None:
    if resolution.outcome is not Outcome.LINKED:
        return None
    people = (candidate.person for candidate in resolution.candidates)
    return next((person for person in people if person.person_id == resolution.person_id), None)


# --- the person


def _who(papers: Sequence[Paper], fused: Fused, resolution: Resolution) -> tuple[Question, ...]:
    """Where a register found nobody, first what it was asked by, as far as no code and no person says it: a digit may
    have been misread. Then whose the dossier is; nothing once a person said that it is none of the candidates."""
    if Reason.NONE_OF_CANDIDATES in resolution.reasons:
        return ()
    asked: dict[tuple[int, str], Question] = {}
    if not resolution.candidates and Reason.CHOSEN_NOT_FOUND not in resolution.reasons:
        for name in ASKED_BY:
            for paper, reading in _printed(papers, fused, name)[:1]:
                asked[papers.index(paper), reading.field] = asking.about_field(paper, reading)
    return tuple(asked.values()) or (asking.about_the_person(resolution),)


def _printed(papers: Sequence[Paper], fused: Fused, name: str) -> list[tuple[Paper, FieldReading]]:
    """The readings behind a field of the claim, the strongest first; none where anything but print is among them."""
    told = [one for one in fused.resting_on(name) if one.reading is not None and 0 <= one.document < len(papers)]
    found = [(papers[one.document], one.reading) for one in told if one.reading]
    return found if all(reading.source is Source.PRINT for _, reading in found) else []


def _person_record(papers: Sequence[Paper], fused: Fused, resolution: Resolution, person: Person) -> Record:
    fields = [_person_field(name, papers, fused, resolution, person) for name in PERSON_FIELDS]
    phone = _phone_field(papers, fused, resolution)
    return Record("person", resolution.person_id, tuple(field for field in (*fields, phone) if field))


def _person_field(
    name: str, papers: Sequence[Paper], fused: Fused, resolution: Resolution, person: Person
) -> RecordField | None:
    """As the register has it, and where the papers say the same or otherwise."""
    held = getattr(person, name)
    if held is None:
        return None
    correction = _correction(resolution, name)
    witnesses = [witness.reading for witness in fused.resting_on(name) if witness.reading]
    first = witnesses[0] if witnesses else None
    if correction is None and name == "full_name" and first is not None and _same_name(str(first.value), held):
        held = str(first.value)  # the register answers in capitals; the paper spells it
    return RecordField(
        name,
        _text(held),
        Method.REGISTER if correction or first is None else method_of(first),
        confidence=None if correction or first is None else _sureness(first),
        evidence=_places(papers, fused, name),
        written=correction.written if correction else None,
        reason=correction.reason if correction else None,
        verified_against="population",
        verified_by=resolution.version,
    )


def _phone_field(papers: Sequence[Paper], fused: Fused, resolution: Resolution) -> RecordField | None:
    """The number, verified only where the operator has it under this person's name."""
    correction = _correction(resolution, "phone")
    number = _text(correction.value) if correction else resolution.phone.number
    if not number:
        return None
    owned = resolution.phone.status in OWNED
    readings = [witness.reading for witness in fused.resting_on("phone") if witness.reading]
    return RecordField(
        "phone",
        number,
        Method.REGISTER if correction else method_of(readings[0]) if readings else Method.OCR,
        confidence=None if correction or not readings else _sureness(readings[0]),
        evidence=_places(papers, fused, "phone"),
        written=correction.written if correction else None,
        reason=correction.reason if correction else (resolution.phone.reasons or (None,))[0],
        verified_against="telco" if owned else None,
        verified_by=resolution.version if owned else None,
    )


def _places(papers: Sequence[Paper], fused: Fused, name: str) -> tuple[Place, ...]:
    return tuple(
        place
        for witness in fused.resting_on(name)
        if witness.reading is not None and 0 <= witness.document < len(papers)
        for place in places(papers[witness.document], witness.reading)
    )


# --- the papers


def _of_paper(
    paper: Paper, index: int, fused: Fused, resolution: Resolution, person: Person, accept: float | None
) -> tuple[tuple[RecordField, ...], list[Question]]:
    document = paper.stored.document
    about_person = _fields_about_the_person(index, fused)
    fields: list[RecordField] = []
    questions: list[Question] = []
    for reading in document.readings:
        if reading.field in about_person and reading.value is not None:
            name, reason = about_person[reading.field]
            fields.append(_against_register(paper, reading, name, reason, resolution, person))
        elif _sure(reading, accept):
            fields.append(_as_read(paper, reading))
        elif reading.problem is not Problem.BLANK and reading.source is not Source.KEYED:
            questions.append(asking.about_field(paper, reading))
    return tuple(fields), questions


def _fields_about_the_person(index: int, fused: Fused) -> dict[str, tuple[str, Reason | None]]:
    """Fields of a paper that speak of the person and were held against the register: (field of Claim, difference)."""
    agreeing = {
        witness.reading.field: (witness.field, None)
        for witness in fused.witnesses
        if witness.document == index and witness.reading is not None and witness.field in PERSON_FIELDS
    }
    differing = {
        conflict.witness.reading.field: (conflict.field, conflict.reason)
        for conflict in fused.conflicts
        if conflict.witness.document == index and conflict.witness.reading is not None
    }
    return {**agreeing, **differing}


def _against_register(
    paper: Paper, reading: FieldReading, name: str, reason: Reason | None, resolution: Resolution, person: Person
) -> RecordField:
    written = as_text(reading.value)
    held = _text(getattr(person, name) or "")
    correction = _correction(resolution, name)
    same = written == held or (name == "full_name" and _same_name(written, held))
    if not held or (same and reason is None and correction is None):
        return _as_read(paper, reading, "population" if held else None, resolution.version)
    return RecordField(
        reading.field,
        _text(correction.value) if correction else held,
        Method.REGISTER,
        evidence=places(paper, reading),
        written=written,
        reason=correction.reason if correction else reason,
        verified_against="population",
        verified_by=resolution.version,
    )


def _as_read(
    paper: Paper, reading: FieldReading, against: str | None = None, version: str | None = None
) -> RecordField:
    by_person = paper.keyed.get(reading.field) if reading.source is Source.KEYED else None
    return RecordField(
        reading.field,
        as_text(reading.value),
        method_of(reading),
        confidence=_sureness(reading),
        evidence=places(paper, reading),
        verified_against=against,
        verified_by=by_person.by if by_person else version if against else None,
        verified_at=by_person.at if by_person else None,
    )


def _sureness(reading: FieldReading) -> float | None:
    """None of what a person read: nobody estimated it."""
    return None if reading.source is Source.KEYED else reading.sureness


def _sure(reading: FieldReading, accept: float | None) -> bool:
    if reading.value is None:
        return False
    if reading.confidence < SURE_ENOUGH and doubts_of(reading.findings):
        return False  # a code, too, that the rest of the paper gainsays
    if method_of(reading) in (Method.KEYED, Method.QR, Method.MRZ):
        return True
    return is_accepted(reading) if accept is None else reading.sureness >= accept


def places(paper: Paper, reading: FieldReading) -> tuple[Place, ...]:
    """Where on the scan a reading was seen."""
    return tuple(Place(paper.scan_digest, piece.page, piece.box, piece.raw) for piece in reading.evidence)


def corrected_readings(fused: Fused, resolution: Resolution) -> Iterator[Correction]:
    """Every value on a paper that is wrong: against the register, and against stronger papers of the same dossier."""
    yield from resolution.corrections
    person = _linked_person(resolution)
    for conflict in fused.conflicts if person else ():
        held = getattr(person, conflict.field, None)
        wrong = conflict.field in PERSON_FIELDS and conflict.witness.value != held
        if held and wrong and conflict.reason is not Reason.DATE_YEAR_ONLY:  # to leave the day out is not to err
            yield Correction(conflict.field, _text(conflict.witness.value), held, "papers", conflict.reason)


def _correction(resolution: Resolution, name: str) -> Correction | None:
    return next((correction for correction in resolution.corrections if correction.field == name), None)


def _same_name(one: str, other: str) -> bool:
    return keys(one).k1 == keys(other).k1


def _text(value: Value | Sex) -> str:
    return value.value if isinstance(value, Sex) else as_text(value)
