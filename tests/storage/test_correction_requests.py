"""Requests to put a register right: drafted, sent, answered; and what was matched against it is matched again."""

import pytest
import storage_makers as make
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from errors import MoveRefused, NotHeld
from matching.reasons import Reason
from storage import asked_again, correction_requests
from storage.asked_again import Cause
from storage.connection import engine_for
from storage.correction_requests import WHY, CorrectionRequest, NewCorrection
from storage.correction_states import MOVES, CorrectionState
from storage.warehouse import Warehouse

S = CorrectionState
NEW = NewCorrection(
    "population", "birth_date", Reason.REGISTER_YEAR_ONLY, make.NUMBER, "1987-03-12", "1987", None, 1, make.BOX
)
TELCO = NewCorrection("telco", "full_name", Reason.PHONE_STALE_NAME, "0912345678", make.NAME)


def drafted(house: Warehouse, new: NewCorrection = NEW) -> tuple[str, str]:
    """Ids of the dossier and of the request."""
    dossier_id = house.take_in(make.new_dossier())
    with house.changing() as change:
        return dossier_id, correction_requests.draft(change, dossier_id, new)


def moved(house: Warehouse, request_id: str, *states: CorrectionState, note: str = "theo công văn 12") -> None:
    for state in states:
        with house.changing("can-bo-7") as change:
            correction_requests.move(change, request_id, state, note)


def held(house: Warehouse, request_id: str) -> CorrectionRequest:
    with house.looking() as connection:
        return correction_requests.request(connection, request_id)


def waiting(house: Warehouse) -> tuple[str, ...]:
    with house.looking() as connection:
        return asked_again.waiting(connection)


# --- the table of moves, without a database


def test_every_state_has_its_moves_and_the_final_ones_have_none():
    assert set(MOVES) == set(S)
    assert {state for state in S if not MOVES[state]} == {state for state in S if state.final}


def test_every_state_is_reached_and_every_request_can_end():
    def after(start: CorrectionState) -> set[CorrectionState]:
        found, new = {start}, {start}
        while new := {to for state in new for to in MOVES[state]} - found:
            found |= new
        return found

    assert after(S.DRAFTED) == set(S)
    assert all(any(state.final for state in after(start)) for start in S)


# --- on PostgreSQL


@pytest.mark.contract
def test_a_draft_keeps_what_the_paper_shows_and_where(warehouse: Warehouse):
    dossier_id, request_id = drafted(warehouse)
    one = held(warehouse, request_id)
    assert (one.asked, one.state, one.by, one.dossier_id) == (NEW, S.DRAFTED, "machine", dossier_id)
    assert one.deadline


@pytest.mark.contract
def test_each_move_is_kept_with_who_and_when(warehouse: Warehouse):
    _, request_id = drafted(warehouse)
    moved(warehouse, request_id, S.SENT, S.ACKNOWLEDGED, S.CORRECTED)
    with warehouse.looking() as connection:
        steps = correction_requests.steps(connection, request_id)
        audit = connection.execute(
            text("SELECT actor, details->>'after' FROM audit WHERE action = 'correction.moved' ORDER BY seq")
        ).all()
    assert [(step.state, step.by) for step in steps] == [
        (S.DRAFTED, "machine"), (S.SENT, "can-bo-7"), (S.ACKNOWLEDGED, "can-bo-7"), (S.CORRECTED, "can-bo-7"),
    ]  # fmt: skip
    assert [tuple(row) for row in audit] == [
        ("can-bo-7", state.name) for state in (S.SENT, S.ACKNOWLEDGED, S.CORRECTED)
    ]
    assert held(warehouse, request_id).deadline is None


@pytest.mark.contract
@pytest.mark.parametrize("was", S, ids=lambda state: state.name)
def test_only_the_moves_of_the_table_are_made(warehouse: Warehouse, was: CorrectionState):
    way = {S.DRAFTED: (), S.SENT: (S.SENT,), S.ACKNOWLEDGED: (S.SENT, S.ACKNOWLEDGED), S.WITHDRAWN: (S.WITHDRAWN,)}
    _, request_id = drafted(warehouse)
    moved(warehouse, request_id, *way.get(was, (S.SENT, was)))
    for state in set(S) - MOVES[was] - {was}:
        with pytest.raises(MoveRefused) as refused:
            moved(warehouse, request_id, state)
        assert was.sentence in refused.value.sentence
        assert held(warehouse, request_id).state is was


@pytest.mark.contract
def test_a_refusal_needs_its_reason(warehouse: Warehouse):
    _, request_id = drafted(warehouse)
    moved(warehouse, request_id, S.SENT)
    with pytest.raises(MoveRefused) as refused:
        moved(warehouse, request_id, S.REFUSED, note=" ")
    assert refused.value.sentence == WHY
    assert held(warehouse, request_id).state is S.SENT


@pytest.mark.contract
def test_only_a_corrected_register_has_the_dossier_matched_again(warehouse: Warehouse):
    dossier_id, request_id = drafted(warehouse)
    moved(warehouse, request_id, S.SENT, S.ACKNOWLEDGED)
    assert waiting(warehouse) == ()
    moved(warehouse, request_id, S.CORRECTED)
    assert waiting(warehouse) == (dossier_id,)
    with warehouse.changing() as change:
        assert asked_again.answered(change, dossier_id, changed=True)
        assert not asked_again.answered(change, dossier_id, changed=True)
        assert asked_again.number(change.connection, dossier_id) == 1
    assert waiting(warehouse) == ()


@pytest.mark.contract
def test_the_same_change_asks_once(warehouse: Warehouse):
    dossier_id, _ = drafted(warehouse)
    with warehouse.changing() as change:
        asked = [asked_again.ask(change, dossier_id, Cause.NEW_EXTRACT, key) for key in ("a", "a", "b")]
        assert asked == [True, False, True]
        assert asked_again.number(change.connection, dossier_id) == 2


@pytest.mark.contract
def test_what_was_proposed_is_not_proposed_again_and_what_is_found_no_more_is_taken_back(warehouse: Warehouse):
    dossier_id = warehouse.take_in(make.new_dossier())

    def proposed(*found: NewCorrection) -> tuple[int, list[CorrectionState]]:
        with warehouse.changing() as change:
            new = correction_requests.propose(change, dossier_id, found)
            requests = correction_requests.requests(change.connection, dossier_id)
            return new, sorted((one.state for one in requests), key=list(S).index)

    assert proposed(NEW, TELCO) == (2, [S.DRAFTED, S.DRAFTED])
    assert proposed(NEW, TELCO) == (0, [S.DRAFTED, S.DRAFTED])
    assert proposed(NEW) == (0, [S.DRAFTED, S.WITHDRAWN])
    assert proposed(NEW, TELCO) == (1, [S.DRAFTED, S.DRAFTED, S.WITHDRAWN])


@pytest.mark.contract
def test_what_a_person_withdrew_or_sent_is_left_alone_by_the_machine(warehouse: Warehouse):
    dossier_id, first = drafted(warehouse)
    with warehouse.changing() as change:
        second = correction_requests.draft(change, dossier_id, TELCO)
    moved(warehouse, first, S.WITHDRAWN)
    moved(warehouse, second, S.SENT)
    with warehouse.changing() as change:
        assert correction_requests.propose(change, dossier_id, [NEW]) == 0
    assert [held(warehouse, one).state for one in (first, second)] == [S.WITHDRAWN, S.SENT]


@pytest.mark.contract
def test_the_most_urgent_comes_first_and_states_can_be_asked_for(warehouse: Warehouse):
    dossier_id, first = drafted(warehouse)
    with warehouse.changing() as change:
        second = correction_requests.draft(change, dossier_id, TELCO)
    moved(warehouse, first, S.SENT)
    with warehouse.looking() as connection:
        assert [one.id for one in correction_requests.requests(connection)] == [second, first]
        assert [one.id for one in correction_requests.requests(connection, states=(S.SENT,))] == [first]
        with pytest.raises(NotHeld):
            correction_requests.request(connection, "6f3b0f63-3f5c-5a3e-9f0e-7f1b6f0a7c11")


@pytest.mark.contract
def test_moves_are_written_once(warehouse: Warehouse, warehouse_url: str):
    drafted(warehouse)
    engine = engine_for(warehouse_url)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="written once"):
        connection.exec_driver_sql("UPDATE correction_step SET state = 'SENT'")
    engine.dispose()
