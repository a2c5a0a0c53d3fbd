"""A letter to the citizen: what was found, what to bring where and by when, whom to call. In polite words, with no more
of a person than is needed, and never of another person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from followup.cases import Case
from matching.remedies import Actor, Remedy, Severity, Where
from storage.states import DossierState, due

DAYS_TO_COME = 10  # working days; the office's own choice, not a term of law
MOST_ITEMS = 3  # one sheet, and no more than one remembers


class NoLetter(Enum):
    """Why a dossier gets no letter. The value is what the clerk reads."""

    NOT_MATCHED = "chưa đối chiếu xong, chưa có gì để báo cho người dân"
    SET_ASIDE = "hồ sơ đã để riêng hoặc đã đóng"
    CLERK_FIRST = "cán bộ cần xem trước khi báo cho người dân"
    NO_NAME = "giấy tờ không có họ tên đọc được nên chưa biết gửi cho ai"
    NOTHING_TO_DO = "người dân không phải làm gì"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the citizen is told."""

    text: str
    bring: tuple[str, ...]
    where: str  # "" where nobody has to go anywhere
    online: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands in one letter between its head and its signature."""

    name: str = field(repr=False)
    address: str = field(repr=False)
    code: str
    received_on: date
    needed: tuple[Item, ...]  # the dossier waits for these
    advised: tuple[Item, ...]
    by: date


def letter(case: Case, today: date) -> Letter | NoLetter:
    """The letter of one dossier, or why it gets none."""
    if case.dossier.state in (DossierState.QUARANTINED, DossierState.CLOSED):
        return NoLetter.SET_ASIDE
    if case.resolution is None or case.dossier.state not in (DossierState.IN_REVIEW, DossierState.LOADED):
        return NoLetter.NOT_MATCHED
    if case.clerk_first:
        return NoLetter.CLERK_FIRST
    if not any(one.actor is Actor.CITIZEN for one in case.remedies):
        return NoLetter.NOTHING_TO_DO
    if not case.name:
        return NoLetter.NO_NAME
    told = [one for one in case.remedies if one.citizen]
    needed = _items([one for one in told if one.severity is Severity.BLOCKS])
    advised = _items([one for one in told if one.severity is not Severity.BLOCKS])[: max(0, MOST_ITEMS - len(needed))]
    by = due(DAYS_TO_COME, today) or today
    return Letter(case.name, case.address, case.code, case.received_on, needed[:MOST_ITEMS], advised, by)


def _items(rows: Sequence[Remedy]) -> tuple[Item, ...]:
    """Each text once."""
    by_text = {row.citizen: Item(row.citizen, row.bring, _where(row.where), row.online) for row in reversed(rows)}
    return tuple(reversed(by_text.values()))


def _where(where: Where | None) -> str:
    return where.value if where else ""
