"""`hoso record`: its words, without a warehouse."""

import pytest
from typer.testing import CliRunner

from cli import _app, command_names
from cli.record import _reason, record_id
from errors import NotHeld
from storage.record_states import RecordState


def test_the_group_is_among_the_commands():
    assert "record" in command_names()
    for each in ("show", "history", "revoke", "supersede"):
        assert CliRunner().invoke(_app, ["record", each, "--help"]).exit_code == 0


def test_what_is_no_id_is_not_held_and_a_wrong_reason_is_answered_with_the_right_ones():
    with pytest.raises(NotHeld):
        record_id("Đặng Thị Hồng Thử")
    with pytest.raises(Exception, match="COURT_DECISION") as refused:
        _reason("exchanged", RecordState.REVOKED)
    assert "EXCHANGED" not in str(refused.value)
    assert _reason("court_decision", RecordState.REVOKED).name == "COURT_DECISION"
