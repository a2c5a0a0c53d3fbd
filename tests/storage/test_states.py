"""No dossier is stuck in silence: every state can be reached, left, and says who acts until when."""

from datetime import date

import pytest

from storage.states import MOVES, DossierState, due

DEADLINES = """
today      | working days | due
2026-11-16 | 1            | 2026-11-17
2026-11-19 | 1            | 2026-11-20
2026-11-20 | 1            | 2026-11-23
2026-11-20 | 2            | 2026-11-24
2026-11-21 | 1            | 2026-11-23
2026-11-22 | 1            | 2026-11-23
2026-11-16 | 5            | 2026-11-23
2026-12-31 | 1            | 2027-01-01
"""


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize(("today", "days", "expected"), _rows(DEADLINES))
def test_a_deadline_counts_monday_to_friday(today: str, days: str, expected: str) -> None:
    assert due(int(days), date.fromisoformat(today)) == date.fromisoformat(expected)


@pytest.mark.parametrize("state", DossierState)
def test_every_state_says_what_it_means_who_acts_and_until_when(state: DossierState) -> None:
    assert state.sentence.endswith(".")
    assert (state.owner is None) == (state.days is None) == state.final
    assert state.final or MOVES[state], "somebody has to act, but nothing is allowed"


def test_every_state_can_be_reached_and_leads_to_an_end() -> None:
    assert set(MOVES) == set(DossierState)
    reached = {DossierState.RECEIVED}
    while more := {state for known in reached for state in MOVES[known]} - reached:
        reached |= more
    assert reached == set(DossierState)
    ends = {state for state in DossierState if state.final}
    while more := {state for state in DossierState if MOVES[state] & ends} - ends:
        ends |= more
    assert ends == set(DossierState)


def test_no_state_may_become_itself_by_the_table() -> None:
    assert not [state for state in DossierState if state.may_become(state)]
