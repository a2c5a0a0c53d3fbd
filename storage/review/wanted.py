"""Which open questions somebody wants, and may have."""

from dataclasses import dataclass

from storage.question import Round
from storage.states import Owner

ROUNDS_OF_ALL = (Round.FIRST, Round.SECOND, Round.CHECK)
ROUNDS_OF_SENIORS = tuple(Round)  # of second readers and supervisors


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of the offices, none named means all that the connection sees."""

    offices: tuple[str, ...] = ()
    procedure: str | None = None
    kinds: tuple[str, ...] = ()
    older_than_days: int = 0
    mine: bool = False  # only those that `person` holds
    person: str = ""  # staff id: what they answered, they are not asked in a later round
    rounds: tuple[Round, ...] = ROUNDS_OF_ALL
    owners: tuple[Owner, ...] = (Owner.REVIEWER,)  # and Owner.SUPERVISOR: what was handed on
    senior_at: tuple[str, ...] = ()  # the offices where rounds beyond ROUNDS_OF_ALL are this person's
    supervises: tuple[str, ...] = ()  # the offices where what was handed on is this person's

    def may_have(self, asked: Round, owner: Owner | None, office: str | None) -> bool:
        """Whether a question of this office, in this round and with this owner, is this person's to answer."""
        if asked not in self.rounds or owner not in self.owners:
            return False
        if asked not in ROUNDS_OF_ALL and self.senior_at and office not in self.senior_at:
            return False
        return owner is not Owner.SUPERVISOR or not self.supervises or office in self.supervises
