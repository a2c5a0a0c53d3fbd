"""The documents of a dossier with what people read laid over what the machine read.

The machine's readings are not touched where they are kept: this is another look at them. What the papers say of each
other is judged anew with the values that people gave, so that a number that was settled on one paper bears out the
same number on another.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.agreement.cross_checks import with_agreement
from extractors.agreement.individuals import DISPUTED, LEAST_HEARD, Declared
from extractors.confidence.probability import assessed
from extractors.findings import Finding
from extractors.reading import Alternative, AlternativeKind, Document, Evidence, FieldReading, Problem, Source, Value
from ocr.page import Box, Page

_AGREE = (Finding.PAPERS_AGREE.name, Finding.DECLARED_AGREES.name)
_DIFFER = (Finding.PAPERS_DIFFER.name, Finding.DECLARED_DIFFERS.name)
_ACROSS = frozenset((*_AGREE, *_DIFFER))
_NOWHERE = Box(0, 0, 0, 0)

PagesOf = Callable[[int], Sequence[Page]]
"""The pages of a document of a dossier, by its index."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """What a person settled about one field of a paper: a value, or the problem that hides it."""

    field: str
    value: Value | None
    problem: Problem | None
    seen: tuple[Evidence, ...] = ()  # the places that the person was shown
    alternatives: tuple[Alternative, ...] = ()  # codes of the value


def corrected(
    documents: Sequence[Document],
    keyed: Mapping[int, Sequence[Keyed]],
    declared: Declared | None = None,
    pages_of: PagesOf | None = None,
) -> tuple[Document, ...]:
    """The documents as they are to be believed. `keyed`: by index of the document.

    `pages_of`: asked only about a document of which the machine's own readings are judged anew; without it their
    probability is moved by what is left of the doubt. Nothing keyed: the documents as they are.
    """
    if not any(keyed.values()):
        return tuple(documents)
    laid = [_laid_over(one, keyed.get(index, ())) for index, one in enumerate(documents)]
    before = with_agreement([_alone(one) for one in documents], declared)
    after = with_agreement([_alone(one) for one in laid], declared)
    return tuple(
        _judged(index, laid[index], before[index], after[index], pages_of) for index, _ in enumerate(documents)
    )


def _laid_over(document: Document, keyed: Sequence[Keyed]) -> Document:
    """The document with what was keyed in the place of what the machine read; what it did not find comes last."""
    by_field = {one.field: _reading(document, one) for one in keyed}
    kept = tuple(by_field.pop(reading.field, reading) for reading in document.readings)
    return replace(document, readings=(*kept, *by_field.values()))


def _reading(document: Document, one: Keyed) -> FieldReading:
    machine = document.reading(one.field)
    seen = one.seen or (machine.evidence if machine else ()) or (_page(document),)
    places = tuple(replace(piece, raw="", confidence=1.0, source=Source.KEYED) for piece in seen)
    same = machine is not None and machine.value is not None and str(machine.value) == str(one.value)
    value = machine.value if machine and same else one.value
    known = machine.alternatives if machine and same else one.alternatives
    codes = tuple(each for each in known if each.kind is not AlternativeKind.VALUE)  # it is no more open what it says
    return FieldReading(one.field, value, places, one.problem, (), codes if value is not None else ())


def _page(document: Document) -> Evidence:
    return Evidence(document.pages[0], document.region or _NOWHERE, "", 1.0)


def _judged(index: int, laid: Document, before: Document, after: Document, pages_of: PagesOf | None) -> Document:
    """The document; of the machine's readings only those change of which other papers now say something else."""
    was = {one.field: _across(one) for one in before.readings}
    now = {one.field: one for one in after.readings}
    anew = {
        one.field: now[one.field]
        for one in laid.readings
        if one.source is not Source.KEYED and _across(now[one.field]) != was.get(one.field)
    }
    told = {one.field: now[one.field] for one in laid.readings if one.source is Source.KEYED} | anew
    whole = replace(laid, readings=tuple(told.get(one.field, one) for one in laid.readings))
    if not anew or pages_of is None:
        return whole
    sure = {one.field: one.probability for one in assessed(whole, pages_of(index)).readings}
    readings = (replace(one, probability=sure[one.field]) if one.field in anew else one for one in whole.readings)
    return replace(whole, readings=tuple(readings))


def _across(reading: FieldReading) -> frozenset[str]:
    return _ACROSS & set(reading.findings)


def _alone(document: Document) -> Document:
    """The document as if nobody had compared it with others."""
    return replace(document, readings=tuple(_undone(one) for one in document.readings))


def _undone(reading: FieldReading) -> FieldReading:
    """Without what other papers say of it, and as sure as it was before: the inverse of what agreement did to it."""
    told = _across(reading)
    if not told:
        return reading
    evidence = tuple(replace(one, confidence=_sure_before(one.confidence, told)) for one in reading.evidence)
    sure = None if reading.probability is None else _sure_before(reading.probability, told)
    findings = tuple(name for name in reading.findings if name not in _ACROSS)
    return replace(reading, findings=findings, evidence=evidence, probability=sure)


def _sure_before(sure: float, told: frozenset[str]) -> float:
    for _ in told & set(_DIFFER):
        sure = min(0.995, sure / DISPUTED) if sure > LEAST_HEARD else sure
    for _ in told & set(_AGREE):
        sure = max(0.0, 1 - 2 * (1 - sure))
    return round(sure, 4)
