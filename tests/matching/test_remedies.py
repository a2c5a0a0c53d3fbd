"""Every reason of a decision has exactly one row that says what resolves it; no row is for an unknown one."""

import pytest

from matching.reasons import Reason
from matching.remedies import Actor, Severity, parse_remedies, remedies, remedies_for, remedy_for
from matching.resolution import Outcome, PhoneFinding, PhoneStatus, Resolution

ROW = '[[remedy]]\nreasons = [{}]\nactor = "CLERK"\nseverity = "NOTE"\nresolves = "Xem lại."\n'
EVERY = ", ".join(f'"{reason.name}"' for reason in Reason)
ACTORS = """
reason              | who must act
OLD_CMND            | NOBODY
ADDRESS_OLD_UNIT    | NOBODY
FORMER_NAME         | NOBODY
TWIN                | CITIZEN
NAMESAKE            | CITIZEN
RELATIVES_NUMBER    | CITIZEN
CANCELLED_NUMBER    | CITIZEN
DECEASED            | CLERK
REGISTER_YEAR_ONLY  | REGISTER_OWNER
PHONE_STALE_NAME    | OPERATOR
PHONE_OF_SPOUSE     | CITIZEN
PHONE_OF_GUARDIAN   | NOBODY
PHONE_RECYCLED      | CITIZEN
REGISTER_UNAVAILABLE| MACHINE
"""


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()[1:]]


def test_every_reason_has_one_row():
    assert set(remedies()) == set(Reason)


@pytest.mark.parametrize(("reason", "actor"), rows(ACTORS))
def test_who_must_act(reason: str, actor: str):
    assert remedy_for(Reason[reason]).actor is Actor[actor]


@pytest.mark.parametrize("reason", Reason, ids=lambda reason: reason.name)
def test_a_row_is_whole(reason: Reason):
    row = remedy_for(reason)
    assert row.resolves.endswith(".")
    if row.actor is Actor.CITIZEN:
        assert row.citizen.endswith(".")
        assert row.where
    if row.severity is Severity.BLOCKS:
        assert row.actor not in (Actor.NOBODY, Actor.MACHINE)


@pytest.mark.parametrize("reason", Reason, ids=lambda reason: reason.name)
def test_nobody_is_refused_or_blamed(reason: Reason):
    told = remedy_for(reason).citizen.lower()
    assert not [word for word in ("phạt", "từ chối", "vi phạm", "gian", "không được giải quyết") if word in told]
    if reason.name.startswith("PHONE_"):
        assert remedy_for(reason).severity is not Severity.BLOCKS


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (ROW.format(f'{EVERY}, "NO_SUCH_REASON"'), KeyError),
        (ROW.format(f'{EVERY}, "TWIN"'), ValueError),
        (ROW.format('"TWIN"'), ValueError),
        (ROW.format(EVERY) + 'wer = "?"\n', TypeError),
        (ROW.format(EVERY).replace("CLERK", "MAYOR"), KeyError),
    ],
    ids=["unknown reason", "two rows", "reasons without a row", "unknown key", "unknown actor"],
)
def test_another_table_is_refused(text: str, error: type[Exception]):
    with pytest.raises(error):
        parse_remedies(text)


def test_what_is_to_be_done_comes_in_order_of_gravity_and_once():
    phone = PhoneFinding(PhoneStatus.RELATIVE, "0912345678", (Reason.PHONE_OF_SPOUSE, Reason.OLD_CMND))
    resolution = Resolution(
        "d", Outcome.CLERICAL_REVIEW, None, (), (), (Reason.OLD_CMND, Reason.TWIN), phone, 0.0, (), "v"
    )
    assert [one.reason for one in remedies_for(resolution)] == [Reason.TWIN, Reason.PHONE_OF_SPOUSE, Reason.OLD_CMND]
