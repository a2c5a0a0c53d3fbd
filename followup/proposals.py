"""What the machine finds to be wrong in a register: drafts of correction requests, which a person sends."""

from collections.abc import Mapping, Sequence

from matching.people import Person
from matching.reasons import Reason
from matching.remedies import Actor, remedies_for
from matching.resolution import Outcome, Resolution
from matching.witnesses import Fused
from storage import correction_requests
from storage.correction_requests import NewCorrection
from storage.readings import as_text
from storage.settled import Paper
from storage.warehouse import Warehouse

REGISTER_OF = {Actor.REGISTER_OWNER: "population", Actor.OPERATOR: "telco"}
FIELD_OF: Mapping[Reason, str] = {  # what is wrong there, as a field of `matching.people.Claim`
    Reason.REGISTER_YEAR_ONLY: "birth_date",
    Reason.PHONE_STALE_NUMBER: "id_number",
    Reason.PHONE_STALE_NAME: "full_name",
    Reason.PHONE_STALE_DATE: "birth_date",
    Reason.PHONE_NOT_VERIFIED: "phone",
    Reason.PHONE_ON_OLD_CMND: "phone",
    Reason.PHONE_OF_UNKNOWN: "phone",
    Reason.PHONE_OF_DECEASED: "phone",
}


def propose(
    dossier_id: str, papers: Sequence[Paper], fused: Fused, resolution: Resolution, warehouse: Warehouse
) -> int:
    """Draft what is to be put right, and take back drafts whose reason has gone. How many are new."""
    found = proposals(papers, fused, resolution)
    with warehouse.changing() as change:
        return correction_requests.propose(change, dossier_id, found)


def proposals(papers: Sequence[Paper], fused: Fused, resolution: Resolution) -> tuple[NewCorrection, ...]:
    """One for each reason that only the owner of a register can resolve. None as long as the person is not settled."""
    person = named_person(resolution)
    if person is None or resolution.outcome is not Outcome.LINKED:
        return ()
    wrong = [one for one in remedies_for(resolution) if one.reason in FIELD_OF]
    return tuple(
        correction(one.reason, REGISTER_OF[one.actor], FIELD_OF[one.reason], papers, fused, resolution, person)
        for one in wrong
    )


def named_person(resolution: Resolution) -> Person | None:
    """The entry of the person that a resolution names, where it is at hand."""
    people = (candidate.person for candidate in resolution.candidates)
    return next((person for person in people if person.person_id == resolution.person_id), None)


def correction(
    reason: Reason,
    register: str,
    field: str,
    papers: Sequence[Paper],
    fused: Fused,
    resolution: Resolution,
    person: Person,
) -> NewCorrection:
    """To the population register: what the paper shows against what it holds. To an operator, who must hold what the
    population register holds: that, and nothing of what else the paper says."""
    document_id, page, box = None, None, None
    seen = [one for one in fused.resting_on(field) if one.reading and one.reading.evidence]
    if seen and seen[0].reading and 0 <= seen[0].document < len(papers):
        piece = seen[0].reading.evidence[0]
        document_id, page, box = papers[seen[0].document].stored.id, piece.page, piece.box
    if register == "population":
        shows, holds = _text(getattr(fused.claim, field)), _text(getattr(person, field))
    else:
        shows, holds = resolution.phone.number if field == "phone" else _text(getattr(person, field)), None
    about = person.id_number if register == "population" else resolution.phone.number
    return NewCorrection(register, field, reason, about, shows, holds, document_id, page, box)


def _text(value: object) -> str:
    return as_text(value) if value is not None else ""
