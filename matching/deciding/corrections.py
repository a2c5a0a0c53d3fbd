"""What of a claim differs from the register: written value, right value, source and reason, field by field."""

from datetime import date

from extractors.reading import PartialDate
from matching.people import Claim, Sex
from matching.reasons import Reason
from matching.resolution import Correction, Level
from matching.weighing.posterior import Hypothesis

_SOURCE = "population"


def corrections(claim: Claim, best: Hypothesis) -> tuple[Correction, ...]:
    """Case, tone placement and i/y are no corrections; missing marks are. A field left blank on paper is filled for
    number and birth date, which identify; a blank sex is not."""
    person = best.candidate.person
    rows = (
        _number(claim, best),
        _differing(best, "full_name", claim.full_name, person.full_name, Reason.NAME_CONFLICT),
        _birth_date(claim, best),
        _sex(claim, best),
    )
    return tuple(row for row in rows if row is not None)


def _number(claim: Claim, best: Hypothesis) -> Correction | None:
    person = best.candidate.person
    if claim.id_number == person.id_number or not person.id_number:
        return None
    reason = best.comparison("id_number").reason or Reason.ID_MISSING
    return Correction("id_number", claim.id_number, person.id_number, _SOURCE, reason)


def _birth_date(claim: Claim, best: Hypothesis) -> Correction | None:
    held = best.candidate.person.birth_date
    reason = best.comparison("birth_date").reason
    if reason is Reason.REGISTER_YEAR_ONLY:  # the paper knows more than the register: nothing to put right
        return None
    if claim.birth_date is None:
        return Correction("birth_date", "", held, _SOURCE, Reason.DATE_MISSING)
    return _differing(best, "birth_date", str(claim.birth_date), held, Reason.DATE_CONFLICT)


def _sex(claim: Claim, best: Hypothesis) -> Correction | None:
    held = best.candidate.person.sex
    if claim.sex is None or held is None or claim.sex is held:
        return None
    return Correction("sex", claim.sex.value, held, _SOURCE, Reason.SEX_WRONG)


def _differing(
    best: Hypothesis, field: str, written: str, held: str | date | PartialDate | Sex, otherwise: Reason
) -> Correction | None:
    row = best.comparison(field)
    if row.level not in (Level.CLOSE, Level.DIFFERENT):
        return None
    return Correction(field, written, held, _SOURCE, row.reason or otherwise)
