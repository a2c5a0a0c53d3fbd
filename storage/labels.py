"""Decided cases as pairs to estimate the weights of matching from. No value of a person leaves the warehouse.

Of each case it is told only how the claim agrees with the person it is about, rule by rule
(`matching.weighing.labels`).
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from matching.decision import Decision
from matching.reasons import Reason
from matching.resolution import Outcome
from matching.weighing.labels import Pair, SettledBy, decided_pair
from storage import resolutions, tasks
from storage.schema import RESOLUTION
from storage.sealing.owner import OwnerKind
from storage.sealing.shut import none_destroyed
from storage.states import TaskState


def labelled_cases(connection: Connection) -> Iterator[Pair]:
    """A pair for each dossier whose person is known, by the machine or by a clerk's answer; the latest decision counts.

    Both kinds are told, for the cases of review alone are not how papers are written.
    """
    chosen = select(RESOLUTION.c.dossier_id).where(none_destroyed(OwnerKind.DOSSIER, RESOLUTION.c.dossier_id))
    for dossier_id in connection.scalars(chosen.distinct().order_by(RESOLUTION.c.dossier_id)):
        decision = resolutions.decisions(connection, dossier_id)[-1]
        settled = tasks.tasks(connection, dossier_id, TaskState.SETTLED)
        about_person = (one for one in settled if one.question.field is None and one.question.document_id is None)
        pair = label(decision, [one.answer for one in about_person if one.answer])
        if pair is not None:
            yield pair


def label(decision: Decision, answers: Iterable[str]) -> Pair | None:
    """The pair of one decision. `answers`: what clerks answered about whose the dossier is, the register's key or the
    12-digit number of a candidate; an answer that names no candidate, or two that differ, label nothing."""
    if decision.resolution.outcome is Outcome.LINKED:
        chosen = Reason.CHOSEN_BY_PERSON in decision.resolution.reasons
        return decided_pair(decision.resolution.comparisons, SettledBy.PERSON if chosen else SettledBy.MACHINE)
    if decision.grounds.choice is not None:
        return None  # none of the candidates, or one who is found no more
    people = {one.person_id: one for one in decision.explanations}
    key_of = {one.person.id_number: one.person.person_id for one in decision.resolution.candidates}
    named = {key_of.get(answer.strip(), answer.strip()) for answer in answers} & people.keys()
    return decided_pair(people[named.pop()].comparisons, SettledBy.PERSON) if len(named) == 1 else None
