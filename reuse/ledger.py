"""What of a dossier nobody was asked for again: found when it is loaded, or told when a held record stands for a paper.

A field counts when a paper of the dossier has it and its value was taken from elsewhere:
- the paper says otherwise than the register, or less, and the register's value was loaded;
- the paper leaves it blank, and a register or another paper of the dossier says it.
What a paper says and a register only confirms is no reuse; neither is what was declared at the counter.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from extractors.reading import Problem
from matching.mentions import asker_fields
from matching.witnesses import Fused
from reuse.minutes import minutes_for
from storage.readings import Method
from storage.records import Record, RecordField
from storage.reuse_ledger import Origin, Reuse, Source, What, record, replace_load
from storage.settled import Paper, Settled
from storage.vietnam_time import day_of
from storage.warehouse import Warehouse

_SOURCE = {"telco": Source.TELCO, "population": Source.POPULATION}
_ABOUT_OTHERS = ("phone_dated",)  # of a claim, but no field of the person


@dataclass(frozen=True, slots=True)
class Asking:
    """For whom and for what something would have been asked."""

    dossier_id: str
    procedure_code: str
    office: str
    on: date
    outside: bool = False  # a dossier of another system, never scanned here


def note_load(dossier_id: str, papers: Sequence[Paper], fused: Fused, settled: Settled, warehouse: Warehouse) -> int:
    """Write what this load did not have to ask for; how many rows were written. Done again it writes none."""
    held = warehouse.dossier(dossier_id)
    asking = Asking(
        dossier_id, held.manifest.procedure_code, held.manifest.receiving_office.strip(), day_of(held.received_at)
    )
    rows = not_asked(papers, fused, settled.records, asking)
    with warehouse.changing() as change:
        return replace_load(change, dossier_id, rows)


def note_component(row: Reuse, warehouse: Warehouse, by: str | None = None) -> bool:
    """Write that a held record stood for a component; False when that stands already. `by`: client or staff id."""
    with warehouse.changing(by) as change:
        return bool(record(change, (row,)))


def component_reused(asking: Asking, component: str, source: Source, source_id: str) -> Reuse:
    """A component of a procedure for which no paper was asked, because this record or store holds it.

    `component`: its code in the procedure's data. `source_id`: id of the record, "" where the store gives none.
    """
    saved = minutes_for(What.COMPONENT, (component,), asking.on)
    return Reuse(
        asking.dossier_id,
        What.COMPONENT,
        component,
        "",
        asking.procedure_code,
        asking.office,
        source,
        source_id,
        saved.minutes,
        saved.basis,
        saved.assumed,
        origin=Origin.SERVICE,
        outside=asking.outside,
    )


def not_asked(papers: Sequence[Paper], fused: Fused, records: Sequence[Record], asking: Asking) -> tuple[Reuse, ...]:
    """In order of the papers. Nothing as long as nothing of the dossier is loaded."""
    loaded = {one.document_id: one for one in records if one.document_id}
    person = next((one for one in records if one.kind == "person"), None)
    if person is None:
        return ()
    found: list[Reuse] = []
    for index, paper in enumerate(papers):
        of_paper = loaded.get(paper.stored.id)
        if of_paper is not None:
            found += _replaced(paper, of_paper, fused, index, asking)
            found += _blanks(paper, papers, fused, person, loaded, asking)
    found += _number_of_the_person(papers, fused, person, found, asking)
    return tuple(found)


def _replaced(paper: Paper, of_paper: Record, fused: Fused, index: int, asking: Asking) -> Iterator[Reuse]:
    """Fields for which the register's value was loaded instead of what the paper says."""
    claimed = {
        witness.reading.field: witness.field
        for witness in (*fused.witnesses, *(conflict.witness for conflict in fused.conflicts))
        if witness.document == index and witness.reading is not None
    }
    for each in of_paper.fields:
        if each.method is Method.REGISTER:
            yield _field(paper, each.field, claimed.get(each.field, ""), _register(each), "", asking)


def _blanks(
    paper: Paper,
    papers: Sequence[Paper],
    fused: Fused,
    person: Record,
    loaded: dict[str, Record],
    asking: Asking,
) -> Iterator[Reuse]:
    """Fields of who hands the paper in that it leaves blank, and that are known all the same."""
    document = paper.stored.document
    known = {each.field: each for each in person.fields}
    for claimed, name in asker_fields(document.form).items():
        reading = document.reading(name)
        blank = reading is not None and reading.problem is Problem.BLANK
        if not blank or claimed in _ABOUT_OTHERS or _was_declared(fused, claimed):
            continue
        held = known.get(claimed)
        if held is not None and held.method is Method.REGISTER:
            yield _field(paper, name, claimed, _register(held), "", asking)
            continue
        other = _other_paper(claimed, paper, papers, fused, loaded)
        if other:
            yield _field(paper, name, claimed, Source.PAPER, other, asking)


def _other_paper(claimed: str, paper: Paper, papers: Sequence[Paper], fused: Fused, loaded: dict[str, Record]) -> str:
    """Id of the document that says it and whose own field was loaded; "" when there is none."""
    for witness in fused.resting_on(claimed):
        if witness.reading is None or not 0 <= witness.document < len(papers):
            continue
        other = papers[witness.document].stored.id
        of_other = loaded.get(other)
        if other != paper.stored.id and of_other and any(one.field == witness.reading.field for one in of_other.fields):
            return other
    return ""


def _number_of_the_person(
    papers: Sequence[Paper], fused: Fused, person: Record, found: Sequence[Reuse], asking: Asking
) -> Iterator[Reuse]:
    """The phone as the operator has it, where the paper's own field was loaded as it stands there."""
    phone = next((one for one in person.fields if one.field == "phone" and one.method is Method.REGISTER), None)
    for witness in fused.resting_on("phone") if phone else ():
        if phone is None or witness.reading is None or not 0 <= witness.document < len(papers):
            continue
        paper = papers[witness.document]
        told = {(one.document_id, one.field) for one in found}
        if (paper.stored.id, witness.reading.field) not in told:
            yield _field(paper, witness.reading.field, "phone", _register(phone), "", asking)
        return


def _was_declared(fused: Fused, claimed: str) -> bool:
    return any(witness.document < 0 for witness in fused.resting_on(claimed))


def _register(field: RecordField) -> Source:
    against = field.verified_against or ("telco" if field.field == "phone" else "population")
    return _SOURCE[against]


def _field(paper: Paper, field: str, claimed: str, source: Source, source_id: str, asking: Asking) -> Reuse:
    names = tuple(dict.fromkeys(name for name in (claimed, field) if name))
    saved = minutes_for(What.FIELD, names, asking.on)
    return Reuse(
        asking.dossier_id,
        What.FIELD,
        paper.stored.document.form,
        field,
        asking.procedure_code,
        asking.office,
        source,
        source_id,
        saved.minutes,
        saved.basis,
        saved.assumed,
        paper.stored.id,
    )
