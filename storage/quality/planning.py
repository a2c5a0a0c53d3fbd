"""What is looked at again, planned: once a day, and whenever somebody asks. Run again, it asks nothing twice.

Each step is a transaction of its own, so that a run that is killed leaves whole steps, and the next one goes on.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from storage.change import Change
from storage.quality import known, lots, rates
from storage.quality.choosing import drawn
from storage.quality.judging import GRACE, judge
from storage.quality.lots import Accepted, Lot
from storage.quality.policy import Policy, policy, sign_limits
from storage.quality.samples import Control, accepted_value, ask, asked_of
from storage.question import Origin
from storage.schema_quality import QUALITY_LOT, QUALITY_SAMPLE
from storage.transactions import Transactions
from storage.vietnam_time import VIETNAM, day_of


@dataclass(frozen=True, slots=True)
class Planned:
    """What one run did."""

    judged: int = 0  # answers that were held against what was accepted
    lots: int = 0  # opened
    asked: int = 0  # samples of lots
    beside: int = 0  # accepted answers of people, keyed again
    seeded: int = 0  # questions whose answer is known
    withdrawn: int = 0  # of those, that nobody took in time


def plan_samples(warehouse: Transactions, key: bytes, until: date | None = None) -> Planned:
    """`key`: secret of this installation; under it chance is drawn. `until`: the last day whose loads are taken into
    lots; None: the day before, so that a lot holds a whole day."""
    with warehouse.changing() as change:
        judged = judge(change, GRACE)
    with warehouse.changing() as change:
        rule = policy(change.today)
        opened = lots.open_lots(change, until or _day_before(change.now), rule)
    with warehouse.changing() as change:
        rates.renew(change, sign_limits())
    asked = beside = 0
    with warehouse.looking() as connection:
        unfinished = lots.unfinished(connection)
    for one in unfinished:
        with warehouse.changing() as change:
            asked += _ask_of_lot(change, key, one)
            beside += _ask_of_people(change, key, one)
            lots.weigh(change, [one.id])
    with warehouse.changing() as change:
        withdrawn = known.withdraw_stale(change, rule)
        seeded = known.seed(change, key, rule)
    return Planned(judged, len(opened), asked, beside, seeded, withdrawn)


def _day_before(now: datetime) -> date:
    return date.fromordinal(day_of(now).toordinal() - 1)


def _ask_of_lot(change: Change, key: bytes, lot: Lot) -> int:
    """As many more as the lot's stage wants, in the order in which they are drawn; what is erased is passed over."""
    left = min(lot.wanted - _counted(change.connection, lot.id), _room(change, lot, lot.in_force))
    if left <= 0:
        return 0
    found = {one.name: one for one in lots.fields_of(change.connection, lots.members(change.connection, lot.id))}
    before = set(asked_of(change.connection, lot.id))
    asked = 0
    for name in drawn(key, lot.id, found):
        if asked == left:
            break
        if name not in before:
            asked += _ask(change, lot, found[name], counted=True)
    return asked


def _ask_of_people(change: Change, key: bytes, lot: Lot) -> int:
    before = set(asked_of(change.connection, lot.id))
    taken = list(rates.drawn_from_people(change.connection, key, lot, sign_limits()))
    return sum(
        _ask(change, lot, one.of, counted=False, person=one.person) for one in taken if one.of.name not in before
    )


def _ask(change: Change, lot: Lot, of: Accepted, *, counted: bool, person: str | None = None) -> int:
    expected = accepted_value(change.connection, of)
    if expected is None:
        return 0
    control = Control(of, Origin.SAMPLE, f"lot {lot.id}", expected, lot_id=lot.id, counted=counted, person=person)
    return int(ask(change, control))


def _counted(connection: Connection, lot_id: str) -> int:
    ours = (QUALITY_SAMPLE.c.lot_id == lot_id, QUALITY_SAMPLE.c.counted.is_(True))
    return connection.scalar(select(func.count()).select_from(QUALITY_SAMPLE).where(*ours)) or 0


def _room(change: Change, lot: Lot, rule: Policy) -> int:
    """How many questions of control the office may still be asked today."""
    joined = QUALITY_SAMPLE.join(QUALITY_LOT, QUALITY_LOT.c.id == QUALITY_SAMPLE.c.lot_id)
    start = datetime(change.today.year, change.today.month, change.today.day, tzinfo=VIETNAM)
    ours = (QUALITY_LOT.c.office == lot.office, QUALITY_SAMPLE.c.made_at >= start)
    asked = change.connection.scalar(select(func.count()).select_from(joined).where(*ours)) or 0
    return rule.most_a_day - asked
