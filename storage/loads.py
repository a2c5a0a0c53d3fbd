"""What the load of one dossier writes."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.descriptions import Describe
from storage.records import Record
from storage.states import Move
from storage.tasks import Question


@dataclass(frozen=True, slots=True)
class Load:
    dossier_id: str
    key: str  # of the step: done again under it, nothing is written
    records: Sequence[Record]  # what is settled
    questions: Sequence[Question] = ()  # what must be asked about the rest
    then: Move | None = None  # where the dossier stands after it; None: where it stood
    describe: Describe | None = None  # gives days, identity code and metadata of each record
