"""The readings of a dossier told what its other papers, and what was declared, say of the same."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from extractors.agreement.individuals import (
    DECLARED,
    DISPUTED,
    LEAST_HEARD,
    MAY_CHANGE,
    Agreed,
    Declared,
    Witness,
    individuals,
    same_value,
)
from extractors.agreement.persons import Says
from extractors.evidence import surer, with_finding
from extractors.findings import Finding
from extractors.reading import Document, FieldReading


def with_agreement(documents: Sequence[Document], declared: Declared | None = None) -> tuple[Document, ...]:
    """The documents, their readings told what other papers and the declaration say of the same."""
    changed: dict[tuple[int, str], FieldReading] = {}
    for person in individuals(documents, declared):
        for agreed in person.agreed:
            for witness, reading in _remarked(agreed):
                if witness.document != DECLARED:
                    changed[witness.document, reading.field] = reading
    return tuple(
        replace(one, readings=tuple(changed.get((index, reading.field), reading) for reading in one.readings))
        for index, one in enumerate(documents)
    )


def across(
    scans: Mapping[str, Sequence[Document]], declared: Declared | None = None
) -> dict[str, tuple[Document, ...]]:
    """The same for documents by scan, as one dossier holds them."""
    told = iter(with_agreement([document for documents in scans.values() for document in documents], declared))
    return {scan: tuple(islice(told, len(documents))) for scan, documents in scans.items()}


def _remarked(agreed: Agreed) -> list[tuple[Witness, FieldReading]]:
    """Each witness with its reading, told who agrees and who does not; those whom nobody else speaks of are left."""
    by_declared = any(witness.document == DECLARED for witness in agreed.witnesses)
    found = []
    for witness in agreed.witnesses:
        reading = witness.reading
        if _others(agreed.witnesses, witness):
            reading = _borne_out(reading, Finding.PAPERS_AGREE)
        if by_declared:
            reading = _borne_out(reading, Finding.DECLARED_AGREES)
        found.append((witness, _disputed(agreed.says, reading, agreed.against) if agreed.undecided else reading))
    if agreed.says in MAY_CHANGE:
        return found
    return found + [(one, _disputed(agreed.says, one.reading, agreed.witnesses)) for one in agreed.against]


def _others(witnesses: Sequence[Witness], one: Witness) -> bool:
    return any(other.document not in (one.document, DECLARED) for other in witnesses)


def _disputed(says: Says, reading: FieldReading, by: Sequence[Witness]) -> FieldReading:
    """The reading with a doubt for each kind of witness that says otherwise."""
    against = [witness for witness in by if not same_value(says, reading, witness.reading)]
    told = reading
    if any(witness.document != DECLARED for witness in against):
        told = _doubted(told, Finding.PAPERS_DIFFER)
    if any(witness.document == DECLARED for witness in against):
        told = _doubted(told, Finding.DECLARED_DIFFERS)
    return told


def _borne_out(reading: FieldReading, finding: Finding) -> FieldReading:
    """Half of the doubt is left: in the engine's confidence, and in the calibrated probability if there is one."""
    told = surer(reading, finding)
    return told if told.probability is None else replace(told, probability=round((1 + told.probability) / 2, 4))


def _doubted(reading: FieldReading, finding: Finding) -> FieldReading:
    told = with_finding(reading, finding, _factor(reading.confidence))
    if told.probability is None:
        return told
    return replace(told, probability=round(told.probability * _factor(told.probability), 4))


def _factor(sure: float) -> float:
    return max(DISPUTED, LEAST_HEARD / sure) if sure >= LEAST_HEARD else 1.0
