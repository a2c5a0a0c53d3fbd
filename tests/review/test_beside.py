"""Answered dossiers go on beside the station, whatever happens to one round."""

import logging
from threading import Event

import pytest

from errors import StorageUnavailable
from review.beside import going_on

_PATIENCE_S = 10.0  # after which the test fails


def test_it_goes_on_again_and_again_until_the_station_stops() -> None:
    rounds, third = [], Event()

    def go_on() -> int:
        rounds.append(1)
        if len(rounds) == 3:
            third.set()
        return len(rounds)

    with going_on(go_on, 0.0):
        assert third.wait(_PATIENCE_S)
    done = len(rounds)
    assert done >= 3
    assert len(rounds) == done


@pytest.mark.parametrize("error", [StorageUnavailable("away"), ValueError("099187000123")])
def test_a_round_that_fails_is_not_the_last_one(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    rounds, second = [], Event()

    def go_on() -> int:
        rounds.append(1)
        if len(rounds) == 1:
            raise error
        second.set()
        return 0

    with caplog.at_level(logging.INFO, "hoso.review"), going_on(go_on, 0.0, 0.0):
        assert second.wait(_PATIENCE_S)
    assert type(error).__name__ in caplog.text
    assert "099187000123" not in caplog.text
